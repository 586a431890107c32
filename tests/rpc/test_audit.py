"""The log of who did what as whom: what is in it, when it is durable, and who reads it."""

import threading
import time
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from rpc.calls import refused
from support.api import Api, Connect
from support.inspection import dump
from support.raw import RawClient
from support.server import RunningServer
from support.waiting import soon
from support.world import World
from waii_client import (
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
    WaiiError,
)
from waii_client.audit import AuditEvent, ListAuditEventsRequest, ListAuditEventsResponse
from waii_client.user import (
    CreateAccessKeyRequest,
    CreateOrganizationRequest,
    CreateTenantRequest,
    CreateUserRequest,
    DelAccessKeyRequest,
    DeleteOrganizationRequest,
    DeleteTenantRequest,
    DeleteUserRequest,
    GetAccessKeyRequest,
    GetUserInfoRequest,
    ListUsersRequest,
    Organization,
    Tenant,
    UpdateConfigRequest,
    UpdateOrganizationRequest,
    UpdateTenantRequest,
    UpdateUserRequest,
    User,
    WaiiRoles,
)
from waii_server.domain.principal import Identity, Principal
from waii_server.services.authentication import PrincipalChanged
from waii_server.transport.call import Call
from waii_server.transport.interceptors.audit import audit

SERVICE = "waii.user.v1.UserService"


def events(api: Api, **filters: Any) -> list[AuditEvent]:
    return list(api.call("list_audit_events", ListAuditEventsRequest(**filters)).events)


def last(api: Api, **filters: Any) -> AuditEvent:
    return events(api, **filters)[-1]


def appears(api: Api, **filters: Any) -> AuditEvent:
    """The one event, of a call that changed nothing, once it is there."""
    assert soon(lambda: events(api, **filters))
    (event,) = events(api, **filters)
    return event


# What is in it.


def _user_changes(world: World) -> list[tuple[str, Message, str, list[str]]]:
    org, tenant, user = world.id("org"), world.id("tenant"), world.id("user")
    return [
        (
            "create_org",
            CreateOrganizationRequest(organization=Organization(id=org, name="O")),
            f"organizations/{org}",
            [],
        ),
        (
            "update_org",
            UpdateOrganizationRequest(organization=Organization(id=org, name="P")),
            f"organizations/{org}",
            ["name"],
        ),
        (
            "create_tenant",
            CreateTenantRequest(tenant=Tenant(id=tenant, name="T", org_id=org)),
            f"tenants/{tenant}",
            [],
        ),
        (
            "update_tenant",
            UpdateTenantRequest(tenant=Tenant(id=tenant, name="U", variables={"a": 1})),
            f"tenants/{tenant}",
            ["name", "variables"],
        ),
        (
            "create_user",
            CreateUserRequest(user=User(id=user, tenant_id=tenant, org_id=org)),
            f"users/{user}",
            [],
        ),
        (
            "update_user",
            UpdateUserRequest(user=User(id=user, email="secret@x", roles=["waii-user"])),
            f"users/{user}",
            ["roles", "email"],
        ),
        ("delete_user", DeleteUserRequest(id=user), f"users/{user}", []),
        ("delete_tenant", DeleteTenantRequest(id=tenant), f"tenants/{tenant}", []),
        ("delete_org", DeleteOrganizationRequest(id=org), f"organizations/{org}", []),
    ]


def test_every_change_is_one_event_that_is_there_with_its_answer(admin: Api, world: World) -> None:
    changes = _user_changes(world)
    org = changes[0][2].removeprefix("organizations/")
    for method, request, target, changed in changes:
        admin.call(method, request)
        (event,) = events(admin, target=target, method=f"{SERVICE}/{_camel(method)}")
        assert (event.actor, event.subject, event.code) == ("admin", "admin", "OK")
        assert sorted(event.changed_fields) == sorted(changed)
        assert event.org_id == org
        assert event.reason == ""
        assert event.key_id
        assert event.peer.startswith("ipv4:127.0.0.1:")
        assert abs(event.event_time.ToSeconds() - time.time()) < 60
    assert len(events(admin, lookup_org_id="default-org", target=f"organizations/{org}")) == 0


def _camel(method: str) -> str:
    return method.title().replace("_", "")


