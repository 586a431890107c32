"""The model: what a server must hold after all that it has acknowledged.

It is written from the documents alone, and shares nothing with the server.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from matrix import facts, oracle

NOTHING = "{}"
"""No variables, as the model writes them."""


def canonical(value: Message) -> str:
    """A JSON value as one text, whatever the order in which it was sent."""
    return json.dumps(MessageToDict(value), sort_keys=True)


def in_order(roles: Iterable[str]) -> tuple[str, ...]:
    """Without repetition, from weakest to strongest."""
    given = set(roles)
    return tuple(role for role in oracle.HELD_BY_ROLE if role in given)


@dataclass(frozen=True)
class Organization:
    id: str
    name: str
    variables: str = NOTHING
    suspended: bool = False

    @property
    def org_id(self) -> str:
        return self.id

    @property
    def shown(self) -> tuple[object, ...]:
        """All that a list shows: what an etag stands for."""
        return ("organizations", self.id, self.name, self.variables, self.suspended)


@dataclass(frozen=True)
class Tenant:
    id: str
    org_id: str
    name: str
    variables: str = NOTHING
    suspended: bool = False

    @property
    def shown(self) -> tuple[object, ...]:
        return ("tenants", self.id, self.org_id, self.name, self.variables, self.suspended)


@dataclass(frozen=True)
class User:
    id: str
    tenant_id: str
    org_id: str
    roles: tuple[str, ...]
    name: str = ""
    email: str = ""
    variables: str = NOTHING
    suspended: bool = False

    @property
    def shown(self) -> tuple[object, ...]:
        where = (self.tenant_id, self.org_id)
        called = (self.name or self.id, self.email or self.id)
        return ("users", self.id, *where, *called, self.roles, self.variables, self.suspended)


@dataclass(frozen=True)
class Key:
    """An access key.

    Attributes:
        number: tells it from every other that there ever was; not of the server.
        secret: the key itself.
        previous: the secret before, where it went on to work after the last rotation.
        created_at: microseconds since the epoch, as all times.
    """

    number: int
    user_id: str
    name: str
    secret: str
    permissions: frozenset[str]
    created_at: int
    expires_at: int | None = None
    generation: int = 0
    rotated_at: int | None = None
    previous: str | None = None
    previous_expires_at: int | None = None

    def opened_by(self, secret: str, now: int) -> bool:
        """Whether this secret is good for the key, which may have expired."""
        if secret == self.secret:
            return True
        until = self.previous_expires_at
        return secret == self.previous and until is not None and until > now

    def expired(self, now: int) -> bool:
        return self.expires_at is not None and self.expires_at <= now


@dataclass
class Caller:
    """Who makes a call: a key, and in whose name."""

    key: Key
    holder: oracle.Holder

    @property
    def user_id(self) -> str:
        return self.holder.user.id


@dataclass
class State:
    organizations: dict[str, Organization] = field(default_factory=dict)
    tenants: dict[str, Tenant] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    keys: dict[tuple[str, str], Key] = field(default_factory=dict)
    """By user and name."""
    configs: dict[tuple[str, str], str] = field(default_factory=dict)
    """By user and key."""
    kept: dict[tuple[int, str, str], tuple[bytes, bytes]] = field(default_factory=dict)
    """Request and answer, by the number of the key, the subject, and the request_id."""
    issued: int = 0
    """How many keys there were ever."""

    def copy(self) -> "State":
        """Another one, with the same entries: those are never changed, only replaced."""
        return State(
            dict(self.organizations),
            dict(self.tenants),
            dict(self.users),
            dict(self.keys),
            dict(self.configs),
            dict(self.kept),
            self.issued,
        )

    def facts(self, now: int) -> facts.Facts:
        """What the oracle decides by."""
        keys: dict[str, list[facts.Key]] = {}
        for key in self.keys.values():
            keys.setdefault(key.user_id, []).append(known(key, now))
        return facts.Facts(
            {org.id: org.suspended for org in self.organizations.values()},
            {
                tenant.id: facts.Tenant(tenant.id, tenant.org_id, tenant.suspended)
                for tenant in self.tenants.values()
            },
            {
                user.id: facts.User(user.id, user.tenant_id, user.roles, user.suspended)
                for user in self.users.values()
            },
            keys,
        )

    def key_of(self, secret: str, now: int) -> Key | None:
        return next((key for key in self.keys.values() if key.opened_by(secret, now)), None)

    def suspended(self, user: User) -> bool:
        """Whether the user, or what is above, is suspended."""
        above = (self.tenants[user.tenant_id], self.organizations[user.org_id])
        return user.suspended or any(holder.suspended for holder in above)

    @property
    def has_super_admin(self) -> bool:
        return any(
            "write:org" in oracle.permissions_of(user.roles) and not self.suspended(user)
            for user in self.users.values()
        )

    def config_of(self, user_id: str) -> dict[str, str]:
        return {key: value for (owner, key), value in self.configs.items() if owner == user_id}

    def named(self, collection: str, name: str) -> Organization | Tenant | User | None:
        entries: dict[str, Any] = getattr(self, collection)
        return entries.get(name)

    def drop_user(self, user_id: str) -> None:
        """Deletes a user, and all that was of that user alone."""
        del self.users[user_id]
        self.keys = {place: key for place, key in self.keys.items() if key.user_id != user_id}
        self.configs = {place: v for place, v in self.configs.items() if place[0] != user_id}

    def drop_tenant(self, tenant_id: str) -> None:
        for user in [user for user in self.users.values() if user.tenant_id == tenant_id]:
            self.drop_user(user.id)
        del self.tenants[tenant_id]

    def drop_organization(self, org_id: str) -> None:
        for tenant in [tenant for tenant in self.tenants.values() if tenant.org_id == org_id]:
            self.drop_tenant(tenant.id)
        del self.organizations[org_id]

    def suspend(self, collection: str, name: str, *, suspended: bool) -> None:
        entries: dict[str, Any] = getattr(self, collection)
        entries[name] = replace(entries[name], suspended=suspended)


def known(key: Key, now: int) -> facts.Key:
    """A key, as the oracle knows it."""
    return facts.Key(key.name, key.user_id, key.permissions, key.expired(now))
