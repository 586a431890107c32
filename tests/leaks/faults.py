"""What goes wrong inside, so that what is said of it can be looked at."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from leaks import canaries
from leaks.canaries import Mark
from sqlalchemy import make_url
from support import databases, inspection

_GARBAGE = b"\xff\xff" + canaries.key(8_500_000, Mark.KEPT).encode()
_NO_TIME = 9_000_000_000_000_000_000


def break_answers(url: str) -> None:
    """Rows that no server writes: what is made of them is no answer."""
    inspection.change(url, "UPDATE access_keys SET created_at = ?", _NO_TIME)
    inspection.change(url, "UPDATE audit_events SET time = ?", _NO_TIME)
    for table in ("users", "tenants", "organizations"):
        inspection.change(url, f"UPDATE {table} SET variables = ?", _GARBAGE)  # noqa: S608


def break_callers(url: str) -> None:
    """Nobody can be read any more whose key is used: that is a bug to every call."""
    if databases.current() == databases.SQLITE:
        inspection.change(url, "UPDATE users SET roles = ?", b"\xff")
    else:
        inspection.change(url, "ALTER TABLE users RENAME COLUMN email TO gone")


@contextmanager
def lost(url: str) -> Iterator[None]:
    """The database takes no writes, and on PostgreSQL nothing at all."""
    if databases.current() == databases.SQLITE:
        with inspection.busy(url):
            yield
        return
    name = make_url(url).database
    other = make_url(url).set(database="postgres").render_as_string(hide_password=False)
    inspection.change(other, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = ?"
    inspection.rows(other, ended, name)
    try:
        yield
    finally:
        inspection.change(other, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


class Queries:
    """What PostgreSQL shows of the statements that run, looked at again and again."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.seen: set[str] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        query = (
            "SELECT query FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        while not self._done.wait(0.05):
            self.seen.update(text for (text,) in inspection.rows(self._url, query))