def test_changes_of_keys_and_configs_are_events_without_values(
    admin: Api, world: World, connect: Connect
) -> None:
    person = world.person()
    api = connect(person.key)
    made = api.call("create_access_key", CreateAccessKeyRequest(name="new/one"))
    assert last(admin, actor=person.id).target == f"users/{person.id}/accessKeys/new/one"
    api.call("delete_access_key", DelAccessKeyRequest(names=["new/one", "never"]))
    event = last(admin, actor=person.id)
    assert event.target == f"users/{person.id}/accessKeys"
    assert list(event.changed_fields) == ["new/one", "never"]
    api.call("update_config", UpdateConfigRequest(updated={"theme": "canary"}, deleted=["x"]))
    event = last(admin, actor=person.id)
    assert event.target == f"users/{person.id}/config"
    assert sorted(event.changed_fields) == ["deleted", "updated"]
    assert event.org_id == person.org_id
    before = len(events(admin, actor=person.id))
    api.call("update_config", UpdateConfigRequest())
    assert len(events(admin, actor=person.id)) == before  # it only reads
    text = str(events(admin, actor=person.id))
    assert "canary" not in text
    assert made.access_keys[0].access_key not in text


def test_a_call_in_somebody_elses_name_tells_both(
    admin: Api, world: World, connect: Connect
) -> None:
    person = world.person()
    admin.call("update_config", UpdateConfigRequest(updated={"a": 1}), as_user=person.id)
    (changed,) = events(admin, subject=person.id, method=f"{SERVICE}/UpdateConfig")
    assert (changed.actor, changed.subject, changed.code) == ("admin", person.id, "OK")
    admin.call("get_user_info", GetUserInfoRequest(), as_user=person.id)
    read = appears(admin, subject=person.id, method=f"{SERVICE}/GetUserInfo")
    assert (read.actor, read.subject, read.code) == ("admin", person.id, "OK")
    assert read.org_id == person.org_id
    refused(admin, "list_users", ListUsersRequest(), PermissionDeniedError, as_user=person.id)
    denied = appears(admin, subject=person.id, method=f"{SERVICE}/ListUsers")
    assert (denied.code, denied.reason) == (
        "PERMISSION_DENIED",
        "ERROR_REASON_PERMISSION_MISSING",
    )
    # One's own reads are nobody's business.
    connect(person.key).call("get_user_info", GetUserInfoRequest())
    assert not events(admin, actor=person.id)


def test_a_refused_impersonation_is_an_event(admin: Api, world: World, connect: Connect) -> None:
    weak, strong = world.org_admin(), world.user(WaiiRoles.WAII_SUPER_ADMIN_USER)
    stronger = world.user(WaiiRoles.WAII_SUPER_ADMIN_USER, org_id=weak.org_id)
    nobody = world.person(org_id=weak.org_id)
    attempts = [
        (nobody, weak.id, "ERROR_REASON_IMPERSONATION_DENIED"),
        (weak, strong, "ERROR_REASON_IMPERSONATION_TARGET_NOT_FOUND"),
        (weak, stronger, "ERROR_REASON_IMPERSONATION_CEILING_EXCEEDED"),
    ]
    for person, target, reason in attempts:
        api = connect(person.key)
        refused(api, "get_user_info", GetUserInfoRequest(), PermissionDeniedError, as_user=target)
        event = appears(admin, actor=person.id, subject=target)
        assert (event.code, event.reason) == ("PERMISSION_DENIED", reason)
        assert event.org_id == weak.org_id


def test_a_refused_grant_is_an_event(admin: Api, world: World, connect: Connect) -> None:
    org_admin = world.org_admin()
    wanted = User(id=world.id("user"), tenant_id=org_admin.tenant_id)
    wanted.roles.append(WaiiRoles.WAII_SUPER_ADMIN_USER)
    api = connect(org_admin.key)
    refused(api, "create_user", CreateUserRequest(user=wanted), PermissionDeniedError)
    event = appears(admin, actor=org_admin.id, target=f"users/{wanted.id}")
    assert event.reason == "ERROR_REASON_PERMISSION_CEILING_EXCEEDED"
    assert event.method == f"{SERVICE}/CreateUser"


def test_a_reveal_of_keys_is_an_event(admin: Api, world: World, connect: Connect) -> None:
    person = world.person()
    connect(person.key).call("list_access_keys", GetAccessKeyRequest())
    event = appears(admin, actor=person.id, method=f"{SERVICE}/ListAccessKeys")
    assert event.target == f"users/{person.id}/accessKeys"
    assert event.code == "OK"


def test_an_impersonated_call_that_loses_its_races_is_an_event_and_stays_aborted(
    server: RunningServer, admin: Api, world: World
) -> None:
    person = world.person()
    identity = Identity(person.id, person.tenant_id, person.org_id, ())
    principal = Principal("key", 0, identity, identity, impersonating=True)

    def lose(_call: Call) -> bytes:
        raise PrincipalChanged

    handle = audit(server.server._trail)("method", lose)
    with pytest.raises(PrincipalChanged):
        handle(Call("method", {}, bytes, principal=principal))
    event = appears(admin, actor=person.id)
    assert (event.code, event.reason) == ("ABORTED", "ERROR_REASON_CONFLICT")


