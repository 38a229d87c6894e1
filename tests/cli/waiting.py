"""Waiting for what comes about elsewhere, on a machine however busy."""

import time
from collections.abc import Callable

PATIENCE = 90.0
"""Seconds after which it won't come any more."""


def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Returns as soon as it is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it didn't come to that"
        time.sleep(0.005)
