"""The grpc server: its options, and the adapter between its handlers and ours."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import grpc
import structlog
from google.protobuf.descriptor import ServiceDescriptor
from grpc_status import rpc_status

from waii_server.domain.audit import Origin
from waii_server.transport.call import REQUEST_ID_KEY, Call, Handler, Interceptor, values_sent
from waii_server.transport.call_threads import CallThreads
from waii_server.transport.chain import wrap
from waii_server.transport.methods import require_listed
from waii_server.transport.patience import Patience
from waii_server.transport.status import RpcFailure, failure

OPTIONS = (
    ("grpc.max_receive_message_length", 4 * 1024 * 1024),
    # Of one connection; the calls beyond wait on the client's side.
    ("grpc.max_concurrent_streams", 128),
    # Peers that went away without a word are noticed, with what they have under way.
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    # Clients may ask too, also where they are idle.
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
)
_log = structlog.get_logger()


def new_server(threads: CallThreads, *, share_port: bool = False) -> grpc.Server:
    """A server without services.

    Args:
        share_port: whether others that ask for it too may listen on the same port. Two servers
            that know nothing of each other would silently share its calls.
    """
    options = [*OPTIONS, ("grpc.so_reuseport", int(share_port))]
    return grpc.server(threads.as_executor(), options=options)


def add_service(
    server: grpc.Server,
    service: ServiceDescriptor,
    handlers: Mapping[str, Handler],
    chain: dict[str, Interceptor],
    patience: Patience,
) -> None:
    """Serves every method of `service` behind the interceptors of `chain`.

    Raises:
        RuntimeError: a method has no handler, or no entry in the table of methods.
    """
    require_listed(service.full_name, public=False)
    if missing := {method.name for method in service.methods} - handlers.keys():
        raise RuntimeError(f"{service.full_name} has methods without a handler: {missing}")
    # Neither deserializer nor serializer: the bytes go through the chain as they are. Streams of
    # requests, though each has one: on the wire it is the same, and the chain begins with the
    # headers instead of after the message.
    rpcs: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
        name: grpc.stream_unary_rpc_method_handler(
            _behavior(full_name, wrap(chain, full_name, handler), patience)
        )
        for name, handler in handlers.items()
        for full_name in [f"/{service.full_name}/{name}"]
    }
    generic = grpc.method_handlers_generic_handler(service.full_name, rpcs)
    server.add_generic_rpc_handlers((generic,))


def _behavior(
    method: str, handler: Handler, patience: Patience
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
