"""PostgreSQL: what libpq is given and gives, and what a server's errors and silences mean."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url
from storage.driver import connected
from storage.samples import DIGEST
from support.inspection import busy, change, rows
from waii_server.domain.errors import Conflict, Unavailable
from waii_server.domain.model import Organization, OrganizationChanges, UserChanges
from waii_server.storage.database import Database, Transaction
from waii_server.storage.libpq import PreparedConnection

pytestmark = pytest.mark.only_on("postgresql")

PATIENCE = 2 * 0.3 + 0.5
"""Seconds that the databases of these tests wait for a server that does not answer."""

Use = Callable[[Transaction], object]


@pytest.fixture(scope="module")
def libpq(shared_url: str) -> Iterator[PreparedConnection]:
    connection = PreparedConnection(lambda: connected(shared_url), patience=20)
    yield connection
    connection.close()


def _write(database: Database, use: Use) -> None:
    with database.write() as transaction:
        use(transaction)
        transaction.commit(None)


def _name(user_id: str, name: str) -> Use:
    return lambda transaction: transaction.users.update(UserChanges(user_id, name=name))


# Parameters

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
PARAMETERS = st.one_of(
    st.tuples(st.just("text"), st.one_of(st.none(), TEXT)),
    st.tuples(st.just("bytea"), st.one_of(st.none(), st.binary())),
    st.tuples(st.just("bigint"), st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))),
    st.tuples(st.just("smallint"), st.integers(-(2**15), 2**15 - 1)),
    st.tuples(st.just("text[]"), st.lists(TEXT)),
    st.tuples(st.just("bytea[]"), st.lists(st.binary())),
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PARAMETERS, min_size=1, max_size=3))
def test_every_parameter_arrives_and_comes_back_as_it_was(
    libpq: PreparedConnection, parameters: list[tuple[str, object]]
) -> None:
    columns = ", ".join(f"${number}::{type_}" for number, (type_, _) in enumerate(parameters, 1))
    values = [value for _, value in parameters]
    assert libpq.execute(f"SELECT {columns}", values).fetchall() == [tuple(values)]


@pytest.mark.parametrize(
    "value", ["NULL", "null", "", " ", "{}", '"', "\\", "a,b", "'", "$1", "%s"]
)
def test_no_text_means_anything_to_the_server(libpq: PreparedConnection, value: str) -> None:
    found = libpq.execute("SELECT $1::text, $2::text[]", [value, [value, value]])
    assert found.fetchone() == (value, [value, value])


def test_a_large_parameter_and_a_large_answer_pass(libpq: PreparedConnection) -> None:
    large = os.urandom(4 * 1024 * 1024)  # more than the socket holds at once
    assert libpq.execute("SELECT $1::bytea", [large]).fetchall() == [(large,)]
    found = libpq.execute("SELECT n FROM generate_series(1, $1::bigint) n", [20_000]).fetchall()
    assert found == [(number,) for number in range(1, 20_001)]


@pytest.mark.parametrize("value", ["\0", "ann\0", "a\0b"])
def test_text_that_the_server_cannot_hold_is_refused_and_not_cut(
    libpq: PreparedConnection, value: str
) -> None:
    for parameter, type_ in ((value, "text"), (["ann", value], "text[]")):
        with pytest.raises(psycopg.DataError):
            libpq.execute(f"SELECT $1::{type_}", [parameter])
    assert libpq.execute("SELECT $1::text", ["good for the next"]).fetchone() == (
        "good for the next",
    )


def test_what_no_parameter_can_be_is_refused(libpq: PreparedConnection) -> None:
    with pytest.raises(TypeError, match="float"):
        libpq.execute("SELECT $1::text", [1.5])


def test_a_statement_that_fails_leaves_the_connection_good(libpq: PreparedConnection) -> None:
    for _ in range(2):  # prepared, and not
        with pytest.raises(psycopg.errors.DivisionByZero):
            libpq.execute("SELECT 1 / $1::bigint", [0])
        with pytest.raises(psycopg.errors.UndefinedTable):
            libpq.execute("SELECT * FROM nothing")
        assert libpq.execute("SELECT 1 / $1::bigint", [1]).fetchall() == [(1,)]


# Errors


def test_who_changes_what_somebody_else_has_changed_meanwhile_conflicts(
    database: Database, url: str
) -> None:
    def late(transaction: Transaction) -> None:
        assert transaction.users.get("ann") is not None  # its snapshot is taken
        _write(database, _name("ann", "early"))
        _name("ann", "late")(transaction)

    with pytest.raises(Conflict):
        _write(database, late)
    assert rows(url, "SELECT name FROM users") == [("early",)]
    _write(database, _name("ann", "again"))
    assert rows(url, "SELECT name FROM users") == [("again",)]


def test_who_was_authorized_stays_so_until_the_end(database: Database) -> None:
    """Whoever takes a role away waits for those who write by it, or is told to try again."""
    with database.write() as transaction:
        assert transaction.principals.by_key_id("ann-key", 1) is not None
        with pytest.raises(Unavailable):
            _write(database, lambda other: other.users.update(UserChanges("ann", roles=())))
        with pytest.raises(Unavailable):
            _write(database, lambda other: other.access_keys.delete("ann", ["key"]))
        transaction.commit(None)
    _write(database, lambda other: other.users.update(UserChanges("ann", roles=())))


@pytest.mark.parametrize(
    "suspend",
    [
        lambda other: other.users.set_suspended("ann", suspended=True),
        lambda other: other.tenants.set_suspended("tenant-one", suspended=True),
        lambda other: other.organizations.set_suspended("org-one", suspended=True),
    ],
    ids=["user", "tenant", "organization"],
)
def test_who_suspends_waits_for_those_who_write(database: Database, suspend: Use) -> None:
    with database.write() as transaction:
        assert transaction.principals.by_key_id("ann-key", 1) is not None
        with pytest.raises(Unavailable):
            _write(database, suspend)
        transaction.commit(None)

    def late(transaction: Transaction) -> None:
        assert transaction.users.get("ann") is not None  # its snapshot is taken
        _write(database, suspend)
        transaction.principals.by_key_id("ann-key", 1)

    with pytest.raises(Conflict):
        _write(database, late)


def test_of_two_who_add_the_same_at_once_one_conflicts(database: Database, url: str) -> None:
    both = threading.Barrier(2)

    def add(name: str) -> bool:
        def use(transaction: Transaction) -> None:
            assert transaction.organizations.get("new") is None
            both.wait(20)
            transaction.organizations.add(Organization("new", name))

        try:
            _write(database, use)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        added = dict(zip("ab", pool.map(add, "ab"), strict=True))
    assert sorted(added.values()) == [False, True]
    (winner,) = (name for name, done in added.items() if done)
    assert rows(url, "SELECT name FROM organizations WHERE id = 'new'") == [(winner,)]


def test_of_two_who_wait_for_each_other_one_conflicts(database: Database, url: str) -> None:
    # Before either has waited too long for a lock.
    change(url, f"ALTER DATABASE {make_url(url).database} SET deadlock_timeout = '20ms'")
    both = threading.Barrier(2)

    def rename(org_ids: tuple[str, str]) -> bool:
        def use(transaction: Transaction) -> None:
            for org_id in org_ids:
                transaction.organizations.update(OrganizationChanges(org_id, name=org_ids[0]))
                if org_id == org_ids[0]:
                    both.wait(20)

        try:
            _write(fresh, use)
        except Conflict:
            return False
        return True

    fresh = Database(url, connections=2, busy_timeout=5)
    with ThreadPoolExecutor(2) as pool:
        renamed = list(pool.map(rename, [("org-one", "org-two"), ("org-two", "org-one")]))
    fresh.close()
    assert sorted(renamed) == [False, True]
    assert len(rows(url, "SELECT DISTINCT name FROM organizations")) == 1


def test_a_lock_that_is_not_given_in_time_is_unavailable(
    database: Database, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with busy(url), pytest.raises(Unavailable):
        _write(database, _name("ann", "never"))
    assert "lock timeout" in caplog.text
    _write(database, _name("ann", "now"))


def test_a_statement_that_takes_too_long_is_unavailable(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Unavailable):
        _write(database, lambda t: t._work.connection.command("SELECT pg_sleep(30)"))
    assert "statement timeout" in caplog.text


def test_a_mistake_of_this_program_is_not_taken_for_trouble_of_the_database(
    shared: Database,
) -> None:
    with pytest.raises(psycopg.errors.SyntaxError):
        _write(shared, lambda t: t._work.connection.command("SELEKT 1"))
    with shared.read() as transaction:
        assert transaction.users.get("ann") is not None


# A server that hangs, or is gone


def _backend_of(transaction: Transaction) -> int:
    """The process of the server that serves the transaction's connection."""
    answer = transaction._work.connection.driver.execute("SELECT pg_backend_pid()")
    return int(answer.fetchone()[0])


