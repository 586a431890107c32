"""Steps by chance: a call of any method, by anybody, on anything; or that time goes by.

A step is made of a number and of the state that it meets: the same numbers make the same sequence,
and a sequence from which steps are taken away is one still.
"""

import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.timestamp_pb2 import Timestamp
from matrix import oracle
from matrix.cells import changes_something, methods
from matrix.facts import Facts
from matrix.world import well_formed
from stateful.rules import Call
from stateful.state import Key, State

T = TypeVar("T")

USERS = tuple(f"u{number}" for number in range(14))
TENANTS = tuple(f"t{number}" for number in range(6))
ORGANIZATIONS = tuple(f"o{number}" for number in range(4))
"""Ids that are given, and given again to others: few, so that sequences come back to them."""
_ABSENT = "nobody"
_NOT_AN_ID = "-"
_FIRST = "default"
_KEY_NAMES = tuple(f"k{number}" for number in range(5))
_CONFIG_KEYS = ("theme", "limit", "a/b")
_OVERLAPS = (0, 0, 900, 3600)
_FAR = Timestamp(seconds=4_000_000_000)
_PAST = Timestamp(seconds=1_000_000_000)
_VALUES: tuple[Any, ...] = ("x", 1, 2.5, True, None, [1, "y"], {"a": {"b": []}})
UNKNOWN_KEY = well_formed("0" * 43)

_WEIGHTS = {
    "UserService/CreateUser": 6,
    "UserService/UpdateUser": 8,
    "UserService/DeleteUser": 3,
    "UserService/CreateAccessKey": 7,
    "AccessKeyService/RotateAccessKey": 5,
    "UserService/CreateTenant": 4,
    "UserService/CreateOrg": 3,
    "BatchService/BatchCreate": 6,
    "AuthorizationService/CheckAccess": 4,
    "SuspensionService/ReactivateUser": 4,
    "SuspensionService/ReactivateTenant": 4,
    "SuspensionService/ReactivateOrg": 4,
    "SuspensionService/SuspendOrg": 1,
    "UserService/DeleteOrg": 1,
}
"""How often a method is called, beside the others at 2: what gives is called more often than what
takes, or there were soon nothing left."""


@dataclass(frozen=True)
class TimePasses:
    """What is over all at once: a key, the overlap of its old secret, the day of a request_id."""

    of: str
    key: Key | None = None

    def __str__(self) -> str:
        return f"time passes: {self.of}" + (f" of {self.key.user_id}" if self.key else "")


@dataclass(frozen=True)
class Past:
    """What has been seen so far: secrets, requests that can be repeated, etags, and what was
    changed by which call."""

    secrets: Sequence[str]
    repeatable: Sequence[Call]
    etags: Mapping[str, object]
    changes: Sequence[tuple[Call, str, str]]


def step(number: int, state: State, facts: Facts, past: Past, now: int) -> Call | TimePasses:
    """The step of this number, in this state."""
    return _Chance(number, state, facts, past, now).step()


@cache
def _methods() -> tuple[list[str], list[int]]:
    names = list(methods())
    return names, [_WEIGHTS.get(name, 2) for name in names]


