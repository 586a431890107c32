"""What ends for who makes calls: a key, a role, a user, all above; and for those they are about."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import grpc
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from support.raw import Outcome
from support.world import Person
from waii.user import v1 as pb

from races.ground import (
    ACCESS_KEYS,
    API_USER,
    ORG_ADMIN,
    SUPER_ADMIN,
    SUSPENSION,
    Ground,
    require,
)
from races.streams import Caller, Ended, Kind, run

_UNKNOWN, _DENIED, _ABSENT = "UNAUTHENTICATED", "PERMISSION_DENIED", "NOT_FOUND"
_SCOPE = ["usage:api", "usage:impersonation", "write:user", "read:user", "write:tenant"]
_SCOPE += ["write:access_key"]
_KEY = "test"
_LIVES = (0.15, 0.6, 2.4, 9.6)
"""Seconds that a key is to live: where one is over before the key is made, the next."""

_Ending = tuple[Callable[[Person], tuple[str, Message]], Ended]


def _all(refusal: str, *undoes: str) -> Ended:
    return Ended({"own": refusal, "admin": refusal}, frozenset(undoes))


def _roles(user_id: str, *roles: str) -> tuple[str, Message]:
    user = pb.User(id=user_id, roles=roles)
    return "UpdateUser", pb.UpdateUserRequest(user=user, update_mask={"paths": ["roles"]})


def _moved(person: Person) -> tuple[str, Message]:
    user = pb.User(id=person.id, tenant_id="default-tenant", org_id="default-org")
    return "UpdateUser", pb.UpdateUserRequest(user=user)


_OF_USER: dict[str, _Ending] = {
    "demoted": (
        lambda one: _roles(one.id, API_USER),
        Ended({"admin": _DENIED}),
    ),
    "without a role": (lambda one: _roles(one.id), _all(_DENIED)),
    "deleted": (
        lambda one: ("DeleteUser", pb.DeleteUserRequest(id=one.id)),
        _all(_UNKNOWN, "own"),
    ),
    "suspended": (
        lambda one: (f"{SUSPENSION}SuspendUser", pb.SuspendUserRequest(id=one.id)),
        _all(_DENIED),
    ),
    "moved": (_moved, Ended({"admin": _ABSENT})),
}
"""What may become of a user, and what then becomes of calls by the user's own key."""

_OF_KEY_OR_ABOVE: dict[str, _Ending] = {
    "tenant suspended": (
        lambda one: (f"{SUSPENSION}SuspendTenant", pb.SuspendTenantRequest(id=one.tenant_id)),
        _all(_DENIED),
    ),
    "organization suspended": (
        lambda one: (f"{SUSPENSION}SuspendOrg", pb.SuspendOrganizationRequest(id=one.org_id)),
        _all(_DENIED),
    ),
    "tenant deleted": (
        lambda one: ("DeleteTenant", pb.DeleteTenantRequest(id=one.tenant_id, force=True)),
        _all(_UNKNOWN, "own"),
    ),
    "organization deleted": (
        lambda one: ("DeleteOrg", pb.DeleteOrganizationRequest(id=one.org_id, force=True)),
        _all(_UNKNOWN, "own", "admin"),
    ),
    "key revoked": (
        lambda _: ("DeleteAccessKey", pb.DelAccessKeyRequest(names=[_KEY])),
        _all(_UNKNOWN),
    ),
    "key rotated": (
        lambda _: (f"{ACCESS_KEYS}RotateAccessKey", pb.RotateAccessKeyRequest(name=_KEY)),
        _all(_UNKNOWN),
    ),
}

# As whom is called, and of whom it ends, an impersonated user is refused differently.
_OF_ACTOR = {
    "demoted": _all(_DENIED),
    "moved": _all(_DENIED),
    "deleted": _all(_UNKNOWN),  # what is the subject's stays
    # The subject goes, too.
    **{
        how: replace(_OF_KEY_OR_ABOVE[how][1], meanwhile=frozenset({_DENIED}))
        for how in ("tenant deleted", "organization deleted")
    },
}
_OF_SUBJECT = {
    "deleted": _all(_DENIED, "own"),
    "moved": _all(_DENIED),
    "promoted": _all(_DENIED),
}


