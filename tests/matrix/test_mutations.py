"""What is let through when it is only tried is let through, and done, in earnest."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from matrix.cells import changes_something, methods
from matrix.oracle import PACKAGE
from matrix.world import stored
from rpc.calls import acting_as, bearer
from support.raw import RawClient
from support.server import RunningServer
from support.world import World

_Fields = dict[str, Any]
_MADE: dict[str, tuple[Callable[[World, str, str], _Fields], str]] = {
    "UserService/CreateAccessKey": (lambda w, *_: {"name": w.id()}, "ALREADY_EXISTS"),
    "AccessKeyService/RotateAccessKey": (lambda *_: {"name": "spare"}, "OK"),
    "UserService/DeleteAccessKey": (lambda *_: {"names": ["spare"]}, "OK"),
    "UserService/UpdateConfig": (lambda w, *_: {"updated": {w.id(): 1}}, "OK"),
    "UserService/CreateUser": (
        lambda w, org, tenant: {"user": {"id": w.id(), "org_id": org, "tenant_id": tenant}},
        "ALREADY_EXISTS",
    ),
    "UserService/UpdateUser": (
        lambda w, org, tenant: {
            "user": {"id": w.user(org_id=org, tenant_id=tenant), "name": w.id()}
        },
        "OK",
    ),
    "UserService/DeleteUser": (
        lambda w, org, tenant: {"id": w.user(org_id=org, tenant_id=tenant)},
        "NOT_FOUND",
    ),
    "SuspensionService/SuspendUser": (
        lambda w, org, tenant: {"id": w.user(org_id=org, tenant_id=tenant)},
        "OK",
    ),
    "SuspensionService/ReactivateUser": (lambda w, org, _: {"id": _suspended(w, org)}, "OK"),
    "UserService/CreateTenant": (
        lambda w, org, _: {"tenant": {"id": w.id(), "name": "New", "org_id": org}},
        "ALREADY_EXISTS",
    ),
    "UserService/UpdateTenant": (
        lambda w, org, _: {"tenant": {"id": w.tenant(org), "name": w.id()}},
        "OK",
    ),
    "UserService/DeleteTenant": (lambda w, org, _: {"id": w.tenant(org)}, "NOT_FOUND"),
    "SuspensionService/SuspendTenant": (lambda w, org, _: {"id": w.tenant(org)}, "OK"),
    "SuspensionService/ReactivateTenant": (
        lambda w, org, _: {"id": _suspended_tenant(w, org)},
        "OK",
    ),
    "UserService/CreateOrg": (
        lambda w, *_: {"organization": {"id": w.id(), "name": "New"}},
        "ALREADY_EXISTS",
    ),
    "BatchService/BatchCreate": (
        lambda w, org, tenant: {
            "rows": [{"user": {"id": w.id(), "org_id": org, "tenant_id": tenant}}]
        },
        "ALREADY_EXISTS",
    ),
    "UserService/UpdateOrg": (
        lambda w, *_: {"organization": {"id": w.org(), "name": w.id()}},
        "OK",
    ),
    "UserService/DeleteOrg": (lambda w, *_: {"id": w.org()}, "NOT_FOUND"),
    "SuspensionService/SuspendOrg": (lambda w, *_: {"id": w.org()}, "OK"),
    "SuspensionService/ReactivateOrg": (lambda w, *_: {"id": _suspended_org(w)}, "OK"),
}
"""A request that succeeds in an organization with a tenant, about what is made for it, and how it
is answered once it was done."""

_CALLERS = {
    "super-admin": ("waii-super-admin-user", False),
    "org-admin": ("waii-org-admin-user", False),
    "super-admin as org-admin": ("waii-org-admin-user", True),
}


@pytest.fixture(scope="module")
def made(server: RunningServer) -> Iterator[World]:
    with World(server.address, server.admin_key) as world:
        yield world


@pytest.mark.parametrize("caller", _CALLERS)
def test_what_is_let_through_when_tried_is_done_in_earnest(
    caller: str, made: World, server: RunningServer
) -> None:
    role, impersonated = _CALLERS[caller]
    org = made.org()
    person = made.person(role, org_id=org)
    made.key(person.id, "spare")
    metadata = [bearer(person.key)]
    if impersonated:
        metadata = [bearer(server.admin_key), acting_as(person.id)]
    done = 0
    with RawClient(server.address) as raw:
        for method, (fields, afterwards) in _MADE.items():
            if method.endswith("Org") and role != "waii-super-admin-user":
                continue
            request = _request(method, fields(made, org, person.tenant_id))
            before = stored(server)
            assert _code(raw, method, request, metadata, validate_only=True) == "OK", method
            assert stored(server) == before, method
            assert _code(raw, method, request, metadata, validate_only=False) == "OK", method
            assert stored(server) != before, method
            code = _code(raw, method, request, metadata, validate_only=True)
            assert code == afterwards, method
            done += 1
    assert done >= 14


def test_every_method_that_changes_something_is_made_in_earnest() -> None:
    assert set(_MADE) == {method for method in methods() if changes_something(method)}


def _request(method: str, fields: _Fields) -> Any:
    return GetMessageClass(methods()[method].input_type)(**fields)


def _code(
    raw: RawClient,
    method: str,
    request: Any,
    metadata: list[tuple[str, str]],
    *,
    validate_only: bool,
) -> str:
    request.validate_only = validate_only
    return raw.call(f"/{PACKAGE}.{method}", request, metadata).code.name


def _suspended(world: World, org: str) -> str:
    user = world.user(org_id=org)
    world.suspend(user)
    return user


def _suspended_tenant(world: World, org: str) -> str:
    tenant = world.tenant(org)
    world.admin.suspension.suspend_tenant(_id("SuspendTenant", tenant))
    return tenant


def _suspended_org(world: World) -> str:
    org = world.org()
    world.admin.suspension.suspend_org(_id("SuspendOrg", org))
    return org


def _id(method: str, name: str) -> Any:
    request: Message = _request(f"SuspensionService/{method}", {"id": name})
    return request
