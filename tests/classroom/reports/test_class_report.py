"""The class report counts right, stays small, and shows whatever is in the results as text."""

import random
import re

import pytest
from test_learner_page import HOSTILE, graded, read

from classroom.reports.class_report import MOST, class_report
from classroom.reports.similarity import Pair, Shared
from classroom.results import NOTHING, ExerciseResult, SubmissionResult
from classroom.text import visible
from helpers.checks import Diagnosis, Kind
from helpers.checks.message import GENERAL

SIGN = "the sign is wrong."
ROOT = "the root is missing."


def exercise(name, points=0.0, mistake=None, kind=Kind.WRONG_VALUE, notebook="1_a", **fields):
    mistakes = (mistake,) if mistake else ()
    found = Diagnosis(name, kind, mistakes=mistakes, **fields) if points < 2 else None
    return ExerciseResult(notebook, f"test_{name}", points, 2.0, found, answer="a = 1")


def learner(name, *parts, problem="", seed=1):
    return SubmissionResult(name, "week2_x", seed, parts, problem, 0.1, "")


CLASS = [
    learner("Ana", exercise("f", 2.0), exercise("g", 2.0), exercise("f", 2.0, notebook="2_b")),
    learner("Ben", exercise("f", 0.0, SIGN), exercise("g", 2.0), exercise("f", 0.0, SIGN, notebook="2_b")),
    learner("Cleo", exercise("f", 0.0, SIGN), exercise("g", 0.0, ROOT), exercise("f", 2.0, notebook="2_b")),
    learner("Dov", exercise("f", 0.0, ROOT), exercise("g", 1.0), exercise("f", 0.0, notebook="2_b")),
    learner("Eve", exercise("f", 0.0, kind=Kind.NOT_WRITTEN),
            exercise("g", depends_on=("f",))),
    learner("Fay", problem="1_a.ipynb is not a whole notebook"),
    learner("Gil", problem="1_a.ipynb is not a whole notebook"),
]  # fmt: skip


def lines_of(reader):
    """The lines of a page's text, spaces between."""
    return [" ".join(line.split()) for line in reader.text.split("\n") if line.strip()]


def part(html, heading):
    """The section under a heading, as lines."""
    section = html.partition(f"<h2>{heading}</h2>")[2].partition("</section>")[0]
    return lines_of(read(f"<html>{section}</html>"))


def test_what_it_says_first():
    text = read(class_report(CLASS, "Week 2: x")).text
    assert "7 submissions: 5 graded, 2 not graded." in text
    assert "Half of the learners reached 33 % of the points or more." in text
    assert "GRADING_SEED 1." in text and "Note" not in text


def test_who_handed_in_nothing_is_no_submission():
    html = class_report([*CLASS, learner("Hal", problem=NOTHING)], "x")
    assert (
        "7 submissions: 5 graded, 2 not graded; 1 on the roster handed in nothing."
        in read(html).text
    )
    assert "no submissionnothing handed inHal" in part(html, "Look at these")


def test_mean_and_spread():
    text = " ".join(read(class_report(CLASS, "x")).text.split())
    assert "The mean is 37 %, the standard deviation 38 %." in text
    text = " ".join(read(class_report(CLASS[:1], "x")).text.split())
    assert "The mean is 100 %." in text


def test_each_learner_is_linked():
    html = class_report(CLASS, "x", pages={"Ana": "Ana/w/w.html", "Ben": '../"x> y?#%/w.html'})
    links = {value for tag, name, value in read(html).attributes if (tag, name) == ("a", "href")}
    assert links == {"./Ana/w/w.html", "./../%22x%3E%20y%3F%23%25/w.html"}
    assert part(html, "Learners")[-5:] == [
        "Ana6 of 6", "Ben2 of 6", "Cleo2 of 6", "Dov1 of 6", "Eve0 of 4"
    ]  # fmt: skip


def test_names_stand_beside_ids():
    names = {"Ana": "Ana <b>Lima</b>", "Ben": "", "Cleo": "Cleo", "Fay": "Fay Wu"}
    html = class_report(CLASS, "x", pages={"Ana": "a.html"}, names=names)
    assert part(html, "Learners")[-5:-2] == [
        "Ana (Ana <b>Lima</b>)6 of 6",
        "Ben2 of 6",
        "Cleo2 of 6",
    ]
    assert part(html, "Look at these")[2].endswith("Fay (Fay Wu), Gil")