def test_what_was_refused_for_other_reasons_is_no_event(
    admin: Api, world: World, connect: Connect
) -> None:
    person = world.person()
    refused(connect(person.key), "list_users", ListUsersRequest(), PermissionDeniedError)
    refused(admin, "delete_user", DeleteUserRequest(id="nobody-of-this-name"), NotFoundError)
    marker = world.person()
    admin.call("get_user_info", GetUserInfoRequest(), as_user=marker.id)
    appears(admin, subject=marker.id, method=f"{SERVICE}/GetUserInfo")
    assert not events(admin, actor=person.id)
    assert not events(admin, target="users/nobody-of-this-name")


def test_the_request_id_of_an_event_is_that_of_the_call(
    server: RunningServer, admin: Api, world: World
) -> None:
    org = world.id("org")
    request = CreateOrganizationRequest(organization=Organization(id=org, name="O"))
    with RawClient(server.address, server.admin_key) as raw:
        raw.call("CreateOrg", request, [*raw.key_metadata, ("x-request-id", "the-very-one")])
    assert last(admin, target=f"organizations/{org}").request_id == "the-very-one"


# With what it becomes durable.

NO_EVENTS = {
    "sqlite": [
        """
        CREATE TRIGGER no_events BEFORE INSERT ON audit_events
        BEGIN SELECT raise(FAIL, 'no room'); END
        """
    ],
    "postgresql": [
        """
        CREATE FUNCTION no_events() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION USING ERRCODE = ''53100''; END'
        """,
        """
        CREATE TRIGGER no_events BEFORE INSERT ON audit_events
        FOR EACH ROW EXECUTE FUNCTION no_events()
        """,
    ],
}
EVENTS_AGAIN = {
    "sqlite": "DROP TRIGGER no_events",
    "postgresql": "DROP TRIGGER no_events ON audit_events",
}


def test_a_change_whose_event_cannot_be_written_is_not_made(
    fresh_server: RunningServer, engine: str
) -> None:
    with World(fresh_server.address, fresh_server.admin_key) as world:
        changes = _user_changes(world)
        with RawClient(fresh_server.address, fresh_server.admin_key) as raw:
            for method, request, *_ in changes[:6]:
                assert raw.call(_camel(method), request).code == grpc.StatusCode.OK
            before = dump(fresh_server.settings.database_url)
            fresh_server.change(*NO_EVENTS[engine])
            attempts: list[tuple[str, Message]] = [
                *((method, request) for method, request, *_ in changes if method[:6] != "create"),
                (
                    "create_org",
                    CreateOrganizationRequest(organization=Organization(id="x", name="X")),
                ),
                ("create_access_key", CreateAccessKeyRequest(name="x")),
                ("update_config", UpdateConfigRequest(updated={"x": 1})),
                ("delete_access_key", DelAccessKeyRequest(names=["bootstrap"])),
            ]
            for method, request in attempts:
                assert raw.call(_camel(method), request).code != grpc.StatusCode.OK, method
            assert dump(fresh_server.settings.database_url) == before
            fresh_server.change(EVENTS_AGAIN[engine])
            for method, request in attempts:
                assert raw.call(_camel(method), request).code == grpc.StatusCode.OK, method


def test_a_change_that_is_refused_leaves_no_event(admin: Api, world: World) -> None:
    org = world.org()
    tenant = world.tenant(org)
    world.user(tenant_id=tenant, org_id=org)
    with pytest.raises(WaiiError):
        admin.call("delete_tenant", DeleteTenantRequest(id=tenant))
    assert [e.method for e in events(admin, target=f"tenants/{tenant}")] == [
        f"{SERVICE}/CreateTenant"
    ]


def test_nothing_appears_behind_a_reader_who_follows_the_log(
    server: RunningServer, world: World, admin: Api
) -> None:
    """Events of calls that overlap, read while they are written: each is met once."""
    org = world.org()
    written: list[str] = []

    def write(writer: int) -> None:
        with RawClient(server.address, server.admin_key) as raw:
            for number in range(25):
                tenant = f"{org}-{writer}-{number}"
                request = CreateTenantRequest(tenant=Tenant(id=tenant, name="T", org_id=org))
                assert raw.call("CreateTenant", request).code == grpc.StatusCode.OK
                written.append(f"tenants/{tenant}")

    threads = [threading.Thread(target=write, args=[n]) for n in range(4)]
    for thread in threads:
        thread.start()
    met: list[str] = []
    token = ""
    stub = _Pages(server)
    request = {"lookup_org_id": org, "page_size": 3}
    while True:
        writing = any(thread.is_alive() for thread in threads)
        page = stub.list(page_token=token, **request)
        if page.next_page_token:
            met += [event.target for event in page.events]
            token = page.next_page_token
        elif not writing:
            met += [event.target for event in page.events]
            break
    for thread in threads:
        thread.join()
    assert sorted(met) == sorted([f"organizations/{org}", *written])


