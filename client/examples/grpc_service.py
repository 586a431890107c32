"""A gRPC service that asks the user service who calls it. Without generated code, to be short.

WAII_URL=127.0.0.1:50051 python grpc_service.py 127.0.0.1:50061
"""

import json
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

import grpc
from waii_client.auth import AuthInterceptor, current, require

SERVICE = "example.Databases"
_databases: dict[str, list[str]] = {}


@require("read:databases")
def list_databases(_request: bytes, _context: grpc.ServicerContext) -> bytes:
    """Those of the caller's organization."""
    return json.dumps(_databases.get(current().org_id, [])).encode()


@require("write:databases")
def add_database(request: bytes, _context: grpc.ServicerContext) -> bytes:
    """Adds one to them."""
    caller = current()
    _databases.setdefault(caller.org_id, []).append(request.decode())
    added = {"for": caller.user_id, "by": caller.actor_id}
    return json.dumps(added).encode()


def main(address: str) -> None:
    """Serves until SIGTERM."""
    auth = AuthInterceptor()
    server = grpc.server(ThreadPoolExecutor(8), interceptors=[auth])
    methods = {"List": list_databases, "Add": add_database}
    handlers = {
        name: grpc.unary_unary_rpc_method_handler(function) for name, function in methods.items()
    }
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(SERVICE, handlers)])
    port = server.add_insecure_port(address)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    server.start()
    print(f"listening on port {port}", flush=True)
    signal.sigwait([signal.SIGTERM])
    server.stop(grace=5).wait()
    auth.close()


if __name__ == "__main__":
    main(sys.argv[1])