def _kinds(person: Person) -> list[Kind]:
    """What an admin does: to its own things, and in its organization, outside of its tenant."""
    org = person.org_id
    beside = f"{org}-beside"  # a tenant that stays when the admin's own goes
    return [
        Kind(
            "create tenant",
            "admin",
            lambda one: (
                "CreateTenant",
                pb.CreateTenantRequest(tenant=pb.Tenant(id=one, name="T", org_id=org)),
            ),
            "SELECT count(*) FROM tenants WHERE id = ?",
        ),
        Kind(
            "create user",
            "admin",
            lambda one: (
                "CreateUser",
                pb.CreateUserRequest(user=pb.User(id=one, tenant_id=beside, org_id=org)),
            ),
            "SELECT count(*) FROM users WHERE id = ?",
        ),
        Kind(
            "list users",
            "admin",
            lambda _: ("ListUsers", pb.ListUsersRequest(lookup_org_id=org)),
        ),
        Kind(
            "create key",
            "own",
            lambda one: ("CreateAccessKey", pb.CreateAccessKeyRequest(name=one)),
            "SELECT count(*) FROM access_keys WHERE user_id = ? AND name = ?",
            lambda one: (person.id, one),
        ),
        Kind(
            "update config",
            "own",
            lambda one: ("UpdateConfig", pb.UpdateConfigRequest(updated={one: 1})),
            "SELECT count(*) FROM user_configs WHERE user_id = ? AND key = ?",
            lambda one: (person.id, one),
        ),
        Kind(
            "who am I",
            "own",
            lambda _: ("GetUserInfo", pb.GetUserInfoRequest()),
            shows=lambda told: SUPER_ADMIN in pb.GetUserInfoResponse.FromString(told).roles,
            bare=True,
        ),
    ]


def _admins(ground: Ground) -> tuple[Person, Person]:
    """Two admins of one tenant, with a tenant beside it; the key of the first is limited to what an
    admin may do, in half of the rounds."""
    world = ground.world
    org = world.org()
    tenant = world.tenant(org)
    world.tenant(org, id=f"{org}-beside")
    one, other = (world.user(ORG_ADMIN, org_id=org, tenant_id=tenant) for _ in "12")
    told = ground.do("GetUserInfo", pb.GetUserInfoRequest(user_id=one))
    may = pb.GetUserInfoResponse.FromString(told).permissions
    limited = ground.chance.random() < 0.5
    key = ground.new_key(one, _KEY, permissions=may if limited else ())
    return Person(one, org, tenant, key), Person(other, org, tenant, "")


def _end(ground: Ground, ending: tuple[str, Message], by: str) -> Callable[[], Outcome]:
    """By the admin; what is done to keys, as their owner."""
    as_user = by if ending[0].endswith("AccessKey") else ""
    return partial(ground.ask, *ending, as_user=as_user)


def callers_own(ground: Ground) -> int:
    """Who calls with the own key loses the key, a role, or all."""
    person, _ = _admins(ground)
    endings = _OF_USER | _OF_KEY_OR_ABOVE
    make, ended = endings[ground.chance.choice(sorted(endings))]
    end = _end(ground, make(person), person.id)
    return run(ground, Caller(person.key), _kinds(person), end, ended)


def actors(ground: Ground) -> int:
    """The same happens to who acts as another."""
    actor, subject = _admins(ground)
    endings = _OF_USER | _OF_KEY_OR_ABOVE
    how = ground.chance.choice(sorted(endings))
    make, ended = endings[how]
    ended = _OF_ACTOR.get(how, ended)
    end = _end(ground, make(actor), actor.id)
    return run(ground, Caller(actor.key, subject.id), _kinds(subject), end, ended)


