"""The engine, its connections, and the transactions on them."""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Engine, exc
from sqlmodel import Session

from waii_server.domain.errors import Conflict, Unavailable
from waii_server.storage import migrations, sqlite
from waii_server.storage.access_keys import AccessKeys
from waii_server.storage.organizations import Organizations
from waii_server.storage.principals import Principals
from waii_server.storage.tenants import Tenants
from waii_server.storage.user_configs import UserConfigs
from waii_server.storage.users import Users

_log = logging.getLogger(__name__)


class Transaction:
    """One unit of work: what it did is lost unless it is committed before its block ends."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.organizations = Organizations(session)
        self.tenants = Tenants(session)
        self.users = Users(session)
        self.access_keys = AccessKeys(session)
        self.user_configs = UserConfigs(session)
        self.principals = Principals(session.connection())

    def commit(self) -> None:
        """Makes the work durable; on return it survives a crash of the machine."""
        self._session.commit()


class Database:
    """A database, opened; safe to share between threads.

    Args:
        url: a SQLAlchemy URL; a SQLite file (`sqlite:///path`) is created where it is missing.
        readers: how many transactions may read at the same time.
        busy_timeout: seconds that a call waits for a connection or a lock before it is refused.

    Raises:
        ValueError: the URL is not of an engine that is supported.
    """

    def __init__(self, url: str, *, readers: int, busy_timeout: float) -> None:
        if sqlite.may_lose_commits():
            _log.warning(
                "SQLite %s can lose a commit when several processes write to one file; "
                "serve it from one process, or with SQLite 3.51.3 or later",
                sqlite.VERSION,
            )
        self._reader = sqlite.reader_engine(url, readers, busy_timeout)
        self._writer = sqlite.writer_engine(url, busy_timeout)

    def read(self) -> AbstractContextManager[Transaction]:
        """A transaction on one consistent snapshot, which cannot write.

        Raises:
            Unavailable: the database cannot serve it now.
        """
        return _transaction(self._reader)

    @contextmanager
    def principals(self) -> Iterator[Principals]:
        """As `read`, for the look-up of principals alone: the part of it that every call needs.

        Raises:
            Unavailable: the database cannot serve it now.
        """
        with _translated_errors(), self._reader.connect() as connection:
            yield Principals(connection)

    def write(self) -> AbstractContextManager[Transaction]:
        """A transaction that no other writer interleaves with.

        Raises:
            Unavailable: the database cannot serve it now.
            Conflict: it lost a race against another writer; made again, it may win.
        """
        return _transaction(self._writer)

    def migrate(self) -> None:
        """Brings the tables to the version of this program; safe to repeat and to race."""
        with _translated_errors():
            migrations.upgrade(self._writer)

    def ping(self) -> None:
        """Reads something.

        Raises:
            Unavailable: the database cannot serve reads now.
        """
        with _translated_errors():
            sqlite.ping(self._reader)

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()


@contextmanager
def _transaction(engine: Engine) -> Iterator[Transaction]:
    with _translated_errors(), Session(engine, expire_on_commit=False) as session:
        yield Transaction(session)


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except exc.IntegrityError as error:
        # Use cases look before they write. A constraint that is violated all the same was violated
        # by someone who came in between; the next attempt will see it and say so.
        _log.info("a constraint was violated: %s", error.orig)
        raise Conflict from error
    except (exc.DBAPIError, exc.TimeoutError) as error:
        if isinstance(error, exc.ProgrammingError | exc.DataError):
            raise
        _log.warning("the database failed: %s", error)
        raise Unavailable from error
