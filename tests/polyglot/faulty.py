"""A server that is UNAVAILABLE for a while: what clients repeat, and what not."""

from collections import Counter
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from typing import Any

import grpc

FAILURES = 2
"""So many calls of each method fail, before it answers with an empty message."""


class FaultyServer(grpc.GenericRpcHandler):
    """Stands in for a server that is just being started again."""

    def __init__(self) -> None:
        self.address = ""
        self.calls: Counter[str] = Counter()

    def service(self, details: grpc.HandlerCallDetails) -> Any:
        method = details.method.rpartition("/")[2]

        def behave(_request: bytes, context: grpc.ServicerContext) -> bytes:
            self.calls[method] += 1
            if self.calls[method] <= FAILURES:
                context.abort(grpc.StatusCode.UNAVAILABLE, "starting")
            return b""

        return grpc.unary_unary_rpc_method_handler(behave)


@contextmanager
def faulty_server() -> Iterator[FaultyServer]:
    handler = FaultyServer()
    server = grpc.server(futures.ThreadPoolExecutor(2), handlers=[handler])
    handler.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        yield handler
    finally:
        server.stop(None).wait()
