"""So many a second, for each of many: token buckets in bounded memory."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_ROUNDING = 1e-6  # of a token


class RateLimit:
    """A bucket of tokens for each name; `rate` of them come back in a second.

    Of more buckets than `most`, the one that was not asked for the longest is forgotten, and is
    full when it is asked for again.

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
        self._burst = float(burst)
        self._most = most
        self.clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """By name: how many tokens there were, and when."""
        self._lock = threading.Lock()

    @property
    def buckets(self) -> int:
        """The number of buckets that are kept."""
        return len(self._buckets)

    def take(self, name: str) -> float:
        """Takes a token of `name`, or returns the seconds until there is one."""
        with self._lock:
            now = self.clock()
            tokens = self._tokens(name, now)
            wait = self._until_one(tokens)
            self._buckets[name] = (tokens if wait else tokens - 1, now)
            self._buckets.move_to_end(name)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
            return wait

    def wait(self, name: str) -> float:
        """The seconds until there is a token of `name`; 0 where there is one. Takes none."""
        return self._until_one(self._tokens(name, self.clock()))

    def _tokens(self, name: str, now: float) -> float:
        tokens, at = self._buckets.get(name, (self._burst, now))
        return min(self._burst, tokens + (now - at) * self.rate)

    def _until_one(self, tokens: float) -> float:
        missing = 1 - tokens
        return missing / self.rate if missing > _ROUNDING else 0.0
