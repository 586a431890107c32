"""Every test that needs a database runs on every engine, but for those that look into one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from storage.samples import fill
from support import databases
from waii_server.storage.database import Database


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if {"url", "shared_url"}.intersection(metafunc.fixturenames):
        databases.on_every_engine(metafunc)


@pytest.fixture
def url(engine: str, tmp_path: Path) -> str:
    """Of an empty database of the test's own."""
    del engine  # what it set up is what counts
    return databases.database_of(tmp_path / "data")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of that database, on SQLite."""
    return tmp_path / "data" / "waii.db"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database of the test's own; see `samples.fill`."""
    yield from _filled(url)


@pytest.fixture(scope="module")
def shared_url(engine: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Of the database that the tests of a module share: they leave it as it is."""
    del engine
    return databases.database_of(tmp_path_factory.mktemp("shared"))


@pytest.fixture(scope="module")
def shared(shared_url: str) -> Iterator[Database]:
    yield from _filled(shared_url)


def _filled(url: str) -> Iterator[Database]:
    opened = Database(url, connections=4, busy_timeout=0.3)
    fill(opened)
    yield opened
    opened.close()
