"""What rows hold as one text: databases are full of it, so it stays as it is."""

import pytest
from rpc.spec import PERMISSIONS, SUPER_ADMIN, USER
from waii_server.domain.roles import Permission, Scope
from waii_server.storage import roles, scopes


@pytest.mark.parametrize(
    ("names", "text"), [((), ""), ((USER,), USER), ((USER, SUPER_ADMIN), f"{USER},{SUPER_ADMIN}")]
)
def test_roles_are_joined_by_commas_and_come_back(names: tuple[str, ...], text: str) -> None:
    assert roles.joined(names) == text
    assert roles.roles_of(text) == names


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        (None, None),
        (frozenset({Permission.USAGE_API}), "usage:api"),
        (frozenset({Permission.USAGE_API, Permission.READ_USER}), "read:user,usage:api"),
    ],
)
def test_permissions_are_joined_by_commas_and_come_back(
    scope: Scope | None, text: str | None
) -> None:
    assert scopes.joined(scope) == text
    assert scopes.scope_of(text) == scope


def test_a_permission_of_a_newer_program_allows_nothing_and_lifts_no_limit() -> None:
    assert scopes.scope_of("read:unheard,usage:api") == frozenset({Permission.USAGE_API})
    assert scopes.scope_of("read:unheard") == frozenset()
    assert "read:unheard" not in PERMISSIONS[SUPER_ADMIN]
