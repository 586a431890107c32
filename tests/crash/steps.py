"""Calls of every kind that writes, each with what it does to the rows that are stored.

What a call does is said here by itself, and with nothing of the server's.
"""

import itertools
import json
import random
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message
from waii.user import v1 as pb

Id = tuple[str, ...]
"""What a row is, and its key: `("user", <id>)`, `("config", <user>, <key>)`, ..."""
Rows = dict[Id, tuple[Any, ...]]
"""What is stored, but for what chance or the clock has given it."""

ROLES = (
    ("waii-api-user",),
    ("waii-user", "waii-api-user"),
    ("waii-user", "waii-api-user", "waii-admin-user"),
)
_MOST = {
    "CreateOrg": ("org", 2),
    "CreateTenant": ("tenant", 4),
    **dict.fromkeys(("CreateUser", "BatchCreate"), ("user", 10)),
}
_MOST_KEYS = 4
NOUNS = {"User": "user", "Tenant": "tenant", "Org": "org"}
_COLLECTIONS = {"user": "users", "tenant": "tenants", "org": "organizations"}


@dataclass(frozen=True)
class Step:
    """A call, and what it does.

    Attributes:
        target: what the audit log says that it was about; `more_targets`, in events of their own.
        effect: does to rows what the call does to those stored.
        as_user: whom it impersonates.
        key: the access key that gets a secret by it.
        repeatable: whether the request has an id, with which it can be sent again.
    """

    rpc: str
    request: Message
    target: str
    effect: Callable[[Rows], None]
    as_user: str = ""
    key: Id | None = None
    more_targets: tuple[str, ...] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.target, *self.more_targets)

    @property
    def repeatable(self) -> bool:
        return bool(getattr(self.request, "request_id", ""))


