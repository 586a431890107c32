"""SQLite: connections that read, and the one that writes.

The library allows one writer at a time and any number of readers beside it (WAL). Writers of this
process queue for a single connection, not for the lock in the file: they wait in the order of their
arrival, no two commits or checkpoints overlap, and nobody polls.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url, text
from sqlalchemy.pool import QueuePool

_PRAGMAS = {
    "journal_mode": "WAL",
    # An acknowledged write survives the loss of power, not only of the process.
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "cache_size": -16 * 1024,  # KiB, of each connection; the mapping below is shared
    "mmap_size": 1024 * 1024 * 1024,
    "temp_store": "MEMORY",
}
VERSION = sqlite3.sqlite_version

_WAL_RESET_BUG = ((3, 7, 0), (3, 51, 3))
_WAL_RESET_BACKPORTS = ((3, 44, 6), (3, 50, 7))


def reader_engine(url: str, connections: int, busy_timeout: float) -> Engine:
    """Connections that cannot write, each transaction on one snapshot."""
    return _engine(url, connections, busy_timeout, begin="BEGIN", query_only=True)


def writer_engine(url: str, busy_timeout: float) -> Engine:
    """The one connection that writes; its transactions hold the write lock from the start.

    A deferred transaction that turned into a writer would get SQLITE_BUSY at once wherever another
    process has written since its first read.
    """
    return _engine(url, 1, busy_timeout, begin="BEGIN IMMEDIATE", query_only=False)


def ping(engine: Engine) -> None:
    """Reads the schema's version from the file; a file that was moved away is not there."""
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
    try:
        parsed = make_url(url)
    except exc.ArgumentError:
        # Not chained, not quoted: a URL may hold a password.
        raise ValueError("the database URL is malformed; use sqlite:///FILE") from None
    if parsed.get_backend_name() != "sqlite":
        raise ValueError(f"unsupported database: {parsed.get_backend_name()!r}; use sqlite:///FILE")
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
