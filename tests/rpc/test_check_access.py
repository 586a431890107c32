"""CheckAccess: who may call what, answered as the call itself would be."""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from google.protobuf.message import Message
from rpc.calls import acting_as, denied
from rpc.methods import METHODS, path
from rpc.spec import (
    ADMIN,
    API_USER,
    OPERATIONS,
    ORG_ADMIN,
    PERMISSIONS,
    SUPER_ADMIN,
    TRIAL_API_USER,
    TRIAL_USER,
    USER,
)
from structlog.testing import capture_logs
from support.api import Connect
from support.databases import SQLITE
from support.raw import Outcome, RawClient
from support.server import RunningServer
from support.world import Person, World
from waii.user import v1 as pb

CHECK = path("CheckAccess")
REASONS = pb.ErrorReason
REFUSALS = {"PERMISSION_DENIED", "NOT_FOUND"}

# The table of permissions of what is beyond the seventeen operations.
NEEDS = {operation.rpc: operation.needs or "" for operation in OPERATIONS} | {
    "RotateAccessKey": "write:access_key",
    "ListAuditEvents": "read:usage-report",
    "CheckAccess": "",
    "GetPrincipal": "",
    "BatchCreate": "",
    "SuspendUser": "write:user",
    "ReactivateUser": "write:user",
    "SuspendTenant": "write:tenant",
    "ReactivateTenant": "write:tenant",
    "SuspendOrg": "write:org",
    "ReactivateOrg": "write:org",
}


@dataclass(frozen=True)
class Subject:
    """A user as whom calls are made, or who is asked about.

    Attributes:
        key: limited, where `scope` is given.
        asks: whether calls of this user's own get as far as to CheckAccess.
    """

    name: str
    id: str
    org_id: str
    key: str = field(repr=False, default="")
    roles: tuple[str, ...] = ()
    scope: frozenset[str] | None = None
    asks: bool = True

    @property
    def permissions(self) -> frozenset[str]:
        held: frozenset[str] = frozenset().union(*(PERMISSIONS[role] for role in self.roles))
        return held if self.scope is None else held & self.scope

    def reaches(self, org_id: str) -> bool:
        return org_id == self.org_id or "write:org" in self.permissions


@dataclass(frozen=True)
class Stage:
    """Everybody and everything that the cells of the matrix are about.

    Attributes:
        callers: one of each role, two with limited keys, one who is suspended.
        others: whom they may try to act as.
        targets: what calls are made on, by kind and relation, with the organization of each.
        low: of an organization, a tenant in which nobody holds anything, and a user in it.
    """

    callers: list[Subject]
    others: dict[str, Subject]
    targets: dict[str, dict[str, tuple[str, str]]]
    low: dict[str, tuple[str, str]]
    low_org: str


SUPER_SCOPE = frozenset(PERMISSIONS[API_USER]) | {
    "read:user",
    "write:user",
    "write:tenant",
    "write:org",
    "usage:impersonation",
}
ORG_SCOPE = frozenset(PERMISSIONS[API_USER]) | {"write:user", "read:tenant", "usage:impersonation"}


@pytest.fixture(scope="module")
def stage(server: RunningServer) -> Iterator[Stage]:
    with World(server.address, server.admin_key) as world:
        yield _built(world)


