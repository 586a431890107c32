"""Structured log lines on standard error: one JSON object, or one readable line, an event."""

import atexit
import json
import logging
import os
import sys
import threading
from collections.abc import MutableMapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from select import PIPE_BUF, select
from typing import Any, TextIO, cast

import structlog

from waii_server.settings import LogFormat

_QUEUED_LINES = 10_000
_STANDARD_ERROR = 2  # the file descriptor
_PATIENCE = 1.0  # seconds that a line waits for a reader where no thread writes it


class _StandardError:
    """Standard error; once it is started, off the path of the calls: a thread writes what they
    leave in a queue.

    Nothing that happens to a line reaches the call that it is about: a disk that is full or a
    reader that is gone costs the line; a reader that stalls costs the lines beyond those that the
    queue holds. The next one that gets through says how many were lost.
    """

    def __init__(self) -> None:
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._lost = 0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Writes what is left; lines that come later are lost."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(timeout=1)

    def write(self, text: str) -> None:
        if self._thread is None:
            with suppress(OSError):
                _write_if_read(text.encode(errors="backslashreplace"))
        elif self._queue.qsize() < _QUEUED_LINES:
            self._queue.put(text)
        else:
            self._lost += 1

    def flush(self) -> None:
        """Nothing to do: the thread flushes what it writes."""

    def _run(self) -> None:
        while (text := self._queue.get()) is not None:
            texts = [text]
            # As many as have come meanwhile go in one write.
            with suppress(Empty):
                while (text := self._queue.get_nowait()) is not None:
                    texts.append(text)
            if self._lost:
                lost, self._lost = self._lost, 0
                texts.append(f'{{"event": "log lines lost", "count": {lost}}}\n')
            with suppress(OSError):
                _write_lines([line.encode(errors="backslashreplace") for line in texts])
            if text is None:
                return


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


_ENCODE = json.JSONEncoder(default=repr).encode


def _as_json(event: object, **_: object) -> str:
    return _ENCODE(event)


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


def configure(log_format: LogFormat, *, with_pid: bool = False) -> None:
    """Sets up structlog, and sends what libraries log through it. Starts no thread.

    Args:
        with_pid: whether each line says which process wrote it.
    """
    stream = cast("TextIO", _standard_error)
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
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
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
