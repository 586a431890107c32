"""The version of a SQLite database: changed by every commit, of whatever process."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from storage.samples import DIGEST
from support.inspection import change
from waii_server.storage.database import Database
from waii_server.storage.wal_index import WalIndex

UPDATE = """
import sqlite3
import sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for line in sys.stdin:
    connection.execute("UPDATE users SET name = ?", (line.strip(),))
    print("done", flush=True)
"""


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file in WAL mode with one table, which has a row."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE numbers (number INTEGER)")
        connection.execute("INSERT INTO numbers VALUES (0)")
        yield connection


@pytest.fixture
def index(path: Path, other: sqlite3.Connection) -> Iterator[WalIndex]:
    del other
    opened = WalIndex(path, sqlite3.connect(path, check_same_thread=False))
    yield opened
    opened.close()


def test_every_commit_makes_another_version(index: WalIndex, other: sqlite3.Connection) -> None:
    versions = {index.version()}
    for number in range(1, 101):
        other.execute("UPDATE numbers SET number = ?", (number,))
        versions.add(index.version())
        if number % 10 == 0:  # the log begins again at its beginning
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert len(versions) == 101


def test_no_other_version_without_a_commit(index: WalIndex, other: sqlite3.Connection) -> None:
    version = index.version()
    other.execute("SELECT * FROM numbers").fetchall()
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE numbers SET number = 7")
    assert index.version() == version
    other.execute("ROLLBACK")
    assert index.version() == version
    other.execute("UPDATE numbers SET number = 7")
    assert index.version() != version


def test_a_file_without_a_log_has_no_index(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection, pytest.raises(OSError, match="-shm"):
        WalIndex(path, connection)


@pytest.mark.only_on("sqlite")
def test_a_look_up_sees_every_commit_of_another_process(database: Database, path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", UPDATE, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(50):
            process.stdin.write(f"name {number}\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done\n"
            owner, ann = database.key_owner(DIGEST, "ann")
            assert owner is not None
            assert ann is not None
            assert owner.identity.name == ann.name == f"name {number}"
            assert database.key_owner(DIGEST, "ann")[0] is owner


@pytest.mark.only_on("sqlite")
def test_where_there_is_no_index_every_call_reads(
    database: Database, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database.ping()
    # The library finds the log of the file that a link leads to; beside the link there is none.
    link = path.with_name("link.db")
    link.symlink_to(path)
    linked = Database(f"sqlite:///{link}", connections=1, busy_timeout=1)
    for number in range(3):
        change(path, "UPDATE users SET name = ?", f"name {number}")
        owner, _ = linked.key_owner(DIGEST, None)
        assert owner is not None
        assert owner.identity.name == f"name {number}"
        again, _ = linked.key_owner(DIGEST, None)
        assert again == owner
        assert again is not owner
    assert caplog.text.count("every call reads the database") == 1
    linked.close()
