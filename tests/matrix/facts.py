"""What there is in a world, as plain data: all that the oracle knows of a server's content."""

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Tenant:
    id: str
    org_id: str
    suspended: bool = False


@dataclass(frozen=True)
class User:
    id: str
    tenant_id: str
    roles: tuple[str, ...]
    suspended: bool = False


@dataclass(frozen=True)
class Key:
    """A key that the service knows; one that it refuses is not among the facts, unless it has
    expired: its owner can still see it."""

    name: str
    user_id: str
    permissions: frozenset[str] = frozenset()
    """What it is limited to; empty for a key that is not."""
    expired: bool = False


@dataclass
class Facts:
    organizations: dict[str, bool] = field(default_factory=dict)
    """Whether it is suspended, by id."""
    tenants: dict[str, Tenant] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    keys: dict[str, list[Key]] = field(default_factory=dict)
    """By the id of their user."""

    def copied(self) -> "Facts":
        """The same, to which rows can be added."""
        return replace(
            self,
            organizations=dict(self.organizations),
            tenants=dict(self.tenants),
            users=dict(self.users),
        )

    def add(self, row: Any, org_id: str, tenant_id: str) -> None:
        """What a row of a batch creates; an organization or tenant that it does not name is that of
        its caller."""
        if row.HasField("organization"):
            self.organizations[row.organization.id] = False
        elif row.HasField("tenant"):
            tenant = row.tenant
            self.tenants[tenant.id] = Tenant(tenant.id, tenant.org_id or org_id)
        else:
            user = row.user
            self.users[user.id] = User(user.id, user.tenant_id or tenant_id, tuple(user.roles))

    def org_of(self, user: User) -> str:
        return self.tenants[user.tenant_id].org_id

    def suspended(self, user: User) -> bool:
        """Whether the user, or what is above, is suspended."""
        tenant = self.tenants[user.tenant_id]
        return user.suspended or tenant.suspended or self.organizations[tenant.org_id]

    def users_below(self, holder_id: str) -> list[User]:
        """The users of a tenant or an organization."""
        return [
            user for user in self.users.values() if holder_id in (user.tenant_id, self.org_of(user))
        ]
