"""What every test and notebook runs under, however pytest was started."""

import os
import sys
from pathlib import Path

import matplotlib

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))  # `import course`

import course  # noqa: E402

matplotlib.use("agg")  # no windows
os.environ.pop("MPLBACKEND", None)
os.environ.update(course.STEADY)  # for the kernels that notebooks run in
