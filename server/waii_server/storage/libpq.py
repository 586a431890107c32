"""Statements on PostgreSQL, prepared once for each connection and run by libpq.

psycopg opens the connection, converts what comes back, and wraps libpq. Its cursors, which can do
far more than run a prepared statement, would take five times as long for the statements here; and
they wait without an end for a server that does not answer.
"""

import itertools
import time
from collections.abc import Callable, Sequence
from select import POLLIN, POLLOUT, poll
from typing import Any, NamedTuple

import psycopg
from psycopg import errors, pq
from psycopg.adapt import Transformer

from waii_server.storage.statements import Row

_BINARY, _TEXT = pq.Format.BINARY, pq.Format.TEXT
_DONE = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)


class Answer:
    """What a statement gave, as a cursor of sqlite3 has it.

    Attributes:
        rowcount: rows that were read or changed.
    """

    def __init__(self, rows: list[Row], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def fetchone(self) -> Row | None:
        return self._rows[0] if self._rows else None

    def fetchall(self) -> list[Row]:
        return self._rows


class PreparedConnection:
    """A driver for `statements.Connection`.

    A connection that was lost is opened anew where nothing is lost with it: outside of a
    transaction, and for the first statement in one.

    Raises psycopg's errors.

    Args:
        connect: opens a connection in autocommit mode, for the use of this one alone.
        patience: seconds that a statement waits for the server. After that the connection is
            closed, and the statement not repeated.
    """

    def __init__(self, connect: Callable[[], "psycopg.Connection[Any]"], patience: float) -> None:
        self._connect = connect
        self._patience = patience
        self._begin: bytes | None = None
        self._open()

    def begin(self, text: str) -> None:
        """Begins a transaction; goes to the server along with the first statement."""
        self._begin = text.encode()

    def execute(self, text: str, values: Sequence[object] = ()) -> Answer:
        """Runs a statement whose parameters are `$1`, `$2`, ..."""
        (answer,) = self.execute_all((text, values))
        return answer

    def execute_all(self, *statements: tuple[str, Sequence[object]]) -> list[Answer]:
        """Runs statements in one trip; behind one that fails, none."""
        sent = [_Sent(text, *_all_sent(values)) for text, values in statements]
        try:
            results = self._results(sent)
        except psycopg.errors.ConnectionTimeout:
            raise
        except psycopg.OperationalError:
            if self._in_transaction:
                raise
            self._connection.close()
            self._open()
            results = self._results(sent)
        return [self._answer(result) for result in results]

    def execute_and_commit(self, text: str, values: Sequence[object]) -> None:
        """Runs a statement and commits the transaction, in one trip; nothing is if it fails."""
        self._results([_Sent(text, *_all_sent(values))], commit=True)

    def close(self) -> None:
        self._connection.close()

    def _open(self) -> None:
        self._connection = self._connect()
        self._in_transaction = False
        self._libpq = self._connection.pgconn
        self._transformer = Transformer.from_context(self._connection)
        self._poll = poll()
        self._poll.register(self._libpq.socket, POLLIN)
        self._names: dict[str, bytes] = {}
        self._new_names = itertools.count()
        # What is sent is answered when a mark is sent behind it.
        self._libpq.enter_pipeline_mode()

    def _results(
        self, statements: "Sequence[_Sent]", *, commit: bool = False
    ) -> list[pq.abc.PGresult]:
        """What the server says to each statement.

        Raises:
            psycopg.OperationalError: it says nothing.
            psycopg.Error: one of them, or what goes before or behind them, failed.
        """
        libpq, new_names = self._libpq, {}
        commands = itertools.count()
        own: list[int] = []
        if self._begin is not None:
            libpq.send_query_params(self._begin, None)
            next(commands)
        for statement in statements:
            name = self._names.get(statement.text)
            if name is None:
                # Another one than that of a statement whose first run failed: it may be prepared.
                name = new_names[statement.text] = b"s%d" % next(self._new_names)
                libpq.send_prepare(name, statement.text.encode())
                next(commands)
            libpq.send_query_prepared(name, statement.parameters, statement.formats, _BINARY)
            own.append(next(commands))
        if commit:
            libpq.send_query_params(b"COMMIT", None)
        libpq.pipeline_sync()
        results = self._results_before_mark()
        self._begin = None
        self._in_transaction = libpq.transaction_status != pq.TransactionStatus.IDLE
        for result in results:
            if result.status not in _DONE:
                raise errors.error_from_result(result)
        self._names.update(new_names)
        return [results[index] for index in own]

    def _answer(self, result: pq.abc.PGresult) -> Answer:
        self._transformer.set_pgresult(result)
        return Answer(
            self._transformer.load_rows(0, result.ntuples, tuple), result.command_tuples or 0
        )

    def _results_before_mark(self) -> list[pq.abc.PGresult]:
        """What the commands up to the mark gave, in their order; behind one that failed, the others
        only say that they were not run."""
        libpq = self._libpq
        deadline = time.monotonic() + self._patience
        while libpq.flush():
            self._wait(deadline, POLLIN | POLLOUT)
            libpq.consume_input()
        results: list[pq.abc.PGresult] = []
        while True:
            while libpq.is_busy():
                self._wait(deadline, POLLIN)
                libpq.consume_input()
            result = libpq.get_result()
            if result is None:
                if libpq.status != pq.ConnStatus.OK:
                    raise psycopg.OperationalError("the connection is lost")
            elif result.status == pq.ExecStatus.PIPELINE_SYNC:
                return results
            else:
                results.append(result)

    def _wait(self, deadline: float, events: int) -> None:
        self._poll.modify(self._libpq.socket, events)
        if not self._poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            self._connection.close()
            raise psycopg.errors.ConnectionTimeout("the server does not answer")


class _Sent(NamedTuple):
    """A statement as libpq takes it."""

    text: str
    parameters: list[bytes | None]
    formats: list[pq.Format]


def _all_sent(values: Sequence[object]) -> tuple[list[bytes | None], list[pq.Format]]:
    parameters, formats = [], []
    for value in values:
        parameter, form = _sent(value)
        parameters.append(parameter)
        formats.append(form)
    return parameters, formats


def _sent(value: Any) -> tuple[bytes | None, pq.Format]:
    """A value in the form in which libpq takes it; the server knows the type."""
    match value:
        case str():
            return _text(value), _TEXT
        case bytes():
            return value, _BINARY
        case int():
            return b"%d" % value, _TEXT
        case None:
            return None, _TEXT
        case [*entries]:
            return b"{%b}" % b",".join(map(_array_entry, entries)), _TEXT
    raise TypeError(f"no parameter can be a {type(value).__name__}")


def _text(value: str) -> bytes:
    encoded = value.encode()
    if b"\0" in encoded:
        # Text ends there for libpq: what is behind it would be lost without a word.
        raise psycopg.DataError("PostgreSQL has no text with the character NUL")
    return encoded


def _array_entry(value: Any) -> bytes:
    if isinstance(value, bytes):
        return b'"\\\\x%b"' % value.hex().encode()
    return b'"%b"' % _text(value).replace(b"\\", b"\\\\").replace(b'"', b'\\"')
