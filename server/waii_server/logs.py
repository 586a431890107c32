"""Structured log lines on standard error: one JSON object, or one readable line, an event."""

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog

from waii_server.settings import LogFormat


class _StandardError:
    """Standard error, without the errors of writing to it.

    A full disk or a reader that went away must not turn a call that succeeded into one that failed.
    """

    def write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()


def configure(log_format: LogFormat) -> None:
    """Sets up structlog, and sends what libraries log through it."""
    stream = cast("TextIO", _StandardError())
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
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
        logger_factory=structlog.PrintLoggerFactory(stream),
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
