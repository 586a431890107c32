"""Calls beyond what the server can carry are refused: at once, and for as little as can be."""

import math
import os
import time
from collections.abc import Callable, Iterator, Mapping

import grpc
import structlog

from waii_server.domain.errors import Overloaded
from waii_server.transport.call import REQUEST_ID_KEY, values_sent
from waii_server.transport.call_threads import CallThreads
from waii_server.transport.dedicated_pool import AtOnce, run_in
from waii_server.transport.interceptors.request_id import request_id_of
from waii_server.transport.status import DETAILS_KEY, PreparedFailure

_WARNING_SECONDS = 1.0  # between two lines that say how many calls were refused
_log = structlog.get_logger()


class Admission(grpc.GenericRpcHandler):
    """Serves methods, or refuses a call of them where there are too many.

    grpc asks it in its one thread, just before it hands the call to the threads: what was full
    here cannot be overrun there.

    Args:
        methods: by their full names.
        refusal: what serves all of them where `threads` are full.
    """

    def __init__(
        self,
        methods: "Mapping[str, grpc.RpcMethodHandler[bytes, bytes]]",
        refusal: "grpc.RpcMethodHandler[bytes, bytes]",
        threads: CallThreads,
    ) -> None:
        self._methods = methods
        self._refusal = refusal
        self._threads = threads

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> "grpc.RpcMethodHandler[bytes, bytes] | None":
        method = self._methods.get(handler_call_details.method)
        if method is None or not self._threads.full:
            return method
        if self._threads.refusals.take(""):
            # To refuse takes time from those that were let in: beyond so many a second, they go
            # first. Those that wait meanwhile wait within grpc, which ends what is too much.
            os.sched_yield()
        return self._refusal


def refusing(
    limit: int, count: Callable[[], None]
) -> Callable[[Iterator[bytes], grpc.ServicerContext], bytes]:
    """Refuses every call, for `limit` others; now and then says how many there were.

    Calls `count` each time.

    Runs in the thread in which grpc hands out all calls, past the interceptors, and without reading
    the request.
    """
    failure = PreparedFailure(Overloaded(limit))
    refused, said = 0, -math.inf

    def refuse(_messages: Iterator[bytes], context: grpc.ServicerContext) -> bytes:
        nonlocal refused, said
        refused += 1
        count()
        now = time.monotonic()
        if now > said + _WARNING_SECONDS:
            _log.warning("too many calls at once", refused=refused, limit=limit)
            refused, said = 0, now
        request_id = request_id_of(values_sent(context.invocation_metadata()))
        context.set_trailing_metadata(
            ((REQUEST_ID_KEY, request_id), (DETAILS_KEY, failure.serialized(request_id)))
        )
        return context.abort(failure.code, failure.message)

    return run_in(AtOnce(), refuse)
