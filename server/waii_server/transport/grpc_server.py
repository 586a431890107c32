"""The grpc server: its options, and the adapter between its handlers and ours."""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import grpc
import structlog
from google.protobuf.descriptor import ServiceDescriptor
from grpc_status import rpc_status

from waii_server.domain.origin import Origin
from waii_server.transport.admission import Admission, refusing
from waii_server.transport.call import REQUEST_ID_KEY, Call, Handler, Interceptor, values_sent
from waii_server.transport.call_threads import CallThreads
from waii_server.transport.chain import wrap
from waii_server.transport.methods import require_listed
from waii_server.transport.patience import Patience
from waii_server.transport.status import RpcFailure, failure

_OPTIONS = (
    # Peers that went away without a word are noticed, with what they have under way.
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    # Clients may ask too, also where they are idle.
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
)
_MOST_PENDING = 1000
"""Calls that come faster than Python can even refuse them wait within grpc. Those beyond this
number it ends itself, as CANCELLED and without a word: all that there is time for then."""
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """What a client may send.

    Attributes:
        request_bytes: of a request message.
        metadata_bytes: of the metadata of a call.
        streams: calls at once on a connection; those beyond wait on the client's side.
    """

    request_bytes: int
    metadata_bytes: int
    streams: int


def options(limits: ConnectionLimits) -> list[tuple[str, int]]:
    """The options of grpc."""
    return [
        *_OPTIONS,
        ("grpc.max_receive_message_length", limits.request_bytes),
        # Between the two, grpc would refuse some and serve others, at random.
        ("grpc.max_metadata_size", limits.metadata_bytes),
        ("grpc.absolute_max_metadata_size", limits.metadata_bytes),
        ("grpc.max_concurrent_streams", limits.streams),
    ]


def new_server(
    threads: CallThreads, limits: ConnectionLimits, *, share_port: bool = False
) -> grpc.Server:
    """A server without services.

    Args:
        share_port: whether others that ask for it too may listen on the same port. Two servers
            that know nothing of each other would silently share its calls.
    """
    chosen = [
        *options(limits),
        ("grpc.so_reuseport", int(share_port)),
        # Between the two, too, it would refuse some at random.
        ("grpc.server.max_pending_requests", _MOST_PENDING),
        ("grpc.server.max_pending_requests_hard_limit", _MOST_PENDING),
    ]
    return grpc.server(threads.as_executor(), options=chosen)


def add_service(
    server: grpc.Server,
    service: ServiceDescriptor,
    handlers: Mapping[str, Handler],
    chain: dict[str, Interceptor],
    threads: CallThreads,
    patience: Patience,
    max_deadline: float = math.inf,
    count_refusal: Callable[[], None] = lambda: None,
) -> None:
    """Serves every method of `service` behind the interceptors of `chain`.

    Args:
        threads: those of `server`. A call that comes when they are full is refused.
        max_deadline: seconds after which it is too late to begin with a call.
        count_refusal: called for each call that is refused so.

    Raises:
        RuntimeError: a method has no handler, or no entry in the table of methods.
    """
    require_listed(service.full_name, public=False)
    if missing := {method.name for method in service.methods} - handlers.keys():
        raise RuntimeError(f"{service.full_name} has methods without a handler: {missing}")
    # Neither deserializer nor serializer: the bytes go through the chain as they are. Streams of
    # requests, though each has one: on the wire it is the same, and the chain begins with the
    # headers instead of after the message.
    rpcs: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {}
    refusal: grpc.RpcMethodHandler[bytes, bytes] = grpc.stream_unary_rpc_method_handler(
        refusing(threads.most, count_refusal)
    )

    def latest_beginning(context: grpc.ServicerContext) -> float:
        latest = threads.submitted_at + max_deadline
        return min(latest, time.monotonic() + context.time_remaining())

    for name, handler in handlers.items():
        method = f"/{service.full_name}/{name}"
        serving = _behavior(method, wrap(chain, method, handler), patience, latest_beginning)
        rpcs[method] = grpc.stream_unary_rpc_method_handler(serving)
    server.add_generic_rpc_handlers((Admission(rpcs, refusal, threads),))


def _behavior(
    method: str,
    handler: Handler,
    patience: Patience,
    deadline: Callable[[grpc.ServicerContext], float],
) -> Callable[[Iterator[bytes], grpc.ServicerContext], bytes]:
    name = method.removeprefix("/")

    def serve(messages: Iterator[bytes], context: grpc.ServicerContext) -> bytes:
        if not context.is_active():
            # The caller hung up, or ran out of time, while the call waited for a thread.
            context.abort(grpc.StatusCode.CANCELLED, "the caller is gone")
        call = Call(
            method,
            values_sent(context.invocation_metadata()),
            partial(patience.first, messages, context),
            Origin(method=name, peer=context.peer),
            deadline(context),
        )
        # Of an exception, only what it says is kept. Its traceback would keep this call, and with
        # it a stream of the caller's connection, until the collector comes by.
        try:
            response = handler(call)
        except RpcFailure as refused:
            said = refused.status
        except Exception as error:  # noqa: BLE001  an interceptor's bug: not for the caller
            _log.exception("internal error", request_id=call.request_id, method=method)
            said = failure(error, call.request_id).status
        else:
            context.set_trailing_metadata(((REQUEST_ID_KEY, call.request_id),))
            return response
        status = rpc_status.to_status(said)
        context.set_trailing_metadata(
            ((REQUEST_ID_KEY, call.request_id), *status.trailing_metadata)
        )
        # Raises: outside of any `except`, so that nothing takes it for a bug.
        return context.abort(status.code, status.details)

    return serve