def _built(world: World) -> Stage:
    home, foreign, low_org = world.org(), world.org(), world.org()
    here, elsewhere = world.tenant(home), world.tenant(foreign)
    low = {org: _low(world, org) for org in (home, foreign)}

    def person(*roles: str, org_id: str = home, tenant_id: str = here) -> Person:
        """With a key that every other may rotate and delete, however limited it is."""
        one = world.person(org_id=org_id, tenant_id=tenant_id)
        world.key(one.id, "narrow", permissions=["usage:api"])
        world.set_roles(one.id, *roles)
        return one

    def subject(name: str, one: Person, *roles: str, **fields: Any) -> Subject:
        return Subject(name, one.id, one.org_id, one.key, roles, **fields)

    callers = []
    for role in PERMISSIONS:
        one = person(role)
        callers.append(subject(role, one, role, asks="usage:api" in PERMISSIONS[role]))
    callers.append(subject("nobody", person(), asks=False))
    by_name = {caller.name: caller for caller in callers}
    for name, role, scope in (
        ("limited super", SUPER_ADMIN, SUPER_SCOPE),
        ("limited org", ORG_ADMIN, ORG_SCOPE),
    ):
        of_role = by_name[role]
        key = world.key(of_role.id, name, permissions=sorted(scope))
        callers.append(dataclasses.replace(of_role, name=name, key=key, scope=scope))
    suspended_admin = person(ORG_ADMIN)
    callers.append(subject("suspended", suspended_admin, ORG_ADMIN, asks=False))

    others: dict[str, Subject] = {}
    for name, role, org in (
        ("weak", API_USER, home),
        ("equal", ORG_ADMIN, home),
        ("strong", SUPER_ADMIN, home),
        ("foreign", ORG_ADMIN, foreign),
        ("suspended", API_USER, home),
    ):
        tenant_id = here if org == home else elsewhere
        one = person(role, org_id=org, tenant_id=tenant_id)
        others[name] = subject(name, one, role)
    others["absent"] = Subject("absent", world.id(), home)
    world.suspend(suspended_admin.id)
    world.suspend(others["suspended"].id)

    neighbours = world.tenant(home)
    targets = {
        "users": {
            "same tenant": (world.user(USER, org_id=home, tenant_id=here), home),
            "other tenant": (world.user(ADMIN, org_id=home, tenant_id=neighbours), home),
            "other org": (world.user(org_id=foreign, tenant_id=elsewhere), foreign),
            "equal": (world.user(ORG_ADMIN, org_id=home, tenant_id=neighbours), home),
            "stronger": (others["strong"].id, home),
            "absent": (world.id(), ""),
        },
        "tenants": {
            "own": (here, home),
            "other": (low[home][0], home),
            "other org": (elsewhere, foreign),
            "absent": (world.id(), ""),
        },
        "organizations": {
            "own": (home, home),
            "other": (foreign, foreign),
            "absent": (world.id(), ""),
        },
    }
    return Stage(callers, others, targets, low, low_org)


def _low(world: World, org_id: str) -> tuple[str, str]:
    tenant_id = world.tenant(org_id)
    user_id = world.user(org_id=org_id, tenant_id=tenant_id)
    world.set_roles(user_id)
    return tenant_id, user_id


# How each method is called: its kind of target, and the request for one of them. Where a method can
# be called on nothing in particular, it is called on what no rule about targets refuses.


@dataclass(frozen=True)
class Call:
    """Of a method, on a target of `org_id`; both are empty for none."""

    subject: Subject
    target: str
    org_id: str
    stage: Stage

    @property
    def user(self) -> str:
        return self.target or self._low[1]

    @property
    def tenant(self) -> str:
        return self.target or self._low[0]

    @property
    def org(self) -> str:
        return self.target or self.stage.low_org

    @property
    def home(self) -> str:
        """What a create has to name besides a tenant, so that the two agree."""
        return self.org_id if self.org_id and self.subject.reaches(self.org_id) else ""

    @property
    def _low(self) -> tuple[str, str]:
        return self.stage.low[self.subject.org_id]


