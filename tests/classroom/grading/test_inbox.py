"""What Canvas, Moodle, browsers and operating systems make of submissions is collected; nothing leaves its place."""

import io
import os
import shutil
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from classroom.errors import ClassroomError
from classroom.grading import archives
from classroom.grading.archives import Bounds, unpack
from classroom.grading.collect import collect
from classroom.grading.inbox import lesson_of
from classroom.grading.learner_files import Refused
from classroom.grading.origins import kept_from_before, origins_of
from classroom.grading.submitted import TIMESTAMP, submitted_learners, timestamp_in
from classroom.grading.told import tell_of_collected

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading is for Linux")

WEEK, NAMES = "week2_x", ["1_a.ipynb", "2_b.ipynb"]


def zipped(files, flags=None):
    """The bytes of a zip of {name: text}; `flags` changes an entry before it is written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 0))
            if flags:
                flags(entry)
            archive.writestr(entry, text)
    return buffer.getvalue()


def put(inbox, files):
    """Write {name: text or bytes, or a dictionary of a zip} into a folder."""
    for name, content in files.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = zipped(content) if isinstance(content, dict) else content
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return inbox


@pytest.fixture
def course(tmp_path):
    def gather(files):
        """What collection says of files in an inbox, and {learner: {file: text}} that it has put in place."""
        root, inbox = tmp_path / "course", tmp_path / "inbox"
        put(inbox, files)
        found = collect(inbox, WEEK, root, NAMES, [".*", "*.py"])
        return found, handed_in(root)

    return gather


def handed_in(root):
    assert not list((root / "submitted").glob(".unpacked*"))
    return {
        learner: {
            path.name: path.read_text("utf-8", "replace")
            for path in (root / "submitted" / learner / WEEK).iterdir()
            if path.name != TIMESTAMP
        }
        for learner in submitted_learners(root, WEEK)
    }


CANVAS = {
    "doejane_123_456_1_a.ipynb": "a", "doejane_123_457_2_b-1.ipynb": "b",
    "roejo_LATE_124_458_1_a.ipynb": "late", "müllerzoë_125_459_week2.zip": {"week2_x/1_a.ipynb": "z"},
}  # fmt: skip
MOODLE = {
    "Jane Doe_777_assignsubmission_file_/1_a.ipynb": "a",
    "Jane Doe_777_assignsubmission_onlinetext_/onlinetext.html": "hello",
    "Zoë Müller_778_assignsubmission_file/week2.zip": {"1_a.ipynb": "z", "__MACOSX/._1_a.ipynb": "x"},
    "Иван Иванов_779_assignsubmission_file_1_a.ipynb": "flat",
}  # fmt: skip
AS_CANVAS = {
    "doejane_123": {"1_a.ipynb": "a", "2_b.ipynb": "b"}, "roejo_124": {"1_a.ipynb": "late"},
    "müllerzoë_125": {"1_a.ipynb": "z"},
}  # fmt: skip
AS_MOODLE = {
    "Jane Doe": {"1_a.ipynb": "a"}, "Zoë Müller": {"1_a.ipynb": "z"}, "Иван Иванов": {"1_a.ipynb": "flat"},
}  # fmt: skip


@pytest.mark.parametrize("packed", ["as files", "as a zip in the inbox", "as the inbox"])
@pytest.mark.parametrize("download, expected", [(CANVAS, AS_CANVAS), (MOODLE, AS_MOODLE)])
def test_downloads(tmp_path, packed, download, expected):
    root, inbox = tmp_path / "course", put(tmp_path / "inbox", download)
    if packed != "as files":
        members = {path: path.read_bytes() for path in inbox.rglob("*") if path.is_file()}
        names = {path.relative_to(inbox).as_posix(): data for path, data in members.items()}
        inbox = put(tmp_path / "packed", {"submissions.zip": zipped(names)})
        inbox = inbox / "submissions.zip" if packed == "as the inbox" else inbox
    found = collect(inbox, WEEK, root, NAMES, [".*"])
    assert found == dict.fromkeys(expected, "")
    assert handed_in(root) == expected
    origins = origins_of(root, WEEK)
    for learner, origin in origins.items():
        assert timestamp_in(root / "submitted" / learner / WEEK) == origin["time"]
    assert not any(origin["time"] for origin in origins.values())  # all have one: the download's
    if download is CANVAS:
        assert origins["roejo_124"]["late"] and not origins["doejane_123"]["late"]
        assert origins["doejane_123"]["note"] == "2_b-1.ipynb is used as 2_b.ipynb"
    else:
        assert origins["Jane Doe"]["folder"] == "Jane Doe_777_assignsubmission_file_"


def test_two_learners_of_one_name_in_moodle(course):
    files = {f"Jo Roe_{k}_assignsubmission_file_/1_a.ipynb": str(k) for k in (1, 2)}
    assert course(files)[1] == {f"Jo Roe_{k}": {"1_a.ipynb": str(k)} for k in (1, 2)}


def test_zips_of_one_learner_each_and_of_several(course):
    found, there = course(
        {
            "anna.zip": {"week2_x/1_a.ipynb": "a", "week2_x/photo.jpg": "p"},
            "all.zip": {"bert/1_a.ipynb": "b", "carl/deep/1_a.ipynb": "c"},
            "dora/work.zip": {"1_a.ipynb": "d"},
            "emil/1_a.ipynb": "loose", "emil/old.zip": {"1_a.ipynb": "old"},
            "fay/1.zip": {"1_a.ipynb": "x"}, "fay/2.zip": {"1_a.ipynb": "y"},
        }
    )  # fmt: skip
    assert there == {
        "anna": {"1_a.ipynb": "a", "photo.jpg": "p"}, "bert": {"1_a.ipynb": "b"}, "carl": {"1_a.ipynb": "c"},
        "dora": {"1_a.ipynb": "d"}, "emil": {"1_a.ipynb": "loose", "old.zip": there["emil"]["old.zip"]},
    }  # fmt: skip
    assert found.pop("fay").startswith("its notebooks are in several folders")
    assert set(found.values()) == {""}


def test_leftovers_of_operating_systems_are_nobodys(course):
    files = {
        f"anna/{name}": "x" for name in ("._1_a.ipynb", ".DS_Store", "Thumbs.db", "Desktop.ini")
    }
    files |= {"anna/1_a.ipynb": "a", "__MACOSX/anna/._1_a.ipynb": "x", "desktop.ini": "x"}
    found, there = course(files)
    assert found == {"anna": ""} and there == {"anna": {"1_a.ipynb": "a"}}


@pytest.mark.parametrize(
    "copies, used",
    [
        ({"1_a (1).ipynb": ("only", 0)}, "only"),
        ({"1_a.ipynb": ("same", 0), "1_a (1).ipynb": ("same", 0)}, "same"),
        ({"1_a.ipynb": ("old", 0), "1_a (1).ipynb": ("new", 60)}, "new"),
        ({"1_a.ipynb": ("new", 60), "1_a (1).ipynb": ("old", 0)}, "new"),
        ({"1_a.ipynb": ("one", 0), "1_a (1).ipynb": ("other", 1)}, None),
        ({"1_a (1).ipynb": ("x", 60), "1_a (2).ipynb": ("y", 60), "1_a.ipynb": ("z", 0)}, None),
    ],
)  # fmt: skip
def test_copies_of_browsers(tmp_path, copies, used):
    root, home = tmp_path / "course", tmp_path / "inbox" / "anna"
    put(home, {name: text for name, (text, _) in copies.items()})
    for name, (_, seconds) in copies.items():
        os.utime(home / name, (1_000_000 + seconds, 1_000_000 + seconds))
    found = collect(tmp_path / "inbox", WEEK, root, NAMES, [])
    if used is None:
        assert "that differ, and none is newer: keep one of 1_a" in found["anna"]
        assert not (root / "submitted" / "anna").exists()
    else:
        assert found == {"anna": ""} and handed_in(root) == {"anna": {"1_a.ipynb": used}}


@pytest.mark.parametrize("seconds", [0, 60])
def test_a_second_download_does_not_replace_what_was_worked_on(tmp_path, seconds):
    root, home = tmp_path / "course", tmp_path / "inbox" / "anna"
    put(root / "release" / WEEK, {"1_a.ipynb": "as released"})
    put(home, {"1_a.ipynb": "work", "1_a (1).ipynb": "as released", "2_b.ipynb": "b"})
    os.utime(home / "1_a.ipynb", (1_000_000, 1_000_000))
    os.utime(home / "1_a (1).ipynb", (1_000_000 + seconds, 1_000_000 + seconds))
    assert collect(tmp_path / "inbox", WEEK, root, NAMES, []) == {"anna": ""}
    assert handed_in(root) == {"anna": {"1_a.ipynb": "work", "2_b.ipynb": "b"}}


def test_names_of_copies():
    assert lesson_of("1_a.ipynb", NAMES) == lesson_of("1_a(2).ipynb", NAMES) == "1_a.ipynb"
    assert lesson_of("1_a-Copy1.ipynb", NAMES) == lesson_of("1_ab (1).ipynb", NAMES) == ""


def encrypted(data):
    """A zip that says its entries are encrypted: bit 0 of the flags in both headers."""
    data = bytearray(data)
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.index(signature) + offset
        data[place] |= 1
    return bytes(data)


def lying(data):
    """A zip whose file is said to unpack to one byte."""
    place = data.index(b"PK\1\2") + 24
    return data[:place] + struct.pack("<I", 1) + data[place + 4 :]


def not_utf8(data):
    """A zip that says its names are UTF-8 when they aren't."""
    data = bytearray(data.replace(b"1_a.ipynb", b"1_\xff.ipynb"))
    for signature, offset in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
        data[data.index(signature) + offset] |= 8
    return bytes(data)


