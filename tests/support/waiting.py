"""Waits for what happens soon."""

import time
from collections.abc import Callable


def soon(holds: Callable[[], object], *, within: float = 10.0) -> bool:
    """Whether `holds` says so within so many seconds."""
    deadline = time.monotonic() + within
    while not (true := bool(holds())) and time.monotonic() < deadline:
        time.sleep(0.02)
    return true