class _Chance:
    def __init__(self, number: int, state: State, facts: Facts, past: Past, now: int) -> None:
        self._chance = random.Random(number)
        self._state, self._facts, self._past, self._now = state, facts, past, now
        self._caller: oracle.Holder | None = None

    def step(self) -> Call | TimePasses:
        if self._at(0.03) and (passing := self._time_passes()):
            return passing
        if self._at(0.09) and self._past.repeatable:
            return self._repeated(self._one(self._past.repeatable[-12:]))
        if self._at(0.15) and self._past.changes:
            return self._look(*self._one(self._past.changes[-3:]))
        (method,) = self._chance.choices(*_methods())
        secret, impersonate = self._who(method)
        request = _BUILD[method](self)
        if changes_something(method):
            request.validate_only = self._at(0.12)
        if "request_id" in request.DESCRIPTOR.fields_by_name and self._at(0.35):
            request.request_id = "no-uuid" if self._at(0.03) else self._uuid()
        return Call(secret, impersonate, method, request)

    # Chance.

    def _at(self, probability: float) -> bool:
        return self._chance.random() < probability

    def _one(self, of: Sequence[T]) -> T:
        return of[self._chance.randrange(len(of))]

    def _some(self, of: Sequence[T], most: int) -> list[T]:
        return self._chance.sample(of, self._chance.randint(1, min(most, len(of))))

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

    # What is no call, and what was called already.

    def _time_passes(self) -> TimePasses | None:
        keys = list(self._state.keys.values())
        ending = [key for key in keys if key.expires_at is not None and not key.expired(self._now)]
        overlapping = [key for key in keys if (key.previous_expires_at or 0) > self._now]
        if self._state.kept and self._at(0.15):
            return TimePasses("day")
        if overlapping and self._at(0.5):
            return TimePasses("overlap", self._one(overlapping))
        return TimePasses("expiry", self._one(ending)) if ending else None

    def _repeated(self, call: Call) -> Call:
        request = type(call.request)()
        request.CopyFrom(call.request)
        request.validate_only = self._at(0.15)
        if self._at(0.15):
            _with_another_name(request)
        return Call(*self._again_by(call), call.method, request)

    def _look(self, call: Call, collection: str, name: str) -> Call:
        """Lists what was changed lately: whoever changed it, and others, see it as it is now."""
        own = [key for key in self._state.keys.values() if key.user_id == name]
        if collection == "users" and own and self._at(0.4):
            method = "UserService/ListAccessKeys"
            return Call(self._one(own).secret, "", method, self.build(method))
        method, field, value = {
            "users": ("ListUsers", "lookup_user_id", name),
            "tenants": ("ListTenants", "lookup_org_id", ""),
            "organizations": ("ListOrgs", "", ""),
        }[collection]
        if collection == "tenants" and name in self._state.tenants:
            value = self._state.tenants[name].org_id
        method = f"UserService/{method}"
        request = self.build(method, **({field: value} if value else {}))
        who = self._who(method) if self._at(0.3) else (call.secret, call.impersonate)
        return Call(*who, method, request)

    def _again_by(self, call: Call) -> tuple[str, str]:
        """By whom a call is repeated: what is kept counts for one key and one subject alone."""
        key = self._state.key_of(call.secret, self._now)
        if key is None or self._at(0.1):
            return self._who(call.method)
        if self._at(0.2):
            own = [other for other in self._state.keys.values() if other.user_id == key.user_id]
            return self._one(own).secret, call.impersonate
        if self._at(0.25):
            self._caller = self._holder(key)
            return call.secret, "" if call.impersonate else self._impersonated(call.method)
        return call.secret, call.impersonate

    # Who calls.

    def _who(self, method: str) -> tuple[str, str]:
        """A secret, and as whom; for the most part of somebody who may call the method."""
        if self._at(0.03) and self._past.secrets:
            return self._one(self._past.secrets), ""
        if self._at(0.01):
            return UNKNOWN_KEY, ""
        holders = self._holders()
        good = [(key, holder) for key, holder in holders if _may(holder, method)]
        of = good if good and self._at(0.8) else holders
        if not of:
            return self._one([*self._past.secrets, UNKNOWN_KEY]), ""
        key, self._caller = self._one(of)
        secret = key.secret
        if key.previous is not None and self._at(0.3):
            secret = key.previous
        acts = "usage:impersonation" in self._caller.holds
        impersonate = self._impersonated(method) if self._at(0.25 if acts else 0.04) else ""
        return secret, impersonate

    def _holders(self) -> list[tuple[Key, oracle.Holder]]:
        """Keys that work, and who has them."""
        found = []
        for key in self._state.keys.values():
            user = self._state.users[key.user_id]
            holder = self._holder(key)
            dead = key.expired(self._now) or self._state.suspended(user)
            if not dead and "usage:api" in holder.holds:
                found.append((key, holder))
        return found

    def _holder(self, key: Key) -> oracle.Holder:
        user = self._facts.users[key.user_id]
        return oracle.Holder(user, self._facts.org_of(user), key.permissions)

    def _impersonated(self, method: str) -> str:
        assert self._caller is not None
        if self._at(0.05):
            return self._one([_ABSENT, _NOT_AN_ID])
        covered = [
            user
            for user in self._state.users.values()
            if oracle.permissions_of(user.roles) <= self._caller.holds
            and self._caller.reaches(user.org_id)
        ]
        needed = _NEEDS[method]
        able = [user for user in covered if needed in oracle.permissions_of(user.roles)]
        if able and self._at(0.5):
            covered = able
        users = covered if covered and self._at(0.8) else list(self._state.users.values())
        user = self._one(users)
        self._caller = oracle.Holder(
            self._facts.users[user.id], user.org_id, self._caller.limit, True
        )
        return user.id

    # On what.

    def _id(self, collection: str, new: Sequence[str]) -> str:
        """An id: of what the caller can reach, for the most part."""
        entries = list(getattr(self._state, collection).values())
        if self._at(0.02):
            return _NOT_AN_ID
        if self._at(0.06):
            return self._one([_ABSENT, *new])
        if self._at(0.1):
            # Few are super-admins, or suspended: what is about them has rules of its own.
            special: list[str] = [entry.id for entry in entries if self._is_special(entry)]
            return self._one(special or [_ABSENT])
        caller = self._caller
        if caller is not None and not caller.everywhere and self._at(0.75):
            entries = [entry for entry in entries if entry.org_id == caller.org_id] or entries
        # Those of the first organization are in the way of everybody else, so seldom.
        others = [entry for entry in entries if not entry.id.startswith(_FIRST)]
        return str(self._one(others if others and self._at(0.9) else entries).id)

    def _is_special(self, entry: Any) -> bool:
        above = {"waii-super-admin-user"}
        return entry.suspended or any(
            above & set(user.roles) and entry.id in (user.id, user.tenant_id, user.org_id)
            for user in self._state.users.values()
        )

    def user_id(self) -> str:
        if self._caller is not None and self._at(0.06):
            return self._caller.user.id
        return self._id("users", USERS)

    def tenant_id(self) -> str:
        return self._id("tenants", TENANTS)

    def org_id(self) -> str:
        return self._id("organizations", ORGANIZATIONS)

    def new_id(self, collection: str, ids: Sequence[str]) -> str:
        """An id that nobody has, or that is taken."""
        if self._at(0.03):
            return _NOT_AN_ID
        free = [name for name in ids if name not in getattr(self._state, collection)]
        return self._one(free if free and self._at(0.85) else ids)

    def roles(self) -> list[str]:
        roles = list(oracle.HELD_BY_ROLE)
        if self._at(0.02):
            return ["waii-owner"]
        if self._caller is not None and self._at(0.7):
            held = self._caller.holds
            roles = [role for role in roles if oracle.HELD_BY_ROLE[role] <= held] or roles
        return self._some(roles, 2)

    def key_name(self) -> str:
        if self._caller is not None and self._at(0.75):
            own = [name for user, name in self._state.keys if user == self._caller.user.id]
            if own:
                return self._one(own)
        return self._one(_KEY_NAMES)

    def permissions(self) -> list[str]:
        caller = self._caller
        if caller is None or self._at(0.1):
            return self._some(sorted(oracle.ALL_PERMISSIONS), 5)
        held = sorted(caller.holds)
        most = held if self._at(0.3) else self._some(held, len(held)) if held else []
        return sorted({"usage:api", *most})

    def etag(self, collection: str, name: str) -> str:
        """One that was shown for this, the newest or an older one; mostly none at all."""
        if not self._at(0.25):
            return ""
        shown = [
            etag
            for etag, state in self._past.etags.items()
            if isinstance(state, tuple) and state[:2] == (collection, name)
        ]
        if not shown or self._at(0.05):
            return "0" * 24
        return shown[-1] if self._at(0.7) else self._one(shown)

    def page(self) -> dict[str, Any]:
        sizes = {"page_size": self._one([0, 0, 1, 2, 5, 2000, -1 if self._at(0.1) else 3])}
        return sizes | ({"page_token": "garbage"} if self._at(0.02) else {})

    # Requests.

    def fill(self, sent: Any, fields: Sequence[str], *, absent: float) -> None:
        for field in fields:
            if not self._at(absent):
                self._fill(sent, field)

    def _fill(self, sent: Any, field: str) -> None:
        if field == "variables":
            for key in self._some(("a", "b", "c"), 2):
                sent.variables[key] = self._one(_VALUES)
        elif field == "roles":
            sent.roles.extend(self.roles())
        elif field == "tenant_id":
            sent.tenant_id = self.tenant_id()
            tenant = self._state.tenants.get(sent.tenant_id)
            if tenant is not None and self._at(0.3):
                sent.org_id = tenant.org_id
        elif field == "org_id":
            sent.org_id = self.org_id()
        elif field == "email":
            sent.email = f"{self._chance.randrange(99)}@example.com"
        else:
            sent.name = f"Name {self._chance.randrange(99)}"

    def mask(self, request: Any, fields: Sequence[str]) -> None:
        """Often one that names a field which is to be emptied, or leaves out one that is sent."""
        if self._at(0.5):
            return
        if self._at(0.05):
            request.update_mask.paths.append("permissions")
        elif self._at(0.1):
            request.update_mask.paths.append("*")
        else:
            request.update_mask.paths.extend(self._some(fields, 3))

    def build(self, method: str, /, **fields: Any) -> Any:
        return _type(method)(**fields)

    def collection_target(self, method: str) -> str:
        """A target that the method takes, for a question about it."""
        collection = oracle.TARGETS.get(method)
        if collection is None or self._at(0.25):
            return "" if self._at(0.9) else "users/u0"
        names = {"users": self.user_id, "tenants": self.tenant_id, "organizations": self.org_id}
        return f"{collection}/{names[collection]()}"

    def maybe(self, probability: float, value: Callable[[], T], otherwise: T) -> T:
        return value() if self._at(probability) else otherwise

    def maybe_some(self, probability: float, values: Callable[[], list[str]]) -> list[str]:
        return values() if self._at(probability) else []

    def many(self, of: Sequence[T], most: int) -> list[T]:
        return self._some(of, most)

    def expiry(self) -> dict[str, Timestamp]:
        if not self._at(0.35):
            return {}
        return {"expire_time": _PAST if self._at(0.06) else _FAR}

    def rotation(self) -> Any:
        method = "AccessKeyService/RotateAccessKey"
        request = self.build(method, name=self.key_name(), **self.expiry())
        request.overlap.seconds = self._one(_OVERLAPS)
        return request

    def config(self) -> Any:
        request = self.build("UserService/UpdateConfig")
        if not self._at(0.2):
            for key in self._some(_CONFIG_KEYS, 2):
                request.updated[key] = self._one(_VALUES)
        if self._at(0.4):
            request.deleted.extend(self._some((*_CONFIG_KEYS, "none"), 2))
        return request

    def question(self) -> Any:
        method = self._one(_methods()[0])
        return self.build(
            "AuthorizationService/CheckAccess",
            method=f"{oracle.PACKAGE}.{method}",
            target=self.collection_target(method),
            user_id=self.maybe(0.5, self.user_id, ""),
            impersonate_user_id=self.maybe(0.3, self.user_id, ""),
            roles=self.maybe_some(0.2, self.roles),
        )

    def batch(self) -> Any:
        """Rows of any kind, for the most part of those that the caller may create; some in what is
        made by a row before them."""
        method = "BatchService/BatchCreate"
        request = self.build(method, allow_partial=self._at(0.5))
        held = frozenset() if self._caller is None else self._caller.holds
        mine = [kind for kind, (needed, *_) in _NEW.items() if needed in held]
        for _ in range(self._chance.randint(1, 4) if self._at(0.98) else 0):
            row = request.rows.add()
            if self._at(0.97):
                kind = self._one(mine if mine and self._at(0.95) else list(_NEW))
                self.fill_new(getattr(row, kind), kind)
                self._put_in_one_before(request.rows, getattr(row, kind))
        return request

    def _put_in_one_before(self, rows: Sequence[Any], sent: Any) -> None:
        if "tenant_id" in sent.DESCRIPTOR.fields_by_name:
            tenants = [row.tenant for row in rows if row.HasField("tenant")]
            if tenants and self._at(0.7):
                tenant = self._one(tenants)
                sent.tenant_id, sent.org_id = tenant.id, tenant.org_id
        elif "org_id" in sent.DESCRIPTOR.fields_by_name:
            organizations = [row.organization for row in rows if row.HasField("organization")]
            if organizations and self._at(0.7):
                sent.org_id = self._one(organizations).id

    def fill_new(self, sent: Any, kind: str) -> None:
        """Something to create."""
        _, ids, fields = _NEW[kind]
        sent.id = self.new_id(*ids)
        self.fill(sent, [field for field in fields if field != "org_id"], absent=0.4)
        if not sent.name and kind != "user":
            sent.name = self.maybe(0.95, lambda: "New", "")
        if kind == "tenant" and not sent.org_id:
            sent.org_id = self.maybe(0.6, self.org_id, "")


