"""Rule 1: a valid key, sent exactly once, of a user who may use the API."""

from waii_server.domain.errors import Unauthenticated
from waii_server.services.authentication import Authentication
from waii_server.transport.call import (
    AUTHORIZATION_KEY,
    IMPERSONATION_KEY,
    Call,
    Handler,
    Interceptor,
)

_SCHEME = "bearer"
_NOBODY = (None,)


def authentication(service: Authentication) -> Interceptor:
    def intercept(_method: str, handler: Handler) -> Handler:
        def handle(call: Call) -> bytes:
            call.principal = None
            target_id = call.sent.get(IMPERSONATION_KEY, _NOBODY)[0]
            call.principal, call.target = service.authenticate(_key(call), target_id, call.origin)
            return handler(call)

        return handle

    return intercept


def _key(call: Call) -> str:
    values = call.sent.get(AUTHORIZATION_KEY, ())
    if len(values) != 1:
        raise Unauthenticated
    (value,) = values
    if not isinstance(value, str):
        raise Unauthenticated
    scheme, _, key = value.partition(" ")
    if scheme.lower() != _SCHEME:
        raise Unauthenticated
    return key.strip(" ")
