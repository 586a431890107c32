"""What an acknowledged call does to the state, method by method."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from google.protobuf.struct_pb2 import Struct
from matrix import oracle
from stateful.state import Caller, Key, Organization, State, Tenant, User, canonical, in_order

_UPDATES: dict[str, tuple[str, str, tuple[str, ...], frozenset[str]]] = {
    "UserService/UpdateUser": (
        "users",
        "user",
        ("name", "tenant_id", "org_id", "variables", "roles", "email"),
        frozenset({"tenant_id", "org_id"}),
    ),
    "UserService/UpdateTenant": (
        "tenants",
        "tenant",
        ("name", "org_id", "variables"),
        frozenset({"name", "org_id"}),
    ),
    "UserService/UpdateOrg": (
        "organizations",
        "organization",
        ("name", "variables"),
        frozenset({"name"}),
    ),
}
"""Of an update: the collection, the field with the new values, those that can be replaced, and
those that cannot be emptied."""
_BY_ID: dict[str, str] = {
    "UserService/DeleteUser": "users",
    "UserService/DeleteTenant": "tenants",
    "UserService/DeleteOrg": "organizations",
    "SuspensionService/SuspendUser": "users",
    "SuspensionService/ReactivateUser": "users",
    "SuspensionService/SuspendTenant": "tenants",
    "SuspensionService/ReactivateTenant": "tenants",
    "SuspensionService/SuspendOrg": "organizations",
    "SuspensionService/ReactivateOrg": "organizations",
}
ON_PEOPLE = {*_BY_ID, "UserService/UpdateUser"}
"""Methods after which somebody may be a super-admin no more."""


def target_of(method: str, request: Any) -> tuple[str, str] | None:
    """The collection and the id of what is there already, and is changed."""
    if method in _BY_ID:
        return _BY_ID[method], request.id
    if method in _UPDATES:
        collection, name, *_ = _UPDATES[method]
        return collection, getattr(request, name).id
    return None


# Updates.


def replaced(method: str, request: Any) -> tuple[str, ...]:
    """The fields that an update replaces."""
    _, name, fields, _ = _UPDATES[method]
    paths = set(request.update_mask.paths)
    if not paths:
        sent = getattr(request, name)
        return tuple(field for field in fields if _is_present(sent, field))
    return tuple(field for field in fields if field in paths or "*" in paths)


def can_be_replaced(method: str, request: Any) -> bool:
    """Whether the mask names fields, and none that is emptied and cannot be."""
    if method not in _UPDATES:
        return True
    _, name, fields, never_empty = _UPDATES[method]
    known = set(request.update_mask.paths) <= {*fields, "*"}
    emptied = {
        field
        for field in replaced(method, request)
        if not _is_present(getattr(request, name), field)
    }
    return known and not emptied & never_empty


def without_what_is_not_replaced(method: str, request: Any) -> Any:
    """The same request, with the mask obeyed: for whoever does not know of masks."""
    if method not in _UPDATES:
        return request
    _, name, *_ = _UPDATES[method]
    sent = getattr(request, name)
    plain = type(request)()
    getattr(plain, name).CopyFrom(sent)
    for field in sent.DESCRIPTOR.fields:
        if field.name not in ("id", *replaced(method, request)):
            getattr(plain, name).ClearField(field.name)
    return plain


def _is_present(sent: Any, field: str) -> bool:
    value = getattr(sent, field)
    return bool(value.fields if isinstance(value, Struct) else value)


# Effects.


def apply(state: State, caller: Caller, method: str, request: Any, response: Any) -> None:
    """Changes the state as the call has, which was acknowledged by this response."""
    _EFFECTS[method](state, caller, request, response)


def _nothing(_state: State, _caller: Caller, _request: Any, _response: Any) -> None:
    pass


def _create_org(state: State, _caller: Caller, request: Any, _response: Any) -> None:
    sent = request.organization
    state.organizations[sent.id] = Organization(sent.id, sent.name, canonical(sent.variables))


def _create_tenant(state: State, caller: Caller, request: Any, _response: Any) -> None:
    sent = request.tenant
    org_id = sent.org_id or caller.holder.org_id
    state.tenants[sent.id] = Tenant(sent.id, org_id, sent.name, canonical(sent.variables))


def _create_user(state: State, caller: Caller, request: Any, _response: Any) -> None:
    sent = request.user
    tenant_id = sent.tenant_id or caller.holder.user.tenant_id
    state.users[sent.id] = User(
        sent.id,
        tenant_id,
        state.tenants[tenant_id].org_id,
        in_order(sent.roles or [oracle.DEFAULT_ROLE]),
        sent.name,
        sent.email,
        canonical(sent.variables),
    )


_CREATES: dict[str, Callable[[State, Caller, Any, Any], None]] = {
    "organization": _create_org,
    "tenant": _create_tenant,
    "user": _create_user,
}


def created_of(request: Any, response: Any) -> list[tuple[str, str, Any]]:
    """The rows of a batch that were created: the kind, the id, and the row."""
    return [
        (kind, getattr(row, kind).id, row)
        for row, result in zip(request.rows, response.results, strict=True)
        if not result.code
        for kind in [row.WhichOneof("row")]
    ]


def _create_batch(state: State, caller: Caller, request: Any, response: Any) -> None:
    for kind, _, row in created_of(request, response):
        # A row has the field that the request of its create has.
        _CREATES[kind](state, caller, row, None)


def _update(method: str) -> Callable[[State, Caller, Any, Any], None]:
    collection, name, *_ = _UPDATES[method]

    def update(state: State, _caller: Caller, request: Any, _response: Any) -> None:
        sent = getattr(request, name)
        entries: dict[str, Any] = getattr(state, collection)
        new: dict[str, Any] = {}
        for field in replaced(method, request):
            value = getattr(sent, field)
            if field == "roles":
                value = in_order(value)
            new[field] = canonical(value) if isinstance(value, Struct) else value
        if "tenant_id" in new:
            new["org_id"] = state.tenants[new["tenant_id"]].org_id
        entries[sent.id] = replace(entries[sent.id], **new)

    return update


def _delete_user(state: State, _caller: Caller, request: Any, _response: Any) -> None:
    state.drop_user(request.id)


def _delete_tenant(state: State, _caller: Caller, request: Any, _response: Any) -> None:
    state.drop_tenant(request.id)


def _delete_org(state: State, _caller: Caller, request: Any, _response: Any) -> None:
    state.drop_organization(request.id)


def _suspend(collection: str, *, suspended: bool) -> Callable[[State, Caller, Any, Any], None]:
    def suspend(state: State, _caller: Caller, request: Any, _response: Any) -> None:
        state.suspend(collection, request.id, suspended=suspended)

    return suspend


def _update_config(state: State, caller: Caller, request: Any, _response: Any) -> None:
    for key in request.deleted:
        state.configs.pop((caller.user_id, key), None)
    for key, value in request.updated.fields.items():
        state.configs[caller.user_id, key] = canonical(value)


def _create_access_key(state: State, caller: Caller, request: Any, response: Any) -> None:
    (made,) = response.access_keys
    state.issued += 1
    state.keys[caller.user_id, request.name] = Key(
        state.issued,
        caller.user_id,
        request.name,
        made.access_key,
        frozenset(request.permissions) or caller.holder.limit,
        made.created_at.ToMicroseconds(),
        request.expire_time.ToMicroseconds() if request.HasField("expire_time") else None,
    )


def _rotate_access_key(state: State, caller: Caller, request: Any, response: Any) -> None:
    key = state.keys[caller.user_id, request.name]
    made = response.access_key
    overlaps = made.HasField("previous_expire_time")
    anew = request.expire_time.ToMicroseconds() if request.HasField("expire_time") else None
    state.keys[caller.user_id, request.name] = replace(
        key,
        secret=made.access_key,
        generation=key.generation + 1,
        expires_at=key.expires_at if anew is None else anew,
        rotated_at=made.rotate_time.ToMicroseconds(),
        previous=key.secret if overlaps else None,
        previous_expires_at=made.previous_expire_time.ToMicroseconds() if overlaps else None,
    )


def _delete_access_key(state: State, caller: Caller, request: Any, _response: Any) -> None:
    for name in request.names:
        state.keys.pop((caller.user_id, name), None)


_EFFECTS: dict[str, Callable[[State, Caller, Any, Any], None]] = {
    **dict.fromkeys(
        (
            *("UserService/ListAccessKeys", "UserService/GetUserInfo", "UserService/ListUsers"),
            *("UserService/ListTenants", "UserService/ListOrgs", "AuditService/ListAuditEvents"),
            *("AuthorizationService/CheckAccess", "AuthorizationService/GetPrincipal"),
        ),
        _nothing,
    ),
    "BatchService/BatchCreate": _create_batch,
    "UserService/CreateOrg": _create_org,
    "UserService/CreateTenant": _create_tenant,
    "UserService/CreateUser": _create_user,
    **{method: _update(method) for method in _UPDATES},
    "UserService/DeleteUser": _delete_user,
    "UserService/DeleteTenant": _delete_tenant,
    "UserService/DeleteOrg": _delete_org,
    **{
        method: _suspend(collection, suspended="/Suspend" in method)
        for method, collection in _BY_ID.items()
        if method.startswith("SuspensionService/")
    },
    "UserService/UpdateConfig": _update_config,
    "UserService/CreateAccessKey": _create_access_key,
    "UserService/DeleteAccessKey": _delete_access_key,
    "AccessKeyService/RotateAccessKey": _rotate_access_key,
}
METHODS = frozenset(_EFFECTS)
"""Those that the model knows."""