def subjects(ground: Ground) -> int:
    """It happens to the one as whom another acts; who may also be promoted above that one."""
    actor, subject = _admins(ground)
    promoted: _Ending = (lambda one: _roles(one.id, SUPER_ADMIN), _all(_DENIED))
    endings = {**_OF_USER, "promoted": promoted}
    how = ground.chance.choice(sorted(endings))
    make, ended = endings[how]
    ended = _OF_SUBJECT.get(how, ended)
    if how == "without a role":
        # As the subject one needs no `usage:api`: what a user without a role may do goes on.
        ended = Ended({"admin": _DENIED, "key": _DENIED})
    kinds = [one for one in _kinds(subject) if how != "without a role" or one.needs == "admin"]
    end = _end(ground, make(subject), subject.id)
    return run(ground, Caller(actor.key, subject.id), kinds, end, ended)


def expiries(ground: Ground) -> int:
    """A key expires: nobody says when, but the clock."""
    person, _ = _admins(ground)
    at = Timestamp()
    for life in _LIVES:
        at.FromMicroseconds(int((time.time() + life) * 1e6))
        request = pb.CreateAccessKeyRequest(name="short", expire_time=at)
        made = ground.ask("CreateAccessKey", request, as_user=person.id)
        if made.code is grpc.StatusCode.OK:
            break
    (created,) = pb.GetAccessKeyResponse.FromString(made.response).access_keys

    def end() -> None:
        while time.time() * 1e6 <= at.ToMicroseconds():
            time.sleep(0.001)

    return run(ground, Caller(created.access_key), _kinds(person), end, _all(_UNKNOWN))


def those_it_is_about(ground: Ground) -> int:
    """A user comes to be out of reach, of whoever changes it: above, elsewhere, gone."""
    person, target = _admins(ground)
    make, refusal = {
        "promoted": (lambda: _roles(target.id, SUPER_ADMIN), _DENIED),
        "moved": (lambda: _moved(target), _ABSENT),
        "deleted": (lambda: ("DeleteUser", pb.DeleteUserRequest(id=target.id)), _ABSENT),
    }[how := ground.chance.choice(("promoted", "moved", "deleted"))]
    kinds = [
        Kind(
            "update user",
            "target",
            lambda one: ("UpdateUser", pb.UpdateUserRequest(user=pb.User(id=target.id, name=one))),
        ),
        Kind(
            "reactivate user",
            "target",
            lambda _: (f"{SUSPENSION}ReactivateUser", pb.ReactivateUserRequest(id=target.id)),
        ),
    ]
    before = run(
        ground,
        Caller(person.key),
        kinds,
        partial(ground.ask, *make()),  # type: ignore[no-untyped-call]
        Ended({"target": refusal}),
    )
    if how != "deleted":
        # The last change that was acknowledged came before; none comes behind.
        query = "SELECT name FROM users WHERE id = ?"
        names = [ground.rows(query, target.id)]
        late = ground.ask(*kinds[0].make("late"), key=person.key)
        names.append(ground.rows(query, target.id))
        require(late.code.name == refusal, late)
        require(names[0] == names[1], names)
    return before


def limited_keys(ground: Ground) -> int:
    """A limited key reaches no further when its user is promoted."""
    person, _ = _admins(ground)
    key = ground.new_key(person.id, "limited", permissions=_SCOPE)
    wide = ["usage:api", "read:tenant"]
    kinds = [
        Kind(
            "create organization",
            "beyond",
            lambda one: (
                "CreateOrg",
                pb.CreateOrganizationRequest(organization=pb.Organization(id=one, name="O")),
            ),
            "SELECT count(*) FROM organizations WHERE id = ?",
        ),
        Kind(
            "create a key that reaches further",
            "beyond",
            lambda one: ("CreateAccessKey", pb.CreateAccessKeyRequest(name=one, permissions=wide)),
            "SELECT count(*) FROM access_keys WHERE name = ?",
        ),
        Kind(
            "rotate a key that reaches further",
            "beyond",
            lambda _: (f"{ACCESS_KEYS}RotateAccessKey", pb.RotateAccessKeyRequest(name="whole")),
        ),
        Kind("who am I", "own", lambda _: ("GetUserInfo", pb.GetUserInfoRequest())),
    ]
    ground.new_key(person.id, "whole")
    promote = partial(ground.ask, *_roles(person.id, SUPER_ADMIN))

    ended = Ended({"beyond": _DENIED}, never=frozenset({"beyond"}))
    return run(ground, Caller(key), kinds, promote, ended)
