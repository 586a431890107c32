"""Writes one line for each call: who did what as whom, how it ended, how long it took.

Never a key and never a request: actor and subject are ids, the method is one of the table's.
"""

import time

import grpc
import structlog

from waii_server.transport.call import Call, Handler
from waii_server.transport.status import RpcFailure

_log = structlog.get_logger()


def log(method: str, handler: Handler) -> Handler:
    # Bound once: to look it up takes as long as to write a line.
    write = _log.bind().info if structlog.is_configured() else _log.info

    def handle(call: Call) -> bytes:
        started = time.perf_counter()
        code = grpc.StatusCode.OK
        try:
            return handler(call)
        except RpcFailure as failure:
            code = failure.code
            raise
        finally:
            principal = call.principal
            write(
                "call",
                request_id=call.request_id,
                method=method,
                code=code.name,
                duration_ms=round((time.perf_counter() - started) * 1000, 3),
                actor=principal and principal.actor.user_id,
                subject=principal and principal.subject.user_id,
            )

    return handle
