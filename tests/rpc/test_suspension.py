"""Access taken away at once, and given back, with nothing lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message
from rpc.calls import info, refused
from support.api import Api, Connect
from support.raw import RawClient
from support.server import RunningServer, running_server
from support.world import Person, World
from waii.user.v1 import GetUserInfoRequest
from waii_client import (
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
)
from waii_client.audit import ListAuditEventsRequest
from waii_client.suspension import (
    ReactivateOrganizationRequest,
    ReactivateTenantRequest,
    ReactivateUserRequest,
    SuspendOrganizationRequest,
    SuspendTenantRequest,
    SuspendUserRequest,
)
from waii_client.user import (
    CreateUserRequest,
    DeleteTenantRequest,
    DeleteUserRequest,
    GetAccessKeyRequest,
    ListOrganizationsRequest,
    ListTenantsRequest,
    ListUsersRequest,
    Organization,
    UpdateConfigRequest,
    UpdateOrganizationRequest,
    UpdateUserRequest,
    User,
    WaiiRoles,
)

SUSPENDED = "ERROR_REASON_SUSPENDED"


Noun = tuple[str, Callable[[Person], str], Callable[[str], Message], str, Callable[[str], Message]]
NOUNS: dict[str, Noun] = {
    "user": (
        "suspend_user",
        lambda person: person.id,
        lambda name: SuspendUserRequest(id=name),
        "reactivate_user",
        lambda name: ReactivateUserRequest(id=name),
    ),
    "tenant": (
        "suspend_tenant",
        lambda person: person.tenant_id,
        lambda name: SuspendTenantRequest(id=name),
        "reactivate_tenant",
        lambda name: ReactivateTenantRequest(id=name),
    ),
    "organization": (
        "suspend_org",
        lambda person: person.org_id,
        lambda name: SuspendOrganizationRequest(id=name),
        "reactivate_org",
        lambda name: ReactivateOrganizationRequest(id=name),
    ),
}
each_noun = pytest.mark.parametrize("noun", NOUNS.values(), ids=NOUNS)


@each_noun
def test_everything_below_is_refused_by_the_next_call_and_comes_back_whole(
    admin: Api, world: World, connect: Connect, noun: Noun
) -> None:
    suspend, named, suspension, reactivate, reactivation = noun
    person, other = world.person(), world.person()
    api = connect(person.key)
    config = {"theme": "dark"}
    api.call("update_config", UpdateConfigRequest(updated=config))
    keys = api.call("list_access_keys", GetAccessKeyRequest())

    admin.call(suspend, suspension(named(person)))
    error = refused(api, "get_user_info", GetUserInfoRequest(), PermissionDeniedError)
    assert error.reason == SUSPENDED
    assert person.id in error.message
    refused(api, "update_config", UpdateConfigRequest(updated={"a": 1}), PermissionDeniedError)
    as_them = refused(
        admin, "get_user_info", GetUserInfoRequest(), PermissionDeniedError, as_user=person.id
    )
    assert as_them.reason == SUSPENDED
    assert info(connect(other.key)).id == other.id
    assert info(admin, person.id).id == person.id  # there, and to be looked at

    admin.call(suspend, suspension(named(person)))  # again is no error
    admin.call(reactivate, reactivation(named(person)))
    assert info(api).id == person.id
    assert api.call("update_config", UpdateConfigRequest()).configs["theme"] == "dark"
    again = api.call("list_access_keys", GetAccessKeyRequest())
    assert [key.access_key for key in again.access_keys] == [
        key.access_key for key in keys.access_keys
    ]
    admin.call(reactivate, reactivation(named(person)))


def test_each_is_suspended_for_itself(admin: Api, world: World, connect: Connect) -> None:
    person = world.person()
    api = connect(person.key)
    for suspend, named, suspension, *_ in NOUNS.values():
        admin.call(suspend, suspension(named(person)))
    for _, named, _, reactivate, reactivation in list(NOUNS.values())[::-1]:
        refused(api, "get_user_info", GetUserInfoRequest(), PermissionDeniedError)
        admin.call(reactivate, reactivation(named(person)))
    assert info(api).id == person.id


def test_lists_show_the_state(admin: Api, world: World) -> None:
    person = world.person()
    shown = _shown(admin, person)
    assert shown == (False, False, False)
    for position, (suspend, named, suspension, reactivate, reactivation) in enumerate(
        NOUNS.values()
    ):
        admin.call(suspend, suspension(named(person)))
        assert _shown(admin, person) == tuple(n == position for n in range(3))
        admin.call(reactivate, reactivation(named(person)))


def _shown(admin: Api, person: Person) -> tuple[bool, bool, bool]:
    users = admin.call("list_users", ListUsersRequest(lookup_user_id=person.id)).users
    tenants = admin.call("list_tenants", ListTenantsRequest(lookup_org_id=person.org_id)).tenants
    orgs = admin.call("list_orgs", ListOrganizationsRequest()).organizations
    return (
        users[0].suspended,
        tenants[0].suspended,
        next(org.suspended for org in orgs if org.id == person.org_id),
    )


def test_the_state_is_not_set_by_creates_and_updates(admin: Api, world: World) -> None:
    tenant = world.tenant("default-org")
    user = User(id=world.id("user"), tenant_id=tenant, suspended=True)
    admin.call("create_user", CreateUserRequest(user=user))
    (found,) = admin.call("list_users", ListUsersRequest(lookup_user_id=user.id)).users
    assert not found.suspended
    world.suspend(user.id)
    admin.call("update_user", UpdateUserRequest(user=User(id=user.id, name="N", suspended=False)))
    (found,) = admin.call("list_users", ListUsersRequest(lookup_user_id=user.id)).users
    assert (found.name, found.suspended) == ("N", True)
    masked = UpdateUserRequest(user=User(id=user.id), update_mask={"paths": ["suspended"]})
    refused(admin, "update_user", masked, InvalidArgumentError)


def test_what_is_suspended_can_be_changed_and_deleted(admin: Api, world: World) -> None:
    person = world.person()
    admin.call("suspend_org", SuspendOrganizationRequest(id=person.org_id))
    admin.call("delete_user", DeleteUserRequest(id=person.id))
    admin.call("delete_tenant", DeleteTenantRequest(id=person.tenant_id))
    renamed = Organization(id=person.org_id, name="Renamed")
    admin.call("update_org", UpdateOrganizationRequest(organization=renamed))


@each_noun
def test_what_is_foreign_is_as_absent(
    admin: Api, world: World, connect: Connect, noun: Noun
) -> None:
    suspend, named, suspension, reactivate, reactivation = noun
    target = world.person()
    caller = admin if suspend == "suspend_org" else connect(world.org_admin().key)
    name = "no-such-thing" if suspend == "suspend_org" else named(target)
    for method, request in (
        (suspend, suspension(name)),
        (reactivate, reactivation(name)),
    ):
        error = refused(caller, method, request, NotFoundError)
        assert error.resource is not None
        assert error.resource.name == name
    assert _shown(admin, target) == (False, False, False)


@each_noun
def test_it_takes_the_permission_to_change_it(world: World, connect: Connect, noun: Noun) -> None:
    suspend, named, suspension, reactivate, reactivation = noun
    target = world.person()
    permission = suspend.replace("suspend_", "write:")
    weak = world.org_admin if suspend == "suspend_org" else world.person
    caller = connect(weak().key)
    for method, request in (
        (suspend, suspension(named(target))),
        (reactivate, reactivation(named(target))),
    ):
        error = refused(caller, method, request, PermissionDeniedError)
        assert error.metadata == {"permission": permission}


def test_nobody_suspends_or_reactivates_who_is_stronger(
    admin: Api, world: World, connect: Connect
) -> None:
    weak = world.org_admin()
    strong = world.user(WaiiRoles.WAII_SUPER_ADMIN_USER, org_id=weak.org_id)
    tenant = admin.call("list_users", ListUsersRequest(lookup_user_id=strong)).users[0].tenant_id
    api = connect(weak.key)
    for method, request in (
        ("suspend_user", SuspendUserRequest(id=strong)),
        ("reactivate_user", ReactivateUserRequest(id=strong)),
        ("suspend_tenant", SuspendTenantRequest(id=tenant)),
        ("reactivate_tenant", ReactivateTenantRequest(id=tenant)),
    ):
        error = refused(api, method, request, PermissionDeniedError)
        assert error.reason == "ERROR_REASON_PERMISSION_CEILING_EXCEEDED"


@pytest.mark.parametrize("bad", ["", "-", "x" * 129])
def test_an_id_that_is_none_is_refused(admin: Api, bad: str) -> None:
    for suspend, _, suspension, reactivate, reactivation in NOUNS.values():
        for method, request in ((suspend, suspension(bad)), (reactivate, reactivation(bad))):
            error = refused(admin, method, request, InvalidArgumentError)
            assert [violation.field for violation in error.field_violations] == ["id"]


def test_the_last_super_admin_who_is_not_suspended_stays_so(fresh_server: RunningServer) -> None:
    with (
        World(fresh_server.address, fresh_server.admin_key) as world,
        RawClient(fresh_server.address, fresh_server.admin_key) as raw,
    ):
        last: list[tuple[str, Message]] = [
            ("SuspendUser", SuspendUserRequest(id="admin")),
            ("SuspendTenant", SuspendTenantRequest(id="default-tenant")),
            ("SuspendOrg", SuspendOrganizationRequest(id="default-org")),
        ]
        second = world.person(WaiiRoles.WAII_SUPER_ADMIN_USER)
        world.suspend(second.id)
        for method, request in last:
            outcome = raw.call(f"/waii.user.v1.SuspensionService/{method}", request)
            assert outcome.reason == "ERROR_REASON_LAST_SUPER_ADMIN", outcome
        # One who is suspended does not count as one who is left.
        for outcome in (
            raw.call("DeleteUser", DeleteUserRequest(id="admin")),
            raw.call(
                "UpdateUser", UpdateUserRequest(user=User(id="admin", roles=["waii-api-user"]))
            ),
        ):
            assert outcome.reason == "ERROR_REASON_LAST_SUPER_ADMIN", outcome
        outcome = raw.call(
            "/waii.user.v1.SuspensionService/ReactivateUser", ReactivateUserRequest(id=second.id)
        )
        assert outcome.code == grpc.StatusCode.OK
        for method, request in last:
            outcome = raw.call(f"/waii.user.v1.SuspensionService/{method}", request)
            # From the second one on, the admin is refused: the first one has suspended them.
            assert outcome.code in {grpc.StatusCode.OK, grpc.StatusCode.PERMISSION_DENIED}
            assert outcome.reason in {"", SUSPENDED}


def test_the_last_super_admin_does_not_move_to_where_everybody_is_suspended(
    fresh_server: RunningServer,
) -> None:
    with (
        World(fresh_server.address, fresh_server.admin_key) as world,
        RawClient(fresh_server.address, fresh_server.admin_key) as raw,
    ):
        suspended, below = world.tenant("default-org"), world.org()
        world.admin.suspension.suspend_tenant(SuspendTenantRequest(id=suspended))
        world.admin.suspension.suspend_org(SuspendOrganizationRequest(id=below))
        for tenant_id in (suspended, world.tenant(below)):
            move = UpdateUserRequest(user=User(id="admin", tenant_id=tenant_id))
            for move.validate_only in (True, False):
                outcome = raw.call("UpdateUser", move)
                assert outcome.reason == "ERROR_REASON_LAST_SUPER_ADMIN", outcome
        elsewhere = UpdateUserRequest(user=User(id="admin", tenant_id=world.tenant()))
        assert raw.call("UpdateUser", elsewhere).code == grpc.StatusCode.OK
        world.user(WaiiRoles.WAII_SUPER_ADMIN_USER)
        assert raw.call("UpdateUser", move).code == grpc.StatusCode.OK


def test_it_is_an_event_of_the_log(admin: Api, world: World) -> None:
    person = world.person()
    world.suspend(person.id)
    request = ListAuditEventsRequest(
        target=f"users/{person.id}", method="waii.user.v1.SuspensionService/SuspendUser"
    )
    (event,) = admin.call("list_audit_events", request).events
    assert (event.actor, event.org_id) == ("admin", person.org_id)
    assert list(event.changed_fields) == ["suspended"]


@pytest.fixture
def replicas(engine: str, tmp_path: Path) -> Iterator[list[RunningServer]]:
    with running_server(tmp_path) as one, running_server(tmp_path) as other:
        yield [one, other]


def test_both_of_two_replicas_refuse_a_suspended_organizations_key_on_the_next_call(
    replicas: list[RunningServer],
) -> None:
    one, other = replicas
    me = GetUserInfoRequest()
    with (
        World(one.address, one.admin_key) as world,
        RawClient(one.address, one.admin_key) as raw,
    ):
        person = world.person()
        with (
            RawClient(one.address, person.key) as here,
            RawClient(other.address, person.key) as there,
        ):
            for _ in range(20):
                for client in (here, there):
                    assert client.call("GetUserInfo", me).code == grpc.StatusCode.OK
                _ok(raw, "SuspendOrg", SuspendOrganizationRequest(id=person.org_id))
                for client in (there, here):
                    assert client.call("GetUserInfo", me).reason == SUSPENDED
                _ok(raw, "ReactivateOrg", ReactivateOrganizationRequest(id=person.org_id))


def _ok(raw: RawClient, method: str, request: Any) -> None:
    outcome = raw.call(f"/waii.user.v1.SuspensionService/{method}", request)
    assert outcome.code == grpc.StatusCode.OK, outcome
