"""What every lesson keeps to, beyond running: and that each of these rules can fail."""

import configparser
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from classroom.exercises import exercises_of, recording
from classroom.paths import all_lessons
from classroom.release.learner_copy import learner_copy
from tools import lesson_pages
from tools.environment import BY_FILE
from tools.run_notebooks import (
    KERNELSPEC,
    LANGUAGE_INFO,
    PICTURE,
    first_picture,
    keep_timings,
    normalise,
    picture_source,
    pictures_of,
    place_pictures,
    run_notebook,
)

ROOT = Path(__file__).resolve().parent.parent
LESSONS = all_lessons(ROOT / "notebooks")
MOST_LINES = 15
MACHINE_WORDS = re.compile(
    r"(/home/\w|/root/|/Users/\w|[A-Z]:\\\w|/tmp/\w|/var/folders/|site-packages"
    r"|\b0x[0-9a-fA-F]{6,}|ipykernel_\d+|<ipython-input-)"
)


# --- the rules: each takes a notebook and yields a sentence for every breach


def outputs_out_of_order(notebook):
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        if cell.execution_count != number:
            yield f"{cell.id}: execution count {cell.execution_count}, {number} is expected"
        for output in cell.outputs:
            if output.get("execution_count", number) != number:
                yield f"{cell.id}: its output has the count {output.execution_count}"


def errors_and_warnings(notebook):
    for cell, output in all_outputs(notebook):
        if output.output_type == "error":
            yield f"{cell.id}: error {output.ename}"
        if output.get("name") == "stderr":
            yield f"{cell.id}: writes to stderr: {output.text[:60]!r}"


def words_of_one_machine(notebook):
    for cell, output in all_outputs(notebook):
        data = output.get("data", {})
        texts = [output.get("text", "")] + [data[k] for k in data if k.startswith("text/")]
        texts = [re.sub(r"(?<=base64,)[^\"]*", "", text) for text in texts]  # of pictures
        for found in {match for text in texts for match in MACHINE_WORDS.findall(text)}:
            yield f"{cell.id}: {found!r} in an output"


def long_code_cells(notebook):
    for cell in notebook.cells:
        is_exercise = cell.metadata.get("nbgrader", {}).get("solution", False)
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if cell.cell_type == "code" and not is_exercise and len(lines) > MOST_LINES:
            yield f"{cell.id}: {len(lines)} lines of code, at most {MOST_LINES} can be taken in"


def pictures_without_words(notebook):
    for cell, output in all_outputs(notebook):
        shown = output.get("data", {}).get("text/html", "").count("<img")
        named = [alt for _, alt in pictures_of(output) if alt.strip()]
        if len(named) < max(shown, "image/png" in output.get("data", {})):
            yield f"{cell.id}: a picture without alternative text"
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and re.search(r"!\[\s*\]\(", cell.source):
            yield f"{cell.id}: a picture without alternative text"


def metadata_of_one_machine(notebook):
    expected = {"kernelspec": KERNELSPEC, "language_info": LANGUAGE_INFO}
    for name, value in expected.items():
        if notebook.metadata.get(name) != value:
            yield f"{name} is {notebook.metadata.get(name)}: run `make notebooks`"
    if notebook.nbformat_minor < 5:
        yield "the notebook's format is older than 4.5, so that cells have no ids"
    for cell in notebook.cells:
        if "execution" in cell.metadata:
            yield f"{cell.id}: timings in the metadata: run `make notebooks`"


def pictures_out_of_date(notebook):
    for cell in notebook.cells:
        source = picture_source(cell)
        if source is None:
            continue
        try:
            wanted = first_picture(notebook, source)
        except ValueError as error:
            yield f"{cell.id}: {error}"
            continue
        shown = cell.get("attachments", {}).get(PICTURE, {}).get("image/png", "")
        if "".join(shown.split()) != wanted:
            yield f"{cell.id}: its picture is not the one of {source}: run `make notebooks`"
        if f"](attachment:{PICTURE})" not in cell.source:
            yield f"{cell.id}: it has a picture and doesn't show it"


def no_learners_copy(notebook):
    try:
        learner_copy(notebook)
    except ValueError as error:
        yield str(error)


