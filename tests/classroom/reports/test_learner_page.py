"""A learner's page shows what it is given and nothing else, whatever the texts in it hold."""

import dataclasses
import re
from html.parser import HTMLParser

import pytest

from classroom.reports.learner_page import LONGEST, page, week_page
from classroom.reports.pages import TEMPLATES
from classroom.results import RENAME, TRY_AGAIN, ExerciseResult, SubmissionResult
from classroom.text import visible, without_folders
from helpers.checks import Diagnosis, Kind

HOSTILE = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)><b>",
    "end of pre": "</pre></section></main></body></html><script src=//x.org/a.js></script>",
    "attribute": '" onmouseover="alert(1)" \' style=\'x',
    "entity": "&lt;script&gt; &amp; &#60;",
    "comment": "<!-- --><![CDATA[ ]]><?php ?>",
    "format": "{title} {0} %s {body!r} \\1 \\g<0>",
    "terminal": "\x1b[31mred\x1b[0m \x9b31m \a\b",
    "control": "".join(map(chr, range(32))) + "\x7f\x85\u2028\u2029",
    "direction": "\u202egnp.exe\u2066 \u200f \ufeff",
    "surrogate": "\ud800 \udfff",
    "not ascii": "Zoë Иванов 鈴木 أحمد 👩‍🔬 e⁻ᶻ Z͑ͫ̓ͪ̂ͫ̽",
    "long line": "x" * 100_000,
    "nested": "(" * 10_000 + ")" * 10_000,
    "quotes": "'" * 20_000 + '"' * 20_000,
    "lines": "\n" * 30_000,
    "empty": "",
    "no python": "def f(:\n  retrun 1 +",
}
VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Reads a page as a browser does: its text, tags and attributes; every tag must be closed in its place."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.attributes, self.words = [], [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attributes]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attributes]

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    @property
    def text(self):
        return "".join(self.words)


# What both kinds of pages are made of: anything else in them came from somebody else.
KNOWN_TAGS = set(
    "html head meta title style body header main nav section h1 h2 h3 h4 p a strong span bdi br pre table caption "
    "thead tbody tr th td div ul li details summary svg rect path text".split()
)
KNOWN_ATTRIBUTES = set(
    "lang charset name content http-equiv class id href scope colspan tabindex role aria-label aria-labelledby "
    "aria-hidden viewbox preserveaspectratio width height x y d".split()
)


def read(page):
    """A page's Reader, if the page is safe and can be written to a file."""
    page.encode("utf-8")
    reader = Reader(page)
    assert set(reader.tags) <= KNOWN_TAGS
    assert {name for _, name, _ in reader.attributes} <= KNOWN_ATTRIBUTES
    assert all(
        value.startswith(("#", "./")) for _, name, value in reader.attributes if name == "href"
    )
    assert not re.search(r"url\(|@import|https?:", page)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", page)
    return reader


SIGN = "the sign is wrong."


def wrong(
    name, points, maximum, *lines, headline="", mistakes=(), answer="", notebook="1_a", **fields
):
    """The result of an exercise with a failed check."""
    found = Diagnosis(name, Kind.WRONG_VALUE, headline, lines, mistakes, **fields)
    return ExerciseResult(notebook, f"test_{name}", points, maximum, found, answer=answer)


RIGHT = ExerciseResult(
    "1_a", "test_sigmoid", 1.0, 1.0, text="✓ sigmoid: right.", answer="def sigmoid():"
)
WRONG = wrong(
    "tanh", 0.0, 2.0,
    ("input", "1: z 0.7"), ("yours", "1"), ("mistake", SIGN), ("try it", 'tanh(*check.inputs("tanh", 1))'),
    mistakes=(SIGN,), answer="\ndef tanh(z):\n    return 1 / z",
)  # fmt: skip
OTHER = wrong(
    "other", 1.0, 4.0, headline="of the other", mistakes=("of another",), answer="another = 1", notebook="2_b"
)  # fmt: skip


def graded(*parts, learner="Ana", problem=""):
    return SubmissionResult(learner, "week2_x", 1, parts or (RIGHT, WRONG, OTHER), problem, 0.1, "")


def shown(result=None, comments=None, manual=None, title="Week 2"):
    return read(page(result or graded(), "1_a", comments or {}, title, manual or {}))


