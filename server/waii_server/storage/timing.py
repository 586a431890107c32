"""How long transactions wait, and how long they take, on whichever engine."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Protocol

from waii_server.domain.principal import Identity
from waii_server.storage.engine import Backend, Work
from waii_server.storage.principals import KeyOwner
from waii_server.storage.wrapped import WrappedBackend


class Times(Protocol):
    """Who wants to know. Kinds are `key`, the look at a key and its user; `read`; and `write`."""

    def began(self, kind: str, waited: float | None) -> None:
        """A transaction has begun, after so many seconds; None where there is nothing to await."""

    def ended(self, kind: str, seconds: float) -> None:
        """One that has begun has ended, after so many seconds more."""


class TimedBackend(WrappedBackend):
    """Tells how long everything takes that a call waits for."""

    def __init__(self, backend: Backend, times: Times) -> None:
        super().__init__(backend)
        self._times = times

    def key_owner(
        self, digest: bytes, user_id: str | None
    ) -> tuple[KeyOwner | None, Identity | None]:
        self._times.began("key", None)
        started = time.perf_counter()
        try:
            return super().key_owner(digest, user_id)
        finally:
            self._times.ended("key", time.perf_counter() - started)

    def reading(self) -> AbstractContextManager[Work]:
        return self._timed("read", super().reading)

    def writing(self, *, in_turn: bool = False) -> AbstractContextManager[Work]:
        return self._timed("write", partial(super().writing, in_turn=in_turn))

    @contextmanager
    def _timed(
        self, kind: str, begin: Callable[[], AbstractContextManager[Work]]
    ) -> Iterator[Work]:
        asked = time.perf_counter()
        with begin() as work:
            began = time.perf_counter()
            self._times.began(kind, began - asked)
            try:
                yield work
            finally:
                self._times.ended(kind, time.perf_counter() - began)
