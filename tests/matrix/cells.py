"""The product: who calls, as whom, what, on whom.

A cell is a credential, the values of the header of impersonation, and a variant: a method with a
request. Left out is only what means nothing:

- A method without a target has no relations: ListAccessKeys and ListOrgs have one request each.
- A call that is refused for its key never comes to its request: by those credentials there are some
  requests of each method, and with each impersonation about two.
- The same holds for an impersonation that is refused whatever it asks for: by who may not act as
  others at all, and of whom there is not.
- CheckAccess has questions about every method and everybody. Most are asked by callers alone: they
  ask, too, as whom they might act.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.timestamp_pb2 import Timestamp
from matrix import oracle
from matrix.facts import Facts, User
from matrix.world import ABSENT, ACTOR, NEW, REFUSED, Credential, MatrixWorld, named
from support.services import SERVICES
from waii.user.v1 import BatchCreateRequest

_FAR = Timestamp(seconds=4_000_000_000)
_NOT_AN_ID = "-"
_UNDECODABLE = b"\xff"


@cache
def methods() -> dict[str, MethodDescriptor]:
    """Every method of every service of the package, such as `UserService/CreateUser`."""
    return {
        f"{service.name}/{method.name}": method
        for service in SERVICES
        for method in service.methods
    }


def changes_something(method: str) -> bool:
    options = methods()[method].GetOptions()
    return bool(options.idempotency_level != options.NO_SIDE_EFFECTS)


Build = Callable[[str], Message | bytes]


@dataclass(frozen=True)
class Variant:
    """A method with a request.

    Attributes:
        build: makes the request, for the id of the subject.
        target: the collection and the id of what it is about; id `self` for the subject; both
            empty where it is about nothing, or about nothing that could lie anywhere.
        level: 0 with everything, 1 with every credential, 2 where somebody's rights decide, 3 where
            those of the caller do.
    """

    method: str
    name: str
    build: Build = field(repr=False)
    target: tuple[str, str] = ("", "")
    level: int = 1

    @property
    def shape(self) -> str:
        """The method, and of a batch how many of what: what an answer may tell of the request."""
        request = self.build("")
        if not isinstance(request, BatchCreateRequest):
            return self.method
        return f"{self.method} {[row.WhichOneof('row') for row in request.rows]}"

    def request(self, subject_id: str, *, validate_only: bool = True) -> Message | bytes:
        request = self.build(subject_id)
        if isinstance(request, Message) and changes_something(self.method):
            # A mutation without this field cannot be tried, and shall not pass unseen.
            request.validate_only = validate_only  # type: ignore[attr-defined]
        return request


@dataclass(frozen=True)
class Impersonation:
    kind: str
    values: tuple[str, ...]
    of_somebody: bool = True


IMPERSONATIONS = (
    Impersonation("nobody", (), of_somebody=False),
    *(
        Impersonation(f"as {name}", (named(name),))
        for name in (
            "a1.trial-user",
            "a1.none",
            "a1.user",
            "a1.api-user",
            "a1.org-admin-user",
            "a1.super-admin-user",
            "a1.suspended",
            "a2.org-admin-user",
            "a3.api-user",
            "b1.api-user",
            "b1.org-admin-user",
            "b1.super-admin-user",
            "b1.suspended",
        )
    ),
    Impersonation("as who is absent", (ABSENT,), of_somebody=False),
    Impersonation("as what is no id", (_NOT_AN_ID,), of_somebody=False),
    Impersonation("as an empty id", ("",), of_somebody=False),
    Impersonation("as two", (named("a1.trial-user"),) * 2, of_somebody=False),
)


@dataclass(frozen=True)
class Cell:
    credential: Credential
    impersonation: Impersonation
    variant: Variant

    @property
    def subject_id(self) -> str:
        """Whom the request means by `self`."""
        if self.impersonation.of_somebody:
            return self.impersonation.values[0]
        return self.credential.user_id

    def request(self, *, validate_only: bool = True) -> Message | bytes:
        return self.variant.request(self.subject_id, validate_only=validate_only)

    def call(self, request: Message | bytes) -> oracle.Call:
        """What the oracle is asked."""
        values = self.impersonation.values
        return oracle.Call(self.credential.key, values, self.variant.method, request)

    @property
    def metadata(self) -> list[tuple[str, str | bytes]]:
        sent = list(self.credential.metadata)
        sent += [("x-waii-impersonate-user", value) for value in self.impersonation.values]
        # The same for all: it is in the details of every refusal.
        return [*sent, ("x-request-id", "matrix")]

    def __str__(self) -> str:
        variant = self.variant
        return (
            f"{self.credential.kind}, {self.impersonation.kind}: {variant.method} ({variant.name})"
        )


def means_something(credential: Credential, impersonation: Impersonation, variant: Variant) -> bool:
    if not impersonation.values:
        return variant.level <= (1 if credential.reach == REFUSED else 3)
    if credential.reach == ACTOR and impersonation.of_somebody:
        return variant.level <= 2
    return variant.level == 0


def product(world: MatrixWorld) -> Iterator[Cell]:
    """Every cell."""
    for credential in world.credentials:
        for impersonation in IMPERSONATIONS:
            for variant in VARIANTS:
                if means_something(credential, impersonation, variant):
                    yield Cell(credential, impersonation, variant)


def sample(world: MatrixWorld, seed: int) -> list[Cell]:
    """Cells in which each credential meets each method, each variant callers whom it lets through,
    and each who may act as others all of those."""
    chance = random.Random(seed)
    of_method = {
        method: [variant for variant in VARIANTS if variant.method == method]
        for method in methods()
    }
    nobody = IMPERSONATIONS[0]
    chosen: dict[Cell, None] = {}

    def choose(credential: Credential, impersonation: Impersonation, method: str) -> None:
        fitting = [
            variant
            for variant in of_method[method]
            if means_something(credential, impersonation, variant)
        ]
        chosen[Cell(credential, impersonation, chance.choice(fitting))] = None

    for credential in world.credentials:
        for method in methods():
            choose(credential, chance.choice([nobody, chance.choice(IMPERSONATIONS)]), method)
        if credential.reach == ACTOR:
            for impersonation in IMPERSONATIONS:
                choose(credential, impersonation, chance.choice(list(methods())))
        for variant in VARIANTS:
            # The org-admin is the one to whom things are foreign; to the super-admin few are.
            often = {
                "key of a1.org-admin-user": 1.0,
                "key of a1.super-admin-user": 1.0 if variant.level < 2 else 0.25,
                # A limited key is what a trial user cannot be compared with.
                "limited key only.write:user": 0.5 if variant.target[0] == "users" else 0.0,
            }
            if chance.random() < often.get(credential.kind, 0.0):
                chosen[Cell(credential, nobody, variant)] = None
    return list(chosen)


# Relations.


def relation(facts: Facts, cell: Cell) -> frozenset[str]:
    """How the target of a cell stands to its subject; empty where it has none."""
    collection, target_id = cell.variant.target
    subject = facts.users[cell.subject_id]
    if not collection:
        return frozenset()
    if collection == "users":
        return _relation_of_user(facts, cell, subject, target_id)
    if collection == "tenants":
        tenant = facts.tenants.get(target_id)
        if tenant is None:
            return frozenset({"absent"})
        return _place(facts, subject, tenant.id, tenant.org_id, suspended=tenant.suspended)
    if target_id not in facts.organizations:
        return frozenset({"absent"})
    suspended = facts.organizations[target_id]
    return _place(facts, subject, "", target_id, suspended=suspended)


def _relation_of_user(facts: Facts, cell: Cell, subject: User, target_id: str) -> frozenset[str]:
    if target_id in ("self", subject.id):
        return frozenset({"self"})
    target = facts.users.get(target_id)
    if target is None:
        return frozenset({"absent"})
    holds, other = oracle.permissions_of(subject.roles), oracle.permissions_of(target.roles)
    if cell.credential.key is not None and cell.credential.key.permissions:
        holds &= cell.credential.key.permissions
    if holds == other:
        strength = "equal"
    elif holds < other:
        strength = "stronger"
    else:
        strength = "weaker" if holds > other else "incomparable"
    place = _place(
        facts,
        subject,
        target.tenant_id,
        facts.org_of(target),
        suspended=facts.suspended(target),
    )
    return place | {strength}


def _place(
    facts: Facts, subject: User, tenant_id: str, org_id: str, *, suspended: bool
) -> frozenset[str]:
    if org_id != facts.org_of(subject):
        place = "other org"
    elif not tenant_id:
        place = "own org"
    else:
        place = "same tenant" if tenant_id == subject.tenant_id else "other tenant"
    return frozenset({place, "suspended"}) if suspended else frozenset({place})


_OF_TENANTS = frozenset({"same tenant", "other tenant", "other org", "absent", "suspended"})
RELATIONS: dict[str, frozenset[str]] = {
    "users": _OF_TENANTS | {"self", "stronger", "equal", "weaker", "incomparable"},
    "tenants": _OF_TENANTS,
    "organizations": frozenset({"own org", "other org", "absent", "suspended"}),
}
"""Those in which a target of each collection can stand to a subject."""


# The variants.

_USER_TARGETS: dict[str, int] = {
    "self": 0,
    named("a1.trial-user"): 1,
    named("a1.none"): 2,
    named("a1.user"): 2,
    named("a1.api-user"): 2,
    named("a1.org-admin-user"): 2,
    named("a1.second-org-admin"): 1,
    named("a1.super-admin-user"): 1,
    named("a1.suspended"): 1,
    named("a2.api-user"): 1,
    named("a2.org-admin-user"): 2,
    named("a3.api-user"): 2,
    named("b1.trial-user"): 2,
    named("b1.api-user"): 2,
    named("b1.org-admin-user"): 0,
    named("b1.super-admin-user"): 2,
    named("b1.suspended"): 2,
    ABSENT: 1,
}
_TENANT_TARGETS: dict[str, int] = {
    named("a1"): 0,
    named("a2"): 1,
    named("a3"): 2,
    named("a4"): 1,
    named("b1"): 0,
    named("b4"): 2,
    named("d1"): 2,
    ABSENT: 1,
}
_ORG_TARGETS: dict[str, int] = {
    named("org.a"): 0,
    named("org.b"): 0,
    named("org.c"): 1,
    named("org.d"): 2,
    ABSENT: 1,
}
_TARGETS = {
    "users": _USER_TARGETS,
    "tenants": _TENANT_TARGETS,
    "organizations": _ORG_TARGETS,
}
"""What a request is about, and the level of the variants with it."""


def _of(method: str) -> type[Message]:
    return GetMessageClass(methods()[method].input_type)


def _fixed(method: str, /, **fields: object) -> Build:
    """Builds the same request for whoever asks; `self` stands for the subject."""

    def resolved(value: object, subject_id: str) -> object:
        if isinstance(value, dict):
            return {name: resolved(inner, subject_id) for name, inner in value.items()}
        if isinstance(value, str) and value in ("self", "users/self"):
            return value.replace("self", subject_id)
        return value

    def build(subject_id: str) -> Message:
        return _of(method)(**{n: resolved(v, subject_id) for n, v in fields.items()})

    return build


def _variant(
    method: str,
    name: str,
    level: int,
    target: tuple[str, str] = ("", ""),
    /,
    **fields: object,
) -> Variant:
    return Variant(method, name, _fixed(method, **fields), target, level)


def _each(
    method: str,
    collection: str,
    fields: Callable[[str], dict[str, object]],
    name: str = "on",
    *,
    level: int = 0,
) -> Iterator[Variant]:
    """The method on each target of a collection, and on what is no id."""
    for target, its_level in _TARGETS[collection].items():
        yield _variant(
            method,
            f"{name} {target.rstrip('-')}",
            max(level, its_level),
            (collection, target),
            **fields(target),
        )
    yield _variant(method, f"{name} no id", 2, **fields(_NOT_AN_ID))


def _with_roles(roles: list[str], user_id: str) -> dict[str, object]:
    return {"user": {"id": user_id, "roles": roles}}


def _about(question: dict[str, object], user_id: str) -> dict[str, object]:
    return {**question, "user_id": user_id}


def _users() -> Iterator[Variant]:
    get, create, update = (f"UserService/{name}User" for name in ("Get", "Create", "Update"))
    get += "Info"
    yield _variant(get, "on nobody", 0)
    yield from _each(get, "users", lambda user: {"user_id": user})
    for method in ("SuspensionService/SuspendUser", "SuspensionService/ReactivateUser"):
        yield from _each(method, "users", lambda user: {"id": user})
    yield from _each("UserService/DeleteUser", "users", lambda user: {"id": user})
    yield from _each(update, "users", lambda user: {"user": {"id": user, "name": "New"}})
    for roles in (["waii-trial-user"], ["waii-org-admin-user"], ["waii-super-admin-user"]):
        yield from _each(
            update,
            "users",
            partial(_with_roles, roles),
            f"{roles[0]} to",
            level=2,
        )
    for tenant in _TENANT_TARGETS:
        for user in ("self", named("a1.trial-user")):
            yield _variant(
                update,
                f"{user.rstrip('-')} moves to {tenant.rstrip('-')}",
                2,
                user={"id": user, "tenant_id": tenant},
            )
    for org in _ORG_TARGETS:
        user = named("a1.trial-user")
        yield _variant(update, f"org {org.rstrip('-')}", 2, user={"id": user, "org_id": org})
    yield _variant(
        update, "unknown role", 2, user={"id": named("a1.user"), "roles": ["waii-owner"]}
    )

    def new(**fields: object) -> dict[str, object]:
        return {"user": {"id": NEW, **fields}}

    yield _variant(create, "here", 0, **new())
    yield _variant(create, "no id", 2, user={"id": _NOT_AN_ID})
    for user in (named("a1.api-user"), named("b1.api-user")):
        yield _variant(create, f"taken {user.rstrip('-')}", 2, user={"id": user})
    for role in oracle.HELD_BY_ROLE:
        yield _variant(create, f"here with {role}", 2, **new(roles=[role]))
    yield _variant(create, "here with a role that is none", 2, **new(roles=["waii-owner"]))
    yield from _each(create, "tenants", lambda tenant: new(tenant_id=tenant), "in tenant", level=1)
    for tenant, org in (("a2", "org.a"), ("b1", "org.b"), ("b1", "org.a"), ("a2", "org.b")):
        yield _variant(
            create,
            f"in tenant {tenant} of {org}",
            1,
            ("tenants", named(tenant)),
            **new(tenant_id=named(tenant), org_id=named(org)),
        )
    for org in _ORG_TARGETS:
        yield _variant(create, f"in {org.rstrip('-')} alone", 2, **new(org_id=org))
        yield _variant(
            create,
            f"in tenant a2 of {org.rstrip('-')}, and stronger",
            2,
            **new(tenant_id=named("a2"), org_id=org, roles=["waii-super-admin-user"]),
        )

    users = "UserService/ListUsers"
    yield _variant(users, "all", 1)
    yield _variant(users, "negative page", 2, page_size=-1)
    yield from _each(users, "organizations", lambda org: {"lookup_org_id": org}, "of")
    for tenant in _TENANT_TARGETS:
        yield _variant(users, f"of {tenant.rstrip('-')}", 2, lookup_tenant_id=tenant)
        yield _variant(
            users,
            f"of {tenant.rstrip('-')} in A",
            2,
            lookup_tenant_id=tenant,
            lookup_org_id=named("org.a"),
        )
    for user, level in _USER_TARGETS.items():
        name = user.rstrip("-")
        yield _variant(users, f"named {name}", max(1, level), lookup_user_id=user)
        yield _variant(
            users, f"named {name} in B", 2, lookup_user_id=user, lookup_org_id=named("org.b")
        )


def _tenants() -> Iterator[Variant]:
    create, update = "UserService/CreateTenant", "UserService/UpdateTenant"

    def new(**fields: object) -> dict[str, object]:
        return {"tenant": {"id": NEW, "name": "New", **fields}}

    yield _variant(create, "here", 1, **new())
    yield _variant(create, "without a name", 2, tenant={"id": NEW})
    yield from _each(create, "organizations", lambda org: new(org_id=org), "in")
    for tenant in ("a1", "b1"):
        for org in ("org.a", "org.b"):
            yield _variant(
                create,
                f"taken {tenant} in {org}",
                2,
                **new(id=named(tenant), org_id=named(org)),
            )
    yield from _each(update, "tenants", lambda tenant: {"tenant": {"id": tenant, "name": "New"}})
    for org in _ORG_TARGETS:
        for tenant in (named("a2"), named("b4")):
            yield _variant(
                update,
                f"{tenant.rstrip('-')} to {org.rstrip('-')}",
                2,
                tenant={"id": tenant, "org_id": org},
            )
    delete = "UserService/DeleteTenant"
    yield from _each(delete, "tenants", lambda tenant: {"id": tenant})
    yield from _each(
        delete, "tenants", lambda tenant: {"id": tenant, "force": True}, "by force", level=1
    )
    for method in ("SuspensionService/SuspendTenant", "SuspensionService/ReactivateTenant"):
        yield from _each(method, "tenants", lambda tenant: {"id": tenant})
    tenants = "UserService/ListTenants"
    yield _variant(tenants, "all", 1)
    yield from _each(tenants, "organizations", lambda org: {"lookup_org_id": org}, "of")


def _organizations() -> Iterator[Variant]:
    create, update = "UserService/CreateOrg", "UserService/UpdateOrg"
    yield _variant(create, "new", 0, organization={"id": NEW, "name": "New"})
    yield _variant(create, "taken", 0, organization={"id": named("org.b"), "name": "New"})
    yield _variant(create, "without a name", 2, organization={"id": NEW})
    yield from _each(
        update, "organizations", lambda org: {"organization": {"id": org, "name": "New"}}
    )
    delete = "UserService/DeleteOrg"
    yield from _each(delete, "organizations", lambda org: {"id": org})
    yield from _each(
        delete, "organizations", lambda org: {"id": org, "force": True}, "by force", level=1
    )
    for method in ("SuspensionService/SuspendOrg", "SuspensionService/ReactivateOrg"):
        yield from _each(method, "organizations", lambda org: {"id": org})
    yield _variant("UserService/ListOrgs", "all", 0)
    events = "AuditService/ListAuditEvents"
    # The world begins with its organizations and tenants: their events are on the first page.
    yield _variant(events, "all", 1, page_size=50)
    yield from _each(
        events, "organizations", lambda org: {"lookup_org_id": org, "page_size": 50}, "of"
    )


_KEY_NAMES = ("self", *map(named, ("a1.user", "usage", "api-usage", "everything", "expired")))
"""Of keys: `self` is that of the subject without a limit; the next are those of one user each, and
foreign to all others."""


def _keys() -> Iterator[Variant]:
    create, delete = "UserService/CreateAccessKey", "UserService/DeleteAccessKey"
    rotate = "AccessKeyService/RotateAccessKey"
    yield _variant(create, "new", 0, name=NEW)
    yield _variant(create, "taken", 0, name="self")
    yield _variant(create, "without a name", 2)
    for permissions in (
        ["usage:api"],
        ["usage:api", "read:user"],
        ["usage:api", "write:org"],
        ["read:user"],
        ["usage:api", "own:everything"],
    ):
        yield _variant(create, "+".join(permissions), 1, name=NEW, permissions=permissions)
        yield _variant(
            create, f"taken, {'+'.join(permissions)}", 2, name="self", permissions=permissions
        )
    yield _variant("UserService/ListAccessKeys", "own", 0)
    yield _variant(delete, "none", 1)
    yield _variant(rotate, "none", 1)
    for level, name in ((0, ABSENT), *((min(n, 2), name) for n, name in enumerate(_KEY_NAMES))):
        yield Variant(delete, name.rstrip("-"), _deletion(name), level=level)
        yield _variant(rotate, name.rstrip("-"), level, name=name)
        yield _variant(rotate, f"{name.rstrip('-')} anew", 2, name=name, expire_time=_FAR)
    config = "UserService/UpdateConfig"
    yield _variant(config, "read", 0)
    yield _variant(config, "set", 0, updated={"key": "value"})


def _principal() -> Iterator[Variant]:
    yield _variant("AuthorizationService/GetPrincipal", "asked", 0)


def _batches() -> Iterator[Variant]:
    create = "BatchService/BatchCreate"
    org: dict[str, object] = {"organization": {"id": NEW, "name": "New"}}
    tenant: dict[str, object] = {"tenant": {"id": NEW, "name": "New"}}
    user: dict[str, object] = {"user": {"id": NEW}}
    below: list[dict[str, object]] = [
        org,
        {"tenant": {"id": NEW, "name": "New", "org_id": NEW}},
        {"user": {"id": NEW, "tenant_id": NEW, "org_id": NEW}},
    ]
    bad: list[dict[str, object]] = [
        {},
        {"user": {"id": _NOT_AN_ID}},
        {"user": {"id": NEW, "tenant_id": ABSENT}},
        {"user": {"id": NEW, "tenant_id": named("b1")}},
        {"user": {"id": NEW, "tenant_id": named("b1"), "org_id": ABSENT}},
        {"user": {"id": NEW, "tenant_id": named("b1"), "org_id": named("org.b")}},
        {"user": {"id": NEW, "tenant_id": named("b1"), "org_id": named("org.a")}},
        {"user": {"id": NEW, "roles": ["waii-super-admin-user"]}},
        {"user": {"id": named("b1.api-user")}},
    ]
    for number, row in enumerate((user, tenant, org)):
        yield _variant(create, f"{next(iter(row))}", number, rows=[row])
    yield _variant(create, "all below one another", 1, rows=below)
    yield _variant(create, "a user and an organization", 2, rows=[user, org])
    yield _variant(create, "nothing", 2)
    for row in bad:
        for level, rows in ((2, [row]), (3, [user, row]), (3, [row, user, tenant])):
            yield _variant(create, f"whole {rows}", level, rows=rows)
            yield _variant(create, f"partly {rows}", level, rows=rows, allow_partial=True)
    yield _variant(create, "the same twice", 2, rows=[user, user])
    yield _variant(create, "the same twice, partly", 2, rows=[user, user], allow_partial=True)
    for target in _TENANT_TARGETS:
        yield _variant(
            create,
            f"in tenant {target.rstrip('-')}",
            2,
            ("tenants", target),
            rows=[{"user": {"id": NEW, "tenant_id": target}}],
        )


def _deletion(name: str) -> Build:
    def build(subject_id: str) -> Message:
        names = [subject_id if name == "self" else name]
        return _of("UserService/DeleteAccessKey")(names=names)

    return build


def _questions() -> Iterator[Variant]:
    check = "AuthorizationService/CheckAccess"

    def ask(method: str, /, **fields: object) -> dict[str, object]:
        return {"method": f"{oracle.PACKAGE}.{method}", **fields}

    for number, method in enumerate(methods()):
        yield _variant(check, f"may I {method}", min(number, 2), **ask(method))
    yield _variant(check, "may I what is not", 2, **ask("UserService/Nothing"))
    for method, collection in oracle.TARGETS.items():
        for target in _TARGETS[collection]:
            yield _variant(
                check,
                f"may I {method} on {target.rstrip('-')}",
                3,
                **ask(method, target=f"{collection}/{target}"),
            )
    for impersonation in IMPERSONATIONS:
        for method, target in (
            ("UserService/UpdateUser", f"users/{named('a1.trial-user')}"),
            ("UserService/ListUsers", f"organizations/{named('org.b')}"),
            ("UserService/CreateAccessKey", ""),
        ):
            if impersonation.values and impersonation.kind != "as two":
                yield _variant(
                    check,
                    f"may I {method} {impersonation.kind} {target}",
                    3,
                    **ask(method, target=target, impersonate_user_id=impersonation.values[0]),
                )
    for role in (*oracle.HELD_BY_ROLE, "waii-owner"):
        for method, target in (
            ("UserService/CreateUser", ""),
            ("UserService/UpdateUser", f"users/{named('a1.trial-user')}"),
            ("UserService/DeleteUser", ""),
        ):
            question = ask(method, target=target, roles=[role])
            yield _variant(check, f"may I {method} with {role}", 3, **question)
    yield from _each(
        check, "users", lambda user: ask("UserService/ListOrgs", user_id=user), "may list orgs,"
    )
    for method, target, impersonated in (
        ("UserService/UpdateUser", f"users/{named('a1.super-admin-user')}", ""),
        ("UserService/DeleteTenant", f"tenants/{named('b4')}", ""),
        ("UserService/DeleteTenant", f"tenants/{ABSENT}", ""),
        ("UserService/ListUsers", f"organizations/{named('org.b')}", ""),
        ("UserService/ListUsers", f"organizations/{ABSENT}", ""),
        ("UserService/ListUsers", "", named("a1.trial-user")),
        ("UserService/ListUsers", "", named("b1.trial-user")),
        ("UserService/ListUsers", "", ABSENT),
    ):
        question = ask(method, target=target, impersonate_user_id=impersonated)
        yield from _each(
            check,
            "users",
            partial(_about, question),
            f"may {method} {target} {impersonated}",
            level=3,
        )


def _variants() -> Sequence[Variant]:
    known = [
        *(*_users(), *_tenants(), *_organizations(), *_keys()),
        *(*_principal(), *_batches(), *_questions()),
    ]
    of_methods = {variant.method for variant in known}
    unformed = [
        Variant(method, "undecodable", lambda _subject_id: _UNDECODABLE, level=2)
        for method in methods()
        if method in of_methods
    ]
    return [*known, *unformed]


VARIANTS = _variants()