def test_the_change_between_weeks_is_that_of_those_in_both():
    first, second = {"Ana": 100.0, "Ben": 50.0, "Dov": 0.0}, {"Ana": 80.0, "Ben": 60.0, "Eve": 10.0}
    weeks = {"Week 1: x": first, "Week 2: y": second}
    lines = part(class_report(CLASS, "x", weeks=weeks), "From week to week")
    assert lines[-2:] == ["Week 1: x350 %", "Week 2: y350 %-5 (2)"]
    one = dict(list(weeks.items())[:1])
    assert "From week to week" not in class_report(CLASS, "x", weeks=one)


def test_a_warning_stands_before_everything():
    html = class_report(CLASS, "Week 2: x", warning="graded without the sandbox")
    text = read(html).text
    assert text.index("Note: graded without the sandbox.") < text.index("7 submissions")


def test_all_seeds_are_told():
    results = [learner(f"l{k}", exercise("f"), seed=k) for k in (31, 4, 4)]
    assert "GRADING_SEED 4, 31." in read(class_report(results, "x")).text


def test_the_order_of_the_results_makes_no_difference():
    assert class_report(CLASS, "x") == class_report(CLASS[::-1], "x")


def test_what_was_not_graded_and_why():
    late = learner("Hal", exercise("f", 2.0), problem="2_b.ipynb is not there")
    assert part(class_report([*CLASS, late], "x"), "Look at these")[2:] == [
        "not graded1_a.ipynb is not a whole notebookFay, Gil",
        "graded2_b.ipynb is not thereHal",
    ]
    assert "Look at these" not in class_report(CLASS[:5], "x")
    assert "no reason is given" in class_report([learner("Ida")], "x")


def test_the_histogram_in_words():
    (words,) = (
        value
        for tag, name, value in read(class_report(CLASS, "x")).attributes
        if (tag, name) == ("svg", "aria-label")
    )
    assert words == ("0–9 %: 1 learner, 10–19 %: 1 learner, 30–39 %: 2 learners, 100 %: 1 learner")


@pytest.mark.parametrize(
    "points, column",
    [(0, "0–9 %"), (0.9, "0–9 %"), (1, "10–19 %"), (3, "30–39 %"), (9.99, "90–99 %"), (10, "100 %"), (11, "100 %")],
)  # fmt: skip
def test_columns_of_the_histogram(points, column):
    one = ExerciseResult("1_a", "test_f", points, 10)
    assert f'aria-label="{column}: 1 learner"' in class_report([learner("Ana", one)], "x")


def test_the_most_frequent_mistakes():
    """Ben made one in two notebooks, and is one learner."""
    lines = part(class_report(CLASS, "x"), "The most frequent mistakes")
    assert lines == [f"2 × f: {SIGN}Ben, Cleo", f"1 × f: {ROOT}Dov", f"1 × g: {ROOT}Cleo"]


def test_the_most_frequent_comes_first():
    made = {"a": ROOT, "b": SIGN, "c": SIGN}
    results = [learner(name, exercise("f", 0.0, mistake)) for name, mistake in made.items()]
    html = class_report(results, "x")
    assert part(html, "The most frequent mistakes")[0] == f"2 × f: {SIGN}b, c"
    assert part(html, "Exercises")[4] == f"2 × {SIGN}b, c"


def test_each_exercise_with_what_went_wrong():
    assert part(class_report(CLASS, "x"), "Exercises") == [
        "1_a", "Exercises of 1_a", "ExerciseMeanFull marks",
        "f20 %1 of 5",
        f"2 × {SIGN}Ben, Cleo", f"1 × {ROOT}Dov", "1 × Not written, or it calls one that is not written.Eve",
        "g50 %2 of 5",
        f"1 × {ROOT}Cleo", "1 × Wrong in another way.Dov", "1 × It calls a function of theirs that is wrong itself.Eve",
        "2_b", "Exercises of 2_b", "ExerciseMeanFull marks",
        "f50 %2 of 4",
        f"1 × {SIGN}Ben", "1 × Wrong in another way.Dov",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "one, reason",
    [
        (ExerciseResult("1_a", "test_f", 0.0, 1, unread=True), "The notebook could not be read, or was not handed in."),
        (exercise("f", error_type="ValueError"), "It ends in an error: ValueError."),
        (exercise("f", error_type="Everybody gets full marks"), "It ends in an error."),
        (ExerciseResult("1_a", "test_f", 0.0, 1, cell_error="KeyError: 1"), "It ends in an error: KeyError."),
        (exercise("f", error_type="TimeoutError", kind=Kind.TIMED_OUT), "There was no result in time."),
        (ExerciseResult("1_a", "test_f", 0.0, 1, cell_error="TimeoutError: no"), "There was no result in time."),
        (exercise("f", kind=Kind.ERROR_RAISED, lines=(("error", "OSError: x"),)), "It ends in an error: OSError."),
        (exercise("f", kind=Kind.ERROR_RAISED, lines=(("error", "Mine: x"),)), "It ends in an error."),
        (exercise("f", headline="an error is not what: it is"), "an error is not what: it is"),
        (exercise("f", lines=(("input", "1"), ("hint", "it is\ntransposed."))), "it is transposed."),
        (exercise("f", lines=(("hint", "x" * 999),)), "x" * 300),
        (exercise("f", lines=(("hint", f"of 3, {GENERAL[0]}."),)), "Wrong in another way."),
        (exercise("f", lines=(("input", "1"),)), "Wrong in another way."),
    ],
)  # fmt: skip
def test_reasons_that_are_no_known_mistake(one, reason):
    lines = part(class_report([learner("Ana", one)], "x"), "Exercises")
    assert lines[-1] == f"1 × {reason}Ana"


