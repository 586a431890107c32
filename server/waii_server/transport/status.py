"""From errors to what a client receives: the one place that knows status codes."""

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from waii_server.domain import errors
from waii_server.domain.errors import DomainError, Kind, Reason

DOMAIN = "user.waii.ai"
DETAILS_KEY = "grpc-status-details-bin"
"""Where in the trailing metadata a serialized `google.rpc.Status` is sent."""

# A status travels in the trailing metadata, of which clients take 8 KiB by default: a larger one
# reaches them as another error. These bounds keep the whole below that in the worst spelling
# (percent-encoded message, base64 details).
_MESSAGE_MAX_BYTES = 512
_VIOLATIONS_MAX_BYTES = 2048

CODES: dict[type[DomainError], grpc.StatusCode] = {
    errors.Unauthenticated: grpc.StatusCode.UNAUTHENTICATED,
    errors.PermissionDenied: grpc.StatusCode.PERMISSION_DENIED,
    errors.InvalidArgument: grpc.StatusCode.INVALID_ARGUMENT,
    errors.NotFound: grpc.StatusCode.NOT_FOUND,
    errors.AlreadyExists: grpc.StatusCode.ALREADY_EXISTS,
    errors.FailedPrecondition: grpc.StatusCode.FAILED_PRECONDITION,
    errors.LimitExceeded: grpc.StatusCode.RESOURCE_EXHAUSTED,
    errors.EtagMismatch: grpc.StatusCode.ABORTED,
    errors.Conflict: grpc.StatusCode.ABORTED,
    errors.DeadlineExceeded: grpc.StatusCode.DEADLINE_EXCEEDED,
    errors.Unavailable: grpc.StatusCode.UNAVAILABLE,
}
_RESOURCE_TYPES = {
    Kind.ORGANIZATION: "waii.user.v1.Organization",
    Kind.TENANT: "waii.user.v1.Tenant",
    Kind.USER: "waii.user.v1.User",
    Kind.ACCESS_KEY: "waii.user.v1.AccessKey",
}


class RpcFailure(Exception):
    """A call ends with a status other than OK."""

    def __init__(self, code: grpc.StatusCode, status: status_pb2.Status) -> None:
        super().__init__(code.name)
        self.code = code
        self.status = status


def caller_gone(message: str) -> RpcFailure:
    """The failure of a call that has nobody to answer to."""
    code = grpc.StatusCode.CANCELLED
    return RpcFailure(code, status_pb2.Status(code=code.value[0], message=message))


def code_and_reason(error: Exception) -> tuple[grpc.StatusCode, str]:
    """How a call ends that fails with `error`; without a reason where nobody gets an answer."""
    if isinstance(error, RpcFailure):
        return error.code, ""
    if isinstance(error, DomainError):
        return next(CODES[kind] for kind in type(error).__mro__ if kind in CODES), error.reason
    return grpc.StatusCode.INTERNAL, Reason.INTERNAL


def failure(error: Exception, request_id: str) -> RpcFailure:
    """The failure that a client receives for `error`; of a bug, the request id and nothing else."""
    code, reason = code_and_reason(error)
    if not isinstance(error, DomainError):
        message = f"internal error; request id {request_id}"
        info = error_details_pb2.ErrorInfo(domain=DOMAIN, reason=reason)
        details: list[Message] = []
    else:
        message = _shortened(error.message, _MESSAGE_MAX_BYTES)
        info = error_details_pb2.ErrorInfo(domain=DOMAIN, reason=reason, metadata=error.metadata)
        details = _details(error)
    request_info = error_details_pb2.RequestInfo(request_id=request_id)
    status = status_pb2.Status(code=code.value[0], message=message)
    for detail in (info, *details, request_info):
        packed = Any()
        packed.Pack(detail)
        status.details.append(packed)
    return RpcFailure(code, status)


class PreparedFailure:
    """A failure that differs in nothing but the request id from call to call: built once."""

    def __init__(self, error: DomainError) -> None:
        failed = failure(error, "")
        del failed.status.details[-1]  # RequestInfo
        self.code = failed.code
        self.message = failed.status.message
        self._common = failed.status.SerializeToString()

    def serialized(self, request_id: str) -> bytes:
        """The `google.rpc.Status` of a call."""
        rest = status_pb2.Status()
        rest.details.add().Pack(error_details_pb2.RequestInfo(request_id=request_id))
        # Messages that are written one behind the other are read as one.
        return bytes(self._common + rest.SerializeToString())


def _details(error: DomainError) -> list[Message]:
    match error:
        case errors.InvalidArgument():
            return [_bad_request(error)]
        case errors.FailedPrecondition():
            violated = error_details_pb2.PreconditionFailure.Violation(
                type=error.reason,
                subject=f"{_RESOURCE_TYPES[error.kind]}/{error.resource_id}",
                description=_shortened(error.message, _MESSAGE_MAX_BYTES),
            )
            return [error_details_pb2.PreconditionFailure(violations=[violated])]
        case errors.NotFound() | errors.AlreadyExists() | errors.EtagMismatch():
            return [
                error_details_pb2.ResourceInfo(
                    resource_type=_RESOURCE_TYPES[error.kind],
                    resource_name=error.resource_id,
                )
            ]
        case errors.Unavailable() | errors.RateLimitExceeded() | errors.Overloaded():
            seconds, rest = divmod(error.retry_after, 1)
            delay = Duration(seconds=int(seconds), nanos=int(rest * 1_000_000_000))
            return [error_details_pb2.RetryInfo(retry_delay=delay)]
    return []


def _bad_request(error: errors.InvalidArgument) -> error_details_pb2.BadRequest:
    """Every violation, or as many as fit and the number of the others."""
    bad_request = error_details_pb2.BadRequest()
    room = _VIOLATIONS_MAX_BYTES
    for index, broken in enumerate(error.violations):
        room -= len(broken.field.encode()) + len(broken.rule.encode())
        if room < 0:
            more = f"{len(error.violations) - index} more violation(s) are not listed"
            bad_request.field_violations.add(description=more)
            break
        bad_request.field_violations.add(field=broken.field, description=broken.rule)
    return bad_request


def _shortened(text: str, max_bytes: int) -> str:
    encoded = text.encode()
    if len(encoded) <= max_bytes:
        return text
    return encoded[: max_bytes - len("…".encode())].decode(errors="ignore") + "…"
