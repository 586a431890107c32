"""What clients do to a server for hours: every method, accepted and refused, and whatever else
happens to connections and calls.

A chore is a few calls that belong together. It leaves the data as they were, so that what grows
in the long run grows by a fault.
"""

import random
import socket
import struct
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

import grpc
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from matrix.cells import methods
from security import http2
from soak.worlds import Seat
from waii.user import v1 as pb

Metadata = tuple[tuple[str, str], ...]
Answer = tuple[grpc.StatusCode, bytes]

THREADS = 4
"""Of one process of clients, each with a connection of its own."""

_OK = grpc.StatusCode.OK
_PACKAGE = "waii.user.v1"
_NEVER_ISSUED = "waii_" + "0" * 43 + "1QXZrZ"
_PATIENCE = 120.0
_AT_ONCE = 12
_MOST_FAULTS = 20


@dataclass
class Tally:
    """What was called, and what was not answered as it had to be.

    Attributes:
        methods: how often each method was called.
        codes: how often calls ended with each code, by its name.
        connections: how many were opened.
    """

    methods: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def calls(self) -> int:
        return sum(self.codes.values())

    def add(self, other: "Tally") -> None:
        self.methods.update(other.methods)
        self.codes.update(other.codes)
        self.connections += other.connections
        self.faults += other.faults


