"""What may pass between the grader and a learner's code: numbers, text, lists, dictionaries, arrays. Nothing else.

A message is a JSON text followed by the bytes of its arrays, each part with its length before it. No pickle: reading a
message can't run anything, whatever bytes come. Both sides refuse what is too large before they take it into memory.
What a worker answers is bounded further, before anything is built from it: a few bytes of JSON become many of objects.

Not helpers.checks.values, which stores what we made ourselves so that people can read it in a diff: here the other side
is not trusted, and arrays are large.
"""

import json
import re
import struct
import time

import numpy as np

LARGEST = 64 << 20  # bytes of a message
DEEPEST = 20  # lists within lists
# Of an answer, which the learner's code may have written:
ANSWER_TEXT = 4 << 20  # bytes of JSON
ANSWER_PARTS = 200_000  # values, and names in dictionaries
LONGEST = 10_000  # characters of a text
LARGEST_INTEGER = 2**64
SCALARS = (bool, np.bool_, np.number)
HEAD = struct.Struct("!II")  # bytes of JSON, bytes of arrays
NUMBERS = re.compile(r"[<>=|]?[biuf][1248]|[<>=|]?c(8|16)")


class ProtocolError(ValueError):
    """What came, or should go, is no message; the text says why."""


def pack(value, answer=False):
    """A value as a message, bytes. What is no plain value goes as its type's name. Raises ProtocolError if too large.

    answer -- whether it has to keep the bounds of an answer; texts in it are cut
    """
    arrays = []
    longest = LONGEST if answer else None
    text = json.dumps(to_json(value, arrays, 0, longest), ensure_ascii=True).encode()
    size = sum(map(len, arrays))
    if HEAD.size + len(text) + size > LARGEST:
        raise ProtocolError(f"the result is too large: more than {LARGEST >> 20} MB")
    if answer and too_many_parts(text):
        raise ProtocolError(f"the result is too large: more than {ANSWER_PARTS:,} values in lists")
    return b"".join([HEAD.pack(len(text), size), text, *arrays])


def too_many_parts(text):
    """Whether a JSON text, bytes, holds more than an answer may; commas within texts count too."""
    parts = text.count(b",") + text.count(b"[") + text.count(b"{")
    return len(text) > ANSWER_TEXT or parts > ANSWER_PARTS


def to_json(value, arrays, depth, longest=None):
    """A value in JSON's terms; arrays are appended to `arrays` as bytes, texts are cut after `longest` characters."""
    if value is None or type(value) in (bool, float):
        return value
    if isinstance(value, str):
        return str(value)[:longest]
    if isinstance(value, SCALARS):
        array = without_long_doubles(np.asarray(value))
        return {"scalar": array_to_plain(array, arrays)} if is_numeric(array) else type_name(value)
    if isinstance(value, int):
        return int(value) if -(2**63) <= value < 2**64 else type_name(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, np.ndarray):
        array = without_long_doubles(np.asarray(value))
        return array_to_plain(array, arrays) if is_numeric(array) else not_numbers(array)
    if depth < DEEPEST and isinstance(value, tuple | list):
        items = [to_json(item, arrays, depth + 1, longest) for item in value[:100_000]]
        return {"tuple": items} if isinstance(value, tuple) else items
    if depth < DEEPEST and isinstance(value, dict):
        pairs = list(value.items())[:100_000]
        return {
            "dict": [
                [to_json(k, arrays, DEEPEST, longest), to_json(v, arrays, depth + 1, longest)]
                for k, v in pairs
            ]
        }
    return type_name(value)


def without_long_doubles(array):
    """The array, long doubles rounded to doubles: their form is not the same on every computer."""
    shorter = {"g": float, "G": complex}.get(array.dtype.char)
    if shorter is None:
        return array
    with np.errstate(over="ignore"):
        return array.astype(shorter)


def is_numeric(array):
    """Whether an array holds machine numbers that every computer has."""
    return NUMBERS.fullmatch(array.dtype.str) is not None


def array_to_plain(array, arrays):
    """An array's description; its bytes are appended to `arrays`."""
    if sum(map(len, arrays)) + array.nbytes > LARGEST:
        raise ProtocolError(f"the result is too large: more than {LARGEST >> 20} MB")
    arrays.append(np.ascontiguousarray(array).tobytes())
    return {"array": list(array.shape), "dtype": array.dtype.str}


def not_numbers(array):
    """An array of text, objects or the like, without its contents."""
    kind = array.dtype.kind if array.dtype.kind in "OUSMm" else "O"
    return {"array_of": kind, "shape": list(array.shape)}


def type_name(value):
    """What has no form in the protocol: the name of its type."""
    return {"type_name": type(value).__name__[:40]}


