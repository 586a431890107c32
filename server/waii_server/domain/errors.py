"""Every way in which a call can be refused. Each carries a reason; transport maps them to codes.

DomainError
├── Unauthenticated
├── PermissionDenied
├── InvalidArgument
├── NotFound
├── AlreadyExists
├── FailedPrecondition
├── LimitExceeded
│   ├── RateLimitExceeded
│   └── Overloaded
├── EtagMismatch
├── Conflict
├── DeadlineExceeded
└── Unavailable
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Reason(StrEnum):
    """The values of the proto enum `ErrorReason`, which documents them."""

    ACCESS_KEY_INVALID = "ERROR_REASON_ACCESS_KEY_INVALID"
    API_USAGE_DENIED = "ERROR_REASON_API_USAGE_DENIED"
    IMPERSONATION_DENIED = "ERROR_REASON_IMPERSONATION_DENIED"
    IMPERSONATION_TARGET_NOT_FOUND = "ERROR_REASON_IMPERSONATION_TARGET_NOT_FOUND"
    IMPERSONATION_CEILING_EXCEEDED = "ERROR_REASON_IMPERSONATION_CEILING_EXCEEDED"
    PERMISSION_MISSING = "ERROR_REASON_PERMISSION_MISSING"
    PERMISSION_CEILING_EXCEEDED = "ERROR_REASON_PERMISSION_CEILING_EXCEEDED"
    FIELDS_INVALID = "ERROR_REASON_FIELDS_INVALID"
    REQUEST_MALFORMED = "ERROR_REASON_REQUEST_MALFORMED"
    METADATA_INVALID = "ERROR_REASON_METADATA_INVALID"
    ORGANIZATION_NOT_FOUND = "ERROR_REASON_ORGANIZATION_NOT_FOUND"
    TENANT_NOT_FOUND = "ERROR_REASON_TENANT_NOT_FOUND"
    USER_NOT_FOUND = "ERROR_REASON_USER_NOT_FOUND"
    ORGANIZATION_ALREADY_EXISTS = "ERROR_REASON_ORGANIZATION_ALREADY_EXISTS"
    TENANT_ALREADY_EXISTS = "ERROR_REASON_TENANT_ALREADY_EXISTS"
    USER_ALREADY_EXISTS = "ERROR_REASON_USER_ALREADY_EXISTS"
    ACCESS_KEY_ALREADY_EXISTS = "ERROR_REASON_ACCESS_KEY_ALREADY_EXISTS"
    ORGANIZATION_NOT_EMPTY = "ERROR_REASON_ORGANIZATION_NOT_EMPTY"
    TENANT_NOT_EMPTY = "ERROR_REASON_TENANT_NOT_EMPTY"
    LAST_SUPER_ADMIN = "ERROR_REASON_LAST_SUPER_ADMIN"
    ACCESS_KEY_LIMIT_EXCEEDED = "ERROR_REASON_ACCESS_KEY_LIMIT_EXCEEDED"
    CONFIG_LIMIT_EXCEEDED = "ERROR_REASON_CONFIG_LIMIT_EXCEEDED"
    CONFLICT = "ERROR_REASON_CONFLICT"
    DATABASE_UNAVAILABLE = "ERROR_REASON_DATABASE_UNAVAILABLE"
    INTERNAL = "ERROR_REASON_INTERNAL"
    SUSPENDED = "ERROR_REASON_SUSPENDED"
    RATE_LIMIT_EXCEEDED = "ERROR_REASON_RATE_LIMIT_EXCEEDED"
    OVERLOADED = "ERROR_REASON_OVERLOADED"
    DEADLINE_EXCEEDED = "ERROR_REASON_DEADLINE_EXCEEDED"
    ACCESS_KEY_NOT_FOUND = "ERROR_REASON_ACCESS_KEY_NOT_FOUND"
    ACCESS_KEY_EXPIRED = "ERROR_REASON_ACCESS_KEY_EXPIRED"
    ETAG_MISMATCH = "ERROR_REASON_ETAG_MISMATCH"
    REQUEST_ID_REUSED = "ERROR_REASON_REQUEST_ID_REUSED"


class Kind(StrEnum):
    """The nouns that an error can be about."""

    ORGANIZATION = "organization"
    TENANT = "tenant"
    USER = "user"
    ACCESS_KEY = "access key"


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """A field of the request, as a path from its top, and the rule that it breaks."""

    field: str
    rule: str


class DomainError(Exception):
    """A call is refused.

    Args:
        reason: why, for programs.
        message: why, for people; may quote what the caller sent, never a key.
        metadata: facts of the refusal, for programs.
    """

    def __init__(
        self, reason: Reason, message: str, metadata: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.metadata = dict(metadata or {})


class Unauthenticated(DomainError):
    """There is no valid key: one answer, whatever is wrong with it."""

    def __init__(self) -> None:
        super().__init__(
            Reason.ACCESS_KEY_INVALID,
            "a valid access key is required: send it once, as 'authorization: Bearer <access key>'",
        )


class PermissionDenied(DomainError):
    """The caller may not do this."""


class InvalidArgument(DomainError):
    """The request breaks rules; `violations` holds every one of them."""

    def __init__(
        self,
        violations: Sequence[FieldViolation],
        reason: Reason = Reason.FIELDS_INVALID,
    ) -> None:
        text = "; ".join(f"{violation.field}: {violation.rule}" for violation in violations)
        super().__init__(reason, f"invalid request: {text}")
        self.violations = tuple(violations)


class _AboutResource(DomainError):
    """An error about one thing, which `kind` and `resource_id` name."""

    def __init__(self, reason: Reason, message: str, kind: Kind, resource_id: str) -> None:
        super().__init__(reason, message)
        self.kind = kind
        self.resource_id = resource_id


class NotFound(_AboutResource):
    """There is no such thing in the caller's scope: one answer for foreign and absent."""

    _REASONS: ClassVar = {
        Kind.ORGANIZATION: Reason.ORGANIZATION_NOT_FOUND,
        Kind.TENANT: Reason.TENANT_NOT_FOUND,
        Kind.USER: Reason.USER_NOT_FOUND,
        Kind.ACCESS_KEY: Reason.ACCESS_KEY_NOT_FOUND,
    }

    def __init__(self, kind: Kind, resource_id: str) -> None:
        message = f"{kind} {resource_id!r} does not exist, or you may not see it"
        super().__init__(self._REASONS[kind], message, kind, resource_id)


