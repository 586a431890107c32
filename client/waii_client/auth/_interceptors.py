"""Interceptors for `grpc.server` and for `grpc.aio.server`."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextvars import copy_context
from typing import Any

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from waii_client._endpoint import Endpoint
from waii_client._tls import PathLike
from waii_client.auth._principal import PermissionMissing, Principal, serve_as
from waii_client.auth._public import Public
from waii_client.auth._verifier import STATUS, AsyncVerifier, Refused, Verifier, forwarded

DOMAIN = "user.waii.ai"
HEALTH = "/grpc.health.v1.Health/"

_OF_THE_CALLER = {
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.PERMISSION_DENIED,
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
}
"""What the caller is told as the user service told it. All else is the service's own trouble."""


def _public(names: Collection[str]) -> Public:
    for name in names:
        if not name.startswith("/"):
            raise ValueError(
                f"{name!r}: name public methods /package.Service/Method, "
                "or all of a service /package.Service/"
            )
    return Public((*names, HEALTH))


class _Refusal(Exception):
    """How a call ends that is not served."""

    def __init__(self, code: grpc.StatusCode, message: str, status: bytes) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.trailing = ((STATUS, status),) if status else ()


def _served(answer: Principal | Refused) -> Principal:
    """
    Raises:
        _Refusal: the caller is not to be served.
    """
    if isinstance(answer, Principal):
        return answer
    error = answer.error
    if error.code in _OF_THE_CALLER:
        raise _Refusal(error.code, error.message, answer.status)
    raise _Refusal(grpc.StatusCode.UNAVAILABLE, "callers cannot be authenticated now", b"")


def _missing(missing: PermissionMissing) -> _Refusal:
    info = AnyMessage()
    info.Pack(
        ErrorInfo(
            domain=DOMAIN,
            reason="ERROR_REASON_PERMISSION_MISSING",
            metadata={"permission": missing.permission},
        )
    )
    code = grpc.StatusCode.PERMISSION_DENIED
    status = Status(code=code.value[0], message=str(missing), details=[info])
    return _Refusal(code, str(missing), status.SerializeToString())


Handler = Any  # grpc.RpcMethodHandler, of which the types of its functions differ


def _rebuilt(
    handler: Handler, wrap: Callable[[Any], Any], wrap_stream: Callable[[Any], Any]
) -> Any:
    """The handler, with its function wrapped."""
    kinds = {
        (False, False): ("unary_unary", grpc.unary_unary_rpc_method_handler),
        (False, True): ("unary_stream", grpc.unary_stream_rpc_method_handler),
        (True, False): ("stream_unary", grpc.stream_unary_rpc_method_handler),
        (True, True): ("stream_stream", grpc.stream_stream_rpc_method_handler),
    }
    name, make = kinds[handler.request_streaming, handler.response_streaming]
    wrapped = (wrap_stream if handler.response_streaming else wrap)(getattr(handler, name))
    return make(wrapped, handler.request_deserializer, handler.response_serializer)


