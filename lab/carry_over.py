"""Take answers over into the new version of a lesson: `python course.py carry-over`.

The new version gets the lesson's own name, with the learner's answers in those of its exercises that are not written
yet; the learner's earlier copy stays under a name of its own. Nothing is overwritten, nothing deleted.
"""

import ast
import copy
import json
import sys
from pathlib import Path

from classroom.files import write_whole
from classroom.paths import ROOT, all_lessons
from lab.study import NEW_VERSION, RECORD, is_new_version, read_record, without_notice

UNWRITTEN = "raise NotImplementedError"  # what a learner's copy has in place of an answer


def carry_over(study: Path, names: list[str]) -> list[str]:
    """Carry over the answers of every lesson with a new version beside it; return what there is to tell.

    study -- the learner's folder
    names -- file names of the learner's copies; [] for all
    """
    record = read_record(study / RECORD)
    lessons = [path for path in all_lessons(study) if not is_new_version(path)]
    unknown = set(names) - {path.name for path in lessons}
    told = [f"There is no lesson {name} in {study.name}/." for name in sorted(unknown)]
    for own in lessons:
        newest = newest_version(own)
        if newest is not None and (not names or own.name in names):
            told += carry_over_lesson(study, own, newest, record)
    return told or ["No lesson you have begun has a new version beside it: there is nothing to do."]


def newest_version(own: Path) -> Path | None:
    """Return the latest of the new versions beside a copy, None if there is none."""
    found = [path for path in own.parent.glob("*.ipynb") if path.stem.startswith(f"{own.stem} (")]
    numbered = [(NEW_VERSION.search(path.stem), path) for path in found]
    versions = [(int(match[1] or 1), path) for match, path in numbered if match]
    return max(versions)[1] if versions else None


def carry_over_lesson(study: Path, own: Path, newest: Path, record: dict) -> list[str]:
    """Carry over the answers of one lesson, and give the files their new names; return what there is to tell."""
    try:
        before, after = (json.loads(path.read_text(encoding="utf-8")) for path in (own, newest))
        merged, remarks = merge(before, after)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [f"{own.name} or {newest.name} can't be read as a notebook: both stay as they are."]
    earlier = unused_name(own)
    write_whole(newest, json.dumps(merged, ensure_ascii=False, indent=1) + "\n")
    own.rename(earlier)
    newest.rename(own)
    issued, keys = record["issued"], [p.relative_to(study).as_posix() for p in (own, newest)]
    # What the new version was issued as is now what the lesson's own copy was made from; without that, it counts as
    # worked in.
    issued[keys[0]] = issued.pop(keys[1], None)
    write_whole(study / RECORD, json.dumps(record, indent=1, sort_keys=True))
    lines = [f"{own.name} is the new version now; what you had before is {earlier.name}."]
    return lines + [f"  {remark}" for remark in remarks]


def merge(before: dict, after: dict) -> tuple[dict, list[str]]:
    """Return the new version with the answers of the earlier copy, and a remark on each exercise with one."""
    result, remarks = copy.deepcopy(after), []
    result["cells"] = without_notice(result["cells"])
    answers = {
        name: cell for cell in before["cells"] if (name := exercise_of(cell)) and is_written(cell)
    }
    for cell in result["cells"]:
        mine = answers.pop(exercise_of(cell) or "", None)
        if mine is None:
            continue
        name, text = exercise_of(cell) or "", source(mine)
        if is_written(cell):
            if source(cell) != text:
                remarks.append(f"{name}: written in the new version already, which stays.")
        elif arguments_of(text, name) != arguments_of(source(cell), name):
            remarks.append(f"{name}: it takes other arguments now; copy what still fits by hand.")
        else:
            cell["source"] = mine["source"]
            remarks.append(f"{name}: taken over; run its check again.")
    remarks += [f"{name}: the new version has no such exercise." for name in answers]
    return result, remarks


def exercise_of(cell: dict) -> str | None:
    """Return the name of the exercise that a cell answers, None for any other cell."""
    mark = cell.get("metadata", {}).get("nbgrader", {})
    return mark.get("grade_id") if mark.get("solution") else None


def source(cell: dict) -> str:
    """Return a cell's text."""
    return "".join(cell["source"])


def is_written(cell: dict) -> bool:
    """Return whether an answer cell holds something of the learner's."""
    return UNWRITTEN not in source(cell)


def arguments_of(text: str, name: str) -> str | None:
    """Return the arguments of the function `name` in a cell, None when it can't be read there."""
    try:
        body = ast.parse(text).body
    except SyntaxError:  # an answer in the middle of being written
        return None
    found = [node for node in body if isinstance(node, ast.FunctionDef) and node.name == name]
    return ast.unparse(found[-1].args) if found else None


def unused_name(own: Path) -> Path:
    """Return a name for an earlier copy that nothing has yet: "… (before)", "… (before 2)"."""
    number, result = 1, own.with_name(f"{own.stem} (before){own.suffix}")
    while result.exists():
        number += 1
        result = own.with_name(f"{own.stem} (before {number}){own.suffix}")
    return result


def main(arguments: list[str]) -> int:
    """Carry over the answers in `study/` and tell what happened; return the exit code."""
    if not (ROOT / "study").is_dir():
        print("There is no folder study/ yet: `make lab` makes it.")
        return 1
    for line in carry_over(ROOT / "study", [Path(name).name for name in arguments]):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
