"""The form of every request: from messages to what the use cases take, or every broken rule."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import DecodeError, Message
from google.protobuf.timestamp_pb2 import Timestamp
from waii.user.v1 import (
    CreateOrganizationRequest,
    CreateTenantRequest,
    CreateUserRequest,
    ListAuditEventsRequest,
    ListOrganizationsRequest,
    ListTenantsRequest,
    ListUsersRequest,
    UpdateConfigRequest,
    UpdateOrganizationRequest,
    UpdateTenantRequest,
    UpdateUserRequest,
)

from waii_server.domain import limits
from waii_server.domain.errors import FieldViolation, InvalidArgument, Reason
from waii_server.domain.model import (
    Organization,
    OrganizationChanges,
    Tenant,
    TenantChanges,
    User,
    UserChanges,
)
from waii_server.domain.origin import RepeatableRequest
from waii_server.domain.principal import Identity
from waii_server.domain.roles import in_order
from waii_server.domain.validation import (
    Violations,
    display_name,
    email,
    identifier,
    name_of,
    request_id,
    role,
)
from waii_server.transport.json_object import check_object, check_value, serialized

M = TypeVar("M", bound=Message)

_ANY_FIELD = "*"
_MAX_SECONDS = 253_402_300_799  # the end of the year 9999
NANOS = 1_000_000_000
# More than anybody needs; they bound the work on a request, and the answer.
MAX_ROLES = 100
_MAX_PATHS = 100


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
        violations.check_all("user.roles", roles, role, MAX_ROLES)
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
            violations.check_all("user.roles", roles, role, MAX_ROLES)
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
        time_of(violations, field, getattr(request, field)) if request.HasField(field) else None
        for field in ("start_time", "end_time")
    )
    start, end = times
    return {field: getattr(request, field) for field in rules}, start, end


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
            # A key that breaks a rule is not repeated: it may be anything.
            name = "updated" if broken else f"updated.{key}"
            check_value(violations, "updated", value, name=name)
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


def time_of(violations: Violations, field: str, time: Timestamp) -> int | None:
    """A time in microseconds since the epoch."""
    if not (abs(time.seconds) <= _MAX_SECONDS and 0 <= time.nanos < NANOS):
        violations.add(field, "must be a time up to the year 9999")
        return None
    return time.seconds * 1_000_000 + time.nanos // 1000