def full_of(text):
    """A page that has a text wherever one can stand."""
    part = wrong(text, 0.0, 1.0, (text, text), headline=text, mistakes=(text,), answer=text)
    part = dataclasses.replace(part, cell_error=text)
    bare = ExerciseResult("1_a", f"test_{text}", 0.0, 1.0, text=text)
    result = graded(part, bare, learner=text, problem=text)
    return shown(result, {part.exercise: text}, {part.exercise: 0.5}, title=text)


def without_spans(tags):
    return [tag for tag in tags if tag != "span"]  # one for each line and each word of code


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_in_a_text_gets_out_of_it(text):
    reader = full_of(text)
    assert visible(text) in reader.text
    harmless = full_of("x" if text.strip() else text)
    assert without_spans(reader.tags) == without_spans(harmless.tags)


def test_a_page_needs_no_network_and_runs_no_script():
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    reader = shown()
    assert ("meta", "content", policy) in reader.attributes
    assert ("html", "lang", "en") in reader.attributes
    assert ("meta", "content", "width=device-width, initial-scale=1") in reader.attributes


def test_points_of_each_exercise_and_of_all():
    text = shown().text
    assert "1 of 3 points" in text and "0 of 2 points" in text and "1 of 1 point" in text


def test_points_given_by_hand_take_the_tests_place():
    text = shown(manual={"test_tanh": 1.5}).text
    assert "2.5 of 3 points" in text and "1.5 of 2 points, given by hand" in text


def test_where_the_tests_give_more_than_the_hand_the_page_says_so():
    """If not, 3 of 4 points stand above a check that says that all is right."""
    assert (
        "0.5 of 1 point, given by hand; the tests give 1"
        in shown(manual={"test_sigmoid": 0.5}).text
    )
    assert "the tests give" not in shown(manual={"test_sigmoid": 1.5, "test_tanh": 0.0}).text


