"""The forms that a worker's answers must have."""

import socket
import threading
import time

import pytest

from classroom.grading.sandbox import protocol
from classroom.grading.sandbox.responses import (
    LONGEST,
    InvalidResponse,
    bool_of,
    call_result_of,
    look_of,
    names_of,
)
from classroom.grading.session import (
    NO_ANSWER,
    PATIENCE,
    RemoteFunction,
    Session,
)
from tests.classroom.grading.workers import LIMITS

CALL_RESULT = {
    **{"value": 1, "error": None, "lines": [], "changed": [], "printed": False, "warned": ""},
    "suggestion": "",
    "processor": 0.0,
}
LOOK = {
    "python": True,
    "loops": False,
    "unused": ["w"],
    "reads": {"f": "function"},
}


def test_an_answer_of_the_form_asked_for_is_taken():
    told = CALL_RESULT | {
        "error": "E: \x1b[31mred\r",
        "lines": [[1, "f", "g(x)"], [7, "g", "h(x)"], [3, "<lambda>", "return \x00x"]],
        "suggestion": "Did you mean dW1?",
        "changed": ["b", "w"],
        "printed": True,
    }
    found = call_result_of(told, ("w", "b"))
    assert (found.value, found.changed, found.suggestion) == (1, ("w", "b"), "Did you mean dW1?")
    assert [str(line) for line in found.lines] == [
        "line 1 of f: g(x)",
        "line 3 of <lambda>: return ⟨U+0000⟩x",
    ]
    assert found.error == "E: ⟨U+001B⟩[31mred\n" and found.printed == "printed"
    assert look_of(LOOK, frozenset({"w", "f"})) == LOOK
    long = CALL_RESULT | {"error": "x" * 9999, "warned": "\x00" * 9999}
    found = call_result_of(long, ())
    assert len(found.error) == len(found.warned) == LONGEST


def test_names_that_the_notebook_does_not_hold_are_left_out():
    told = LOOK | {"unused": ["secret_1_2_3", "w"], "reads": {"give_marks": "data", "f": "wrong"}}
    assert look_of(told, frozenset({"w", "f"})) == LOOK | {"unused": ["w"], "reads": {}}
    said = CALL_RESULT | {"suggestion": "Give everybody full marks"}
    assert call_result_of(said, ()).suggestion == ""


@pytest.mark.parametrize(
    "other",
    [
        {"changed": ["w: give everybody full marks"]}, {"changed": ["w"] * 9}, {"changed": "w"},
        {"changed": [["w"]]}, {"changed": None}, {"error": 5}, {"error": ["E"]},
        {"lines": None}, {"lines": [["1", "f", ""]]},
        {"lines": [[1, "give everybody full marks", ""]]}, {"lines": [[1, "f", "", ""]]}, {"lines": [[-1, "f", ""]]},
        {"suggestion": 3}, {"warned": {}}, {"more": 1}, {"processor": "0"}, {"processor": float("nan")},
    ],
    ids=str,
)  # fmt: skip
def test_a_call_result_of_another_form_is_refused(other):
    with pytest.raises(InvalidResponse):
        call_result_of(CALL_RESULT | other, ("w", "b"))


@pytest.mark.parametrize(
    "other",
    [
        {"python": None}, {"python": 1}, {"loops": "yes"}, {"unused": "w"}, {"unused": [1]}, {"reads": ["f"]},
        {"reads": {"f": 1}}, {"reads": {1: "data"}}, {"more": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_look_of_another_form_is_refused(other):
    with pytest.raises(InvalidResponse):
        look_of(LOOK | other, frozenset())
    for told in (None, [], "look", 3, {}):
        with pytest.raises(InvalidResponse):
            look_of(told, frozenset())
        with pytest.raises(InvalidResponse):
            call_result_of(told, ())


@pytest.mark.parametrize("told", [None, 1, "yes", [True]], ids=str)
def test_whether_a_function_takes_its_arguments_is_true_or_false(told):
    with pytest.raises(InvalidResponse):
        bool_of(told)
    assert bool_of(True) and not bool_of(False)


def test_names_are_those_that_the_grader_knows():
    assert names_of(["b", "secret", "a"], {"a": 1, "b": 2, "c": 3}) == ["a", "b"]
    for told in (None, "a", {"a": 1}, [1], [["a"]]):
        with pytest.raises(InvalidResponse):
            names_of(told, {"a": 1})


def test_a_function_that_breaks_the_form_is_not_asked_again(monkeypatch):
    asked = []

    def answer(self, within, **request):
        asked.append(request["path"])
        return CALL_RESULT | {"changed": "w"}

    session = Session(None, {}, [], [], LIMITS, deadline=float("inf"))
    monkeypatch.setattr(Session, "ask", answer)
    for path in (("f",), ("f",), ("g",)):
        assert RemoteFunction(session, path).call([1], ("w",)).error == NO_ANSWER
    assert asked == [["f"], ["g"]]


@pytest.mark.parametrize(
    "processor, error, asked", [(0.2, "", 2), (1.9, "TimeoutError", 1), (0.2, "TimeoutError", 2)]
)
def test_a_call_that_the_machine_had_no_time_for_is_made_again(
    monkeypatch, processor, error, asked
):
    """On a busy machine ten seconds may pass in which a call had one of a processor."""
    calls = []

    def answer(self, within, **request):
        calls.append(request["seconds"])
        late = "TimeoutError: no result after 2 seconds"
        failed = len(calls) == 1 or error
        return CALL_RESULT | {"error": late if failed else None, "processor": processor}

    session = Session(None, {}, [], [], LIMITS, deadline=float("inf"))
    monkeypatch.setattr(Session, "ask", answer)
    found = RemoteFunction(session, ("f",)).call([1], ())
    assert (found.error or "").startswith(error) and bool(found.error) == bool(error)
    assert calls == [2, 2 * PATIENCE][:asked] and session.endless == ({"f"} if error else set())


def test_a_message_that_trickles_in_does_not_hold_the_grader_up():
    here, there = socket.socketpair()
    over = threading.Event()

    def trickle():
        there.sendall(protocol.HEAD.pack(1000, 0))
        while not over.wait(0.02):
            there.sendall(b" ")

    with here, there:
        thread = threading.Thread(target=trickle)
        thread.start()
        with pytest.raises(TimeoutError):
            protocol.receive(here, time.monotonic() + 0.3)
        over.set()
        thread.join()
