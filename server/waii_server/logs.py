"""Structured log lines on standard error: one JSON object, or one readable line, an event."""

import atexit
import logging
import os
import select
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TextIO, cast

import orjson
import structlog

from waii_server.settings import LogFormat

_QUEUED_LINES = 10_000
_PAUSE = 0.02  # seconds
_STANDARD_ERROR = 2  # the file descriptor


class _StandardError:
    """Standard error, off the path of the calls: a thread writes what they leave in a queue.

    Nothing that happens to a line reaches the call that it is about: a disk that is full or a
    reader that is gone costs the line; a reader that stalls costs the lines beyond those that the
    queue holds. The next one that gets through says how many were lost.
    """

    def __init__(self) -> None:
        self._queue: deque[str] = deque()
        self._lost = 0
        self._closing = False
        self._waiting = True
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()
        atexit.register(self._close)

    def msg(self, text: str) -> None:
        """What structlog calls a logger."""
        self.write(text + "\n")

    debug = info = warning = error = critical = msg

    def write(self, text: str) -> None:
        if len(self._queue) < _QUEUED_LINES:
            self._queue.append(text)
        else:
            self._lost += 1
        if self._waiting:
            self._wake.set()

    def flush(self) -> None:
        """Nothing to do: the thread flushes what it writes."""

    def _run(self) -> None:
        while not self._closing:
            self._wake.wait()
            self._wake.clear()
            # To wake a thread takes longer than to write a line: while there are lines, it looks
            # for more by itself, and writes all that have come meanwhile at once.
            self._waiting = False
            while self._write_queued():
                time.sleep(_PAUSE)
            self._waiting = True
            self._write_queued()  # those who came just before that have not woken it

    def _write_queued(self) -> bool:
        """Whether there was anything to write."""
        texts = [self._queue.popleft() for _ in range(len(self._queue))]
        if self._lost:
            lost, self._lost = self._lost, 0
            texts.append(f'{{"event": "log lines lost", "count": {lost}}}\n')
        with suppress(OSError):
            for part in _parts(texts):
                _write(part)
        return bool(texts)

    def _close(self) -> None:
        self._closing = True
        self._wake.set()
        self._thread.join(timeout=1)


def _parts(texts: Iterable[str]) -> Iterator[bytes]:
    """The texts in parts that a pipe takes whole: other processes may write to it as well."""
    part = b""
    for text in texts:
        line = text.encode(errors="backslashreplace")
        if part and len(part) + len(line) > select.PIPE_BUF:
            yield part
            part = b""
        part += line
    yield part


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
        self._logger.msg(_as_json({"event": event, "level": "info", "timestamp": now, **fields}))


def configure(log_format: LogFormat) -> None:
    """Sets up structlog, and sends what libraries log through it."""
    stream = _StandardError()
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
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
        logger_factory=lambda *_: stream,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(cast("TextIO", stream))
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
