"""What every call must be answered, decided from the documents alone.

The source is the description of the module's behaviour and the comments of the protos. Nothing here
is shared with the server, so that a mistake of the server is not made a second time: the tables of
roles and of permissions are written down anew, and the rules stand in an order of their own.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

from google.protobuf.message import Message
from matrix.facts import Facts, Key, User
from waii.user.v1 import (
    BatchCreateRequest,
    BatchRow,
    CheckAccessRequest,
    CreateAccessKeyRequest,
    CreateOrganizationRequest,
    CreateTenantRequest,
    CreateUserRequest,
    DelAccessKeyRequest,
    ListUsersRequest,
    RotateAccessKeyRequest,
    UpdateTenantRequest,
    UpdateUserRequest,
)

_TRIAL = (
    "read:databases",
    "read:semantic-context",
    "read:liked-queries",
    "read:similarity-search-index",
)
_API = ("usage:api", "write:access_key")
_USER = (*_TRIAL, "write:databases", "write:semantic-context", "write:liked-queries")
_ADMIN = (
    *(*_USER, *_API),
    "publish:semantic-context",
    "publish:liked-queries",
    "publish:access-rules",
    "push:databases",
    "write:similarity-search-index",
)
_ORG_ADMIN = (
    *_ADMIN,
    "read:user",
    "write:user",
    "read:tenant",
    "write:tenant",
    "read:org",
    "usage:impersonation",
    "read:usage-report",
)
HELD_BY_ROLE: dict[str, frozenset[str]] = {
    "waii-trial-user": frozenset(_TRIAL),
    "waii-trial-api-user": frozenset([*_TRIAL, *_API]),
    "waii-user": frozenset(_USER),
    "waii-api-user": frozenset([*_USER, *_API]),
    "waii-admin-user": frozenset(_ADMIN),
    "waii-org-admin-user": frozenset(_ORG_ADMIN),
    "waii-super-admin-user": frozenset([*_ORG_ADMIN, "write:org"]),
}
ALL_PERMISSIONS = HELD_BY_ROLE["waii-super-admin-user"]
DEFAULT_ROLE = "waii-api-user"

NEEDS: dict[str, str] = {
    "UserService/CreateAccessKey": "write:access_key",
    "UserService/ListAccessKeys": "",
    "UserService/DeleteAccessKey": "write:access_key",
    "UserService/GetUserInfo": "",
    "UserService/UpdateConfig": "",
    "UserService/CreateUser": "write:user",
    "UserService/DeleteUser": "write:user",
    "UserService/UpdateUser": "write:user",
    "UserService/ListUsers": "read:user",
    "UserService/CreateTenant": "write:tenant",
    "UserService/UpdateTenant": "write:tenant",
    "UserService/DeleteTenant": "write:tenant",
    "UserService/ListTenants": "read:tenant",
    "UserService/CreateOrg": "write:org",
    "UserService/UpdateOrg": "write:org",
    "UserService/DeleteOrg": "write:org",
    "UserService/ListOrgs": "read:org",
    "AccessKeyService/RotateAccessKey": "write:access_key",
    "AuditService/ListAuditEvents": "read:usage-report",
    "AuthorizationService/CheckAccess": "",
    "AuthorizationService/GetPrincipal": "",
    "BatchService/BatchCreate": "",
    "SuspensionService/SuspendUser": "write:user",
    "SuspensionService/ReactivateUser": "write:user",
    "SuspensionService/SuspendTenant": "write:tenant",
    "SuspensionService/ReactivateTenant": "write:tenant",
    "SuspensionService/SuspendOrg": "write:org",
    "SuspensionService/ReactivateOrg": "write:org",
}
"""The permission of each method; empty where none is needed beyond `usage:api`, or where it depends
on the request."""

PACKAGE = "waii.user.v1"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-@+:]{0,127}")


@dataclass(frozen=True)
class Answer:
    code: str = "OK"
    reason: str = ""
    """Of the ErrorInfo, without the prefix that all have."""
    permission: str = ""
    """The permission that the caller lacks."""
    missing: str = ""
    """Whom or what the answer says not to exist: nobody can tell whether it is foreign."""
    shows: frozenset[str] | None = None
    """What the response shows of the world, in words of `shown`; None where that is nothing."""

    def __str__(self) -> str:
        return f"{self.code} {self.reason}".strip()


@dataclass(frozen=True)
class Call:
    """A call, as the oracle looks at it.

    Attributes:
        key: the key that was sent; None for one that the service does not know, or for none.
        impersonate: the values of the header.
        method: such as `UserService/CreateUser`.
        request: bytes where they are no message.
    """

    key: Key | None
    impersonate: tuple[str, ...]
    method: str
    request: Message | bytes


@dataclass(frozen=True)
class Holder:
    """In whose name a rule decides: a user, and how far the key of the call reaches."""

    user: User
    org_id: str
    limit: frozenset[str]
    """The limit of the key of the call; empty for none."""
    impersonating: bool = False

    @property
    def holds(self) -> frozenset[str]:
        held = permissions_of(self.user.roles)
        return held & self.limit if self.limit else held

    @property
    def everywhere(self) -> bool:
        return "write:org" in self.holds

    def reaches(self, org_id: str) -> bool:
        return self.everywhere or self.org_id == org_id


class Refusal(Exception):
    """A rule has refused the call."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer))
        self.answer = answer


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(HELD_BY_ROLE[role] for role in roles))