class AuthInterceptor(grpc.ServerInterceptor):
    """Serves only calls with a valid access key, as its user; for `grpc.server`.

    Every method needs one, but for those of `grpc.health.v1.Health` and those in `public`; what a
    method takes besides, `require` says on its function.

    Args:
        url: where the user service is, as `Waii.initialize` takes it. Default: WAII_URL.
        public: methods that are served to anybody: `/package.Service/Method`, or
            `/package.Service/` for all of a service.
        timeout: seconds that the user service has to answer.
        keep: seconds that an answer is good for. By default none is kept: the user service is asked
            for each call, and a key that is revoked is refused by the next one. Calls of the same
            caller at the same time share a question in any case.
        keep_at_most: of so many callers.
        tls_ca, tls_cert, tls_key, insecure: as `Waii.initialize` takes them.

    Raises:
        ValueError, TypeError: an argument is missing or malformed.
    """

    def __init__(
        self,
        url: str = "",
        *,
        public: Collection[str] = (),
        timeout: float = 5.0,
        keep: float = 0.0,
        keep_at_most: int = 10_000,
        tls_ca: PathLike | None = None,
        tls_cert: PathLike | None = None,
        tls_key: PathLike | None = None,
        insecure: bool | None = None,
    ) -> None:
        self._public = _public(public)
        endpoint = Endpoint.chosen(url, tls_ca, tls_cert, tls_key, insecure)
        self._verifier = Verifier(endpoint, timeout, keep, keep_at_most)

    def close(self) -> None:
        """Closes the connection to the user service; after the server has stopped."""
        self._verifier.close()

    def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Handler],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler:
        handler = continuation(handler_call_details)
        if handler is None or handler_call_details.method in self._public:
            return handler
        # Not here: grpc calls this in the one thread that hands out calls, and asking takes time.
        return _rebuilt(handler, self._guarded, self._guarded_stream)

    def _guarded(self, function: Any) -> Any:
        def serve(request: Any, context: grpc.ServicerContext) -> Any:
            try:
                served = copy_context()
                served.run(serve_as, self._principal(context))
                try:
                    return served.run(function, request, context)
                except PermissionMissing as missing:
                    raise _missing(missing) from None
            except _Refusal as refused:
                refusal = refused
            return _abort(context, refusal)

        return serve

    def _guarded_stream(self, function: Any) -> Any:
        def serve(request: Any, context: grpc.ServicerContext) -> Iterator[Any]:
            try:
                served = copy_context()
                served.run(serve_as, self._principal(context))
                try:
                    responses = iter(served.run(function, request, context))
                    while True:
                        try:
                            response = served.run(next, responses)
                        except StopIteration:
                            return
                        yield response
                except PermissionMissing as missing:
                    raise _missing(missing) from None
            except _Refusal as refused:
                refusal = refused
            _abort(context, refusal)

        return serve

    def _principal(self, context: grpc.ServicerContext) -> Principal:
        return _served(self._verifier.principal(forwarded(context.invocation_metadata())))


def _abort(context: grpc.ServicerContext, refusal: _Refusal) -> Any:
    context.set_trailing_metadata(refusal.trailing)
    return context.abort(refusal.code, refusal.message)


class AsyncAuthInterceptor(grpc.aio.ServerInterceptor):
    """The same for `grpc.aio.server`; see `AuthInterceptor`."""

    def __init__(
        self,
        url: str = "",
        *,
        public: Collection[str] = (),
        timeout: float = 5.0,
        keep: float = 0.0,
        keep_at_most: int = 10_000,
        tls_ca: PathLike | None = None,
        tls_cert: PathLike | None = None,
        tls_key: PathLike | None = None,
        insecure: bool | None = None,
    ) -> None:
        self._public = _public(public)
        endpoint = Endpoint.chosen(url, tls_ca, tls_cert, tls_key, insecure)
        self._verifier = AsyncVerifier(endpoint, timeout, keep, keep_at_most)

    async def close(self) -> None:
        """Closes the connection to the user service; after the server has stopped."""
        await self._verifier.close()

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler:
        handler = await continuation(handler_call_details)
        if handler is None or handler_call_details.method in self._public:
            return handler
        return _rebuilt(handler, self._guarded, self._guarded_stream)

    def _guarded(self, function: Any) -> Any:
        async def serve(request: Any, context: Any) -> Any:
            try:
                serve_as(await self._principal(context))
                try:
                    return await function(request, context)
                except PermissionMissing as missing:
                    raise _missing(missing) from None
            except _Refusal as refused:
                refusal = refused
            return await context.abort(refusal.code, refusal.message, refusal.trailing)

        return serve

    def _guarded_stream(self, function: Any) -> Any:
        async def serve(request: Any, context: Any) -> AsyncIterator[Any]:
            try:
                serve_as(await self._principal(context))
                try:
                    async for response in function(request, context):
                        yield response
                except PermissionMissing as missing:
                    raise _missing(missing) from None
            except _Refusal as refused:
                refusal = refused
            else:
                return
            await context.abort(refusal.code, refusal.message, refusal.trailing)

        return serve

    async def _principal(self, context: Any) -> Principal:
        sent = forwarded(context.invocation_metadata() or ())
        return _served(await self._verifier.principal(sent))