class Steps:
    """Makes steps that succeed, for rows as they are.

    Args:
        prefix: of every id that is made.
    """

    def __init__(self, chance: random.Random, prefix: str) -> None:
        self._chance = chance
        self._prefix = prefix
        self._numbers = itertools.count()

    def next(self, rows: Rows, wish: str = "") -> Step:
        """A step of the method `wish`, or one that it takes before that; by chance without it."""
        while wish:
            if step := MAKERS[wish](self, rows):
                return step
            wish = _BEFORE.get(wish, "")
        names, weights = zip(*_WEIGHTS.items(), strict=True)
        while True:
            (rpc,) = self._chance.choices(names, weights)
            if not _is_full(rpc, rows) and (step := MAKERS[rpc](self, rows)):
                return step

    def _id(self, noun: str) -> str:
        return f"{self._prefix}:{noun}{next(self._numbers)}"

    def _text(self) -> str:
        return f"{self._chance.getrandbits(32):x}"

    def _variables(self) -> dict[str, Any]:
        return {self._text(): {"x": [self._text(), True]}} if self._chance.random() < 0.7 else {}

    def _request_id(self) -> str:
        """Mostly there is one."""
        if self._chance.random() < 0.3:
            return ""
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

    def _one(self, rows: Rows, noun: str, allowed: Callable[[Id], bool] = lambda _: True) -> str:
        """The id of one of them; empty where there is none."""
        found = [id_[1] for id_ in rows if id_[0] == noun and allowed(id_)]
        return self._chance.choice(found) if found else ""

    def _likely(self, one: str, other: str) -> str:
        """Mostly the first of two; the other where there is no such."""
        return one if one and self._chance.random() < 0.8 else other

    def _active(self, rows: Rows) -> str:
        """A user as whom one can act."""
        return self._one(rows, "user", lambda id_: is_active(rows, id_[1]))

    # Organizations

    def create_org(self, _rows: Rows) -> Step:
        return self.independent()

    def independent(self) -> Step:
        """One that succeeds whatever has become of the others."""
        id_, name, variables = self._id("o"), self._text(), self._variables()
        row: Rows = {("org", id_): (name, said(variables), False)}
        request = pb.CreateOrganizationRequest(
            organization=pb.Organization(id=id_, name=name, variables=variables),
            request_id=self._request_id(),
        )
        return Step("CreateOrg", request, _target("org", id_), lambda rows: rows.update(row))

    def update_org(self, rows: Rows) -> Step | None:
        if not (id_ := self._one(rows, "org")):
            return None
        row = (self._text(), said(variables := self._variables()))
        request = pb.UpdateOrganizationRequest(
            organization=pb.Organization(id=id_, name=row[0], variables=variables),
            update_mask={"paths": ["name", "variables"]},
        )

        def effect(rows: Rows) -> None:
            rows["org", id_] = (*row, rows["org", id_][2])

        return Step("UpdateOrg", request, _target("org", id_), effect)

    def delete_org(self, rows: Rows) -> Step | None:
        if not (id_ := self._one(rows, "org")):
            return None
        request = pb.DeleteOrganizationRequest(id=id_, force=True)
        return Step("DeleteOrg", request, _target("org", id_), lambda rows: remove_org(rows, id_))

    # Tenants

    def create_tenant(self, rows: Rows) -> Step | None:
        if not (org_id := self._one(rows, "org")):
            return None
        id_, name, variables = self._id("t"), self._text(), self._variables()
        row: Rows = {("tenant", id_): (org_id, name, said(variables), False)}
        request = pb.CreateTenantRequest(
            tenant=pb.Tenant(id=id_, name=name, org_id=org_id, variables=variables),
            request_id=self._request_id(),
        )
        return Step("CreateTenant", request, _target("tenant", id_), lambda rows: rows.update(row))

    def update_tenant(self, rows: Rows) -> Step | None:
        if not (id_ := self._one(rows, "tenant")):
            return None
        name = self._text()
        request = pb.UpdateTenantRequest(tenant=pb.Tenant(id=id_, name=name))

        def effect(rows: Rows) -> None:
            org_id, _, *rest = rows["tenant", id_]
            rows["tenant", id_] = (org_id, name, *rest)

        return Step("UpdateTenant", request, _target("tenant", id_), effect)

    def delete_tenant(self, rows: Rows) -> Step | None:
        """The one with most in it, every other time."""
        if not (id_ := self._one(rows, "tenant")):
            return None
        if self._chance.random() < 0.5:
            homes = Counter(row[1] for id_, row in rows.items() if id_[0] == "user")
            id_ = homes.most_common(1)[0][0] if homes else id_
        request = pb.DeleteTenantRequest(id=id_, force=True)
        target = _target("tenant", id_)
        return Step("DeleteTenant", request, target, lambda rows: remove_tenant(rows, id_))

    # Users

    def create_user(self, rows: Rows) -> Step | None:
        if not (tenant_id := self._one(rows, "tenant")):
            return None
        id_, org_id = self._id("u"), rows["tenant", tenant_id][0]
        name, roles, variables = self._text(), self._chance.choice(ROLES), self._variables()
        email = f"{name}@example.com"
        joined = ",".join(roles)
        row: Rows = {
            ("user", id_): (org_id, tenant_id, name, email, joined, said(variables), False)
        }
        user = pb.User(
            id=id_,
            name=name,
            email=email,
            org_id=org_id,
            tenant_id=tenant_id,
            roles=roles,
            variables=variables,
        )
        request = pb.CreateUserRequest(user=user, request_id=self._request_id())
        return Step("CreateUser", request, _target("user", id_), lambda rows: rows.update(row))

    def update_user(self, rows: Rows) -> Step | None:
        """Its name and roles; and it moves with its keys: mostly one that has some, and mostly to
        another organization."""
        if not (id_ := self._likely(self._one(rows, "key"), self._one(rows, "user"))):
            return None
        home, name = rows["user", id_][0], self._text()
        abroad = self._one(rows, "tenant", lambda tenant: rows[tenant][0] != home)
        tenant_id = self._likely(abroad, self._one(rows, "tenant"))
        roles, org_id = self._chance.choice(ROLES), rows["tenant", tenant_id][0]
        request = pb.UpdateUserRequest(
            user=pb.User(id=id_, name=name, tenant_id=tenant_id, org_id=org_id, roles=roles),
            update_mask={"paths": ["name", "tenant_id", "org_id", "roles"]},
        )

        def effect(rows: Rows) -> None:
            _, _, _, email, _, *rest = rows["user", id_]
            rows["user", id_] = (org_id, tenant_id, name, email, ",".join(roles), *rest)

        return Step("UpdateUser", request, _target("user", id_), effect)

    def delete_user(self, rows: Rows) -> Step | None:
        if not (id_ := self._one(rows, "user")):
            return None
        request = pb.DeleteUserRequest(id=id_)
        return Step(
            "DeleteUser", request, _target("user", id_), lambda rows: remove_user(rows, id_)
        )

    def update_config(self, rows: Rows) -> Step | None:
        """Three keys are new or replaced, one goes."""
        if not (user_id := self._active(rows)):
            return None
        held = [id_[2] for id_ in rows if id_[:2] == ("config", user_id)]
        deleted = self._chance.sample(held, min(len(held), 1))
        names = {f"c{self._chance.randrange(8)}" for _ in range(3)} - {*deleted}
        updated: dict[str, Any] = {name: {"v": [self._text()]} for name in sorted(names)}
        if not updated:
            return None

        def effect(rows: Rows) -> None:
            for name in deleted:
                del rows["config", user_id, name]
            for name, value in updated.items():
                rows["config", user_id, name] = (said(value),)

        request = pb.UpdateConfigRequest(updated=updated, deleted=deleted)
        target = f"{_target('user', user_id)}/config"
        return Step("UpdateConfig", request, target, effect, as_user=user_id)

    # Access keys

    def create_access_key(self, rows: Rows) -> Step | None:
        if not (user_id := self._active(rows)):
            return None
        held = {id_[2] for id_ in rows if id_[:2] == ("key", user_id)}
        free = {f"k{number}" for number in range(_MOST_KEYS)} - held
        if not free:
            return None
        name = self._chance.choice(sorted(free))
        id_: Id = ("key", user_id, name)
        row: Rows = {id_: (0, False)}
        request = pb.CreateAccessKeyRequest(name=name, request_id=self._request_id())
        return Step(
            "CreateAccessKey",
            request,
            f"{_target('user', user_id)}/accessKeys/{name}",
            lambda rows: rows.update(row),
            as_user=user_id,
            key=id_,
        )

    def rotate_access_key(self, rows: Rows) -> Step | None:
        held = [id_ for id_ in rows if id_[0] == "key" and is_active(rows, id_[1])]
        if not held:
            return None
        id_ = self._chance.choice(held)
        _, user_id, name = id_
        overlaps = self._chance.random() < 0.6

        def effect(rows: Rows) -> None:
            rows[id_] = (rows[id_][0] + 1, overlaps)

        request = pb.RotateAccessKeyRequest(
            name=name,
            overlap={"seconds": 3600 if overlaps else 0},
            request_id=self._request_id(),
        )
        return Step(
            "RotateAccessKey",
            request,
            f"{_target('user', user_id)}/accessKeys/{name}",
            effect,
            as_user=user_id,
            key=id_,
        )

    def delete_access_key(self, rows: Rows) -> Step | None:
        """All that the user has."""
        user_id = self._one(rows, "key", lambda id_: is_active(rows, id_[1]))
        if not user_id:
            return None
        held = [id_ for id_ in rows if id_[:2] == ("key", user_id)]

        def effect(rows: Rows) -> None:
            for id_ in held:
                del rows[id_]

        request = pb.DelAccessKeyRequest(names=[id_[2] for id_ in held])
        target = f"{_target('user', user_id)}/accessKeys"
        return Step("DeleteAccessKey", request, target, effect, as_user=user_id)

    # Batches

    def create_batch(self, rows: Rows) -> Step:
        """What there is room for, some of it in what is made before; and users."""
        behind, parts = dict(rows), list[Step]()
        for rpc in ("CreateOrg", "CreateTenant", "CreateUser", "CreateUser", "CreateUser"):
            full = rpc != "CreateUser" and _is_full(rpc, behind)
            if not full and (part := MAKERS[rpc](self, behind)):
                part.effect(behind)
                parts.append(part)

        def effect(rows: Rows) -> None:
            for part in parts:
                part.effect(rows)

        request = pb.BatchCreateRequest(
            rows=[_row(part.request) for part in parts], request_id=self._request_id()
        )
        first, *others = (part.target for part in parts)
        return Step("BatchCreate", request, first, effect, more_targets=tuple(others))

    # Suspension

    def suspend(self, rows: Rows, what: str, *, suspended: bool) -> Step | None:
        noun = NOUNS[what]
        if not (id_ := self._one(rows, noun, lambda id_: rows[id_][-1] is not suspended)):
            return None

        def effect(rows: Rows) -> None:
            rows[noun, id_] = (*rows[noun, id_][:-1], suspended)

        verb = "Suspend" if suspended else "Reactivate"
        message = {"Org": "Organization"}.get(what, what)
        request: Message = getattr(pb, f"{verb}{message}Request")(id=id_)
        return Step(f"{verb}{what}", request, _target(noun, id_), effect)


