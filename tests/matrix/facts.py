"""What there is in a world, as plain data: all that the oracle knows of a server's content."""

from dataclasses import dataclass, field


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