def as_link(entry):
    entry.external_attr = 0o120777 << 16


HOSTILE = {
    "dots": (zipped({"../../1_a.ipynb": "x"}), "leads out of it"),
    "backslashed dots": (zipped({"..\\..\\1_a.ipynb": "x"}), "leads out of it"),
    "absolute": (zipped({"/tmp/1_a.ipynb": "x"}), "leads out of it"),
    "drive": (zipped({"C:\\1_a.ipynb": "x"}), "leads out of it"),
    "link": (zipped({"1_a.ipynb": "/etc/passwd"}, as_link), "no notebook of the week"),
    "deep": (zipped({"d/" * 40 + "1_a.ipynb": "x"}), "folders within each other"),
    "twice": (zipped({"w/1_a.ipynb": "x", "w\\1_a.ipynb": "y"}), "twice"),
    "password": (encrypted(zipped({"1_a.ipynb": "x"})), "password"),
    "lying": (lying(zipped({"1_a.ipynb": "x" * 5000})), "can"),
    "bomb": (zipped({"1_a.ipynb": "x" * 3_000_000}), "are the most"),
    "many": (zipped({f"{k}.ipynb": "" for k in range(60)}), "are the most"),
    "not utf-8": (not_utf8(zipped({"1_a.ipynb": "x"})), "no zip that can be read"),
    "long name": (zipped({"x" * 300 + "/1_a.ipynb": "x"}), "can't be unpacked"),
    "cut off": (zipped({"1_a.ipynb": "x" * 100})[:60], "no zip that can be read"),
}  # fmt: skip