Make = Callable[[Call], Message]
NEW = "brand-new"
HOW: dict[str, tuple[str, Make]] = {
    "CreateAccessKey": ("", lambda _: pb.CreateAccessKeyRequest(name="new")),
    "ListAccessKeys": ("", lambda _: pb.GetAccessKeyRequest()),
    "DeleteAccessKey": ("", lambda _: pb.DelAccessKeyRequest(names=["narrow"])),
    "RotateAccessKey": ("", lambda _: pb.RotateAccessKeyRequest(name="narrow")),
    "UpdateConfig": ("", lambda _: pb.UpdateConfigRequest(updated={"a": 1})),
    "CheckAccess": ("", lambda _: pb.CheckAccessRequest(method=CHECK[1:])),
    "GetPrincipal": ("", lambda _: pb.GetPrincipalRequest()),
    # What it needs, its rows say; here there is none that could need anything.
    "BatchCreate": ("", lambda _: pb.BatchCreateRequest(rows=[pb.BatchRow()], allow_partial=True)),
    "CreateOrg": (
        "",
        lambda _: pb.CreateOrganizationRequest(organization=pb.Organization(id=NEW, name="O")),
    ),
    "ListOrgs": ("", lambda _: pb.ListOrganizationsRequest(page_size=1)),
    "GetUserInfo": ("users", lambda call: pb.GetUserInfoRequest(user_id=call.target)),
    "UpdateUser": (
        "users",
        lambda call: pb.UpdateUserRequest(user=pb.User(id=call.user, name="N")),
    ),
    "DeleteUser": ("users", lambda call: pb.DeleteUserRequest(id=call.user)),
    "SuspendUser": ("users", lambda call: pb.SuspendUserRequest(id=call.user)),
    "ReactivateUser": ("users", lambda call: pb.ReactivateUserRequest(id=call.user)),
    "CreateUser": (
        "tenants",
        lambda call: pb.CreateUserRequest(
            user=pb.User(id=NEW, tenant_id=call.target, org_id=call.home)
        ),
    ),
    "UpdateTenant": (
        "tenants",
        lambda call: pb.UpdateTenantRequest(tenant=pb.Tenant(id=call.tenant, name="N")),
    ),
    "DeleteTenant": ("tenants", lambda call: pb.DeleteTenantRequest(id=call.tenant)),
    "SuspendTenant": ("tenants", lambda call: pb.SuspendTenantRequest(id=call.tenant)),
    "ReactivateTenant": ("tenants", lambda call: pb.ReactivateTenantRequest(id=call.tenant)),
    "CreateTenant": (
        "organizations",
        lambda call: pb.CreateTenantRequest(tenant=pb.Tenant(id=NEW, name="T", org_id=call.target)),
    ),
    "ListUsers": (
        "organizations",
        lambda call: pb.ListUsersRequest(lookup_org_id=call.target, page_size=1),
    ),
    "ListTenants": (
        "organizations",
        lambda call: pb.ListTenantsRequest(lookup_org_id=call.target, page_size=1),
    ),
    "ListAuditEvents": (
        "organizations",
        lambda call: pb.ListAuditEventsRequest(lookup_org_id=call.target, page_size=1),
    ),
    "UpdateOrg": (
        "organizations",
        lambda call: pb.UpdateOrganizationRequest(
            organization=pb.Organization(id=call.org, name="N")
        ),
    ),
    "DeleteOrg": ("organizations", lambda call: pb.DeleteOrganizationRequest(id=call.org)),
    "SuspendOrg": ("organizations", lambda call: pb.SuspendOrganizationRequest(id=call.org)),
    "ReactivateOrg": (
        "organizations",
        lambda call: pb.ReactivateOrganizationRequest(id=call.org),
    ),
}


def test_every_method_of_the_package_is_in_the_matrix() -> None:
    assert {path(rpc)[1:] for rpc in HOW} == set(METHODS)
    assert set(NEEDS) == set(HOW)


# Who may act as whom: what a caller is refused with, written down a second time.
ALLOWED = ""
BY_RIGHT = "IMPERSONATION_DENIED"
BY_ORG = "IMPERSONATION_TARGET_NOT_FOUND"
BY_STRENGTH = "IMPERSONATION_CEILING_EXCEEDED"
SUSPENDED = "SUSPENDED"
NO_API = "API_USAGE_DENIED"
NAMES = ("weak", "equal", "strong", "foreign", "suspended", "absent")


def _acting(*reasons: str) -> dict[str, str]:
    return dict(zip(NAMES, reasons, strict=True))


ACTING: dict[str, dict[str, str]] = {
    SUPER_ADMIN: _acting(ALLOWED, ALLOWED, ALLOWED, ALLOWED, SUSPENDED, BY_ORG),
    ORG_ADMIN: _acting(ALLOWED, ALLOWED, BY_STRENGTH, BY_ORG, SUSPENDED, BY_ORG),
    "limited super": _acting(ALLOWED, BY_STRENGTH, BY_STRENGTH, BY_STRENGTH, SUSPENDED, BY_ORG),
    "limited org": _acting(ALLOWED, BY_STRENGTH, BY_STRENGTH, BY_ORG, SUSPENDED, BY_ORG),
    **{role: {"weak": BY_RIGHT, "absent": BY_RIGHT} for role in (ADMIN, API_USER, TRIAL_API_USER)},
    **{role: {"weak": NO_API} for role in (USER, TRIAL_USER, "nobody")},
    "suspended": {"weak": SUSPENDED},
}

