"""Migrations: from nothing to the tables that are declared, however often and by however many."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from storage.inspection import Row, damage, dump, rows
from waii_server.domain.model import Organization
from waii_server.storage import migrations
from waii_server.storage.database import Database
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


def _migrated(path: Path) -> Database:
    database = Database(f"sqlite:///{path}", connections=2, busy_timeout=5)
    database.migrate()
    return database


def _schema(path: Path) -> list[Row]:
    return rows(path, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")


def test_migrations_give_exactly_the_tables_that_are_declared(tmp_path: Path) -> None:
    path = tmp_path / "waii.db"
    _migrated(path).close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_migrations_declare_the_same_constraints_as_the_tables(tmp_path: Path) -> None:
    migrated, created = tmp_path / "migrated.db", tmp_path / "created.db"
    _migrated(migrated).close()
    engine = create_engine(f"sqlite:///{created}")
    METADATA.create_all(engine)
    engine.dispose()
    of_alembic = ("alembic_version",)
    tables = {name: _words(sql) for name, sql in _schema(migrated) if name not in of_alembic}
    assert tables == {name: _words(sql) for name, sql in _schema(created)}


def _words(sql: str) -> list[str]:
    """What the statement says, in any order of its clauses and of the words in them."""
    return sorted(sql.replace(",", " ").replace("(", " ( ").replace(")", " ) ").split())


def test_a_migrated_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "waii.db"
    database = _migrated(path)
    with database.write() as transaction:
        transaction.organizations.add(Organization("kept", "Kept"))
        transaction.commit()
    before = (_schema(path), dump(path))
    database.migrate()
    database.close()
    _migrated(path).close()
    assert (_schema(path), dump(path)) == before


def test_processes_may_migrate_at_once(tmp_path: Path) -> None:
    path = tmp_path / "waii.db"
    command = [sys.executable, "-c", MIGRATE, f"sqlite:///{path}"]
    processes = [
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:  # all at once from here
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        for process in processes:
            _, errors = process.communicate(timeout=30)
            assert (process.returncode, errors.count("Traceback")) == (0, 0), errors
    finally:
        for process in processes:
            process.kill()
            process.communicate()
    assert damage(path) == []
    assert dump(path)["alembic_version"] == [(_head(),)]
    _migrated(path).close()


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "waii.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE access_keys (in_the_way INTEGER)")
        connection.commit()
    before = _schema(path)
    database = Database(f"sqlite:///{path}", connections=1, busy_timeout=1)
    try:
        database.migrate()
    except Exception:  # noqa: BLE001  how it fails is the database's matter
        failed = True
    else:
        failed = False
    database.close()
    assert failed
    assert _schema(path) == before


def test_the_versions_form_one_line() -> None:
    assert len(_scripts().get_heads()) == 1
    assert len(_scripts().get_bases()) == 1


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(Path(migrations.__file__).parent))


def _head() -> str:
    head = _scripts().get_current_head()
    assert head is not None
    return head
