"""The tables of methods: what each needs, and what it asks of its target, whoever asks for it."""

import pytest
from matrix.oracle import NEEDS, PACKAGE
from waii_server.domain.errors import Kind
from waii_server.services.access import Grants
from waii_server.transport.methods import METHODS, SERVICES, TARGETS, Access, require_listed

# The kind of target, and what roles a call would grant.
ASKED: dict[str, tuple[Kind, Grants]] = {
    "UserService/GetUserInfo": (Kind.USER, Grants.NONE),
    "UserService/CreateUser": (Kind.TENANT, Grants.OR_THE_DEFAULT),
    "UserService/DeleteUser": (Kind.USER, Grants.NONE),
    "UserService/UpdateUser": (Kind.USER, Grants.THOSE_GIVEN),
    "UserService/ListUsers": (Kind.ORGANIZATION, Grants.NONE),
    "UserService/CreateTenant": (Kind.ORGANIZATION, Grants.NONE),
    "UserService/UpdateTenant": (Kind.TENANT, Grants.NONE),
    "UserService/DeleteTenant": (Kind.TENANT, Grants.NONE),
    "UserService/ListTenants": (Kind.ORGANIZATION, Grants.NONE),
    "UserService/UpdateOrg": (Kind.ORGANIZATION, Grants.NONE),
    "UserService/DeleteOrg": (Kind.ORGANIZATION, Grants.NONE),
    "AuditService/ListAuditEvents": (Kind.ORGANIZATION, Grants.NONE),
    "SuspensionService/SuspendUser": (Kind.USER, Grants.NONE),
    "SuspensionService/ReactivateUser": (Kind.USER, Grants.NONE),
    "SuspensionService/SuspendTenant": (Kind.TENANT, Grants.NONE),
    "SuspensionService/ReactivateTenant": (Kind.TENANT, Grants.NONE),
    "SuspensionService/SuspendOrg": (Kind.ORGANIZATION, Grants.NONE),
    "SuspensionService/ReactivateOrg": (Kind.ORGANIZATION, Grants.NONE),
}


OURS = f"/{PACKAGE}."


def test_a_method_of_ours_needs_what_is_written_down_elsewhere_too() -> None:
    assert {
        name.removeprefix(OURS): "" if need is Access.AUTHENTICATED else str(need)
        for name, need in METHODS.items()
        if name.startswith(OURS)
    } == NEEDS


def test_a_method_asks_this_of_its_target() -> None:
    assert {
        name.removeprefix(OURS): (rule.kind, rule.grants) for name, rule in TARGETS.items()
    } == ASKED


def test_every_service_of_ours_is_listed_whole() -> None:
    assert set(SERVICES) == {f"{PACKAGE}.{method.split('/')[0]}" for method in NEEDS}
    for service in SERVICES:
        require_listed(service, public=False)


def test_a_method_that_is_served_as_what_it_is_not_is_named_with_where() -> None:
    with pytest.raises(RuntimeError) as raised:
        require_listed(SERVICES[0], public=True)
    assert str(raised.value).endswith("is served outside authentication")
    with pytest.raises(RuntimeError) as raised:
        require_listed("grpc.health.v1.Health", public=False)
    assert str(raised.value).endswith("is served behind authentication")
