"""What may pass between the grader and a learner's code, and what is refused."""

import pickle
import socket
import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra import numpy as some_numpy

from classroom.grading.sandbox import protocol

PLAIN = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(2**63), 2**64 - 1)
    | some.floats(allow_nan=False)
    | some.text(),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.tuples(inner, inner)
        | some.dictionaries(some.text() | some.integers(-9, 9), inner, max_size=4)
    ),
    max_leaves=12,
)
NUMBERS = some_numpy.arrays(
    some.sampled_from(["f8", "f4", "i8", "u1", "?", "c16", ">i4"]),
    some_numpy.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)


@given(PLAIN)
def test_plain_values_arrive_as_they_were_sent(value):
    assert protocol.unpack(protocol.pack(value)) == value


@given(NUMBERS)
def test_arrays_arrive_as_they_were_sent(array):
    arrived = protocol.unpack(protocol.pack({"the": [array, (array.T,)]}))["the"]
    for sent, got in zip((array, array.T), (arrived[0], arrived[1][0])):
        assert got.dtype == sent.dtype and got.shape == sent.shape
        assert got.tobytes() == np.ascontiguousarray(sent).tobytes()
        assert got.flags.owndata and got.flags.writeable


@settings(max_examples=300)
@given(some.binary(max_size=200) | some.text(max_size=60).map(lambda t: framed(t.encode())))
def test_whatever_bytes_come_it_is_a_message_or_it_is_refused(message):
    try:
        protocol.unpack(message)
    except protocol.ProtocolError:
        pass


def framed(text, rest=b""):
    return protocol.HEAD.pack(len(text), len(rest)) + text + rest


@pytest.mark.parametrize(
    "message",
    [
        pickle.dumps(print),
        framed(pickle.dumps(print)),
        framed(b'{"array": [3], "dtype": "<f8"}', b"12345678"),  # says more than it has
        framed(b'{"array": [1], "dtype": "<f8"}', b"123456789"),  # has more than it says
        framed(b'{"array": [1], "dtype": "|O8"}', b"12345678"),  # objects: addresses in memory
        framed(b'{"array": [-1, -1], "dtype": "<f8"}', b"12345678"),
        framed(b'{"array": [1,1,1,1,1,1,1,1,1], "dtype": "|u1"}', b"1"),
        framed(b'{"array": [99999999999, 99999999999], "dtype": "|u1"}'),
        framed(b'{"array": "many", "dtype": "|u1"}'),
        framed(b'{"scalar": 3}'),
        framed(b'{"unknown": 3}'),
        framed(b"[" * 100_000),
        framed(b"1" * 5000),
        framed(b""),
        b"",
    ],
)
def test_what_is_no_message_is_refused(message):
    with pytest.raises(protocol.ProtocolError):
        protocol.unpack(message)


class Liar(np.ndarray):
    """An array that tells of other numbers than it has."""

    def __array_ufunc__(self, *given, **named):
        raise RuntimeError

    def __reduce__(self):
        raise RuntimeError


def test_what_is_no_plain_value_comes_as_the_name_of_its_type():
    class Spy:
        """Something with code of its own."""

    arrived = protocol.unpack(
        protocol.pack([Spy(), print, np.array([Spy()]), np.array(["a"]), {(): 1}])
    )
    assert [type(value).__name__ for value in arrived[:2]] == ["Spy", "builtin_function_or_method"]
    assert arrived[2].dtype == object and arrived[2][0] is None
    assert arrived[3].tolist() == [""]
    assert list(arrived[4].values()) == [1] and isinstance(next(iter(arrived[4])), str)
    arrived = protocol.unpack(protocol.pack(np.ones(3).view(Liar)))
    assert type(arrived) is np.ndarray and arrived.tolist() == [1, 1, 1]


@pytest.mark.parametrize("kind, double", [(np.longdouble, float), (np.clongdouble, complex)])
def test_long_doubles_arrive_as_doubles(kind, double):
    third = kind(1) / 3
    scalar, array = protocol.unpack(protocol.pack([third, np.full((2, 1), third)]))
    assert scalar == array[1, 0] == double(third)
    assert (scalar.dtype, array.dtype, array.shape) == (double, double, (2, 1))
    assert np.isinf(protocol.unpack(protocol.pack(np.longdouble("1e4000"))))


def test_lists_without_end_are_cut():
    endless = []
    endless.append(endless)
    assert len(protocol.pack(endless)) < 1000
    deep = protocol.unpack(protocol.pack(endless))
    for _ in range(protocol.DEEPEST):
        deep = deep[0]
    assert type(deep).__name__ == "list" and not isinstance(deep, list)


def test_what_is_too_large_is_refused_before_it_is_taken_in():
    with pytest.raises(protocol.ProtocolError, match="too large"):
        protocol.pack(np.broadcast_to(np.zeros(1), (protocol.LARGEST,)))
    here, there = socket.socketpair()
    with here, there:
        there.sendall(protocol.HEAD.pack(100, protocol.LARGEST))
        with pytest.raises(protocol.ProtocolError, match="too large"):
            protocol.receive(here, time.monotonic() + 5)


@pytest.mark.parametrize(
    "text",
    [
        b"[" + b"[]," * protocol.ANSWER_PARTS + b"[]]",
        b"[" + b"1," * protocol.ANSWER_PARTS + b"1]",
        b"[" * 30 + b"]" * 30,
        b'"' + b"x" * (protocol.LONGEST + 1) + b'"',
        b'{"dict": [["' + b"x" * (protocol.LONGEST + 1) + b'", 1]]}',
        b'"' + b"x" * protocol.ANSWER_TEXT + b'"',
        b"1" * 40,
        b'{"dict": [[[1], 2]], "more": [' + b"{}," * protocol.ANSWER_PARTS + b"1]}",
    ],
    ids=["lists", "numbers", "depth", "text", "key", "bytes", "integer", "unread"],
)
def test_an_answer_keeps_its_bounds(text):
    with pytest.raises(protocol.ProtocolError):
        protocol.unpack(framed(text), answer=True)


def test_what_an_answer_costs_is_bounded():
    """Bytes of JSON become ten times as many of objects, and arrays of objects take no bytes at all."""
    empty = b'{"array_of": "O", "shape": [1000000]}'
    most = [
        b"[" + b",".join([b"[]"] * (protocol.ANSWER_PARTS // 2 - 1)) + b"]",
        b"[" + b",".join([empty] * 1000) + b"]",
        b"[" * 4_000_000,
    ]
    for text in most:
        tracemalloc.start()
        try:
            protocol.unpack(framed(text), answer=True)
        except protocol.ProtocolError:
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 60e6, text[:40]


def test_an_answer_within_its_bounds_arrives():
    value = {"text": "x" * 20_000, "many": list(range(90_000)), 3: np.ones(10**6)}
    arrived = protocol.unpack(protocol.pack(value, answer=True), answer=True)
    assert arrived["text"] == "x" * protocol.LONGEST and arrived["many"] == value["many"]
    assert arrived[3].size == 10**6
    with pytest.raises(protocol.ProtocolError, match="too large"):
        protocol.pack([list(range(90_000))] * 3, answer=True)