def decide(facts: Facts, call: Call) -> Answer:
    """What the call must be answered."""
    try:
        caller = subject_of(facts, call)
        _need(caller, NEEDS[call.method])
        if isinstance(call.request, bytes):
            return Answer("INVALID_ARGUMENT", "REQUEST_MALFORMED")
        return _ANSWERS[call.method](facts, caller, call.request)
    except Refusal as refusal:
        return refusal.answer


# Refusals.


def _denied(reason: str, missing: str = "", permission: str = "") -> NoReturn:
    raise Refusal(Answer("PERMISSION_DENIED", reason, permission, missing))


def _not_found(noun: str, missing: str) -> NoReturn:
    raise Refusal(Answer("NOT_FOUND", f"{noun}_NOT_FOUND", missing=missing))


def _taken(noun: str) -> NoReturn:
    raise Refusal(Answer("ALREADY_EXISTS", f"{noun}_ALREADY_EXISTS"))


def _form(good: bool) -> None:
    if not good:
        raise Refusal(Answer("INVALID_ARGUMENT", "FIELDS_INVALID"))


def _need(holder: Holder, permission: str) -> None:
    if permission and permission not in holder.holds:
        _denied("PERMISSION_MISSING", permission=permission)


# Rules 1 and 2: the key, suspension, `usage:api`, impersonation.


def subject_of(facts: Facts, call: Call) -> Holder:
    """In whose name the call is decided, once it has been let in; raises `Refusal` before that."""
    if call.key is None or call.key.expired:
        raise Refusal(Answer("UNAUTHENTICATED", "ACCESS_KEY_INVALID"))
    owner = facts.users[call.key.user_id]
    actor = Holder(owner, facts.org_of(owner), call.key.permissions)
    _admit(facts, actor)
    if not call.impersonate:
        return actor
    if len(call.impersonate) > 1 or not call.impersonate[0]:
        raise Refusal(Answer("INVALID_ARGUMENT", "METADATA_INVALID"))
    return _impersonated(facts, actor, call.impersonate[0])


def _admit(facts: Facts, holder: Holder) -> None:
    if facts.suspended(holder.user):
        _denied("SUSPENDED")
    if "usage:api" not in holder.holds:
        _denied("API_USAGE_DENIED")


def _impersonated(facts: Facts, actor: Holder, user_id: str) -> Holder:
    if "usage:impersonation" not in actor.holds:
        _denied("IMPERSONATION_DENIED")
    target = facts.users.get(user_id)
    if target is None or not actor.reaches(facts.org_of(target)):
        # What cannot be an id is not repeated.
        _denied("IMPERSONATION_TARGET_NOT_FOUND", user_id if _is_id(user_id) else "")
    # Where both hold, the documents do not say which is answered. Suspension comes before all
    # permissions there where they give an order.
    if facts.suspended(target):
        _denied("SUSPENDED")
    if not permissions_of(target.roles) <= actor.holds:
        _denied("IMPERSONATION_CEILING_EXCEEDED")
    return Holder(target, facts.org_of(target), actor.limit, impersonating=True)


# Scope: what is foreign is absent.


def _organization(facts: Facts, caller: Holder, org_id: str) -> str:
    if org_id not in facts.organizations or not caller.reaches(org_id):
        _not_found("ORGANIZATION", org_id)
    return org_id


