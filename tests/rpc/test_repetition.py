"""Requests with an id of their sender's (AIP-155): done once, and answered as the first time."""

import asyncio
import base64
import json
import secrets
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message
from rpc.calls import acting_as, create_user, denied
from rpc.methods import METHODS, path
from rpc.spec import ORG_ADMIN, SUPER_ADMIN
from support.api import Connect
from support.cutting import LosesTheFirstAnswer
from support.inspection import Row, dump
from support.raw import Outcome, RawClient
from support.server import RunningServer, running_server
from support.waiting import soon
from support.world import Person, World
from waii.user import v1 as pb
from waii_client import AsyncWaii, Waii
from waii_server.services.key_ring import KeyRing

DAY = 24 * 60 * 60 * 1_000_000  # microseconds
REUSED = "INVALID_ARGUMENT REQUEST_ID_REUSED"


@dataclass(frozen=True)
class Case:
    """A method whose requests can be repeated, called by a super-admin on what is their own."""

    rpc: str
    request: Callable[[str], Any]
    """For what is called so."""
    target: Callable[[str, str], str]
    """What its event is about: of the caller's id and the name."""
    undo: Callable[[str], tuple[str, Message]]
    """What deletes that again."""
    answers_a_key: bool = False

    @property
    def method(self) -> str:
        """Its name in the client."""
        return {
            "CreateUser": "create_user",
            "CreateTenant": "create_tenant",
            "CreateOrg": "create_org",
            "BatchCreate": "batch_create",
            "CreateAccessKey": "create_access_key",
            "RotateAccessKey": "rotate_access_key",
        }[self.rpc]

    def identified(self, name: str, request_id: str) -> Any:
        request = self.request(name)
        request.request_id = request_id
        return request

    def prepare(self, world: World, person: Person) -> str:
        """A name, with what is to be there before."""
        name = world.id()
        if self.rpc == "RotateAccessKey":
            world.key(person.id, name)
        return name

    def key(self, response: bytes) -> str:
        """The key in an answer."""
        if self.rpc == "RotateAccessKey":
            return pb.RotateAccessKeyResponse.FromString(response).access_key.access_key
        (key,) = pb.GetAccessKeyResponse.FromString(response).access_keys
        return key.access_key


def _key_target(user_id: str, name: str) -> str:
    return f"users/{user_id}/accessKeys/{name}"


def _delete_key(name: str) -> tuple[str, Message]:
    return "DeleteAccessKey", pb.DelAccessKeyRequest(names=[name])


USER = Case(
    "CreateUser",
    lambda name: pb.CreateUserRequest(user=pb.User(id=name)),
    lambda _, name: f"users/{name}",
    lambda name: ("DeleteUser", pb.DeleteUserRequest(id=name)),
)
TENANT = Case(
    "CreateTenant",
    lambda name: pb.CreateTenantRequest(tenant=pb.Tenant(id=name, name="A tenant")),
    lambda _, name: f"tenants/{name}",
    lambda name: ("DeleteTenant", pb.DeleteTenantRequest(id=name)),
)
ORG = Case(
    "CreateOrg",
    lambda name: pb.CreateOrganizationRequest(organization=pb.Organization(id=name, name="An org")),
    lambda _, name: f"organizations/{name}",
    lambda name: ("DeleteOrg", pb.DeleteOrganizationRequest(id=name)),
)
BATCH = Case(
    "BatchCreate",
    lambda name: pb.BatchCreateRequest(rows=[{"user": {"id": name}}]),
    lambda _, name: f"users/{name}",
    lambda name: ("DeleteUser", pb.DeleteUserRequest(id=name)),
)
KEY = Case(
    "CreateAccessKey",
    lambda name: pb.CreateAccessKeyRequest(name=name, permissions=["usage:api", "read:user"]),
    _key_target,
    _delete_key,
    answers_a_key=True,
)
ROTATION = Case(
    "RotateAccessKey",
    lambda name: pb.RotateAccessKeyRequest(name=name, overlap={"seconds": 60}),
    _key_target,
    _delete_key,
    answers_a_key=True,
)
CREATES = [USER, TENANT, ORG, BATCH, KEY]
CASES = [*CREATES, ROTATION]
each_create = pytest.mark.parametrize("case", CREATES, ids=lambda case: case.rpc)
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.rpc)
each_that_answers_a_key = pytest.mark.parametrize(
    "case", [KEY, ROTATION], ids=lambda case: case.rpc
)


