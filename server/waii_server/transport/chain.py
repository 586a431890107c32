"""The interceptors, in the order in which a call meets them."""

from waii_server.services.audit import AuditTrail
from waii_server.services.authentication import Authentication
from waii_server.transport.call import Handler, Interceptor
from waii_server.transport.interceptors.audit import audit
from waii_server.transport.interceptors.authentication import authentication
from waii_server.transport.interceptors.authorization import authorization
from waii_server.transport.interceptors.errors import errors
from waii_server.transport.interceptors.impersonation import impersonation
from waii_server.transport.interceptors.log import log
from waii_server.transport.interceptors.request_id import request_id
from waii_server.transport.interceptors.retry import retry


def interceptors(service: Authentication, trail: AuditTrail) -> dict[str, Interceptor]:
    """The one ordered list, by name, outermost first."""
    return {
        "request id": request_id,
        "log": log,
        "errors": errors,
        "audit": audit(trail),
        "retry": retry,
        "authentication": authentication(service),
        "impersonation": impersonation(service),
        "authorization": authorization,
    }


def wrap(chain: dict[str, Interceptor], method: str, handler: Handler) -> Handler:
    """`handler` behind every interceptor of `chain`."""
    for interceptor in reversed(chain.values()):
        handler = interceptor(method, handler)
    return handler
