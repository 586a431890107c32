"""Roles and permissions: what each role holds, and how a user's roles are answered."""

import pytest
from rpc.calls import create_user, find_user, info, refused
from rpc.spec import (
    ADMIN,
    API_USER,
    ORG_ADMIN,
    PERMISSIONS,
    SUPER_ADMIN,
    TRIAL_API_USER,
    TRIAL_USER,
    USER,
)
from support.api import Api, Connect
from support.world import World
from waii_client import InvalidArgumentError
from waii_client.user import WaiiRoles

ROLES = list(PERMISSIONS)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_holds_exactly_its_permissions(role: str, admin: Api, world: World) -> None:
    user = info(admin, world.user(role))
    assert list(user.roles) == [role]
    assert list(user.permissions) == sorted(PERMISSIONS[role])


@pytest.mark.parametrize("role", [r for r in ROLES if "usage:api" in PERMISSIONS[r]])
def test_one_sees_the_same_of_oneself(role: str, connect: Connect, world: World) -> None:
    user = info(connect(world.person(role).key))
    assert list(user.roles) == [role]
    assert list(user.permissions) == sorted(PERMISSIONS[role])


@pytest.mark.parametrize(
    "roles",
    [
        (TRIAL_USER, API_USER),
        (TRIAL_API_USER, USER),
        (TRIAL_API_USER, ADMIN),
        (TRIAL_USER, TRIAL_API_USER, USER),
        (USER, ORG_ADMIN),
        (TRIAL_USER, SUPER_ADMIN),
        tuple(ROLES),
    ],
    ids="+".join,
)
def test_permissions_are_the_union_over_the_roles(
    roles: tuple[str, ...], admin: Api, world: World
) -> None:
    union = frozenset[str]().union(*(PERMISSIONS[role] for role in roles))
    assert list(info(admin, world.user(*roles)).permissions) == sorted(union)


def test_a_user_without_roles_holds_nothing(admin: Api, world: World) -> None:
    user_id = world.user()
    world.set_roles(user_id)
    user = info(admin, user_id)
    assert list(user.roles) == []
    assert list(user.permissions) == []


@pytest.mark.parametrize(
    "sent",
    [
        ROLES[::-1],
        ROLES * 2,
        [API_USER, API_USER],
        [ORG_ADMIN, TRIAL_USER, ORG_ADMIN, ADMIN],
        [API_USER, USER, TRIAL_API_USER],
    ],
    ids=str,
)
def test_roles_are_answered_from_weakest_to_strongest_without_repetition(
    sent: list[str], admin: Api, world: World
) -> None:
    expected = sorted(set(sent), key=ROLES.index)
    user_id = world.user(*sent)
    assert list(info(admin, user_id).roles) == expected
    listed = find_user(admin, user_id)
    assert listed is not None
    assert list(listed.roles) == expected


@pytest.mark.parametrize(
    "unknown", ["", "waii", "waii-api-users", "WAII-API-USER", " waii-api-user", "super-admin"]
)
def test_an_unknown_role_is_refused_where_it_stands(unknown: str, admin: Api, world: World) -> None:
    org_id = world.org()
    request = create_user(
        id=world.id(), org_id=org_id, tenant_id=world.tenant(org_id), roles=[API_USER, unknown]
    )
    error = refused(admin, "create_user", request, InvalidArgumentError)
    assert [violation.field for violation in error.field_violations] == ["user.roles[1]"]


def test_the_client_names_every_role() -> None:
    names = {
        value
        for name, value in vars(WaiiRoles).items()
        if name.startswith("WAII_") and isinstance(value, str)
    }
    assert names == set(ROLES)