@cache
def _type(method: str) -> type[Message]:
    return GetMessageClass(methods()[method].input_type)


def _may(holder: oracle.Holder, method: str) -> bool:
    needed = _NEEDS[method]
    return not needed or needed in holder.holds


def _with_another_name(request: Any) -> None:
    """Makes the request another one, which is as good."""
    if "rows" in request.DESCRIPTOR.fields_by_name:
        request.rows.add().CopyFrom(request.rows[0])
        return
    for field in ("user", "tenant", "organization"):
        if field in request.DESCRIPTOR.fields_by_name:
            getattr(request, field).name = "Another name"
            return
    request.name = "another"


# The requests, method by method.

_USER_FIELDS = ("name", "tenant_id", "variables", "roles", "email", "org_id")
_TENANT_FIELDS = ("name", "variables", "org_id")
_ORG_FIELDS = ("name", "variables")
_NEW: dict[str, tuple[str, tuple[str, Sequence[str]], Sequence[str]]] = {
    "organization": ("write:org", ("organizations", ORGANIZATIONS), _ORG_FIELDS),
    "tenant": ("write:tenant", ("tenants", TENANTS), _TENANT_FIELDS),
    "user": ("write:user", ("users", USERS), _USER_FIELDS),
}
"""Of each kind the permission that creates one, where it goes, its ids and its fields."""
_NEEDS = {**oracle.NEEDS, "BatchService/BatchCreate": "write:user"}
"""What callers are chosen by; of a batch, for the kind of which there are most."""


