"""While grading, one line says how far it is, and learners get a line only where something is to be read."""

import io

from classroom.grading.progress import progress, with_progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_one_line_on_a_terminal_and_lines_of_those_to_look_at():
    terminal, told = Terminal(), []
    words = {2: "two: look"}
    items = with_progress(iter(range(1, 5)), 4, lambda n: words.get(n, ""), told.append, terminal)
    assert list(items) == [1, 2, 3, 4] and told == ["two: look"]
    text = terminal.getvalue()
    assert "\n" not in text
    assert [part.partition(",")[0] for part in text.split("\r\x1b[K")] == [
        "", "1 of 4", "2 of 4", "3 of 4", "",
    ]  # fmt: skip


def test_nothing_in_a_file():
    file = io.StringIO()
    assert list(with_progress(iter("ab"), 2, lambda item: "", None, file)) == ["a", "b"]
    assert file.getvalue() == ""


def test_its_words():
    assert progress(57, 200, 40.4) == "57 of 200, about 40 s left"
    assert progress(1, 2000, 1234) == "1 of 2,000, about 21 min left"
