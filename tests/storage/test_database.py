"""The database keeps its own promises, whatever the code above it does."""

import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from storage.inspection import damage, dump, rows
from waii_server.domain.errors import Conflict, Unavailable
from waii_server.domain.model import (
    AccessKey,
    Organization,
    Tenant,
    TenantChanges,
    User,
    UserChanges,
)
from waii_server.storage import sqlite
from waii_server.storage.database import Database, Transaction


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "waii.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    """Two organizations with a tenant each, and a user with a key, a role and a config."""
    opened = Database(f"sqlite:///{path}", connections=4, busy_timeout=0.3)
    opened.migrate()
    with opened.write() as transaction:
        for name in ("one", "two"):
            transaction.organizations.add(Organization(f"org-{name}", name))
            transaction.tenants.add(Tenant(f"tenant-{name}", name, f"org-{name}"))
        transaction.users.add(User("ann", "tenant-one", "org-one", ("waii-user",)))
        transaction.access_keys.add(_key("ann", "key", b"1"), slot=0)
        transaction.user_configs.put("ann", {"k": b"v"})
        transaction.commit()
    yield opened
    opened.close()


def _key(user_id: str, name: str, digest: bytes) -> AccessKey:
    return AccessKey(
        id=f"{user_id}-{name}-{digest.hex()}",
        user_id=user_id,
        name=name,
        digest=digest.ljust(32, b"\0"),
        hint="AbCdWxYz",
        sealed=None,
        created_at=1,
    )


# Connections


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
    database: Database, side: str, pragma: str, value: object
) -> None:
    begin = getattr(database._backend, side)
    with begin() as first, begin() if side == "reading" else nullcontext(first) as second:
        for work in (first, second):
            assert work.connection.driver.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_a_reader_cannot_write(database: Database, path: Path) -> None:
    before = dump(path)
    with database.read() as transaction, pytest.raises(OperationalError, match="readonly"):
        transaction.organizations.add(Organization("sneaked", "in"))
    assert dump(path) == before


def test_the_files_are_their_owners_alone(database: Database, path: Path) -> None:
    with database.write() as transaction:
        transaction.organizations.add(Organization("new", "so that there is a WAL"))
        transaction.commit()
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {f"waii.db{suffix}": 0o600 for suffix in ("", "-wal", "-shm", "-lock")}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite://", "sqlite:///FILE"),
        ("sqlite:///:memory:", "sqlite:///FILE"),
        ("mysql://h/d", "unsupported"),
        ("nonsense", "malformed"),
    ],
)
def test_other_databases_are_refused(url: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Database(url, connections=1, busy_timeout=1)


# Transactions


def test_what_is_not_committed_is_not_there(database: Database, path: Path) -> None:
    before = dump(path)
    with database.write() as transaction:
        transaction.organizations.add(Organization("lost", "Lost"))
        transaction.users.delete("ann")
    assert dump(path) == before


def test_an_exception_undoes_everything(database: Database, path: Path) -> None:
    before = dump(path)

    def fail_half_way() -> None:
        with database.write() as transaction:
            transaction.organizations.add(Organization("lost", "Lost"))
            transaction.users.delete("ann")
            raise KeyError

    with pytest.raises(KeyError):
        fail_half_way()
    assert dump(path) == before
    with database.write() as transaction:  # and the connection is good for the next one
        transaction.organizations.add(Organization("kept", "Kept"))
        transaction.commit()
    assert rows(path, "SELECT id FROM organizations WHERE id IN ('lost', 'kept')") == [("kept",)]


def test_what_is_committed_is_there_for_other_connections_at_once(
    database: Database, path: Path
) -> None:
    with database.write() as transaction:
        transaction.organizations.add(Organization("kept", "Kept"))
        transaction.commit()
        assert rows(path, "SELECT name FROM organizations WHERE id = 'kept'") == [("Kept",)]


def test_a_reader_sees_one_snapshot(database: Database) -> None:
    with database.read() as reader:
        assert reader.organizations.get("org-one") is not None
        with database.write() as writer:
            writer.organizations.add(Organization("later", "Later"))
            writer.users.delete("ann")
            writer.commit()
        assert reader.organizations.get("later") is None
        assert reader.users.get("ann") is not None
        assert reader.principals.by_user_id("ann") is not None
    with database.read() as reader:
        assert reader.organizations.get("later") is not None
        assert reader.users.get("ann") is None


def test_a_writer_sees_what_was_committed_before_it_began(database: Database) -> None:
    seen: list[bool] = []

    def read_in_turn() -> None:
        with database.write() as transaction:
            seen.append(transaction.organizations.get("first") is not None)

    with database.write() as transaction:
        waiting = threading.Thread(target=read_in_turn)
        waiting.start()
        time.sleep(0.05)
        transaction.organizations.add(Organization("first", "First"))
        transaction.commit()
    waiting.join()
    assert seen == [True]


def test_a_writer_that_waits_too_long_for_this_process_is_refused(database: Database) -> None:
    refused: list[float] = []

    def wait() -> None:
        started = time.monotonic()
        with pytest.raises(Unavailable), database.write():
            pass
        refused.append(time.monotonic() - started)

    with database.write():
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join()
    assert 0.2 < refused[0] < 5


def test_a_writer_that_waits_too_long_for_another_process_is_refused(
    database: Database, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable), database.write():
            pass
        with database.read() as transaction:  # readers do not wait
            assert transaction.users.get("ann") is not None
        other.execute("ROLLBACK")
    with database.write() as transaction:
        transaction.users.delete("ann")
        transaction.commit()


def test_a_database_that_is_away_is_unavailable(database: Database, path: Path) -> None:
    database.ping()
    path.rename(path.with_suffix(".away"))
    with pytest.raises(Unavailable):
        database.ping()
    path.with_suffix(".away").rename(path)
    database.ping()


# Constraints

KEY_ROW = "INSERT INTO access_keys (id, user_id, name, slot, digest, hint, created_at) VALUES "
USER_ROW = "INSERT INTO users (id, tenant_id, org_id, name, email, variables) VALUES "

IMPOSSIBLE = {
    "a user of an organization that is not its tenant's": USER_ROW
    + "('bob', 'tenant-one', 'org-two', '', '', x'')",
    "a user without a tenant": USER_ROW + "('bob', 'nothing', 'org-one', '', '', x'')",
    "a user that moves to a tenant of another organization": "UPDATE users "
    "SET tenant_id = 'tenant-two' WHERE id = 'ann'",
    "a user that changes its organization alone": "UPDATE users SET org_id = 'org-two'",
    "a user twice": USER_ROW + "('ann', 'tenant-two', 'org-two', '', '', x'')",
    "a tenant without an organization": "INSERT INTO tenants VALUES ('t', 't', 'nothing', x'')",
    "a tenant twice": "INSERT INTO tenants VALUES ('tenant-one', 't', 'org-two', x'')",
    "a tenant that takes its users to another organization": "UPDATE tenants "
    "SET org_id = 'org-two' WHERE id = 'tenant-one'",
    "an organization twice": "INSERT INTO organizations VALUES ('org-one', 'o', x'')",
    "an organization without an id": "INSERT INTO organizations VALUES (NULL, 'o', x'')",
    "a deleted organization with tenants": "DELETE FROM organizations WHERE id = 'org-two'",
    "a deleted tenant with users": "DELETE FROM tenants WHERE id = 'tenant-one'",
    "a key of nobody": KEY_ROW + "('k2', 'nobody', 'n', 1, x'02', '', 1)",
    "a key's name twice": KEY_ROW + "('k2', 'ann', 'key', 1, x'02', '', 1)",
    "a key twice": KEY_ROW + f"('k2', 'ann', 'n', 1, x'31{'00' * 31}', '', 1)",
    "a key without a digest": KEY_ROW + "('k2', 'ann', 'n', 1, NULL, '', 1)",
    "a key in the place of another": KEY_ROW + "('k2', 'ann', 'n', 0, x'02', '', 1)",
    "a key too many": KEY_ROW + "('k2', 'ann', 'n', 100, x'02', '', 1)",
    "a config of nobody": "INSERT INTO user_configs VALUES ('nobody', 'k', x'')",
    "a config key twice": "INSERT INTO user_configs VALUES ('ann', 'k', x'')",
}


@pytest.mark.parametrize("statement", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_the_database_itself_refuses(database: Database, path: Path, statement: str) -> None:
    before = dump(path)

    def do_it() -> None:
        with database.write() as transaction:
            transaction._work.connection.command(statement)
            transaction.commit()

    with pytest.raises(Conflict):
        do_it()
    assert dump(path) == before


def test_a_deleted_user_takes_roles_keys_and_config_along(database: Database, path: Path) -> None:
    with database.write() as transaction:
        transaction.users.delete("ann")
        transaction.commit()
    stored = dump(path)
    for table in ("users", "access_keys", "user_configs"):
        assert stored[table] == []
    assert damage(path) == []


# What an update writes


def test_an_update_touches_the_given_fields_of_the_given_row_alone(
    database: Database, path: Path
) -> None:
    with database.write() as transaction:
        transaction.users.add(User("bob", "tenant-one", "org-one", ("waii-user",), "Bob", "b@x"))
        transaction.users.update(UserChanges("ann", name="Ann"))
        transaction.users.update(UserChanges("bob", email=""))
        transaction.tenants.update(TenantChanges("tenant-one"))
        transaction.commit()
    assert rows(path, "SELECT id, name, email FROM users ORDER BY id") == [
        ("ann", "Ann", ""),
        ("bob", "Bob", ""),
    ]
    assert rows(path, "SELECT name FROM tenants ORDER BY id") == [("one",), ("two",)]


def test_the_time_of_a_keys_last_use_never_moves_back(database: Database, path: Path) -> None:
    key_id = rows(path, "SELECT id FROM access_keys")[0][0]
    for used_at, stored in ((5, 5), (3, 5), (9, 9)):
        with database.write() as transaction:
            transaction.access_keys.record_use({key_id: used_at, "gone": 1})
            transaction.commit()
        assert rows(path, "SELECT last_used_at FROM access_keys") == [(stored,)]


def test_ids_compare_and_order_byte_by_byte(database: Database) -> None:
    with database.write() as transaction:
        for org_id in ("b", "B", "a", "a-", "a.", "a1", "A"):
            transaction.organizations.add(Organization(org_id, "O"))
        transaction.commit()
    with database.read() as transaction:
        listed = [one.id for one in transaction.organizations.list(only=None, after="", limit=99)]
        assert listed == sorted(listed)
        assert {"a", "A", "b", "B"} < set(listed)
        assert transaction.organizations.get("ORG-ONE") is None


# Query plans


def _plans(database: Database, side: str, use: Any) -> list[str]:
    """How SQLite would run every statement that `use` makes of a transaction."""
    engine: Engine = getattr(database._backend, side)
    statements: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    with database.read() if side == "reader" else database.write() as transaction:
        use(transaction)
    event.remove(engine, "before_cursor_execute", note)
    plans: list[str] = []
    with engine.connect() as connection:
        for statement, parameters in statements:
            if statement.startswith("BEGIN"):
                continue
            one = parameters[0] if isinstance(parameters, list) else parameters
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", one)
            plans += [row[3] for row in plan]
    assert plans
    return plans


def _list(**filters: str | None) -> Any:
    defaults: dict[str, str | None] = {"org_id": None, "tenant_id": None, "user_id": None}

    def use(transaction: Transaction) -> None:
        transaction.users.list(**(defaults | filters), after="m", limit=10)

    return use


READS: dict[str, Any] = {
    "key by id": lambda t: t.principals.by_key_id("1"),
    "principal by user id": lambda t: t.principals.by_user_id("ann"),
    "user": lambda t: t.users.get("ann"),
    "users": _list(),
    "users of an organization": _list(org_id="org-one"),
    "users of a tenant": _list(tenant_id="tenant-one"),
    "users of both": _list(org_id="org-one", tenant_id="tenant-one"),
    "user of an organization": _list(org_id="org-one", user_id="ann"),
    "user of a tenant": _list(tenant_id="tenant-one", user_id="ann"),
    "user by id": _list(user_id="ann"),
    "super-admins": lambda t: t.users.any_super_admin(),
    "roles in an organization": lambda t: t.users.roles_below(org_id="org-one"),
    "roles in a tenant": lambda t: t.users.roles_below(tenant_id="tenant-one"),
    "tenants": lambda t: t.tenants.list("org-one", after="m", limit=10),
    "users in a tenant": lambda t: t.tenants.count_users("tenant-one"),
    "organizations": lambda t: t.organizations.list(only=None, after="m", limit=10),
    "own organization": lambda t: t.organizations.list(only="org-one", after="", limit=10),
    "holdings": lambda t: t.organizations.holdings("org-one"),
    "keys": lambda t: t.access_keys.list("ann"),
    "key of a name": lambda t: t.access_keys.exists("ann", "key"),
    "places of keys": lambda t: t.access_keys.free_slot("ann"),
    "config": lambda t: t.user_configs.get("ann"),
}
WRITES: dict[str, Any] = {
    "user": lambda t: t.users.delete("ann"),
    "users of an organization": lambda t: t.users.delete_below(org_id="org-one"),
    "users of a tenant": lambda t: t.users.delete_below(tenant_id="tenant-one"),
    "tenant": lambda t: t.tenants.delete("nothing"),
    "tenants of an organization": lambda t: t.tenants.delete_of_organization("nothing"),
    "organization": lambda t: t.organizations.delete("nothing"),
    "keys": lambda t: t.access_keys.delete("ann", ["key", "other"]),
    "config": lambda t: t.user_configs.delete("ann", ["k", "other"]),
    "last use": lambda t: t.access_keys.record_use({"k": 1}),
}


@pytest.mark.parametrize(
    ("side", "use"),
    [("reader", read) for read in READS.values()] + [("writer", w) for w in WRITES.values()],
    ids=[*READS, *(f"delete or update {name}" for name in WRITES)],
)
def test_no_statement_reads_a_whole_table_or_sorts(database: Database, side: str, use: Any) -> None:
    for step in _plans(database, side, use):
        assert not step.startswith("SCAN") or step == "SCAN CONSTANT ROW", step
        if "DISTINCT" not in step:
            assert "TEMP B-TREE" not in step, step


@pytest.mark.parametrize("statement", ["_by_digest", "_by_user_id"])
def test_the_look_up_of_a_principal_uses_indexes_alone(database: Database, statement: str) -> None:
    sql = getattr(database._backend.lookups, statement)
    with database._backend.reader.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", ("x",)).all()
    assert plan
    assert not [row for row in plan if row[3].startswith("SCAN")]


def test_a_look_up_sees_every_commit_of_every_other_connection(
    database: Database, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for number in range(50):
            other.execute("UPDATE users SET name = ?", (f"name {number}",))
            found = database.identity("ann")
            assert found is not None
            assert found.name == f"name {number}"
            assert database.identity("ann") is found, "from memory, as nothing was committed"


# The library


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
def test_versions_of_sqlite_that_can_lose_commits_are_known(
    version: tuple[int, int, int], *, affected: bool
) -> None:
    assert sqlite.may_lose_commits(version) is affected
