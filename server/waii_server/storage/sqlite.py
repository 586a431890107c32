"""SQLite: connections that read, and the one that writes.

The library allows one writer at a time and any number of readers beside it (WAL). Writers queue for
a single connection of their process, and processes for a lock on a file of its own, not for the
lock in the database: no two commits or checkpoints overlap, and what queues is made durable
together.
"""

import itertools
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy import NullPool, QueuePool, create_engine, make_url

from waii_server.domain.principal import Identity
from waii_server.storage.engine import Backend, Work, begun
from waii_server.storage.file_lock import FileLock
from waii_server.storage.group_commit import GroupCommit
from waii_server.storage.principals import (
    BY_DIGEST,
    BY_PREVIOUS_DIGEST,
    BY_USER_ID,
    KeyOwner,
    identity_of,
    key_owner_of,
    previous_key_owner_of,
)
from waii_server.storage.statements import Connection, Row, Statement
from waii_server.storage.wal_index import WalIndex, follows

K = TypeVar("K")
V = TypeVar("V")

_log = logging.getLogger(__name__)

_PRAGMAS = {
    "journal_mode": "WAL",
    # An acknowledged write survives the loss of power, not only of the process.
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "cache_size": -2 * 1024,  # KiB, of each connection; the mapping below is shared by all
    "mmap_size": 4 * 1024 * 1024 * 1024,
    "temp_store": "MEMORY",
}
_REMEMBERED = 2**16
"""Keys, and users, that are kept in memory: at half a kilobyte each, or a bit more."""

_WAL_RESET_BUG = ((3, 7, 0), (3, 51, 3))
_WAL_RESET_BACKPORTS = ((3, 44, 6), (3, 50, 7))


