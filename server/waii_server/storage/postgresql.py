"""PostgreSQL: any number of servers on one database.

Transactions that write run at REPEATABLE READ: each sees one snapshot, and loses (SQLSTATE 40001)
to whoever changed a row that it wants to change or to hold. Those that have to come one after the
other, and change different rows, wait for a row that they share, at READ COMMITTED: a snapshot
would be from before that wait. Nothing here needs more of the engine than that, foreign keys,
unique constraints and row locks.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

import psycopg
import sqlalchemy
from psycopg.conninfo import make_conninfo
from sqlalchemy import NullPool, QueuePool, create_engine, make_url, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from waii_server.domain.principal import Identity
from waii_server.storage.engine import Backend, Work, begun
from waii_server.storage.joined_reads import JoinedReads
from waii_server.storage.libpq import PreparedConnection
from waii_server.storage.principals import (
    BY_DIGESTS,
    BY_PREVIOUS_DIGESTS,
    BY_USER_IDS,
    KeyOwner,
    identity_of,
    key_owner_of,
    previous_key_owner_of,
)
from waii_server.storage.statements import Connection, Statement

_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITE = "BEGIN ISOLATION LEVEL REPEATABLE READ"
_WRITE_IN_TURN = "BEGIN ISOLATION LEVEL READ COMMITTED"

_MARGIN = 0.5  # seconds

_SERIALIZATION_FAILURE = "40001"
_DEADLOCK_DETECTED = "40P01"
_Question = tuple[bytes, str | None]
_Answer = tuple[KeyOwner | None, Identity | None]

# Any number will do that nothing else in the database uses.
_MIGRATION_LOCK = 0x7761_6969


class PostgreSQL(Backend):
    """Connects lazily: a database that is away is noticed by the first statement.

    Args:
        connections: at most this many are open at the same time.
        busy_timeout: seconds that a call waits for a connection, to connect, or for a lock.

    Raises:
        ValueError: the URL has an option that there is not.
    """

    name = "postgresql"
    driver = psycopg
    embedded = False

    def __init__(self, url: str, *, connections: int, busy_timeout: float) -> None:
        milliseconds = int(busy_timeout * 1000)
        dialect: Any = PGDialect_psycopg  # which is not typed
        _, given = dialect().create_connect_args(make_url(url))
        self._arguments = {
            "connect_timeout": max(2, int(busy_timeout)),
            # A server that went away without a word is noticed in seconds, not hours.
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 2 * milliseconds,
            # Every statement has one good plan, whatever its values: to plan it anew each time
            # takes longer than to run it.
            "options": f"-c lock_timeout={milliseconds} -c statement_timeout={2 * milliseconds} "
            "-c plan_cache_mode=force_generic_plan",
            **given,
        }
        try:
            make_conninfo(**self._arguments)
        except psycopg.ProgrammingError:
            # Not at the first connection, and without its text: it may show what was given.
            raise ValueError(
                "the database URL has an option that PostgreSQL does not know"
            ) from None
        # A server that is asked to end a statement in time, and does not, is not there.
        self._patience = 2 * busy_timeout + _MARGIN
        self._pool = QueuePool(
            self._prepared,
            pool_size=connections,
            max_overflow=0,
            timeout=busy_timeout,
            # The one that was used last is used first: the others may close on the server's side.
            use_lifo=True,
            reset_on_return=None,
        )
        self._key_owners = JoinedReads(self._read_key_owners)

    def key_owner(
        self, digest: bytes, user_id: str | None
    ) -> tuple[KeyOwner | None, Identity | None]:
        return self._key_owners.get((digest, user_id))

    def reading(self) -> AbstractContextManager[Work]:
        return begun(self._pool, self.name, lambda connection: connection.driver.begin(_READ))

    def writing(self, *, in_turn: bool = False) -> AbstractContextManager[Work]:
        begin = _WRITE_IN_TURN if in_turn else _WRITE
        return begun(self._pool, self.name, lambda connection: connection.driver.begin(begin))

    @contextmanager
    def migrating(self) -> Iterator[sqlalchemy.Connection]:
        with self.inspecting() as connection, connection.begin():
            # Waiting for another process that migrates, and migrating, take what they take.
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK}
            )
            yield connection

    @contextmanager
    def inspecting(self) -> Iterator[sqlalchemy.Connection]:
        engine = create_engine(
            "postgresql+psycopg://",
            creator=lambda: psycopg.connect(**self._arguments),
            poolclass=NullPool,
        )
        with engine.connect() as connection:
            yield connection

    def lost_race(self, error: object) -> bool:
        state = getattr(error, "sqlstate", None)
        return state in (_SERIALIZATION_FAILURE, _DEADLOCK_DETECTED)

    def is_bug(self, error: object) -> bool:
        return isinstance(error, psycopg.ProgrammingError | psycopg.DataError) and not isinstance(
            error, psycopg.errors.UndefinedTable
        )

    def close(self) -> None:
        self._pool.dispose()

    def _prepared(self) -> Any:
        return PreparedConnection(self._connect, self._patience)

    def _connect(self) -> "psycopg.Connection[Any]":
        # Transactions are begun and ended by those who use the connections.
        return psycopg.connect(**self._arguments, autocommit=True)

    def _read_key_owners(self, questions: Sequence[_Question]) -> list[_Answer]:
        digests = [digest for digest, _ in questions]
        user_ids = [user_id for _, user_id in questions if user_id is not None]
        with closing(self._pool.connect()) as pooled:
            connection = Connection(pooled.driver_connection, self.name)
            asked: list[tuple[Statement, dict[str, object]]] = [(BY_DIGESTS, {"keys": digests})]
            if user_ids:
                asked.append((BY_USER_IDS, {"keys": user_ids}))
            keys, *users = connection.rows_of_all(*asked)
            owners: dict[bytes, KeyOwner | None] = {row[0]: key_owner_of(row[1:]) for row in keys}
            if others := [digest for digest in digests if digest not in owners]:
                rotated = connection.rows(BY_PREVIOUS_DIGESTS, keys=others)
                owners.update((row[0], previous_key_owner_of(row[1:])) for row in rotated)
        identities: dict[str | None, Identity] = {
            identity.user_id: identity for rows in users for identity in map(identity_of, rows)
        }
        return [(owners.get(digest), identities.get(user_id)) for digest, user_id in questions]
