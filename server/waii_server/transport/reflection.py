"""gRPC server reflection, for generic clients; without a key, so only where it is switched on."""

from concurrent.futures import ThreadPoolExecutor

import grpc
from grpc_health.v1 import health
from grpc_reflection.v1alpha import reflection, reflection_pb2_grpc

from waii_server.transport.dedicated_pool import run_in
from waii_server.transport.methods import SERVICES, require_listed

_STREAMS = 4


def add_reflection(server: grpc.Server) -> None:
    require_listed(reflection.SERVICE_NAME, public=True)
    names = (*SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME)
    servicer = reflection.ReflectionServicer(names)
    # A stream holds its thread for as long as the client likes: not one of those that serve calls.
    pool = ThreadPoolExecutor(_STREAMS, thread_name_prefix="reflection")
    describe = run_in(pool, servicer.ServerReflectionInfo)
    setattr(servicer, "ServerReflectionInfo", describe)  # noqa: B010  mypy would not let us
    add = reflection_pb2_grpc.add_ServerReflectionServicer_to_server
    add(servicer, server)  # type: ignore[no-untyped-call]
