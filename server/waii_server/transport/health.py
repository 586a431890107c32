"""The standard health service, answering from the state of the database, without a key."""

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

import grpc
import structlog
from grpc_health.v1 import health, health_pb2

from waii_server.domain.errors import Unavailable
from waii_server.transport.dedicated_pool import run_in
from waii_server.transport.methods import require_listed
from waii_server.transport.open_services import decoded
from waii_server.transport.patience import Patience

_log = structlog.get_logger()
_THREADS = 8
_Status = health_pb2.HealthCheckResponse
_Send = Callable[[object], None]


_NO_SERVICE = "?"
"""The name under which the library knows every name that is none."""


class _Servicer(health.HealthServicer):
    """The library's own, with three differences for those who watch.

    Their streams can be ended: they would go on for as long as the client likes, and hold up every
    stop for the whole grace. They are told by a thread that does nothing else. The library
    tells them itself, under its lock, and waits until grpc has sent it; grpc may at that moment be
    waiting for the lock, to say that one of them is gone, and then neither ever goes on. And a name
    that is none is not kept: the library would keep each that it was ever asked for, of up to the
    size of a request, and from anybody.

    Args:
        names: of the services there are.
    """

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self._names = frozenset(names)
        self._watches: set[_Send] = set()
        self._outgoing: SimpleQueue[tuple[_Send, object] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._send_all, name="watch-send", daemon=True)

    def Watch(  # type: ignore[override]  # noqa: N802  the name of the RPC
        self,
        message: bytes,
        context: grpc.ServicerContext,
        send_response_callback: _Send,
    ) -> object:
        request = decoded(health_pb2.HealthCheckRequest, message, context)
        if request.service not in self._names:
            request = health_pb2.HealthCheckRequest(service=_NO_SERVICE)

        def send(response: object) -> None:
            self._outgoing.put((send_response_callback, response))

        self._watches.add(send)
        context.add_callback(lambda: self._watches.discard(send))
        return super().Watch(request, context, send)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Says NOT_SERVING from now on, and ends the streams of those who watch."""
        self.enter_graceful_shutdown()
        for send in list(self._watches):
            send(None)
        self._outgoing.put(None)

    def _send_all(self) -> None:
        while (entry := self._outgoing.get()) is not None:
            send, response = entry
            try:
                send(response)
            except Exception:  # noqa: BLE001  the others are to be told all the same
                _log.exception("who watches the health cannot be told of it")


class Health:
    """Asks the database now and then, and tells whoever asks what it last heard.

    Args:
        ping: raises Unavailable where the database cannot serve.
        services: the names that are answered for, besides the server as a whole.
        interval: seconds between two looks at the database.
    """

    def __init__(
        self, ping: Callable[[], None], services: Iterable[str], interval: float = 1.0
    ) -> None:
        self._ping = ping
        self._names = (health.OVERALL_HEALTH, *services)
        self._interval = interval
        self._servicer = _Servicer(self._names)
        self._serving: bool | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="health", daemon=True)

    def add_to(self, server: grpc.Server, patience: Patience) -> None:
        require_listed(health.SERVICE_NAME, public=True)
        # Threads of its own: health has to answer also while every other one is busy. Those who
        # watch have theirs apart from those who check: grpc itself reads their request, and waits
        # for it as long as it takes.
        watch = run_in(ThreadPoolExecutor(_THREADS, "watch"), self._servicer.Watch)
        check = run_in(
            ThreadPoolExecutor(_THREADS, "health"), _once(self._servicer.Check, patience)
        )
        rpcs: dict[str, grpc.RpcMethodHandler[bytes, Any]] = {
            # Streams of requests, for the reason for which those of `grpc_server` are.
            "Check": grpc.stream_unary_rpc_method_handler(
                check,
                response_serializer=_Status.SerializeToString,
            ),
            "Watch": grpc.unary_stream_rpc_method_handler(
                watch,
                response_serializer=_Status.SerializeToString,
            ),
        }
        # Registered, they do not wait behind the calls of other methods, nor are refused with them.
        server.add_registered_method_handlers(health.SERVICE_NAME, rpcs)

    def start(self) -> None:
        """Looks once, so that the first answer is true, and goes on looking."""
        self._servicer.start()
        self._look()
        self._thread.start()

    def stop(self) -> None:
        """Says NOT_SERVING from now on, whatever the database does."""
        self._stopping.set()
        self._servicer.stop()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self._interval):
            self._look()

    def _look(self) -> None:
        serving = False
        try:
            self._ping()
            serving = True
        except Unavailable:
            pass
        except Exception:  # noqa: BLE001  whatever it is, the database does not serve
            _log.exception("the database cannot be looked at")
        if serving != self._serving:
            self._serving = serving
            _log.info("health", serving=serving)
            for name in self._names:
                self._servicer.set(name, _Status.SERVING if serving else _Status.NOT_SERVING)


def _once(
    serve: Callable[[Any, grpc.ServicerContext], Any], patience: Patience
) -> Callable[[Iterator[Any], grpc.ServicerContext], Any]:
    """`serve` for the one request of a call, which has to come in time."""

    def behavior(messages: Iterator[bytes], context: grpc.ServicerContext) -> Any:
        with patience.bounded(context):
            message = next(messages, None)
        if message is None:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "a request is required")
        return serve(decoded(health_pb2.HealthCheckRequest, message, context), context)

    return behavior
