"""The learner's own folder, `study/`: copies of the lessons, exercises empty.

A learner's work is never overwritten. When a lesson changes, an untouched copy is renewed; beside
a touched one the new version appears under a name of its own. `study/.issued.json` remembers
which content was issued, and without that memory every copy counts as touched.
"""

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from classroom.files import write_whole
from classroom.paths import ROOT, all_lessons

RECORD = ".issued.json"
NEW_VERSION = re.compile(r" \(new version(?: (\d+))?\)$")  # at the end of a file's name
# As this Python's kernel gives it: with anything else, JupyterLab marks a lesson as changed on opening it.
LANGUAGE_INFO = {
    "name": "python",
    "version": sys.version.split()[0],
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": f"ipython{sys.version_info[0]}",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}
NOTICE = "new_version_notice"  # id of the cell that a new version begins with


def fingerprint(text: str) -> str:
    """Return a short text that differs for different texts."""
    return hashlib.sha256(text.encode()).hexdigest()


def content(path: Path) -> str | None:
    """Return the fingerprint of what counts as content in a notebook, None if it can't be read.

    Content is each cell's type, source, attachments and outputs. Metadata and execution counts
    change by merely opening and saving a notebook, so they don't count; nor does the notice of a new version.
    """
    try:
        cells = without_notice(json.loads(path.read_text(encoding="utf-8"))["cells"])
        kept = [
            [
                cell["cell_type"],
                "".join(cell["source"]),
                cell.get("attachments") or {},
                [_without_count(output) for output in cell.get("outputs", [])],
            ]
            for cell in cells
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return fingerprint(json.dumps(kept, sort_keys=True))


def _without_count(output: dict) -> dict:
    """Return an output without its execution count and metadata."""
    return {k: v for k, v in output.items() if k not in ("execution_count", "metadata")}


def without_notice(cells: list) -> list:
    """Return a notebook's cells without the notice that it is a new version."""
    return [cell for cell in cells if cell.get("id") != NOTICE]


def with_notice(text: str, own: Path, path: Path) -> str:
    """Return the text of a notebook with a first cell that says which new version it is, and of what."""
    notebook = json.loads(text)
    number = NEW_VERSION.search(path.stem)[1] or 1  # type: ignore[index]
    source = (
        f"> **This is new version {number} of the lesson; the copy you have begun is [{own.name}]({own.name}).** "
        "`make carry-over` in a terminal (`python course.py carry-over`) takes your answers over into "
        "the newest version, and keeps your copy."
    )
    cell = {"cell_type": "markdown", "id": NOTICE, "metadata": {}, "source": source}
    notebook["cells"] = [cell, *notebook["cells"]]
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def is_new_version(path: Path) -> bool:
    """Return whether a file in the study folder is a new version beside the learner's copy, or an earlier copy."""
    return re.search(r" \((new version|before)( \d+)?\)$", path.stem) is not None


def make_copy(lesson: Path) -> str:
    """Return the text of a lesson's learner's copy. Raises ValueError for an unfit lesson."""
    # Imported here: they take a second, and most starts need no copy.
    import nbformat

    from classroom.release.learner_copy import learner_copy

    try:
        notebook = learner_copy(nbformat.read(lesson, as_version=4))
        notebook.metadata["language_info"] = nbformat.from_dict(LANGUAGE_INFO)
        return nbformat.writes(notebook) + "\n"
    except ValueError as error:  # also what nbformat raises for a file that is no notebook
        raise ValueError(f"{lesson.name}: {error}") from error


def update_study(
    lessons: Path, study: Path, make: Callable[[Path], str] = make_copy, maker: str = ""
) -> list[str]:
    """Bring the study folder up to date with the lessons; return what there is to tell.

    Takes the folder of the lessons, the learner's folder (made if missing), the function that
    makes the text of a copy, and any text that changes when that function does.
    """
    study.mkdir(parents=True, exist_ok=True)
    record = read_record(study / RECORD)
    before = json.dumps(record, sort_keys=True)
    told = []
    try:
        for lesson in all_lessons(lessons):
            name = lesson.relative_to(lessons).as_posix()
            version = fingerprint(maker + lesson.read_bytes().decode("utf-8", "replace"))
            if record["lessons"].get(name) == version and (study / name).exists():
                continue
            try:
                copy = make(lesson)
            except Exception as error:  # one broken lesson must not keep a learner from the others
                told.append(f"No copy could be made of {name}: {error}")
                continue
            told += _issue(study, name, copy, record["issued"])
            record["lessons"][name] = version
    finally:  # what has been issued is remembered even if a later lesson can't be
        if json.dumps(record, sort_keys=True) != before:
            write_whole(study / RECORD, json.dumps(record, indent=1, sort_keys=True))
    return told


def _issue(study: Path, name: str, text: str, issued: dict) -> list[str]:
    """Put one copy into the study folder where it destroys nothing; return what to tell."""
    own = study / name
    own.parent.mkdir(parents=True, exist_ok=True)
    scratch = own.with_name(f".{own.name}.new")
    scratch.write_text(text, encoding="utf-8", newline="\n")
    try:
        new = content(scratch)
        for path in _own_and_beside(own):
            key = path.relative_to(study).as_posix()
            if path != own:
                scratch.write_text(with_notice(text, own, path), encoding="utf-8", newline="\n")
            if not path.exists():
                scratch.replace(path)
                issued[key] = new
                return [_words(own, path)]
            present = content(path)
            untouched = present is not None and present == issued.get(key)
            if new in (present, issued.get(key)) and not untouched:
                issued[key] = new  # worked in, but this is the version it was made from
                return []
            if untouched:
                scratch.replace(path)
                issued[key] = new
                return [] if present == new else [f"Renewed, as you had not begun it: {path.name}"]
    finally:
        scratch.unlink(missing_ok=True)
    return []


def _own_and_beside(own: Path) -> Iterator[Path]:
    """Yield the learner's file and then, without end, the names for new versions beside it."""
    yield own
    yield own.with_name(f"{own.stem} (new version){own.suffix}")
    number = 2
    while True:
        yield own.with_name(f"{own.stem} (new version {number}){own.suffix}")
        number += 1


def _words(own: Path, path: Path) -> str:
    """Return the line that tells about a newly written copy."""
    if path == own:
        return f"New lesson: {own.name}"
    return (
        f"The lesson {own.name} has changed; yours stays as it is, the new one is: {path.name} "
        "(`make carry-over` takes your answers over)"
    )


def read_record(path: Path) -> dict[str, dict[str, str]]:
    """Return the record of what was issued, an empty one when there is none to rely on."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {"lessons": dict(found["lessons"]), "issued": dict(found["issued"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"lessons": {}, "issued": {}}


def main() -> int:
    """Bring `study/` up to date and tell what happened; return the exit code."""
    maker = (ROOT / "classroom" / "release" / "learner_copy.py").read_text(encoding="utf-8")
    told = update_study(ROOT / "notebooks", ROOT / "study", maker=maker)
    print("".join(line + "\n" for line in told), end="", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
