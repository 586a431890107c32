"""PostgreSQL: which rows a look-up or a claim holds until the end of its transaction, and no other.

Too few, and what a call was authorized on changes under it; too many, and calls wait for others
that have nothing to do with them, or for each other.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import product
from typing import Any

import psycopg
import pytest
from storage.driver import connected
from storage.samples import key
from support.waiting import soon
from waii_server.domain import audit
from waii_server.domain.errors import Kind
from waii_server.domain.model import Organization, Tenant, User
from waii_server.domain.origin import Origin
from waii_server.domain.principal import Principal
from waii_server.services.access_keys import AccessKeys
from waii_server.services.audit import prune
from waii_server.services.authentication import write_as
from waii_server.services.key_ring import KeyRing
from waii_server.services.key_usage import KeyUsage
from waii_server.services.repetition import ExpiredRequests
from waii_server.services.sealed_keys import Reveal, SealedKeys
from waii_server.storage.database import Database, Transaction
from waii_server.storage.principals import Principals

pytestmark = pytest.mark.only_on("postgresql")

TABLES = ("organizations", "tenants", "users", "access_keys")
SHARED, ALONE = "together with others", "alone"
ABOVE = {"m-org": SHARED, "m-tenant": SHARED}
USER = ABOVE | {"m-user": SHARED}

Use = Callable[[Principals], object]
Held = dict[str, str]


@pytest.fixture(scope="module")
def database(shared_url: str) -> Iterator[Database]:
    """Three organizations, each with a tenant, with a user, with three keys."""
    database = Database(shared_url, connections=2, busy_timeout=20)
    database.migrate()
    with database.write() as transaction:
        for one in "amz":
            transaction.organizations.add(Organization(f"{one}-org", ""))
            transaction.tenants.add(Tenant(f"{one}-tenant", "", f"{one}-org"))
            transaction.users.add(User(f"{one}-user", f"{one}-tenant", f"{one}-org", ()))
            for slot, name in enumerate("amz"):
                digest = f"{one}{name}".encode().ljust(32, b"\0")
                transaction.access_keys.add(key(f"{one}-user", name, digest), slot)
        transaction.commit(None)
    yield database
    database.close()


@pytest.fixture(scope="module")
def other(shared_url: str) -> Iterator["psycopg.Connection[Any]"]:
    """Somebody else, who asks for rows and waits for none."""
    with closing(connected(shared_url, autocommit=False)) as connection:
        yield connection


@contextmanager
def _holding(
    url: str, table: str, row_id: str, strength: str
) -> Iterator["psycopg.Connection[Any]"]:
    """Who holds a row, until the transaction ends."""
    with closing(connected(url, autocommit=False)) as connection:
        connection.execute(f"SELECT id FROM {table} WHERE id = %s FOR {strength}", [row_id])  # noqa: S608
        yield connection


def _until_somebody_waits(other: "psycopg.Connection[Any]") -> None:
    query = (
        "SELECT 1 FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )

    def waits() -> bool:
        found = other.execute(query).fetchone()
        other.rollback()
        return found is not None

    assert soon(waits)


def _held(other: "psycopg.Connection[Any]") -> Held:
    """The rows that somebody else cannot have, by their ids."""

    def found(how: str) -> set[str]:
        ids = {
            row[0]
            for table in TABLES
            for row in other.execute(f"SELECT id FROM {table} {how}")  # noqa: S608
        }
        other.rollback()
        return ids

    shareable = found("FOR SHARE SKIP LOCKED")
    held = found("") - found("FOR UPDATE SKIP LOCKED")
    return {one: SHARED if one in shareable else ALONE for one in held}


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (lambda of: of.by_key_id("m-user-m", 0), USER | {"m-user-m": SHARED}),
        (lambda of: of.by_user_id("m-user"), USER),
        (lambda of: of.claim(Kind.USER, "m-user"), ABOVE | {"m-user": ALONE}),
        (lambda of: of.claim(Kind.TENANT, "m-tenant"), {"m-org": SHARED, "m-tenant": ALONE}),
        (lambda of: of.claim(Kind.ORGANIZATION, "m-org"), {"m-org": ALONE}),
        (
            lambda of: of.claim_keys("m-user", ["z", "m"]),
            USER | {"m-user-m": ALONE, "m-user-z": ALONE},
        ),
        (lambda of: of.claim_keys("m-user", ["none"]), USER),
        (lambda of: of.by_user_id("nobody"), {}),
    ],
    ids=["key", "user", "own user", "own tenant", "own organization", "own keys", "none", "nobody"],
)
def test_what_is_looked_up_is_held_with_all_above_and_what_is_claimed_is_held_alone(
    database: Database, other: "psycopg.Connection[Any]", use: Use, expected: Held
) -> None:
    with database.write() as transaction:
        use(transaction.principals)
        assert _held(other) == expected
    assert _held(other) == {}


@pytest.mark.parametrize(
    "use", [lambda of: of.by_key_id("m-user-m", 0), lambda of: of.by_user_id("m-user")]
)
def test_who_only_reads_holds_nothing(
    database: Database, other: "psycopg.Connection[Any]", use: Use
) -> None:
    with database.read() as transaction:
        assert use(transaction.principals) is not None
        assert _held(other) == {}


@pytest.mark.parametrize(
    ("kind", "table", "waits_with"),
    [(Kind.USER, "users", ABOVE), (Kind.TENANT, "tenants", {"m-org": SHARED})],
)
def test_who_waits_for_a_claim_holds_what_is_above_it_and_nothing_of_it(
    database: Database,
    other: "psycopg.Connection[Any]",
    shared_url: str,
    kind: Kind,
    table: str,
    waits_with: Held,
) -> None:
    """Two who held it together, and each waited to have it alone, would wait for ever."""
    row_id = f"m-{table.removesuffix('s')}"

    def claim() -> None:
        with database.write() as transaction:
            transaction.principals.claim(kind, row_id)

    with _holding(shared_url, table, row_id, "SHARE") as holder, ThreadPoolExecutor(1) as pool:
        claiming = pool.submit(claim)
        _until_somebody_waits(other)
        # The holder alone has it: or this would wait.
        holder.execute(f"SELECT id FROM {table} WHERE id = %s FOR UPDATE NOWAIT", [row_id])  # noqa: S608
        held = _held(other)
        assert held.pop(row_id) == ALONE
        assert held == waits_with
        holder.rollback()
        claiming.result(20)


@pytest.mark.parametrize(
    "use", [lambda of: of.by_key_id("m-user-m", 0), lambda of: of.by_user_id("m-user")]
)
@pytest.mark.parametrize(
    ("table", "row_id", "held"),
    [
        ("organizations", "m-org", {}),
        ("tenants", "m-tenant", {"m-org": SHARED}),
        ("users", "m-user", ABOVE),
    ],
)
def test_rows_are_held_from_above_to_below(
    database: Database,
    other: "psycopg.Connection[Any]",
    shared_url: str,
    use: Use,
    table: str,
    row_id: str,
    held: Held,
) -> None:
    """Who waits for one holds nothing of what is below it."""

    def look_up() -> None:
        with database.write() as transaction:
            use(transaction.principals)

    with _holding(shared_url, table, row_id, "UPDATE") as holder, ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look_up)
        _until_somebody_waits(other)
        assert _held(other) == held | {row_id: ALONE}
        holder.rollback()
        looking.result(20)


ACTOR = {"a-org": SHARED, "a-tenant": SHARED, "a-user": SHARED, "a-user-a": SHARED}
"""By which the calls are made: the subject is the user in the middle."""
CALL = ACTOR | USER


def _principal(database: Database) -> Principal:
    with database.read() as transaction:
        key_of_actor = transaction.principals.by_key_id("a-user-a", 0)
        subject = transaction.principals.by_user_id("m-user")
    assert key_of_actor is not None
    assert subject is not None
    origin = Origin(request_id="r", method="m", validate_only=True)
    actor = key_of_actor.identity
    return Principal("a-user-a", 0, actor, subject, impersonating=True, origin=origin)


@pytest.mark.parametrize(
    ("target", "named", "expected"),
    [
        ("users/z-user", {}, {}),
        ("users", {}, {}),
        (audit.user("m-user"), {}, {"m-user": ALONE}),
        (audit.tenant("m-tenant"), {}, {"m-tenant": ALONE}),
        (audit.organization("m-org"), {}, {"m-org": ALONE}),
        (audit.user("a-user"), {}, {"a-user": ALONE}),
        (audit.tenant("a-tenant"), {}, {"a-tenant": ALONE}),
        (audit.organization("a-org"), {}, {"a-org": ALONE}),
        (audit.tenant("m-user"), {}, {}),  # that is no tenant
        (audit.config("m-user"), {"in_turn": True}, {"m-user": ALONE}),
        (audit.access_keys("m-user"), {"changed_keys": ["m", "x"]}, {"m-user-m": ALONE}),
    ],
)
def test_a_call_that_writes_holds_what_it_was_decided_on_and_alone_what_of_it_it_changes(
    database: Database,
    other: "psycopg.Connection[Any]",
    target: str,
    named: dict[str, Any],
    expected: Held,
) -> None:
    with write_as(database, _principal(database), target, **named):
        assert _held(other) == CALL | expected
    assert _held(other) == {}


@pytest.mark.parametrize(
    "use",
    [
        lambda keys, who: keys.rotate(who, "m", 0, None),
        lambda keys, who: keys.delete(who, ["m"]),
    ],
    ids=["rotate", "delete"],
)
def test_who_changes_a_key_waits_for_it_before_anything_is_decided(
    database: Database,
    other: "psycopg.Connection[Any]",
    shared_url: str,
    use: Callable[[AccessKeys, Principal], object],
) -> None:
    """Nothing is held meanwhile of what the call is authorized by."""
    keys = AccessKeys(database, SealedKeys(KeyRing({"a": b"k" * 32}, "a"), Reveal.ONCE))
    principal = _principal(database)
    with (
        _holding(shared_url, "access_keys", "m-user-m", "UPDATE") as holder,
        ThreadPoolExecutor(1) as pool,
    ):
        doing = pool.submit(use, keys, principal)
        _until_somebody_waits(other)
        assert _held(other) == USER | {"m-user-m": ALONE}
        holder.rollback()
        doing.result(20)


def test_who_notes_uses_of_keys_holds_none_while_it_waits_for_one(
    database: Database,
    other: "psycopg.Connection[Any]",
    shared_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    usage = KeyUsage(database)
    for name in "amz":
        usage.used(f"m-user-{name}")
    usage.used("gone")

    def noted() -> list[str]:
        with database.read() as transaction:
            keys = transaction.access_keys.list("m-user")
        return [one.name for one in keys if one.last_used_at is not None]

    # As one does who deletes many, and would wait for the others.
    with (
        _holding(shared_url, "access_keys", "m-user-m", "NO KEY UPDATE") as holder,
        ThreadPoolExecutor(1) as pool,
    ):
        noting = pool.submit(usage.flush)
        _until_somebody_waits(other)
        assert noted() == ["a", "z"]
        holder.rollback()
        noting.result(20)
    assert noted() == ["a", "m", "z"]
    assert usage._last_used == {}
    assert caplog.messages == []


def test_servers_that_note_uses_of_the_same_keys_at_the_same_time_lose_no_race(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    keys = [f"many-{number}" for number in range(100)]
    with database.write() as transaction:
        transaction.users.add(User("many", "m-tenant", "m-org", ()))
        for slot, name in enumerate(keys):
            digest = name.encode().ljust(32, b"\0")
            transaction.access_keys.add(key("many", name, digest), slot)
        transaction.commit(None)
    servers = [KeyUsage(database) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(5):
            for usage, name in product(servers, keys):
                usage.used(f"many-{name}")
            list(pool.map(KeyUsage.flush, servers))
    assert caplog.messages == []
    for usage in servers:
        usage.flush()
        assert usage._last_used == {}
    with database.write() as transaction:
        transaction.users.delete("many")
        transaction.commit(None)


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        (
            lambda of: of.answered_requests.prune(before=2, limit=1),
            lambda database: ExpiredRequests(database).flush(),
            lambda of: of.answered_requests.any_from_before(2),
        ),
        (
            lambda of: of.audit_events.prune(before=2, limit=1),
            lambda database: prune(database, before=2),
            lambda of: of.audit_events.list(after="", limit=1, end=2),
        ),
    ],
    ids=["answers", "events"],
)
def test_servers_that_forget_the_same_at_the_same_time_wait_for_each_other_and_lose_no_race(
    database: Database,
    other: "psycopg.Connection[Any]",
    caplog: pytest.LogCaptureFixture,
    first: Callable[[Transaction], object],
    second: Callable[[Database], object],
    left: Callable[[Transaction], object],
) -> None:
    with database.write() as transaction:
        transaction.answered_requests.add(b"r" * 32, b"body", now=1, before=2)
        transaction.audit_events.add([audit.by_operator("m", "", "")._replace(time=1)])
        transaction.commit(None)
    with ThreadPoolExecutor(1) as pool:
        with database.write() as transaction:
            first(transaction)
            waiting = pool.submit(second, database)
            _until_somebody_waits(other)
            transaction.commit(None)
        waiting.result(20)
    assert caplog.messages == []
    with database.read() as transaction:
        assert not left(transaction)
