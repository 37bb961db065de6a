"""The benchmark of the course's networks: `make bench` writes bench/results.md and the two figures in it."""

import sys
from pathlib import Path

# PyTorch has a folder of its own, so that it never gets into the environment of `make lab` and `make test`.
PACKAGES = Path(__file__).parent / "packages"
if str(PACKAGES) not in sys.path:
    sys.path.append(str(PACKAGES))
