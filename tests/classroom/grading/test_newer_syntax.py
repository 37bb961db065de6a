"""A newer Python is named as the reason only where its syntax may be one."""

import sys

import pytest

from classroom.grading.merged_notebook import Cell, may_be_newer_syntax

NEWER = {
    'x = f"{d["a"]}"': "3.12",
    'x = f"{f"{1}"}"': "3.12",
    "x = f\"{'\\n'.join(a)}\"": "3.12",
    "print(f'{a +\n b}')": "3.12",
    "async def f [T](x):\n    return x": "3.12",
    "class A[T]:\n    pass": "3.12",
    "type Row = int": "3.12",
    "try:\n    pass\nexcept A, B:\n    pass": "3.14",
    'x = t"{a}"': "3.14",
    "kind Row = int": "3.15",
}
SLIPS = [
    "def f():\nreturn 1", "def f():\n    x = 1\n  return x", "def f():\n\tx = 1\n        return x",
    "def f()\n    return 1", "x = (1,", 'x = "abc', 'print(f"hello)', 'x = f"{}"', "x = = 1",
    "def f():\n    retrun 1", "type(x) y", "x = 1\0",
]  # fmt: skip


def told(source, version, kind="answer"):
    return may_be_newer_syntax((Cell("extra", "x = 1"), Cell(kind, source)), version)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="it is Python here")
@pytest.mark.parametrize("source, version", NEWER.items(), ids=range(len(NEWER)))
def test_newer_syntax(source, version):
    assert told(source, version) and told(source, "3.15")
    older = f"3.{int(version[2:]) - 1}"
    assert not told(source, older) and not told(source, version, kind="given")


@pytest.mark.parametrize("source", SLIPS, ids=range(len(SLIPS)))
def test_slips(source):
    assert not told(source, "3.14")
