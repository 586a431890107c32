"""Who is behind a key, or an id: the read of every call of every service.

It takes neither a session nor SQLAlchemy's execution of a statement, which cost several times what
the database takes: each statement is compiled once and run on the driver's own connection, of which
each thread keeps one.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine

from waii_server.domain.principal import Identity
from waii_server.storage.principals import (
    BY_DIGEST,
    BY_USER_ID,
    KeyOwner,
    identity_of,
    key_owner_of,
)


class ThreadConnections:
    """The driver's connections outside of the pool, one for each thread that asks.

    Args:
        prepare: makes a connection ready for use, once.
    """

    def __init__(self, engine: Engine, prepare: Callable[[Any], None] = lambda _: None) -> None:
        self._engine = engine
        self._prepare = prepare
        self._local = threading.local()
        self._all: list[Any] = []

    def get(self) -> Any:
        """This thread's connection, opened where there is none; raises SQLAlchemy's errors."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            pooled = self._engine.raw_connection()
            connection = pooled.driver_connection
            pooled.detach()
            self._prepare(connection)
            self._all.append(connection)
            self._local.connection = connection
        return connection

    def discard(self) -> None:
        """Closes this thread's connection, which has failed: the next `get` opens another."""
        connection, self._local.connection = self._local.connection, None
        self._all.remove(connection)
        with suppress(Exception):
            connection.close()

    def close(self) -> None:
        """Closes all of them; no thread may be using one."""
        while self._all:
            self._all.pop().close()


class Lookups(ABC):
    """Raises the driver's errors, and SQLAlchemy's where a connection cannot be made."""

    def __init__(self, engine: Engine) -> None:
        self._by_digest = str(BY_DIGEST.compile(dialect=engine.dialect))
        self._by_user_id = str(BY_USER_ID.compile(dialect=engine.dialect))

    def key_owner(self, digest: bytes) -> KeyOwner | None:
        """The key with this digest, and its user."""
        row = self._row(self._by_digest, "digest", digest)
        return None if row is None else key_owner_of(row)

    def identity(self, user_id: str) -> Identity | None:
        """The user with this id."""
        row = self._row(self._by_user_id, "user_id", user_id)
        return None if row is None else identity_of(row)

    @abstractmethod
    def _row(self, statement: str, parameter: str, value: str | bytes) -> Sequence[Any] | None:
        """The first row of a statement with one parameter."""

    @abstractmethod
    def close(self) -> None: ...