def test_the_mistake_comes_first_then_the_message_then_the_answer():
    text = shown(graded(WRONG), {"test_tanh": "Look at it again."}).text
    order = ["Look at it again.", WRONG.mistake, "yours      1", "try it", "return 1 / z"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert text.count("the sign is wrong") == 1  # the message does not say it again
    assert shown(graded(RIGHT)).text.count("Mistake") == 0


def test_a_message_without_a_known_mistake_is_whole():
    part = wrong(
        "tanh", 0.0, 1.0, ("yours", "1"), ("hint", "a long one that the notebook breaks" * 5)
    )
    text = shown(graded(part)).text
    assert f"  hint       {'a long one that the notebook breaks' * 5}" in text
    assert "Nothing is written here." in text


def test_what_the_program_said_is_in_quotation_marks():
    part = wrong("tanh", 0.0, 1.0, ("error", "ValueError: full marks"), ("hint", "the shapes"))
    text = shown(graded(dataclasses.replace(part, cell_error="KeyError: 1"))).text
    assert "error      “ValueError: full marks”" in text and "hint       the shapes" in text
    assert "note       the cell ended in an error: “KeyError: 1”" in text


def test_lines_have_the_numbers_that_the_check_gives_them():
    found = page(graded(WRONG), "1_a", {}, "Week 2", {})
    answer = found.partition('class="answer"')[2].partition("</pre>")[0].partition(">")[2]
    lines = [re.sub("<[^>]*>", "", line) for line in re.split(r"\n</span>", answer)]
    assert lines == ["", "def tanh(z):", "    return 1 / z", ""]


def test_other_notebooks_stay_out():
    reader = shown(comments={"test_other": "a comment there"}, manual={"test_other": 3.0})
    for text in ("other", "another = 1", "a comment there"):
        assert text not in reader.text


def test_the_name_stands_beside_the_id():
    for name, words in (("Ana <b>Lima</b>", "Ana (Ana <b>Lima</b>)"), ("", "Ana"), ("Ana", "Ana")):
        one = page(graded(), "1_a", {}, "Week 2", {}, name=name)
        whole = week_page(graded(), {}, "Week 2", {}, name=name)
        assert all(f"\n{words}\n" in read(html).text for html in (one, whole))


def test_a_notebook_that_was_not_handed_in_again_says_so():
    said = "\nFrom the hand-in before, as the last one lacks it: {}.\n"
    kept = ["2_b.ipynb", "1_a.ipynb"]
    assert said.format("1_a.ipynb") in read(page(graded(), "1_a", {}, "Week 2", {}, kept=kept)).text
    whole = read(week_page(graded(), {}, "Week 2", {}, kept=kept)).text
    assert said.format("1_a.ipynb, 2_b.ipynb") in whole
    for kept in ([], ["2_b.ipynb"]):
        assert "hand-in before" not in page(graded(), "1_a", {}, "Week 2", {}, kept=kept)


def test_what_a_teacher_may_do_stands_on_no_page():
    problem = f"not used: 1_a (1).ipynb {RENAME}; time was up: f {TRY_AGAIN}; the end"
    result = graded(problem=problem)
    for html in (page(result, "1_a", {}, "Week 2", {}), week_page(result, {}, "Week 2", {})):
        assert "\nnot used: 1_a (1).ipynb; time was up: f; the end\n" in read(html).text


def test_not_graded():
    reader = shown(SubmissionResult("Ana", "week2_x", 1, (), "1_a.ipynb is not there", 0.1, ""))
    assert "Not graded." in reader.text and "1_a.ipynb is not there" in reader.text


@pytest.mark.parametrize(
    "text, expected",
    [
        ("cannot import 'f' from 'numpy' (/home/eva/course/.venv/lib/numpy/__init__.py)",
         "cannot import 'f' from 'numpy' (…/__init__.py)"),
        ("No such file: '/home/eva/inbox/ben/1_a.ipynb'", "No such file: '…/1_a.ipynb'"),
        ("return 1 / (1 + a)/2 / b, m/n/k, 3 // 4", "return 1 / (1 + a)/2 / b, m/n/k, 3 // 4"),
        ("data/cats/a.h5 and ../data/b.h5", "data/cats/a.h5 and ../data/b.h5"),
    ],
)  # fmt: skip
def test_no_folder_of_the_machine_is_told(text, expected):
    assert without_folders(text) == expected
    part = wrong("f", 0.0, 1.0, ("error", text))
    words = shown(graded(part, problem=text)).text
    assert words.count(expected) == 2 and "/home" not in words


def test_long_texts_are_cut():
    part = ExerciseResult("1_a", "test_f", 0.0, 1.0, text="m" * 300_000, answer="a = 1\n" * 50_000)
    result = page(graded(part), "1_a", {}, "Week 2", {})
    assert f"and {300_000 - LONGEST:,} more characters" in read(result).text
    assert len(result) < 1_000_000


# ------------------------------------------------------------------------------------------ colours


def colours(style):
    return dict(re.findall(r"--(\w+): (#\w+)", style))


def luminance(colour):
    """As WCAG 2.2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_as_wcag_defines_it():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out_from_their_ground(scheme):
    style = (TEMPLATES / "base.css").read_text(encoding="utf-8")
    light, dark = style.split("@media (prefers-color-scheme: dark)")
    found = colours(light if scheme == "light" else dark)
    assert set(found) == set(colours(light)) and len(found) == 15
    for name in set(found) - {"paper", "box", "line", "bar"}:
        for ground in ("paper", "box"):
            assert contrast(found[name], found[ground]) >= 4.5, (name, ground)
    assert contrast(found["bar"], found["paper"]) >= 3


def test_the_page_of_a_week_begins_with_its_total():
    result = graded(learner="Ana")
    first, *_, last = result.exercises
    given = {(last.notebook, last.exercise): 0.25}
    html = week_page(result, {(first.notebook, first.exercise): "Well done."}, "Week 2", given)
    reader = read(html)
    total = result.total - last.points + 0.25
    text = " ".join(reader.text.split())
    assert f"Week 2 Ana {total:g} of {result.maximum:g} points" in text
    assert "Well done." in text and "given by hand" in text
    ids = [value for _, name, value in reader.attributes if name == "id"]
    assert len(set(ids)) == len(ids)
    targets = {value[1:] for _, name, value in reader.attributes if name == "href"}
    assert targets <= set(ids) and len(targets) == len(result.exercises) + len(
        {part.notebook for part in result.exercises}
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_gets_out_of_a_text_on_the_page_of_a_week(text):
    found = Diagnosis(text, Kind.WRONG_VALUE, text, ((text, text),), (text,), error_type=text)
    part = ExerciseResult(text, f"test_{text}", 0.0, 1.0, found, text, text, text)
    result = SubmissionResult(text, "w", 1, (part,), text, 0.1, "")
    read(week_page(result, {(text, f"test_{text}"): text}, text, {}))
