"""Rule 3: the method's permission, which the subject has to hold. Default: deny."""

from waii_server.domain.roles import Permission
from waii_server.transport.call import Call, Handler
from waii_server.transport.methods import METHODS, Access


def authorization(method: str, handler: Handler) -> Handler:
    needed = METHODS[method]
    if needed is Access.PUBLIC:
        raise RuntimeError(f"{method} is public: it does not belong behind authentication")
    if needed is Access.AUTHENTICATED:
        return handler
    permission: Permission = needed

    def handle(call: Call) -> bytes:
        call.authenticated.subject.require(permission, "this needs")
        return handler(call)

    return handle
