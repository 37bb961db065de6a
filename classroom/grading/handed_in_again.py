"""What becomes of a submission in submitted/ when its learner hands in again: nothing that was there is lost."""

import hashlib
import os
import shutil
from pathlib import Path

from classroom.grading.inbox import copy_file
from classroom.grading.learner_files import entered, is_file, opened, shown, walk
from classroom.grading.submitted import read_notebooks, timestamp_in

LEFT_AS_CHANGED = "left as it was changed by hand in submitted/, as nothing new was handed in"
REPLACED_BY_NEW = (
    "put or changed by hand before, and replaced by the new hand-in: {0} (it lies in {1})"
)


def put_in_place(
    new: Path, target: Path, replaced: Path, names: list[str], earlier: dict | None
) -> dict:
    """Rename the folder `new` to `target`; a different one that is there moves to the folder `replaced`.

    names   -- of the week's notebooks; those that are not handed in again are kept
    earlier -- what was noted of the learner's submission before, None if it was not collected
    A folder that somebody changed by hand stays as it is if what is handed in is what it was before.
    Returns what to note:
    "came", "placed" -- {notebook: digest} as handed in and as put in place
    "kept", "same"   -- {notebook: {"time", "late"}} of those from before, and of those handed in again unchanged
    "by_hand"        -- in words what became of changes by hand
    """
    noted, came = earlier or {"placed": {}}, notebooks_in(new, names)
    there = notebooks_in(target, names) if not target.is_symlink() else {}
    placed = noted.get("placed", there)
    if came == noted.get("came") and target.exists() and there != placed:
        shutil.rmtree(new)
        as_before = {key: noted.get(key, {}) for key in ("came", "placed", "kept", "same")}
        return as_before | {"by_hand": LEFT_AS_CHANGED}
    kept = {
        name: handed_in_before(target, name, earlier) for name in keep(target, new, list(there))
    }
    unchanged = [
        name for name, digest in noted.get("came", there).items() if came.get(name) == digest
    ]
    same = {name: handed_in_before(target, name, earlier) for name in unchanged}
    by_hand = [name for name, digest in there.items() if digest != placed.get(name)]
    lost = [name for name in by_hand if there[name] != came.get(name) and name not in kept]
    note = {"came": came, "placed": notebooks_in(new, names), "kept": kept}
    note |= {"same": same, "by_hand": ""}
    if os.path.lexists(target):
        if not target.is_symlink() and files_of(new) == files_of(target):
            shutil.rmtree(new)
            return note
        before = replaced / target.parent.name / target.name
        before.parent.mkdir(parents=True, exist_ok=True)
        target.rename(before)
        if lost:
            place = "/".join(before.parts[-5:-2])  # from submitted/ on
            note["by_hand"] = REPLACED_BY_NEW.format(", ".join(lost), shown(place))
    new.rename(target)
    return note


def keep(target: Path, new: Path, names: list[str]) -> list[str]:
    """Copy the notebooks `names` that a new folder lacks from `target` to it; return those."""
    kept = [name for name in names if not os.path.lexists(new / name)]
    if kept:
        with entered(target.parents[1], *target.parts[-2:]) as folder:
            for name in kept:
                copy_file(name, folder, new / name)
    return kept


def handed_in_before(target: Path, name: str, earlier: dict | None) -> dict:
    """Return {"time", "late"} of a notebook that lies in a learner's folder: of the hand-in that it came with."""
    if earlier:
        known = (earlier.get("same", {}) | earlier.get("kept", {})).get(name, earlier)
        return {"time": known.get("time", ""), "late": known["late"]}
    return {"time": timestamp_in(target), "late": False}


def notebooks_in(submission: Path, names: list[str]) -> dict[str, str]:
    """Return {notebook of the week: digest} of those in a folder submitted/<learner>/<week> that can be read."""
    return {
        name: hashlib.sha256(content).hexdigest()
        for name, content in read_notebooks(submission, names).items()
        if isinstance(content, bytes)
    }


def files_of(folder: Path) -> dict[tuple[str, ...], str]:
    """Return {names that lead to a file: digest of its bytes, or why it is not read}."""
    found = {}
    with entered(folder) as top:
        for path, name, within, reason in walk(top):
            if not reason and is_file(name, within):
                digest = hashlib.sha256()
                with opened(name, within) as source, open(source, "rb", closefd=False) as file:
                    while part := file.read(1 << 20):
                        digest.update(part)
                reason = digest.hexdigest()
            found[(*path, name)] = reason
    return found