def _tenant(facts: Facts, caller: Holder, tenant_id: str) -> str:
    tenant = facts.tenants.get(tenant_id)
    if tenant is None or not caller.reaches(tenant.org_id):
        _not_found("TENANT", tenant_id)
    return tenant_id


def _user(facts: Facts, caller: Holder, user_id: str) -> User:
    user = facts.users.get(user_id)
    if user is None or not caller.reaches(facts.org_of(user)):
        _not_found("USER", user_id)
    return user


# The ceiling.


def _covers(caller: Holder, roles: Iterable[str]) -> None:
    if not permissions_of(roles) <= caller.holds:
        _denied("PERMISSION_CEILING_EXCEEDED")


def _covers_all_below(facts: Facts, caller: Holder, holder_id: str) -> None:
    for user in facts.users_below(holder_id):
        _covers(caller, user.roles)


def _reaches_as_far(caller: Holder, key: Key) -> bool:
    """Whether the key of the call is good for all that `key` is good for.

    A key without a limit is good for whatever its user ever holds: no limited key reaches as far.
    """
    return not caller.limit or bool(key.permissions and key.permissions <= caller.limit)


# Form.


def _is_id(value: str) -> bool:
    return _ID.fullmatch(value) is not None


def _is_id_or_empty(value: str) -> bool:
    return not value or _is_id(value)


def _is_name(value: str) -> bool:
    return 1 <= len(value) <= 256 and value.isprintable()


def _are_roles(roles: Iterable[str]) -> bool:
    return all(role in HELD_BY_ROLE for role in roles)


# Rule 3, method by method.


def _create_access_key(facts: Facts, caller: Holder, request: CreateAccessKeyRequest) -> Answer:
    wanted = frozenset(request.permissions)
    _form(_is_name(request.name) and wanted <= ALL_PERMISSIONS)
    _form(not wanted or "usage:api" in wanted)
    if not wanted <= caller.holds:
        _denied("PERMISSION_CEILING_EXCEEDED")
    if any(key.name == request.name for key in facts.keys.get(caller.user.id, ())):
        _taken("ACCESS_KEY")
    return Answer(shows=frozenset({request.name}))


def _list_access_keys(facts: Facts, caller: Holder, _request: Message) -> Answer:
    shows = set()
    for key in facts.keys.get(caller.user.id, ()):
        whole = not caller.impersonating and _reaches_as_far(caller, key)
        shows.add(key.name if whole else f"{key.name} masked")
    return Answer(shows=frozenset(shows))


def _delete_access_key(facts: Facts, caller: Holder, request: DelAccessKeyRequest) -> Answer:
    _form(bool(request.names) and all(map(_is_name, request.names)))
    for key in facts.keys.get(caller.user.id, ()):
        if key.name in request.names and not _reaches_as_far(caller, key):
            _denied("PERMISSION_CEILING_EXCEEDED")
    return Answer()


def _rotate_access_key(facts: Facts, caller: Holder, request: RotateAccessKeyRequest) -> Answer:
    _form(_is_name(request.name))
    own = {key.name: key for key in facts.keys.get(caller.user.id, ())}
    key = own.get(request.name)
    if key is None:
        _not_found("ACCESS_KEY", request.name)
    if not _reaches_as_far(caller, key):
        _denied("PERMISSION_CEILING_EXCEEDED")
    if key.expired and not request.HasField("expire_time"):
        return Answer("FAILED_PRECONDITION", "ACCESS_KEY_EXPIRED")
    return Answer(shows=frozenset({request.name}))


def _update_config(_facts: Facts, _caller: Holder, _request: Message) -> Answer:
    return Answer()


def _get_user_info(facts: Facts, caller: Holder, request: Any) -> Answer:
    if request.user_id in ("", caller.user.id):
        return Answer(shows=caller.holds | {caller.user.id})
    _need(caller, "read:user")
    _form(_is_id(request.user_id))
    user = _user(facts, caller, request.user_id)
    return Answer(shows=permissions_of(user.roles) | {user.id})


def _form_of_user(caller: Holder, user: Any) -> None:
    _form(_is_id(user.id) and _are_roles(user.roles))
    _form(_is_id_or_empty(user.org_id) and _is_id_or_empty(user.tenant_id))
    # The caller's own tenant is meant only where the organization is the caller's own too.
    _form(bool(user.tenant_id) or user.org_id in ("", caller.org_id))


