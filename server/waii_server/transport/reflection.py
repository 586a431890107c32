"""gRPC server reflection, for generic clients; without a key, so only where it is switched on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
from grpc_health.v1 import health
from grpc_reflection.v1alpha import reflection, reflection_pb2

from waii_server.transport.dedicated_pool import run_in
from waii_server.transport.methods import SERVICES, require_listed
from waii_server.transport.open_services import decoded

_STREAMS = 4


def add_reflection(server: grpc.Server) -> None:
    require_listed(reflection.SERVICE_NAME, public=True)
    names = (*SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME)
    servicer = reflection.ReflectionServicer(names)

    def describe(messages: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[Any]:
        requests = (
            decoded(reflection_pb2.ServerReflectionRequest, message, context)
            for message in messages
        )
        yield from servicer.ServerReflectionInfo(requests, context)

    # A stream holds its thread for as long as the client likes: not one of those that serve calls.
    pool = ThreadPoolExecutor(_STREAMS, thread_name_prefix="reflection")
    rpcs: dict[str, grpc.RpcMethodHandler[bytes, Any]] = {
        "ServerReflectionInfo": grpc.stream_stream_rpc_method_handler(
            run_in(pool, describe),
            response_serializer=reflection_pb2.ServerReflectionResponse.SerializeToString,
        )
    }
    handler = grpc.method_handlers_generic_handler(reflection.SERVICE_NAME, rpcs)
    server.add_generic_rpc_handlers((handler,))
