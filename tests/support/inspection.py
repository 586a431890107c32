"""Looks into a database from outside, and changes it, with nothing of the server's own.

A database is named by the file of SQLite, or by a URL of either engine.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

Row = tuple[Any, ...]

_REFERENCES = """
SELECT conrelid::regclass::text, confrelid::regclass::text, (
    SELECT string_agg(format('r.%I = t.%I', r.attname, t.attname), ' AND ')
    FROM unnest(conkey, confkey) AS pair (here, there)
    JOIN pg_attribute t ON t.attrelid = conrelid AND t.attnum = here
    JOIN pg_attribute r ON r.attrelid = confrelid AND r.attnum = there
)
FROM pg_constraint WHERE contype = 'f'
"""


@contextmanager
def opened(where: Path | str) -> Iterator[Any]:
    """A connection of the driver that only reads: beside a server, or after it."""
    with _connected(where, writing=False) as connection:
        yield connection


def rows(where: Path | str, query: str, *parameters: object) -> list[Row]:
    """What a query finds; `?` stands for a parameter."""
    with opened(where) as connection:
        return _run(connection, query, parameters)


def change(where: Path | str, statement: str, *parameters: object) -> None:
    """Commits a statement, on a connection of its own."""
    with _connected(where, writing=True) as connection:
        connection.execute(_in_words_of(connection, statement), parameters or ())


def counted(number: int) -> str:
    """The beginning of a query in which the rows of `n` hold 0, 1, ... as `i`: so many."""
    next_one = f"SELECT i + 1 FROM n WHERE i + 1 < {int(number)}"  # noqa: S608
    return f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL {next_one})"


@contextmanager
def busy(where: Path | str, table: str = "users") -> Iterator[None]:
    """Somebody else holds what writers of the table need; readers go on."""
    with _connected(where, writing=True) as connection:
        _begin_alone(connection, [table])
        yield
        connection.execute("ROLLBACK")


def dump(where: Path | str) -> dict[str, list[Row]]:
    """Everything that is stored, by table, but for the last use of keys: calls may move that."""
    with opened(where) as connection:
        content: dict[str, list[Row]] = {}
        for table in _tables(connection):
            columns = [name for name in _columns(connection, table) if name != "last_used_at"]
            names = ", ".join(f'"{name}"' for name in columns)
            content[table] = connection.execute(
                f"SELECT {names} FROM {table} ORDER BY {names}"  # noqa: S608
            ).fetchall()
        return content


def content(where: Path | str) -> dict[str, list[dict[str, Any]]]:
    """Everything that is stored, by table and column."""
    with opened(where) as connection:
        return {
            table: _named(connection.execute(f"SELECT * FROM {table}"))  # noqa: S608
            for table in _tables(connection)
        }


def restore(where: Path | str, tables: dict[str, list[dict[str, Any]]]) -> None:
    """Makes what is in these tables all that is in them.

    In one transaction, while nobody else writes.

    Args:
        tables: what `content` has shown, each table behind those to which it refers.
    """
    with _connected(where, writing=True) as connection:
        _begin_alone(connection, tables)
        for table in reversed(tables):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
        for table, rows_of_table in tables.items():
            for row in rows_of_table:
                names = ", ".join(f'"{name}"' for name in row)
                places = ", ".join("?" for _ in row)
                statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608
                connection.execute(_in_words_of(connection, statement), tuple(row.values()))
        connection.execute("COMMIT")


def cells(where: Path | str) -> Iterator[tuple[str, str, Any]]:
    """Every value that is stored, with its table and its column."""
    for table, rows_of_table in content(where).items():
        for row in rows_of_table:
            for column, value in row.items():
                yield table, column, value


def damage(where: Path | str) -> list[Row]:
    """What is wrong by itself: references to nothing and, in SQLite, damaged pages and indexes."""
    with opened(where) as connection:
        if _is_sqlite(connection):
            found = connection.execute("PRAGMA integrity_check").fetchall()
            references: list[Row] = connection.execute("PRAGMA foreign_key_check").fetchall()
            return [row for row in found if row != ("ok",)] + references
        dangling: list[Row] = []
        for table, referenced, same in connection.execute(_REFERENCES).fetchall():
            query = (
                f"SELECT t FROM {table} t "  # noqa: S608
                f"WHERE NOT EXISTS (SELECT FROM {referenced} r WHERE {same})"
            )
            dangling += [(table, *row) for row in connection.execute(query).fetchall()]
        return dangling


@contextmanager
def _connected(where: Path | str, *, writing: bool) -> Iterator[Any]:
    url = None if isinstance(where, Path) else make_url(where)
    if url is not None and url.get_backend_name() != "sqlite":
        import psycopg

        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.read_only = not writing
            yield connection
    else:
        path = where if url is None else url.database
        mode = "rw" if writing else "ro"
        with closing(
            sqlite3.connect(f"file:{path}?mode={mode}", uri=True, timeout=20, isolation_level=None)
        ) as connection:
            yield connection


def _begin_alone(connection: Any, tables: Iterable[str]) -> None:
    """From now on, nobody else writes to the tables: waited for as long as it takes."""
    if _is_sqlite(connection):
        connection.execute("BEGIN IMMEDIATE")
    else:
        connection.execute("BEGIN")
        connection.execute(f"LOCK TABLE {', '.join(tables)} IN EXCLUSIVE MODE")


def _is_sqlite(connection: Any) -> bool:
    return isinstance(connection, sqlite3.Connection)


def _in_words_of(connection: Any, query: str) -> str:
    return query if _is_sqlite(connection) else query.replace("?", "%s")


def _run(connection: Any, query: str, parameters: tuple[object, ...]) -> list[Row]:
    found: list[Row] = connection.execute(_in_words_of(connection, query), parameters).fetchall()
    return found


def _named(cursor: Any) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _tables(connection: Any) -> list[str]:
    if _is_sqlite(connection):
        query = "SELECT name FROM sqlite_schema WHERE type = 'table'"
    else:
        query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    return [name for (name,) in connection.execute(query).fetchall()]


def _columns(connection: Any, table: str) -> list[str]:
    if _is_sqlite(connection):
        query = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
    else:
        query = (
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = ? ORDER BY ordinal_position"
        )
    return [name for (name,) in _run(connection, query, (table,))]
