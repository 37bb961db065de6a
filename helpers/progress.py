"""The progress of a long training."""

import os

from tqdm.auto import trange


def iterations(number):
    """range(number), with a bar on the screen when it takes more than a second; none where TQDM_DISABLE is 1."""
    # tqdm's bar for notebooks does not look at the variable by itself
    silent = os.environ.get("TQDM_DISABLE") == "1"
    return trange(number, desc="gradient descent", delay=1, leave=False, disable=silent)
