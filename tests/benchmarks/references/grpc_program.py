"""What the gRPC references have in common: the server of the product, without the product."""

import argparse
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import grpc
from waii_server.settings import Settings
from waii_server.transport.grpc_server import ConnectionLimits, options

SERVICE = "waii.user.v1.UserService"


def arguments(*names: str) -> argparse.Namespace:
    """The arguments of the program: its own, and how many threads it has."""
    parser = argparse.ArgumentParser()
    for name in names:
        parser.add_argument(name)
    parser.add_argument("--threads", type=int, required=True)
    return parser.parse_args()


def serve(
    method: str, answer: Callable[[bytes, grpc.ServicerContext], bytes], threads: int
) -> None:
    """Serves one method, with the product's options, until SIGTERM."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    limits = ConnectionLimits(
        *(
            Settings.model_fields[name].default
            for name in ("max_request_bytes", "max_metadata_bytes", "max_streams")
        )
    )
    server = grpc.server(ThreadPoolExecutor(threads), options=options(limits))
    handlers: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
        method: grpc.unary_unary_rpc_method_handler(answer)
    }
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(f"listening on 127.0.0.1:{port}", flush=True)  # noqa: T201  for who has started it
    signal.sigwait([signal.SIGTERM])
    server.stop(1).wait()
