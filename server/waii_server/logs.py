"""Structured log lines on standard error: one JSON object, or one readable line, an event."""

import atexit
import json
import logging
import os
import sys
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TextIO, cast

import structlog

from waii_server.settings import LogFormat

_QUEUED_LINES = 10_000
_STANDARD_ERROR = 2  # the file descriptor


class _StandardError:
    """Standard error, off the path of the calls: a thread writes what they leave in a queue.

    Nothing that happens to a line reaches the call that it is about: a disk that is full or a
    reader that is gone costs the line; a reader that stalls costs the lines beyond those that the
    queue holds. The next one that gets through says how many were lost.
    """

    def __init__(self) -> None:
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._lost = 0
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()
        atexit.register(self._close)

    def write(self, text: str) -> None:
        if self._queue.qsize() < _QUEUED_LINES:
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
                _write("".join(texts).encode(errors="backslashreplace"))
            if text is None:
                return

    def _close(self) -> None:
        self._queue.put(None)
        self._thread.join(timeout=1)


def _write(data: bytes) -> None:
    # Past sys.stderr: what its buffer cannot get rid of would spoil the exit code in the end.
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(_STANDARD_ERROR, rest) :]


_ENCODE = json.JSONEncoder(default=repr).encode


def _as_json(event: object, **_: object) -> str:
    return _ENCODE(event)


def configure(log_format: LogFormat) -> None:
    """Sets up structlog, and sends what libraries log through it."""
    stream = cast("TextIO", _StandardError())
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
