"""Pages made from lessons and README files: nothing of an answer in plain view, links of the site."""

import base64
from itertools import pairwise

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from classroom.paths import ROOT
from tools.lesson_pages import sections
from tools.site.lesson_page import (
    GUESS,
    fold_what_comes_out,
    folded,
    lesson_page,
    reading_first,
    take_pictures_out,
    without_answers,
)
from tools.site.sources import ON_THE_SITE, all_pages, meaning_second, start_page
from tools.site.text_page import anchor, rewrite

PAGES = all_pages()
LESSON = "notebooks/week2_logistic_regression/1_numpy_basics.ipynb"
PICTURE = base64.b64encode(b"a picture").decode()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """One lesson as a page, with the folder of its pictures."""
    folder = tmp_path_factory.mktemp("site")
    lesson = nbformat.read(ROOT / LESSON, as_version=4)
    return lesson, lesson_page(lesson, LESSON, PAGES[LESSON], PAGES, folder), folder


def test_an_exercise_is_empty_and_its_answer_and_hints_are_folded_away(page):
    lesson, made, _ = page
    names = [
        c.metadata.nbgrader.grade_id
        for c in lesson.cells
        if c.metadata.get("nbgrader", {}).get("solution")
    ]
    helps = {cell.id: cell.source for cell in made.cells if cell.id.startswith("help_")}
    assert list(helps) == [f"help_{name}" for name in names]
    for text in helps.values():
        assert text.count("<details") == text.count("</details>") == 4  # three hints, the answer
    code = "\n".join(cell.source for cell in made.cells if cell.cell_type == "code")
    assert code.count("raise NotImplementedError") == len(names)
    assert "return image.reshape(-1, 1)" in helps["help_image2vector"]
    assert "return image.reshape(-1, 1)" not in code
    assert "HIDDEN TESTS" not in code


def test_a_lesson_stays_as_it_is_and_its_outputs_are_shown(page):
    lesson, made, _ = page
    assert lesson == nbformat.read(ROOT / LESSON, as_version=4)
    printed = [
        o.text for c in made.cells for o in c.get("outputs", []) if o.output_type == "stream"
    ]
    assert printed == [
        o.text for c in lesson.cells for o in c.get("outputs", []) if o.output_type == "stream"
    ]
    assert printed


def test_pictures_are_files_and_the_link_runs_the_lesson(page):
    _, made, folder = page
    text = nbformat.writes(made)
    assert "base64" not in text and "attachment:" not in text
    assert len(list((folder / "figures").iterdir())) >= 3
    assert (
        'href="../lite/notebooks/index.html?path=week2_logistic_regression/1_numpy_basics.ipynb"'
        in made.cells[0].source
    )


def lesson_of(*cells):
    """A notebook of (kind, source) cells; each code cell prints something."""
    made = []
    for kind, source in cells:
        if kind == "code":
            made.append(new_code_cell(source, outputs=[new_output("stream", text="out\n")]))
        else:
            made.append(new_markdown_cell(source))
    return new_notebook(cells=made)


def folds(notebook):
    """For each cell: whether its output, or its text, is folded away."""
    return [
        "hide-output" in cell.metadata.get("tags", []) or "<details" in cell.source
        for cell in notebook.cells
    ]


@pytest.mark.parametrize(
    "cells, expected",
    [
        # outputs, and the text that reads them, but not what comes after
        ([("text", "**Guess first:** how many?"), ("code", "1"), ("code", "2"), ("text", "Two."), ("code", "3")],
         [False, True, True, True, False]),
        # a new section ends it
        ([("text", "**Guess first:** how many?"), ("code", "1"), ("text", "## Next"), ("code", "2")],
         [False, True, False, False]),
        # the next guess stays in view, and has its own output folded away
        ([("text", "**Guess first:** a?"), ("code", "1"), ("text", "**Guess first:** b?"), ("code", "2")],
         [False, True, False, True]),
        # text before the output does not end it
        ([("text", "**Guess first**, on paper: a?"), ("text", "Here is how."), ("code", "1"), ("text", "So.")],
         [False, False, True, True]),
        ([("text", "No question."), ("code", "1"), ("text", "So.")], [False, False, False]),
        # what reads the answer is folded away before the next guess, too
        ([("text", "**Guess first:** a?"), ("code", "1"), ("text", "So.\n\n**Guess first:** b?"), ("code", "2")],
         [False, True, True, True]),
        # a question that has its answer with it, folded away, waits for nothing
        ([("text", "**Guess first:** a?\n\n<details>So.</details>"), ("text", "## Next"), ("code", "1")],
         [True, False, False]),
    ],
)  # fmt: skip
def test_what_comes_out_after_a_guess_is_folded_away(cells, expected):
    notebook = lesson_of(*cells)
    fold_what_comes_out(notebook)
    assert folds(notebook) == expected


@pytest.mark.parametrize(
    "text, task, expected",
    [
        ("a\n\nb", False, ("a\n\nb", "")),
        ("a\n\nb\n\nc **Guess first:** d?\n\ne", False, ("a\n\nb", "c **Guess first:** d?\n\ne")),
        ("a\n\nb\n\n**Exercise 1.** c", True, ("a", "b\n\n**Exercise 1.** c")),
        ("**Exercise 1.** c", True, ("", "**Exercise 1.** c")),
        ("## a\n\nb", False, ("", "## a\n\nb")),
        ("a\n\n<details>b</details>", False, ("", "a\n\n<details>b</details>")),
    ],
)  # fmt: skip
def test_what_reads_an_output_ends_where_something_else_begins(text, task, expected):
    assert reading_first(text, task) == expected


