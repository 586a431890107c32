"""Races of which one call is to win, or each for itself in turn."""

import hashlib
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import grpc
from google.protobuf.message import Message
from support.raw import Outcome
from waii.user import v1 as pb

from races.ground import (
    ACCESS_KEYS,
    API_USER,
    ORG_ADMIN,
    SUSPENSION,
    Call,
    Ground,
    ends,
    require,
)

_ROTATE = f"{ACCESS_KEYS}RotateAccessKey"
_HOUR = 3600


def _secrets(outcomes: list[Outcome]) -> list[str]:
    """The secrets that these rotations have told."""
    return [
        pb.RotateAccessKeyResponse.FromString(outcome.response).access_key.access_key
        for outcome in outcomes
        if outcome.code is grpc.StatusCode.OK
    ]


def _key_row(ground: Ground, user_id: str, name: str) -> tuple[Any, ...]:
    """Generation and digests of a key, and how many there are of that name."""
    query = "SELECT generation, digest, previous_digest FROM access_keys"
    (row,) = ground.rows(f"{query} WHERE user_id = ? AND name = ?", user_id, name)
    return row


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def creates_of_one_key_name(ground: Ground) -> None:
    """One has made the key, and the secret that it tells is that of the key."""
    user = ground.world.user()
    request = pb.CreateAccessKeyRequest(name="k")
    outcomes, codes = ends([partial(ground.ask, "CreateAccessKey", request, as_user=user)] * 5)
    require(codes == {"OK": 1, "ALREADY_EXISTS": 4}, codes)
    (made,) = (one for one in outcomes if one.code is grpc.StatusCode.OK)
    secret = pb.GetAccessKeyResponse.FromString(made.response).access_keys[0].access_key
    require(ground.works(secret), "the key that was created does not work")
    require(bytes(_key_row(ground, user, "k")[1]) == _digest(secret), "another key is stored")


def rotations_of_one_key(ground: Ground) -> None:
    """Each that was acknowledged is a generation; the last secret works, and the one before it
    where that overlaps."""
    user = ground.world.user()
    first = ground.new_key(user, "k")
    requests = [pb.RotateAccessKeyRequest(name="k") for _ in range(5)]
    for request in requests:
        if ground.chance.random() < 0.5:
            request.overlap.FromSeconds(_HOUR)
    outcomes, codes = ends([partial(ground.ask, _ROTATE, one, as_user=user) for one in requests])
    require(codes == {"OK": 5}, codes)
    told = [first, *_secrets(outcomes)]
    require(len(set(told)) == 6, "two rotations gave one secret")
    generation, digest, previous = _key_row(ground, user, "k")
    require(generation == 5, f"5 rotations made {generation} generations")
    known = {_digest(secret): secret for secret in told}
    stored = [bytes(one) for one in (digest, previous) if one is not None]
    require(all(one in known for one in stored), "a secret is stored that nobody was told")
    working = {secret for secret in told if ground.works(secret)}
    require(working == {known[one] for one in stored}, f"{len(working)} secrets work")
    last = known[stored[0]]
    overlaps = requests[told.index(last) - 1].HasField("overlap") if last != first else False
    require((previous is not None) == overlaps, "the overlap is not that of the last rotation")


def rotations_by_the_key_itself(ground: Ground) -> None:
    """The first one takes the secret away with which the others are made."""
    user = ground.world.user()
    secret = ground.new_key(user, "k")
    request = pb.RotateAccessKeyRequest(name="k")
    outcomes, codes = ends([partial(ground.ask, _ROTATE, request, key=secret)] * 4)
    require(codes == {"OK": 1, "UNAUTHENTICATED": 3}, codes)
    (new,) = _secrets(outcomes)
    require(ground.works(new), "the new secret does not work")
    require(not ground.works(secret), "the old secret works")
    require(_key_row(ground, user, "k")[0] == 1, "more than one generation")