def all_outputs(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield cell, output


RULES = [
    outputs_out_of_order,
    errors_and_warnings,
    words_of_one_machine,
    long_code_cells,
    pictures_without_words,
    metadata_of_one_machine,
    pictures_out_of_date,
    no_learners_copy,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson(path, rule):
    assert list(rule(nbformat.read(path, as_version=4))) == []


def test_there_are_lessons():
    assert LESSONS


def test_the_map_names_every_lesson_and_every_function_to_write():
    text = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    for path in LESSONS:
        if path.name != lesson_pages.START:
            assert f"({path.parent.name}/{path.name})" in text, path.name
    for week in recording.weeks():
        present = [name for name, one in exercises_of(week).items() if not one.reference]
        missing = [name for name in present if f"`{name}`" not in text]
        assert missing == [], week


def ruff(*files):
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise"]
    return subprocess.run(
        command + [*map(str, files)], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )


def test_style():
    asked = ruff(".")
    assert asked.returncode == 0, asked.stdout


def test_style_can_fail(tmp_path):
    (tmp_path / "bad.py").write_text('"""Bad."""\nimport os\n')
    nbformat.write(new_notebook(cells=[new_code_cell("import os")]), tmp_path / "bad.ipynb")
    asked = ruff("--config", ROOT / "pyproject.toml", tmp_path)
    assert "bad.py" in asked.stdout and "bad.ipynb" in asked.stdout


# --- the rules themselves, on small made-up lessons

PNG = "iVBORw0KGgo="


def picture(alt="A red square.", png=PNG):
    metadata = {"image/png": {"alt": alt}} if alt is not None else {}
    return new_output("display_data", data={"image/png": png + "\n"}, metadata=metadata)


def html_picture(alt="A red square.", png=PNG):
    alt = "" if alt is None else f' alt="{alt}"'
    return new_output(
        "display_data", data={"text/html": f'<img{alt} src="data:image/png;base64,{png}">'}
    )


def good(picture=picture):
    """A lesson that keeps to every rule."""
    title = new_markdown_cell(f"# Title\n![A red square.](attachment:{PICTURE})", id="title")
    title.metadata["course"] = {"picture_of": "draw"}
    first = new_code_cell("1 + 1", id="first", execution_count=1)
    first.outputs = [new_output("execute_result", data={"text/plain": "2"}, execution_count=1)]
    draw = new_code_cell("show()", id="draw", execution_count=2, outputs=[picture()])
    notebook = new_notebook(cells=[title, first, draw])
    normalise(notebook)
    place_pictures(notebook)
    return notebook


@pytest.mark.parametrize("kind", [picture, html_picture])
def test_good_lesson_keeps_to_every_rule(kind):
    assert [list(rule(good(kind))) for rule in RULES] == [[] for _ in RULES]


def breaches(change):
    """Return the names of the rules that a changed good lesson breaks."""
    notebook = good()
    change(notebook)
    return {rule.__name__ for rule in RULES if list(rule(notebook))}


def stream(text, name="stdout"):
    return lambda nb: nb.cells[1].outputs.append(new_output("stream", text=text, name=name))


def set_item(target, key, value):
    target[key] = value


EXERCISE = {"grade": False, "grade_id": "a", "locked": False, "schema_version": 3, "task": False}


@pytest.mark.parametrize(
    "change, rule",
    [
        (lambda nb: set_item(nb.cells[2], "execution_count", None), outputs_out_of_order),
        (lambda nb: set_item(nb.cells[2], "execution_count", 3), outputs_out_of_order),
        (lambda nb: set_item(nb.cells[1].outputs[0], "execution_count", 9), outputs_out_of_order),
        (
            lambda nb: nb.cells[1].outputs.append(
                new_output("error", ename="ValueError", evalue="no", traceback=[])
            ),
            errors_and_warnings,
        ),
        (stream("RuntimeWarning: overflow", "stderr"), errors_and_warnings),
        (stream("/home/someone/course"), words_of_one_machine),
        (stream("C:\\Users\\someone"), words_of_one_machine),
        (stream("<function f at 0x7f3a5c0d1e10>"), words_of_one_machine),
        (
            lambda nb: set_item(nb.cells[1].outputs[0].data, "text/html", "/Users/me/x"),
            words_of_one_machine,
        ),
        (lambda nb: set_item(nb.cells[1], "source", "x = 1\n" * 16), long_code_cells),
        (lambda nb: set_item(nb.cells[2], "outputs", [picture(None)]), pictures_without_words),
        (lambda nb: set_item(nb.cells[2], "outputs", [picture(" ")]), pictures_without_words),
        (lambda nb: nb.cells[2].outputs.append(html_picture(None)), pictures_without_words),
        (lambda nb: nb.cells[2].outputs.append(html_picture("")), pictures_without_words),
        (
            lambda nb: set_item(nb.cells[2], "outputs", [html_picture(png="A")]),
            pictures_out_of_date,
        ),
        (
            lambda nb: nb.cells.append(new_markdown_cell("![](attachment:x.png)")),
            pictures_without_words,
        ),
        (
            lambda nb: set_item(nb.metadata.kernelspec, "display_name", ".venv"),
            metadata_of_one_machine,
        ),
        (
            lambda nb: set_item(nb.metadata.language_info, "version", "3.11.7"),
            metadata_of_one_machine,
        ),
        (lambda nb: nb.metadata.pop("kernelspec"), metadata_of_one_machine),
        (
            lambda nb: set_item(nb.cells[1].metadata, "execution", {"iopub.status": "1"}),
            metadata_of_one_machine,
        ),
        (
            lambda nb: set_item(nb.cells[2], "outputs", [picture(png="AAAA")]),
            pictures_out_of_date,
        ),
        (lambda nb: nb.cells[0].pop("attachments"), pictures_out_of_date),
        (lambda nb: set_item(nb.cells[2], "outputs", []), pictures_out_of_date),
        (lambda nb: set_item(nb.cells[2], "id", "other"), pictures_out_of_date),
        (lambda nb: set_item(nb.cells[0], "source", "# Title"), pictures_out_of_date),
        (
            lambda nb: set_item(nb.cells[1], "source", "### BEGIN SOLUTION\n### END SOLUTION"),
            no_learners_copy,
        ),
    ],
)
def test_each_rule_can_fail(change, rule):
    assert breaches(change) == {rule.__name__}


def test_long_exercise_is_no_breach():
    def change(notebook):
        cell = notebook.cells[1]
        cell.source = "### BEGIN SOLUTION\n" + "x = 1\n" * 30 + "### END SOLUTION"
        cell.metadata["nbgrader"] = {**EXERCISE, "solution": True}

    assert breaches(change) == set()


def test_old_format_is_a_breach():
    notebook = good()
    notebook.nbformat_minor = 4
    assert list(metadata_of_one_machine(notebook))


# --- running a notebook


def write(path, *sources):
    cells = [
        source if not isinstance(source, str) else new_code_cell(source, id=f"cell{number}")
        for number, source in enumerate(sources, start=1)
    ]
    nbformat.write(new_notebook(cells=cells), path)
    return path


PLOT = (
    "import base64\nfrom IPython.display import display\n"
    f"display({{'image/png': '{PNG}'}}, raw=True, metadata={{'image/png': {{'alt': 'Red.'}}}})"
)


def test_run_saves_what_keeps_to_the_rules(tmp_path):
    top = new_markdown_cell(f"![Red.](attachment:{PICTURE})", id="top")
    top.metadata["course"] = {"picture_of": "cell2"}
    path = write(tmp_path / "lesson.ipynb", top, PLOT, "print('a')\nprint('b')\n1 + 1")
    assert run_notebook(path) is None
    notebook = nbformat.read(path, as_version=4)
    assert [list(rule(notebook)) for rule in RULES] == [[] for _ in RULES]
    assert notebook.cells[0].attachments[PICTURE]["image/png"] == PNG
    assert notebook.cells[2].outputs[0].text == "a\nb\n"
    before = path.read_bytes()
    assert run_notebook(path) is None
    assert path.read_bytes() == before


@pytest.mark.parametrize("changed", ["picture", "words"])
def test_only_the_dots_of_a_picture_may_differ(changed):
    """What nbval compares of a figure: tests/sanitize.cfg lets its dots through, and nothing around them."""
    config = configparser.RawConfigParser()
    config.read(ROOT / "tests" / "sanitize.cfg")
    pattern = re.compile(config["picture"]["regex"])
    before, after = (html_picture(png=png).data["text/html"] for png in ("AAAA", "BBBB"))
    if changed == "words":
        after += "words"
    same = pattern.sub("", before) == pattern.sub("", after)
    assert same == (changed == "picture") and before != after


@pytest.mark.parametrize(
    "before, after, kept",
    [
        ("5 times (timing)\n", "6 times (timing)\n", True),
        ("sum 1\n5 times (timing)\n", "sum 2\n6 times (timing)\n", False),
    ],
)
def test_only_a_change_of_timings_is_no_change(before, after, kept):
    lessons = [
        new_notebook(cells=[new_code_cell("1", id="a", outputs=[new_output("stream", text=text)])])
        for text in (before, after)
    ]
    keep_timings(*lessons)
    assert lessons[1].cells[0].outputs[0].text == (before if kept else after)


def test_cell_that_fails_is_named_and_the_file_unchanged(tmp_path):
    path = write(tmp_path / "lesson.ipynb", "1 + 1", "1 / 0")
    before = path.read_bytes()
    problem = run_notebook(path)
    assert problem.endswith("lesson.ipynb: cell 2 (id cell2): ZeroDivisionError: division by zero")
    assert "\n" not in problem
    assert path.read_bytes() == before


def test_numpy_warning_is_an_error_when_a_lesson_runs(tmp_path):
    path = write(tmp_path / "lesson.ipynb", "import numpy as np\nnp.ones(2) / 0")
    assert "RuntimeWarning: divide by zero" in run_notebook(path)


def test_missing_picture_is_named_and_the_file_unchanged(tmp_path):
    top = new_markdown_cell("x", metadata={"course": {"picture_of": "gone"}})
    path = write(tmp_path / "lesson.ipynb", top, "1 + 1")
    before = path.read_bytes()
    assert "'gone'" in run_notebook(path)
    assert path.read_bytes() == before


def test_file_that_is_no_notebook_is_one_line(tmp_path):
    path = tmp_path / "lesson.ipynb"
    path.write_text("{")
    assert "can't be read" in run_notebook(path)


# --- pytest runs notebooks as it should

COUNTING = 13  # cells of the notebook whose cells need the ones before


@pytest.fixture(scope="module")
def nbval(tmp_path_factory):
    """{test: "PASSED" or "FAILED"} of made-up lessons that pytest ran as `make test` runs the real ones."""
    folder = tmp_path_factory.mktemp("nbval")
    timed, changed = "print('trained in 3.2 s (timing)')", "print(7)"
    lessons = {
        "one": [("x = 1", ""), *[("x += 1\nprint(x)", f"{x}\n") for x in range(2, COUNTING + 1)]],
        "timings": [(timed, "trained in 9.9 s (timing)\n"), (changed, "8\n"), (changed, "7\n")],
    }
    lessons["two"] = lessons["one"]
    for name, cells in lessons.items():
        code = [
            new_code_cell(
                source,
                id=f"cell{number}",
                execution_count=number,
                outputs=[new_output("stream", text=text)] if text else [],
            )
            for number, (source, text) in enumerate(cells, start=1)
        ]
        nbformat.write(new_notebook(cells=code), folder / f"{name}.ipynb")
    command = [sys.executable, "-m", "pytest", "-rA", "-c", str(ROOT / "pyproject.toml")]
    command += ["--rootdir", str(folder), f"--nbval-sanitize-with={ROOT / 'tests/sanitize.cfg'}"]
    command += [*BY_FILE, "-n", "2", str(folder)]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert asked.returncode == 1, asked.stdout + asked.stderr
    found = re.findall(r"^(PASSED|FAILED) (?:\S*/)?(\w+\.ipynb::Cell \d+)", asked.stdout, re.M)
    return {test: outcome for outcome, test in found}


def test_timings_may_differ_and_nothing_else(nbval):
    outcomes = [nbval[f"timings.ipynb::Cell {k}"] for k in range(3)]
    assert outcomes == ["PASSED", "FAILED", "PASSED"]


def test_cells_of_a_notebook_stay_on_one_worker(nbval):
    for name in ("one", "two"):
        outcomes = [nbval[f"{name}.ipynb::Cell {k}"] for k in range(COUNTING)]
        assert outcomes == ["PASSED"] * COUNTING
