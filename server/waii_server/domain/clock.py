"""Time as it is stored: microseconds since the epoch, UTC."""

import time


def now() -> int:
    return time.time_ns() // 1000


def has_come(moment: int | None) -> bool:
    """Whether it is that time, or later; None never comes."""
    return moment is not None and moment <= now()
