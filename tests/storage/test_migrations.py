"""Migrations: from nothing to the tables that are declared, however often and by however many."""

import itertools
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, NullPool, create_engine, insert, table, text
from sqlalchemy import column as named
from sqlalchemy.exc import ProgrammingError
from storage.racing import run_at_once
from support import databases
from support.inspection import Row, change, damage, dump, rows
from waii_server.domain.errors import Unavailable
from waii_server.domain.model import Organization
from waii_server.domain.roles import Permission, Role
from waii_server.storage import migrations
from waii_server.storage.database import Database
from waii_server.storage.migrations import apply
from waii_server.storage.tables import METADATA

MIGRATE = """
import sys
from waii_server.storage.database import Database
print("ready", flush=True)
sys.stdin.readline()
database = Database(sys.argv[1], connections=1, busy_timeout=20)
database.migrate()
database.close()
"""


def _migrated(url: str) -> Database:
    database = Database(url, connections=2, busy_timeout=5)
    database.migrate()
    return database


def _upgrade(database: Database, revision: str) -> None:
    apply.upgrade(database._backend, revision)


def _engine(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


_SCHEMA = {
    databases.SQLITE: "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name",
    databases.POSTGRESQL: """
SELECT conname::text AS name, concat(conrelid::regclass, ' ', pg_get_constraintdef(oid))
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION SELECT concat(attrelid::regclass, '.', attname),
    concat_ws(' ', format_type(atttypid, atttypmod), attcollation::regcollation, attnotnull,
        pg_get_expr(adbin, adrelid))
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
ORDER BY name
""",
}


def _schema(url: str) -> list[Row]:
    """Every table, column, index and constraint with what declares it, ordered by name."""
    return rows(url, _SCHEMA[databases.current()])


def test_migrations_give_exactly_the_tables_that_are_declared(url: str) -> None:
    _migrated(url).close()
    with _engine(url).connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, METADATA) == []


def test_migrations_declare_the_same_constraints_as_the_tables(url: str, tmp_path: Path) -> None:
    _migrated(url).close()
    created = databases.database_of(tmp_path)
    METADATA.create_all(_engine(created))
    migrated = {name: sql for name, sql in _schema(url) if "alembic_version" not in name}
    assert len(migrated) >= len(METADATA.tables)
    assert {name: _words(sql) for name, sql in migrated.items()} == {
        name: _words(sql) for name, sql in _schema(created)
    }


def _words(sql: str) -> list[str]:
    """What is declared; in a whole table in any order of its clauses."""
    words = sql.replace(",", " , ").replace("(", " ( ").replace(")", " ) ").split()
    return sorted(words) if sql.startswith("CREATE TABLE") else words


def test_a_migrated_database_is_left_as_it_is(database: Database, url: str) -> None:
    with database.write() as transaction:
        transaction.organizations.add(Organization("kept", "Kept"))
        transaction.commit(None)
    before = (_schema(url), dump(url))
    database.migrate()
    _migrated(url).close()
    assert (_schema(url), dump(url)) == before


@pytest.mark.only_on("sqlite")  # servers are tried on PostgreSQL, with --auto-migrate
def test_processes_may_migrate_at_once(url: str) -> None:
    for ended in run_at_once(MIGRATE, url, processes=3, timeout=30):
        assert (ended.returncode, ended.stderr.count("Traceback")) == (0, 0), ended.stderr
    assert damage(url) == []
    assert dump(url)["alembic_version"] == [(_head(),)]
    _migrated(url).close()


