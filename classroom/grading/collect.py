"""Submissions as files: where learners' notebooks lie, and what is taken from there."""

import contextlib
import datetime
import os
import shutil
import time
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from classroom.errors import ClassroomError
from classroom.files import unused_path
from classroom.grading.archives import LEFTOVERS, is_leftover
from classroom.grading.handed_in_again import put_in_place
from classroom.grading.inbox import LOST, Source, find_sources, lesson_of, unpack_beside
from classroom.grading.learner_files import (
    Refused,
    copy_files,
    entered,
    folder_for,
    is_file,
    opened,
    read_file,
    shown,
    walk,
)
from classroom.grading.merged_notebook import Unreadable, parse
from classroom.grading.origins import note_origins, origins_of
from classroom.grading.submitted import LARGEST, TIMESTAMP
from classroom.paths import find_lessons, title_of, week_names

OWN_FOLDERS = (
    "autograded",
    "classroom",
    "data",
    "feedback",
    "helpers",
    "notebooks",
    "release",
    "submitted",
)
NO_NOTEBOOK = "no notebook of the week"
NO_TIME_OF_ITS_OWN = (
    600.0  # seconds between a file's time and the download's, or between all files of a class
)
OLDER = "not taken, as what lies in submitted/ was handed in later"
AS_OLD = 2.0  # seconds between two files of one time: a zip keeps even ones


def collect(
    folder: Path,
    week: str,
    root: Path,
    names: list[str],
    ignore: list[str],
    called: Callable[[Source], str] = lambda source: source.learner,
) -> dict[str, str]:
    """Copy submissions from `folder`, or from a zip, to where nbgrader expects them.

    In it lies one folder per learner, or what Canvas or Moodle let a teacher download (inbox.py). A learner's folder
    may hold the notebooks anywhere below it (the unpacked zip, say), or a zip with them. What lay in submitted/ before
    and differs is moved to submitted/.replaced/; notebooks that are not handed in again stay (`put_in_place`).
    submitted/.collected/<week>.json notes where each came from.
    called -- returns what a learner is to be called in this course
    Returns {learner: "", or why nothing could be collected}.
    Raises ClassroomError if there is no such folder or no learner in it.
    """
    downloaded = folder.stat().st_mtime if folder.exists() else 0.0
    replaced = unused_path(root / "submitted" / ".replaced" / time.strftime("%Y-%m-%d_%H%M%S"))
    scratch = unused_path(root / "submitted" / ".unpacked")
    try:
        refuse_the_course(folder, root)
        sources, found = find_sources(folder, scratch, names)
        if not sources and all(why == LOST for why in found.values()):
            raise ClassroomError(
                f"In {folder} there is no folder per learner: put the notebooks of each into one with the "
                "learner's name, for example anna/3_logistic_regression.ipynb, or name the zip that Canvas "
                "or Moodle made."
            )
        earlier, origins = origins_of(root, week), {}
        times, elsewhere = times_of(sources, downloaded), weeks_of_lessons(root, week)
        for learner, parts in by_learner(sources, called).items():
            name = learner if learner.isprintable() else shown(learner)
            placed: dict = {}
            try:
                if len(parts) > 1:
                    where = ", ".join(
                        sorted(shown("/".join(one.names) or one.learner) for one in parts)
                    )
                    raise Refused(f"there are several submissions of this learner: {where}")
                handed_in = times.get(parts[0], "")
                if is_older(handed_in, earlier.get(name, {}), root / "submitted" / name / week):
                    found[name], origins[name] = "", earlier[name] | {"by_hand": OLDER}
                    continue
                why, placed = collect_one(
                    parts[0],
                    learner,
                    week,
                    root,
                    names,
                    ignore,
                    replaced,
                    scratch,
                    earlier.get(name),
                    handed_in,
                    elsewhere,
                )
            except Refused as problem:
                why = str(problem)
            except (OSError, UnicodeError) as error:
                why = f"its files can't be copied ({shown(str(error))})"
            found[name] = why
            if not why:
                one = parts[0]
                origins[name] = {"system": one.system, "id": one.id, "folder": one.folder,
                                 "late": one.late, "time": handed_in} | placed  # fmt: skip
        if found and all(why.startswith(NO_NOTEBOOK) for why in found.values()):
            raise ClassroomError(
                f"In {folder} no learner has a notebook of {title_of(week)} ({', '.join(names)}): is it another "
                "week's? Nothing was changed."
            )
        note_origins(root, week, origins)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return found


