"""Calls that race: each engine gives them the same outcome as if they had come one by one."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from google.protobuf.message import Message
from rpc.calls import at_once as outcomes_of
from support import databases
from support.raw import Outcome, RawClient
from support.server import RunningServer, running_server
from support.waiting import soon
from support.world import World
from waii.user.v1 import (
    CreateAccessKeyRequest,
    CreateUserRequest,
    DelAccessKeyRequest,
    DeleteOrganizationRequest,
    DeleteTenantRequest,
    DeleteUserRequest,
    Organization,
    RotateAccessKeyRequest,
    SuspendTenantRequest,
    SuspendUserRequest,
    Tenant,
    UpdateConfigRequest,
    UpdateConfigResponse,
    UpdateOrganizationRequest,
    UpdateTenantRequest,
    UpdateUserRequest,
    User,
)
from waii_server.storage.database import Database

CallIt = Callable[[], Outcome]


@pytest.fixture(scope="module")
def wide(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that works on as many calls at once as the default is."""
    with running_server(tmp_path_factory.mktemp(engine)) as server:
        yield server


@pytest.fixture
def people(wide: RunningServer) -> Iterator[World]:
    with World(wide.address, wide.admin_key) as world:
        yield world


@pytest.fixture
def admin(wide: RunningServer) -> Iterator[RawClient]:
    with RawClient(wide.address, wide.admin_key) as client:
        yield client


def at_once(calls: list[CallIt]) -> Counter[str]:
    """How the calls ended, made all at the same time."""
    return Counter(outcome.code.name for outcome in outcomes_of(calls))


def test_of_racing_creates_of_one_id_one_wins(admin: RawClient, people: World) -> None:
    request = CreateUserRequest(user=User(id=people.id()))
    ends = at_once([lambda: admin.call("CreateUser", request)] * 16)
    assert ends == {"OK": 1, "ALREADY_EXISTS": 15}


def test_racing_creates_of_keys_stop_at_the_limit(wide: RunningServer, people: World) -> None:
    person = people.person()
    with RawClient(wide.address, person.key) as client:

        def create(number: int) -> CallIt:
            request = CreateAccessKeyRequest(name=f"key {number}")
            return lambda: client.call("CreateAccessKey", request)

        ends = at_once([create(number) for number in range(110)])
    assert ends == {"OK": 99, "RESOURCE_EXHAUSTED": 11}  # the hundredth was there before


def test_racing_updates_of_a_config_all_last(wide: RunningServer, people: World) -> None:
    person = people.person()
    with RawClient(wide.address, person.key) as client:

        def put(number: int) -> CallIt:
            request = UpdateConfigRequest(updated={f"key {number}": number})
            return lambda: client.call("UpdateConfig", request)

        assert at_once([put(number) for number in range(24)]) == {"OK": 24}
    query = "SELECT count(*) AS n FROM user_configs WHERE user_id = :id"
    assert wide.rows(query, id=person.id) == [{"n": 24}]


def test_racing_updates_of_a_config_each_answer_the_whole_of_it(
    wide: RunningServer, people: World
) -> None:
    person = people.person()
    with RawClient(wide.address, person.key) as client:

        def put(number: int) -> CallIt:
            request = UpdateConfigRequest(updated={f"key {number}": number})
            return lambda: client.call("UpdateConfig", request)

        outcomes = outcomes_of([put(number) for number in range(24)])
    answers = [UpdateConfigResponse.FromString(outcome.response).configs for outcome in outcomes]
    # One after the other: each holds what all before it did, and one key more.
    assert sorted(len(answer) for answer in answers) == list(range(1, 25))


def test_racing_updates_of_a_config_stop_at_the_limit(wide: RunningServer, people: World) -> None:
    person = people.person()
    with RawClient(wide.address, person.key) as client:
        full = UpdateConfigRequest(updated={f"old {number}": number for number in range(990)})
        assert client.call("UpdateConfig", full).code.name == "OK"

        def put(number: int) -> CallIt:
            request = UpdateConfigRequest(updated={f"key {number}": number})
            return lambda: client.call("UpdateConfig", request)

        assert at_once([put(number) for number in range(16)]) == {"OK": 10, "RESOURCE_EXHAUSTED": 6}
    query = "SELECT count(*) AS n FROM user_configs WHERE user_id = :id"
    assert wide.rows(query, id=person.id) == [{"n": 1000}]


@pytest.mark.parametrize("how", ["delete", "demote"])
def test_of_two_super_admins_who_remove_each_other_one_is_left(
    wide: RunningServer, people: World, how: str
) -> None:
    for _ in range(3):  # the proof `races` goes on with it
        two = [people.person("waii-super-admin-user") for _ in range(2)]
        with (
            RawClient(wide.address, two[0].key) as one,
            RawClient(wide.address, two[1].key) as other,
        ):

            def remove(client: RawClient, user_id: str) -> CallIt:
                if how == "delete":
                    return lambda: client.call("DeleteUser", DeleteUserRequest(id=user_id))
                user = User(id=user_id, roles=["waii-api-user"])
                return lambda: client.call("UpdateUser", UpdateUserRequest(user=user))

            ends = at_once([remove(one, two[1].id), remove(other, two[0].id)])
        refusal = "UNAUTHENTICATED" if how == "delete" else "PERMISSION_DENIED"
        assert ends == {"OK": 1, refusal: 1}


