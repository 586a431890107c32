"""How long transactions wait, and how long they take: around whichever engine there is."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

import sqlalchemy

from waii_server.domain.principal import Identity
from waii_server.storage.engine import Backend, Work
from waii_server.storage.principals import KeyOwner


class Times(Protocol):
    """Who wants to know. Kinds are `key`, the look at a key and its user; `read`; and `write`."""

    def began(self, kind: str, waited: float | None) -> None:
        """A transaction has begun, after so many seconds; None where there is nothing to await."""

    def ended(self, kind: str, seconds: float) -> None:
        """One that has begun has ended, after so many seconds more."""


class TimedBackend(Backend):
    """A backend that tells how long what it does takes."""

    def __init__(self, backend: Backend, times: Times) -> None:
        self._backend = backend
        self._times = times
        self.name = backend.name
        self.driver = backend.driver
        self.embedded = backend.embedded

    def key_owner(
        self, digest: bytes, user_id: str | None
    ) -> tuple[KeyOwner | None, Identity | None]:
        self._times.began("key", None)
        started = time.perf_counter()
        try:
            return self._backend.key_owner(digest, user_id)
        finally:
            self._times.ended("key", time.perf_counter() - started)

    def reading(self) -> AbstractContextManager[Work]:
        return self._timed("read", self._backend.reading)

    def writing(self) -> AbstractContextManager[Work]:
        return self._timed("write", self._backend.writing)

    def migrating(self) -> AbstractContextManager[sqlalchemy.Connection]:
        return self._backend.migrating()

    def inspecting(self) -> AbstractContextManager[sqlalchemy.Connection]:
        return self._backend.inspecting()

    def lost_race(self, error: object) -> bool:
        return self._backend.lost_race(error)

    def is_bug(self, error: object) -> bool:
        return self._backend.is_bug(error)

    def probe(self) -> None:
        self._backend.probe()

    def close(self) -> None:
        self._backend.close()

    @contextmanager
    def _timed(
        self, kind: str, begin: Callable[[], AbstractContextManager[Work]]
    ) -> Iterator[Work]:
        started = time.perf_counter()
        began = False
        try:
            with begin() as work:
                now = time.perf_counter()
                self._times.began(kind, now - started)
                started, began = now, True
                yield work
        finally:
            if began:
                self._times.ended(kind, time.perf_counter() - started)
