"""Statements: written once with SQLAlchemy Core, compiled once for each engine, run by the driver.

Neither a session nor SQLAlchemy's own execution stands in between: each costs several times what
the database takes for the statements here.
"""

from typing import Any

from sqlalchemy import BigInteger, Dialect, Select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ClauseElement, ColumnElement

from waii_server.storage.tables import Table

Row = tuple[Any, ...]

_DIALECTS: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(paramstyle="qmark"),
    "postgresql": postgresql.dialect(paramstyle="numeric_dollar"),  # type: ignore[no-untyped-call]
}


class Statement:
    """A statement with named parameters (`bindparam`), whose values are given when it is run.

    Args:
        keeps_principals: whether all that could be looked up of keys and their users, as
            `storage.principals` does it, is the same after it. It may add others.
    """

    def __init__(self, clause: ClauseElement, *, keeps_principals: bool = False) -> None:
        self._clause = clause
        self.keeps_principals = keeps_principals or isinstance(clause, Select)
        self._compiled: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {}

    def compiled(self, engine: str) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        """The statement in the words of an engine, the names of its parameters in their order, and
        the values of those that are always the same."""
        known = self._compiled.get(engine)
        if known is None:
            compiled: Any = self._clause.compile(dialect=_DIALECTS[engine])
            fixed = {name: value for name, value in compiled.params.items() if value is not None}
            names = tuple(compiled.positiontup or ())
            known = self._compiled[engine] = str(compiled), names, fixed
        return known


class EngineText(ColumnElement[int]):
    """A number for which every engine has words of its own, by the name of the engine."""

    inherit_cache = True
    type = BigInteger()

    def __init__(self, **words: str) -> None:
        self.words = words


@compiles(EngineText)
def _words(element: EngineText, compiler: Any, **_: object) -> str:
    return element.words[compiler.dialect.name]


def insert_new(table: type[Table]) -> Statement:
    """Adds a row, unless there is one of the same id."""
    # Both engines have it, and SQLAlchemy has it for each; either form compiles for both.
    insert = postgresql.insert(table).on_conflict_do_nothing(index_elements=["id"])
    return Statement(insert, keeps_principals=True)


class Connection:
    """A driver's connection, running statements; raises the driver's errors.

    Args:
        driver: with the method `execute`, as sqlite3 has it, and what the engine needs besides.
        engine: its name, as in `Statement.compiled`.

    Attributes:
        driver, engine: those.
        kept_principals: whether every statement did that was run since this was last set.
    """

    __slots__ = ("driver", "engine", "kept_principals")

    def __init__(self, driver: Any, engine: str) -> None:
        self.driver = driver
        self.engine = engine
        self.kept_principals = True

    def run(self, statement: Statement, **values: object) -> Any:
        """Runs a statement; returns the driver's cursor."""
        return self.driver.execute(*self._bound(statement, values))

    def run_and_commit(self, statement: Statement, **values: object) -> None:
        """Runs the last statement of a transaction, and commits it, where the driver can do both in
        one."""
        self.driver.execute_and_commit(*self._bound(statement, values))

    def rows(self, statement: Statement, **values: object) -> list[Row]:
        found: list[Row] = self.run(statement, **values).fetchall()
        return found

    def row(self, statement: Statement, **values: object) -> Row | None:
        """The first row; None where there is none."""
        found: Row | None = self.run(statement, **values).fetchone()
        return found

    def rows_of_all(self, *asked: tuple[Statement, dict[str, object]]) -> list[list[Row]]:
        """The rows of several statements with their values, where the driver can run them in one
        trip."""
        bound = [self._bound(statement, values) for statement, values in asked]
        return [answer.fetchall() for answer in self.driver.execute_all(*bound)]

    def changed(self, statement: Statement, **values: object) -> bool:
        """Runs a statement that changes rows, or none; whether there was one to change."""
        count: int = self.run(statement, **values).rowcount
        return count > 0

    def _bound(self, statement: Statement, values: dict[str, object]) -> tuple[str, list[object]]:
        text, names, fixed = statement.compiled(self.engine)
        if not statement.keeps_principals:
            self.kept_principals = False
        if fixed:
            values.update(fixed)
        return text, [values[name] for name in names]

    def command(self, text: str) -> None:
        """Runs what has neither parameters nor rows, such as `BEGIN`."""
        self.driver.execute(text)
