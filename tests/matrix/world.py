"""One world on one server: two organizations that matter, every role, every kind of key.

Ids and names of keys have one length, so that an answer about one of them, with the id replaced,
is to be equal to an answer about another one to the byte.
"""

import binascii
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from matrix.facts import Facts, Key, Tenant, User
from matrix.oracle import ALL_PERMISSIONS, HELD_BY_ROLE, NEEDS
from support import inspection
from support.server import RunningServer
from support.world import World
from waii_client.access_key import RotateAccessKeyRequest
from waii_client.suspension import SuspendOrganizationRequest, SuspendTenantRequest
from waii_client.user import DelAccessKeyRequest, DeleteUserRequest

_WIDTH = 28
_SOON = 1.2
"""Seconds until what is to be over is over; the world takes about as long to be made."""

Metadata = tuple[tuple[str, str | bytes], ...]


def named(name: str) -> str:
    """An id, or the name of a key, of the length that all have."""
    assert len(name) <= _WIDTH
    return name.ljust(_WIDTH, "-")


ABSENT = named("nobody.nowhere")
NEW = named("new.one")

_ORGANIZATIONS = {"org.a": False, "org.b": False, "org.c": False, "org.d": True}
"""Whether it is suspended. C holds nothing."""
_TENANTS = {
    "a1": ("org.a", False),
    "a2": ("org.a", False),
    "a3": ("org.a", True),
    "a4": ("org.a", False),
    "b1": ("org.b", False),
    "b2": ("org.b", False),
    "b4": ("org.b", False),
    "d1": ("org.d", False),
}
"""Their organization, and whether they are suspended. A4 and B4 hold nobody."""
_USERS: dict[str, tuple[str, ...]] = {
    **{f"a1.{role.removeprefix('waii-')}": (role,) for role in HELD_BY_ROLE},
    "a1.none": (),
    "a1.mixed": ("waii-trial-api-user", "waii-user"),
    "a1.demoted": ("waii-api-user",),
    "a1.second-org-admin": ("waii-org-admin-user",),
    "a1.suspended": ("waii-org-admin-user",),
    "a1.suspended-trial": ("waii-trial-user",),
    "a2.api-user": ("waii-api-user",),
    "a2.org-admin-user": ("waii-org-admin-user",),
    "a3.api-user": ("waii-api-user",),
    "a3.org-admin-user": ("waii-org-admin-user",),
    "b1.trial-user": ("waii-trial-user",),
    "b1.api-user": ("waii-api-user",),
    "b1.org-admin-user": ("waii-org-admin-user",),
    "b1.super-admin-user": ("waii-super-admin-user",),
    "b1.suspended": ("waii-api-user",),
    "b2.api-user": ("waii-api-user",),
    "d1.org-admin-user": ("waii-org-admin-user",),
}
"""Their roles; the id begins with the tenant."""
_FIRST_ROLES = {"a1.demoted": ("waii-org-admin-user",)}
"""Where they were others when the user's keys were made."""
_SUSPENDED_USERS = ("a1.suspended", "a1.suspended-trial", "b1.suspended")

_ORG_ADMIN, _SUPER_ADMIN = "a1.org-admin-user", "a1.super-admin-user"
_ACT = {"usage:api", "usage:impersonation"}
_TRIAL, _API_USER = HELD_BY_ROLE["waii-trial-user"], HELD_BY_ROLE["waii-api-user"]
_NEEDED = sorted({permission for permission in NEEDS.values() if permission})
SCOPED_KEYS: dict[str, tuple[str, frozenset[str]]] = {
    "usage": (_ORG_ADMIN, frozenset({"usage:api"})),
    "actor": (_ORG_ADMIN, frozenset(_ACT)),
    "actor.of-trials": (_ORG_ADMIN, _TRIAL | _ACT),
    "actor.of-api-users": (_ORG_ADMIN, _API_USER | _ACT | {"read:user", "write:user"}),
    "api-user-writer": (_ORG_ADMIN, _API_USER | {"write:user"}),
    "everything": (_SUPER_ADMIN, ALL_PERMISSIONS),
    # No role tells `read:tenant` from `write:tenant`, and others likewise. These do.
    **{f"only.{name}": (_SUPER_ADMIN, frozenset({"usage:api", name})) for name in _NEEDED},
    **{
        f"without.{name}": (_SUPER_ADMIN, ALL_PERMISSIONS - {name})
        for name in (*_NEEDED, "usage:impersonation", "read:databases")
    },
    "api-usage": ("a1.api-user", frozenset({"usage:api"})),
    "api-key-writer": ("a1.api-user", frozenset({"usage:api", "write:access_key"})),
    "lost-reader": ("a1.demoted", frozenset({"usage:api", "read:user"})),
}
"""Keys with limits: their user, and the permissions that they are limited to."""
_SCOPED_ACTORS = (
    *("actor.of-trials", "actor.of-api-users"),
    # The one is bound to its organization, the other cannot be compared with a trial user.
    *("without.write:org", "without.read:databases"),
)