@pytest.mark.parametrize("where", ["in a folder", "in the inbox"])
def test_hostile_zips_end_no_batch(course, tmp_path, monkeypatch, where):
    small = Bounds(50, 2 << 20)
    monkeypatch.setattr("classroom.grading.inbox.OF_A_LEARNER", small)
    name = "{}/hand in.zip" if where == "in a folder" else "{}.zip"
    files = {name.format(kind): data for kind, (data, _) in HOSTILE.items()}
    found, there = course(files | {"anna/1_a.ipynb": "a"})
    assert found.pop("anna") == "" and there == {"anna": {"1_a.ipynb": "a"}}
    for kind, (_, reason) in HOSTILE.items():
        (said,) = (found[key] for key in (kind, f"{kind}.zip") if key in found)
        assert reason in said, (kind, said)
    outside = [path for path in tmp_path.rglob("1_a.ipynb") if "anna" not in path.parts]
    assert outside == [] and not Path("/tmp/1_a.ipynb").exists()


def test_sizes_are_known_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "extract", None)
    with pytest.raises(Refused, match="unpacks to 3 MB, and 1 are the most"):
        unpack(io.BytesIO(HOSTILE["bomb"][0]), "a.zip", tmp_path / "a", Bounds(10, 1 << 20))
    assert not (tmp_path / "a").exists()