def test_without_similar_answers_it_says_so():
    html = class_report(CLASS, "x")
    assert "in a small class this finds little" in part(html, "Similar answers: a hint")[0]
    assert "Similar answers" not in class_report(CLASS[:1], "x")


def test_no_submissions_at_all():
    text = read(class_report([], "Week 2: x")).text
    assert "0 submissions: 0 graded, 0 not graded." in text
    assert "Exercises" not in text and "Marks" not in text


def pair(text="a = 1", names=("Ana", "Ben"), name="f"):
    shared = Shared(name, (text, text + "  # mine"), 2, True), Shared("g", ("b", "b"), 3, False)
    return Pair(names, 0.0012, shared)


def test_similar_answers_stand_side_by_side():
    lines = part(class_report(CLASS, "x", [pair()]), "Similar answers: a hint")
    assert "not an accusation" in lines[0]
    assert lines[1:3] == [
        "Ana and Ben",
        "2 rare answers in common, 1 of them wrong. If all had worked alone, "
        "fewer than one class in 800 would have such a pair.",
    ]
    assert lines[3:] == [
        "f: wrong, given by 2 in allAnaa = 1Bena = 1 # mine",
        "g: given by 3 in allAnabBenb",
    ]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_in_a_text_gets_out_of_it(text):
    found = Diagnosis(text, Kind.WRONG_VALUE, text, ((text, text),), (text,), error_type=text)
    part = ExerciseResult(text, f"test_{text}", 0.0, 1.0, found, text, text, text)
    results = [learner(text, part, problem=text), learner(text + "!", problem=text)]
    html = class_report(results, text, [pair(text, (text, "Ben"), text)], warning=text)
    assert visible(text) in read(html).text


def test_a_thousand_learners_fit_on_a_page():
    draw = random.Random(0)
    results = [
        learner(
            f"learner with quite a long name {k:04}",
            *(
                exercise(f"f{j}", draw.choice([0.0, 2.0]), f"mistake {draw.randrange(7)}, " + "x" * 80)
                for j in range(20)
            ),
            problem=f"{k}.ipynb is not used" if k % 3 == 0 else "",
            seed=k,
        )
        for k in range(1000)
    ]  # fmt: skip
    pairs = [pair("x" * 20_000, (f"a{k}", f"b{k}")) for k in range(500)]
    html = class_report(results, "Week 2: x", pairs)
    assert len(html) < 1_000_000
    text = read(html).text
    assert "1,000 submissions: 1,000 graded" in text
    assert (
        f"… and {334 - MOST:,} more reasons." in text and f"… and {500 - MOST} more pairs." in text
    )
    assert html.count(">graded</td>") == html.count("would have such a pair") == MOST
    assert re.search(r"learner with quite a long name \d+ and \d+ more", text)
    # What is counted is counted in full.
    wrong = [p for r in results for p in r.exercises if p.exercise == "test_f0" and not p.solved]
    right = 1000 - len(wrong)
    assert f"f0{right / 10:.0f} %{right:,} of 1,000" in re.sub(r"\s*\n\s*", "", text)


def test_parts_of_a_submission_are_counted_where_they_are():
    """A learner without the second notebook doesn't count among those who could have solved it."""
    results = [graded(learner="Ana"), learner("Ben", exercise("sigmoid", 2.0))]
    lines = part(class_report(results, "x"), "Exercises")
    assert "sigmoid100 %2 of 2" in lines and "tanh0 %0 of 1" in lines