def refuse_the_course(folder: Path, root: Path) -> None:
    """Raise ClassroomError for an inbox that is the course, holds it, or is one of its own folders."""
    inbox, course = folder.resolve(), root.resolve()
    own = inbox.relative_to(course).parts[:1] if inbox.is_relative_to(course) else ("",)
    if course.is_relative_to(inbox) or own[0] in OWN_FOLDERS:
        raise ClassroomError(
            f"{folder} is not a folder of submissions: {inbox} belongs to the course itself. What lies in submitted/ "
            "is graded without FOLDER."
        )


def times_of(sources: list[Source], downloaded: float) -> dict[Source, str]:
    """Return when submissions in a download of Canvas or Moodle were handed in, in UTC; those that are known.

    downloaded -- when the download was made, seconds since 1970: a program may give all files that time, and none can
                  have a later one
    It is the time of the newest file there; what lies in a learner's own zip has the times of the learner's clock.
    Where a whole class has the same time, it is that of the download, or of whoever unpacked it.
    """
    newest = {source: newest_in(source) for source in sources if source.system}
    known = [seconds for seconds in newest.values() if seconds]
    if len(known) > 1 and max(known) - min(known) < NO_TIME_OF_ITS_OWN:
        return {}
    return {
        source: datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).isoformat()
        for source, seconds in newest.items()
        if seconds and seconds <= downloaded - NO_TIME_OF_ITS_OWN
    }


def newest_in(source: Source) -> float:
    """Return the time of the newest file of a submission, seconds since 1970; 0 where none can be looked at."""
    times = [0.0]
    with contextlib.suppress(Refused, OSError):
        with entered(source.top, *source.names) as folder:
            for _, name, within, reason in walk(folder, LEFTOVERS):
                if not reason and is_file(name, within):
                    times.append(os.stat(name, dir_fd=within, follow_symlinks=False).st_mtime)
    return max(times)


def is_older(handed_in: str, earlier: dict, target: Path) -> bool:
    """Return whether a submission is from before the one that lies in `target`; times are in UTC, "" if not known.

    earlier -- what was noted of that one
    """
    known = earlier.get("time", "")
    return bool(handed_in and known and handed_in < known and target.is_dir())


def by_learner(sources: list[Source], called: Callable[[Source], str]) -> dict[str, list[Source]]:
    """Return {learner: their Sources}, sorted; names are compared in one form of letters with accents."""
    found: dict[str, list[Source]] = {}
    for source in sources:
        found.setdefault(unicodedata.normalize("NFC", called(source)), []).append(source)
    return dict(sorted(found.items()))


def collect_one(
    source: Source,
    learner: str,
    week: str,
    root: Path,
    names,
    ignore,
    replaced: Path,
    scratch: Path,
    earlier: dict | None = None,
    handed_in: str = "",
    elsewhere: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, dict]:
    """Copy one learner's submission; return "" or why that can't be done, and what to note of it.

    earlier   -- what was noted of the learner's submission before
    handed_in -- when, in UTC; noted in timestamp.txt too, where nbgrader looks for it
    elsewhere -- {notebook of another week: that week}
    Noted are "note" (files under other names) and what `put_in_place` returns.
    Raises Refused, OSError.
    """
    if not learner.isprintable():  # half characters too, which no gradebook can hold
        return "the folder's name holds signs that can't be printed: rename it", {}
    if "/" in learner or learner.startswith("."):
        return "no folder can have this name: rename it", {}
    with entered(source.top, *source.names) as folder:
        homes, beside, zips = homes_of(folder, names, elsewhere)
    if not homes and zips:
        source = unpack_beside(source, scratch)
        with entered(source.top) as folder:
            homes, more, _ = homes_of(folder, names, elsewhere)
            beside += more
    if len(homes) > 1:
        where = ", ".join(shown("/".join([learner, *home])) for home in homes[:5])
        return f"its notebooks are in several folders: {where}", {}
    if not homes:
        return (f"{NO_NOTEBOOK}, but {'; '.join(beside[:3])}" if beside else NO_NOTEBOOK), {}
    with entered(source.top, *source.names, *homes[0]) as home:
        chosen, dropped = chosen_notebooks(home, names, root / "release" / week)
        target = folder_for(root / "submitted", learner) / week
        new = fresh_copy(home, target, [*ignore, *LEFTOVERS, TIMESTAMP], chosen, dropped)
        if handed_in:
            (new / TIMESTAMP).write_text(handed_in, encoding="utf-8")
        placed = put_in_place(new, target, replaced, names, earlier)
    used = [f"{shown(file)} is used as {name}" for name, file in chosen.items() if file != name]
    return "", {"note": "; ".join(used)} | placed


