"""Everything that a server in this process logs, itself and by its libraries, at every level."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

_LIBRARIES = ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "alembic", "psycopg", "grpc")


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """What is logged in the block; the server has to be started in it."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    loggers = [logging.getLogger(name) for name in ("", "waii_server", *_LIBRARIES)]
    levels = [logger.level for logger in loggers]
    earlier = structlog.get_config() if structlog.is_configured() else None
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(default=repr),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
        logger_factory=structlog.WriteLoggerFactory(said),
        cache_logger_on_first_use=False,
    )
    logging.getLogger().addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        logging.getLogger().removeHandler(handler)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        if earlier is None:
            structlog.reset_defaults()
        else:
            structlog.configure(**earlier)