def test_names_in_old_zips(tmp_path):
    """Those with backslashes, those in UTF-8 that don't say so, and those of DOS."""

    def unmarked(data):
        data = bytearray(data)
        for signature, offset in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
            data[data.index(signature) + offset] &= ~8 & 0xFF
        return bytes(data)

    cases = {"week2\\1_a.ipynb": "week2/1_a.ipynb", "Übung/1_a.ipynb": "Übung/1_a.ipynb"}
    for number, (name, path) in enumerate(cases.items()):
        unpack(io.BytesIO(unmarked(zipped({name: "a"}))), "", tmp_path / str(number), Bounds(9, 99))
        assert (tmp_path / str(number) / path).read_text() == "a"
    dos = unmarked(zipped({"Übung/1_a.ipynb": "a"})).replace("Übung".encode(), b"\x9abung!")
    unpack(io.BytesIO(dos), "", tmp_path / "dos", Bounds(9, 99))
    assert (tmp_path / "dos" / "Übung!" / "1_a.ipynb").read_text() == "a"


def test_a_link_in_an_inbox_is_not_followed(course, tmp_path):
    inbox, secret = tmp_path / "inbox", put(tmp_path / "secret", {"1_a.ipynb": "secret"})
    (secret / "all.zip").write_bytes(zipped({"eve/1_a.ipynb": "secret", "fay/1_a.ipynb": "x"}))
    put(inbox, {"anna/1_a.ipynb": "a"})
    (inbox / "doe_1_2_1_a.ipynb").symlink_to(secret / "1_a.ipynb")
    (inbox / "all.zip").symlink_to(secret / "all.zip")
    (inbox / "Jo_1_assignsubmission_file_").symlink_to(secret)
    os.link(secret / "1_a.ipynb", inbox / "roe_1_2_1_a.ipynb")
    (inbox / "bert").mkdir()
    (inbox / "bert" / "w.zip").symlink_to(secret / "all.zip")
    found, there = course({})
    assert there == {"anna": {"1_a.ipynb": "a"}}
    assert found.pop("anna") == "" and len(found) == 5
    assert all("link" in why for why in found.values()), found


def test_two_submissions_of_one_learner_are_asked_about(course):
    found, there = course({"anna/1_a.ipynb": "a", "anna.zip": {"1_a.ipynb": "b"}})
    assert "several submissions of this learner" in found["anna"] and there == {}


def test_an_inbox_that_is_no_zip_is_said_in_a_sentence(tmp_path):
    put(tmp_path, {"a.zip": "no zip", "empty/readme.txt": "x"})
    with pytest.raises(ClassroomError, match="no zip that can be read"):
        collect(tmp_path / "a.zip", WEEK, tmp_path / "course", NAMES, [])
    with pytest.raises(ClassroomError, match="no folder per learner"):
        collect(tmp_path / "empty", WEEK, tmp_path / "course", NAMES, [])


@pytest.fixture
def course_of_anna(tmp_path):
    root = tmp_path / "course"

    def hand_in(files):
        """Collect anna's files; return what lies in submitted/ then, and what is noted of it."""
        inbox = tmp_path / f"inbox{len(list(tmp_path.glob('inbox*')))}"
        put(inbox, {f"anna/{name}": text for name, text in files.items()})
        assert collect(inbox, WEEK, root, NAMES, []) == {"anna": ""}
        return handed_in(root)["anna"], origins_of(root, WEEK)["anna"]

    return root, hand_in


def replaced(root):
    """{file: text} of what was replaced, all collections together."""
    files = (root / "submitted" / ".replaced").glob(f"*/anna/{WEEK}/*")
    return sorted((path.name, path.read_text()) for path in files)


def test_notebooks_that_are_not_handed_in_again_are_kept_and_told(course_of_anna):
    root, hand_in = course_of_anna
    there, noted = hand_in({"1_a.ipynb": "a", "photo.jpg": "p"})
    assert kept_from_before(noted) == ""
    for _ in range(2):  # the same download once more changes nothing
        there, noted = hand_in({"2_b-1.ipynb": "b"})
        assert there == {"1_a.ipynb": "a", "2_b.ipynb": "b"}
        assert kept_from_before(noted) == "kept from the hand-in before: 1_a.ipynb"
        assert noted["by_hand"] == "" and noted["note"] == "2_b-1.ipynb is used as 2_b.ipynb"
        assert replaced(root) == [("1_a.ipynb", "a"), ("photo.jpg", "p")]
    there, noted = hand_in({"1_a.ipynb": "new a", "2_b.ipynb": "new b"})
    assert there == {"1_a.ipynb": "new a", "2_b.ipynb": "new b"}
    assert kept_from_before(noted) == "" and noted["by_hand"] == ""
    assert ("2_b.ipynb", "b") in replaced(root)