def _create_user(facts: Facts, caller: Holder, request: CreateUserRequest) -> Answer:
    user = request.user
    org_id = user.org_id or caller.org_id
    _form_of_user(caller, user)
    _organization(facts, caller, org_id)
    tenant_id = _tenant(facts, caller, user.tenant_id or caller.user.tenant_id)
    _form(facts.tenants[tenant_id].org_id == org_id)
    _covers(caller, user.roles or [DEFAULT_ROLE])
    if user.id in facts.users:
        _taken("USER")
    return Answer()


def _update_user(facts: Facts, caller: Holder, request: UpdateUserRequest) -> Answer:
    sent = request.user
    _form(_is_id(sent.id) and _are_roles(sent.roles))
    _form(_is_id_or_empty(sent.org_id) and _is_id_or_empty(sent.tenant_id))
    user = _user(facts, caller, sent.id)
    if sent.org_id:
        _organization(facts, caller, sent.org_id)
    tenant_id = _tenant(facts, caller, sent.tenant_id or user.tenant_id)
    _form(sent.org_id in ("", facts.tenants[tenant_id].org_id))
    _covers(caller, user.roles)
    _covers(caller, sent.roles)
    return Answer()


def _change_user(facts: Facts, caller: Holder, request: Any) -> Answer:
    """Deletes, suspends, reactivates one."""
    _form(_is_id(request.id))
    _covers(caller, _user(facts, caller, request.id).roles)
    return Answer()


def _list_users(facts: Facts, caller: Holder, request: ListUsersRequest) -> Answer:
    lookups = (request.lookup_org_id, request.lookup_tenant_id, request.lookup_user_id)
    _form(all(map(_is_id_or_empty, lookups)) and request.page_size >= 0)
    org_id, tenant_id, user_id = lookups
    if org_id:
        _organization(facts, caller, org_id)
    elif not (caller.everywhere and (tenant_id or user_id)):
        org_id = caller.org_id
    return Answer(
        shows=frozenset(
            user.id
            for user in facts.users.values()
            if org_id in ("", facts.org_of(user))
            and tenant_id in ("", user.tenant_id)
            and user_id in ("", user.id)
        )
    )


def _form_of_tenant(_caller: Holder, tenant: Any) -> None:
    _form(_is_id(tenant.id) and _is_name(tenant.name) and _is_id_or_empty(tenant.org_id))


def _create_tenant(facts: Facts, caller: Holder, request: CreateTenantRequest) -> Answer:
    tenant = request.tenant
    _form_of_tenant(caller, tenant)
    _organization(facts, caller, tenant.org_id or caller.org_id)
    if tenant.id in facts.tenants:
        _taken("TENANT")
    return Answer()


def _update_tenant(facts: Facts, caller: Holder, request: UpdateTenantRequest) -> Answer:
    sent = request.tenant
    _form(_is_id(sent.id) and _is_id_or_empty(sent.org_id))
    tenant = facts.tenants[_tenant(facts, caller, sent.id)]
    if sent.org_id:
        _organization(facts, caller, sent.org_id)
    _form(sent.org_id in ("", tenant.org_id))
    return Answer()


def _delete_tenant(facts: Facts, caller: Holder, request: Any) -> Answer:
    _form(_is_id(request.id))
    _tenant(facts, caller, request.id)
    if request.force:
        _covers_all_below(facts, caller, request.id)
    elif facts.users_below(request.id):
        return Answer("FAILED_PRECONDITION", "TENANT_NOT_EMPTY")
    return Answer()


def _suspend_tenant(facts: Facts, caller: Holder, request: Any) -> Answer:
    """And reactivates one."""
    _form(_is_id(request.id))
    _covers_all_below(facts, caller, _tenant(facts, caller, request.id))
    return Answer()


def _list_tenants(facts: Facts, caller: Holder, request: Any) -> Answer:
    _form(_is_id_or_empty(request.lookup_org_id) and request.page_size >= 0)
    org_id = _organization(facts, caller, request.lookup_org_id or caller.org_id)
    return Answer(
        shows=frozenset(tenant.id for tenant in facts.tenants.values() if tenant.org_id == org_id)
    )


def _form_of_org(_caller: Holder, organization: Any) -> None:
    _form(_is_id(organization.id) and _is_name(organization.name))


def _create_org(facts: Facts, caller: Holder, request: Any) -> Answer:
    organization = request.organization
    _form_of_org(caller, organization)
    if organization.id in facts.organizations:
        _taken("ORGANIZATION")
    return Answer()