@contextmanager
def _hanging(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_a_server_that_hangs_in_a_transaction_is_unavailable_in_time(
    database: Database, url: str
) -> None:
    with closing(connected(url)) as watching:

        def hang(transaction: Transaction) -> None:
            pid = _backend_of(transaction)
            _name("ann", "lost")(transaction)
            with _hanging(pid):
                transaction.users.get("ann")

        started = time.monotonic()
        with pytest.raises(Unavailable):
            _write(database, hang)
        assert PATIENCE - 0.1 < time.monotonic() - started < PATIENCE + 3
        # On another connection: the one that hung is closed, and what it had done is undone.
        _write(database, _name("ann", "kept"))
        assert rows(url, "SELECT name FROM users") == [("kept",)]
        _until_gone(watching, "state = 'idle in transaction'")


def test_a_connection_that_does_not_answer_in_time_is_closed(shared_url: str) -> None:
    opened: list[psycopg.Connection[Any]] = []

    def connect() -> "psycopg.Connection[Any]":
        opened.append(connected(shared_url))
        return opened[-1]

    hasty = PreparedConnection(connect, patience=0.1)
    with pytest.raises(psycopg.OperationalError, match="does not answer"):
        hasty.execute("SELECT pg_sleep(1)")
    assert [one.closed for one in opened] == [True]
    assert hasty.execute("SELECT 1").fetchone() == (1,)
    assert [one.closed for one in opened] == [True, False]
    hasty.close()


@pytest.mark.parametrize("use", ["look up", "read"])
def test_a_connection_that_hangs_is_waited_for_once(database: Database, use: str) -> None:
    def read() -> int:
        if use == "look up":
            database.key_owner(DIGEST, "ann")
            return 0
        with database.read() as transaction:
            return _backend_of(transaction)

    with database.read() as transaction:
        pid = _backend_of(transaction)
    started = time.monotonic()
    with _hanging(pid):
        # It is the one that was used last, so the one that is used next.
        with pytest.raises(Unavailable):
            read()
        assert PATIENCE - 0.1 < time.monotonic() - started < PATIENCE + 3
        again = time.monotonic()
        assert read() != pid
        assert time.monotonic() - again < PATIENCE


@pytest.mark.parametrize("use", ["look up", "read", "write"])
def test_connections_that_the_server_closed_are_replaced_unnoticed(
    database: Database, url: str, use: str
) -> None:
    held = [database.read() for _ in range(3)]
    for one in held:
        one.__enter__()
    for one in held:
        one.__exit__(None, None, None)
    ended = rows(
        url,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    assert ended == [(True,)] * 3
    if use == "look up":
        assert database.key_owner(DIGEST, "ann")[0] is not None
    elif use == "read":
        with database.read() as transaction:
            assert transaction.users.get("ann") is not None
    else:
        _write(database, _name("ann", "written"))
        assert rows(url, "SELECT name FROM users") == [("written",)]


def test_a_connection_that_the_server_closes_in_a_transaction_is_unavailable(
    database: Database, url: str
) -> None:
    def lose(transaction: Transaction) -> None:
        _name("ann", "lost")(transaction)
        rows(url, "SELECT pg_terminate_backend(?, 5000)", _backend_of(transaction))

    with pytest.raises(Unavailable):
        _write(database, lose)
    _write(database, _name("ann", "kept"))
    assert rows(url, "SELECT name FROM users") == [("kept",)]


def _until_gone(watching: "psycopg.Connection[Any]", condition: str) -> None:
    """Waits until the server has no such session on this database any more."""
    query = (
        "SELECT count(*) FROM pg_stat_activity "  # noqa: S608
        f"WHERE datname = current_database() AND {condition}"
    )
    deadline = time.monotonic() + 10
    while watching.execute(query).fetchone() != (0,):
        assert time.monotonic() < deadline
        time.sleep(0.01)
