"""A lock that several processes share, and lose when they die."""

import fcntl
import os
import time
from pathlib import Path

_FIRST_PAUSE = 0.0005  # seconds; doubles with each attempt
_LONGEST_PAUSE = 0.01


class FileLock:
    """A lock on a file, which is made, for its owner alone, where it is missing.

    Args:
        timeout: seconds that `acquire` waits.
    """

    def __init__(self, path: Path, timeout: float) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._timeout = timeout

    def acquire(self) -> bool:
        """Whether it was got before the time was over; not to be asked for by its holder."""
        deadline = time.monotonic() + self._timeout
        pause = _FIRST_PAUSE
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    return False
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                return True

    def release(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        os.close(self._descriptor)