def call_many(address: str, seats: Sequence[Seat], calls: int, seed: int) -> Tally:
    """About so many calls, from a thread for each seat; every connection is closed at the end."""
    tally = Tally()
    with ThreadPoolExecutor(len(seats)) as pool:
        running = [
            pool.submit(_call, address, seat, calls // len(seats), f"{seed} {seat.user_id}")
            for seat in seats
        ]
        for one in running:
            tally.add(one.result())
    return tally


def _call(address: str, seat: Seat, calls: int, seed: str) -> Tally:
    tally = Tally()
    chance = random.Random(seed)
    with _channel(address) as channel:
        tally.connections += 1
        caller = Caller(address, channel, seat, tally, chance)
        # Each once, so that none is missing in a short run.
        for chore in CHORES:
            chore(caller)
        chosen = list(CHORES)
        weights = list(CHORES.values())
        while tally.calls < calls and len(tally.faults) < _MOST_FAULTS:
            (chore,) = chance.choices(chosen, weights)
            chore(caller)
        caller.delete_what_was_cut_off()
    return tally


def _channel(address: str) -> grpc.Channel:
    options = [("grpc.use_local_subchannel_pool", 1), ("grpc.enable_retries", 0)]
    return grpc.insecure_channel(address, options=options)


class Caller:
    """Makes calls over one connection, and counts them."""

    def __init__(
        self,
        address: str,
        channel: grpc.Channel,
        seat: Seat,
        tally: Tally,
        chance: random.Random,
    ) -> None:
        self.address = address
        self.seat = seat
        self.chance = chance
        self.key = seat.key
        self._channel = channel
        self._tally = tally
        self._rpcs: dict[str, grpc.UnaryUnaryMultiCallable[bytes, bytes]] = {}

    def call(
        self,
        method: str,
        request: Message | bytes,
        *expected: grpc.StatusCode,
        key: str | None = None,
        more: Metadata = (),
        timeout: float = _PATIENCE,
    ) -> bytes:
        """The response; a fault where the call ends with another code than those, or than OK."""
        metadata = (*_bearer(self.key if key is None else key), *more)
        body = request if isinstance(request, bytes) else request.SerializeToString()
        try:
            response: bytes = self.rpc(method)(body, timeout=timeout, metadata=metadata)
            code = _OK
        except grpc.RpcError as error:
            response, code = b"", error.code()
        self.count(method, code)
        if code not in (expected or (_OK,)):
            self._tally.faults.append(f"{method} by {self.seat.user_id}: {code.name}: {body.hex()}")
        return response

    def begin(self, method: str, request: Message, key: str | None = None) -> "grpc.Future[bytes]":
        return self.rpc(method).future(
            request.SerializeToString(),
            timeout=_PATIENCE,
            metadata=_bearer(self.key if key is None else key),
        )

    def end(self, method: str, call: "grpc.Future[bytes]") -> None:
        """Waits for a call that was begun, however it ends."""
        try:
            call.result()
            code = _OK
        except grpc.FutureCancelledError:
            code = grpc.StatusCode.CANCELLED
        except grpc.RpcError as error:
            code = error.code()
        self.count(method, code)

    def rpc(self, method: str) -> "grpc.UnaryUnaryMultiCallable[bytes, bytes]":
        if method not in self._rpcs:
            self._rpcs[method] = self._channel.unary_unary(f"/{_PACKAGE}.{method}")
        return self._rpcs[method]

    def count(self, method: str, code: grpc.StatusCode) -> None:
        self._tally.methods[method] += 1
        self._tally.codes[code.name] += 1

    def opened(self) -> None:
        self._tally.connections += 1

    def id(self, noun: str) -> str:
        return f"{noun}-{self.seat.user_id}-{self.chance.getrandbits(60):015x}"

    @property
    def cut_off(self) -> str:
        """The id of a user who may be there or not."""
        return f"cut-{self.seat.user_id}"

    def delete_what_was_cut_off(self) -> None:
        request = pb.DeleteUserRequest(id=self.cut_off)
        self.call("UserService/DeleteUser", request, _OK, grpc.StatusCode.NOT_FOUND)


def _bearer(key: str) -> Metadata:
    return (("authorization", f"Bearer {key}"),)


def _new_id() -> str:
    return str(uuid.uuid4())


def _created(response: bytes) -> str:
    keys = pb.GetAccessKeyResponse.FromString(response).access_keys
    return keys[0].access_key if keys else ""


# Chores.


def _reads(caller: Caller) -> None:
    seat = caller.seat
    caller.call("UserService/GetUserInfo", b"")
    caller.call("UserService/GetUserInfo", pb.GetUserInfoRequest(user_id=seat.others[0]))
    caller.call("UserService/ListTenants", b"")
    caller.call("UserService/ListOrgs", b"")
    caller.call("UserService/ListAccessKeys", b"")
    caller.call("UserService/UpdateConfig", b"")
    caller.call("AuthorizationService/GetPrincipal", b"")
    caller.call(
        "AuthorizationService/CheckAccess",
        pb.CheckAccessRequest(
            user_id=seat.others[0],
            method=f"{_PACKAGE}.UserService/UpdateUser",
            target=f"users/{seat.user_id}",
        ),
    )


def _me(caller: Caller) -> None:
    for _ in range(10):
        caller.call("UserService/GetUserInfo", b"")


def _pages(caller: Caller) -> None:
    request = pb.ListUsersRequest(page_size=2)
    while True:
        response = caller.call("UserService/ListUsers", request)
        request.page_token = pb.ListUsersResponse.FromString(response).next_page_token
        if not request.page_token:
            break
    caller.call("AuditService/ListAuditEvents", pb.ListAuditEventsRequest(page_size=3))


def _config(caller: Caller) -> None:
    request = pb.UpdateConfigRequest(updated={"theme": caller.chance.choice(["dark", "light"])})
    caller.call("UserService/UpdateConfig", request)
    caller.call("UserService/UpdateConfig", pb.UpdateConfigRequest(deleted=["theme"]))


def _user(caller: Caller) -> None:
    user = pb.User(id=caller.id("user"), variables={"n": caller.chance.random()})
    create = pb.CreateUserRequest(user=user, request_id=_new_id())
    caller.call("UserService/CreateUser", create)
    caller.call("UserService/CreateUser", create)
    create.user.name = "Another"
    caller.call("UserService/CreateUser", create, grpc.StatusCode.INVALID_ARGUMENT)
    create.request_id = ""
    caller.call("UserService/CreateUser", create, grpc.StatusCode.ALREADY_EXISTS)
    caller.call("UserService/UpdateUser", pb.UpdateUserRequest(user=pb.User(id=user.id, name="N")))
    stale = pb.UpdateUserRequest(user=pb.User(id=user.id, name="M", etag="stale"))
    caller.call("UserService/UpdateUser", stale, grpc.StatusCode.ABORTED)
    acting = (("x-waii-impersonate-user", user.id),)
    caller.call("UserService/GetUserInfo", b"", more=acting)
    caller.call("SuspensionService/SuspendUser", pb.SuspendUserRequest(id=user.id))
    denied = grpc.StatusCode.PERMISSION_DENIED
    caller.call("UserService/GetUserInfo", b"", denied, more=acting)
    caller.call("SuspensionService/ReactivateUser", pb.ReactivateUserRequest(id=user.id))
    tried = pb.DeleteUserRequest(id=user.id, validate_only=True)
    caller.call("UserService/DeleteUser", tried)
    caller.call("UserService/DeleteUser", pb.DeleteUserRequest(id=user.id))


def _tenant(caller: Caller) -> None:
    id_ = caller.id("tenant")
    tenant = pb.Tenant(id=id_, name="A tenant")
    create = pb.CreateTenantRequest(tenant=tenant, request_id=_new_id())
    caller.call("UserService/CreateTenant", create)
    update = pb.UpdateTenantRequest(tenant=pb.Tenant(id=id_, name="Renamed"))
    caller.call("UserService/UpdateTenant", update)
    caller.call("SuspensionService/SuspendTenant", pb.SuspendTenantRequest(id=id_))
    caller.call("SuspensionService/ReactivateTenant", pb.ReactivateTenantRequest(id=id_))
    in_it = pb.CreateUserRequest(user=pb.User(id=caller.id("user"), tenant_id=id_))
    caller.call("UserService/CreateUser", in_it)
    delete = pb.DeleteTenantRequest(id=id_)
    caller.call("UserService/DeleteTenant", delete, grpc.StatusCode.FAILED_PRECONDITION)
    delete.force = True
    caller.call("UserService/DeleteTenant", delete)


def _batch(caller: Caller) -> None:
    """An import: it is repeated, tried again with more in it, and deleted again."""
    id_ = caller.id("tenant")
    users = [pb.User(id=caller.id("user"), tenant_id=id_) for _ in range(5)]
    create = pb.BatchCreateRequest(
        rows=[
            pb.BatchRow(tenant=pb.Tenant(id=id_, name="A tenant")),
            *(pb.BatchRow(user=user) for user in users),
        ],
        request_id=_new_id(),
    )
    caller.call("BatchService/BatchCreate", create)
    caller.call("BatchService/BatchCreate", create)
    create.request_id = ""
    caller.call("BatchService/BatchCreate", create, grpc.StatusCode.ALREADY_EXISTS)
    create.rows.add().user.CopyFrom(pb.User(id=caller.id("user"), tenant_id=id_))
    create.allow_partial = create.validate_only = True
    caller.call("BatchService/BatchCreate", create)
    create.validate_only = False
    caller.call("BatchService/BatchCreate", create)
    caller.call("UserService/DeleteTenant", pb.DeleteTenantRequest(id=id_, force=True))


def _organization(caller: Caller) -> None:
    key, id_ = caller.seat.admin_key, caller.id("org")
    organization = pb.Organization(id=id_, name="An organization")
    create = pb.CreateOrganizationRequest(organization=organization, request_id=_new_id())
    caller.call("UserService/CreateOrg", create, key=key)
    update = pb.UpdateOrganizationRequest(organization=pb.Organization(id=id_, name="Renamed"))
    caller.call("UserService/UpdateOrg", update, key=key)
    caller.call("SuspensionService/SuspendOrg", pb.SuspendOrganizationRequest(id=id_), key=key)
    reactivate = pb.ReactivateOrganizationRequest(id=id_)
    caller.call("SuspensionService/ReactivateOrg", reactivate, key=key)
    caller.call("UserService/DeleteOrg", pb.DeleteOrganizationRequest(id=id_), key=key)


def _key(caller: Caller) -> None:
    unauthenticated = grpc.StatusCode.UNAUTHENTICATED
    name = caller.id("key")
    create = pb.CreateAccessKeyRequest(name=name, request_id=_new_id())
    first = _created(caller.call("UserService/CreateAccessKey", create))
    caller.call("UserService/CreateAccessKey", create)
    caller.call("UserService/GetUserInfo", b"", key=first)
    rotate = pb.RotateAccessKeyRequest(name=name, request_id=_new_id())
    if caller.chance.random() < 0.5:
        rotate.overlap.CopyFrom(Duration(seconds=60))
    rotated = caller.call("AccessKeyService/RotateAccessKey", rotate)
    second = pb.RotateAccessKeyResponse.FromString(rotated).access_key.access_key
    works = _OK if rotate.HasField("overlap") else unauthenticated
    caller.call("UserService/GetUserInfo", b"", works, key=first)
    caller.call("UserService/GetUserInfo", b"", key=second)
    caller.call("UserService/DeleteAccessKey", pb.DelAccessKeyRequest(names=[name]))
    for revoked in (first, second):
        caller.call("UserService/GetUserInfo", b"", unauthenticated, key=revoked)


def _bad_keys(caller: Caller) -> None:
    unauthenticated = grpc.StatusCode.UNAUTHENTICATED
    never_issued = f"waii_{caller.chance.getrandbits(250):049x}"[:54]
    for key in ("", "nonsense", _NEVER_ISSUED, never_issued):
        caller.call("UserService/ListUsers", b"", unauthenticated, key=key)
    caller.call("UserService/GetUserInfo", b"", unauthenticated, more=_bearer(caller.key))


def _refused(caller: Caller) -> None:
    invalid, nobody = grpc.StatusCode.INVALID_ARGUMENT, caller.id("nobody")
    caller.call("UserService/CreateUser", b"\xff", invalid)
    caller.call("UserService/CreateTenant", b"", invalid)
    caller.call("UserService/ListUsers", pb.ListUsersRequest(page_token="no token"), invalid)
    missing = pb.DeleteUserRequest(id=nobody)
    caller.call("UserService/DeleteUser", missing, grpc.StatusCode.NOT_FOUND)
    denied = grpc.StatusCode.PERMISSION_DENIED
    caller.call("UserService/CreateOrg", b"", denied)
    acting = (("x-waii-impersonate-user", nobody),)
    caller.call("UserService/GetUserInfo", b"", denied, more=acting)
    twice = acting + acting
    caller.call("UserService/GetUserInfo", b"", denied, invalid, more=twice)


def _cancelled(caller: Caller) -> None:
    method, request = "UserService/ListUsers", pb.ListUsersRequest()
    for pause in (0.0, 0.0002, 0.001, 0.003):
        call = caller.begin(method, request)
        time.sleep(pause * caller.chance.random())
        call.cancel()
        caller.end(method, call)


def _cancelled_change(caller: Caller) -> None:
    method = "UserService/CreateUser"
    create = pb.CreateUserRequest(user=pb.User(id=caller.cut_off), request_id=_new_id())
    call = caller.begin(method, create)
    time.sleep(0.004 * caller.chance.random())
    call.cancel()
    caller.end(method, call)
    caller.delete_what_was_cut_off()


def _short_deadlines(caller: Caller) -> None:
    for timeout in (0.0001, 0.0005, 0.001, 0.002):
        caller.call(
            "UserService/ListUsers",
            b"",
            *(_OK, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED),
            timeout=timeout,
        )


def _many_at_once(caller: Caller) -> None:
    """As many as there are connections to the database, and more."""
    method, request = "UserService/ListUsers", pb.ListUsersRequest()
    calls = [caller.begin(method, request) for _ in range(_AT_ONCE)]
    for call in calls:
        caller.end(method, call)


def _a_new_connection(caller: Caller) -> None:
    method = "UserService/GetUserInfo"
    caller.opened()
    with _channel(caller.address) as channel:
        rpc: grpc.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(
            f"/{_PACKAGE}.{method}"
        )
        rpc(b"", timeout=_PATIENCE, metadata=_bearer(caller.key))
        caller.count(method, _OK)


def _a_connection_that_ends_in_a_call(caller: Caller) -> None:
    method = "UserService/CreateUser"
    headers = [(name.encode(), value.encode()) for name, value in _bearer(caller.key)]
    caller.opened()
    with http2.begun(caller.address, f"/{_PACKAGE}.{method}", headers) as connection:
        time.sleep(0.002 * caller.chance.random())
        if caller.chance.random() < 0.5:
            # Without a word, as from a machine that is gone.
            now = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
    caller.count(method, grpc.StatusCode.CANCELLED)


def _a_connection_that_says_nothing_of_use(caller: Caller) -> None:
    host, _, port = caller.address.rpartition(":")
    caller.opened()
    with suppress(OSError), socket.create_connection((host, int(port)), 10) as connection:
        connection.sendall(caller.chance.choice([b"", b"GET / HTTP/1.1\r\n\r\n", b"\0" * 40]))


CHORES: dict[Callable[[Caller], None], int] = {
    _many_at_once: 3,
    _me: 30,
    _reads: 20,
    _pages: 8,
    _config: 4,
    _user: 4,
    _tenant: 2,
    _batch: 2,
    _organization: 2,
    _key: 4,
    _bad_keys: 6,
    _refused: 8,
    _cancelled: 4,
    _cancelled_change: 2,
    _short_deadlines: 4,
    _a_new_connection: 2,
    _a_connection_that_ends_in_a_call: 2,
    _a_connection_that_says_nothing_of_use: 1,
}
"""How often each is chosen, beside the others."""


def never_called(tally: Tally) -> list[str]:
    """Methods of the package that no chore knows."""
    return sorted(set(methods()) - set(tally.methods))
