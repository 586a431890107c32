"""Calls at the same time: each is as if it had been alone, and no decision outlives its grounds.

A few rounds of each; thousands are by the proof `races`.
"""

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial

import grpc
import pytest
from google.protobuf.message import Message
from security.samples import ORG, TENANT
from support.inspection import damage, rows
from support.raw import Outcome, RawClient
from support.server import RunningServer
from waii.user import v1 as pb

OK = grpc.StatusCode.OK
ALREADY_EXISTS = grpc.StatusCode.ALREADY_EXISTS
FAILED_PRECONDITION = grpc.StatusCode.FAILED_PRECONDITION
NOT_FOUND = grpc.StatusCode.NOT_FOUND
PERMISSION_DENIED = grpc.StatusCode.PERMISSION_DENIED
UNAUTHENTICATED = grpc.StatusCode.UNAUTHENTICATED

SUPER_ADMIN = "waii-super-admin-user"
IMPERSONATION = "x-waii-impersonate-user"
RACERS = 8


class Caller(RawClient):
    """Calls with one key, optionally as another user."""

    def __init__(self, address: str, key: str, *, as_user: str = "") -> None:
        super().__init__(address, key)
        self.key = key
        self._metadata = [("authorization", f"Bearer {key}")]
        if as_user:
            self._metadata.append((IMPERSONATION, as_user))

    def ask(self, rpc: str, request: Message) -> Outcome:
        return self.call(rpc, request, self._metadata)

    def do(self, rpc: str, request: Message) -> Outcome:
        """A call that has to succeed."""
        outcome = self.ask(rpc, request)
        assert outcome.code == OK, outcome
        return outcome


@pytest.fixture
def callers(fresh_server: RunningServer) -> Iterator[Callable[..., Caller]]:
    """Opens callers, each on a connection of its own; without a key: the first admin's."""
    with ExitStack() as stack:

        def open_caller(key: str = "", *, as_user: str = "") -> Caller:
            chosen = key or fresh_server.admin_key
            return stack.enter_context(Caller(fresh_server.address, chosen, as_user=as_user))

        yield open_caller


@pytest.fixture
def admin(callers: Callable[..., Caller]) -> Caller:
    return callers()


@pytest.fixture(autouse=True)
def _nothing_is_damaged(fresh_server: RunningServer) -> Iterator[None]:
    yield
    assert damage(fresh_server.database_file) == []


