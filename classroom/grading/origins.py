"""Where collected submissions came from, noted in submitted/.collected/<week>.json."""

import json
from pathlib import Path

from classroom.files import write_whole


def origins_of(root: Path, week: str) -> dict[str, dict]:
    """Return where collected submissions came from, {learner: {"system", "id", "folder", "late", "time", …}}.

    The rest is as `collect_one` returns it.
    """
    try:
        return json.loads((root / "submitted" / ".collected" / f"{week}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def move_origins(root: Path, week: str, ids: dict[str, str]) -> None:
    """Note where submissions came from under other names, {name: id}, too, where folders were renamed like that."""
    origins = origins_of(root, week)
    for name, id in ids.items():
        old, new = (root / "submitted" / learner / week for learner in (name, id))
        if name in origins and id not in origins and new.exists() and not old.exists():
            note_origins(root, week, {id: origins[name]})


def note_origins(root: Path, week: str, origins: dict[str, dict]) -> None:
    """Add to what is noted of where submissions came from."""
    folder = root / "submitted" / ".collected"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(origins_of(root, week) | origins, ensure_ascii=False, indent=1)
    write_whole(folder / f"{week}.json", text)


def kept_notebooks(root: Path, week: str) -> dict[str, list[str]]:
    """Return {learner: file names of the notebooks that are of an earlier hand-in}."""
    return {name: list(origin.get("kept", ())) for name, origin in origins_of(root, week).items()}


def kept_from_before(origin: dict) -> str:
    """Return words for the notebooks that were not handed in again, "" if there are none."""
    kept = origin.get("kept")
    return f"kept from the hand-in before: {', '.join(kept)}" if kept else ""
