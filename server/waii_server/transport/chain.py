"""The interceptors, in the order in which a call meets them."""

from waii_server.domain.rate_limit import RateLimit
from waii_server.services.audit import AuditTrail
from waii_server.services.authentication import Authentication
from waii_server.transport.call import Handler, Interceptor
from waii_server.transport.interceptors.audit import audit
from waii_server.transport.interceptors.authentication import authentication
from waii_server.transport.interceptors.authorization import authorization
from waii_server.transport.interceptors.errors import errors
from waii_server.transport.interceptors.failed_attempts import failed_attempts
from waii_server.transport.interceptors.impersonation import impersonation
from waii_server.transport.interceptors.key_rate import key_rate
from waii_server.transport.interceptors.log import log
from waii_server.transport.interceptors.request_id import request_id
from waii_server.transport.interceptors.retry import retry


def interceptors(
    service: Authentication,
    trail: AuditTrail,
    trace: Interceptor | None = None,
    measure: Interceptor | None = None,
    calls_of_a_key: RateLimit | None = None,
    failures_of_an_address: RateLimit | None = None,
) -> dict[str, Interceptor]:
    """The one ordered list, by name, outermost first; without those that are None."""
    failures, calls = failures_of_an_address, calls_of_a_key
    chain: dict[str, Interceptor | None] = {
        "request id": request_id,
        "trace": trace,
        "log": log,
        "errors": errors,
        "measure": measure,
        "audit": audit(trail),
        "retry": retry,
        "failed attempts": None if failures is None else failed_attempts(failures),
        "authentication": authentication(service),
        "key rate": None if calls is None else key_rate(calls),
        "impersonation": impersonation(service),
        "authorization": authorization,
    }
    return {name: interceptor for name, interceptor in chain.items() if interceptor is not None}


def wrap(chain: dict[str, Interceptor], method: str, handler: Handler) -> Handler:
    """`handler` behind every interceptor of `chain`."""
    for interceptor in reversed(chain.values()):
        handler = interceptor(method, handler)
    return handler
