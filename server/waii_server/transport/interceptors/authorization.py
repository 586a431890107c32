"""Rule 3: the method's permission, which the subject has to hold. Default: deny."""

from waii_server.domain.errors import PermissionDenied, Reason
from waii_server.transport.call import Call, Handler
from waii_server.transport.methods import METHODS, Access


def authorization(method: str, handler: Handler) -> Handler:
    needed = METHODS[method]
    if needed is Access.PUBLIC:
        raise RuntimeError(f"{method} is public: it does not belong behind authentication")
    if needed is Access.AUTHENTICATED:
        return handler

    def handle(call: Call) -> bytes:
        if needed not in call.authenticated.subject.permissions:
            raise PermissionDenied(
                Reason.PERMISSION_MISSING,
                f"this needs the permission {needed}",
                {"permission": str(needed)},
            )
        return handler(call)

    return handle
