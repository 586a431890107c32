"""Statements on PostgreSQL, prepared once for each connection and run by libpq.

psycopg opens the connection, converts what comes back, and wraps libpq. Its cursors, which can do
far more than run a prepared statement, would take five times as long for the statements here; and
they wait without an end for a server that does not answer.
"""

import itertools
import time
from collections.abc import Sequence
from select import POLLIN, POLLOUT, poll
from typing import Any

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
        self._poll = poll()
        self._poll.register(self._libpq.socket, POLLIN)
        self._names: dict[str, bytes] = {}
        self._new_names = itertools.count()
        # What is sent is answered when a mark is sent behind it.
        self._libpq.enter_pipeline_mode()

    def begin(self, text: str) -> None:
        """Begins a transaction; goes to the server along with the first statement.

        Raises:
            psycopg.OperationalError: the server has closed the connection.
        """
        if self._poll.poll(0):
            # It says something though it was not asked: farewell, as a rule.
            self._libpq.consume_input()
            self._require_open()
        self._libpq.send_query_params(text.encode(), None)

    def execute(self, text: str, values: Sequence[object] = ()) -> Answer:
        """Runs a statement whose parameters are `$1`, `$2`, ..."""
        parameters, formats = [], []
        for value in values:
            parameter, form = _sent(value)
            parameters.append(parameter)
            formats.append(form)
        name = self._names.get(text)
        if name is None:
            # Another one than that of a statement whose first run failed: it may be prepared.
            name = b"s%d" % next(self._new_names)
            self._libpq.send_prepare(name, text.encode())
        self._libpq.send_query_prepared(name, parameters, formats, _BINARY)
        self._libpq.pipeline_sync()
        result = self._last_result()
        self._names[text] = name
        self._transformer.set_pgresult(result)
        return Answer(
            self._transformer.load_rows(0, result.ntuples, tuple), result.command_tuples or 0
        )

    def close(self) -> None:
        self._connection.close()

    def _last_result(self) -> pq.abc.PGresult:
        """Of what was sent up to the mark; the first one that is an error is raised."""
        libpq = self._libpq
        deadline = time.monotonic() + self._patience
        while libpq.flush():
            self._wait(deadline, POLLIN | POLLOUT)
            libpq.consume_input()
        last = None
        failed = None
        while True:
            while libpq.is_busy():
                self._wait(deadline, POLLIN)
                libpq.consume_input()
            result = libpq.get_result()
            if result is None:
                self._require_open()
            elif result.status == pq.ExecStatus.PIPELINE_SYNC:
                break
            elif result.status in _DONE:
                last = result
            else:
                failed = failed or result
        if failed is not None:
            raise errors.error_from_result(failed)
        assert last is not None  # noqa: S101  a mark is sent behind a statement alone
        return last

    def _require_open(self) -> None:
        if self._libpq.status != pq.ConnStatus.OK:
            raise psycopg.OperationalError("the server has closed the connection")

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