# How far a call gets by a credential: this says which cells of the product mean something.
REFUSED, PLAIN, ACTOR = "refused", "plain", "actor"


@dataclass(frozen=True)
class Credential:
    """What is sent for a key, of one kind.

    Attributes:
        key: the key, where the service knows it.
        user_id: the user whose key it is; whose it would be, where it is refused.
        reach: whether calls by it are refused at once, or may act as others.
    """

    kind: str
    metadata: Metadata = field(repr=False)
    key: Key | None
    user_id: str
    reach: str


@dataclass(frozen=True)
class MatrixWorld:
    facts: Facts
    credentials: Sequence[Credential]


def facts_of_the_world() -> Facts:
    """What there is: known before it is made, so that nothing of it is read from the server."""
    facts = Facts()
    facts.organizations = {"default-org": False}
    facts.tenants = {"default-tenant": Tenant("default-tenant", "default-org")}
    facts.users = {"admin": User("admin", "default-tenant", ("waii-super-admin-user",))}
    for org, suspended in _ORGANIZATIONS.items():
        facts.organizations[named(org)] = suspended
    for tenant, (org, suspended) in _TENANTS.items():
        facts.tenants[named(tenant)] = Tenant(named(tenant), named(org), suspended)
    for name, roles in _USERS.items():
        user_id, tenant_id = named(name), named(name.partition(".")[0])
        facts.users[user_id] = User(user_id, tenant_id, roles, name in _SUSPENDED_USERS)
    return facts


def make(server: RunningServer) -> MatrixWorld:
    """Makes the world on a server that holds nothing but its first admin."""
    with World(server.address, server.admin_key) as world:
        return _Maker(world).made()


def stored(server: RunningServer) -> dict[str, list[inspection.Row]]:
    """What is stored, but for the log of events, in which refusals are, too."""
    content = inspection.dump(server.settings.database_url)
    return {
        table: rows
        for table, rows in content.items()
        if table not in ("audit_events", "sqlite_sequence")
    }