def _new(method: str, kind: str) -> Any:
    def build(chance: _Chance) -> Any:
        request = chance.build(f"UserService/{method}")
        chance.fill_new(getattr(request, kind), kind)
        return request

    return build


def _changed(method: str, name: str, fields: Sequence[str]) -> Any:
    collection = "organizations" if name == "organization" else f"{name}s"

    def build(chance: _Chance) -> Any:
        request = chance.build(f"UserService/{method}")
        sent = getattr(request, name)
        ids = {"user": chance.user_id, "tenant": chance.tenant_id, "organization": chance.org_id}
        sent.id = ids[name]()
        chance.fill(sent, fields, absent=0.7)
        sent.etag = chance.etag(collection, sent.id)
        chance.mask(request, fields)
        return request

    return build


def _on(method: str, collection: str) -> Any:
    deletes = "/Delete" in method

    def build(chance: _Chance) -> Any:
        ids = {
            "users": chance.user_id,
            "tenants": chance.tenant_id,
            "organizations": chance.org_id,
        }
        request = chance.build(method, id=ids[collection]())
        if deletes:
            request.etag = chance.etag(collection, request.id)
        if "force" in request.DESCRIPTOR.fields_by_name:
            request.force = chance.maybe(0.5, lambda: True, False)
        return request

    return build