def rotations_and_a_revocation(ground: Ground) -> None:
    """Behind the revocation there is nothing to rotate, and no secret works."""
    user = ground.world.user()
    told = [ground.new_key(user, "k")]
    request = pb.RotateAccessKeyRequest(name="k")
    request.overlap.FromSeconds(_HOUR)
    calls: list[Call] = [partial(ground.ask, _ROTATE, request, as_user=user)] * 3
    revoke = partial(
        ground.ask, "DeleteAccessKey", pb.DelAccessKeyRequest(names=["k"]), as_user=user
    )
    calls.insert(ground.chance.randrange(4), revoke)
    outcomes, codes = ends(calls)
    require(codes["OK"] + codes["NOT_FOUND"] == 4, codes)
    told += _secrets([one for one in outcomes if one.response])
    require(not any(ground.works(secret) for secret in told), "a revoked key works")
    require(not ground.rows("SELECT id FROM access_keys WHERE user_id = ?", user), "it is there")


def changes_of_one_state(ground: Ground) -> None:
    """Of changes and deletes that mean one state, by its etag, one is made."""
    kind = ground.chance.choice(sorted(_ETAGS))
    make, read, update, delete = _ETAGS[kind]
    one = make(ground)
    etag = read(ground, one).etag
    calls: list[Call] = [
        partial(ground.ask, *update(one, f"name {number}", etag)) for number in range(3)
    ]
    calls.insert(ground.chance.randrange(4), partial(ground.ask, *delete(one, etag)))
    outcomes, codes = ends(calls)
    require(codes["OK"] == 1, (kind, codes))
    require(codes["ABORTED"] + codes["NOT_FOUND"] == 3, (kind, codes))
    (winner,) = (number for number, call in enumerate(outcomes) if call.code.name == "OK")
    deleted = calls[winner].args[0].startswith("Delete")  # type: ignore[attr-defined]
    left = read(ground, one)
    require((left is None) == deleted, (kind, "not what was acknowledged"))
    if left is not None:
        wanted = calls[winner].args[1]  # type: ignore[attr-defined]
        name = getattr(wanted, wanted.DESCRIPTOR.fields[0].name).name
        require(left.name == name, (kind, left.name, name))


def repeated_requests(ground: Ground) -> None:
    """All are answered alike, and one thing is done."""
    kind = ground.chance.choice(sorted(_REPEATED))
    method, make, count, as_owner = _REPEATED[kind]
    user = ground.world.user() if as_owner else ""
    if as_owner:
        ground.new_key(user, "k")
    one = ground.world.id()
    request: Any = make(one)
    request.request_id = str(uuid.UUID(int=ground.chance.getrandbits(128), version=4))
    outcomes, codes = ends([partial(ground.ask, method, request, as_user=user)] * 5)
    require(codes == {"OK": 5}, (kind, codes))
    require(len({outcome.response for outcome in outcomes}) == 1, (kind, "different answers"))
    (found,) = ground.rows(count, user or one)
    require(found == (1,), (kind, f"done {found} times"))
    again = ground.ask(method, request, as_user=user)
    require(again.response == outcomes[0].response, (kind, "another answer later"))
    if as_owner:
        return  # whenever a secret is told, that is logged
    events = "SELECT count(*) FROM audit_events WHERE code = 'OK' AND target LIKE ?"
    (logged,) = ground.rows(events, f"%/{one}")
    require(logged == (1,), (kind, f"logged {logged} times"))


def admins_who_remove_each_other(ground: Ground) -> None:
    """One goes, by the other, who stays."""
    how = ground.chance.choice(sorted(_REMOVALS))
    remove, refusal, gone = _REMOVALS[how]
    org = ground.world.org()
    two = [ground.world.person(ORG_ADMIN, org_id=org) for _ in "12"]
    _, codes = ends(
        [
            partial(ground.ask, *remove(two[1].id), key=two[0].key),
            partial(ground.ask, *remove(two[0].id), key=two[1].key),
        ]
    )
    require(codes == {"OK": 1, refusal: 1}, (how, codes))
    query = f"SELECT id FROM users WHERE org_id = ? AND NOT ({gone})"  # noqa: S608  our own
    left = ground.rows(query, org)
    require(len(left) == 1, (how, left))


