"""SQLite: connections that read, and the one that writes.

The library allows one writer at a time and any number of readers beside it (WAL). Writers of this
process queue for a single connection, not for the lock in the file: they wait in the order of their
arrival, no two commits or checkpoints overlap, and nobody polls.
"""

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url, text
from sqlalchemy.pool import QueuePool

from waii_server.domain.principal import Identity
from waii_server.storage.engine import Backend
from waii_server.storage.lookups import Lookups, ThreadConnections
from waii_server.storage.principals import KeyOwner

K = TypeVar("K")
V = TypeVar("V")

_log = logging.getLogger(__name__)

_PRAGMAS = {
    "journal_mode": "WAL",
    # An acknowledged write survives the loss of power, not only of the process.
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "cache_size": -16 * 1024,  # KiB, of each connection; the mapping below is shared
    "mmap_size": 1024 * 1024 * 1024,
    "temp_store": "MEMORY",
}
_CACHED_IN_EACH_THREAD = 10_000  # keys, and users, in each thread that serves calls

_WAL_RESET_BUG = ((3, 7, 0), (3, 51, 3))
_WAL_RESET_BACKPORTS = ((3, 44, 6), (3, 50, 7))


def open_backend(url: str, *, connections: int, busy_timeout: float) -> Backend:
    """Opens a file; makes it, for its owner alone, where it is missing.

    Args:
        connections: how many transactions may read at the same time.
        busy_timeout: seconds that a call waits for a connection or for another process's lock.

    Raises:
        ValueError: the URL does not name a file.
    """
    if may_lose_commits():
        _log.warning(
            "SQLite %s can lose a commit when several processes write to one file; "
            "serve it from one process, or with SQLite 3.51.3 or later",
            sqlite3.sqlite_version,
        )
    reader = _engine(url, connections, busy_timeout, begin="BEGIN", query_only=True)
    # Its transactions hold the write lock from the start: a deferred one that turned into a writer
    # would get SQLITE_BUSY at once wherever another process has written since its first read.
    writer = _engine(url, 1, busy_timeout, begin="BEGIN IMMEDIATE", query_only=False)
    return Backend(
        lookups=_Lookups(reader),
        reader=reader,
        writer=writer,
        migrator=writer,
        embedded=True,
        lock_for_migration=lambda _connection: None,  # BEGIN IMMEDIATE was one
        probe=lambda: _probe(reader),
        driver_error=sqlite3.Error,
        lost_race=lambda _error: False,  # one writer at a time: nobody to lose to
    )


class _Cache:
    """What one thread has looked up in one version of the database."""

    version = -1
    key_owners: dict[bytes, KeyOwner]
    identities: dict[str, Identity]


class _Lookups(Lookups):
    """Look-ups from memory, as long as the database is the one that they were read from.

    `PRAGMA data_version` changes whenever another connection, of this or of another process, has
    committed. It is asked for in every look-up, so that nothing is answered that a commit before
    the look-up has changed. It compares only with earlier answers of the same connection: each
    thread has its own, and with it a cache of its own.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._connections = ThreadConnections(engine)
        self._local = threading.local()

    def key_owner(self, digest: bytes) -> KeyOwner | None:
        return _remembered(self._cache().key_owners, digest, super().key_owner)

    def identity(self, user_id: str) -> Identity | None:
        return _remembered(self._cache().identities, user_id, super().identity)

    def close(self) -> None:
        self._connections.close()

    def _cache(self) -> _Cache:
        # The version first, the look-up afterwards: what that finds may be newer than the version
        # says, and then goes with the next one; it is never older.
        (version,) = self._connections.get().execute("PRAGMA data_version").fetchone()
        cache: _Cache | None = getattr(self._local, "cache", None)
        if cache is None:
            cache = self._local.cache = _Cache()
        if cache.version != version:
            cache.version, cache.key_owners, cache.identities = version, {}, {}
        return cache

    def _row(self, statement: str, parameter: str, value: str | bytes) -> Sequence[Any] | None:
        del parameter  # SQLite's go by position
        row: Sequence[Any] | None = self._connections.get().execute(statement, (value,)).fetchone()
        return row


def _remembered(known: dict[K, V], key: K, look_up: Callable[[K], V | None]) -> V | None:
    found = known.get(key)
    if found is None:
        found = look_up(key)
        if found is not None and len(known) < _CACHED_IN_EACH_THREAD:
            known[key] = found
    return found


def _probe(engine: Engine) -> None:
    # A file that was moved away would go on answering to those who have it open.
    path = engine.url.database
    if not path or not Path(path).exists():
        raise exc.OperationalError(None, None, sqlite3.OperationalError(f"{path} is missing"))
    with engine.connect() as connection:
        connection.execute(text("SELECT version_num FROM alembic_version")).one()


def may_lose_commits(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Whether the library has the WAL-reset bug: a commit can be lost where several connections
    commit and checkpoint at the same time (fixed in SQLite 3.51.3, 3.50.7 and 3.44.6)."""
    first, fixed = _WAL_RESET_BUG
    if not first <= version < fixed:
        return False
    return not any(
        version[:2] == backport[:2] and version >= backport for backport in _WAL_RESET_BACKPORTS
    )


def _engine(
    url: str, connections: int, busy_timeout: float, *, begin: str, query_only: bool
) -> Engine:
    parsed = make_url(url)
    if parsed.database in (None, "", ":memory:"):
        # Every connection would have a database of its own.
        raise ValueError("an in-memory SQLite database cannot be served; use sqlite:///FILE")
    _create_private(Path(str(parsed.database)))
    engine = create_engine(
        parsed,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=busy_timeout,
        # Statements' values are people's data and keys' digests: not for error texts and logs.
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": busy_timeout, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        for pragma, value in _PRAGMAS.items():
            connection.execute(f"PRAGMA {pragma} = {value}")
        if query_only:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        # The driver's own transaction control begins late and never immediately: it is off.
        connection.exec_driver_sql(begin)

    return engine


def _create_private(path: Path) -> None:
    """Makes the file where it is missing, for its owner alone; the WAL gets the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