@pytest.mark.parametrize(
    ("done", "in_the_way"),
    [
        ("", "CREATE TABLE access_keys (in_the_way INTEGER)"),
        ("0001", "CREATE INDEX ix_users_super_admin ON users (name)"),
        ("0004", "CREATE TABLE answered_requests (in_the_way INTEGER)"),
    ],
    ids=["0001", "0002", "0005"],
)
def test_a_migration_that_fails_leaves_nothing_behind(
    url: str, done: str, in_the_way: str, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(url, connections=1, busy_timeout=1)
    if done:
        _upgrade(database, done)
    change(url, in_the_way)
    before = (_schema(url), dump(url))
    with pytest.raises((Unavailable, ProgrammingError)) as failed:
        database.migrate()
    database.close()
    assert "already exists" in f"{failed.value} {caplog.text}"
    assert (_schema(url), dump(url)) == before


ROLES = tuple(Role)
CHOICES = [
    tuple(role for role, chosen in zip(ROLES, choice, strict=True) if chosen)
    for choice in itertools.product((False, True), repeat=len(ROLES))
]
"""Of roles, from weakest to strongest: every one that a user can have."""


def test_users_keep_their_roles_and_all_else(url: str) -> None:
    """0002 moves roles from a table of their own into the users' rows."""
    users = {f"user-{number}": roles for number, roles in enumerate(CHOICES)}
    held = [(user_id, role.value) for user_id, roles in users.items() for role in roles]
    random.Random(2).shuffle(held)
    database = Database(url, connections=1, busy_timeout=5)
    _upgrade(database, "0001")
    with database._backend.migrating() as connection:
        connection.execute(text("INSERT INTO organizations VALUES ('o', 'O', '')"))
        connection.execute(text("INSERT INTO tenants VALUES ('t', 'T', 'o', '')"))
        add = (
            "INSERT INTO users (id, tenant_id, org_id, name, email, variables, version) "
            "VALUES (:id, 't', 'o', :name, :email, :variables, 3)"
        )
        connection.execute(
            text(add),
            [
                {"id": id_, "name": f"N {id_}", "email": f"{id_}@x", "variables": id_.encode()}
                for id_ in users
            ],
        )
        user_roles = table("user_roles", named("user_id"), named("role"))
        connection.execute(
            insert(user_roles), [{"user_id": user_id, "role": role} for user_id, role in held]
        )
        connection.execute(
            text(
                "INSERT INTO access_keys (id, user_id, name, slot, digest, hint, created_at) "
                "SELECT id, id, 'key', 0, variables, '', 1 FROM users"
            )
        )
        connection.execute(text("INSERT INTO user_configs SELECT id, 'k', variables FROM users"))
    before = dump(url)
    database.migrate()
    after = dump(url)

    with database.read() as transaction:
        found = transaction.users.list(
            org_id=None, tenant_id=None, user_id=None, after="", limit=1000
        )
        assert transaction.users.any_super_admin()
    database.close()
    assert {user.id: user.roles for user in found} == users
    for user in found:
        assert (user.tenant_id, user.org_id, user.name) == ("t", "o", f"N {user.id}")
        assert (user.email, user.variables) == (f"{user.id}@x", user.id.encode())
    # In the rows, too, in this order: they are compared as they are.
    assert dict(rows(url, "SELECT id, roles FROM users")) == {
        user_id: ",".join(roles) for user_id, roles in users.items()
    }
    changed = ("users", "user_roles", "alembic_version")
    kept = before.keys() - set(changed)
    for name in kept:
        # Later versions add columns, behind the others.
        assert before[name] == [
            row[: len(was)] for was, row in zip(before[name], after[name], strict=True)
        ]
    assert damage(url) == []


def test_keys_of_before_go_on_to_work_without_a_limit_and_can_be_rotated(url: str) -> None:
    """0005 adds what limited and rotated keys have."""
    database = Database(url, connections=1, busy_timeout=5)
    _upgrade(database, "0004")
    digests = {name: name.encode().ljust(32, b"\0") for name in ("forever", "expiring", "new")}
    with database._backend.migrating() as connection:
        connection.execute(
            text("INSERT INTO organizations (id, name, variables) VALUES ('o', 'O', '')")
        )
        connection.execute(
            text("INSERT INTO tenants (id, name, org_id, variables) VALUES ('t', 'T', 'o', '')")
        )
        connection.execute(
            text(
                "INSERT INTO users (id, tenant_id, org_id, name, email, variables, roles) "
                "VALUES ('u', 't', 'o', 'U', '', '', 'waii-api-user')"
            )
        )
        add = text(
            "INSERT INTO access_keys (id, user_id, name, slot, digest, hint, sealed, created_at, "
            "expires_at, last_used_at) "
            "VALUES (:id, 'u', :name, :slot, :digest, 'AbCdWxYz', :sealed, 7, :expires_at, 8)"
        )
        for slot, (name, expires_at) in enumerate((("forever", None), ("expiring", 2**52))):
            values = {"id": f"id-{name}", "name": name, "digest": digests[name]}
            connection.execute(
                add, {**values, "slot": slot, "sealed": b"sealed", "expires_at": expires_at}
            )
        connection.execute(
            text(
                "INSERT INTO audit_events (transaction_id, time, request_id, method, actor, "
                "subject, key_id, peer, target, org_id, code, reason, changed) "
                "VALUES (0, 1, 'r', 'm', 'u', 'u', 'id-forever', '', '', 'o', 'OK', '', '')"
            )
        )
    before = dump(url)
    database.migrate()
    after = dump(url)
    for name in before.keys() - {"alembic_version"}:
        assert before[name] == [
            row[: len(was)] for was, row in zip(before[name], after[name], strict=True)
        ]
    for name, expires_at in (("forever", None), ("expiring", 2**52)):
        owner, _ = database.key_owner(digests[name], None)
        assert owner is not None
        assert (owner.key_id, owner.generation, owner.expires_at) == (f"id-{name}", 0, expires_at)
        assert owner.identity.scope is None
        assert Permission.WRITE_ACCESS_KEY in owner.identity.permissions
    with database.write() as transaction:
        key = transaction.access_keys.get("u", "forever")
        assert key is not None
        assert (key.scope, key.rotated_at, key.previous_expires_at) == (None, None, None)
        rotated = replace(key, digest=digests["new"], rotated_at=9, previous_expires_at=2**52)
        transaction.access_keys.rotate(rotated, key.digest)
        transaction.commit(None)
    for digest, generation in ((digests["new"], 1), (digests["forever"], 0)):
        owner, _ = database.key_owner(digest, None)
        assert owner is not None
        assert (owner.key_id, owner.generation) == ("id-forever", generation)
    database.close()
    assert rows(url, "SELECT count(*) FROM audit_events WHERE validate_only") == [(0,)]
    assert damage(url) == []


def test_the_versions_form_one_line() -> None:
    assert len(_scripts().get_heads()) == 1
    assert len(_scripts().get_bases()) == 1


def test_a_version_is_what_its_file_is_called(url: str) -> None:
    """So it is known without Alembic which there are."""
    for script in _scripts().walk_revisions():
        assert Path(script.path).name.partition("_")[0] == script.revision
    database = Database(url, connections=1, busy_timeout=5)
    assert migrations.versions(database._backend) == (None, _head(), True)
    database.migrate()
    assert migrations.versions(database._backend) == (_head(), _head(), True)
    change(url, "UPDATE alembic_version SET version_num = '9999'")
    assert migrations.versions(database._backend) == ("9999", _head(), False)
    database.close()


def test_who_finds_the_newest_version_does_without_alembic(tmp_path: Path) -> None:
    program = (
        "import sys; from waii_server.storage.database import Database; "
        "database = Database(sys.argv[1], connections=1, busy_timeout=5); "
        "database.require_schema(migrate=False); print('alembic' in sys.modules)"
    )
    url = databases.database_of(tmp_path)
    for expected in ("True\n", "False\n"):
        done = subprocess.run(
            [sys.executable, "-c", program, url], capture_output=True, text=True, check=True
        )
        assert done.stdout == expected


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(Path(migrations.__file__).parent))


def _head() -> str:
    head = _scripts().get_current_head()
    assert head is not None
    return head
