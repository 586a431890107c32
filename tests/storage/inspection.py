"""Looks into a database from outside, with nothing of the server's own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

Row = tuple[Any, ...]


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database, to be read: beside a server, or after it."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as connection:
        yield connection


def rows(path: Path, query: str, *parameters: object) -> list[Row]:
    with opened(path) as connection:
        return connection.execute(query, parameters).fetchall()


def dump(path: Path) -> dict[str, list[Row]]:
    """Everything that is stored, by table, but for the last use of keys: calls may move that."""
    with opened(path) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        content: dict[str, list[Row]] = {}
        for (table,) in tables.fetchall():
            columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
            names = ", ".join(f'"{column[1]}"' for column in columns if column[1] != "last_used_at")
            content[table] = connection.execute(
                f"SELECT {names} FROM {table} ORDER BY {names}"  # noqa: S608
            ).fetchall()
        return content


def damage(path: Path) -> list[Row]:
    """What SQLite itself finds wrong: damaged pages, wrong indexes, references to nothing."""
    with opened(path) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        references = connection.execute("PRAGMA foreign_key_check").fetchall()
        return [row for row in found if row != ("ok",)] + references