# 14 times a caller gets as far as to the targets, as itself or as another; 31 times not. Those who
# are as weak as the plain user have no right to most methods: they call each of those once.
TARGETED = 5 * 8 + 5 * 5 + 8 * 4 + 10
LEFT_OUT = 6 * (4 * 7 + 5 * 4 + 8 * 3)
CELLS = 14 * TARGETED + 31 * 28 - LEFT_OUT
# Of these, one in seven is called, besides all of two callers: tests/matrix asks about every
# method, too, and has an oracle.
STRIDE = 7
# The rules are the same on every engine; there, they are fed by other statements.
ELSEWHERE = {(ORG_ADMIN, ""), (SUPER_ADMIN, "foreign")}
CELLS_ELSEWHERE = len(ELSEWHERE) * TARGETED


@dataclass(frozen=True)
class Cell:
    caller: Subject
    acting_as: str
    rpc: str
    relation: str


def cells(stage: Stage) -> Iterator[Cell]:
    """Each caller, as itself and as others, with every method on every target.

    Who is refused before the method or its target matters calls each method once.
    """
    for caller in stage.callers:
        for name, refusal in {"": ALLOWED, **ACTING[caller.name]}.items():
            for rpc, (kind, _) in HOW.items():
                relations = ["", *stage.targets[kind]] if kind else [""]
                if kind == "users":
                    relations.append("self")
                # In the same organization, one super-admin is as the other.
                settled = bool(refusal) or not caller.asks or name == "strong"
                as_weak = name == "weak" or caller.name in {ADMIN, TRIAL_API_USER}
                if as_weak and NEEDS[rpc] not in {"", *PERMISSIONS[API_USER]}:
                    settled = True
                for relation in relations[-1:] if settled else relations:
                    yield Cell(caller, name, rpc, relation)


@dataclass
class Clients:
    """One for each key, opened when it is first needed."""

    server: RunningServer
    opened: dict[str, RawClient] = field(default_factory=dict)

    def __getitem__(self, key: str) -> RawClient:
        if key not in self.opened:
            self.opened[key] = RawClient(self.server.address, key)
        return self.opened[key]


@pytest.fixture(autouse=True)
def _unlogged() -> Iterator[None]:
    """The log of thousands of calls is of no use."""
    with capture_logs():
        yield


@pytest.fixture(scope="module")
def clients(server: RunningServer) -> Iterator[Clients]:
    made = Clients(server)
    yield made
    for client in made.opened.values():
        client.__exit__(None, None, None)


def answered(outcome: Outcome) -> pb.CheckAccessResponse:
    assert outcome.code.name == "OK", outcome
    return pb.CheckAccessResponse.FromString(outcome.response)


def test_it_answers_what_the_call_is_answered(
    engine: str, server: RunningServer, stage: Stage, clients: Clients
) -> None:
    number = asked_by_others = refused = 0
    called: set[str] = set()
    whole = engine == SQLITE
    for place, cell in enumerate(cells(stage)):
        chosen = (cell.caller.name, cell.acting_as) in ELSEWHERE
        if not (chosen or (whole and place % STRIDE == 0)):
            continue
        number += 1
        called.add(cell.rpc)
        caller, other = cell.caller, stage.others.get(cell.acting_as)
        subject = other or caller
        kind, make = HOW[cell.rpc]
        target = org_id = ""
        if cell.relation == "self":
            target, org_id = subject.id, subject.org_id
        elif cell.relation:
            target, org_id = stage.targets[kind][cell.relation]
        if caller.scope is not None:
            subject = dataclasses.replace(subject, scope=caller.scope)

        request: Any = make(Call(subject, target, org_id, stage))
        if "validate_only" in request.DESCRIPTOR.fields_by_name:
            request.validate_only = True
        metadata = [*clients[caller.key].key_metadata, *([acting_as(other.id)] if other else [])]
        real = clients[caller.key].call(path(cell.rpc), request, metadata)
        assert real.code.name in REFUSALS | {"OK", "FAILED_PRECONDITION"}, (cell, real)

        question = pb.CheckAccessRequest(
            method=path(cell.rpc)[1:],
            target=f"{kind}/{target}" if target else "",
            impersonate_user_id=other.id if other else "",
        )
        answers = []
        if caller.asks:
            answers.append(clients[caller.key].call(CHECK, question))
        # The admin sees everybody, but does not know of the key.
        absent = "absent" in (cell.relation, cell.acting_as)
        by_others = not caller.asks or (caller.name == ORG_ADMIN and not cell.acting_as)
        if caller.scope is None and not absent and by_others:
            question.user_id = caller.id
            answers.append(clients[server.admin_key].call(CHECK, question))
            asked_by_others += 1
        for outcome in answers:
            _agree(cell, subject, answered(outcome), real)
        refused += real.code.name in REFUSALS
        if cell.acting_as and (expected := ACTING[caller.name][cell.acting_as]):
            assert denied(real) == f"PERMISSION_DENIED {expected}", cell
    assert number > CELLS / STRIDE if whole else number == CELLS_ELSEWHERE
    assert called == set(HOW)
    assert asked_by_others > 50
    assert min(refused, number - refused) > number / 6