def _suspension(verb: str, what: str) -> Callable[[Steps, Rows], Step | None]:
    return lambda steps, rows: steps.suspend(rows, what, suspended=verb == "Suspend")


MAKERS: dict[str, Callable[[Steps, Rows], Step | None]] = {
    "CreateOrg": Steps.create_org,
    "UpdateOrg": Steps.update_org,
    "DeleteOrg": Steps.delete_org,
    "CreateTenant": Steps.create_tenant,
    "UpdateTenant": Steps.update_tenant,
    "DeleteTenant": Steps.delete_tenant,
    "CreateUser": Steps.create_user,
    "UpdateUser": Steps.update_user,
    "DeleteUser": Steps.delete_user,
    "UpdateConfig": Steps.update_config,
    "CreateAccessKey": Steps.create_access_key,
    "RotateAccessKey": Steps.rotate_access_key,
    "DeleteAccessKey": Steps.delete_access_key,
    "BatchCreate": Steps.create_batch,
    **{
        f"{verb}{what}": _suspension(verb, what)
        for verb in ("Suspend", "Reactivate")
        for what in NOUNS
    },
}
"""By the method that is called: every one that writes."""

_WEIGHTS = dict.fromkeys(MAKERS, 10) | {
    # What makes much go is rare, and what ends a suspension comes soon.
    **dict.fromkeys(("DeleteOrg", "SuspendOrg"), 1),
    **dict.fromkeys(("DeleteTenant", "SuspendTenant", "SuspendUser"), 2),
    **dict.fromkeys(("CreateUser", "CreateAccessKey", "RotateAccessKey", "UpdateConfig"), 20),
    **dict.fromkeys((f"Reactivate{what}" for what in NOUNS), 30),
}

