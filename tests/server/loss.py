"""What is taken away is gone for the very next call, whichever process it comes to.

Each function takes clients of different processes, all with an admin's key. Every time, each of
them is asked before and after; who grants, who takes away, and who is asked first changes.
"""

import itertools
from collections.abc import Iterator, Sequence

import grpc
from google.protobuf.message import Message
from support.raw import Outcome, RawClient
from waii.user import v1 as pb

OK = grpc.StatusCode.OK
ROLE = "waii-api-user"

REVOCATIONS = 32
"""How many keys the tests revoke, each of which is then tried on every process. Many more are by
the proof `races`."""


def of_keys(clients: Sequence[RawClient], *, times: int) -> None:
    """Keys are revoked."""
    for granting, taking, all_ in _turns(clients, times):
        created = _done(granting, "CreateAccessKey", pb.CreateAccessKeyRequest(name="lost"))
        key = pb.GetAccessKeyResponse.FromString(created.response).access_keys[0].access_key
        assert _ask(all_, key) == {OK}
        _done(taking, "DeleteAccessKey", pb.DelAccessKeyRequest(names=["lost"]))
        assert _ask(all_, key) == {grpc.StatusCode.UNAUTHENTICATED}


def of_users(clients: Sequence[RawClient], tenant_id: str, org_id: str, *, times: int) -> None:
    """Users are deleted."""
    for granting, taking, all_ in _turns(clients, times):
        key = _user(granting, "deleted", tenant_id, org_id)
        assert _ask(all_, key) == {OK}
        _done(taking, "DeleteUser", pb.DeleteUserRequest(id="deleted"))
        assert _ask(all_, key) == {grpc.StatusCode.UNAUTHENTICATED}


def of_roles(clients: Sequence[RawClient], tenant_id: str, org_id: str, *, times: int) -> None:
    """A user's roles are taken away, and given back."""
    key = _user(clients[0], "demoted", tenant_id, org_id)
    for granting, taking, all_ in _turns(clients, times):
        assert _ask(all_, key) == {OK}
        _done(taking, "UpdateUser", _roles())
        assert _ask(all_, key) == {grpc.StatusCode.PERMISSION_DENIED}
        _done(granting, "UpdateUser", _roles(ROLE))


def _turns(
    clients: Sequence[RawClient], times: int
) -> Iterator[tuple[RawClient, RawClient, Sequence[RawClient]]]:
    pairs = itertools.cycle(itertools.product(clients, repeat=2))
    for number, (granting, taking) in zip(range(times), pairs, strict=False):
        first = number % len(clients)
        yield granting, taking, [*clients[first:], *clients[:first]]


def _user(client: RawClient, user_id: str, tenant_id: str, org_id: str) -> str:
    """A new user's key."""
    user = pb.User(id=user_id, tenant_id=tenant_id, org_id=org_id, roles=[ROLE])
    _done(client, "CreateUser", pb.CreateUserRequest(user=user))
    request = pb.CreateAccessKeyRequest(name="key")
    created = _done(client, "CreateAccessKey", request, as_user=user_id)
    return pb.GetAccessKeyResponse.FromString(created.response).access_keys[0].access_key


def _roles(*roles: str) -> pb.UpdateUserRequest:
    return pb.UpdateUserRequest(
        user=pb.User(id="demoted", roles=roles), update_mask={"paths": ["roles"]}
    )


def _done(client: RawClient, rpc: str, request: Message, *, as_user: str = "") -> Outcome:
    metadata = client.key_metadata
    if as_user:
        metadata = [*metadata, ("x-waii-impersonate-user", as_user)]
    outcome = client.call(rpc, request, metadata)
    assert outcome.code is OK, outcome
    return outcome


def _ask(clients: Sequence[RawClient], key: str) -> set[grpc.StatusCode]:
    bearer = [("authorization", f"Bearer {key}")]
    return {client.call("GetUserInfo", b"", bearer).code for client in clients}
