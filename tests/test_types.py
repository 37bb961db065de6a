"""The types that records and public functions claim are those that the code uses: mypy finds nothing."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def mypy(*arguments, folder=ROOT):
    command = [sys.executable, "-m", "mypy", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_types():
    asked = mypy(
        "--cache-dir", "build/mypy"
    )  # what has not changed is not looked at again: seconds in place of a minute
    assert asked.returncode == 0, asked.stdout + asked.stderr


def test_types_can_fail(tmp_path):
    (tmp_path / "bad.py").write_text("def f(x: int) -> str:\n    return x\n")
    asked = mypy("--cache-dir", str(tmp_path / "cache"), "bad.py", folder=tmp_path)
    assert asked.returncode == 1 and "Incompatible return value" in asked.stdout
