"""Statements on PostgreSQL, prepared once for each connection and run by libpq.

psycopg opens the connection, converts what comes back, and wraps libpq. Its cursors, which can do
far more than run a prepared statement, would take five times as long for the statements here; and
they wait without an end for a server that does not answer.
"""

import select
import time
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import errors, pq
from psycopg.adapt import Transformer

from waii_server.storage.statements import Row

_BINARY, _TEXT = pq.Format.BINARY, pq.Format.TEXT
_DONE = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)


class Answer:
    """The rows of a statement, or none."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows

    def fetchone(self) -> Row | None:
        return self._rows[0] if self._rows else None

    def fetchall(self) -> list[Row]:
        return self._rows


class PreparedConnection:
    """A driver for `statements.Connection`.

    Raises psycopg's errors.

    Args:
        connection: without a transaction, and not used otherwise from now on.
        patience: seconds that a statement waits for the server. After that the connection is of no
            more use, and is closed.
    """

    def __init__(self, connection: "psycopg.Connection[Any]", patience: float) -> None:
        self._connection = connection
        self._libpq = connection.pgconn
        self._transformer = Transformer.from_context(connection)
        self._patience = patience
        self._poll = select.poll()
        self._poll.register(self._libpq.socket, select.POLLIN)
        self._names: dict[str, bytes] = {}

    def execute(self, text: str, values: Sequence[object] = ()) -> Answer:
        """Runs a statement whose parameters are `$1`, `$2`, ..."""
        name = self._names.get(text) or self._prepare(text)
        parameters, formats = [], []
        for value in values:
            parameter, form = _sent(value)
            parameters.append(parameter)
            formats.append(form)
        self._libpq.send_query_prepared(name, parameters, formats, _BINARY)
        result = self._result()
        self._transformer.set_pgresult(result)
        return Answer(self._transformer.load_rows(0, result.ntuples, tuple))

    def close(self) -> None:
        self._connection.close()

    def _prepare(self, text: str) -> bytes:
        name = f"s{len(self._names)}".encode()
        self._libpq.send_prepare(name, text.encode())
        self._result()
        self._names[text] = name
        return name

    def _result(self) -> pq.abc.PGresult:
        """What the server answers to the one command that was sent."""
        libpq = self._libpq
        deadline = time.monotonic() + self._patience
        while libpq.flush():
            self._wait(deadline, select.POLLIN | select.POLLOUT)
            libpq.consume_input()
        found = None
        while True:
            while libpq.is_busy():
                self._wait(deadline, select.POLLIN)
                libpq.consume_input()
            result = libpq.get_result()
            if result is None:
                break
            found = found or result
        if found is None:
            raise psycopg.OperationalError(libpq.get_error_message())
        if found.status not in _DONE:
            raise errors.error_from_result(found)
        return found

    def _wait(self, deadline: float, events: int) -> None:
        self._poll.modify(self._libpq.socket, events)
        if not self._poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            self._connection.close()
            raise psycopg.OperationalError("the server does not answer")


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