def weeks_of_lessons(root: Path, week: str) -> dict[str, str]:
    """Return {notebook: title of its week} of the lessons of all other weeks."""
    others = (one for one in week_names(root) if one != week)
    return {path.name: title_of(one) for one in others for path in find_lessons(one, root)}


def homes_of(
    folder: int, names: list[str], elsewhere: Mapping[str, str]
) -> tuple[list[tuple[str, ...]], list[str], bool]:
    """Return the folders, by the names that lead there, that hold notebooks of the week.

    folder -- a learner's, open
    Returns too, in words, what else lies there or could not be looked into, and whether there is a zip.
    """
    found, beside, zips = [], [], False
    for path, name, _, reason in walk(folder, LEFTOVERS):
        if reason:
            beside.append(reason)
        if name.endswith(".ipynb"):
            found.append((path, name))
        elif name.lower().endswith(".zip"):
            zips = zips or not reason
    known = [path for path, name in found if lesson_of(name, names)]
    if not known:
        for _, name in found:
            other = elsewhere.get(name)
            beside.append(
                f"{shown(name)} is of {other}" if other else f"{shown(name)} has another name"
            )
    return sorted(set(known)), beside, zips


def chosen_notebooks(
    home: int, names: list[str], released: Path
) -> tuple[dict[str, str], list[str]]:
    """Return {notebook of the week: the file that is it}, and the other copies of these: the newest counts.

    released -- the folder of the week's release: a copy that is as it was released counts only if there is no other

    Raises Refused where two copies differ and neither is newer, or a file is not the learner's own.
    """
    copies: dict[str, list[str]] = {}
    for file in sorted(os.listdir(home)):
        if (name := lesson_of(file, names)) and not is_leftover(file):
            with opened(file, home):
                pass  # Refused if it is not the learner's own
            copies.setdefault(name, []).append(file)
    chosen, dropped = {}, []
    for name, files in copies.items():
        if len(files) > 1:
            worked = [file for file in files if not is_untouched(file, home, released / name)]
            dropped += [file for file in files if worked and file not in worked]
            files = worked or files
        times = {file: os.stat(file, dir_fd=home, follow_symlinks=False).st_mtime for file in files}
        files = sorted(files, key=lambda file: (times[file], file == name), reverse=True)
        others = [file for file in files[1:] if times[files[0]] - times[file] < AS_OLD]
        data = read_file(files[0], home, LARGEST) if others else b""
        if any(read_file(file, home, LARGEST) != data for file in others):
            listed = ", ".join(map(shown, [files[0], *others]))
            raise Refused(
                f"there are copies of {name} that differ, and none is newer: keep one of {listed}"
            )
        chosen[name] = files[0]
        dropped += files[1:]
    return chosen, dropped


def is_untouched(file: str, home: int, released: Path) -> bool:
    """Return whether a learner's file is the released notebook: the same bytes, or the same code cells."""
    try:
        own, ours = read_file(file, home, LARGEST), released.read_bytes()
        return own == ours or parse(file, own) == parse(file, ours)
    except (OSError, Unreadable):
        return False


def fresh_copy(
    home: int, target: Path, ignore: list[str], chosen: dict, dropped: list[str]
) -> Path:
    """Copy an open folder to a new one beside `target`, and return that.

    chosen, dropped -- as `chosen_notebooks` returns them
    """
    new = unused_path(target.with_name(f".{target.name}.new"))
    copy_files(home, new, ignore)
    for file in dropped:
        (new / file).unlink(missing_ok=True)
    for name, file in chosen.items():
        os.replace(new / file, new / name)
    return new
