"""Accounts for calls that change nothing, and all the same are to be seen.

What changes something has its event in its own transaction. Besides that: every call in somebody
else's name, every reveal of keys, and every refusal of an impersonation or of a grant.
"""

from waii_server.domain.errors import Reason
from waii_server.domain.validation import is_identifier
from waii_server.services.audit import AuditTrail
from waii_server.transport.call import IMPERSONATION_KEY, Call, Handler, Interceptor
from waii_server.transport.status import code_and_reason

_REFUSALS = {
    Reason.IMPERSONATION_DENIED,
    Reason.IMPERSONATION_TARGET_NOT_FOUND,
    Reason.IMPERSONATION_CEILING_EXCEEDED,
    Reason.PERMISSION_CEILING_EXCEEDED,
    Reason.SUSPENDED,  # of the user to act as, where there is a principal
}


def audit(trail: AuditTrail) -> Interceptor:
    def intercept(_method: str, handler: Handler) -> Handler:
        def handle(call: Call) -> bytes:
            try:
                response = handler(call)
            except Exception as error:
                code, reason = code_and_reason(error)
                if call.principal is not None and (reason in _REFUSALS or _impersonates(call)):
                    _note(trail, call, code.name, reason)
                raise
            if not call.origin.recorded and (call.origin.reveals or _impersonates(call)):
                _note(trail, call, "OK")
            return response

        return handle

    return intercept


def _impersonates(call: Call) -> bool:
    return call.principal is not None and call.principal.impersonating


def _note(trail: AuditTrail, call: Call, code: str, reason: str = "") -> None:
    principal = call.authenticated
    wanted = call.sent.get(IMPERSONATION_KEY, ("",))[0]
    if not isinstance(wanted, str) or not is_identifier(wanted):
        wanted = ""  # it may be anything
    trail.add(
        principal.event(org_id=principal.subject.org_id, code=code, reason=reason, subject=wanted)
    )
