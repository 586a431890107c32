"""The form of every request: from messages to what the use cases take, or every broken rule."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import DecodeError, Message
from google.protobuf.timestamp_pb2 import Timestamp
from waii.user.v1 import (
    CheckAccessRequest,
    CreateAccessKeyRequest,
    CreateOrganizationRequest,
    CreateTenantRequest,
    CreateUserRequest,
    DelAccessKeyRequest,
    ListAuditEventsRequest,
    ListOrganizationsRequest,
    ListTenantsRequest,
    ListUsersRequest,
    RotateAccessKeyRequest,
    UpdateConfigRequest,
    UpdateOrganizationRequest,
    UpdateTenantRequest,
    UpdateUserRequest,
)

from waii_server.domain import audit, clock, limits
from waii_server.domain.audit import RepeatableRequest
from waii_server.domain.errors import FieldViolation, InvalidArgument, Kind, Reason
from waii_server.domain.model import (
    Organization,
    OrganizationChanges,
    Tenant,
    TenantChanges,
    User,
    UserChanges,
)
from waii_server.domain.principal import Identity
from waii_server.domain.roles import Permission, Scope, in_order
from waii_server.domain.validation import (
    MUST_BE_IN_THE_FUTURE,
    Violations,
    display_name,
    email,
    identifier,
    is_identifier,
    name_of,
    permission,
    request_id,
    role,
)
from waii_server.services.access import Grants, Question, TargetRule
from waii_server.transport.json_object import check_object, check_value, serialized
from waii_server.transport.methods import METHODS, TARGETS, USER_SERVICE, Access

M = TypeVar("M", bound=Message)

_ANY_FIELD = "*"
_MAX_SECONDS = 253_402_300_799  # the end of the year 9999
_NANOS = 1_000_000_000
# More than anybody needs; they bound the work on a request, and the answer.
_MAX_ROLES = 100
_MAX_PERMISSIONS = 100
_MAX_PATHS = 100
_COLLECTIONS = {
    Kind.ORGANIZATION: audit.organization(""),
    Kind.TENANT: audit.tenant(""),
    Kind.USER: audit.user(""),
}


def parse(message_type: type[M], request: bytes) -> M:
    """The request message.

    Raises:
        InvalidArgument: the bytes are not one.
    """
    try:
        return message_type.FromString(request)
    except DecodeError:
        # The decoder's text is of no use to a caller, and not ours to promise.
        rule = f"must be a serialized {message_type.DESCRIPTOR.full_name}, not nested too deeply"
        raise InvalidArgument([FieldViolation("request", rule)], Reason.REQUEST_MALFORMED) from None


def new_organization(request: CreateOrganizationRequest) -> Organization:
    violations = Violations()
    sent = request.organization
    if _given(violations, request, "organization"):
        violations.check("organization.id", sent.id, identifier)
        violations.check("organization.name", sent.name, display_name)
        check_object(violations, "organization.variables", sent.variables)
    violations.check_if_given("request_id", request.request_id, request_id)
    violations.raise_if_any()
    return Organization(sent.id, sent.name, serialized(sent.variables))


def organization_changes(request: UpdateOrganizationRequest) -> OrganizationChanges:
    violations = Violations()
    sent = request.organization
    selected: set[str] = set()
    if _given(violations, request, "organization"):
        violations.check("organization.id", sent.id, identifier)
        selected = _selected(violations, request.update_mask, sent, ("name", "variables"))
        if "name" in selected:
            violations.check("organization.name", sent.name, display_name)
        if "variables" in selected:
            check_object(violations, "organization.variables", sent.variables)
    violations.raise_if_any()
    return OrganizationChanges(
        id=sent.id,
        name=sent.name if "name" in selected else None,
        variables=serialized(sent.variables) if "variables" in selected else None,
    )


def new_tenant(request: CreateTenantRequest) -> Tenant:
    violations = Violations()
    sent = request.tenant
    if _given(violations, request, "tenant"):
        violations.check("tenant.id", sent.id, identifier)
        violations.check("tenant.name", sent.name, display_name)
        violations.check_if_given("tenant.org_id", sent.org_id, identifier)
        check_object(violations, "tenant.variables", sent.variables)
    violations.check_if_given("request_id", request.request_id, request_id)
    violations.raise_if_any()
    return Tenant(sent.id, sent.name, sent.org_id, serialized(sent.variables))


def tenant_changes(request: UpdateTenantRequest) -> TenantChanges:
    violations = Violations()
    sent = request.tenant
    selected: set[str] = set()
    if _given(violations, request, "tenant"):
        violations.check("tenant.id", sent.id, identifier)
        selected = _selected(violations, request.update_mask, sent, ("name", "org_id", "variables"))
        if "name" in selected:
            violations.check("tenant.name", sent.name, display_name)
        if "org_id" in selected:
            violations.check("tenant.org_id", sent.org_id, identifier)
        if "variables" in selected:
            check_object(violations, "tenant.variables", sent.variables)
    violations.raise_if_any()
    return TenantChanges(
        id=sent.id,
        name=sent.name if "name" in selected else None,
        org_id=sent.org_id if "org_id" in selected else None,
        variables=serialized(sent.variables) if "variables" in selected else None,
    )


def new_user(request: CreateUserRequest, caller: Identity) -> User:
    violations = Violations()
    sent = request.user
    roles = tuple(sent.roles)
    if _given(violations, request, "user"):
        violations.check("user.id", sent.id, identifier)
        violations.check_if_given("user.name", sent.name, display_name)
        violations.check_if_given("user.tenant_id", sent.tenant_id, identifier)
        violations.check_if_given("user.org_id", sent.org_id, identifier)
        if not sent.tenant_id and sent.org_id not in ("", caller.org_id):
            violations.add("user.tenant_id", "is required for an organization that is not your own")
        violations.check_if_given("user.email", sent.email, email)
        violations.check_all("user.roles", roles, role, _MAX_ROLES)
        check_object(violations, "user.variables", sent.variables)
    violations.check_if_given("request_id", request.request_id, request_id)
    violations.raise_if_any()
    return User(
        id=sent.id,
        tenant_id=sent.tenant_id,
        org_id=sent.org_id,
        roles=in_order(roles),
        name=sent.name,
        email=sent.email,
        variables=serialized(sent.variables),
    )


def user_changes(request: UpdateUserRequest) -> UserChanges:
    violations = Violations()
    sent = request.user
    roles = tuple(sent.roles)
    selected: set[str] = set()
    if _given(violations, request, "user"):
        violations.check("user.id", sent.id, identifier)
        fields = ("name", "tenant_id", "org_id", "variables", "roles", "email")
        selected = _selected(violations, request.update_mask, sent, fields)
        # A name and an e-mail address may be emptied; where a user lives may not.
        if "name" in selected:
            violations.check_if_given("user.name", sent.name, display_name)
        if "email" in selected:
            violations.check_if_given("user.email", sent.email, email)
        if "tenant_id" in selected:
            violations.check("user.tenant_id", sent.tenant_id, identifier)
        if "org_id" in selected:
            violations.check("user.org_id", sent.org_id, identifier)
        if "roles" in selected:
            violations.check_all("user.roles", roles, role, _MAX_ROLES)
        if "variables" in selected:
            check_object(violations, "user.variables", sent.variables)
    violations.raise_if_any()
    return UserChanges(
        id=sent.id,
        name=sent.name if "name" in selected else None,
        tenant_id=sent.tenant_id if "tenant_id" in selected else None,
        org_id=sent.org_id if "org_id" in selected else None,
        variables=serialized(sent.variables) if "variables" in selected else None,
        roles=in_order(roles) if "roles" in selected else None,
        email=sent.email if "email" in selected else None,
    )


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


def target_id(request: _HasId) -> str:
    violations = Violations()
    violations.check("id", request.id, identifier)
    violations.raise_if_any()
    return request.id


def check_list(
    request: ListUsersRequest
    | ListTenantsRequest
    | ListOrganizationsRequest
    | ListAuditEventsRequest,
) -> Violations:
    """Checks the size of the page and whichever `lookup_*_id` filters the request has.

    What it finds is returned and not raised: the page token is checked where it is read.
    """
    violations = Violations()
    for field in request.DESCRIPTOR.fields:
        if field.name.startswith("lookup_"):
            violations.check_if_given(field.name, getattr(request, field.name), identifier)
    if request.page_size < 0:
        violations.add("page_size", "must not be negative")
    return violations


def audit_filters(
    violations: Violations, request: ListAuditEventsRequest
) -> tuple[dict[str, str], int | None, int | None]:
    """The filters by their names, and the first and the last time, in microseconds."""
    rules = {"actor": identifier, "subject": identifier, "target": name_of, "method": name_of}
    for field, rule in rules.items():
        violations.check_if_given(field, getattr(request, field), rule)
    times = (
        _time(violations, field, getattr(request, field)) if request.HasField(field) else None
        for field in ("start_time", "end_time")
    )
    start, end = times
    return {field: getattr(request, field) for field in rules}, start, end


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
        0 <= nanos < _NANOS and 0 <= seconds * _NANOS + nanos <= limits.OVERLAP_MAX_SECONDS * _NANOS
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


def access_question(request: CheckAccessRequest) -> Question:
    violations = Violations()
    method, roles = f"/{request.method}", tuple(request.roles)
    violations.check_if_given("user_id", request.user_id, identifier)
    violations.check_if_given("impersonate_user_id", request.impersonate_user_id, identifier)
    violations.check_all("roles", roles, role, _MAX_ROLES)
    needed, rule = METHODS.get(method, Access.PUBLIC), TARGETS.get(method)
    target_id = ""
    if needed is Access.PUBLIC:
        violations.add("method", f"must be one of this package, such as {USER_SERVICE}/ListUsers")
    else:
        target_id = _target_of(violations, request.target, rule)
        if roles and (rule is None or rule.grants is Grants.NONE):
            violations.add("roles", "must be empty: this method grants none")
    violations.raise_if_any()
    return Question(
        user_id=request.user_id,
        permission=needed if isinstance(needed, Permission) else None,
        rule=rule,
        target_id=target_id,
        impersonate=request.impersonate_user_id,
        roles=roles,
    )


def _target_of(violations: Violations, target: str, rule: TargetRule | None) -> str:
    """The id in the name of a target."""
    if not target:
        return ""
    if rule is None:
        violations.add("target", "must be empty: this method takes none")
        return ""
    collection = _COLLECTIONS[rule.kind]
    target_id = target.removeprefix(collection)
    if target_id == target or not is_identifier(target_id):
        violations.add("target", f"must be {collection}{{id}} for this method")
    return target_id


def repeatable(method: str, request: Any) -> RepeatableRequest:
    """The request, as one that may be sent again; its `request_id` is not yet checked."""
    body = type(request)()
    body.CopyFrom(request)
    body.ClearField("request_id")
    body.ClearField("validate_only")
    content = f"{method} ".encode() + body.SerializeToString(deterministic=True)
    # A UUID is the same in either case; a kept answer is locked with one spelling of it.
    return RepeatableRequest(request.request_id.lower(), sha256(content).digest())


def config_changes(request: UpdateConfigRequest) -> tuple[dict[str, bytes], Sequence[str]]:
    """What to set, serialized, and what to delete."""
    violations = Violations()
    deleted = tuple(request.deleted)
    updated: dict[str, bytes] = {}
    if len(request.updated.fields) > limits.CONFIG_MAX_KEYS:
        violations.add("updated", f"must have at most {limits.CONFIG_MAX_KEYS} keys")
    else:
        for key, value in request.updated.fields.items():
            if broken := display_name(key):
                violations.add("updated", f"each key {broken}")
            check_value(violations, "updated", value, name=f"updated.{key}")
            updated[key] = serialized(value)
    violations.check_all("deleted", deleted, display_name, limits.CONFIG_MAX_KEYS)
    for index, key in enumerate(deleted[: limits.CONFIG_MAX_KEYS]):
        if key in updated:
            violations.add(f"deleted[{index}]", "must not be in 'updated' too")
    violations.raise_if_any()
    return updated, deleted


def _given(violations: Violations, request: Message, field: str) -> bool:
    if request.HasField(field):
        return True
    violations.add(field, "is required")
    return False


def _selected(
    violations: Violations, mask: FieldMask, sent: Message, fields: tuple[str, ...]
) -> set[str]:
    """Which of `fields` an update replaces: those in the mask; without one, those that are present.

    An empty object or list counts as absent: emptying has to be asked for by name.
    """
    if not mask.paths:
        return {field for field in fields if getattr(sent, field)}
    allowed = (*fields, _ANY_FIELD)
    violations.check_all(
        "update_mask.paths",
        tuple(mask.paths),
        lambda path: None if path in allowed else f"must be one of {', '.join(allowed)}",
        _MAX_PATHS,
    )
    if _ANY_FIELD in mask.paths:
        return set(fields)
    return set(mask.paths) & set(fields)


def _expiry(
    violations: Violations, request: CreateAccessKeyRequest | RotateAccessKeyRequest
) -> int | None:
    """The time in microseconds since the epoch, which may be over."""
    if not request.HasField("expire_time"):
        return None
    return _time(violations, "expire_time", request.expire_time)


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
    if expires_at is not None and expires_at <= clock.now():
        violations.add("expire_time", MUST_BE_IN_THE_FUTURE)


def _time(violations: Violations, field: str, time: Timestamp) -> int | None:
    """A time in microseconds since the epoch."""
    if not (abs(time.seconds) <= _MAX_SECONDS and 0 <= time.nanos < _NANOS):
        violations.add(field, "must be a time up to the year 9999")
        return None
    return time.seconds * 1_000_000 + time.nanos // 1000
