"""What a lesson teaches and the finished form in helpers/ are the same function, by the exercise's own check."""

import importlib
import inspect

import pytest

from classroom.exercises import exercises_of
from helpers.checks import diagnose

# The modules whose functions a week's exercises build. One that imports a function from an earlier week's module
# has it, too: week 4 goes on with week 3's initialize_parameters, compute_cost and update_parameters.
MODULES = {
    "week2_logistic_regression": ("activations", "logistic_regression"),
    "week3_shallow_network": ("shallow_network",),
    "week4_deep_network": ("deep_network",),
}
PAIRS = [
    (week, module, name)
    for week, modules in MODULES.items()
    for module in modules
    for name, function in inspect.getmembers(importlib.import_module(f"helpers.{module}"))
    if name in exercises_of(week)
    and inspect.isfunction(function)
    # a module that only imports it from another one of the same week would count it twice
    and function.__module__ not in {f"helpers.{other}" for other in modules if other != module}
]


def test_all_pairs_are_found():
    assert len(PAIRS) == 6 + 8 + 14, PAIRS


@pytest.mark.parametrize("week, module, name", PAIRS)
def test_the_helper_passes_the_exercises_check(week, module, name):
    diagnosis = diagnose(
        f"{week}/{name}", getattr(importlib.import_module(f"helpers.{module}"), name)
    )
    assert diagnosis.passed, diagnosis.message