def test_a_kept_notebook_was_handed_in_when_it_came(tmp_path):
    root = tmp_path / "course"

    def hand_in(number, name, late=""):
        inbox = put(tmp_path / f"i{number}", {f"doe{late}_1_{number}_{name}": "x"})
        os.utime(inbox / f"doe{late}_1_{number}_{name}", (1_000_000 * number,) * 2)
        collect(inbox, WEEK, root, NAMES, [])
        return origins_of(root, WEEK)["doe_1"]

    first = hand_in(1, "1_a.ipynb")
    for number in (2, 3):
        noted = hand_in(number, "2_b.ipynb", "_LATE")
        assert noted["late"] and noted["time"] > first["time"]
        assert noted["kept"] == {"1_a.ipynb": {"time": first["time"], "late": False}}


DAY = 86_400


def handed_in_at(root, times, files=None):
    """What is noted of learners whose files in a Canvas download have these times in days; of all the same content."""
    inbox = root.parent / f"days{len(list(root.parent.glob('days*')))}"
    for learner, days in times.items():
        for name, text in (files or {"1_a.ipynb": "a", "2_b.ipynb": "b"}).items():
            put(inbox, {f"{learner}_1_7_{name}": text})
            os.utime(inbox / f"{learner}_1_7_{name}", (1_700_000_000 + DAY * days,) * 2)
    os.utime(inbox, (1_700_000_000 + 100 * DAY,) * 2)
    collect(inbox, WEEK, root, NAMES, [])
    return origins_of(root, WEEK)


@pytest.mark.parametrize(
    "times, known",
    [
        ({"a": 1, "b": 2}, {"a", "b"}),
        ({"a": 1}, {"a"}),
        ({"a": 1, "b": 1, "c": 1.005}, set()),  # unpacked, copied: nobody's own time
        ({"a": 1, "b": 99.999}, {"a"}),  # that of the download
        ({"a": 1, "b": 100.3}, {"a"}),  # after it: of another zone
    ],
)
def test_a_time_is_a_learners_own_or_none(tmp_path, times, known):
    origins = handed_in_at(tmp_path / "course", times)
    assert {name.removesuffix("_1") for name, one in origins.items() if one["time"]} == known


def test_an_older_hand_in_does_not_replace_a_newer_one(tmp_path):
    root = tmp_path / "course"
    handed_in_at(root, {"a": 1, "b": 2})
    newer = handed_in_at(root, {"a": 5}, {"1_a.ipynb": "better", "2_b.ipynb": "b"})["a_1"]
    again = handed_in_at(root, {"a": 1, "b": 2})["a_1"]
    assert (
        again["by_hand"].startswith("not taken, as what lies in submitted/")
        and newer["by_hand"] == ""
    )
    assert again["time"] == newer["time"] and handed_in(root)["a_1"]["1_a.ipynb"] == "better"
    shutil.rmtree(root / "submitted" / "a_1")  # to go back to it
    assert handed_in_at(root, {"a": 1})["a_1"]["by_hand"] == ""
    assert handed_in(root)["a_1"]["1_a.ipynb"] == "a"


def test_what_is_handed_in_again_unchanged_keeps_its_time(tmp_path):
    root = tmp_path / "course"
    first = handed_in_at(root, {"a": 1})["a_1"]
    for days, text in ((5, "new"), (6, "newer")):
        noted = handed_in_at(root, {"a": days}, {"1_a.ipynb": text, "2_b.ipynb": "b"})["a_1"]
        assert noted["same"] == {"2_b.ipynb": {"time": first["time"], "late": False}}
        assert noted["time"] > first["time"] and noted["kept"] == {}


def test_a_notebook_is_no_folder_of_submissions(tmp_path):
    lone = put(tmp_path, {"1_a.ipynb": "a"}) / "1_a.ipynb"
    with pytest.raises(ClassroomError, match="is a notebook: name the folder, or the zip"):
        collect(lone, WEEK, tmp_path / "course", NAMES, [])