_BUILD: dict[str, Callable[[_Chance], Any]] = {
    "UserService/CreateAccessKey": lambda chance: chance.build(
        "UserService/CreateAccessKey",
        name=chance.maybe(0.75, lambda: chance.many(_KEY_NAMES, 1)[0], "k0"),
        permissions=chance.maybe_some(0.45, chance.permissions),
        **chance.expiry(),
    ),
    "UserService/ListAccessKeys": lambda chance: chance.build("UserService/ListAccessKeys"),
    "UserService/DeleteAccessKey": lambda chance: chance.build(
        "UserService/DeleteAccessKey",
        names=[chance.key_name(), *chance.maybe_some(0.2, lambda: ["no such key"])],
    ),
    "UserService/GetUserInfo": lambda chance: chance.build(
        "UserService/GetUserInfo", user_id=chance.maybe(0.8, chance.user_id, "")
    ),
    "UserService/UpdateConfig": _Chance.config,
    "UserService/CreateUser": _new("CreateUser", "user"),
    "UserService/UpdateUser": _changed("UpdateUser", "user", _USER_FIELDS),
    "UserService/DeleteUser": _on("UserService/DeleteUser", "users"),
    "UserService/ListUsers": lambda chance: chance.build(
        "UserService/ListUsers",
        lookup_org_id=chance.maybe(0.5, chance.org_id, ""),
        lookup_tenant_id=chance.maybe(0.3, chance.tenant_id, ""),
        lookup_user_id=chance.maybe(0.2, chance.user_id, ""),
        **chance.page(),
    ),
    "UserService/CreateTenant": _new("CreateTenant", "tenant"),
    "UserService/UpdateTenant": _changed("UpdateTenant", "tenant", _TENANT_FIELDS),
    "UserService/DeleteTenant": _on("UserService/DeleteTenant", "tenants"),
    "UserService/ListTenants": lambda chance: chance.build(
        "UserService/ListTenants",
        lookup_org_id=chance.maybe(0.6, chance.org_id, ""),
        **chance.page(),
    ),
    "UserService/CreateOrg": _new("CreateOrg", "organization"),
    "UserService/UpdateOrg": _changed("UpdateOrg", "organization", _ORG_FIELDS),
    "UserService/DeleteOrg": _on("UserService/DeleteOrg", "organizations"),
    "UserService/ListOrgs": lambda chance: chance.build("UserService/ListOrgs", **chance.page()),
    "AccessKeyService/RotateAccessKey": _Chance.rotation,
    "AuditService/ListAuditEvents": lambda chance: chance.build(
        "AuditService/ListAuditEvents",
        lookup_org_id=chance.maybe(0.5, chance.org_id, ""),
        actor=chance.maybe(0.2, lambda: chance.many(USERS, 1)[0], ""),
        subject=chance.maybe(0.1, lambda: chance.many(USERS, 1)[0], ""),
        target=chance.maybe(0.1, lambda: "users/" + chance.many(USERS, 1)[0], ""),
    ),
    "AuthorizationService/CheckAccess": _Chance.question,
    "AuthorizationService/GetPrincipal": lambda chance: chance.build(
        "AuthorizationService/GetPrincipal"
    ),
    "BatchService/BatchCreate": _Chance.batch,
    **{
        f"SuspensionService/{verb}{noun}": _on(f"SuspensionService/{verb}{noun}", collection)
        for verb in ("Suspend", "Reactivate")
        for noun, collection in (
            ("User", "users"),
            ("Tenant", "tenants"),
            ("Org", "organizations"),
        )
    },
}
METHODS = frozenset(_BUILD)
"""Those that steps call."""
