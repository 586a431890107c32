"""SQLite: what its connections keep, its files, and its library."""

import stat
from contextlib import nullcontext
from pathlib import Path

import pytest
from waii_server.domain.errors import Unavailable
from waii_server.domain.model import Organization
from waii_server.storage import sqlite
from waii_server.storage.database import Database

pytestmark = pytest.mark.only_on("sqlite")


@pytest.mark.parametrize("side", ["reading", "writing"])
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("ignore_check_constraints", 0),
    ],
)
def test_every_connection_keeps_what_is_written(
    shared: Database, side: str, pragma: str, value: object
) -> None:
    begin = getattr(shared._backend, side)
    with begin() as first, begin() if side == "reading" else nullcontext(first) as second:
        for work in (first, second):
            assert work.connection.driver.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_the_files_are_their_owners_alone(database: Database, path: Path) -> None:
    with database.write() as transaction:
        transaction.organizations.add(Organization("new", "so that there is a WAL"))
        transaction.commit(None)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {f"waii.db{suffix}": 0o600 for suffix in ("", "-wal", "-shm", "-lock")}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_is_away_is_unavailable(database: Database, path: Path) -> None:
    database.ping()
    path.rename(path.with_suffix(".away"))
    with pytest.raises(Unavailable):
        database.ping()
    path.with_suffix(".away").rename(path)
    database.ping()


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_versions_of_the_library_that_can_lose_commits_are_known(
    version: tuple[int, int, int], *, affected: bool
) -> None:
    assert sqlite.may_lose_commits(version) is affected