class _Pages:
    def __init__(self, server: RunningServer) -> None:
        self._server = server

    def list(self, **fields: Any) -> Any:
        with RawClient(self._server.address, self._server.admin_key) as raw:
            outcome = raw.call(
                "/waii.user.v1.AuditService/ListAuditEvents", ListAuditEventsRequest(**fields)
            )
        assert outcome.code == grpc.StatusCode.OK, outcome
        return ListAuditEventsResponse.FromString(outcome.response)


# Who reads it.


def test_an_org_admin_sees_what_happened_in_their_organization_and_a_super_admin_all(
    admin: Api, world: World, connect: Connect
) -> None:
    mine, other = world.org_admin(), world.org_admin()
    api = connect(mine.key)
    assert {event.org_id for event in events(api)} == {mine.org_id}
    assert {event.org_id for event in events(api, lookup_org_id=mine.org_id)} == {mine.org_id}
    # Also what a super-admin of another organization did there.
    assert {event.actor for event in events(api)} == {"admin"}
    assert {event.org_id for event in events(admin, actor="admin")} >= {mine.org_id, other.org_id}
    foreign = refused(
        api,
        "list_audit_events",
        ListAuditEventsRequest(lookup_org_id=other.org_id),
        NotFoundError,
    )
    absent = refused(
        api, "list_audit_events", ListAuditEventsRequest(lookup_org_id="no-org"), NotFoundError
    )
    assert foreign.reason == absent.reason == "ERROR_REASON_ORGANIZATION_NOT_FOUND"
    assert foreign.message.replace(other.org_id, "no-org") == absent.message


def test_the_log_takes_a_permission_of_its_own(world: World, connect: Connect) -> None:
    error = refused(
        connect(world.person(WaiiRoles.WAII_ADMIN_USER).key),
        "list_audit_events",
        ListAuditEventsRequest(),
        PermissionDeniedError,
    )
    assert error.metadata == {"permission": "read:usage-report"}


def test_filters_combine(admin: Api, world: World) -> None:
    org = world.org()
    tenant = world.tenant(org)
    assert len(events(admin, lookup_org_id=org)) == 2
    (event,) = events(admin, lookup_org_id=org, method=f"{SERVICE}/CreateTenant", actor="admin")
    assert event.target == f"tenants/{tenant}"
    assert not events(admin, lookup_org_id=org, method=f"{SERVICE}/CreateTenant", actor="ann")
    at = event.event_time
    after = Timestamp()
    after.FromMicroseconds(at.ToMicroseconds() + 1)
    assert [e.target for e in events(admin, lookup_org_id=org, start_time=at)] == [event.target]
    assert [e.target for e in events(admin, lookup_org_id=org, end_time=at)] == [
        f"organizations/{org}"
    ]
    assert not events(admin, lookup_org_id=org, start_time=after)


def test_pages_follow_the_order_of_the_log(server: RunningServer, admin: Api, world: World) -> None:
    org = world.org()
    tenants = [world.tenant(org) for _ in range(5)]
    pages = _Pages(server)
    met, token = [], ""
    for _ in range(3):
        page = pages.list(lookup_org_id=org, page_size=2, page_token=token)
        met += [event.target for event in page.events]
        token = page.next_page_token
    assert met == [f"organizations/{org}", *(f"tenants/{tenant}" for tenant in tenants)]
    assert token == ""
    first = pages.list(lookup_org_id=org, page_size=2)
    refused(
        admin,
        "list_audit_events",
        ListAuditEventsRequest(lookup_org_id="default-org", page_token=first.next_page_token),
        InvalidArgumentError,
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"actor": "-"}, "actor"),
        ({"subject": "a b"}, "subject"),
        ({"target": "x" * 513}, "target"),
        ({"target": "a\0b"}, "target"),
        ({"method": "a\nb"}, "method"),
        ({"page_size": -1}, "page_size"),
        ({"page_token": "x"}, "page_token"),
        ({"lookup_org_id": "-"}, "lookup_org_id"),
        ({"start_time": Timestamp(seconds=10**12)}, "start_time"),
        ({"end_time": Timestamp(nanos=-1)}, "end_time"),
    ],
)
def test_a_filter_that_cannot_match_is_refused(
    admin: Api, fields: dict[str, Any], field: str
) -> None:
    error = refused(
        admin, "list_audit_events", ListAuditEventsRequest(**fields), InvalidArgumentError
    )
    assert [violation.field for violation in error.field_violations] == [field]


def test_the_first_admin_is_an_event_of_the_operator(fresh_server: RunningServer) -> None:
    (event,) = fresh_server.rows("SELECT method, actor, target, org_id, code FROM audit_events")
    assert event == {
        "method": "bootstrap",
        "actor": "",
        "target": "users/admin",
        "org_id": "default-org",
        "code": "OK",
    }