def _agree(cell: Cell, subject: Subject, told: pb.CheckAccessResponse, real: Outcome) -> None:
    allowed = real.code.name not in REFUSALS
    reason = REASONS.Name(told.reason)
    assert told.allowed == allowed, (cell, told, real)
    assert reason == ("ERROR_REASON_UNSPECIFIED" if allowed else real.reason), (cell, told)
    assert told.message == ("" if allowed else real.message), (cell, told, real)
    assert told.permission == NEEDS[cell.rpc]
    if allowed or reason == "ERROR_REASON_PERMISSION_MISSING":
        granting = [role for role in subject.roles if told.permission in PERMISSIONS[role]]
        assert list(told.granting_roles) == (granting if allowed else []), cell


# What it takes besides a target.


def test_the_roles_that_are_granted_are_part_of_the_question(
    stage: Stage, clients: Clients, world: World
) -> None:
    by_name = {caller.name: caller for caller in stage.callers}
    scope = frozenset({"usage:api", "write:user"})  # which does not hold what the default role does
    org_admin = by_name[ORG_ADMIN]
    key = world.key(org_admin.id, world.id(), permissions=sorted(scope))
    narrow = dataclasses.replace(org_admin, name="narrow", key=key, scope=scope)
    for caller in (by_name[SUPER_ADMIN], org_admin, by_name["limited org"], narrow):
        raw = clients[caller.key]
        user_id, _ = stage.targets["users"]["same tenant"]
        for role in (*PERMISSIONS, ""):
            roles = [role] if role else []
            for rpc, request, target in (
                (
                    "CreateUser",
                    pb.CreateUserRequest(user=pb.User(id=NEW, roles=roles), validate_only=True),
                    "",
                ),
                (
                    "UpdateUser",
                    pb.UpdateUserRequest(user=pb.User(id=user_id, roles=roles), validate_only=True),
                    f"users/{user_id}",
                ),
            ):
                real = raw.call(rpc, request)
                question = pb.CheckAccessRequest(method=path(rpc)[1:], target=target, roles=roles)
                told = answered(raw.call(CHECK, question))
                _agree(Cell(caller, "", rpc, role), caller, told, real)


def test_all_roles_that_hold_the_permission_are_named(world: World, server: RunningServer) -> None:
    person = world.person(API_USER, ADMIN, TRIAL_USER)
    with RawClient(server.address, person.key) as raw:
        question = pb.CheckAccessRequest(method=path("CreateAccessKey")[1:])
        told = answered(raw.call(CHECK, question))
    assert list(told.granting_roles) == [API_USER, ADMIN]


def test_in_somebody_elses_name_it_is_about_them(
    stage: Stage, clients: Clients, connect: Connect, server: RunningServer
) -> None:
    weak = stage.others["weak"]
    question = pb.CheckAccessRequest(method=path("ListUsers")[1:])
    admin = connect(server.admin_key)
    assert admin.call("check_access", question).allowed
    told = admin.call("check_access", question, as_user=weak.id)
    assert (told.allowed, told.permission) == (False, "read:user")
    assert told == answered(clients[weak.key].call(CHECK, question))


