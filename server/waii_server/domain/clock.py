"""Time as it is stored: microseconds since the epoch, UTC."""

import time


def now() -> int:
    return time.time_ns() // 1000
