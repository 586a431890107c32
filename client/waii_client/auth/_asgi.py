"""Middleware for ASGI: FastAPI, Starlette, and whatever else speaks it."""

import json
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

import grpc

from waii_client._endpoint import Endpoint
from waii_client._tls import PathLike
from waii_client.auth._principal import PermissionMissing, Principal, serve_as
from waii_client.auth._public import Public
from waii_client.auth._verifier import AsyncVerifier, forwarded

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_STATUS = {
    grpc.StatusCode.UNAUTHENTICATED: 401,
    grpc.StatusCode.PERMISSION_DENIED: 403,
    grpc.StatusCode.INVALID_ARGUMENT: 400,
    grpc.StatusCode.RESOURCE_EXHAUSTED: 429,
}
_POLICY_VIOLATION = 1008


class AuthMiddleware:
    """Serves only requests with a valid access key, as its user.

        app.add_middleware(AuthMiddleware, url="user-service:50051", public=["/healthz"])

    The headers are those of the user service: `Authorization: Bearer <access key>` and
    `X-Waii-Impersonate-User`. Who is refused gets 401 (the key), 403 (a right is missing), 400 or
    429, or 503 where the user service does not answer, with the error as JSON. A handler gets the
    `Principal` by `current()`, or as `request.scope["waii.principal"]`.

    Args:
        public: paths that are served to anybody; one that ends with `/` stands for all below it.
        timeout, keep, keep_at_most: as `AuthInterceptor` takes them.
        url, tls_ca, tls_cert, tls_key, insecure: as `Waii.initialize` takes them.

    Raises:
        ValueError, TypeError: an argument is missing or malformed.
    """

    def __init__(
        self,
        app: App,
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
        for path in public:
            if not path.startswith("/"):
                raise ValueError(f"{path!r}: a public path begins with /")
        self._app = app
        self._public = Public(public)
        endpoint = Endpoint.chosen(url, tls_ca, tls_cert, tls_key, insecure)
        self._verifier = AsyncVerifier(endpoint, timeout, keep, keep_at_most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or scope["path"] in self._public:
            await self._app(scope, receive, send)
            return
        headers = ((name.decode("latin-1"), value) for name, value in scope["headers"])
        answer = await self._verifier.principal(forwarded(headers))
        if not isinstance(answer, Principal):
            error = answer.error
            await _refuse(scope, send, error.code, error.reason, error.message)
            return
        serve_as(answer)
        scope["waii.principal"] = answer
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except PermissionMissing as missing:
            if begun:
                raise
            code = grpc.StatusCode.PERMISSION_DENIED
            await _refuse(scope, send, code, "ERROR_REASON_PERMISSION_MISSING", str(missing))

    async def close(self) -> None:
        """Closes the connection to the user service."""
        await self._verifier.close()


async def _refuse(
    scope: Scope, send: Send, code: grpc.StatusCode, reason: str, message: str
) -> None:
    status = _STATUS.get(code)
    if status is None:
        status, reason, message = 503, "", "callers cannot be authenticated now"
        code = grpc.StatusCode.UNAVAILABLE
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        return
    body = {"error": {"code": code.name, "reason": reason, "message": message}}
    headers = [(b"content-type", b"application/json")]
    if status == 401:  # noqa: PLR2004
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