def test_a_question_changes_nothing_and_is_no_event(
    server: RunningServer, stage: Stage, clients: Clients
) -> None:
    raw = clients[stage.callers[-2].key]
    query = "SELECT count(*) AS n FROM audit_events WHERE method = :method"
    for acting in ("", stage.others["strong"].id):
        question = pb.CheckAccessRequest(
            method=path("CreateUser")[1:], roles=[SUPER_ADMIN], impersonate_user_id=acting
        )
        assert not answered(raw.call(CHECK, question)).allowed
    server.server._trail.flush()
    (before,) = server.rows(query, method=CHECK[1:])
    answered(raw.call(CHECK, question))
    server.server._trail.flush()
    assert server.rows(query, method=CHECK[1:]) == [before]


# Asking about others.


def same(outcomes: list[Outcome], ids: list[str]) -> bool:
    """Whether they are alike in all but the id that was sent, and that of the call."""
    texts = set()
    for outcome, one in zip(outcomes, ids, strict=True):
        details = {
            name: str(detail).replace(one, "ID")
            for name, detail in outcome.details.items()
            if name != "RequestInfo"
        }
        answer = str(pb.CheckAccessResponse.FromString(outcome.response)).replace(one, "ID")
        texts.add((outcome.code, outcome.message.replace(one, "ID"), answer, str(details)))
    return len(texts) == 1


def test_it_takes_the_right_to_look_up_others(stage: Stage, clients: Clients) -> None:
    by_name = {caller.name: caller for caller in stage.callers}
    other = stage.others["weak"]
    for name in (TRIAL_API_USER, API_USER, ADMIN, "limited org"):
        raw = clients[by_name[name].key]
        for user_id in (other.id, stage.others["foreign"].id, stage.others["absent"].id, "-"):
            # Also where the rest is no question at all.
            for method in (path("ListUsers")[1:], "", "x"):
                refused = raw.call(CHECK, pb.CheckAccessRequest(user_id=user_id, method=method))
                assert denied(refused) == "PERMISSION_DENIED PERMISSION_MISSING"
                assert "read:user" in refused.message
        own = pb.CheckAccessRequest(user_id=by_name[name].id, method=path("ListUsers")[1:])
        assert answered(raw.call(CHECK, own))
    for name in (ORG_ADMIN, SUPER_ADMIN, "limited super"):
        raw = clients[by_name[name].key]
        question = pb.CheckAccessRequest(user_id=other.id, method=path("ListUsers")[1:])
        assert not answered(raw.call(CHECK, question)).allowed


def test_an_absent_user_and_a_foreign_one_are_answered_alike(
    stage: Stage, clients: Clients
) -> None:
    raw = clients[next(one for one in stage.callers if one.name == ORG_ADMIN).key]
    ids = [stage.others["absent"].id, stage.others["foreign"].id]
    for rpc in HOW:
        method = path(rpc)[1:]
        outcomes = [
            raw.call(CHECK, pb.CheckAccessRequest(user_id=one, method=method)) for one in ids
        ]
        assert denied(outcomes[0]) == "NOT_FOUND USER_NOT_FOUND"
        assert same(outcomes, ids)
        assert "ResourceInfo" in outcomes[0].details


def test_no_answer_about_who_is_stronger_tells_what_is_there_outside_ones_own_scope(
    stage: Stage, clients: Clients
) -> None:
    """A super-admin would reach it, and whoever asks about them does not."""
    raw = clients[next(one for one in stage.callers if one.name == ORG_ADMIN).key]
    strong = stage.others["strong"].id
    asked = 0
    for rpc, (kind, _) in HOW.items():
        method = path(rpc)[1:]
        about = {
            "impersonate_user_id": (
                "",
                [stage.others["absent"].id, stage.others["foreign"].id],
            )
        }
        if kind:
            there = stage.targets[kind]
            foreign = there["other" if kind == "organizations" else "other org"][0]
            about["target"] = (f"{kind}/", [there["absent"][0], foreign])
        for name, (prefix, ids) in about.items():
            for user_id in (strong, stage.others["weak"].id):
                questions = [
                    pb.CheckAccessRequest(
                        user_id=user_id, method=method, **{name: f"{prefix}{one}"}
                    )
                    for one in ids
                ]
                outcomes = [raw.call(CHECK, question) for question in questions]
                assert same(outcomes, ids), (rpc, name)
                assert outcomes[0].code.name == "NOT_FOUND"
                asked += 1
    assert asked == 2 * (len(HOW) + sum(bool(kind) for kind, _ in HOW.values()))


