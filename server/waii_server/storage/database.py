"""A database, whichever engine it runs on, and the transactions on it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from sqlalchemy import URL, exc, make_url

from waii_server.domain.audit import AuditEvent
from waii_server.domain.errors import Conflict, Unavailable
from waii_server.domain.principal import Identity
from waii_server.storage import audit_events, migrations
from waii_server.storage.access_keys import AccessKeys
from waii_server.storage.answered_requests import AnsweredRequests
from waii_server.storage.audit_events import AuditEvents
from waii_server.storage.engine import Backend, Work
from waii_server.storage.organizations import Organizations
from waii_server.storage.principals import KeyOwner, Principals
from waii_server.storage.tenants import Tenants
from waii_server.storage.user_configs import UserConfigs
from waii_server.storage.users import Users

_log = logging.getLogger(__name__)
_BACKENDS = {
    "sqlite": ("waii_server.storage.sqlite", "SQLite"),
    "postgresql": ("waii_server.storage.postgresql", "PostgreSQL"),
}


def sqlite_url(path: Path) -> str:
    """The URL of the SQLite database in this file, whatever characters its path has."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


class SchemaMismatch(Exception):
    """The tables are not at the version of this program; the text says what to do."""


class Transaction:
    """One unit of work: what it did is lost unless it is committed before its block ends."""

    def __init__(self, work: Work, *, writing: bool, rehearsal: bool = False) -> None:
        self._work = work
        self._rehearsal = rehearsal
        connection = work.connection
        self.organizations = Organizations(connection)
        self.tenants = Tenants(connection)
        self.users = Users(connection, locking=writing)
        self.access_keys = AccessKeys(connection)
        self.user_configs = UserConfigs(connection)
        self.principals = Principals(connection, locking=writing)
        self.audit_events = AuditEvents(connection)
        self.answered_requests = AnsweredRequests(connection)

    def commit(self, event: AuditEvent | None) -> None:
        """Makes the work durable, and ends it: on return it survives a crash of the machine.

        A rehearsal ends when its block does, undone.

        Args:
            event: what has been done, which becomes durable with it or not at all; None for what
                the service does of itself.
        """
        if self._rehearsal:
            return
        if event is None:
            self._work.commit()
        else:
            self._work.commit(audit_events.ADD, **audit_events.values_of(event))