def unpack(message, answer=False):
    """The value of a message. Raises ProtocolError for anything `pack` could not have made.

    answer -- whether it has to keep the bounds of an answer
    """
    try:
        length, size = HEAD.unpack_from(message)
        body = memoryview(message)[HEAD.size :]
        if len(body) != length + size:
            raise ProtocolError("its length is wrong")
        text = bytes(body[:length])
        if answer and too_many_parts(text):
            raise ProtocolError("it has too many parts")
        reader = Reader(body[length:], LONGEST if answer else None)
        value = reader.value(json.loads(text))
        if reader.rest.nbytes:
            raise ProtocolError("it has bytes to spare")
        return value
    except ProtocolError:
        raise
    except Exception as error:  # hostile bytes may fail anywhere: in JSON, in numpy, by their depth
        raise ProtocolError(f"it can't be read ({type(error).__name__})") from error


class Reader:
    """Puts the values of a message together again, taking the bytes of its arrays in turn."""

    def __init__(self, rest, longest=None):
        self.rest, self.longest, self.empty = rest, longest, 0

    def value(self, item, depth=0):
        """A value from its description."""
        if depth > DEEPEST:
            raise ProtocolError("it is too deep")
        if isinstance(item, list):
            return [self.value(part, depth + 1) for part in item]
        if not isinstance(item, dict):
            return self.single(item)
        if "array" in item:
            return self.array(item)
        if "scalar" in item:
            return self.array(item["scalar"])[()]
        if "tuple" in item:
            return tuple(self.value(part, depth + 1) for part in item["tuple"])
        if "dict" in item:
            return {self.key(key): self.value(part, depth + 1) for key, part in item["dict"]}
        if "array_of" in item:
            return self.not_numbers(item)
        return unknown_object(item["type_name"])

    def single(self, item):
        """A number of at most 64 bits, a text that is not too long, None, True or False."""
        if isinstance(item, str) and self.longest is not None and len(item) > self.longest:
            raise ProtocolError("a text is too long")
        if isinstance(item, int) and not -LARGEST_INTEGER < item < LARGEST_INTEGER:
            raise ProtocolError("a number is too large")
        return item

    def key(self, item):
        """A key of a dictionary; one that can't be a key by the words for it."""
        if type(item) is str:
            return self.single(item)
        key = self.value(item, DEEPEST)
        return key if isinstance(key, str | int | float | bool | np.generic | None) else str(key)

    def array(self, item):
        """An array of its own memory, from the next bytes."""
        if not NUMBERS.fullmatch(item["dtype"]):
            raise ProtocolError("an array of a strange kind")
        dtype, shape = np.dtype(item["dtype"]), tuple(map(int, item["array"]))
        count = 1
        for length in shape:
            count *= length
        size = count * dtype.itemsize
        if len(shape) > 8 or min(shape, default=0) < 0 or size > self.rest.nbytes:
            raise ProtocolError("an array without its numbers")
        taken, self.rest = self.rest[:size], self.rest[size:]
        return np.frombuffer(taken, dtype).reshape(shape).copy()

    def not_numbers(self, item):
        """An array of the same kind and shape, empty."""
        shape = tuple(map(int, item["shape"]))
        size = np.prod(shape, dtype=float)
        if len(shape) > 8 or min(shape, default=0) < 0 or self.empty + size > 1e6:
            return unknown_object("ndarray")
        self.empty += size  # of all such arrays, which take memory here and none in the message
        return np.empty(
            shape, {"O": "O", "U": "U1", "S": "S1", "M": "M8[s]", "m": "m8[s]"}[item["array_of"]]
        )


def unknown_object(name):
    """An object that has nothing but the name of its type, for the words of a message."""
    known = isinstance(name, str) and len(name) <= 40 and name.isidentifier()
    return type(name if known else "object", (), {"__slots__": ()})()


def out_of_time(told):
    """Whether what is told of a call is that it ran out of time: no other case of that request is tried after it."""
    error = told.get("error") if type(told) is dict else None
    return type(error) is str and error.partition(":")[0] == "TimeoutError"


def send(socket, value):
    """Send a value. Raises ProtocolError if it is too large, OSError if nobody is there."""
    socket.sendall(pack(value))


def receive(socket, deadline=None, answer=False):
    """The next value. Raises ProtocolError for what is none, EOFError at the end, TimeoutError after `deadline`.

    deadline -- by time.monotonic(), for the whole message, however slowly its bytes come; None waits for ever
    answer   -- whether it has to keep the bounds of an answer
    """
    head = take(socket, HEAD.size, deadline)
    length, size = HEAD.unpack(head)
    if HEAD.size + length + size > LARGEST or (answer and length > ANSWER_TEXT):
        raise ProtocolError("it is too large")
    return unpack(head + take(socket, length + size, deadline), answer)


def take(socket, count, deadline):
    """Exactly so many bytes. Raises EOFError if the type_name side ends before."""
    taken = bytearray()
    while len(taken) < count:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise TimeoutError("no answer in time")
        socket.settimeout(left)
        part = socket.recv(min(count - len(taken), 1 << 20))
        if not part:
            raise EOFError("the type_name side has ended")
        taken += part
    return bytes(taken)