def _user_of(ground: Ground, user_id: str) -> pb.User | None:
    found = ground.do("ListUsers", pb.ListUsersRequest(lookup_user_id=user_id))
    return next(iter(pb.ListUsersResponse.FromString(found).users), None)


def _tenant_of(ground: Ground, tenant_id: str) -> pb.Tenant | None:
    # Made with an organization of the same name.
    found = ground.do("ListTenants", pb.ListTenantsRequest(lookup_org_id=f"o-{tenant_id}"))
    return next(iter(pb.ListTenantsResponse.FromString(found).tenants), None)


def _new_tenant(ground: Ground) -> str:
    one = ground.world.id()
    return ground.world.tenant(ground.world.org(id=f"o-{one}"), id=one)


_Made = tuple[str, Message]
_Etags = tuple[
    Callable[[Ground], str],
    Callable[[Ground, str], Any],
    Callable[[str, str, str], _Made],
    Callable[[str, str], _Made],
]
_ETAGS: dict[str, _Etags] = {
    "user": (
        lambda ground: ground.world.user(),
        _user_of,
        lambda one, name, etag: (
            "UpdateUser",
            pb.UpdateUserRequest(user=pb.User(id=one, name=name, etag=etag)),
        ),
        lambda one, etag: ("DeleteUser", pb.DeleteUserRequest(id=one, etag=etag)),
    ),
    "tenant": (
        _new_tenant,
        _tenant_of,
        lambda one, name, etag: (
            "UpdateTenant",
            pb.UpdateTenantRequest(tenant=pb.Tenant(id=one, name=name, etag=etag)),
        ),
        lambda one, etag: ("DeleteTenant", pb.DeleteTenantRequest(id=one, etag=etag)),
    ),
}
"""How one is made, read, changed and deleted."""

_REPEATED: dict[str, tuple[str, Callable[[str], Message], str, bool]] = {
    "user": (
        "CreateUser",
        lambda one: pb.CreateUserRequest(user=pb.User(id=one)),
        "SELECT count(*) FROM users WHERE id = ?",
        False,
    ),
    "tenant": (
        "CreateTenant",
        lambda one: pb.CreateTenantRequest(tenant=pb.Tenant(id=one, name="T")),
        "SELECT count(*) FROM tenants WHERE id = ?",
        False,
    ),
    "organization": (
        "CreateOrg",
        lambda one: pb.CreateOrganizationRequest(organization=pb.Organization(id=one, name="O")),
        "SELECT count(*) FROM organizations WHERE id = ?",
        False,
    ),
    "key": (
        "CreateAccessKey",
        lambda one: pb.CreateAccessKeyRequest(name=one),
        "SELECT count(*) FROM access_keys WHERE user_id = ? AND name <> 'k'",
        True,
    ),
    "rotation": (
        _ROTATE,
        lambda _: pb.RotateAccessKeyRequest(name="k"),
        "SELECT generation FROM access_keys WHERE user_id = ? AND name = 'k'",
        True,
    ),
}
"""The call, what counts how often it was done, and whether it is about a key, by its owner."""

_REMOVALS: dict[str, tuple[Callable[[str], _Made], str, str]] = {
    "delete": (
        lambda one: ("DeleteUser", pb.DeleteUserRequest(id=one)),
        "UNAUTHENTICATED",
        "1 = 0",
    ),
    "demote": (
        lambda one: ("UpdateUser", pb.UpdateUserRequest(user=pb.User(id=one, roles=[API_USER]))),
        "PERMISSION_DENIED",
        f"roles = '{API_USER}'",
    ),
    "suspend": (
        lambda one: (f"{SUSPENSION}SuspendUser", pb.SuspendUserRequest(id=one)),
        "PERMISSION_DENIED",
        "suspended",
    ),
}
"""The call, what the other one is refused with, and what is then true of the one who went."""