def at_once(calls: Sequence[Callable[[], Outcome]]) -> list[Outcome]:
    """Makes all the calls at the same moment."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], Outcome]) -> Outcome:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def _user(user_id: str, *roles: str, tenant_id: str = TENANT, org_id: str = ORG) -> Message:
    user = pb.User(id=user_id, tenant_id=tenant_id, org_id=org_id, roles=roles)
    return pb.CreateUserRequest(user=user)


def _roles(user_id: str, *roles: str) -> Message:
    return pb.UpdateUserRequest(
        user=pb.User(id=user_id, roles=roles), update_mask={"paths": ["roles"]}
    )


def _tenant(tenant_id: str, org_id: str = ORG) -> Message:
    return pb.CreateTenantRequest(tenant=pb.Tenant(id=tenant_id, name="T", org_id=org_id))


def _org(org_id: str) -> Message:
    return pb.CreateOrganizationRequest(organization=pb.Organization(id=org_id, name="O"))


def _new_key(caller: Caller, name: str = "key") -> str:
    answer = caller.do("CreateAccessKey", pb.CreateAccessKeyRequest(name=name))
    return pb.GetAccessKeyResponse.FromString(answer.response).access_keys[0].access_key


def _key_of(callers: Callable[..., Caller], user_id: str) -> str:
    return _new_key(callers(as_user=user_id))


@pytest.mark.parametrize(
    ("rpc", "make"),
    [
        ("CreateOrg", _org),
        ("CreateTenant", _tenant),
        ("CreateUser", _user),
        ("CreateAccessKey", lambda name: pb.CreateAccessKeyRequest(name=name)),
    ],
    ids=["org", "tenant", "user", "access key"],
)
def test_of_racing_creates_of_one_id_one_succeeds(
    callers: Callable[..., Caller], rpc: str, make: Callable[[str], Message]
) -> None:
    racers = [callers() for _ in range(RACERS)]
    for number in range(4):
        request = make(f"raced-{number}")
        outcomes = at_once([partial(racer.ask, rpc, request) for racer in racers])
        assert Counter(one.code for one in outcomes) == {OK: 1, ALREADY_EXISTS: RACERS - 1}


def test_deleting_an_organization_while_it_fills_leaves_no_orphan(
    callers: Callable[..., Caller], admin: Caller, fresh_server: RunningServer
) -> None:
    deleter, *fillers = [callers() for _ in range(1 + 6)]
    for number in range(5):
        org_id = f"org-{number}"
        admin.do("CreateOrg", _org(org_id))
        admin.do("CreateTenant", _tenant(f"{org_id}-first", org_id))
        requests = [
            ("CreateTenant", _tenant(f"{org_id}-tenant-{i}", org_id))
            if i % 2
            else (
                "CreateUser",
                _user(f"{org_id}-user-{i}", tenant_id=f"{org_id}-first", org_id=org_id),
            )
            for i in range(len(fillers))
        ]
        deletion = pb.DeleteOrganizationRequest(id=org_id, force=True)
        deleted, *filled = at_once(
            [
                partial(deleter.ask, "DeleteOrg", deletion),
                *(
                    partial(filler.ask, *request)
                    for filler, request in zip(fillers, requests, strict=True)
                ),
            ]
        )
        assert deleted.code == OK
        assert {one.code for one in filled} <= {OK, NOT_FOUND}
        database = fresh_server.database_file
        assert rows(database, "SELECT id FROM organizations WHERE id = ?", org_id) == []
        assert rows(database, "SELECT id FROM tenants WHERE org_id = ?", org_id) == []
        assert rows(database, "SELECT id FROM users WHERE org_id = ?", org_id) == []
    assert rows(database, "SELECT id FROM users WHERE id <> 'admin'") == []


def test_deleting_a_tenant_without_force_never_takes_a_user_along(
    callers: Callable[..., Caller], admin: Caller, fresh_server: RunningServer
) -> None:
    deleter, filler = callers(), callers()
    for number in range(10):
        tenant_id, user_id = f"tenant-{number}", f"user-{number}"
        admin.do("CreateTenant", _tenant(tenant_id))
        deleted, filled = at_once(
            [
                partial(deleter.ask, "DeleteTenant", pb.DeleteTenantRequest(id=tenant_id)),
                partial(filler.ask, "CreateUser", _user(user_id, tenant_id=tenant_id)),
            ]
        )
        assert (deleted.code, filled.code) in {(OK, NOT_FOUND), (FAILED_PRECONDITION, OK)}
        held = rows(
            fresh_server.database_file, "SELECT id FROM users WHERE tenant_id = ?", tenant_id
        )
        assert held == ([(user_id,)] if filled.code == OK else [])


def test_concurrent_changes_of_different_config_keys_all_last(
    callers: Callable[..., Caller], admin: Caller
) -> None:
    racers = [callers() for _ in range(RACERS)]

    def change(number: int) -> Outcome:
        outcome = Outcome(OK)
        for step in range(10):
            request = pb.UpdateConfigRequest(
                updated={f"{number}-{step}": step}, deleted=[f"{number}-{step - 1}"]
            )
            outcome = racers[number].do("UpdateConfig", request)
            answered = pb.UpdateConfigResponse.FromString(outcome.response).configs
            assert answered[f"{number}-{step}"] == step
        return outcome

    at_once([partial(change, number) for number in range(RACERS)])
    config = admin.do("UpdateConfig", pb.UpdateConfigRequest())
    kept = pb.UpdateConfigResponse.FromString(config.response).configs
    assert set(kept) == {f"{number}-9" for number in range(RACERS)}


def _demote(user_id: str) -> tuple[str, Message]:
    return "UpdateUser", _roles(user_id, "waii-api-user")


def _delete(user_id: str) -> tuple[str, Message]:
    return "DeleteUser", pb.DeleteUserRequest(id=user_id)


@pytest.mark.parametrize("first", [_demote, _delete], ids=["demote", "delete"])
@pytest.mark.parametrize("second", [_demote, _delete], ids=["demote", "delete"])
@pytest.mark.parametrize("target", ["each other", "themselves"])
def test_of_two_super_admins_who_remove_one_another_one_is_left(
    callers: Callable[..., Caller],
    fresh_server: RunningServer,
    first: Callable[[str], tuple[str, Message]],
    second: Callable[[str], tuple[str, Message]],
    target: str,
) -> None:
    survivor = callers()
    survivor_id = "admin"
    for number in range(4):
        rival_id = f"rival-{number}"
        survivor.do("CreateUser", _user(rival_id, SUPER_ADMIN))
        rival = callers(_key_as(callers, survivor, rival_id))
        victims = [rival_id, survivor_id] if target == "each other" else [survivor_id, rival_id]
        outcomes = at_once(
            [
                partial(survivor.ask, *first(victims[0])),
                partial(rival.ask, *second(victims[1])),
            ]
        )
        # The second one lost its key, its role, or would have been the last.
        assert [one.code for one in outcomes].count(OK) == 1
        refused = next(one.code for one in outcomes if one.code != OK)
        assert refused in {UNAUTHENTICATED, PERMISSION_DENIED, FAILED_PRECONDITION}
        query = "SELECT id FROM users WHERE roles = ?"
        ((left,),) = rows(fresh_server.database_file, query, SUPER_ADMIN)
        if left == rival_id:
            survivor, survivor_id = rival, rival_id
        survivor.do("ListOrgs", pb.ListOrganizationsRequest())


def _key_as(callers: Callable[..., Caller], caller: Caller, user_id: str) -> str:
    return _new_key(callers(caller.key, as_user=user_id))


@pytest.mark.parametrize(
    "revoke",
    [
        lambda user: ("DeleteUser", pb.DeleteUserRequest(id=user)),
        lambda user: ("DeleteTenant", pb.DeleteTenantRequest(id=f"{user}-t", force=True)),
        lambda user: ("DeleteOrg", pb.DeleteOrganizationRequest(id=f"{user}-o", force=True)),
        None,
    ],
    ids=["user", "tenant", "org", "key"],
)
def test_a_revoked_key_is_refused_by_the_very_next_call(
    callers: Callable[..., Caller],
    admin: Caller,
    revoke: Callable[[str], tuple[str, Message]] | None,
) -> None:
    whoami = pb.GetUserInfoRequest()
    other_connection = callers()
    for number in range(5):
        user = f"revoked-{number}"
        admin.do("CreateOrg", _org(f"{user}-o"))
        admin.do("CreateTenant", _tenant(f"{user}-t", f"{user}-o"))
        admin.do("CreateUser", _user(user, tenant_id=f"{user}-t", org_id=f"{user}-o"))
        owner = callers(_key_of(callers, user))
        for _ in range(3):  # whatever is cached is warm
            owner.do("GetUserInfo", whoami)
        if revoke is None:
            owner.do("DeleteAccessKey", pb.DelAccessKeyRequest(names=["key"]))
        else:
            other_connection.do(*revoke(user))
        assert owner.ask("GetUserInfo", whoami).code == UNAUTHENTICATED


def test_a_role_that_was_taken_away_is_gone_in_the_very_next_call(
    callers: Callable[..., Caller], admin: Caller
) -> None:
    admin.do("CreateUser", _user("fickle"))
    owner = callers(_key_of(callers, "fickle"))
    listing = pb.ListUsersRequest()
    for _ in range(5):
        admin.do("UpdateUser", _roles("fickle", "waii-org-admin-user"))
        assert owner.ask("ListUsers", listing).code == OK
        admin.do("UpdateUser", _roles("fickle", "waii-api-user"))
        assert owner.ask("ListUsers", listing).code == PERMISSION_DENIED
        admin.do("UpdateUser", _roles("fickle"))
        assert owner.ask("GetUserInfo", pb.GetUserInfoRequest()).code == PERMISSION_DENIED


@pytest.mark.parametrize("how", ["demoted", "deleted", "actor demoted"])
def test_no_write_that_starts_after_the_end_of_a_permission_succeeds(
    callers: Callable[..., Caller], admin: Caller, fresh_server: RunningServer, how: str
) -> None:
    writers_count = 4
    for number in range(3):
        user = f"{number}-writer"
        admin.do("CreateUser", _user(user, "waii-org-admin-user"))
        key = _key_of(callers, user)
        subject = ""
        if how == "actor demoted":
            subject = f"{number}-subject"
            admin.do("CreateUser", _user(subject, "waii-org-admin-user"))
        writers = [callers(key, as_user=subject) for _ in range(writers_count)]
        begun, ended = threading.Event(), threading.Event()

        def write(
            index: int,
            *,
            round_: int = number,
            writers: list[Caller] = writers,
            begun: threading.Event = begun,
            ended: threading.Event = ended,
        ) -> list[tuple[bool, str, grpc.StatusCode]]:
            seen = []
            for step in range(1000):
                after = ended.is_set()
                tenant_id = f"{round_}-{index}-{step}"
                code = writers[index].ask("CreateTenant", _tenant(tenant_id)).code
                seen.append((after, tenant_id, code))
                begun.set()
                if after:
                    break
            return seen

        with ThreadPoolExecutor(writers_count) as pool:
            running = [pool.submit(write, index) for index in range(writers_count)]
            assert begun.wait(20)
            ended.wait(0.03)  # a little more
            admin.do(*(_delete(user) if how == "deleted" else _demote(user)))
            ended.set()
            seen = [one for writer in running for one in writer.result()]
        refusal = UNAUTHENTICATED if how == "deleted" else PERMISSION_DENIED
        assert {code for _, _, code in seen} <= {OK, refusal}
        assert {code for after, _, code in seen if after} == {refusal}
        assert len([1 for after, _, _ in seen if after]) == writers_count
        acknowledged = {tenant_id for _, tenant_id, code in seen if code == OK}
        query = "SELECT id FROM tenants WHERE id GLOB ?"
        stored = {row[0] for row in rows(fresh_server.database_file, query, f"{number}-*-*")}
        assert stored == acknowledged
        assert acknowledged


# Who is impersonated, how it ends, what the write is answered.
ENDINGS: dict[str, tuple[str, tuple[str, Message], grpc.StatusCode]] = {
    "demoted": ("", _demote("writer"), PERMISSION_DENIED),
    "without any role": ("", ("UpdateUser", _roles("writer")), PERMISSION_DENIED),
    "deleted": ("", _delete("writer"), UNAUTHENTICATED),
    "moved to another organization": (
        "",
        (
            "UpdateUser",
            pb.UpdateUserRequest(
                user=pb.User(id="writer", tenant_id="elsewhere-t", org_id="elsewhere")
            ),
        ),
        NOT_FOUND,
    ),
    "key revoked": (
        "",
        ("DeleteAccessKey", pb.DelAccessKeyRequest(names=["key"])),
        UNAUTHENTICATED,
    ),
    "subject demoted": ("subject", _demote("subject"), PERMISSION_DENIED),
    "subject deleted": ("subject", _delete("subject"), PERMISSION_DENIED),
}


@pytest.mark.parametrize(("subject", "ending", "refusal"), ENDINGS.values(), ids=ENDINGS)
def test_a_write_that_waits_while_its_permission_ends_is_decided_anew(
    callers: Callable[..., Caller],
    admin: Caller,
    fresh_server: RunningServer,
    subject: str,
    ending: tuple[str, Message],
    refusal: grpc.StatusCode,
) -> None:
    """Both wait for the database: first the ending, then the write, which was allowed so far."""
    admin.do("CreateOrg", _org("elsewhere"))
    admin.do("CreateTenant", _tenant("elsewhere-t", "elsewhere"))
    for user_id in ("writer", "subject"):
        admin.do("CreateUser", _user(user_id, "waii-org-admin-user"))
    key = _key_of(callers, "writer")
    writer = callers(key, as_user=subject)
    ender = callers(key) if ending[0] == "DeleteAccessKey" else admin
    database = fresh_server.database_file
    with (
        ThreadPoolExecutor(2) as pool,
        closing(sqlite3.connect(database, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        ended = pool.submit(ender.ask, *ending)
        time.sleep(0.15)
        written = pool.submit(writer.ask, "CreateTenant", _tenant("late"))
        time.sleep(0.15)
        assert not ended.done()
        assert not written.done()
        other.execute("ROLLBACK")
        assert ended.result().code == OK
        assert written.result().code == refusal
    assert rows(database, "SELECT id FROM tenants WHERE id = 'late'") == []


def test_a_user_who_moves_while_tenants_come_and_go_is_always_in_a_tenant_of_its_org(
    callers: Callable[..., Caller], admin: Caller, fresh_server: RunningServer
) -> None:
    mover, deleter = callers(), callers()
    admin.do("CreateUser", _user("nomad"))
    for number in range(25):
        tenant_id = f"camp-{number}"
        admin.do("CreateTenant", _tenant(tenant_id))
        move = pb.UpdateUserRequest(user=pb.User(id="nomad", tenant_id=tenant_id))
        moved, deleted = at_once(
            [
                partial(mover.ask, "UpdateUser", move),
                partial(deleter.ask, "DeleteTenant", pb.DeleteTenantRequest(id=tenant_id)),
            ]
        )
        assert (moved.code, deleted.code) in {(OK, FAILED_PRECONDITION), (NOT_FOUND, OK)}
        back = pb.UpdateUserRequest(user=pb.User(id="nomad", tenant_id=TENANT))
        admin.do("UpdateUser", back)