def new_id() -> str:
    return str(uuid.uuid4())


@pytest.fixture(scope="module")
def caller(server: RunningServer) -> Person:
    """Whom the tests of a module share: leave their rights and their own key as they are."""
    with World(server.address, server.admin_key) as world:
        return world.person(SUPER_ADMIN)


@pytest.fixture(scope="module")
def raw(server: RunningServer, caller: Person) -> Iterator[RawClient]:
    with RawClient(server.address, caller.key) as client:
        yield client


def ask(raw: RawClient, case: Case, name: str, request_id: str, *, as_user: str = "") -> Outcome:
    metadata = [*raw.key_metadata, *([acting_as(as_user)] if as_user else [])]
    return raw.call(path(case.rpc), case.identified(name, request_id), metadata)


def done(outcome: Outcome) -> bytes:
    """The answer of a call that succeeded."""
    assert outcome.code.name == "OK", outcome
    return outcome.response


def stored(server: RunningServer) -> dict[str, list[Row]]:
    """All tables but the log, which has its own rules."""
    content = dump(server.settings.database_url)
    del content["audit_events"]
    content.pop("sqlite_sequence", None)
    return content


def events(server: RunningServer, case: Case, user_id: str, name: str) -> int:
    """How many the log has of what was called so."""
    query = "SELECT count(*) AS n FROM audit_events WHERE method = :method AND target = :target"
    method, target = path(case.rpc)[1:], case.target(user_id, name)
    (row,) = server.rows(query, method=method, target=target)
    return int(row["n"])


def answered(server: RunningServer) -> int:
    (row,) = server.rows("SELECT count(*) AS n FROM answered_requests")
    return int(row["n"])


def works(address: str, key: str) -> bool:
    with RawClient(address, key) as raw:
        return raw.call("GetUserInfo", b"").code.name == "OK"


def test_these_are_all_methods_whose_requests_have_an_id() -> None:
    with_id = {
        name for name, method in METHODS.items() if "request_id" in method.input_type.fields_by_name
    }
    assert with_id == {path(case.rpc)[1:] for case in CASES}


# The same answer, and nothing done twice.


@each_case
def test_a_repeated_request_is_answered_as_the_first_time_and_does_nothing(
    server: RunningServer, connect: Connect, world: World, caller: Person, case: Case
) -> None:
    api, name = connect(caller.key), case.prepare(world, caller)
    request = case.identified(name, new_id())
    noted = events(server, case, caller.id, name)
    first = api.call(case.method, request)
    assert events(server, case, caller.id, name) == noted + 1
    before = stored(server)
    assert api.call(case.method, request) == first
    assert stored(server) == before
    if case.answers_a_key:
        key = case.key(first.SerializeToString())
        assert works(server.address, key)
        # What tells a secret once more is to be seen.
        assert soon(lambda: events(server, case, caller.id, name) == noted + 2)
    else:
        assert events(server, case, caller.id, name) == noted + 1


