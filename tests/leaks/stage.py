"""Who calls, with keys that are canaries, and what there is to call about."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from leaks import canaries
from matrix.cells import methods
from rpc.calls import acting_as, bearer
from support import inspection
from support.world import World
from waii_client.user import DelAccessKeyRequest, WaiiRoles

PACKAGE = "waii.user.v1"
REQUEST_ID = "1eacca4e-c0de-4"
"""How the ids begin that make requests safe to repeat: who has one opens what is kept of an answer
with a key, together with the key ring."""

_SPARE = "spare"
"""The name of a key that every caller has besides the one of the calls."""

Metadata = list[tuple[str, str | bytes]]


@dataclass(frozen=True)
class Caller:
    """Who calls.

    Attributes:
        acts_as: whom the caller impersonates; empty for nobody.
    """

    name: str
    key: str = field(repr=False)
    acts_as: str = ""

    @property
    def metadata(self) -> Metadata:
        acting = [acting_as(self.acts_as)] if self.acts_as else []
        return [bearer(self.key), *acting]


@dataclass(frozen=True)
class Stage:
    """What the places are in.

    Attributes:
        victim, victim_tenant, victim_org: to be changed.
        doomed, doomed_tenant, doomed_org: to be deleted.
        callers: the first one may do everything.
        keys: of every kind that is refused, by its name.
    """

    org_id: str
    tenant_id: str
    victim: str
    victim_tenant: str
    victim_org: str
    doomed: str
    doomed_tenant: str
    doomed_org: str
    callers: tuple[Caller, ...]
    keys: dict[str, str] = field(repr=False)

    def request(self, method: str, number: int) -> Message:
        """A request that is carried out where its caller may make it."""
        kind = GetMessageClass(methods()[method].input_type)
        message: Message = kind(**GOOD[method](self, number))
        if "request_id" in kind.DESCRIPTOR.fields_by_name:
            message.request_id = f"{REQUEST_ID}{number % 1000:03d}-8000-{number:012d}"  # type: ignore[attr-defined]
        return message


_Fields = dict[str, Any]
_CHECKED = {"method": f"{PACKAGE}.UserService/UpdateUser"}
GOOD: dict[str, Callable[[Stage, int], _Fields]] = {
    "AccessKeyService/RotateAccessKey": lambda *_: {"name": _SPARE},
    "AuditService/ListAuditEvents": lambda *_: {"page_size": 1},
    "AuthorizationService/CheckAccess": lambda s, _: _CHECKED | {"target": f"users/{s.victim}"},
    "AuthorizationService/GetPrincipal": lambda *_: {},
    "BatchService/BatchCreate": lambda s, n: {
        # What is wrong with a row is told in an answer or in an error.
        "allow_partial": bool(n % 2),
        "rows": [
            {"organization": {"id": f"made-{n}", "name": "One"}},
            {"tenant": {"id": f"made-{n}", "name": "A tenant", "org_id": s.org_id}},
            {"user": {"id": f"made-{n}", "tenant_id": s.tenant_id, "org_id": s.org_id}},
        ],
    },
    "SuspensionService/SuspendUser": lambda s, _: {"id": s.victim},
    "SuspensionService/ReactivateUser": lambda s, _: {"id": s.victim},
    "SuspensionService/SuspendTenant": lambda s, _: {"id": s.victim_tenant},
    "SuspensionService/ReactivateTenant": lambda s, _: {"id": s.victim_tenant},
    "SuspensionService/SuspendOrg": lambda s, _: {"id": s.victim_org},
    "SuspensionService/ReactivateOrg": lambda s, _: {"id": s.victim_org},
    "UserService/CreateAccessKey": lambda _, n: {"name": f"made-{n % 40}"},
    "UserService/ListAccessKeys": lambda *_: {},
    "UserService/DeleteAccessKey": lambda _, n: {"names": [f"made-{n % 40}"]},
    "UserService/GetUserInfo": lambda *_: {},
    "UserService/UpdateConfig": lambda *_: {"updated": {"theme": "dark"}},
    "UserService/CreateUser": lambda s, n: {
        "user": {"id": f"made-{n}", "tenant_id": s.tenant_id, "org_id": s.org_id}
    },
    "UserService/DeleteUser": lambda s, _: {"id": s.doomed},
    "UserService/UpdateUser": lambda s, n: {"user": {"id": s.victim, "name": f"Name {n}"}},
    "UserService/ListUsers": lambda *_: {"page_size": 1},
    "UserService/CreateTenant": lambda s, n: {
        "tenant": {"id": f"made-{n}", "name": "A tenant", "org_id": s.org_id}
    },
    "UserService/UpdateTenant": lambda s, n: {
        "tenant": {"id": s.victim_tenant, "name": f"Name {n}"}
    },
    "UserService/DeleteTenant": lambda s, _: {"id": s.doomed_tenant},
    "UserService/ListTenants": lambda *_: {"page_size": 1},
    "UserService/CreateOrg": lambda _, n: {"organization": {"id": f"made-{n}", "name": "One"}},
    "UserService/UpdateOrg": lambda s, n: {
        "organization": {"id": s.victim_org, "name": f"Name {n}"}
    },
    "UserService/DeleteOrg": lambda s, _: {"id": s.doomed_org},
    "UserService/ListOrgs": lambda *_: {"page_size": 1},
}
"""For every method; one that is missing here fails."""


def ring_secrets(ring: Path) -> list[str]:
    """The keys of a key ring, as they stand in its file and as bytes."""
    keys = json.loads(ring.read_text())["keys"].values()
    return [spelled for key in keys for spelled in (key, base64.b64decode(key).hex())]


def make(address: str, admin_key: str, url: str) -> Stage:
    """Makes everybody, and has canaries stand for their keys: what is stored of a key is a hash,
    from which the server cannot tell who made it."""
    numbers = iter(range(9_000_000, 9_100_000))

    def become(user_id: str) -> str:
        key = canaries.key(next(numbers))
        digest = hashlib.sha256(key.encode()).digest()
        statement = "UPDATE access_keys SET digest = ? WHERE user_id = ? AND name = 'test'"
        inspection.change(url, statement, digest, user_id)
        return key

    with World(address, admin_key) as world:
        org_id = world.org()
        tenant_id = world.tenant(org_id)
        home: dict[str, Any] = {"org_id": org_id, "tenant_id": tenant_id}
        root = world.person(WaiiRoles.WAII_SUPER_ADMIN_USER, **home)
        admin = world.org_admin(org_id)
        person = world.person(**home)
        for one in (root, admin, person):
            world.key(one.id, _SPARE)
        victim = world.user(**home)
        victim_tenant = world.tenant(org_id)
        victim_org = world.org()
        doomed = world.user(**home), world.tenant(org_id), world.org()
        revoked, expired = world.person(**home), world.person(**home)
        keys = {"revoked": become(revoked.id), "expired": become(expired.id)}
        with world.admin.impersonate_user(revoked.id):
            world.admin.user.delete_access_key(DelAccessKeyRequest(names=["test"]))
        inspection.change(
            url, "UPDATE access_keys SET expires_at = 1 WHERE user_id = ?", expired.id
        )
        root_key, admins_key = become(root.id), become(admin.id)
        callers = (
            Caller("a super-admin", root_key),
            Caller("a super-admin as an admin", root_key, admin.id),
            Caller("an admin", admins_key),
            Caller("a user", become(person.id)),
        )
    return Stage(org_id, tenant_id, victim, victim_tenant, victim_org, *doomed, callers, keys)
