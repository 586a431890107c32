"""So many a second, for each of many: token buckets in bounded memory."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_ROUNDING = 1e-9  # seconds


class RateLimit:
    """A bucket of tokens for each name; `rate` of them come back in a second.

    A bucket is one number: the time at which it will be full again. Of more than `most`, the one
    that was not asked for the longest is forgotten, and is full when it is asked for again.

    Args:
        rate: tokens a second, for each name.
        burst: tokens of a full bucket.
        most: buckets that are kept at most.
        clock: seconds; never goes back.
    """

    def __init__(
        self,
        rate: float,
        burst: int,
        *,
        most: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.rate = rate
        self._a_token = 1 / rate  # seconds
        self._slack = (burst - 1) / rate
        self._most = most
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def buckets(self) -> int:
        """The number of buckets that are kept."""
        return len(self._full_at)

    def take(self, name: str) -> float:
        """Takes a token of `name`, or returns the seconds until there is one."""
        with self._lock:
            now = self._clock()
            full_at = self._full_at.get(name, now)
            wait = full_at - now - self._slack
            if wait > _ROUNDING:
                self._full_at.move_to_end(name)
                return wait
            self._full_at[name] = max(full_at, now) + self._a_token
            self._full_at.move_to_end(name)
            if len(self._full_at) > self._most:
                self._full_at.popitem(last=False)
            return 0.0

    def wait(self, name: str) -> float:
        """The seconds until there is a token of `name`; 0 where there is one. Takes none."""
        now = self._clock()
        wait = self._full_at.get(name, now) - now - self._slack
        return wait if wait > _ROUNDING else 0.0
