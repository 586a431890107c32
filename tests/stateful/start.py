"""The state from which every sequence starts, made once, and put back for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matrix import oracle
from stateful.state import Key, Organization, State, Tenant, User
from support import inspection
from support.server import RunningServer
from support.world import World

_TENANTS = {"t0": "o0", "t1": "o0", "t2": "o1"}
_USERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "u0": ("t0", ("waii-org-admin-user",)),
    "u1": ("t0", ("waii-api-user",)),
    "u2": ("t0", ("waii-trial-user",)),
    "u3": ("t1", ("waii-org-admin-user",)),
    "u4": ("t1", ("waii-admin-user",)),
    "u5": ("t2", ("waii-org-admin-user",)),
    "u6": ("t2", ("waii-api-user",)),
    "u7": ("t2", ("waii-super-admin-user",)),
    "u8": ("t1", ("waii-trial-api-user", "waii-user")),
    "u9": ("t0", ()),
}
_LIMITED: dict[tuple[str, str], frozenset[str]] = {
    ("u0", "k1"): oracle.HELD_BY_ROLE["waii-api-user"]
    | {"read:user", "write:user", "usage:impersonation"},
    ("u0", "k2"): frozenset({"usage:api", "read:tenant", "write:tenant", "read:usage-report"}),
    ("u1", "k1"): frozenset({"usage:api"}),
    ("u7", "k1"): frozenset({"usage:api", "write:org"}),
    ("admin", "k1"): oracle.ALL_PERMISSIONS - {"write:org"},
}
"""Keys that are good for some of what their user may do."""
_TABLES = ("organizations", "tenants", "users", "access_keys", "user_configs")
_EMPTIED = ("answered_requests", "audit_events")


@dataclass(frozen=True)
class Start:
    state: State
    tables: dict[str, list[dict[str, Any]]]
    """The same, as it is stored."""

    @property
    def secrets(self) -> Sequence[str]:
        return [key.secret for key in self.state.keys.values()]

    def restore(self, server: RunningServer) -> None:
        """Makes this all that the server holds."""
        inspection.restore(server.settings.database_url, self.tables)


def make(server: RunningServer) -> Start:
    """Makes it on a server that holds nothing but its first admin."""
    secrets: dict[tuple[str, str], str] = {}
    with World(server.address, server.admin_key) as world:
        for org_id in dict.fromkeys(_TENANTS.values()):
            world.org(id=org_id, name="An organization")
        for tenant_id, org_id in _TENANTS.items():
            world.tenant(org_id, id=tenant_id, name="A tenant")
        for user_id, (tenant_id, roles) in _USERS.items():
            # Also who may not have keys has one: from the time before.
            org_id = _TENANTS[tenant_id]
            world.user("waii-api-user", id=user_id, tenant_id=tenant_id, org_id=org_id)
            secrets[user_id, "k0"] = world.key(user_id, "k0")
            world.set_roles(user_id, *roles)
        for (user_id, name), permissions in _LIMITED.items():
            secrets[user_id, name] = world.key(user_id, name, permissions=sorted(permissions))
    tables = inspection.content(server.settings.database_url)
    stored = {name: tables[name] for name in _TABLES} | {name: [] for name in _EMPTIED}
    return Start(_state(server, stored, secrets), stored)


def _state(
    server: RunningServer,
    stored: dict[str, list[dict[str, Any]]],
    secrets: dict[tuple[str, str], str],
) -> State:
    """What was asked for; of what nobody asked for, names and times, what is stored."""
    state = State()
    for row in stored["organizations"]:
        state.organizations[row["id"]] = Organization(row["id"], row["name"])
    for row in stored["tenants"]:
        org_id = _TENANTS.get(row["id"], "default-org")
        state.tenants[row["id"]] = Tenant(row["id"], org_id, row["name"])
    for row in stored["users"]:
        home = ("default-tenant", ("waii-super-admin-user",))
        tenant_id, roles = _USERS.get(row["id"], home)
        org_id = _TENANTS.get(tenant_id, "default-org")
        state.users[row["id"]] = User(
            row["id"], tenant_id, org_id, roles, row["name"], row["email"]
        )
    for row in sorted(stored["access_keys"], key=lambda row: (row["user_id"], row["name"])):
        place = (row["user_id"], row["name"])
        state.issued += 1
        state.keys[place] = Key(
            state.issued,
            *place,
            secrets.get(place, server.admin_key),
            _LIMITED.get(place, frozenset()),
            row["created_at"],
        )
    return state
