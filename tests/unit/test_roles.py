"""Roles and permissions: a table, and the algebra over it."""

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rpc.spec import PERMISSIONS
from waii_server.domain import roles
from waii_server.domain.roles import Permission, Role

ROLES = list(PERMISSIONS)
ALL = frozenset[str]().union(*PERMISSIONS.values())
NO_ROLES = ("", "waii", "WAII-USER", "usage:api", "waii-user,waii-api-user")
names = st.lists(st.sampled_from([*ROLES, *NO_ROLES]), max_size=9).map(tuple)


def test_there_are_the_roles_and_permissions_of_the_specification() -> None:
    assert list(Role) == ROLES
    assert set(Permission) == ALL


@pytest.mark.parametrize("role", ROLES)
def test_a_role_holds_exactly_its_permissions(role: str) -> None:
    assert roles.permissions_of((role,)) == PERMISSIONS[role]


@settings(max_examples=50)
@given(names)
def test_permissions_are_the_union_over_the_roles(held: tuple[str, ...]) -> None:
    union = frozenset[str]().union(*(PERMISSIONS.get(role, frozenset()) for role in held))
    assert roles.permissions_of(held) == union


@settings(max_examples=20)
@given(names)
def test_roles_that_hold_a_permission_are_found_in_their_order(held: tuple[str, ...]) -> None:
    for permission in Permission:
        expected = [role for role in held if permission in PERMISSIONS.get(role, ())]
        assert list(roles.roles_that_hold(permission, held)) == expected


def test_roles_stand_from_weakest_to_strongest_without_repetition() -> None:
    for some in combinations(ROLES, 3):
        for order in permutations(some):
            assert roles.in_order([*order, order[0]]) == some


def test_names_that_are_no_roles_stand_first_by_themselves() -> None:
    assert roles.in_order(["zz", ROLES[0], "aa", ROLES[-1], "zz"]) == (
        "aa",
        "zz",
        ROLES[0],
        ROLES[-1],
    )
    # So many that no other order comes out like this by chance.
    many = [f"x{number:02}" for number in range(30)]
    assert roles.in_order(many[::-1]) == tuple(many)


def test_a_role_is_known_by_its_exact_name() -> None:
    assert [name for name in (*ROLES, *NO_ROLES) if roles.is_role(name)] == ROLES
    assert not any(roles.is_role(name) for role in ROLES for name in (role.upper(), f"{role} "))