def test_the_last_two_super_admins_cannot_both_go(engine: str, tmp_path: Path) -> None:
    del engine
    with running_server(tmp_path) as server, World(server.address, server.admin_key) as world:
        second = world.person("waii-super-admin-user")
        with (
            RawClient(server.address, server.admin_key) as first_client,
            RawClient(server.address, second.key) as second_client,
        ):
            # Each leaves by itself: what the one does takes nothing from the other's rights.
            ends = at_once(
                [
                    lambda: first_client.call("DeleteUser", DeleteUserRequest(id="admin")),
                    lambda: second_client.call("DeleteUser", DeleteUserRequest(id=second.id)),
                ]
            )
        assert ends == {"OK": 1, "FAILED_PRECONDITION": 1}


@pytest.mark.only_on("postgresql")
def test_calls_that_change_who_makes_them_do_not_wait_for_each_other(
    wide: RunningServer, people: World
) -> None:
    person = people.person("waii-super-admin-user")
    tried: list[tuple[str, Message]] = [
        ("UserService/UpdateUser", UpdateUserRequest(user=User(id=person.id, name="New"))),
        ("UserService/DeleteUser", DeleteUserRequest(id=person.id)),
        ("SuspensionService/SuspendUser", SuspendUserRequest(id=person.id)),
        (
            "UserService/UpdateTenant",
            UpdateTenantRequest(tenant=Tenant(id=person.tenant_id, name="New")),
        ),
        ("UserService/DeleteTenant", DeleteTenantRequest(id=person.tenant_id, force=True)),
        ("SuspensionService/SuspendTenant", SuspendTenantRequest(id=person.tenant_id)),
        (
            "UserService/UpdateOrg",
            UpdateOrganizationRequest(organization=Organization(id=person.org_id, name="New")),
        ),
        ("UserService/DeleteOrg", DeleteOrganizationRequest(id=person.org_id, force=True)),
        ("UserService/DeleteAccessKey", DelAccessKeyRequest(names=["test"])),
        ("AccessKeyService/RotateAccessKey", RotateAccessKeyRequest(name="test")),
        ("UserService/UpdateConfig", UpdateConfigRequest(updated={"key": 1})),
    ]
    query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    before = wide.rows(query)
    with RawClient(wide.address, person.key) as client:
        calls: list[CallIt] = []
        for method, request in tried:
            request.validate_only = True  # type: ignore[attr-defined]
            calls.append(partial(client.call, f"/waii.user.v1.{method}", request))
        assert at_once(calls * 4) == {"OK": 4 * len(tried)}
    time.sleep(2)  # in which the engine counts
    assert wide.rows(query) == before


def test_a_forced_delete_among_creates_leaves_no_orphan(
    wide: RunningServer, admin: RawClient, people: World
) -> None:
    org_id = people.org()
    tenant_id = people.tenant(org_id)

    def create() -> CallIt:
        user = User(id=people.id(), tenant_id=tenant_id, org_id=org_id)
        return lambda: admin.call("CreateUser", CreateUserRequest(user=user))

    request = DeleteOrganizationRequest(id=org_id, force=True)
    calls = [create() for _ in range(24)]
    calls.insert(8, lambda: admin.call("DeleteOrg", request))
    ends = at_once(calls)
    assert ends["OK"] + ends["NOT_FOUND"] == len(calls)
    for table in ("users", "tenants"):
        query = f"SELECT count(*) AS n FROM {table} WHERE org_id = :id"  # noqa: S608 - our own name
        assert wide.rows(query, id=org_id) == [{"n": 0}]


@pytest.mark.only_on(databases.POSTGRESQL)
@pytest.mark.parametrize("noun", ["Tenant", "Org"])
def test_a_forced_delete_and_a_call_from_within_do_not_wait_for_each_other(
    wide: RunningServer, admin: RawClient, people: World, noun: str
) -> None:
    org_id = people.org()
    tenant_id = people.tenant(org_id)
    actor, subject = (people.user(tenant_id=tenant_id, org_id=org_id) for _ in "12")
    request = {
        "Tenant": DeleteTenantRequest(id=tenant_id, force=True),
        "Org": DeleteOrganizationRequest(id=org_id, force=True),
    }[noun]
    waiting = (
        "SELECT count(*) AS n FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    database = Database(wide.settings.database_url, connections=1, busy_timeout=5)
    with closing(database), ThreadPoolExecutor(1) as pool:
        with database.write() as call:  # of the actor, in the name of the subject
            assert call.principals.by_user_id(actor)
            deleting = pool.submit(admin.call, f"Delete{noun}", request)
            assert soon(lambda: wide.rows(waiting) == [{"n": 1}])
            assert call.principals.by_user_id(subject)
        assert deleting.result().code.name == "OK"


def test_many_calls_share_a_single_connection(engine: str, tmp_path: Path) -> None:
    with (
        running_server(tmp_path, database_connections=1) as narrow,
        World(narrow.address, narrow.admin_key) as people,
        RawClient(narrow.address, narrow.admin_key) as admin,
    ):
        calls: list[CallIt] = []
        for _ in range(20):
            create = CreateUserRequest(user=User(id=people.id()))
            calls.append(partial(admin.call, "CreateUser", create))
            calls += [
                partial(admin.call, "GetUserInfo", b""),
                partial(admin.call, "ListUsers", b""),
            ]
        assert at_once(calls) == {"OK": 60}