class Database:
    """A database, opened; safe to share between threads.

    Args:
        url: a SQLAlchemy URL: `sqlite:///FILE` or `postgresql+psycopg://...`.
        connections: how many transactions may run at the same time.
        busy_timeout: seconds that a call waits for a connection or a lock before it is refused.
        around: puts something around the engine that looks on.

    Attributes:
        embedded: whether it belongs to one machine's server, which may set it up by itself.

    Raises:
        ValueError: the URL is malformed, or of an engine that is not supported.
    """

    def __init__(
        self,
        url: str,
        *,
        connections: int,
        busy_timeout: float,
        around: Callable[[Backend], Backend] = lambda backend: backend,
    ) -> None:
        engine = _parsed(url).get_backend_name()
        if engine not in _BACKENDS:
            raise ValueError(f"unsupported database {engine!r}; use one of {sorted(_BACKENDS)}")
        module_name, class_name = _BACKENDS[engine]
        try:
            # Only the one that is used: each needs a driver that others do not.
            module = import_module(module_name)
        except ModuleNotFoundError as error:
            raise ValueError(
                f"{error}; install the extra [postgres]: pip install '.[postgres]' in a clone"
            ) from None
        backend: Backend = getattr(module, class_name)(
            url, connections=connections, busy_timeout=busy_timeout
        )
        self._backend = around(backend)
        self.embedded = backend.embedded

    def read(self) -> AbstractContextManager[Transaction]:
        """A transaction on one consistent snapshot, which cannot write.

        Raises:
            Unavailable: the database cannot serve it now.
        """
        return self._transaction(self._backend.reading, writing=False)

    def key_owner(
        self, digest: bytes, user_id: str | None
    ) -> tuple[KeyOwner | None, Identity | None]:
        """The key with this digest with its user, and the user `user_id`, as of now.

        Raises:
            Unavailable: the database cannot serve it now.
        """
        try:
            return self._backend.key_owner(digest, user_id)
        except Exception as error:  # noqa: BLE001  raised again, translated
            self._fail(error)

    def write(
        self, *, rehearsal: bool = False, in_turn: bool = False
    ) -> AbstractContextManager[Transaction]:
        """A transaction that writes; what it has read of principals stays true until it ends.

        Args:
            rehearsal: whether to commit nothing: it only shows what would happen.
            in_turn: as of `Backend.writing`.

        Raises:
            Unavailable: the database cannot serve it now.
            Conflict: it lost a race against another writer; made again, it may win.
        """
        begin = partial(self._backend.writing, in_turn=in_turn)
        return self._transaction(begin, writing=True, rehearsal=rehearsal)

    def migrate(self) -> None:
        """Brings the tables to the version of this program; safe to repeat and to race."""
        with self._translated_errors():
            migrations.upgrade(self._backend)

    def require_schema(self, *, migrate: bool) -> None:
        """Makes sure that the tables are at the version of this program.

        Args:
            migrate: whether to bring them there; SQLite's are in any case.

        Raises:
            SchemaMismatch: they are not.
        """
        with self._translated_errors():
            current, expected, known = migrations.versions(self._backend)
        if current == expected:
            return
        if known and (migrate or self.embedded):
            self.migrate()
        else:
            remedy = "run 'waii-server migrate', or serve with --auto-migrate"
            raise SchemaMismatch(
                f"the database has schema version {current or 'none'}, this program needs "
                f"{expected}: {remedy if known else 'it belongs to a newer one'}"
            )

    def ping(self) -> None:
        """Reads something.

        Raises:
            Unavailable: the database cannot serve reads now.
        """
        with self._translated_errors():
            self._backend.probe()

    def close(self) -> None:
        self._backend.close()

    @contextmanager
    def _transaction(
        self,
        begin: Callable[[], AbstractContextManager[Work]],
        *,
        writing: bool,
        rehearsal: bool = False,
    ) -> Iterator[Transaction]:
        with self._translated_errors(), begin() as work:
            yield Transaction(work, writing=writing, rehearsal=rehearsal)

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001  raised again, translated
            self._fail(error)

    def _fail(self, error: Exception) -> NoReturn:
        translated = self._translated(error)
        if translated is error:
            raise error
        raise translated from error

    def _translated(self, error: Exception) -> Exception:
        """What an error of the database means for a call; any other error as it is."""
        # SQLAlchemy's are those of a migration, and of a pool that has no connection to give.
        reported = error.orig if isinstance(error, exc.DBAPIError) else error
        if isinstance(reported, self._backend.driver.IntegrityError):
            # Use cases look before they write. A constraint that is violated all the same was
            # violated by someone who came in between; the next attempt will see it and say so.
            _log.info("a constraint was violated: %s", _first_line(reported))
            return Conflict()
        if self._backend.lost_race(reported):
            return Conflict()
        if self._backend.is_bug(reported):
            return error
        if isinstance(reported, self._backend.driver.Error | exc.TimeoutError):
            _log.warning("the database failed: %s", _first_line(reported))
            return Unavailable()
        return error


def _parsed(url: str) -> URL:
    """
    Raises:
        ValueError: it is malformed. It may hold a password: nothing of it is repeated.
    """
    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError):  # ValueError: the port
        raise ValueError("the database URL is malformed") from None
    if "@" in (parsed.host or ""):
        # The rest of the password, which the driver would complain of as a host that is not there.
        raise ValueError("the database URL is malformed: '@' in a password is written '%40'")
    return parsed


def _first_line(error: BaseException | None) -> str:
    """What a driver says; the lines after the first may quote values."""
    return str(error).partition("\n")[0]