class AlreadyExists(_AboutResource):
    """The id, or the name of a key, is taken."""

    _REASONS: ClassVar = {
        Kind.ORGANIZATION: Reason.ORGANIZATION_ALREADY_EXISTS,
        Kind.TENANT: Reason.TENANT_ALREADY_EXISTS,
        Kind.USER: Reason.USER_ALREADY_EXISTS,
        Kind.ACCESS_KEY: Reason.ACCESS_KEY_ALREADY_EXISTS,
    }

    def __init__(self, kind: Kind, resource_id: str) -> None:
        message = f"{kind} {resource_id!r} already exists"
        super().__init__(self._REASONS[kind], message, kind, resource_id)


class FailedPrecondition(_AboutResource):
    """The call is well formed and allowed, but not in this state of the data."""

    def __init__(
        self,
        reason: Reason,
        message: str,
        kind: Kind,
        resource_id: str,
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(reason, message, kind, resource_id)
        self.metadata = dict(metadata or {})


class EtagMismatch(_AboutResource):
    """The resource is not in the state that the caller had read."""

    def __init__(self, kind: Kind, resource_id: str) -> None:
        message = (
            f"{kind} {resource_id!r} is not in the state of this etag any more: read it anew, or "
            "send no etag"
        )
        super().__init__(Reason.ETAG_MISMATCH, message, kind, resource_id)


class LimitExceeded(DomainError):
    """The call would exceed a limit of the service."""


class RateLimitExceeded(LimitExceeded):
    """There was more of something than `rate` in a second; `retry_after` is in seconds.

    Args:
        what: that is, in the plural.
    """

    def __init__(self, what: str, rate: float, retry_after: float) -> None:
        limit = f"{rate:g}"
        super().__init__(
            Reason.RATE_LIMIT_EXCEEDED, f"{what}: at most {limit} a second", {"limit": limit}
        )
        self.retry_after = retry_after


class Overloaded(LimitExceeded):
    """The server has its `limit` of calls; `retry_after` is in seconds."""

    def __init__(self, limit: int, retry_after: float = 1.0) -> None:
        super().__init__(
            Reason.OVERLOADED, "the server has too many calls at once", {"limit": str(limit)}
        )
        self.retry_after = retry_after


class DeadlineExceeded(DomainError):
    """The call's time was over before the work on it began."""

    def __init__(self) -> None:
        super().__init__(
            Reason.DEADLINE_EXCEEDED, "the call waited too long for its turn; nothing was done"
        )


class Conflict(DomainError):
    """The call lost a race; made again, it may win."""

    def __init__(self) -> None:
        super().__init__(
            Reason.CONFLICT, "the call lost a race against another one; it may be sent again"
        )


class Unavailable(DomainError):
    """The database cannot serve the call now; `retry_after` is in seconds."""

    def __init__(self, retry_after: float = 1.0) -> None:
        super().__init__(Reason.DATABASE_UNAVAILABLE, "the database is unavailable or busy")
        self.retry_after = retry_after
