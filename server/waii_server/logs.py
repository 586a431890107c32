"""Structured log lines on standard error: one JSON object, or one readable line, an event."""

import atexit
import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from select import PIPE_BUF, select
from typing import Any, TextIO, cast

import orjson
import structlog

from waii_server.settings import LogFormat

_QUEUED_LINES = 10_000
_PAUSE = 0.02  # seconds between two looks for lines
_STANDARD_ERROR = 2  # the file descriptor
_PATIENCE = 1.0  # seconds that a line waits for a reader where no thread writes it


class _StandardError:
    """Standard error; once it is started, off the path of the calls: a thread writes what they
    leave in a queue.

    Nothing that happens to a line reaches the call that it is about: a disk that is full or a
    reader that is gone costs the line; a reader that stalls costs the lines beyond those that the
    queue holds. The next one that gets through says how many were lost.

    Attributes:
        with_pid: whether each line says which process wrote it.
    """

    def __init__(self) -> None:
        self.with_pid = False
        self._queue: deque[str] = deque()
        self._lost = 0
        self._idle = False
        self._closing = False
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Writes what is left; lines that come later are lost."""
        if self._thread is not None:
            self._closing = True
            self._wake.set()
            self._thread.join(timeout=1)

    def msg(self, line: str) -> None:
        """What structlog calls, under the name of the level."""
        self.write(line + "\n")

    debug = info = warning = error = critical = msg

    def write(self, text: str) -> None:
        if self._thread is None:
            with suppress(OSError):
                _write_if_read(_encoded(text))
            return
        if len(self._queue) < _QUEUED_LINES:
            self._queue.append(text)
        else:
            self._lost += 1
        if self._idle:
            self._wake.set()

    def flush(self) -> None:
        """Nothing to do: the thread flushes what it writes."""

    def _run(self) -> None:
        while not self._closing:
            # To wake a thread costs a call more than its line: where there are lines, the thread
            # looks for more by itself, and writes all that have come meanwhile at once.
            while self._write_queued():
                time.sleep(_PAUSE)
            self._idle = True
            if not self._queue:  # nobody came just before that, and saw no need to wake it
                self._wake.wait()
            self._idle = False
            self._wake.clear()
        self._write_queued()

    def _write_queued(self) -> bool:
        """Whether there was anything to write."""
        lines = [_encoded(self._queue.popleft()) for _ in range(len(self._queue))]
        if self._lost:
            lost, self._lost = self._lost, 0
            lines.append(b'{"event": "log lines lost", "count": %d}\n' % lost)
        with suppress(OSError):
            _write_lines(lines)
        return bool(lines)


def _encoded(text: str) -> bytes:
    return text.encode(errors="backslashreplace")


def _write_lines(lines: list[bytes]) -> None:
    """Writes them, as many at once as other processes cannot tear apart: so much goes whole into
    a pipe."""
    together = b""
    for line in lines:
        if together and len(together) + len(line) > PIPE_BUF:
            _write(together)
            together = b""
        together += line
    _write(together)


def _write_if_read(line: bytes) -> None:
    """Writes it, unless that would wait for a reader who has stalled."""
    if select([], [_STANDARD_ERROR], [], _PATIENCE)[1]:
        _write(line)


def _write(data: bytes) -> None:
    # Past sys.stderr: what its buffer cannot get rid of would spoil the exit code in the end.
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(_STANDARD_ERROR, rest) :]


def _as_json(event: object, **_: object) -> str:
    return orjson.dumps(event, default=repr, option=orjson.OPT_UTC_Z).decode()


_Logger: Any = structlog.make_filtering_bound_logger(logging.INFO)


class _JsonLogger(_Logger):  # type: ignore[misc]
    """Writes what is usual without the detour over the processors: every call has such a line."""

    def info(self, event: str, **fields: object) -> None:
        now = datetime.now(UTC)
        if self._logger.with_pid:
            fields["pid"] = os.getpid()
        self._logger.msg(_as_json({"event": event, "level": "info", "timestamp": now, **fields}))


_standard_error = _StandardError()


def write_in_background() -> None:
    """From now on nobody waits for standard error: a thread of this process writes to it."""
    _standard_error.start()
    atexit.register(_standard_error.close)


def close() -> None:
    """Writes what the thread has left, a bounded time; for a process that ends without `atexit`."""
    _standard_error.close()


def _add_pid(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event["pid"] = os.getpid()
    return event


def configure(log_format: LogFormat | None, *, with_pid: bool = False) -> None:
    """Sets up structlog, and sends what libraries log through it. Starts no thread.

    Args:
        log_format: None for that which suits the reader: people on a terminal, programs elsewhere.
        with_pid: whether each line says which process wrote it.
    """
    if log_format is None:
        log_format = LogFormat.CONSOLE if sys.stderr.isatty() else LogFormat.JSON
    _standard_error.with_pid = with_pid
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    if with_pid:
        shared.append(_add_pid)
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(serializer=_as_json)
        if log_format is LogFormat.JSON
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            # The default shows the variables of each frame: keys and requests among them.
            exception_formatter=structlog.dev.plain_traceback,
        )
    )
    if log_format is LogFormat.CONSOLE:
        shared.remove(structlog.processors.format_exc_info)  # the console renderer does it itself
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=_JsonLogger if log_format is LogFormat.JSON else _Logger,
        logger_factory=lambda *_: _standard_error,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(cast("TextIO", _standard_error))
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("waii_server").setLevel(logging.INFO)
    # It quotes every header that is no UTF-8, with a traceback: from anybody, and a key that came
    # with one stray byte as well.
    logging.getLogger("grpc._cython.cygrpc").setLevel(logging.CRITICAL + 1)
