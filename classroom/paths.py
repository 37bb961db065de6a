"""Where the course's files lie, and the one list of weeks and lessons."""

import re
from pathlib import Path

from classroom.errors import ClassroomError

ROOT = Path(__file__).resolve().parent.parent
LESSON_NAME = re.compile(r"\d+_\w+\.ipynb")


def week_names(root: Path = ROOT) -> list[str]:
    """Return the names of the weeks' folders in order, such as "week2_logistic_regression"."""
    found = (root / "notebooks").glob("week*_*")
    return sorted(
        (path.name for path in found if path.is_dir() and re.fullmatch(r"week\d+_\w+", path.name)),
        key=week_number,
    )


def find_week(week: str | int, root: Path = ROOT) -> str:
    """Return the folder's name of a week given by number, such as 2, or by that name.

    Raises ClassroomError, with the weeks there are, for any other.
    """
    names = {str(week_number(name)): name for name in week_names(root)}
    if str(week) in names.values():
        return str(week)
    if str(week) in names:
        return names[str(week)]
    raise ClassroomError(f"There is no week {week}; there are: {', '.join(names) or 'none'}.")


def find_lessons(week: str, root: Path = ROOT) -> list[Path]:
    """Return the notebooks of a week in order; raise ClassroomError if one is no lesson by its name."""
    paths = sorted((root / "notebooks" / week).glob("*.ipynb"))
    strange = [path.name for path in paths if not LESSON_NAME.fullmatch(path.name)]
    if strange:
        raise ClassroomError(
            f"In notebooks/{week}/ every notebook is released, and {', '.join(strange)} is not named "
            "like a lesson (3_some_name.ipynb): rename it or move it away."
        )
    if not paths:
        raise ClassroomError(f"There is no notebook in notebooks/{week}/.")
    return paths


def all_lessons(folder: Path) -> list[Path]:
    """Return the notebooks anywhere below a folder in order, without Jupyter's own backups."""
    found = folder.rglob("*.ipynb")
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def title_of(week: str) -> str:
    """Return a week's name in words: "Week 2: logistic regression"."""
    words = week.partition("_")[2]
    return f"Week {week_number(week)}: {words.replace('_', ' ')}"


def week_number(week: str) -> int:
    """Return the number in a week's name, 2 of "week2_logistic_regression"."""
    return int(week.partition("_")[0].removeprefix("week"))