def test_what_is_in_ones_own_scope_is_told_about_who_is_stronger(
    stage: Stage, clients: Clients
) -> None:
    raw = clients[next(one for one in stage.callers if one.name == ORG_ADMIN).key]
    strong = stage.others["strong"]
    for user_id, reason in (
        (strong.id, "ERROR_REASON_UNSPECIFIED"),
        (stage.others["equal"].id, "ERROR_REASON_PERMISSION_CEILING_EXCEEDED"),
    ):
        question = pb.CheckAccessRequest(
            user_id=user_id, method=path("DeleteUser")[1:], target=f"users/{strong.id}"
        )
        assert REASONS.Name(answered(raw.call(CHECK, question)).reason) == reason


# The form of the question.

LIST_USERS, LIST_ORGS, CREATE_USER, DELETE_USER = (
    path(rpc)[1:] for rpc in ("ListUsers", "ListOrgs", "CreateUser", "DeleteUser")
)
BAD: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["method"]),
    ({"method": "ListUsers"}, ["method"]),
    ({"method": path("ListUsers")}, ["method"]),  # no slash before it
    ({"method": "waii.user.v1.UserService/NoSuch"}, ["method"]),
    ({"method": "waii.user.v1.UserService/listUsers"}, ["method"]),
    ({"method": "waii.user.v1.UserService.ListUsers"}, ["method"]),
    ({"method": "grpc.health.v1.Health/Check"}, ["method"]),
    ({"method": "grpc.health.v1.Health/Watch"}, ["method"]),
    (
        {"method": "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"},
        ["method"],
    ),
    ({"method": LIST_USERS, "target": "tenants/t"}, ["target"]),
    ({"method": LIST_USERS, "target": "default-org"}, ["target"]),
    ({"method": LIST_USERS, "target": "organizations/"}, ["target"]),
    ({"method": LIST_USERS, "target": "organizations/-"}, ["target"]),
    ({"method": LIST_USERS, "target": "organizations/a/b"}, ["target"]),
    ({"method": CREATE_USER, "target": "users/u"}, ["target"]),
    ({"method": CREATE_USER, "target": "organizations/o"}, ["target"]),
    ({"method": DELETE_USER, "target": "tenants/t"}, ["target"]),
    ({"method": LIST_ORGS, "target": "organizations/o"}, ["target"]),
    ({"method": path("CreateAccessKey")[1:], "target": "users/u"}, ["target"]),
    ({"method": CHECK[1:], "target": "users/u"}, ["target"]),
    ({"method": LIST_USERS, "roles": [API_USER]}, ["roles"]),
    ({"method": DELETE_USER, "roles": [API_USER]}, ["roles"]),
    ({"method": LIST_ORGS, "roles": [API_USER]}, ["roles"]),
    ({"method": CREATE_USER, "roles": ["x", API_USER, ""]}, ["roles[0]", "roles[2]"]),
    ({"method": CREATE_USER, "roles": [API_USER] * 101}, ["roles"]),
    ({"method": LIST_USERS, "user_id": "-"}, ["user_id"]),
    ({"method": LIST_USERS, "impersonate_user_id": "a b"}, ["impersonate_user_id"]),
    (
        {
            "user_id": "-",
            "impersonate_user_id": "-",
            "method": LIST_ORGS,
            "target": "x",
            "roles": ["x"],
        },
        ["user_id", "impersonate_user_id", "roles[0]", "target", "roles"],
    ),
]


def test_what_is_no_question_is_refused_with_every_broken_rule(
    server: RunningServer, clients: Clients
) -> None:
    for fields, expected in BAD:
        refused = clients[server.admin_key].call(CHECK, pb.CheckAccessRequest(**fields))
        assert denied(refused) == "INVALID_ARGUMENT FIELDS_INVALID", fields
        assert refused.fields == expected, fields