@pytest.fixture(scope="module")
def once(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(
        tmp_path_factory.mktemp(f"once-{engine}"), reveal_access_keys="once"
    ) as server:
        yield server


@each_that_answers_a_key
def test_with_reveal_once_too_a_repeated_request_answers_the_same_key(
    once: RunningServer, case: Case
) -> None:
    with World(once.address, once.admin_key) as world:
        caller = world.person(SUPER_ADMIN)
        name, request_id = case.prepare(world, caller), new_id()
    with RawClient(once.address, caller.key) as raw:
        first = done(ask(raw, case, name, request_id))
        before = stored(once)
        assert done(ask(raw, case, name, request_id)) == first
    assert stored(once) == before
    assert works(once.address, case.key(first))


@each_case
def test_it_is_so_after_what_it_made_was_deleted(
    server: RunningServer, world: World, caller: Person, raw: RawClient, case: Case
) -> None:
    name, request_id = case.prepare(world, caller), new_id()
    first = done(ask(raw, case, name, request_id))
    done(raw.call(*case.undo(name)))
    before = stored(server)
    assert done(ask(raw, case, name, request_id)) == first
    assert stored(server) == before
    if case.answers_a_key:
        assert not works(server.address, case.key(first))


def test_it_is_so_after_what_it_made_was_changed(
    server: RunningServer, world: World, caller: Person, raw: RawClient
) -> None:
    changes: list[tuple[Case, Callable[[str], tuple[str, Message]]]] = [
        (USER, lambda name: ("UpdateUser", pb.UpdateUserRequest(user=pb.User(id=name, name="N")))),
        (
            TENANT,
            lambda name: (
                "UpdateTenant",
                pb.UpdateTenantRequest(tenant=pb.Tenant(id=name, name="N")),
            ),
        ),
        (
            ORG,
            lambda name: (
                "UpdateOrg",
                pb.UpdateOrganizationRequest(organization=pb.Organization(id=name, name="N")),
            ),
        ),
        (KEY, lambda name: (path("RotateAccessKey"), pb.RotateAccessKeyRequest(name=name))),
        (ROTATION, lambda name: (path("RotateAccessKey"), pb.RotateAccessKeyRequest(name=name))),
    ]
    for case, change in changes:
        name, request_id = case.prepare(world, caller), new_id()
        first = done(ask(raw, case, name, request_id))
        done(raw.call(*change(name)))
        before = stored(server)
        assert done(ask(raw, case, name, request_id)) == first
        assert stored(server) == before


def test_an_id_may_be_spelled_in_either_case(
    server: RunningServer, world: World, caller: Person, raw: RawClient
) -> None:
    for case in CASES:
        name, request_id = case.prepare(world, caller), new_id()
        first = done(ask(raw, case, name, request_id.upper()))
        assert done(ask(raw, case, name, request_id)) == first
        assert done(ask(raw, case, name, request_id.upper())) == first


def test_it_is_so_after_the_key_that_was_made_has_expired(
    server: RunningServer, world: World, caller: Person, raw: RawClient
) -> None:
    for case in (KEY, ROTATION):
        request = case.identified(case.prepare(world, caller), new_id())
        # Soon; later where this machine has much to do.
        for seconds in (0.2, 1, 4):
            request.expire_time.FromDatetime(datetime.now(UTC) + timedelta(seconds=seconds))
            first = raw.call(path(case.rpc), request)
            if first.code.name == "OK":
                break
        key = case.key(done(first))
        assert soon(partial(_over, request))
        assert not works(server.address, key)
        assert case.key(done(raw.call(path(case.rpc), request))) == key
        # What was not answered before is refused as ever.
        request.request_id = new_id()
        refused = raw.call(path(case.rpc), request)
        assert denied(refused) == "INVALID_ARGUMENT FIELDS_INVALID"
        assert refused.fields == ["expire_time"]


def _over(request: Any) -> bool:
    return bool(request.expire_time.ToDatetime(UTC) < datetime.now(UTC))


def test_in_somebody_elses_name_it_is_an_event_as_every_such_call(
    server: RunningServer, world: World, caller: Person, raw: RawClient
) -> None:
    subject = world.person(ORG_ADMIN)
    name, request_id = world.id(), new_id()
    done(ask(raw, TENANT, name, request_id, as_user=subject.id))
    assert events(server, TENANT, subject.id, name) == 1
    done(ask(raw, TENANT, name, request_id, as_user=subject.id))
    assert soon(lambda: events(server, TENANT, subject.id, name) == 2)


# What the id belongs to.


@each_case
def test_an_id_with_another_body_or_method_is_refused_and_names_the_field(
    server: RunningServer, world: World, caller: Person, raw: RawClient, case: Case
) -> None:
    request_id = new_id()
    done(ask(raw, case, case.prepare(world, caller), request_id))
    names = {other.rpc: other.prepare(world, caller) for other in CASES}
    before = stored(server)
    for other in CASES:
        refused = ask(raw, other, names[other.rpc], request_id)
        assert (denied(refused), refused.fields) == (REUSED, ["request_id"])
    assert stored(server) == before


def test_so_is_one_with_the_very_same_bytes_for_another_method(
    server: RunningServer, world: World, raw: RawClient
) -> None:
    name, request_id = world.id(), new_id()
    requests: list[tuple[str, Message]] = [
        ("CreateUser", pb.CreateUserRequest(user=pb.User(id=name, name="N"))),
        ("CreateTenant", pb.CreateTenantRequest(tenant=pb.Tenant(id=name, name="N"))),
        ("CreateOrg", pb.CreateOrganizationRequest(organization={"id": name, "name": "N"})),
    ]
    for _, request in requests:
        request.request_id = request_id  # type: ignore[attr-defined]
    assert requests[0][1].SerializeToString() == requests[1][1].SerializeToString()
    done(raw.call(*requests[1]))
    before = stored(server)
    for call in (requests[0], requests[2]):
        assert denied(raw.call(*call)) == REUSED
    assert stored(server) == before


@each_create
def test_the_ids_of_other_callers_are_others(
    server: RunningServer, world: World, caller: Person, raw: RawClient, case: Case
) -> None:
    other, subject = world.person(SUPER_ADMIN), world.person(SUPER_ADMIN)
    request_id = new_id()
    done(ask(raw, case, world.id(), request_id))
    with (
        RawClient(server.address, other.key) as of_other,
        RawClient(server.address, world.key(caller.id, world.id())) as of_other_key,
    ):
        for client, as_user in ((of_other, ""), (of_other_key, ""), (raw, subject.id)):
            name = world.id()
            first = done(ask(client, case, name, request_id, as_user=as_user))
            assert done(ask(client, case, name, request_id, as_user=as_user)) == first


def test_a_key_that_is_kept_for_one_caller_is_answered_to_no_other(
    server: RunningServer, world: World, caller: Person, raw: RawClient
) -> None:
    """The very same request."""
    other, subject = world.person(), world.person()
    name, request_id = world.id(), new_id()
    request = pb.CreateAccessKeyRequest(name=name, request_id=request_id)
    keys = [KEY.key(done(raw.call("CreateAccessKey", request)))]
    with RawClient(server.address, other.key) as of_other:
        keys.append(KEY.key(done(of_other.call("CreateAccessKey", request))))
    as_subject = [*raw.key_metadata, acting_as(subject.id)]
    keys.append(KEY.key(done(raw.call("CreateAccessKey", request, as_subject))))
    assert len(set(keys)) == 3
    with RawClient(server.address, world.key(caller.id, world.id())) as of_other_key:
        outcome = of_other_key.call("CreateAccessKey", request)
    assert denied(outcome) == "ALREADY_EXISTS ACCESS_KEY_ALREADY_EXISTS"


def test_a_rotated_key_is_the_same_caller(server: RunningServer, world: World) -> None:
    caller, name, request_id = world.person(SUPER_ADMIN), world.id(), new_id()
    with RawClient(server.address, caller.key) as raw:
        first = done(ask(raw, KEY, name, request_id))
        new = ROTATION.key(done(raw.call(path("RotateAccessKey"), ROTATION.request("test"))))
    with RawClient(server.address, new) as rotated:
        assert done(ask(rotated, KEY, name, request_id)) == first


def test_a_later_user_with_the_same_id_gets_nothing_of_the_old_one(
    server: RunningServer, world: World
) -> None:
    name, request_id = world.id(), new_id()
    old = world.person()
    request = pb.CreateAccessKeyRequest(name=name, request_id=request_id)
    with RawClient(server.address, old.key) as raw:
        old_key = KEY.key(done(raw.call("CreateAccessKey", request)))
    world.admin.user.delete_user(pb.DeleteUserRequest(id=old.id))
    later = world.person(id=old.id, org_id=old.org_id, tenant_id=old.tenant_id)
    with RawClient(server.address, later.key) as raw:
        later_key = KEY.key(done(raw.call("CreateAccessKey", request)))
    assert later_key != old_key
    assert works(server.address, later_key)
    assert not works(server.address, old_key)


# What is not kept.


def test_a_refused_create_keeps_nothing(
    server: RunningServer, world: World, caller: Person, raw: RawClient
) -> None:
    before = answered(server)
    tenant_id, request_id = world.id("tenant"), new_id()
    request = create_user(id=world.id(), tenant_id=tenant_id)
    request.request_id = request_id
    refused = raw.call("CreateUser", request)
    assert denied(refused) == "NOT_FOUND TENANT_NOT_FOUND"
    taken = pb.CreateAccessKeyRequest(name="test", request_id=request_id)
    refused = raw.call("CreateAccessKey", taken)
    assert denied(refused) == "ALREADY_EXISTS ACCESS_KEY_ALREADY_EXISTS"
    assert answered(server) == before

    world.tenant(caller.org_id, id=tenant_id)
    done(raw.call("CreateUser", request))


@each_case
def test_what_is_older_than_a_day_counts_as_not_there(
    server: RunningServer, world: World, caller: Person, raw: RawClient, case: Case
) -> None:
    name, request_id = case.prepare(world, caller), new_id()
    first = done(ask(raw, case, name, request_id))
    done(raw.call(*case.undo(name)))

    _make_older(server, DAY - 60_000_000)
    assert done(ask(raw, case, name, request_id)) == first

    _make_older(server, 61_000_000)
    if case is ROTATION:
        world.key(caller.id, name)
    again = done(ask(raw, case, name, request_id))
    if case.answers_a_key:
        assert case.key(again) != case.key(first)
    done(raw.call(*case.undo(name)))  # it was there
    # From now on, it is that answer which is kept.
    assert done(ask(raw, case, name, request_id)) == again


def test_an_id_that_is_older_than_a_day_may_come_with_another_body(
    server: RunningServer, world: World, raw: RawClient
) -> None:
    request_id = new_id()
    done(ask(raw, TENANT, world.id(), request_id))
    _make_older(server, DAY + 1_000_000)
    other = world.id()
    done(ask(raw, TENANT, other, request_id))
    assert denied(ask(raw, TENANT, world.id(), request_id)) == REUSED
    done(ask(raw, TENANT, other, request_id))


def test_what_is_older_than_a_day_is_pruned_and_nothing_else(fresh_server: RunningServer) -> None:
    with RawClient(fresh_server.address, fresh_server.admin_key) as raw:
        done(ask(raw, ORG, "old", new_id()))
        _make_older(fresh_server, DAY + 1_000_000)
        request_id = new_id()
        done(ask(raw, ORG, "new", request_id))
        # More than are deleted at once.
        many = (
            "INSERT INTO answered_requests (id, body, answer, answered_at) "
            "WITH RECURSIVE numbers (n) AS "
            "(SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1100) "
            "SELECT {}, body, answer, 1 FROM numbers, "
            "(SELECT body, answer FROM answered_requests LIMIT 1) AS model"
        )
        blob = "CAST(CAST(n AS text) AS {})"
        kind = "bytea" if "postgresql" in fresh_server.settings.database_url else "blob"
        fresh_server.change(many.format(blob.format(kind)))
        assert answered(fresh_server) == 1102
        fresh_server.server._expired_requests.flush()
        assert answered(fresh_server) == 1
        assert denied(ask(raw, ORG, "newer", request_id)) == REUSED


def _make_older(server: RunningServer, microseconds: int) -> None:
    change = "UPDATE answered_requests SET answered_at = answered_at - :by"
    server.change(change, by=microseconds)


def test_no_table_file_or_log_holds_the_id_or_the_key_of_a_kept_answer(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    known: dict[str, str] = {}
    with (
        running_server(tmp_path, reveal_access_keys="once") as server,
        World(server.address, server.admin_key) as world,
    ):
        caller = world.person(SUPER_ADMIN)
        with RawClient(server.address, caller.key) as raw:
            for case in CASES:
                name, request_id = case.prepare(world, caller), new_id()
                known[f"id of {case.rpc}"] = request_id
                for _ in range(2):
                    answer = done(ask(raw, case, name, request_id))
                if case.answers_a_key:
                    known[f"key of {case.rpc}"] = case.key(answer)[5:]
                # A refusal is written about, too.
                assert denied(ask(raw, case, world.id(), request_id)) in {
                    REUSED,
                    "NOT_FOUND ACCESS_KEY_NOT_FOUND",
                }
        everything = repr(dump(server.settings.database_url)).encode()
        assert answered(server) > len(CASES)
        # While it runs, the newest is not yet in the database's own file.
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        everything += b"".join(file.read_bytes() for file in files)
    log = "".join(capfd.readouterr())
    assert path("RotateAccessKey") in log
    everything += log.encode()
    for what, secret in known.items():
        forms = [secret.encode(), secret.upper().encode()]
        if what.startswith("id"):
            forms += [uuid.UUID(secret).bytes, uuid.UUID(secret).hex.encode()]
        for form in forms:
            assert form not in everything, what
            assert form.hex().encode() not in everything, what


def test_it_takes_the_id_too_and_not_the_key_ring_alone_to_open_a_kept_answer(
    server: RunningServer, world: World, raw: RawClient
) -> None:
    request_id = new_id()
    key = KEY.key(done(ask(raw, KEY, world.id(), request_id)))
    (newest, *_) = server.rows("SELECT answer FROM answered_requests ORDER BY answered_at DESC")
    ring = KeyRing.load_or_create(server.settings.key_ring_file)
    opened = ring.locked_with(request_id).open(bytes(newest["answer"]), ("answer",))
    assert opened is not None
    assert key.encode() in opened
    for other in (ring, ring.locked_with(new_id())):
        assert other.open(bytes(newest["answer"]), ("answer",)) is None


def test_an_answer_whose_ring_key_is_gone_is_a_clear_error(tmp_path: Path) -> None:
    name, request_id = "key", new_id()
    with running_server(tmp_path) as server:
        with RawClient(server.address, server.admin_key) as raw:
            done(ask(raw, KEY, name, request_id))
            done(ask(raw, ORG, "org", org_request := new_id()))
        ring_file, admin_key = server.settings.key_ring_file, server.admin_key
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    ring_file.write_text(json.dumps({"primary": "new", "keys": {"new": key}}))
    with running_server(tmp_path) as server, RawClient(server.address, admin_key) as raw:
        refused = ask(raw, KEY, name, request_id)
        assert (denied(refused), refused.fields) == (REUSED, ["request_id"])
        assert "the key is gone" in refused.message
        # What holds nothing needs no key.
        done(ask(raw, ORG, "org", org_request))
        done(ask(raw, KEY, "another", new_id()))


# The order of the answers.


NO_UUID4 = [
    "x",
    "6ba7b810-9dad-11d1-80b4-00c04fd430c8",  # version 1
    "00000000-0000-0000-0000-000000000000",
    "5f0c2f83-57a4-4cd1-cbbb-0a4a6d9d4b5e",  # another variant
    "{5f0c2f83-57a4-4cd1-9cbb-0a4a6d9d4b5e}",
    "5f0c2f8357a44cd19cbb0a4a6d9d4b5e",
    "5f0c2f83-57a4-4cd1-9cbb-0a4a6d9d4b5e\n",
    " 5f0c2f83-57a4-4cd1-9cbb-0a4a6d9d4b5e",
    "x" * 10_000,
]


def test_an_id_that_is_no_uuid4_is_a_violation_beside_all_others(raw: RawClient) -> None:
    for case in CASES:
        for bad in NO_UUID4:
            refused = ask(raw, case, "\x00", bad)
            assert denied(refused) == "INVALID_ARGUMENT FIELDS_INVALID"
            assert len(refused.fields) == 2, bad
            assert refused.fields[-1] == "request_id"
            refused = ask(raw, case, "good", bad)
            assert refused.fields == ["request_id"]


def test_the_permission_is_checked_first_when_it_is_repeated(
    server: RunningServer, world: World
) -> None:
    caller = world.person(SUPER_ADMIN)
    with RawClient(server.address, caller.key) as raw:
        for case in CASES:
            name, request_id = case.prepare(world, caller), new_id()
            first = done(ask(raw, case, name, request_id))
            world.set_roles(caller.id, *([] if case.answers_a_key else ["waii-api-user"]))
            refused = ask(raw, case, name, request_id)
            reason = "API_USAGE_DENIED" if case.answers_a_key else "PERMISSION_MISSING"
            assert denied(refused) == f"PERMISSION_DENIED {reason}"
            world.set_roles(caller.id, SUPER_ADMIN)
            assert done(ask(raw, case, name, request_id)) == first


def test_so_is_whether_one_may_still_act_as_another(server: RunningServer, world: World) -> None:
    caller, subject = world.person(SUPER_ADMIN), world.person()
    request = pb.CreateAccessKeyRequest(name=world.id(), request_id=new_id())
    with RawClient(server.address, caller.key) as raw:
        metadata = [*raw.key_metadata, acting_as(subject.id)]
        first = done(raw.call("CreateAccessKey", request, metadata))
        world.set_roles(caller.id, "waii-admin-user")
        refused = raw.call("CreateAccessKey", request, metadata)
        assert denied(refused) == "PERMISSION_DENIED IMPERSONATION_DENIED"
        world.set_roles(caller.id, SUPER_ADMIN)
        assert done(raw.call("CreateAccessKey", request, metadata)) == first


# At the same time.


@pytest.fixture
def replicas(engine: str, tmp_path: Path) -> Iterator[list[RunningServer]]:
    del engine
    with running_server(tmp_path) as one, running_server(tmp_path) as other:
        yield [one, other]


def test_of_many_that_come_at_once_to_two_servers_one_is_done_and_all_are_answered_the_same(
    replicas: list[RunningServer],
) -> None:
    one, other = replicas
    with World(one.address, one.admin_key) as world:
        caller = world.person(SUPER_ADMIN)
        with (
            RawClient(one.address, caller.key) as here,
            RawClient(other.address, caller.key) as there,
            ThreadPoolExecutor(12) as pool,
        ):
            for case in CASES:
                name, request_id = case.prepare(world, caller), new_id()
                noted = events(one, case, caller.id, name)
                kept = answered(one)
                calls = [
                    partial(ask, client, case, name, request_id) for client in [here, there] * 6
                ]
                outcomes = [pool.submit(call) for call in calls]
                answers = {done(outcome.result()) for outcome in outcomes}
                assert len(answers) == 1
                assert answered(one) == kept + 1
                if case.answers_a_key:
                    assert works(other.address, case.key(answers.pop()))
                    query = (
                        "SELECT count(*) AS n, sum(generation) AS turns FROM access_keys "
                        "WHERE user_id = :id AND name = :name"
                    )
                    (row,) = one.rows(query, id=caller.id, name=name)
                    assert (row["n"], row["turns"]) == (1, int(case is ROTATION))
                else:
                    assert events(one, case, caller.id, name) == noted + 1


# An answer that gets lost.

LOST = pytest.mark.parametrize("case", [USER, KEY, ROTATION], ids=lambda case: case.rpc)


def _made(server: RunningServer, caller: Person, case: Case, name: str, response: Message) -> None:
    """It was done once, and what was answered is that."""
    if case is USER:
        assert events(server, case, caller.id, name) == 1
        return
    key = case.key(response.SerializeToString())
    assert works(server.address, key)
    query = "SELECT generation FROM access_keys WHERE user_id = :id AND name = :name"
    rows = server.rows(query, id=caller.id, name=name)
    assert rows == [{"generation": int(case is ROTATION)}]


@LOST
def test_a_client_that_loses_the_first_answer_gets_it_done_once(
    server: RunningServer, world: World, caller: Person, case: Case
) -> None:
    name = case.prepare(world, caller)
    with LosesTheFirstAnswer(server.address) as way:
        client = Waii()
        client.initialize(url=way.address, api_key=caller.key)
        owner: Any = client.access_key if case is ROTATION else client.user
        response = getattr(owner, case.method)(case.request(name))
        client.close()
    assert way.lost == 1
    _made(server, caller, case, name, response)


@LOST
def test_an_async_client_that_loses_the_first_answer_gets_it_done_once(
    server: RunningServer, world: World, caller: Person, case: Case
) -> None:
    name = case.prepare(world, caller)

    async def call(address: str) -> Any:
        client = AsyncWaii()
        await client.initialize(url=address, api_key=caller.key)
        owner: Any = client.access_key if case is ROTATION else client.user
        response = await getattr(owner, case.method)(case.request(name))
        await client.close()
        return response

    with LosesTheFirstAnswer(server.address) as way:
        response = asyncio.run(call(way.address))
    assert way.lost == 1
    _made(server, caller, case, name, response)
