"""Follow-on credit names the exercises that are wrong in the end, and no other."""

import pytest

from classroom.grading.follow_on import kept_on, with_follow_on
from classroom.grading.marking import Verdict
from classroom.grading.merged_notebook import Cell

SOURCES = {
    "propagate": "def propagate():\n    return 0",
    "costs": "def costs():\n    return 0",
    "optimize": "def optimize():\n    return propagate()",
    "model": "def model():\n    return optimize(), costs()",
}
LESSON = tuple(
    cell
    for name, source in SOURCES.items()
    for cell in (Cell("answer", source, name), Cell("test", "", f"test_{name}", 1.0))
)


@pytest.mark.parametrize(
    "right, on_optimize, on_model",
    [
        ("costs", "propagate in place of yours, which is", "propagate in place of yours, which is"),
        ("", "propagate in place", "propagate and costs in place of yours, which are wrong or not written"),
    ],
)  # fmt: skip
def test_what_keeps_its_points_is_not_called_wrong(right, on_optimize, on_model):
    verdicts = {f"test_{name}": Verdict(float(name == right)) for name in SOURCES}

    def mark(cells):
        return {cell.grade_id: Verdict(1.0) for cell in cells if cell.kind == "test"}

    found = with_follow_on(LESSON, LESSON, verdicts, mark)
    assert [verdict.points for verdict in found.values()] == [0.0, right == "costs", 1.0, 1.0]
    assert f"right with the lesson's {on_optimize}" in found["test_optimize"].text
    assert f"right with the lesson's {on_model}" in found["test_model"].text
    assert "optimize" not in found["test_model"].text


def test_several_names_are_a_list():
    assert "lesson's a, b and c in place of yours, which are" in kept_on(["test_a", "b", "c"])
