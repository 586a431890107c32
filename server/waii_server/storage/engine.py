"""What storage needs of a database engine; `sqlite` and `postgresql` each have one."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

import sqlalchemy
from sqlalchemy import column, select, table
from sqlalchemy.pool import Pool, PoolProxiedConnection

from waii_server.domain.principal import Identity
from waii_server.storage.principals import KeyOwner
from waii_server.storage.statements import Connection, Statement

_SCHEMA_VERSION = Statement(select(column("version_num")).select_from(table("alembic_version")))


class Work(Protocol):
    """A transaction that has begun; what it did is lost unless it is committed."""

    @property
    def connection(self) -> Connection: ...

    def commit(self, last: Statement | None = None, **values: object) -> None:
        """Makes it durable, and ends it; raises the driver's errors.

        Args:
            last: a statement to run before, with its values; on some engines in the same trip.
        """


class Backend(ABC):
    """The connections to one database, and what differs from engine to engine.

    Its methods raise the driver's errors, and SQLAlchemy's where a connection cannot be had.

    Attributes:
        name: of the engine, as in `Statement.compiled`.
        driver: the module of the DB-API, with its exceptions.
        embedded: whether the database belongs to one machine's server, which may then set it up
            without being told to.
    """

    name: str
    driver: Any
    embedded: bool

    @abstractmethod
    def key_owner(
        self, digest: bytes, user_id: str | None
    ) -> tuple[KeyOwner | None, Identity | None]:
        """The key with this digest with its user, and the user `user_id`: as of now, or later.

        Both at once, since together they cost little more than one.
        """

    @abstractmethod
    def reading(self) -> AbstractContextManager[Work]:
        """A transaction on one snapshot, which cannot write."""

    @abstractmethod
    def writing(self, *, in_turn: bool = False) -> AbstractContextManager[Work]:
        """A transaction that writes.

        Args:
            in_turn: whether it decides nothing by what was there before it held it, since it is
                about one row, which it claims first, or looks at nothing: each of its statements
                finds what is there at that moment, and not at its own beginning.
        """

    @abstractmethod
    def migrating(self) -> AbstractContextManager[sqlalchemy.Connection]:
        """The one transaction that migrates: one process at a time, committed when the block ends.

        It sees what was committed before its turn came.
        """

    @abstractmethod
    def inspecting(self) -> AbstractContextManager[sqlalchemy.Connection]:
        """A connection to read the version of the tables."""

    @abstractmethod
    def lost_race(self, error: object) -> bool:
        """Whether the driver's error says that the same transaction may succeed if made again."""

    @abstractmethod
    def is_bug(self, error: object) -> bool:
        """Whether the driver's error is this program's fault, and not the state of the database."""

    def probe(self) -> None:
        """Reads what every database of this program has."""
        with self.reading() as work:
            if work.connection.row(_SCHEMA_VERSION) is None:
                raise self.driver.OperationalError("the database has no schema version")

    @abstractmethod
    def close(self) -> None:
        """Closes every connection; none may be in use."""


class PooledWork:
    """A transaction on a connection of a pool."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.ended = False

    def commit(self, last: Statement | None = None, **values: object) -> None:
        if last is None:
            self.connection.command("COMMIT")
        else:
            self.connection.run_and_commit(last, **values)
        self.ended = True


@contextmanager
def begun(pool: Pool, engine: str, begin: Callable[[Connection], None]) -> Iterator[PooledWork]:
    """A transaction on a connection of `pool`, rolled back at the end unless it was committed."""
    pooled = pool.connect()
    try:
        connection = Connection(pooled.driver_connection, engine)
        begin(connection)
        work = PooledWork(connection)
        try:
            yield work
        finally:
            if not work.ended:
                _roll_back(connection, pooled)
    finally:
        pooled.close()


def _roll_back(connection: Connection, pooled: PoolProxiedConnection) -> None:
    try:
        connection.command("ROLLBACK")
    except BaseException:
        pooled.invalidate()  # whatever state it is in
        raise