def _update_org(facts: Facts, caller: Holder, request: Any) -> Answer:
    _form(_is_id(request.organization.id))
    _organization(facts, caller, request.organization.id)
    return Answer()


def _delete_org(facts: Facts, caller: Holder, request: Any) -> Answer:
    _form(_is_id(request.id))
    _organization(facts, caller, request.id)
    if request.force:
        _covers_all_below(facts, caller, request.id)
    elif any(tenant.org_id == request.id for tenant in facts.tenants.values()):
        return Answer("FAILED_PRECONDITION", "ORGANIZATION_NOT_EMPTY")
    return Answer()


def _suspend_org(facts: Facts, caller: Holder, request: Any) -> Answer:
    """And reactivates one."""
    _form(_is_id(request.id))
    _covers_all_below(facts, caller, _organization(facts, caller, request.id))
    return Answer()


def _list_orgs(facts: Facts, caller: Holder, request: Any) -> Answer:
    _form(request.page_size >= 0)
    return Answer(shows=frozenset(facts.organizations if caller.everywhere else {caller.org_id}))


def _list_audit_events(facts: Facts, caller: Holder, request: Any) -> Answer:
    """It shows organizations, those whose events are listed."""
    _form(_is_id_or_empty(request.lookup_org_id) and request.page_size >= 0)
    org_id = request.lookup_org_id or ("" if caller.everywhere else caller.org_id)
    if not org_id:
        return Answer(shows=frozenset(facts.organizations))
    return Answer(shows=frozenset({_organization(facts, caller, org_id)}))


def _get_principal(_facts: Facts, caller: Holder, _request: Message) -> Answer:
    return Answer(shows=caller.holds | {caller.user.id, caller.user.tenant_id, caller.org_id})


# BatchCreate: the creates, one behind the other.


def _batch_create(facts: Facts, caller: Holder, request: BatchCreateRequest) -> Answer:
    kinds = [row.WhichOneof("row") or "" for row in request.rows]
    for kind, permission in (
        ("organization", "write:org"),
        ("tenant", "write:tenant"),
        ("user", "write:user"),
    ):
        if kind in kinds:
            _need(caller, permission)
    _form(1 <= len(request.rows) <= 1000)
    if not request.allow_partial:
        # Before anything is looked up: what depends on the data comes behind the form of all rows.
        for row, kind in zip(request.rows, kinds, strict=True):
            _form(bool(kind))
            _FORMS[kind](caller, getattr(row, kind))
    facts = facts.copied()
    shows = []
    for place, row in enumerate(request.rows):
        try:
            _of_row(facts, caller, row)
        except Refusal as refusal:
            if not request.allow_partial:
                raise
            shows.append(f"{place} {refusal.answer.reason}")
        else:
            facts.add(row, caller.org_id, caller.user.tenant_id)
            shows.append(f"{place} created")
    return Answer(shows=frozenset(shows))


_FORMS: dict[str, Callable[[Holder, Any], None]] = {
    "organization": _form_of_org,
    "tenant": _form_of_tenant,
    "user": _form_of_user,
}


def _of_row(facts: Facts, caller: Holder, row: BatchRow) -> None:
    match row.WhichOneof("row"):
        case "organization":
            _create_org(facts, caller, CreateOrganizationRequest(organization=row.organization))
        case "tenant":
            _create_tenant(facts, caller, CreateTenantRequest(tenant=row.tenant))
        case "user":
            _create_user(facts, caller, CreateUserRequest(user=row.user))
        case _:
            _form(good=False)


# CheckAccess: the same rules, asked and not obeyed.

_USER_METHODS = (
    "UserService/GetUserInfo",
    "UserService/UpdateUser",
    "UserService/DeleteUser",
    "SuspensionService/SuspendUser",
    "SuspensionService/ReactivateUser",
)
_TENANT_METHODS = (
    "UserService/CreateUser",
    "UserService/UpdateTenant",
    "UserService/DeleteTenant",
    "SuspensionService/SuspendTenant",
    "SuspensionService/ReactivateTenant",
)
_ORG_METHODS = (
    "UserService/CreateTenant",
    "UserService/ListUsers",
    "UserService/ListTenants",
    "UserService/UpdateOrg",
    "UserService/DeleteOrg",
    "SuspensionService/SuspendOrg",
    "SuspensionService/ReactivateOrg",
    "AuditService/ListAuditEvents",
)
_SUSPENDING = ("SuspensionService/SuspendTenant", "SuspensionService/ReactivateTenant")
_SUSPENDING_ALL = ("SuspensionService/SuspendOrg", "SuspensionService/ReactivateOrg")
_GRANTING = ("UserService/CreateUser", "UserService/UpdateUser")
TARGETS: dict[str, str] = {
    **dict.fromkeys(_USER_METHODS, "users"),
    **dict.fromkeys(_TENANT_METHODS, "tenants"),
    **dict.fromkeys(_ORG_METHODS, "organizations"),
}
"""What CheckAccess takes for the target of a method, as the collection in its name."""
_FIND: dict[str, Callable[[Facts, Holder, str], object]] = {
    "users": _user,
    "tenants": _tenant,
    "organizations": _organization,
}


