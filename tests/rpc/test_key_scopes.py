"""Scopes: a key that may be used for a part only of what its user may do."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.protobuf.message import Message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rpc.calls import (
    acting_as,
    bearer,
    create_tenant,
    create_user,
    denied,
    good_request,
    info,
    refused,
    update_user,
)
from rpc.keys import HOUR, ROTATE, create, delete, listed, masked, rotate, rows
from rpc.spec import (
    ADMIN,
    API_USER,
    OPERATIONS,
    ORG_ADMIN,
    PERMISSIONS,
    SUPER_ADMIN,
    TRIAL_API_USER,
    Operation,
)
from support.api import Api, Connect
from support.raw import Outcome, RawClient
from support.server import RunningServer
from support.waiting import soon
from support.world import Person, World
from waii_client import InvalidArgumentError, NotFoundError, PermissionDeniedError
from waii_client.access_key import RotateAccessKeyRequest
from waii_client.audit import ListAuditEventsRequest
from waii_client.suspension import SuspendUserRequest
from waii_client.user import (
    AccessKey,
    CreateAccessKeyRequest,
    DelAccessKeyRequest,
    DeleteUserRequest,
    GetAccessKeyResponse,
    GetUserInfoRequest,
    GetUserInfoResponse,
    ListOrganizationsRequest,
    ListTenantsRequest,
    ListUsersRequest,
)

ALL = PERMISSIONS[SUPER_ADMIN]
CEILING = "PERMISSION_DENIED PERMISSION_CEILING_EXCEEDED"
MISSING = "PERMISSION_DENIED PERMISSION_MISSING"
KEYS = ("usage:api", "write:access_key")
"""What it takes to make keys."""

Scoped = Callable[..., Api]


@pytest.fixture(scope="module")
def makers(server: RunningServer) -> Iterator[World]:
    with World(server.address, server.admin_key) as made:
        yield made


@pytest.fixture(scope="module")
def strong(makers: World) -> Person:
    """A super-admin."""
    return makers.person(SUPER_ADMIN)


_names = (f"scoped {number}" for number in itertools.count())


def _scoped_key(raw: RawClient, person: Person, *permissions: str, as_user: str = "") -> str:
    """A key of the person, or of whom the person acts as, with that scope."""
    metadata = [bearer(person.key), *([acting_as(as_user)] if as_user else [])]
    request = CreateAccessKeyRequest(name=next(_names), permissions=permissions)
    outcome = raw.call("CreateAccessKey", request, metadata)
    assert outcome.code.name == "OK", outcome
    return GetAccessKeyResponse.FromString(outcome.response).access_keys[0].access_key


@pytest.fixture
def scoped(raw: RawClient, connect: Connect) -> Scoped:
    """Opens a client with a scoped key of a person."""
    return lambda person, *permissions: connect(_scoped_key(raw, person, *permissions))


def reason(error: PermissionDeniedError) -> str:
    return error.reason.removeprefix("ERROR_REASON_")


# What a key is good for.


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_a_key_without_an_operations_permission_is_refused_though_its_user_holds_it(
    operation: Operation, raw: RawClient, makers: World, strong: Person
) -> None:
    without = sorted(ALL - {operation.needs})
    key = _scoped_key(raw, strong, *without)
    request = good_request(operation.method, makers, strong.org_id)
    outcome = raw.call(operation.rpc, request, [bearer(key)])
    if operation.needs is None:
        assert outcome.code.name == "OK"
        return
    assert denied(outcome) == MISSING
    # With that permission besides `usage:api` it is let in, if nobody else is touched by it.
    key = _scoped_key(raw, strong, *{"usage:api", operation.needs})
    outcome = raw.call(operation.rpc, request, [bearer(key)])
    touches = operation.rpc in {"CreateUser", "UpdateUser", "DeleteUser"}
    assert (denied(outcome) == CEILING) if touches else outcome.code.name == "OK"


@pytest.mark.parametrize(
    ("rpc", "permission"),
    [
        (ROTATE, "write:access_key"),
        ("/waii.user.v1.AuditService/ListAuditEvents", "read:usage-report"),
        ("/waii.user.v1.SuspensionService/SuspendUser", "write:user"),
        ("/waii.user.v1.SuspensionService/ReactivateTenant", "write:tenant"),
        ("/waii.user.v1.SuspensionService/SuspendOrg", "write:org"),
    ],
)
def test_the_methods_of_other_services_take_their_permission_too(
    rpc: str, permission: str, raw: RawClient, strong: Person
) -> None:
    for scope, refusal in ((ALL - {permission}, True), (ALL, False)):
        key = _scoped_key(raw, strong, *scope)
        outcome = raw.call(rpc, b"", [bearer(key)])  # which names nothing
        assert (denied(outcome) == MISSING) is refusal


def test_user_info_shows_what_the_key_is_good_for(
    scoped: Scoped, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    scope = ["read:user", "usage:api", "write:tenant"]
    api = scoped(person, *scope)
    for own in ("", person.id):
        assert list(info(api, own).permissions) == scope
        assert list(info(api, own).roles) == [ORG_ADMIN]
    # Of others, and with other keys, it is all that the roles hold.
    other = world.user(ADMIN, org_id=person.org_id)
    assert set(info(api, other).permissions) == PERMISSIONS[ADMIN]
    assert set(info(connect(person.key)).permissions) == PERMISSIONS[ORG_ADMIN]


def test_what_the_user_loses_the_key_loses_and_what_the_user_gains_it_does_not(
    scoped: Scoped, world: World
) -> None:
    person = world.org_admin()
    api = scoped(person, "usage:api", "read:user", "read:databases")
    listing = ListUsersRequest()
    api.call("list_users", listing)
    world.set_roles(person.id, API_USER)
    assert list(info(api).permissions) == ["read:databases", "usage:api"]
    error = refused(api, "list_users", listing, PermissionDeniedError)
    assert error.metadata == {"permission": "read:user"}
    world.set_roles(person.id, SUPER_ADMIN)
    assert list(info(api).permissions) == ["read:databases", "read:user", "usage:api"]
    api.call("list_users", listing)
    refused(api, "list_tenants", ListTenantsRequest(), PermissionDeniedError)
    world.set_roles(person.id)
    error = refused(api, "get_user_info", GetUserInfoRequest(), PermissionDeniedError)
    assert reason(error) == "API_USAGE_DENIED"


def test_without_write_org_a_super_admins_key_is_bound_to_its_own_organization(
    scoped: Scoped, strong: Person, world: World
) -> None:
    bound = scoped(strong, *ALL - {"write:org"})
    free = scoped(strong, *ALL)
    elsewhere = world.person()
    foreign: list[tuple[str, Message]] = [
        ("list_users", ListUsersRequest(lookup_org_id=elsewhere.org_id)),
        ("list_tenants", ListTenantsRequest(lookup_org_id=elsewhere.org_id)),
        ("get_user_info", GetUserInfoRequest(user_id=elsewhere.id)),
        ("list_audit_events", ListAuditEventsRequest(lookup_org_id=elsewhere.org_id)),
        ("create_tenant", create_tenant(id=world.id(), name="T", org_id=elsewhere.org_id)),
        ("update_user", update_user(id=elsewhere.id, name="N")),
    ]
    for method, request in foreign:
        refused(bound, method, request, NotFoundError)
        free.call(method, request)
    organizations = bound.call("list_orgs", ListOrganizationsRequest()).organizations
    assert [org.id for org in organizations] == [strong.org_id]
    lookup = ListUsersRequest(lookup_user_id=elsewhere.id)
    assert len(bound.call("list_users", lookup).users) == 0
    assert len(free.call("list_users", lookup).users) == 1
    me = GetUserInfoRequest()
    error = refused(bound, "get_user_info", me, PermissionDeniedError, as_user=elsewhere.id)
    assert reason(error) == "IMPERSONATION_TARGET_NOT_FOUND"


# The ceiling.


def test_a_key_grants_no_role_beyond_it(scoped: Scoped, world: World) -> None:
    person = world.org_admin()
    api = scoped(person, "write:user", *PERMISSIONS[API_USER])
    place = {"tenant_id": person.tenant_id, "org_id": person.org_id}
    user_id = world.id("user")
    api.call("create_user", create_user(id=user_id, roles=[API_USER], **place))
    for roles in ([ADMIN], [API_USER, ADMIN], [ORG_ADMIN]):
        for method, request in (
            ("create_user", create_user(id=world.id("user"), roles=roles, **place)),
            ("update_user", update_user(id=user_id, roles=roles)),
        ):
            error = refused(api, method, request, PermissionDeniedError)
            assert reason(error) == "PERMISSION_CEILING_EXCEEDED"
    api.call("update_user", update_user(id=user_id, roles=[TRIAL_API_USER]))


def test_a_key_changes_nobody_who_may_do_more_and_so_not_its_own_user(
    scoped: Scoped, world: World
) -> None:
    person = world.org_admin()
    stronger = world.user(ADMIN, org_id=person.org_id)
    weaker = world.user(API_USER, org_id=person.org_id)
    api = scoped(person, "write:user", *PERMISSIONS[API_USER])
    for user_id in (person.id, stronger):
        for method, request in (
            ("update_user", update_user(id=user_id, name="New")),
            ("update_user", update_user("roles", id=user_id)),
            ("suspend_user", SuspendUserRequest(id=user_id)),
            ("delete_user", DeleteUserRequest(id=user_id)),
        ):
            error = refused(api, method, request, PermissionDeniedError)
            assert reason(error) == "PERMISSION_CEILING_EXCEEDED"
    api.call("update_user", update_user(id=weaker, name="New"))
    api.call("delete_user", DeleteUserRequest(id=weaker))


# Impersonation.


def test_a_key_impersonates_nobody_whom_it_does_not_cover(scoped: Scoped, world: World) -> None:
    person = world.org_admin()
    covered = world.user(API_USER, org_id=person.org_id)
    beyond = world.user(ADMIN, org_id=person.org_id)
    api = scoped(person, "usage:impersonation", *PERMISSIONS[API_USER])
    assert info(api, as_user=covered).id == covered
    me = GetUserInfoRequest()
    error = refused(api, "get_user_info", me, PermissionDeniedError, as_user=beyond)
    assert reason(error) == "IMPERSONATION_CEILING_EXCEEDED"
    # Oneself is more than one's key, too.
    error = refused(api, "get_user_info", me, PermissionDeniedError, as_user=person.id)
    assert reason(error) == "IMPERSONATION_CEILING_EXCEEDED"


def test_impersonation_takes_its_permission_in_the_scope(scoped: Scoped, world: World) -> None:
    person = world.org_admin()
    target = world.user(API_USER, org_id=person.org_id)
    api = scoped(person, *PERMISSIONS[ORG_ADMIN] - {"usage:impersonation"})
    error = refused(
        api, "get_user_info", GetUserInfoRequest(), PermissionDeniedError, as_user=target
    )
    assert reason(error) == "IMPERSONATION_DENIED"
    assert error.metadata == {"permission": "usage:impersonation"}


def test_an_impersonated_call_stays_within_the_scope_of_the_key(
    scoped: Scoped, world: World
) -> None:
    person = world.org_admin()
    target = world.person(TRIAL_API_USER, org_id=person.org_id)
    scope = {"usage:impersonation", *PERMISSIONS[TRIAL_API_USER]}
    api = scoped(person, *scope)
    assert set(info(api, as_user=target.id).permissions) == PERMISSIONS[TRIAL_API_USER]
    # What the target gains later goes beyond the key: it is not covered any more.
    world.set_roles(target.id, API_USER)
    me = GetUserInfoRequest()
    refused(api, "get_user_info", me, PermissionDeniedError, as_user=target.id)


# Keys that make keys.


def test_a_key_hands_on_at_most_its_own_scope(
    scoped: Scoped, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    scope = sorted({*KEYS, "read:user", "read:tenant"})
    api = scoped(person, *scope)
    inherited = create(api, "inherited")
    assert list(inherited.permissions) == scope
    assert list(info(connect(inherited.access_key)).permissions) == scope
    narrower = create(api, "narrower", permissions=["usage:api", "read:user"])
    assert list(narrower.permissions) == ["read:user", "usage:api"]
    for more in (["usage:api", "write:user"], [*scope, "read:org"]):
        request = CreateAccessKeyRequest(name="more", permissions=more)
        error = refused(api, "create_access_key", request, PermissionDeniedError)
        assert reason(error) == "PERMISSION_CEILING_EXCEEDED"
    assert "more" not in listed(api)


def test_a_key_made_under_impersonation_by_a_limited_one_is_limited_too(
    scoped: Scoped, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    target = world.person(API_USER, org_id=person.org_id)
    scope = {"usage:impersonation", *PERMISSIONS[API_USER]}
    api = scoped(person, *scope)
    key = create(api, "theirs", as_user=target.id)
    assert set(key.permissions) == scope
    # Whatever becomes of the target.
    world.set_roles(target.id, ORG_ADMIN)
    assert set(info(connect(key.access_key)).permissions) == scope
    world.set_roles(target.id, API_USER)
    for more in ({"usage:api", "read:user"}, {"usage:api", "usage:impersonation"}):
        request = CreateAccessKeyRequest(name="more", permissions=more)
        refused(api, "create_access_key", request, PermissionDeniedError, as_user=target.id)
    narrow = create(api, "narrow", permissions=["usage:api"], as_user=target.id)
    assert list(narrow.permissions) == ["usage:api"]


def test_nobody_makes_a_key_for_what_they_may_not_do(connect: Connect, world: World) -> None:
    api = connect(world.person(API_USER).key)
    request = CreateAccessKeyRequest(name="more", permissions=["usage:api", "read:user"])
    error = refused(api, "create_access_key", request, PermissionDeniedError)
    assert reason(error) == "PERMISSION_CEILING_EXCEEDED"
    for validating in (False, True):
        request.validate_only = validating
        refused(api, "create_access_key", request, PermissionDeniedError)
    assert list(listed(api)) == ["test"]


# Keys and other keys.


def _family(raw: RawClient, connect: Connect, person: Person) -> dict[str, AccessKey]:
    """Keys of one user, by their names, from one that reaches nowhere to one without a limit."""
    api = connect(person.key)
    scopes = {
        "least": ["usage:api"],
        "less": [*KEYS],
        "same": [*KEYS, "read:user"],
        "caller": [*KEYS, "read:user"],
        "aside": [*KEYS, "read:tenant"],
        "more": [*KEYS, "read:tenant", "read:user"],
    }
    made = {name: create(api, name, permissions=scope) for name, scope in scopes.items()}
    return {**made, "test": listed(api)["test"]}


WITHIN = ("least", "less", "same", "caller")
BEYOND = ("aside", "more", "test")


def test_a_limited_key_sees_those_keys_whole_that_reach_no_further(
    raw: RawClient, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    family = _family(raw, connect, person)
    shown = listed(connect(family["caller"].access_key))
    assert sorted(shown) == sorted(family)
    for name, key in family.items():
        whole = name in WITHIN
        secret = key.access_key if whole else masked(key.access_key)
        assert shown[name].access_key == secret, name
        assert sorted(shown[name].permissions) == sorted(key.permissions)
    unlimited = listed(connect(person.key))
    assert [unlimited[name].access_key for name in family] == [
        key.access_key for key in family.values()
    ]


def test_a_limited_key_neither_rotates_nor_deletes_keys_that_reach_further(
    server: RunningServer, raw: RawClient, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    family = _family(raw, connect, person)
    api = connect(family["caller"].access_key)
    before = [row["digest"] for row in rows(server, person.id)]
    for name in BEYOND:
        for method, request in (
            ("rotate_access_key", RotateAccessKeyRequest(name=name, overlap=HOUR)),
            ("delete_access_key", DelAccessKeyRequest(names=[name])),
            ("delete_access_key", DelAccessKeyRequest(names=["least", "absent", name])),
        ):
            error = refused(api, method, request, PermissionDeniedError)
            assert reason(error) == "PERMISSION_CEILING_EXCEEDED"
    assert [row["digest"] for row in rows(server, person.id)] == before
    for name in WITHIN:
        rotated = rotate(api, name, overlap=HOUR)
        assert sorted(rotated.permissions) == sorted(family[name].permissions)
    delete(api, "absent", *WITHIN)
    assert sorted(listed(connect(person.key))) == sorted(BEYOND)


def test_the_same_holds_for_the_keys_of_whom_a_limited_key_impersonates(
    scoped: Scoped, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    target = world.person(API_USER, org_id=person.org_id)
    api = scoped(person, "usage:impersonation", *PERMISSIONS[API_USER])
    narrow = create(connect(target.key), "narrow", permissions=["usage:api"])
    for method, request in (
        ("rotate_access_key", RotateAccessKeyRequest(name="test")),
        ("delete_access_key", DelAccessKeyRequest(names=["test"])),
    ):
        refused(api, method, request, PermissionDeniedError, as_user=target.id)
    shown = listed(api, as_user=target.id)
    assert {key.access_key for key in shown.values()} == {
        masked(target.key),
        masked(narrow.access_key),
    }
    assert list(rotate(api, "narrow", as_user=target.id).permissions) == ["usage:api"]


def test_refusals_are_in_the_log(
    raw: RawClient, admin: Api, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    family = _family(raw, connect, person)
    caller = [bearer(family["caller"].access_key)]
    calls: list[tuple[str, Message, str]] = [
        (ROTATE, RotateAccessKeyRequest(name="more"), "/more"),
        ("DeleteAccessKey", DelAccessKeyRequest(names=["more"]), ""),
        (
            "CreateAccessKey",
            CreateAccessKeyRequest(name="new", permissions=["usage:api", "write:org"]),
            "/new",
        ),
    ]
    for rpc, request, _ in calls:
        assert denied(raw.call(rpc, request, caller)) == CEILING
    for rpc, _, suffix in calls:
        wanted = ListAuditEventsRequest(
            actor=person.id,
            target=f"users/{person.id}/accessKeys{suffix}",
            method=rpc[1:] if rpc.startswith("/") else f"waii.user.v1.UserService/{rpc}",
        )

        def found(wanted: ListAuditEventsRequest = wanted) -> list[Any]:
            events = admin.call("list_audit_events", wanted).events
            return [event for event in events if event.code == "PERMISSION_DENIED"]

        assert soon(found)
        (event,) = found()
        assert event.reason == "ERROR_REASON_PERMISSION_CEILING_EXCEEDED"
        assert event.org_id == person.org_id


# The form.


def test_a_scope_that_is_none_is_refused(connect: Connect, strong: Person) -> None:
    api = connect(strong.key)
    broken: list[tuple[list[str], list[str]]] = [
        (["usage:api", "no:such"], ["permissions[1]"]),
        (["usage:api", "", "USAGE:API"], ["permissions[1]", "permissions[2]"]),
        (["usage:api", "waii-user"], ["permissions[1]"]),
        (["read:user"], ["permissions"]),
        (["x", "read:user", "y"], ["permissions[0]", "permissions[2]", "permissions"]),
        (["usage:api"] * 101, ["permissions"]),
    ]
    for permissions, fields in broken:
        request = CreateAccessKeyRequest(name="bad", permissions=permissions)
        error = refused(api, "create_access_key", request, InvalidArgumentError)
        assert [violation.field for violation in error.field_violations] == fields
    assert "bad" not in listed(api)


def test_every_broken_rule_is_named_at_once(connect: Connect, strong: Person) -> None:
    request = CreateAccessKeyRequest(
        name="", permissions=["x"], expire_time={"seconds": 1}, request_id="no uuid"
    )
    error = refused(connect(strong.key), "create_access_key", request, InvalidArgumentError)
    fields = [violation.field for violation in error.field_violations]
    assert fields == ["name", "permissions[0]", "permissions", "request_id", "expire_time"]


def test_a_hundred_permissions_may_be_named_and_each_counts_once(
    connect: Connect, world: World
) -> None:
    api = connect(world.person().key)
    key = create(api, "key", permissions=["read:databases", "usage:api"] * 50)
    assert list(key.permissions) == ["read:databases", "usage:api"]


def test_lists_show_the_scope_and_rotation_keeps_it(connect: Connect, world: World) -> None:
    person = world.person()
    api = connect(person.key)
    scope = ["read:databases", *KEYS]
    create(api, "key", permissions=scope[::-1])
    for _ in range(2):
        shown = listed(api)
        assert list(shown["key"].permissions) == scope
        assert list(shown["test"].permissions) == []
        rotated = rotate(api, "key", overlap=HOUR)
        assert list(rotated.permissions) == scope
        assert list(info(connect(rotated.access_key)).permissions) == scope


# Every scope, every choice of roles.


def test_a_key_may_do_what_its_users_roles_and_its_scope_both_hold(
    raw: RawClient, makers: World
) -> None:
    person = makers.person()

    @given(
        scope=st.sets(st.sampled_from(sorted(ALL))),
        roles=st.sets(st.sampled_from(sorted(PERMISSIONS))),
    )
    @settings(
        max_examples=20,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def check(scope: set[str], roles: set[str]) -> None:
        scope |= {"usage:api"}
        makers.set_roles(person.id, SUPER_ADMIN)
        key = _scoped_key(raw, person, *scope)
        makers.set_roles(person.id, *roles)
        held = {name for role in roles for name in PERMISSIONS[role]} & scope
        outcome: Outcome = raw.call("GetUserInfo", b"", [bearer(key)])
        if "usage:api" in held:
            shown = GetUserInfoResponse.FromString(outcome.response).permissions
            assert list(shown) == sorted(held)
        else:
            assert denied(outcome) == "PERMISSION_DENIED API_USAGE_DENIED"

    check()