class SQLite(Backend):
    """A file, which is made, for its owner alone, where it is missing.

    Args:
        connections: how many transactions may read at the same time.
        busy_timeout: seconds that a call waits for a connection, or for a turn to write.

    Raises:
        ValueError: the URL does not name a file.
    """

    name = "sqlite"
    driver = sqlite3
    embedded = True

    def __init__(self, url: str, *, connections: int, busy_timeout: float) -> None:
        if may_lose_commits() and parent_process() is None:  # of a worker, the parent has said so
            _log.warning(
                "SQLite %s can lose a commit when a program that is not this server writes to its "
                "file at the same time; SQLite 3.51.3 or later cannot",
                sqlite3.sqlite_version,
            )
        database = make_url(url).database
        if database in (None, "", ":memory:"):
            # Every connection would have a database of its own.
            raise ValueError("an in-memory SQLite database cannot be served; use sqlite:///FILE")
        self._path = Path(str(database))
        _create_private(self._path)
        self._file = _identity(self._path)
        self._busy_timeout = busy_timeout
        self._readers = QueuePool(
            self._connect_to_read,
            pool_size=connections,
            max_overflow=0,
            timeout=busy_timeout,
            use_lifo=True,
            reset_on_return=None,  # whoever begins a transaction ends it
        )
        # Beside the file itself, also for who comes by a link to it.
        file = self._path.resolve()
        lock = FileLock(file.with_name(file.name + "-lock"), busy_timeout)
        self._writer = GroupCommit(
            lambda: Connection(self._connect(), self.name), self._watch, lock, busy_timeout
        )
        self._opening = threading.Lock()
        self._index: WalIndex | None = None
        self._version: Callable[[], object] | None = None
        self._memory = _Memory(None, {}, {})

    def key_owner(
        self, digest: bytes, user_id: str | None
    ) -> tuple[KeyOwner | None, Identity | None]:
        memory = self._current_memory()
        owner = _remembered(memory.key_owners, digest, self._read_key_owner)
        if user_id is None:
            return owner, None
        return owner, _remembered(memory.identities, user_id, self._read_identity)

    def reading(self) -> AbstractContextManager[Work]:
        return begun(self._readers, self.name, lambda connection: connection.command("BEGIN"))

    def writing(self, *, in_turn: bool = False) -> AbstractContextManager[Work]:
        del in_turn  # they all are
        self._require_file()
        return self._writer.writing()

    @contextmanager
    def migrating(self) -> Iterator[sqlalchemy.Connection]:
        with self._writer.alone(), self.inspecting() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.exec_driver_sql("COMMIT")

    @contextmanager
    def inspecting(self) -> Iterator[sqlalchemy.Connection]:
        engine = create_engine("sqlite://", creator=self._connect, poolclass=NullPool)
        with engine.connect() as connection:
            yield connection

    def lost_race(self, error: object) -> bool:
        del error
        return False  # one writer at a time: nobody to lose to

    def is_bug(self, error: object) -> bool:
        return isinstance(error, sqlite3.ProgrammingError | sqlite3.DataError)

    def probe(self) -> None:
        self._require_file()
        super().probe()

    def close(self) -> None:
        self._version = None
        self._writer.close()
        self._readers.dispose()
        if self._index is not None:
            self._index.close()

    def _require_file(self) -> None:
        """A file that was moved away, or replaced, goes on taking writes from those who have it
        open; nobody else would ever see them.

        Raises:
            sqlite3.OperationalError: it is another one than was opened.
        """
        found = _identity(self._path)
        if found is None:
            raise sqlite3.OperationalError(f"{self._path} is missing")
        if found != self._file:
            raise sqlite3.OperationalError(f"{self._path} was replaced: restart the server")

    def _current_memory(self) -> "_Memory":
        # The version first, the look-up afterwards: what that finds may be newer than the version
        # says, and then goes with the next one; it is never older.
        version = (self._version or self._open_index())()
        memory = self._memory
        if memory.version != version:
            memory = self._memory = _Memory(version, {}, {})
        return memory

    def _watch(self, connection: Connection) -> Callable[[], None]:
        """For a transaction of this process, which has begun; to be called when it is committed.

        What was remembered when it began is true behind it as well, if it has kept the principals:
        no commit of others lies in between.
        """
        connection.kept_principals = True
        index, memory = self._index, self._memory
        if index is None or memory.version != (begun := index.version()):
            return lambda: None

        def committed() -> None:
            version = index.version()
            if connection.kept_principals and follows(version, begun):
                self._memory = memory.as_of(version)

        return committed

    def _open_index(self) -> Callable[[], object]:
        with self._opening:
            if self._version is None:
                try:
                    self._index = WalIndex(self._path, self._connect())
                    self._version = self._index.version
                except OSError as error:
                    _log.warning("every call reads the database: %s", error)
                    self._version = itertools.count().__next__  # never twice the same
            return self._version

    def _read_key_owner(self, digest: bytes) -> KeyOwner | None:
        if row := self._read(BY_DIGEST, digest=digest):
            return key_owner_of(row)
        if row := self._read(BY_PREVIOUS_DIGEST, digest=digest):
            return previous_key_owner_of(row)
        return None

    def _read_identity(self, user_id: str) -> Identity | None:
        row = self._read(BY_USER_ID, user_id=user_id)
        return None if row is None else identity_of(row)

    def _read(self, statement: Statement, **values: object) -> Row | None:
        with closing(self._readers.connect()) as pooled:
            return Connection(pooled.driver_connection, self.name).row(statement, **values)

    def _connect_to_read(self) -> Any:
        connection = self._connect()
        connection.execute("PRAGMA query_only = ON")
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=self._busy_timeout,
            isolation_level=None,  # the driver begins late, and never immediately
            check_same_thread=False,
        )
        for pragma, value in _PRAGMAS.items():
            connection.execute(f"PRAGMA {pragma} = {value}")
        return connection


class _Memory:
    """What was looked up in one version of the database."""

    def __init__(
        self,
        version: object,
        key_owners: dict[bytes, KeyOwner],
        identities: dict[str, Identity],
    ) -> None:
        self.version = version
        self.key_owners = key_owners
        self.identities = identities

    def as_of(self, version: object) -> "_Memory":
        """The same, where all of it is true in a later version too."""
        # Shared: what a look-up that began before adds to it is as true.
        return _Memory(version, self.key_owners, self.identities)


def _remembered(known: dict[K, V], key: K, look_up: Callable[[K], V | None]) -> V | None:
    found = known.get(key)
    if found is None:
        found = look_up(key)
        if found is not None:
            if len(known) >= _REMEMBERED:
                known.clear()  # those who come often are soon back
            known[key] = found
    return found


def may_lose_commits(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Whether the library has the WAL-reset bug: a commit can be lost where several connections
    commit and checkpoint at the same time (fixed in SQLite 3.51.3, 3.50.7 and 3.44.6)."""
    first, fixed = _WAL_RESET_BUG
    if not first <= version < fixed:
        return False
    return not any(
        version[:2] == backport[:2] and version >= backport for backport in _WAL_RESET_BACKPORTS
    )


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is, whatever it is called; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _create_private(path: Path) -> None:
    """Makes the file where it is missing, for its owner alone; the WAL gets the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
