"""Authentication for services of your own: whoever calls them is asked for an access key of Waii.

    from waii_client.auth import AuthInterceptor, current, require

    server = grpc.server(pool, interceptors=[AuthInterceptor("user-service:50051")])

    class Databases(DatabasesServicer):
        @require("read:databases")
        def ListDatabases(self, request, context):
            return databases_of(current().org_id)

The caller sends what it would send to the user service: `authorization: Bearer <access key>` and,
to act as somebody else, `x-waii-impersonate-user`. The user service is asked who that is; who is
refused there is refused here, by the same words. Behind it, `current()` is the `Principal`.

`AuthInterceptor` is for `grpc.server`, `AsyncAuthInterceptor` for `grpc.aio.server`, and
`AuthMiddleware` for ASGI: FastAPI, Starlette and others.
"""

from waii_client.auth._asgi import AuthMiddleware
from waii_client.auth._interceptors import AsyncAuthInterceptor, AuthInterceptor
from waii_client.auth._principal import Principal, current, require

__all__ = [
    "AsyncAuthInterceptor",
    "AuthInterceptor",
    "AuthMiddleware",
    "Principal",
    "current",
    "require",
]
