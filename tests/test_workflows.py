"""The workflows and the commit hooks name versions, commands and files that are there."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

import course

ROOT = Path(__file__).resolve().parent.parent
WORKFLOW, SITE = (
    yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text("utf-8"))
    for name in ("tests.yml", "site.yml")
)
JOBS = WORKFLOW["jobs"]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
PYTHONS = [f"3.{minor}" for minor in range(course.OLDEST[1], course.NEWEST[1] + 1)]
GRADING = ("grade", "sandbox", "corpus", "feedback", "release", "report", "similarity")


def combinations(job):
    """Return the list of {name: value} of a job's matrix, those that it includes or whose values it multiplies."""
    matrix = dict(job["strategy"]["matrix"])
    found = matrix.pop("include", [])
    products = [{}]
    for name, values in matrix.items():
        products = [{**product, name: value} for product in products for value in values]
    return found + (products if matrix else [])


def course_commands(job):
    """Return the words after `course.py` of every command of a job, for each combination of its matrix."""
    found = []
    for step in job["steps"]:
        for values in combinations(job):
            line = step.get("run", "")
            for name, value in values.items():
                line = re.sub(rf"\$\{{\{{\s*matrix\.{name}\s*\}}\}}", value, line)
            if "course.py" in line:
                found.append(shlex.split(line)[2:])
    return found


def problems(words):
    """Yield what is wrong with the words after `course.py`."""
    command, *rest = words
    if command not in course.COMMANDS:
        yield f"course.py has no command {command}"
    for word in rest:
        if word.startswith(("tests", "notebooks")) and not (ROOT / word).exists():
            yield f"{word} is not there"


@pytest.mark.parametrize("name", JOBS)
def test_every_job_runs_commands_and_files_that_are_there(name):
    commands = course_commands(JOBS[name])
    assert commands
    assert [problem for words in commands for problem in problems(words)] == []
    setup = [step for step in JOBS[name]["steps"] if "setup-python" in step.get("uses", "")]
    assert [step["with"]["python-version"] for step in setup] == ["${{ matrix.python }}"]
    assert "timeout-minutes" in JOBS[name]


def test_everything_is_tested_on_each_python_on_linux():
    job = JOBS["everything"]
    assert job["runs-on"].startswith("ubuntu")
    assert [values["python"] for values in combinations(job)] == PYTHONS
    assert course_commands(job) == [["test-all"]] * len(PYTHONS)


def test_each_end_of_the_ranges_is_tested_on_its_own_python():
    ends = {values["end"]: values["python"] for values in combinations(JOBS["versions"])}
    assert ends == {
        "lowest": PYTHONS[0],
        "newest": PYTHONS[-1],
        "browser-versions": PYTHONS[-1],
    }
    assert course_commands(JOBS["versions"]) == [[f"test-{end}"] for end in ends]


def test_what_learners_do_is_tested_elsewhere_without_grading():
    found = combinations(JOBS["learners"])
    assert {values["python"] for values in found} == {PYTHONS[0], PYTHONS[-1]}
    systems = {values["system"].split("-")[0] for values in found}
    assert systems == {"macos", "windows"}
    for words in course_commands(JOBS["learners"]):
        assert "notebooks" in words
        assert [word for word in words if any(part in word for part in GRADING)] == []


def test_the_site_is_tested_and_two_lessons_are_run_with_the_network():
    steps = SITE["jobs"]["site"]["steps"]
    commands = [
        shlex.split(step["run"])[2:] for step in steps if "course.py" in step.get("run", "")
    ]
    assert [list(problems(words)) for words in commands] == [[], []]
    plain, online = [step for step in steps if "course.py" in step.get("run", "")]
    assert "env" not in plain and online["env"] == {"SITE_WITH_NETWORK": "1"}
    name = commands[1][commands[1].index("-k") + 1]
    text = (ROOT / "tests" / "browser" / "test_lite.py").read_text("utf-8")
    assert f"def test_{name}(" in text and "SITE_WITH_NETWORK" in text
    assert SITE["jobs"]["pages"]["needs"] == "site"


def test_hooks_need_no_network_and_run_what_is_there():
    hooks = [hook for repo in HOOKS for hook in repo["hooks"]]
    assert {repo["repo"] for repo in HOOKS} == {"local"}
    assert {hook["language"] for hook in hooks} == {"system"}
    for hook in hooks:
        python, script, *words = shlex.split(hook["entry"])
        assert (python, script) == ("python3", "course.py")
        assert list(problems(words)) == []


def test_a_command_or_file_that_is_not_there_is_found():
    assert list(problems(["frobnicate"])) == ["course.py has no command frobnicate"]
    assert list(problems(["test", "tests/gone.py", "-k", "x"])) == ["tests/gone.py is not there"]
