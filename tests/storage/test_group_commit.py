"""Several transactions in one commit: each is as if it had been alone."""

import resource
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from storage.racing import run_at_once
from storage.samples import fill
from support.inspection import damage, dump, rows
from waii_server.domain.errors import Conflict, Unavailable
from waii_server.domain.model import Organization, User
from waii_server.storage import group_commit
from waii_server.storage.database import Database, Transaction
from waii_server.storage.file_lock import FileLock

pytestmark = pytest.mark.only_on("sqlite")

Work = Callable[[Transaction], None]

INCREMENT = """
import sys
import threading
from waii_server.domain.model import OrganizationChanges
from waii_server.storage.database import Database

url, threads, times = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
database = Database(url, connections=1, busy_timeout=30)

def increment():
    for _ in range(times):
        with database.write() as transaction:
            before = int(transaction.organizations.get("org-one").name)
            transaction.organizations.update(OrganizationChanges("org-one", name=str(before + 1)))
            transaction.commit(None)

print("ready", flush=True)
sys.stdin.readline()
running = [threading.Thread(target=increment) for _ in range(threads)]
for thread in running:
    thread.start()
for thread in running:
    thread.join()
database.close()
"""


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """With time enough for all of a group to queue."""
    opened = Database(url, connections=2, busy_timeout=20)
    fill(opened)
    yield opened
    opened.close()


def _writer(database: Database) -> Any:
    return database._backend._writer  # type: ignore[attr-defined]


@pytest.fixture
def commands(database: Database) -> list[str]:
    """What the connection that writes is told from now on."""
    told: list[str] = []
    _writer(database)._connection.driver.set_trace_callback(told.append)
    return told


def _grouped(database: Database, *works: Work) -> list[Exception | None]:
    """Does all this in one group, in this order, and says how each has ended."""

    def run(work: Work) -> Exception | None:
        try:
            with database.write() as transaction:
                work(transaction)
        except Exception as error:  # noqa: BLE001  whatever it is, the test looks at it
            return error
        return None

    def first(transaction: Transaction) -> None:
        # It has the turn: all others queue up behind it.
        for number, work in enumerate(works[1:], start=1):
            others.append(pool.submit(run, work))
            _until(lambda n=number: len(_writer(database)._waiting) == n)  # type: ignore[misc]
        works[0](transaction)

    others: list[Future[Exception | None]] = []
    with ThreadPoolExecutor(len(works)) as pool:
        return [run(first), *(other.result() for other in others)]


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.0005)


def _add(org_id: str, *, commit: bool = True, variables: bytes = b"") -> Work:
    def work(transaction: Transaction) -> None:
        transaction.organizations.add(Organization(org_id, "added", variables))
        if commit:
            transaction.commit(None)

    return work


def _added(path: Path) -> list[str]:
    found = rows(path, "SELECT id FROM organizations WHERE name = 'added' ORDER BY id")
    return [org_id for (org_id,) in found]


def test_those_who_wait_share_a_commit(database: Database, path: Path, commands: list[str]) -> None:
    names = [f"org-{number}" for number in range(8)]
    seen: list[list[str]] = []

    def work(name: str) -> Work:
        def add(transaction: Transaction) -> None:
            _add(name)(transaction)
            seen.append(_added(path))

        return add

    assert _grouped(database, *map(work, names)) == [None] * len(names)
    assert commands.count("BEGIN IMMEDIATE") == commands.count("COMMIT") == 1
    # Nobody went on before all was there for everybody else.
    assert seen == [names] * len(names)


def test_a_group_has_an_end(database: Database, path: Path, commands: list[str]) -> None:
    count = group_commit._LARGEST_GROUP + 3
    works = [_add(f"org-{number}") for number in range(count)]
    assert _grouped(database, *works) == [None] * count
    assert commands.count("COMMIT") == 2
    assert len(_added(path)) == count


def test_what_goes_wrong_with_one_does_not_touch_the_others(
    database: Database, path: Path, commands: list[str]
) -> None:
    def fail(transaction: Transaction) -> None:
        _add("lost-1", commit=False)(transaction)
        transaction.users.delete("ann")
        raise KeyError

    def violate(transaction: Transaction) -> None:
        _add("lost-2", commit=False)(transaction)
        transaction.users.add(User("bob", "tenant-one", "org-two", ()))

    def look(transaction: Transaction) -> None:
        there = {org for org in ("kept-1", *lost) if transaction.organizations.get(org)}
        assert there == {"kept-1"}
        assert transaction.users.get("ann") is not None
        _add("kept-2")(transaction)

    lost = ("lost-1", "lost-2", "lost-3")
    ended = _grouped(
        database, _add("kept-1"), fail, violate, _add("lost-3", commit=False), look, fail
    )
    assert [type(error) for error in ended] == [
        type(None),
        KeyError,
        Conflict,
        type(None),
        type(None),
        KeyError,
    ]
    assert commands.count("COMMIT") == 1
    assert _added(path) == ["kept-1", "kept-2"]
    assert len(dump(path)["users"]) == 1


