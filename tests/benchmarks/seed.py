"""The users that are in a database before anything is measured, and all that the benchmarks know
of the tables.

They are written past the service, in bulk, once for each engine and size, and copied from there.
"""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Struct
from psycopg import sql
from waii.user import v1 as pb
from waii_server.domain import key_format
from waii_server.domain.roles import Role
from waii_server.storage import migrations, tables
from waii_server.storage.tables import AccessKeyRow, UserRow

from benchmarks.processes import CannotRun

ORG_ID = "bench-org"
TENANT_ID = "bench-tenant"
DATABASE_FILE = "waii.db"
_KEY_RANDOM_CHARACTERS = 43
_MICROSECONDS = 1_750_000_000_000_000  # when all keys were created
_VARIANTS = 100  # of `variables`


@dataclass(frozen=True, slots=True)
class Person:
    """A user who has a key."""

    number: int
    id: str
    role: Role

    @property
    def key(self) -> str:
        return _key(self.number)


def user(number: int) -> Person:
    """One of the users that a database is full of, from number 1."""
    return Person(number, f"user-{number:07d}", Role.API_USER)


def admin() -> Person:
    """The administrator of their organization."""
    return Person(0, "admin", Role.ORG_ADMIN_USER)


def _user_row(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "tenant_id": TENANT_ID,
        "org_id": ORG_ID,
        "name": f"User {person.number:07d}",
        "email": f"{person.id}@example.com",
        "variables": _variables(person.number % _VARIANTS).SerializeToString(),
        "roles": str(person.role),
    }


def _key_row(person: Person) -> dict[str, object]:
    key = person.key
    return {
        "id": f"{person.number:032x}",
        "user_id": person.id,
        "name": "bench",
        "slot": 0,
        "digest": key_format.digest(key),
        "hint": key_format.hint(key),
        "created_at": _MICROSECONDS,
    }


_Row = Callable[[Person], dict[str, object]]
_ROWS: Mapping[str, _Row] = {
    UserRow.__tablename__: _user_row,
    AccessKeyRow.__tablename__: _key_row,
}


def new_user(user_id: str) -> dict[str, object]:
    """A user who is to be created, like those that are there; as JSON has it."""
    return {
        "id": user_id,
        "name": "A new user",
        "tenant_id": TENANT_ID,
        "org_id": ORG_ID,
        "roles": [str(Role.API_USER)],
        "variables": MessageToDict(_variables(1)),
    }


def create_user_request(user_id: str) -> bytes:
    """The request of CreateUser for that user."""
    user = ParseDict(new_user(user_id), pb.User())
    return pb.CreateUserRequest(user=user).SerializeToString()


def insert(user: pb.User, mark: str) -> tuple[str, list[object]]:
    """The statement, with its values, that a user without a key is in the end.

    Args:
        mark: the driver's placeholder.
    """
    row = {
        "id": user.id,
        "tenant_id": user.tenant_id,
        "org_id": user.org_id,
        "name": user.name,
        "email": user.email,
        "variables": user.variables.SerializeToString(),
        "roles": ",".join(user.roles),
    }
    return _insert(UserRow.__tablename__, row, mark), list(row.values())


def fingerprint() -> str:
    """Differs where what was seeded before is not what would be seeded now."""
    sources = [Path(__file__), Path(tables.__file__)]
    sources += sorted(Path(migrations.__file__).parent.glob("versions/*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:8]


def sqlite(cache_dir: Path, users: int) -> Path:
    """A data directory with a database of so many users; made where there is none. Copy it."""
    directory = cache_dir / f"sqlite-{users}-{fingerprint()}"
    if directory.exists():
        return directory
    for other in cache_dir.glob("sqlite-*"):
        if not other.name.endswith(fingerprint()):
            shutil.rmtree(other)
    unfinished = cache_dir / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    _bootstrap(unfinished, "")
    _fill_sqlite(unfinished / DATABASE_FILE, users)
    unfinished.rename(directory)
    return directory


def postgresql(address: str, work: Path, users: int) -> str:
    """The name of a database with so many users; made where there is none. Use it as a template.

    Args:
        address: of a superuser, in the database `postgres`.
    """
    name = f"seed_{users}_{fingerprint()}"
    with psycopg.connect(address, autocommit=True) as connection:
        known = {str(row[0]) for row in connection.execute("SELECT datname FROM pg_database")}
        if name in known:
            return name
        for other in known:
            outdated = other.startswith("seed_") and not other.endswith(fingerprint())
            if outdated or other == "unfinished":
                connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(other)))
        connection.execute("CREATE DATABASE unfinished")
        inside = address.replace("/postgres?", "/unfinished?")
        _bootstrap(work / "unfinished", inside)
        shutil.rmtree(work / "unfinished")
        _fill_postgresql(inside, users)
        connection.execute(
            sql.SQL("ALTER DATABASE unfinished RENAME TO {}").format(sql.Identifier(name))
        )
    return name


def _fill_sqlite(path: Path, users: int) -> None:
    connection = sqlite3.connect(path)
    # Nothing is lost with a file that is half filled: it is made again.
    for pragma in ("journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA cache_size = -2000000")
    with connection:
        for table, row in _ROWS.items():
            statement = _insert(table, row(admin()), "?")
            connection.executemany(statement, (tuple(row(p).values()) for p in _people(users)))
    connection.execute("ANALYZE")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def _fill_postgresql(address: str, users: int) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        # No checks of foreign keys, one by one, on rows that refer to each other by construction.
        connection.execute("SET session_replication_role = replica")
        for table, row in _ROWS.items():
            columns = sql.SQL(", ").join(map(sql.Identifier, row(admin())))
            copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
            with connection.cursor().copy(copy) as rows:
                for person in _people(users):
                    rows.write_row(tuple(row(person).values()))
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _bootstrap(data_dir: Path, database_url: str) -> None:
    """The tables, the organization and the tenant, by the product's own command."""
    command = [str(Path(sys.executable).with_name("waii-server")), "bootstrap", "--auto-migrate"]
    command += ["--org-id", ORG_ID, "--tenant-id", TENANT_ID, "--user-id", "root"]
    command += ["--data-dir", str(data_dir), "--key-file", str(data_dir / "admin.key")]
    if database_url:
        command += ["--database-url", database_url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotRun(f"no tables to fill: {done.stderr}")


def _people(users: int) -> Iterator[Person]:
    yield admin()
    for number in range(1, users + 1):
        yield user(number)


def _insert(table: str, columns: Iterable[str], mark: str) -> str:
    names = list(columns)
    marks = ", ".join(mark for _ in names)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608  names of ours


def _key(number: int) -> str:
    """A key of the right form; known, since it opens nothing but a benchmark's database."""
    body = f"{number:0{_KEY_RANDOM_CHARACTERS}d}"
    return key_format.PREFIX + body + key_format._checksum(body)


@cache
def _variables(variant: int) -> Struct:
    variables = Struct()
    variables.update(
        {
            "team": f"team-{variant:03d}",
            "regions": ["no", "se"],
            "seat": variant,
            "active": variant % 2 == 0,
        }
    )
    return variables
