"""Turns every exception into a status; what is no domain error is INTERNAL and says nothing."""

import structlog

from waii_server.domain.errors import DomainError
from waii_server.transport.call import Call, Handler
from waii_server.transport.status import RpcFailure, failure

_log = structlog.get_logger()


def errors(method: str, handler: Handler) -> Handler:
    def handle(call: Call) -> bytes:
        try:
            return handler(call)
        except RpcFailure:
            raise
        except DomainError as error:
            raise failure(error, call.request_id) from error
        except Exception as error:
            _log.exception("internal error", request_id=call.request_id, method=method)
            raise failure(error, call.request_id) from error

    return handle