def test_where_nobody_commits_nothing_is_written(
    database: Database, path: Path, commands: list[str]
) -> None:
    before = dump(path)
    undone = [_add(f"org-{number}", commit=False) for number in range(3)]
    assert _grouped(database, *undone) == [None] * 3
    assert commands.count("COMMIT") == 0
    assert dump(path) == before


@contextmanager
def _no_room_in_the_database(database: Database, path: Path) -> Iterator[None]:
    """The statement that needs many more pages fails, and the library undoes the transaction."""
    del path
    driver = _writer(database)._connection.driver
    ((pages,),) = driver.execute("PRAGMA page_count").fetchall()
    ((most,),) = driver.execute("PRAGMA max_page_count").fetchall()
    driver.execute(f"PRAGMA max_page_count = {pages + 8}").fetchall()
    yield
    driver.execute(f"PRAGMA max_page_count = {most}").fetchall()


@contextmanager
def _no_room_in_the_log(database: Database, path: Path) -> Iterator[None]:
    """What is written when a transaction ends, the log, must not grow: the commit fails."""
    del database
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = path.with_name(path.name + "-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    ("no_room", "grouped"), [(_no_room_in_the_database, 3), (_no_room_in_the_log, 4)]
)
def test_if_the_disk_is_full_all_of_the_group_are_told_and_nothing_is_stored(
    database: Database,
    path: Path,
    no_room: Callable[[Database, Path], AbstractContextManager[None]],
    grouped: int,
) -> None:
    def look(transaction: Transaction) -> None:
        # What it sees is undone, so that it must not be believed.
        assert transaction.organizations.get("first") is not None

    works = [_add("first"), look, _add("large", variables=bytes(200_000)), _add("last")]
    with no_room(database, path):
        ended = _grouped(database, *works)
        assert [type(error) for error in ended[:grouped]] == [Unavailable] * grouped
        # Whoever came after the statement that failed belongs to the next group.
        assert ended[grouped:] == [None] * (len(works) - grouped)
        assert _added(path) == ["last"] * (len(works) - grouped)
        assert len(rows(path, "SELECT id FROM users")) == 1
    assert _grouped(database, _add("afterwards"), _add("large", variables=bytes(200_000))) == [
        None,
        None,
    ]
    assert {"afterwards", "large"} <= set(_added(path))
    assert damage(path) == []


def test_a_writer_sees_what_was_committed_before_its_turn_came(database: Database) -> None:
    seen: list[bool] = []

    def look(transaction: Transaction) -> None:
        seen.append(transaction.organizations.get("first") is not None)

    assert _grouped(database, _add("first"), look) == [None, None]
    assert seen == [True]


@pytest.mark.parametrize("holder", ["the same process", "another process"])
def test_who_waits_too_long_for_a_turn_is_refused(
    database: Database, url: str, path: Path, holder: str
) -> None:
    # Another process has another connection and another lock: so has this.
    other = Database(url, connections=1, busy_timeout=0.2)
    holding = other if holder == "the same process" else database
    refused: list[float] = []

    def wait() -> None:
        started = time.monotonic()
        with pytest.raises(Unavailable), other.write():
            pass
        refused.append(time.monotonic() - started)

    with holding.write() as transaction:
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join()
        _add("held")(transaction)
    assert 0.15 < refused[0] < 5
    with other.write() as transaction:  # its turn is not lost for good
        _add("later")(transaction)
    other.close()
    assert _added(path) == ["held", "later"]


def test_a_group_holds_the_lock_of_the_file_until_it_is_over(
    database: Database, path: Path
) -> None:
    lock = FileLock(path.with_name(path.name + "-lock"), 0)
    got: list[bool] = []

    def look(transaction: Transaction) -> None:
        got.append(lock.acquire())
        transaction.commit(None)

    assert _grouped(database, look, look, look) == [None] * 3
    assert got == [False] * 3
    assert lock.acquire()
    lock.close()


def test_processes_that_write_at_once_lose_nothing(
    database: Database, url: str, path: Path
) -> None:
    processes, threads, times = 2, 3, 15
    with database.write() as transaction:
        transaction._work.connection.command("UPDATE organizations SET name = '0'")
        transaction.commit(None)
    arguments = (url, str(threads), str(times))
    ended = run_at_once(INCREMENT, *arguments, processes=processes, timeout=60)
    assert [one.returncode for one in ended] == [0] * processes, ended
    assert rows(path, "SELECT name FROM organizations WHERE id = 'org-one'") == [
        (str(processes * threads * times),)
    ]
    assert damage(path) == []
