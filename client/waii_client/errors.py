"""What a call that failed raises: one class for each status code, under one base.

    Exception
    └── WaiiError
        ├── CancelledError            the call was cancelled, for example by `close()`
        ├── UnknownError              a failure without a known code
        ├── InvalidArgumentError      the request breaks a rule: `field_violations` lists where
        ├── DeadlineExceededError     no answer within `timeout`; the server may have done the work
        ├── NotFoundError             no such thing in the caller's scope: `resource` names it
        ├── AlreadyExistsError        the id or name is taken: `resource` names it
        ├── PermissionDeniedError     the caller may not do this, or not impersonate that user
        ├── ResourceExhaustedError    over a limit; `retry_delay` where waiting helps
        ├── FailedPreconditionError   the state forbids it, such as deleting what is not empty
        ├── AbortedError              lost a race; the same call may be sent again
        ├── OutOfRangeError           not sent by this service
        ├── UnimplementedError        the server does not know the method: wrong address or version
        ├── InternalError             a bug of the server; quote `request_id`
        ├── UnavailableError          server or database away; try again after a pause
        ├── DataLossError             not sent by this service
        └── UnauthenticatedError      the access key is malformed, unknown, revoked or expired

Wrong use of the client itself raises what Python raises for it: `ValueError` and `TypeError` for
bad arguments, `RuntimeError` for a call before `initialize`.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

import grpc
from google.protobuf.message import DecodeError, Message
from google.rpc.error_details_pb2 import (
    BadRequest,
    ErrorInfo,
    PreconditionFailure,
    RequestInfo,
    ResourceInfo,
    RetryInfo,
)
from google.rpc.status_pb2 import Status

_DETAILS_KEY = "grpc-status-details-bin"
_REQUEST_ID_KEY = "x-request-id"
_DETAILS = (BadRequest, ErrorInfo, PreconditionFailure, RequestInfo, ResourceInfo, RetryInfo)


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """A field of the request that breaks a rule."""

    field: str
    """Path of the field, such as `user.tenant_id`."""
    description: str
    """The rule."""


@dataclass(frozen=True, slots=True)
class PreconditionViolation:
    """Something about the present state that forbids the call."""

    type: str
    subject: str
    description: str


@dataclass(frozen=True, slots=True)
class Resource:
    """The thing that the call was about."""

    type: str
    name: str
    description: str = ""


class WaiiError(Exception):
    """A call failed. The class says with which status code; the attributes say the rest.

    An attribute that the server said nothing about is empty. None of them holds the access key.
    """

    code: ClassVar[grpc.StatusCode] = grpc.StatusCode.UNKNOWN
    """The status code."""
    message: str
    """One sentence for people."""
    reason: str
    """Why, for programs: the name of a value of `waii_client.user.ErrorReason`."""
    metadata: dict[str, str]
    """Particulars of the reason, such as `{"permission": "write:user"}`."""
    field_violations: list[FieldViolation]
    """Every field of the request that breaks a rule."""
    preconditions: list[PreconditionViolation]
    """What has to change before the call can succeed."""
    resource: Resource | None
    """The organization, tenant, user or access key that the failure is about."""
    retry_delay: float | None
    """Seconds after which another try makes sense."""
    request_id: str
    """Names the call in the server's log."""

    def __init__(
        self,
        message: str = "",
        *,
        reason: str = "",
        metadata: Mapping[str, str] | None = None,
        field_violations: Sequence[FieldViolation] = (),
        preconditions: Sequence[PreconditionViolation] = (),
        resource: Resource | None = None,
        retry_delay: float | None = None,
        request_id: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.metadata = dict(metadata or {})
        self.field_violations = list(field_violations)
        self.preconditions = list(preconditions)
        self.resource = resource
        self.retry_delay = retry_delay
        self.request_id = request_id

    def __str__(self) -> str:
        text = f"{self.code.name}: {self.message}"
        # The server's message names the violated fields too, but may be cut short.
        violated = [f"{v.field}: {v.description}" for v in self.field_violations]
        if unsaid := [violation for violation in violated if violation not in self.message]:
            text += f" [{'; '.join(unsaid)}]"
        if self.request_id:
            text += f" (request {self.request_id})"
        return text

    def __repr__(self) -> str:
        told = {"code": self.code.name, "reason": self.reason, "request_id": self.request_id}
        texts = [repr(self.message), *(f"{name}={text!r}" for name, text in told.items() if text)]
        return f"{type(self).__name__}({', '.join(texts)})"


class CancelledError(WaiiError):
    """The call was cancelled, for example by `close()`. Not `asyncio.CancelledError`."""

    code = grpc.StatusCode.CANCELLED


class UnknownError(WaiiError):
    """A failure without a known status code."""

    code = grpc.StatusCode.UNKNOWN


class InvalidArgumentError(WaiiError):
    """The request breaks a rule; `field_violations` lists every place."""

    code = grpc.StatusCode.INVALID_ARGUMENT


class DeadlineExceededError(WaiiError):
    """No answer came within `timeout`. The server may have done the work all the same."""

    code = grpc.StatusCode.DEADLINE_EXCEEDED


class NotFoundError(WaiiError):
    """There is no such thing in the caller's scope; `resource` names it."""

    code = grpc.StatusCode.NOT_FOUND


class AlreadyExistsError(WaiiError):
    """The id or the name is taken; `resource` names it."""

    code = grpc.StatusCode.ALREADY_EXISTS


class PermissionDeniedError(WaiiError):
    """The caller may not do this; `metadata` may hold the `permission` that is missing."""

    code = grpc.StatusCode.PERMISSION_DENIED


class ResourceExhaustedError(WaiiError):
    """The call would exceed a limit; `retry_delay` is set where waiting helps."""

    code = grpc.StatusCode.RESOURCE_EXHAUSTED


class FailedPreconditionError(WaiiError):
    """The present state forbids the call; `preconditions` and `metadata` say what has to change."""

    code = grpc.StatusCode.FAILED_PRECONDITION


class AbortedError(WaiiError):
    """The call lost a race with others; the same call may be sent again."""

    code = grpc.StatusCode.ABORTED


class OutOfRangeError(WaiiError):
    """Not sent by this service."""

    code = grpc.StatusCode.OUT_OF_RANGE


class UnimplementedError(WaiiError):
    """The server does not know the method: is it the right address, and of the same version?"""

    code = grpc.StatusCode.UNIMPLEMENTED


class InternalError(WaiiError):
    """A bug of the server; `request_id` finds it in the server's log."""

    code = grpc.StatusCode.INTERNAL


class UnavailableError(WaiiError):
    """The server or its database cannot be reached; try again after a pause."""

    code = grpc.StatusCode.UNAVAILABLE


class DataLossError(WaiiError):
    """Not sent by this service."""

    code = grpc.StatusCode.DATA_LOSS


class UnauthenticatedError(WaiiError):
    """The access key is malformed, unknown, revoked or expired; the server does not say which."""

    code = grpc.StatusCode.UNAUTHENTICATED


_CLASSES: Mapping[grpc.StatusCode, type[WaiiError]] = {
    cls.code: cls for cls in WaiiError.__subclasses__()
}


def from_rpc_error(error: grpc.RpcError, *, request_id: str = "") -> WaiiError:
    """The exception of this module for one of grpc's, synchronous or asyncio.

    `request_id` is the id that the client sent; the server's word on it goes first. Details that
    cannot be decoded are left out.
    """
    # grpc promises no more of an RpcError than that it is an exception.
    code = error.code() if hasattr(error, "code") else grpc.StatusCode.UNKNOWN
    message = error.details() if hasattr(error, "details") else str(error)
    trailing = _trailing_metadata(error)
    details = _details(trailing.get(_DETAILS_KEY, b""))

    info = details.get(ErrorInfo, ErrorInfo())
    retry = details.get(RetryInfo)
    resource = details.get(ResourceInfo)
    return _CLASSES.get(code, UnknownError)(
        message or "",
        reason=info.reason,
        metadata=info.metadata,
        field_violations=[
            FieldViolation(v.field, v.description)
            for v in details.get(BadRequest, BadRequest()).field_violations
        ],
        preconditions=[
            PreconditionViolation(v.type, v.subject, v.description)
            for v in details.get(PreconditionFailure, PreconditionFailure()).violations
        ],
        resource=resource
        and Resource(resource.resource_type, resource.resource_name, resource.description),
        retry_delay=retry and retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9,
        request_id=(
            details.get(RequestInfo, RequestInfo()).request_id
            or trailing.get(_REQUEST_ID_KEY, b"").decode("ascii", "replace")
            or request_id
        ),
    )


def _details(serialized: bytes) -> dict[type[Message], Any]:
    """The details of a serialized `google.rpc.Status` by type, without what cannot be decoded."""
    found: dict[type[Message], Any] = {}
    try:
        details = Status.FromString(serialized).details
    except DecodeError:
        return found
    for detail in details:
        for kind in _DETAILS:
            if detail.Is(kind.DESCRIPTOR):
                with suppress(DecodeError):
                    found.setdefault(kind, kind.FromString(detail.value))
    return found


def _trailing_metadata(error: grpc.RpcError) -> dict[str, bytes]:
    # Pairs, though the types say so neither of the synchronous API nor of the asyncio one.
    pairs: Any = error.trailing_metadata() if hasattr(error, "trailing_metadata") else None
    return {
        key: value if isinstance(value, bytes) else value.encode() for key, value in pairs or ()
    }
