"""Shorthand of these tests: refused calls, look-ups, and a good request for every operation."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from google.protobuf.message import Message
from support.api import Api
from support.raw import Outcome
from support.world import World
from waii_client import WaiiError
from waii_client.user import (
    CreateAccessKeyRequest,
    CreateOrganizationRequest,
    CreateTenantRequest,
    CreateUserRequest,
    DelAccessKeyRequest,
    DeleteOrganizationRequest,
    DeleteTenantRequest,
    DeleteUserRequest,
    GetAccessKeyRequest,
    GetUserInfoRequest,
    GetUserInfoResponse,
    ListOrganizationsRequest,
    ListTenantsRequest,
    ListUsersRequest,
    Organization,
    Tenant,
    UpdateConfigRequest,
    UpdateOrganizationRequest,
    UpdateTenantRequest,
    UpdateUserRequest,
    User,
)

E = TypeVar("E", bound=WaiiError)


def refused(
    api: Api, method: str, request: Message, kind: type[E], *, as_user: str | None = None
) -> E:
    """The error of that very class with which the call fails."""
    with pytest.raises(kind) as raised:
        api.call(method, request, as_user=as_user)
    assert type(raised.value) is kind
    return raised.value


def info(api: Api, user_id: str = "", *, as_user: str | None = None) -> GetUserInfoResponse:
    response: GetUserInfoResponse = api.call(
        "get_user_info", GetUserInfoRequest(user_id=user_id), as_user=as_user
    )
    return response


def find_user(api: Api, user_id: str) -> User | None:
    """The user as the list shows it; None where there is none in scope."""
    users = api.call("list_users", ListUsersRequest(lookup_user_id=user_id)).users
    return users[0] if users else None


def find_tenant(api: Api, org_id: str, tenant_id: str) -> Tenant | None:
    tenants = api.call("list_tenants", ListTenantsRequest(lookup_org_id=org_id)).tenants
    return next((tenant for tenant in tenants if tenant.id == tenant_id), None)


def find_org(api: Api, org_id: str) -> Organization | None:
    organizations = api.call("list_orgs", ListOrganizationsRequest()).organizations
    return next((org for org in organizations if org.id == org_id), None)


def create_user(**fields: Any) -> CreateUserRequest:
    return CreateUserRequest(user=User(**fields))


def update_user(*paths: str, **fields: Any) -> UpdateUserRequest:
    """With `paths` for its mask, or without a mask."""
    mask = {"paths": paths} if paths else None
    return UpdateUserRequest(user=User(**fields), update_mask=mask)


def create_tenant(**fields: Any) -> CreateTenantRequest:
    return CreateTenantRequest(tenant=Tenant(**fields))


def update_tenant(*paths: str, **fields: Any) -> UpdateTenantRequest:
    mask = {"paths": paths} if paths else None
    return UpdateTenantRequest(tenant=Tenant(**fields), update_mask=mask)


def create_org(**fields: Any) -> CreateOrganizationRequest:
    return CreateOrganizationRequest(organization=Organization(**fields))


def update_org(*paths: str, **fields: Any) -> UpdateOrganizationRequest:
    mask = {"paths": paths} if paths else None
    return UpdateOrganizationRequest(organization=Organization(**fields), update_mask=mask)


_GOOD_REQUESTS: dict[str, Callable[[World, str], Message]] = {
    "create_access_key": lambda world, _: CreateAccessKeyRequest(name=world.id("key")),
    "list_access_keys": lambda *_: GetAccessKeyRequest(),
    "delete_access_key": lambda *_: DelAccessKeyRequest(names=["no such key"]),
    "get_user_info": lambda *_: GetUserInfoRequest(),
    "update_config": lambda *_: UpdateConfigRequest(updated={"key": "value"}),
    "create_user": lambda world, org_id: create_user(
        id=world.id("user"), tenant_id=world.tenant(org_id), org_id=org_id
    ),
    "delete_user": lambda world, org_id: DeleteUserRequest(id=world.user(org_id=org_id)),
    "update_user": lambda world, org_id: update_user(id=world.user(org_id=org_id), name="New"),
    "list_users": lambda _, org_id: ListUsersRequest(lookup_org_id=org_id),
    "create_tenant": lambda world, org_id: create_tenant(
        id=world.id("tenant"), name="A tenant", org_id=org_id
    ),
    "update_tenant": lambda world, org_id: update_tenant(id=world.tenant(org_id), name="New"),
    "delete_tenant": lambda world, org_id: DeleteTenantRequest(id=world.tenant(org_id)),
    "list_tenants": lambda _, org_id: ListTenantsRequest(lookup_org_id=org_id),
    "create_org": lambda world, _: create_org(id=world.id("org"), name="An organization"),
    "update_org": lambda world, _: update_org(id=world.org(), name="New"),
    "delete_org": lambda world, _: DeleteOrganizationRequest(id=world.org()),
    "list_orgs": lambda *_: ListOrganizationsRequest(),
}


def good_request(method: str, world: World, org_id: str) -> Message:
    """A request that succeeds for whoever may make it in `org_id`; makes what it is about."""
    return _GOOD_REQUESTS[method](world, org_id)


def at_once(calls: Sequence[Callable[[], Outcome]]) -> list[Outcome]:
    """How the calls ended, made all at the same time."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [made.result() for made in [pool.submit(call) for call in calls]]


def bearer(key: str) -> tuple[str, str]:
    return ("authorization", f"Bearer {key}")


def acting_as(user_id: str) -> tuple[str, str]:
    return ("x-waii-impersonate-user", user_id)


def request_id(value: str) -> tuple[str, str]:
    return ("x-request-id", value)


def denied(outcome: Outcome) -> str:
    """The code and the reason of a call that failed, in one word."""
    return f"{outcome.code.name} {outcome.reason.removeprefix('ERROR_REASON_')}"
