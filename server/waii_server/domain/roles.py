"""Roles and the permissions that they hold. Source: the specification's role table."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache


class Permission(StrEnum):
    """What a role can hold. Those that this service itself asks for stand first."""

    USAGE_API = "usage:api"
    USAGE_IMPERSONATION = "usage:impersonation"
    WRITE_ACCESS_KEY = "write:access_key"
    READ_USER = "read:user"
    WRITE_USER = "write:user"
    READ_TENANT = "read:tenant"
    WRITE_TENANT = "write:tenant"
    READ_ORG = "read:org"
    WRITE_ORG = "write:org"

    READ_DATABASES = "read:databases"
    READ_SEMANTIC_CONTEXT = "read:semantic-context"
    READ_LIKED_QUERIES = "read:liked-queries"
    READ_SIMILARITY_SEARCH_INDEX = "read:similarity-search-index"
    WRITE_DATABASES = "write:databases"
    WRITE_SEMANTIC_CONTEXT = "write:semantic-context"
    WRITE_LIKED_QUERIES = "write:liked-queries"
    WRITE_SIMILARITY_SEARCH_INDEX = "write:similarity-search-index"
    PUBLISH_SEMANTIC_CONTEXT = "publish:semantic-context"
    PUBLISH_LIKED_QUERIES = "publish:liked-queries"
    PUBLISH_ACCESS_RULES = "publish:access-rules"
    PUSH_DATABASES = "push:databases"
    READ_USAGE_REPORT = "read:usage-report"


class Role(StrEnum):
    """The roles, from weakest to strongest: the order in which a user's roles are answered."""

    TRIAL_USER = "waii-trial-user"
    TRIAL_API_USER = "waii-trial-api-user"
    USER = "waii-user"
    API_USER = "waii-api-user"
    ADMIN_USER = "waii-admin-user"
    ORG_ADMIN_USER = "waii-org-admin-user"
    SUPER_ADMIN_USER = "waii-super-admin-user"


Scope = frozenset[Permission]
"""What an access key is limited to, of that which its user may do."""

_API = frozenset({Permission.USAGE_API, Permission.WRITE_ACCESS_KEY})
_TRIAL = frozenset(
    {
        Permission.READ_DATABASES,
        Permission.READ_SEMANTIC_CONTEXT,
        Permission.READ_LIKED_QUERIES,
        Permission.READ_SIMILARITY_SEARCH_INDEX,
    }
)
_USER = _TRIAL | {
    Permission.WRITE_DATABASES,
    Permission.WRITE_SEMANTIC_CONTEXT,
    Permission.WRITE_LIKED_QUERIES,
}
_API_USER = _USER | _API
_ADMIN = _API_USER | {
    Permission.PUBLISH_SEMANTIC_CONTEXT,
    Permission.PUBLISH_LIKED_QUERIES,
    Permission.PUBLISH_ACCESS_RULES,
    Permission.PUSH_DATABASES,
    Permission.WRITE_SIMILARITY_SEARCH_INDEX,
}
_ORG_ADMIN = _ADMIN | {
    Permission.READ_USER,
    Permission.WRITE_USER,
    Permission.READ_TENANT,
    Permission.WRITE_TENANT,
    Permission.READ_ORG,
    Permission.USAGE_IMPERSONATION,
    Permission.READ_USAGE_REPORT,
}

_GRANTS: dict[str, frozenset[Permission]] = {
    Role.TRIAL_USER: _TRIAL,
    Role.TRIAL_API_USER: _TRIAL | _API,
    Role.USER: _USER,
    Role.API_USER: _API_USER,
    Role.ADMIN_USER: _ADMIN,
    Role.ORG_ADMIN_USER: _ORG_ADMIN,
    Role.SUPER_ADMIN_USER: _ORG_ADMIN | {Permission.WRITE_ORG},
}
_RANK: dict[str, int] = {role: rank for rank, role in enumerate(Role)}


@lru_cache(maxsize=1024)
def permissions_of(roles: tuple[str, ...]) -> frozenset[Permission]:
    """The union of what `roles` hold. A name that is no role holds nothing."""
    return frozenset().union(*(_GRANTS.get(role, frozenset()) for role in roles))


def in_order(roles: Iterable[str]) -> tuple[str, ...]:
    """`roles` without repetition, from weakest to strongest."""
    return tuple(sorted(set(roles), key=lambda role: (_RANK.get(role, -1), role)))


def roles_that_hold(permission: Permission, roles: Iterable[str]) -> tuple[str, ...]:
    """Those of `roles` that hold `permission`."""
    return tuple(role for role in roles if permission in _GRANTS.get(role, frozenset()))


def is_role(name: str) -> bool:
    """Whether `name` is the name of a role."""
    return name in _GRANTS