LESSONS = [file for file in PAGES if file.startswith("notebooks/week")]


@pytest.mark.parametrize("file", LESSONS)
def test_no_lesson_has_the_answer_in_plain_view_below_its_guess(file):
    """A text below a folded output is folded, or begins a section, a question or an exercise."""
    notebook = without_answers(nbformat.read(ROOT / file, as_version=4))
    questions = [bool(GUESS.search(cell.source)) for cell in notebook.cells]
    fold_what_comes_out(notebook)
    cells = notebook.cells
    begins = ("<details", "#", "**Guess first", "**Exercise")
    in_view = []
    for above, cell in pairwise(cells):
        if "hide-output" in above.metadata.get("tags", []) and cell.cell_type == "markdown":
            if not cell.source.startswith(begins):
                in_view.append(cell.source)
    assert in_view == []
    for number, asked in enumerate(questions):
        if asked and "What we saw" not in cells[number].source:
            below = next(cell for cell in cells[number + 1 :] if cell.get("outputs"))
            assert "hide-output" in below.metadata.get("tags", []), cells[number].source
    assert sum(questions) >= 3


def test_a_summary_is_text():
    assert "<summary>a &lt; b</summary>" in folded("a < b", "text", "hint")


def test_pictures_of_outputs_and_attachments_become_files(tmp_path):
    shown = new_code_cell(
        "",
        outputs=[
            new_output(
                "display_data",
                {"text/html": f'<img alt="a" src="data:image/png;base64,{PICTURE}">'},
            )
        ],
    )
    text = new_markdown_cell("![a < b](attachment:result.png)")
    text.attachments = {"result.png": {"image/png": PICTURE}}
    for cell in (shown, text):
        take_pictures_out(cell, "week/lesson", tmp_path)
    (file,) = (tmp_path / "figures").iterdir()
    assert file.read_bytes() == b"a picture"
    assert (
        shown.outputs[0].data["text/html"]
        == f'<img alt="a" loading="lazy" src="../figures/{file.name}">'
    )
    assert text.source == f'<img alt="a &lt; b" src="../figures/{file.name}">'


@pytest.mark.parametrize(
    "text, expected",
    [
        ("[x](2_gradient_descent.ipynb)", "[x](/week2_logistic_regression/2_gradient_descent.ipynb)"),
        ("[x](../START_HERE.ipynb#The-map)", "[x](/start_here.ipynb#the-map)"),
        ("[x](../START_HERE.ipynb#The-notation-on-one-page)", "[x](/notation.md)"),
        ("[x](../START_HERE.ipynb#Glossary,-English-–-中文)", "[x](/glossary.md)"),
        ("[x](../START_HERE.ipynb)", "[x](/start_here.ipynb)"),
        ("[x](#Two-words)", "[x](#two-words)"),
        ("[x](https://example.org/a.html)", "[x](https://example.org/a.html)"),
        ("[the `x`](../../LICENSE) stays", "the `x` stays"),
        ("$a^{[2](3)}_1$ and $$b^{[2](3)}$$", "$a^{[2](3)}_1$ and $$b^{[2](3)}$$"),
        ("`a[0](x)`", "`a[0](x)`"),
        ("```\n[x](../START_HERE.ipynb)\n```", "```\n[x](../START_HERE.ipynb)\n```"),
        ("$`a^{[2](3)}`$", "$a^{[2](3)}$"),
    ],
)  # fmt: skip
def test_links_lead_to_pages_of_the_site(text, expected):
    assert rewrite(text, LESSON, PAGES[LESSON], PAGES) == expected


def test_anchors_are_those_of_the_site():
    assert anchor("What-a-check-says") == "what-a-check-says"
    assert anchor("Glossary,-English-–-中文") == "glossary-english--中文"


def test_the_start_page_leaves_out_what_has_a_page_of_its_own(tmp_path):
    text = "\n".join(cell.source for cell in start_page(ROOT, PAGES, tmp_path).cells)
    assert "[notation](/notation.md)" in text and "[glossary](/glossary.md)" in text
    assert "Your progress" not in text and "your progress](" not in text
    assert "## The map" in text and "check.hint" in text


def test_the_start_page_does_not_ask_for_what_only_a_copy_can_do(tmp_path):
    lesson = (ROOT / "notebooks" / "START_HERE.ipynb").read_text(encoding="utf-8")
    assert [words for words in ON_THE_SITE if words not in lesson] == []
    text = "\n".join(cell.source for cell in start_page(ROOT, PAGES, tmp_path).cells)
    assert "run those on this page" not in text and "On this page nothing is run" in text


def test_the_notation_has_the_meaning_beside_the_symbol():
    text = sections((ROOT / "notebooks" / "README.md").read_text(encoding="utf-8"))["notation"]
    rows = [line for line in meaning_second(text).splitlines() if line.startswith("|")]
    assert rows[0] == "| Symbol | Meaning | In code | Shape |"
    assert "| $L$ | number of layers: the hidden ones and the output layer | `L` | |" in rows
    assert len(rows) == sum(line.startswith("|") for line in text.splitlines())