class _Maker:
    def __init__(self, world: World) -> None:
        self._world = world
        self._facts = facts_of_the_world()
        self._credentials: list[Credential] = []

    def made(self) -> MatrixWorld:
        for org_id in map(named, _ORGANIZATIONS):
            self._world.org(id=org_id)
        for tenant, (org, _) in _TENANTS.items():
            self._world.tenant(named(org), id=named(tenant))
        for name, roles in _USERS.items():
            self._user(name, roles)
        self._keys_that_end(time.time() + _SOON)
        over_at = time.time() + _SOON
        self._keys_that_are_none()
        self._suspend()
        time.sleep(max(0.0, over_at - time.time()) + 0.05)
        return MatrixWorld(self._facts, self._credentials)

    def _user(self, name: str, roles: tuple[str, ...]) -> None:
        """A user with one key without a limit, and those with a limit; the former is good."""
        user_id = named(name)
        tenant = self._facts.tenants[self._facts.users[user_id].tenant_id]
        first = _FIRST_ROLES.get(name, roles)
        # Also who may not have keys has one: from the time before the roles were changed.
        if not any("usage:api" in HELD_BY_ROLE[role] for role in first):
            first = ("waii-api-user",)
        self._world.user(*first, id=user_id, tenant_id=tenant.id, org_id=tenant.org_id)
        key = self._key(user_id, user_id)
        held = frozenset[str]().union(*(HELD_BY_ROLE[role] for role in roles))
        suspended = self._facts.suspended(self._facts.users[user_id])
        if suspended or "usage:api" not in held:
            reach = REFUSED
        else:
            reach = ACTOR if "usage:impersonation" in held else PLAIN
        self._credential(f"key of {name}", key, self._facts.keys[user_id][0], user_id, reach)
        for scoped, (owner, permissions) in SCOPED_KEYS.items():
            if owner == name:
                key = self._key(user_id, named(scoped), permissions)
                known = self._facts.keys[user_id][-1]
                reach = ACTOR if scoped in _SCOPED_ACTORS else PLAIN
                self._credential(f"limited key {scoped}", key, known, user_id, reach)
        if first != roles:
            self._world.set_roles(user_id, *roles)

    def _key(
        self,
        user_id: str,
        name: str,
        permissions: frozenset[str] = frozenset(),
        *,
        expire_time: Timestamp | None = None,
    ) -> str:
        known = Key(name, user_id, permissions, expired=expire_time is not None)
        self._facts.keys.setdefault(user_id, []).append(known)
        return self._world.key(
            user_id, name, permissions=sorted(permissions), expire_time=expire_time
        )

    def _keys_that_end(self, over_at: float) -> None:
        user_id = named(_ORG_ADMIN)
        soon = Timestamp(seconds=int(over_at), nanos=int(over_at % 1 * 1e9))
        self._refused("expired key", self._key(user_id, named("expired"), expire_time=soon))
        self._refused("revoked key", self._revoked(user_id))
        overlaps = {"none": 0.0, "over": _SOON / 2, "long": 3600.0}
        for overlap, seconds in overlaps.items():
            name = named(f"rotated.{overlap}")
            old = self._key(user_id, name)
            known = self._facts.keys[user_id][-1]
            new = self._rotated(user_id, name, seconds)
            if overlap == "long":
                self._credential("old secret, overlap runs", old, known, user_id, ACTOR)
                self._credential("new secret, overlap runs", new, known, user_id, ACTOR)
            else:
                self._refused(f"old secret, overlap {overlap}", old)
        suspended = named("a1.suspended")
        self._refused("revoked key of who is suspended", self._revoked(suspended))
        gone = named("a1.gone")
        self._world.user(id=gone, tenant_id=named("a1"), org_id=named("org.a"))
        key = self._world.key(gone)
        self._world.admin.user.delete_user(DeleteUserRequest(id=gone))
        self._refused("key of who is deleted", key)

    def _keys_that_are_none(self) -> None:
        good = self._world.key(named("a1.api-user"), named("good"))
        self._facts.keys[named("a1.api-user")].append(Key(named("good"), named("a1.api-user")))
        self._refuse("no key")
        self._refuse("empty key", "")
        self._refuse("key twice", f"Bearer {good}", f"Bearer {good}")
        self._refuse("key without a scheme", good)
        self._refuse("key of another scheme", f"Basic {good}")
        self._refused("mistyped key", good[:-1] + ("a" if good[-1] != "a" else "b"))
        self._refused("unknown key", well_formed("0" * 43))

    def _suspend(self) -> None:
        suspension = self._world.admin.suspension
        for user in _SUSPENDED_USERS:
            self._world.suspend(named(user))
        for tenant, (_, suspended) in _TENANTS.items():
            if suspended:
                suspension.suspend_tenant(SuspendTenantRequest(id=named(tenant)))
        for org, suspended in _ORGANIZATIONS.items():
            if suspended:
                suspension.suspend_org(SuspendOrganizationRequest(id=named(org)))

    def _revoked(self, user_id: str) -> str:
        key = self._world.key(user_id, named("revoked"))
        with self._world.admin.impersonate_user(user_id):
            self._world.admin.user.delete_access_key(DelAccessKeyRequest(names=[named("revoked")]))
        return key

    def _rotated(self, user_id: str, name: str, seconds: float) -> str:
        """The new secret of a key whose old one works for so long."""
        overlap = Duration(seconds=int(seconds), nanos=int(seconds % 1 * 1e9))
        request = RotateAccessKeyRequest(name=name, overlap=overlap)
        with self._world.admin.impersonate_user(user_id):
            return str(
                self._world.admin.access_key.rotate_access_key(request).access_key.access_key
            )

    def _credential(self, kind: str, key: str, known: Key | None, user_id: str, reach: str) -> None:
        metadata = (("authorization", f"Bearer {key}"),)
        self._credentials.append(Credential(kind, metadata, known, user_id, reach))

    def _refused(self, kind: str, key: str) -> None:
        self._credential(kind, key, None, named(_ORG_ADMIN), REFUSED)

    def _refuse(self, kind: str, *values: str) -> None:
        metadata: Metadata = tuple(("authorization", value) for value in values)
        self._credentials.append(Credential(kind, metadata, None, named(_ORG_ADMIN), REFUSED))


def well_formed(random: str) -> str:
    """A key that nobody has, with a good checksum: CRC32 in six characters of base 62."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    value = binascii.crc32(random.encode())
    check = "".join(digits[value // 62**power % 62] for power in range(5, -1, -1))
    return f"waii_{random}{check}"
