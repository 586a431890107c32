"""Rule 2: acting as another user. A call never goes on as the actor when this fails."""

from waii_server.domain.errors import FieldViolation, InvalidArgument, Reason
from waii_server.services.authentication import Authentication
from waii_server.transport.call import IMPERSONATION_KEY, Call, Handler, Interceptor


def impersonation(service: Authentication) -> Interceptor:
    def intercept(_method: str, handler: Handler) -> Handler:
        def handle(call: Call) -> bytes:
            if values := call.sent.get(IMPERSONATION_KEY):
                user_id = values[0]
                if len(values) > 1 or not isinstance(user_id, str) or not user_id:
                    raise InvalidArgument(
                        [FieldViolation(IMPERSONATION_KEY, "must be one user id, or not be sent")],
                        Reason.METADATA_INVALID,
                    )
                call.principal = service.impersonate(call.authenticated, user_id, call.target)
            return handler(call)

        return handle

    return intercept
