"""The form of requests on access keys."""

from collections.abc import Sequence

from waii.user.v1 import CreateAccessKeyRequest, DelAccessKeyRequest, RotateAccessKeyRequest

from waii_server.domain import clock, limits
from waii_server.domain.roles import Permission, Scope
from waii_server.domain.validation import (
    MUST_BE_IN_THE_FUTURE,
    Violations,
    display_name,
    permission,
    request_id,
)
from waii_server.transport.requests import NANOS, time_of

_MAX_PERMISSIONS = 100  # more than there are; bounds the work on a request, and the answer


def new_access_key(
    request: CreateAccessKeyRequest,
) -> tuple[str, int | None, Scope | None]:
    """Name, time of expiry in microseconds since the epoch, and what the key is limited to."""
    violations = Violations()
    names = tuple(request.permissions)
    violations.check("name", request.name, display_name)
    expires_at = _expiry(violations, request)
    violations.check_all("permissions", names, permission, _MAX_PERMISSIONS)
    if names and Permission.USAGE_API not in names:
        violations.add("permissions", f"must have {Permission.USAGE_API} among them")
    violations.check_if_given("request_id", request.request_id, request_id)
    _check_future(violations, request, expires_at)
    violations.raise_if_any()
    scope = frozenset(Permission(name) for name in names) if names else None
    return request.name, expires_at, scope


def access_key_rotation(request: RotateAccessKeyRequest) -> tuple[str, int, int | None]:
    """Name, overlap in microseconds, and new time of expiry in microseconds since the epoch."""
    violations = Violations()
    violations.check("name", request.name, display_name)
    seconds, nanos = request.overlap.seconds, request.overlap.nanos
    if not (
        0 <= nanos < NANOS and 0 <= seconds * NANOS + nanos <= limits.OVERLAP_MAX_SECONDS * NANOS
    ):
        violations.add("overlap", f"must be 0 to {limits.OVERLAP_MAX_SECONDS} seconds")
    expires_at = _expiry(violations, request)
    violations.check_if_given("request_id", request.request_id, request_id)
    _check_future(violations, request, expires_at)
    violations.raise_if_any()
    return request.name, seconds * 1_000_000 + nanos // 1000, expires_at


def access_key_names(request: DelAccessKeyRequest) -> Sequence[str]:
    violations = Violations()
    names = tuple(request.names)
    if not names:
        violations.add("names", "is required")
    violations.check_all("names", names, display_name, limits.ACCESS_KEYS_PER_USER)
    violations.raise_if_any()
    return names


def _expiry(
    violations: Violations, request: CreateAccessKeyRequest | RotateAccessKeyRequest
) -> int | None:
    """The time in microseconds since the epoch, which may be over."""
    if not request.HasField("expire_time"):
        return None
    return time_of(violations, "expire_time", request.expire_time)


def _check_future(
    violations: Violations,
    request: CreateAccessKeyRequest | RotateAccessKeyRequest,
    expires_at: int | None,
) -> None:
    """Checks that a key has not expired yet: last of all, behind the other violations.

    A request that can be repeated may have been answered before that time: where nothing else is
    wrong with it, the use case checks it, which knows of that.
    """
    if request.request_id and not violations.found:
        return
    if clock.has_come(expires_at):
        violations.add("expire_time", MUST_BE_IN_THE_FUTURE)
