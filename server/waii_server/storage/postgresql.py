"""PostgreSQL: any number of servers on one database.

Transactions that write run at REPEATABLE READ: each sees one snapshot, and loses (SQLSTATE 40001)
to whoever changed a row that it wants to change or to hold. Nothing here needs more of the engine
than that, foreign keys, unique constraints and row locks.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, exc, make_url, text
from sqlalchemy.pool import QueuePool

from waii_server.storage.engine import Backend
from waii_server.storage.lookups import Lookups, ThreadConnections

_SERIALIZATION_FAILURE = "40001"
_DEADLOCK_DETECTED = "40P01"
# Any number will do that nothing else in the database uses.
_MIGRATION_LOCK = 0x7761_6969


def open_backend(url: str, *, connections: int, busy_timeout: float) -> Backend:
    """Connects lazily: a database that is away is noticed by the first statement.

    Args:
        connections: at most this many are open at the same time.
        busy_timeout: seconds that a call waits for a connection, to connect, or for a lock.
    """
    milliseconds = int(busy_timeout * 1000)
    engine = create_engine(
        # The one driver that there is, also where the URL does not name it.
        make_url(url).set(drivername="postgresql+psycopg"),
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=busy_timeout,
        # The one that was used last is used first: the others may close on the server's side.
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": max(2, int(busy_timeout)),
            "options": f"-c lock_timeout={milliseconds} -c statement_timeout={2 * milliseconds}",
            # A server that went away without a word is noticed in seconds, not hours.
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 2 * milliseconds,
            # Every statement that is run again is prepared once for each connection.
            "prepare_threshold": 1,
        },
    )
    return Backend(
        lookups=_Lookups(engine),
        reader=engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        ),
        writer=engine.execution_options(isolation_level="REPEATABLE READ"),
        migrator=engine.execution_options(isolation_level="READ COMMITTED"),
        embedded=False,
        lock_for_migration=_lock_for_migration,
        probe=lambda: _probe(engine),
        driver_error=psycopg.Error,
        lost_race=_lost_race,
    )


class _Lookups(Lookups):
    """One prepared statement for each look-up: no cache, so nothing to be out of date."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._connections = ThreadConnections(engine, _autocommit)

    def _row(self, statement: str, parameter: str, value: str | bytes) -> Sequence[Any] | None:
        connection = self._connections.get()
        try:
            found: Sequence[Any] | None = connection.execute(
                statement, {parameter: value}, prepare=True
            ).fetchone()
        except psycopg.OperationalError:
            # One that was idle while the database restarted says so only now.
            self._connections.discard()
            raise
        return found

    def close(self) -> None:
        self._connections.close()


def _autocommit(connection: psycopg.Connection) -> None:
    connection.autocommit = True


def _lock_for_migration(connection: Connection) -> None:
    # Waiting for another process that migrates, and migrating, take what they take.
    connection.execute(text("SET LOCAL lock_timeout = 0"))
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})


def _probe(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT version_num FROM alembic_version")).one()


def _lost_race(error: exc.DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state in (_SERIALIZATION_FAILURE, _DEADLOCK_DETECTED)