_BEFORE = {
    "UpdateOrg": "CreateOrg",
    "DeleteOrg": "CreateOrg",
    "CreateTenant": "CreateOrg",
    "UpdateTenant": "CreateTenant",
    "DeleteTenant": "CreateTenant",
    "CreateUser": "CreateTenant",
    "UpdateUser": "CreateUser",
    "DeleteUser": "CreateUser",
    "CreateAccessKey": "CreateUser",
    "RotateAccessKey": "CreateAccessKey",
    "DeleteAccessKey": "CreateAccessKey",
    **{f"Reactivate{what}": f"Suspend{what}" for what in NOUNS},
    **{f"Suspend{what}": f"Create{what}" for what in NOUNS},
}
"""What there has to be before a method can be called."""


def is_active(rows: Rows, user_id: str) -> bool:
    """Whether neither the user is suspended nor what it is in."""
    org_id, tenant_id, *_, suspended = rows["user", user_id]
    return not (suspended or rows["tenant", tenant_id][-1] or rows["org", org_id][-1])


def remove_user(rows: Rows, user_id: str) -> None:
    for id_ in [id_ for id_ in rows if id_[0] in {"user", "config", "key"} and id_[1] == user_id]:
        del rows[id_]


def remove_tenant(rows: Rows, tenant_id: str) -> None:
    for user_id in _users_in(rows, 1, tenant_id):
        remove_user(rows, user_id)
    del rows["tenant", tenant_id]


def remove_org(rows: Rows, org_id: str) -> None:
    for id_ in [id_ for id_, row in rows.items() if id_[0] == "tenant" and row[0] == org_id]:
        remove_tenant(rows, id_[1])
    del rows["org", org_id]


def said(value: Any) -> str:
    """JSON in one form."""
    return json.dumps(value, sort_keys=True)


def _users_in(rows: Rows, column: int, value: str) -> list[str]:
    return [id_[1] for id_, row in rows.items() if id_[0] == "user" and row[column] == value]


def _row(request: Message) -> pb.BatchRow:
    """What a create makes, as the row of a batch."""
    (made,) = (field for field, _ in request.ListFields() if field.message_type is not None)
    return pb.BatchRow(**{made.name: getattr(request, made.name)})


def _is_full(rpc: str, rows: Rows) -> bool:
    """Whether there is enough of what it creates."""
    noun, most = _MOST.get(rpc, ("", 0))
    return bool(noun) and sum(id_[0] == noun for id_ in rows) >= most


def _target(noun: str, id_: str) -> str:
    return f"{_COLLECTIONS[noun]}/{id_}"