def _check_access(facts: Facts, caller: Holder, request: CheckAccessRequest) -> Answer:
    others = request.user_id not in ("", caller.user.id)
    if others:
        _need(caller, "read:user")
    method = request.method.removeprefix(f"{PACKAGE}.")
    collection, _, target = request.target.partition("/")
    _form(_is_id_or_empty(request.user_id) and _is_id_or_empty(request.impersonate_user_id))
    _form(method in NEEDS and _are_roles(request.roles))
    _form(not request.target or (collection == TARGETS.get(method) and _is_id(target)))
    _form(not request.roles or method in _GRANTING)
    holder = caller
    if others:
        user = _user(facts, caller, request.user_id)
        if request.impersonate_user_id:
            _user(facts, caller, request.impersonate_user_id)
        if target:
            _FIND[collection](facts, caller, target)
        holder = Holder(user, facts.org_of(user), frozenset())
    try:
        if others:
            _admit(facts, holder)  # whoever asks of oneself has been let in
        _explain(facts, holder, request, method, target)
    except Refusal as refusal:
        return Answer(shows=frozenset({refusal.answer.reason}))
    return Answer(shows=frozenset({"allowed"}))


def _explain(
    facts: Facts, holder: Holder, request: CheckAccessRequest, method: str, target: str
) -> None:
    if request.impersonate_user_id:
        holder = _impersonated(facts, holder, request.impersonate_user_id)
    _need(holder, NEEDS[method])
    if target:
        if method == "UserService/GetUserInfo":
            if target != holder.user.id:
                _need(holder, "read:user")
            _user(facts, holder, target)
        elif method in _USER_METHODS:
            _covers(holder, _user(facts, holder, target).roles)
        elif method in _TENANT_METHODS:
            _tenant(facts, holder, target)
        else:
            _organization(facts, holder, target)
        if method in _SUSPENDING or method in _SUSPENDING_ALL:
            _covers_all_below(facts, holder, target)
    if method == "UserService/CreateUser":
        _covers(holder, request.roles or [DEFAULT_ROLE])
    elif request.roles:
        _covers(holder, request.roles)


_ANSWERS: dict[str, Callable[[Facts, Holder, Any], Answer]] = {
    "UserService/CreateAccessKey": _create_access_key,
    "UserService/ListAccessKeys": _list_access_keys,
    "UserService/DeleteAccessKey": _delete_access_key,
    "UserService/GetUserInfo": _get_user_info,
    "UserService/UpdateConfig": _update_config,
    "UserService/CreateUser": _create_user,
    "UserService/DeleteUser": _change_user,
    "UserService/UpdateUser": _update_user,
    "UserService/ListUsers": _list_users,
    "UserService/CreateTenant": _create_tenant,
    "UserService/UpdateTenant": _update_tenant,
    "UserService/DeleteTenant": _delete_tenant,
    "UserService/ListTenants": _list_tenants,
    "UserService/CreateOrg": _create_org,
    "UserService/UpdateOrg": _update_org,
    "UserService/DeleteOrg": _delete_org,
    "UserService/ListOrgs": _list_orgs,
    "AccessKeyService/RotateAccessKey": _rotate_access_key,
    "AuditService/ListAuditEvents": _list_audit_events,
    "AuthorizationService/CheckAccess": _check_access,
    "AuthorizationService/GetPrincipal": _get_principal,
    "BatchService/BatchCreate": _batch_create,
    "SuspensionService/SuspendUser": _change_user,
    "SuspensionService/ReactivateUser": _change_user,
    "SuspensionService/SuspendTenant": _suspend_tenant,
    "SuspensionService/ReactivateTenant": _suspend_tenant,
    "SuspensionService/SuspendOrg": _suspend_org,
    "SuspensionService/ReactivateOrg": _suspend_org,
}