def test_a_notebook_of_another_week_is_told_as_such(tmp_path):
    root = tmp_path / "course"
    put(root, {"notebooks/week3_shallow_y/1_other.ipynb": "x", f"notebooks/{WEEK}/1_a.ipynb": "x"})
    inbox = put(tmp_path / "inbox", {"anna/1_other.ipynb": "o", "berta/1_a.ipynb": "a"})
    found = collect(inbox, WEEK, root, NAMES, [])
    assert found["anna"] == "no notebook of the week, but 1_other.ipynb is of Week 3: shallow y"


def test_a_text_written_into_canvas_is_told(course):
    found, there = course({"doe_LATE_1_text.html": "hello", "roe_2_7_1_a.ipynb": "a"})
    assert found == {"doe_1": "no notebook of the week", "roe_2": ""} and list(there) == ["roe_2"]


def test_what_was_put_right_by_hand_is_not_undone_unsaid(course_of_anna):
    root, hand_in = course_of_anna
    own = root / "submitted" / "anna" / WEEK
    hand_in({"1_a.ipynb": "a", "b.ipynb": "b"})
    (own / "b.ipynb").rename(own / "2_b.ipynb")
    (own / "1_a.ipynb").write_text("a, mended")
    for _ in range(2):
        there, noted = hand_in({"1_a.ipynb": "a", "b.ipynb": "b"})
        assert there == {"1_a.ipynb": "a, mended", "2_b.ipynb": "b"} and replaced(root) == []
        assert noted["by_hand"].startswith("left as it was changed by hand")
    there, noted = hand_in({"1_a.ipynb": "another a"})
    assert there == {"1_a.ipynb": "another a", "2_b.ipynb": "b"}
    assert "replaced by the new hand-in: 1_a.ipynb (it lies in submitted/.rep" in noted["by_hand"]
    assert replaced(root) == [("1_a.ipynb", "a, mended"), ("2_b.ipynb", "b")]
    assert hand_in({"1_a.ipynb": "another a"})[1]["by_hand"] == ""


def test_what_was_never_collected_is_not_replaced_unsaid(course_of_anna):
    root, hand_in = course_of_anna
    put(root / "submitted" / "anna" / WEEK, {"1_a.ipynb": "a", "timestamp.txt": "2026-03-05 UTC"})
    there, noted = hand_in({"2_b.ipynb": "b"})
    assert there == {"1_a.ipynb": "a", "2_b.ipynb": "b"} and noted["by_hand"] == ""
    assert noted["kept"] == {"1_a.ipynb": {"time": "2026-03-05 UTC", "late": False}}
    put(root / "submitted" / "bert" / WEEK, {"1_a.ipynb": "b"})
    put(root / "inbox", {"bert/1_a.ipynb": "another"})
    collect(root / "inbox", WEEK, root, NAMES, [])
    assert "replaced by the new hand-in: 1_a" in origins_of(root, WEEK)["bert"]["by_hand"]


def test_one_line_for_each_learner_of_whom_something_was_kept():
    told = []
    origins = {name: {"note": f"{name}.ipynb is used"} for name in ("a", "b", "c", "d", "e", "f")}
    origins["f"] |= {"kept": {"1_a.ipynb": {}, "2_b.ipynb": {}}, "by_hand": "left"}
    origins["not in this inbox"] = origins["f"]
    tell_of_collected(origins, dict.fromkeys("abcdef", ""), told.append)
    assert told[0].split(maxsplit=1) == ["a", "a.ipynb is used"]
    kept = "kept from the hand-in before: 1_a.ipynb, 2_b.ipynb; left"
    assert told[5].split(maxsplit=1) == ["f", kept]
    assert told[6:] == ["Copies under other names are used of 1 more learner."]


@pytest.mark.parametrize("mark", ["LATE", "late", "Late"])
def test_canvas_mark_is_known_in_any_case(tmp_path, mark):
    inbox = put(tmp_path / "inbox", {f"roejo_{mark}_124_458_1_a.ipynb": "a"})
    assert collect(inbox, WEEK, tmp_path / "course", NAMES, []) == {"roejo_124": ""}
    assert origins_of(tmp_path / "course", WEEK)["roejo_124"]["late"]
