"""Who may do what: the five rules, in the order of the specification."""

import pytest
from google.protobuf.message import Message
from rpc.calls import (
    acting_as,
    bearer,
    create_org,
    create_tenant,
    create_user,
    denied,
    find_org,
    find_tenant,
    find_user,
    good_request,
    info,
    refused,
    request_id,
    update_org,
    update_tenant,
    update_user,
)
from rpc.spec import (
    ADMIN,
    API_USER,
    OPERATIONS,
    ORG_ADMIN,
    PERMISSIONS,
    SUPER_ADMIN,
    TRIAL_API_USER,
    TRIAL_USER,
    USER,
    Operation,
)
from support.api import Api, Connect
from support.raw import Outcome, RawClient
from support.server import RunningServer
from support.world import Person, World
from waii_client import (
    NotFoundError,
    PermissionDeniedError,
)
from waii_client.user import (
    CreateAccessKeyRequest,
    DelAccessKeyRequest,
    DeleteOrganizationRequest,
    DeleteTenantRequest,
    DeleteUserRequest,
    GetAccessKeyRequest,
    GetUserInfoRequest,
    ListOrganizationsRequest,
    ListTenantsRequest,
    ListUsersRequest,
    UpdateConfigRequest,
)

BY_NAME = {operation.method: operation for operation in OPERATIONS}
WITH_PERMISSION = [operation for operation in OPERATIONS if operation.needs]
MISTYPED_KEY = "waii_" + "0" * 49
ABSENT = "nobody-has-this-id"


@pytest.fixture(scope="module")
def staff(server: RunningServer) -> dict[str, Person]:
    """One user of each role, all of one organization."""
    with World(server.address, server.admin_key) as world:
        org_id = world.org()
        tenant_id = world.tenant(org_id)
        return {
            role: world.person(role, org_id=org_id, tenant_id=tenant_id) for role in PERMISSIONS
        }


# Rules 1 and 3: each operation by each role.


@pytest.mark.parametrize("role", PERMISSIONS)
@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_an_operation_takes_the_api_permission_and_its_own(
    operation: Operation, role: str, staff: dict[str, Person], raw: RawClient, world: World
) -> None:
    person = staff[role]
    request = good_request(operation.method, world, person.org_id)
    outcome = raw.call(operation.rpc, request, [bearer(person.key)])
    held = PERMISSIONS[role]
    if "usage:api" not in held:
        assert denied(outcome) == "PERMISSION_DENIED API_USAGE_DENIED"
    elif operation.needs and operation.needs not in held:
        assert denied(outcome) == "PERMISSION_DENIED PERMISSION_MISSING"
    else:
        assert outcome.code.name == "OK"


@pytest.mark.parametrize("role", [TRIAL_USER, USER])
def test_a_key_is_of_no_use_without_usage_api(role: str, connect: Connect, world: World) -> None:
    api = connect(world.person(role).key)
    error = refused(api, "get_user_info", GetUserInfoRequest(), PermissionDeniedError)
    assert error.reason == "ERROR_REASON_API_USAGE_DENIED"
    assert error.metadata == {"permission": "usage:api"}


# Whoever holds `usage:api` holds `write:access_key` too: that one is in the test behind.
@pytest.mark.parametrize(
    "operation", [o for o in WITH_PERMISSION if o.needs != "write:access_key"], ids=str
)
def test_a_refusal_names_the_permission_that_is_missing(
    operation: Operation, connect: Connect, world: World
) -> None:
    person = world.person(API_USER)
    request = good_request(operation.method, world, person.org_id)
    error = refused(connect(person.key), operation.method, request, PermissionDeniedError)
    assert error.reason == "ERROR_REASON_PERMISSION_MISSING"
    assert error.metadata == {"permission": operation.needs}


@pytest.mark.parametrize("method", ["create_access_key", "delete_access_key"])
def test_keys_take_write_access_key_of_the_impersonated_user(
    method: str, admin: Api, world: World
) -> None:
    request = good_request(method, world, "")
    user_id = world.user(USER)
    error = refused(admin, method, request, PermissionDeniedError, as_user=user_id)
    assert error.reason == "ERROR_REASON_PERMISSION_MISSING"
    assert error.metadata == {"permission": "write:access_key"}


def test_a_permission_counts_from_the_next_call_on(connect: Connect, world: World) -> None:
    person = world.person(API_USER)
    api = connect(person.key)
    request = ListUsersRequest()
    refused(api, "list_users", request, PermissionDeniedError)
    world.set_roles(person.id, ORG_ADMIN)
    assert api.call("list_users", request).users
    world.set_roles(person.id, API_USER)
    refused(api, "list_users", request, PermissionDeniedError)
    world.set_roles(person.id)
    error = refused(api, "get_user_info", GetUserInfoRequest(), PermissionDeniedError)
    assert error.reason == "ERROR_REASON_API_USAGE_DENIED"


# Rule 3: the user info of others.


def test_the_user_info_of_others_takes_read_user(connect: Connect, world: World) -> None:
    person = world.person(ADMIN)
    other = world.user(org_id=person.org_id, tenant_id=person.tenant_id)
    api = connect(person.key)
    for user_id in (other, ABSENT, world.user()):
        request = GetUserInfoRequest(user_id=user_id)
        error = refused(api, "get_user_info", request, PermissionDeniedError)
        assert error.reason == "ERROR_REASON_PERMISSION_MISSING"
        assert error.metadata == {"permission": "read:user"}


def test_ones_own_user_info_takes_no_permission(connect: Connect, world: World) -> None:
    person = world.person(TRIAL_API_USER)
    assert info(connect(person.key)).id == person.id


def test_an_org_admin_sees_the_user_info_of_the_own_organization(
    connect: Connect, world: World
) -> None:
    person = world.org_admin()
    other = world.user(org_id=person.org_id)
    assert info(connect(person.key), other).id == other


# Rule 3: scope.


def scoped_requests(org_id: str, tenant_id: str, user_id: str, new_id: str) -> dict[str, Message]:
    """Requests about an organization and what is in it, by a name for each."""
    return {
        "get_user_info": GetUserInfoRequest(user_id=user_id),
        "create_user": create_user(id=new_id, tenant_id=tenant_id, org_id=org_id),
        "create_user (tenant alone)": create_user(id=new_id, tenant_id=tenant_id),
        "delete_user": DeleteUserRequest(id=user_id),
        "update_user": update_user(id=user_id, name="New"),
        "list_users": ListUsersRequest(lookup_org_id=org_id),
        "list_users (and tenant)": ListUsersRequest(
            lookup_org_id=org_id, lookup_tenant_id=tenant_id
        ),
        "list_users (and user)": ListUsersRequest(lookup_org_id=org_id, lookup_user_id=user_id),
        "create_tenant": create_tenant(id=new_id, name="New", org_id=org_id),
        "update_tenant": update_tenant(id=tenant_id, name="New"),
        "update_tenant (and org)": update_tenant(id=tenant_id, org_id=org_id),
        "delete_tenant": DeleteTenantRequest(id=tenant_id),
        "delete_tenant (force)": DeleteTenantRequest(id=tenant_id, force=True),
        "list_tenants": ListTenantsRequest(lookup_org_id=org_id),
    }


SCOPED = list(scoped_requests("", "", "", ""))


def rpc_of(scoped: str) -> str:
    return BY_NAME[scoped.partition(" ")[0]].rpc


@pytest.mark.parametrize("name", SCOPED)
def test_what_is_foreign_answers_exactly_like_what_does_not_exist(
    name: str, raw: RawClient, world: World
) -> None:
    org_id, tenant_id, user_id, new_id = (world.id() for _ in range(4))
    request = scoped_requests(org_id, tenant_id, user_id, new_id)[name]
    metadata = [bearer(world.org_admin().key), request_id("the-same")]

    absent = raw.call(rpc_of(name), request, metadata)
    world.user(
        id=user_id, org_id=world.org(id=org_id), tenant_id=world.tenant(org_id, id=tenant_id)
    )
    foreign = raw.call(rpc_of(name), request, metadata)

    assert absent.code.name == "NOT_FOUND"
    assert foreign == absent
    assert set(foreign.details) == {"ErrorInfo", "ResourceInfo", "RequestInfo"}


def request_within(name: str, world: World, org_id: str) -> Message:
    tenant_id = world.tenant(org_id)
    # A tenant that is to be deleted without force holds nobody.
    home = world.tenant(org_id) if name == "delete_tenant" else tenant_id
    user_id = world.user(org_id=org_id, tenant_id=home)
    return scoped_requests(org_id, tenant_id, user_id, world.id())[name]


@pytest.mark.parametrize("name", SCOPED)
def test_an_org_admin_reaches_the_own_organization(name: str, raw: RawClient, world: World) -> None:
    person = world.org_admin()
    request = request_within(name, world, person.org_id)
    assert raw.call(rpc_of(name), request, [bearer(person.key)]).code.name == "OK"


# Where a user is to be created without an organization, the caller's own is meant.
@pytest.mark.parametrize("name", [name for name in SCOPED if "tenant alone" not in name])
def test_a_super_admin_reaches_every_organization(name: str, raw: RawClient, world: World) -> None:
    assert raw.call(rpc_of(name), request_within(name, world, world.org())).code.name == "OK"


def test_a_refused_call_changes_nothing_in_a_foreign_organization(
    admin: Api, connect: Connect, world: World
) -> None:
    api = connect(world.org_admin().key)
    org_id = world.org()
    tenant_id = world.tenant(org_id)
    user_id, new_id = world.user(org_id=org_id, tenant_id=tenant_id), world.id()
    before = find_user(admin, user_id), find_tenant(admin, org_id, tenant_id)
    for name, request in scoped_requests(org_id, tenant_id, user_id, new_id).items():
        refused(api, name.partition(" ")[0], request, NotFoundError)
    assert (find_user(admin, user_id), find_tenant(admin, org_id, tenant_id)) == before
    assert find_user(admin, new_id) is None
    assert find_tenant(admin, org_id, new_id) is None


def test_an_org_admin_sees_the_own_organization_alone_in_the_list(
    connect: Connect, world: World
) -> None:
    person = world.org_admin()
    world.org()
    response = connect(person.key).call("list_orgs", ListOrganizationsRequest())
    assert [organization.id for organization in response.organizations] == [person.org_id]


@pytest.mark.parametrize("method", ["create_org", "update_org", "delete_org"])
def test_organizations_are_for_the_super_admin_alone(
    method: str, admin: Api, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    request = {
        "create_org": create_org(id=world.id(), name="New"),
        "update_org": update_org(id=person.org_id, name="New"),
        "delete_org": DeleteOrganizationRequest(id=person.org_id, force=True),
    }[method]
    error = refused(connect(person.key), method, request, PermissionDeniedError)
    assert error.metadata == {"permission": "write:org"}
    organization = find_org(admin, person.org_id)
    assert organization is not None
    assert organization.name == "An organization"


def test_a_user_who_moves_takes_the_scope_along(admin: Api, connect: Connect, world: World) -> None:
    person = world.org_admin()
    org_id = world.org()
    admin.call("update_user", update_user(id=person.id, tenant_id=world.tenant(org_id)))
    api = connect(person.key)
    assert api.call("list_users", ListUsersRequest(lookup_org_id=org_id)).users
    request = ListUsersRequest(lookup_org_id=person.org_id)
    refused(api, "list_users", request, NotFoundError)


def test_keys_and_config_are_ones_own(connect: Connect, world: World) -> None:
    person = world.org_admin()
    other = world.person(org_id=person.org_id, tenant_id=person.tenant_id)
    api, other_api = connect(person.key), connect(other.key)
    other_api.call("create_access_key", CreateAccessKeyRequest(name="shared name"))
    other_api.call("update_config", UpdateConfigRequest(updated={"key": "other"}))

    api.call("create_access_key", CreateAccessKeyRequest(name="shared name"))
    api.call("delete_access_key", DelAccessKeyRequest(names=["shared name"]))
    assert not api.call("update_config", UpdateConfigRequest(deleted=["key"])).configs.fields

    keys = other_api.call("list_access_keys", GetAccessKeyRequest()).access_keys
    assert [(key.name, key.user_id) for key in keys] == [
        ("shared name", other.id),
        ("test", other.id),
    ]
    configs = other_api.call("update_config", UpdateConfigRequest()).configs
    assert configs["key"] == "other"


# Rule 2: impersonation.


@pytest.mark.parametrize("role", [TRIAL_API_USER, API_USER, ADMIN])
def test_impersonation_takes_usage_impersonation(role: str, connect: Connect, world: World) -> None:
    person = world.person(role)
    target = world.user(TRIAL_USER, org_id=person.org_id, tenant_id=person.tenant_id)
    api = connect(person.key)
    for user_id in (target, person.id, ABSENT):
        request = GetUserInfoRequest()
        error = refused(api, "get_user_info", request, PermissionDeniedError, as_user=user_id)
        assert error.reason == "ERROR_REASON_IMPERSONATION_DENIED"
        assert error.metadata == {"permission": "usage:impersonation"}


@pytest.mark.parametrize("role", [role for role in PERMISSIONS if role != SUPER_ADMIN])
def test_an_org_admin_may_act_as_whoever_holds_no_more_in_the_own_organization(
    role: str, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    target = world.user(role, org_id=person.org_id)
    user = info(connect(person.key), as_user=target)
    assert user.id == target
    assert list(user.permissions) == sorted(PERMISSIONS[role])


def test_one_may_act_as_a_user_without_any_role(connect: Connect, world: World) -> None:
    person = world.org_admin()
    target = world.user(org_id=person.org_id)
    world.set_roles(target)
    user = info(connect(person.key), as_user=target)
    assert (user.id, list(user.permissions)) == (target, [])


@pytest.mark.parametrize("role", PERMISSIONS)
def test_a_super_admin_may_act_as_anybody_anywhere(role: str, admin: Api, world: World) -> None:
    target = world.user(role)
    assert info(admin, as_user=target).id == target


def test_one_may_act_as_oneself(connect: Connect, world: World) -> None:
    person = world.org_admin()
    assert info(connect(person.key), as_user=person.id).id == person.id


def test_nobody_acts_as_a_user_who_holds_more(connect: Connect, world: World) -> None:
    person = world.org_admin()
    target = world.user(SUPER_ADMIN, org_id=person.org_id)
    error = refused(
        connect(person.key),
        "get_user_info",
        GetUserInfoRequest(),
        PermissionDeniedError,
        as_user=target,
    )
    assert error.reason == "ERROR_REASON_IMPERSONATION_CEILING_EXCEEDED"
    assert error.metadata == {"user_id": target}


@pytest.mark.parametrize(
    ("operation", "role"),
    [
        *((operation, API_USER) for operation in OPERATIONS),
        *((BY_NAME["list_orgs"], role) for role in (TRIAL_USER, ORG_ADMIN, SUPER_ADMIN)),
    ],
    ids=str,
)
def test_to_act_as_a_foreign_user_answers_exactly_like_an_absent_one(
    operation: Operation, role: str, staff: dict[str, Person], raw: RawClient, world: World
) -> None:
    person = staff[ORG_ADMIN]
    target = world.id()
    request = good_request(operation.method, world, person.org_id)
    metadata = [bearer(person.key), acting_as(target), request_id("the-same")]
    absent = raw.call(operation.rpc, request, metadata)
    world.user(role, id=target)
    foreign = raw.call(operation.rpc, request, metadata)
    assert denied(absent) == "PERMISSION_DENIED IMPERSONATION_TARGET_NOT_FOUND"
    assert foreign == absent


@pytest.mark.parametrize("target", [ABSENT, "-", "a b", "a/b", "x" * 129, "%61"])
def test_a_call_that_fails_to_impersonate_never_goes_on_as_the_actor(
    target: str, raw: RawClient, server: RunningServer, admin: Api, world: World
) -> None:
    org_id = world.org()
    request = create_tenant(id=world.id(), name="A tenant", org_id=org_id)
    metadata = [bearer(server.admin_key), acting_as(target)]
    outcome = raw.call("CreateTenant", request, metadata)
    assert denied(outcome) == "PERMISSION_DENIED IMPERSONATION_TARGET_NOT_FOUND"
    assert find_tenant(admin, org_id, request.tenant.id) is None


def test_after_impersonation_an_admin_has_the_rights_of_the_weak_user(
    admin: Api, world: World
) -> None:
    target = world.person(TRIAL_API_USER)
    for operation in OPERATIONS:
        request = good_request(operation.method, world, target.org_id)
        if operation.needs in (None, "write:access_key"):
            admin.call(operation.method, request, as_user=target.id)
        else:
            error = refused(
                admin, operation.method, request, PermissionDeniedError, as_user=target.id
            )
            assert error.reason == "ERROR_REASON_PERMISSION_MISSING"


def test_after_impersonation_the_subject_needs_no_usage_api(admin: Api, world: World) -> None:
    target = world.user(TRIAL_USER)
    assert info(admin, as_user=target).id == target


def test_after_impersonation_scope_is_that_of_the_subject(admin: Api, world: World) -> None:
    target = world.org_admin()
    foreign = world.user()
    error = refused(
        admin, "delete_user", DeleteUserRequest(id=foreign), NotFoundError, as_user=target.id
    )
    assert error.reason == "ERROR_REASON_USER_NOT_FOUND"
    users = admin.call("list_users", ListUsersRequest(), as_user=target.id).users
    assert [user.id for user in users] == [target.id]
    organizations = admin.call(
        "list_orgs", ListOrganizationsRequest(), as_user=target.id
    ).organizations
    assert [organization.id for organization in organizations] == [target.org_id]


def test_after_impersonation_the_ceiling_is_that_of_the_subject(admin: Api, world: World) -> None:
    target = world.org_admin()
    request = create_user(id=world.id(), roles=[SUPER_ADMIN])
    error = refused(admin, "create_user", request, PermissionDeniedError, as_user=target.id)
    assert error.reason == "ERROR_REASON_PERMISSION_CEILING_EXCEEDED"
    assert find_user(admin, request.user.id) is None


def test_after_impersonation_defaults_are_those_of_the_subject(admin: Api, world: World) -> None:
    target = world.org_admin()
    user_id = world.id()
    admin.call("create_user", create_user(id=user_id), as_user=target.id)
    user = find_user(admin, user_id)
    assert user is not None
    assert (user.tenant_id, user.org_id) == (target.tenant_id, target.org_id)


def test_after_impersonation_keys_and_config_are_those_of_the_subject(
    admin: Api, connect: Connect, world: World
) -> None:
    target = world.person(API_USER)
    name, config = world.id("key"), world.id("config")
    created = admin.call("create_access_key", CreateAccessKeyRequest(name=name), as_user=target.id)
    assert created.access_keys[0].user_id == target.id
    admin.call("update_config", UpdateConfigRequest(updated={config: 1}), as_user=target.id)

    api = connect(target.key)
    keys = api.call("list_access_keys", GetAccessKeyRequest()).access_keys
    assert sorted(key.name for key in keys) == sorted([name, "test"])
    assert api.call("update_config", UpdateConfigRequest()).configs[config] == 1
    own = admin.call("list_access_keys", GetAccessKeyRequest()).access_keys
    assert name not in [key.name for key in own]
    assert config not in admin.call("update_config", UpdateConfigRequest()).configs.fields


def test_under_impersonation_the_keys_are_masked(
    admin: Api, connect: Connect, world: World
) -> None:
    target = world.person(API_USER)
    masked = f"waii_{target.key[5:9]}…{target.key[-4:]}"
    request = GetAccessKeyRequest()
    keys = admin.call("list_access_keys", request, as_user=target.id).access_keys
    assert [key.access_key for key in keys] == [masked]
    keys = connect(target.key).call("list_access_keys", request).access_keys
    assert [key.access_key for key in keys] == [target.key]


def test_ones_own_keys_are_masked_too_where_one_acts_as_oneself(
    connect: Connect, world: World
) -> None:
    person = world.org_admin()
    request = GetAccessKeyRequest()
    keys = connect(person.key).call("list_access_keys", request, as_user=person.id).access_keys
    assert "…" in keys[0].access_key


def test_impersonation_ends_with_the_target(admin: Api, connect: Connect, world: World) -> None:
    person = world.org_admin()
    target = world.user(org_id=person.org_id)
    api = connect(person.key)
    assert info(api, as_user=target).id == target
    admin.call("delete_user", DeleteUserRequest(id=target))
    error = refused(
        api, "get_user_info", GetUserInfoRequest(), PermissionDeniedError, as_user=target
    )
    assert error.reason == "ERROR_REASON_IMPERSONATION_TARGET_NOT_FOUND"


def test_impersonation_ends_with_the_right_to_it(connect: Connect, world: World) -> None:
    person = world.org_admin()
    target = world.user(org_id=person.org_id)
    api = connect(person.key)
    assert info(api, as_user=target).id == target
    world.set_roles(person.id, ADMIN)
    error = refused(
        api, "get_user_info", GetUserInfoRequest(), PermissionDeniedError, as_user=target
    )
    assert error.reason == "ERROR_REASON_IMPERSONATION_DENIED"


def test_impersonation_ends_when_the_target_becomes_stronger_or_moves_away(
    admin: Api, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    target = world.user(org_id=person.org_id)
    api, request = connect(person.key), GetUserInfoRequest()
    world.set_roles(target, SUPER_ADMIN)
    error = refused(api, "get_user_info", request, PermissionDeniedError, as_user=target)
    assert error.reason == "ERROR_REASON_IMPERSONATION_CEILING_EXCEEDED"
    admin.call("update_user", update_user(id=target, tenant_id=world.tenant()))
    error = refused(api, "get_user_info", request, PermissionDeniedError, as_user=target)
    assert error.reason == "ERROR_REASON_IMPERSONATION_TARGET_NOT_FOUND"


# Rule 4: the ceiling.


@pytest.mark.parametrize("roles", [[SUPER_ADMIN], [TRIAL_USER, SUPER_ADMIN]], ids="+".join)
def test_nobody_creates_a_user_who_holds_more(
    roles: list[str], admin: Api, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    request = create_user(id=world.id(), roles=roles)
    error = refused(connect(person.key), "create_user", request, PermissionDeniedError)
    assert error.reason == "ERROR_REASON_PERMISSION_CEILING_EXCEEDED"
    assert find_user(admin, request.user.id) is None


@pytest.mark.parametrize("paths", [(), ("roles",), ("*",)], ids=str)
def test_nobody_grants_a_role_that_holds_more(
    paths: tuple[str, ...], admin: Api, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    user_id = world.user(API_USER, org_id=person.org_id, tenant_id=person.tenant_id)
    request = update_user(
        *paths,
        id=user_id,
        tenant_id=person.tenant_id,
        org_id=person.org_id,
        roles=[API_USER, SUPER_ADMIN],
    )
    error = refused(connect(person.key), "update_user", request, PermissionDeniedError)
    assert error.reason == "ERROR_REASON_PERMISSION_CEILING_EXCEEDED"
    assert list(info(admin, user_id).roles) == [API_USER]


def test_nobody_changes_their_own_roles_upward(admin: Api, connect: Connect, world: World) -> None:
    person = world.org_admin()
    request = update_user(id=person.id, roles=[ORG_ADMIN, SUPER_ADMIN])
    error = refused(connect(person.key), "update_user", request, PermissionDeniedError)
    assert error.reason == "ERROR_REASON_PERMISSION_CEILING_EXCEEDED"
    assert list(info(admin, person.id).roles) == [ORG_ADMIN]


def test_one_may_change_ones_own_roles_downward_and_not_back(
    connect: Connect, world: World
) -> None:
    person = world.org_admin()
    api = connect(person.key)
    api.call("update_user", update_user(id=person.id, roles=[API_USER]))
    assert list(info(api).roles) == [API_USER]
    request = update_user(id=person.id, roles=[ORG_ADMIN])
    error = refused(api, "update_user", request, PermissionDeniedError)
    assert error.reason == "ERROR_REASON_PERMISSION_MISSING"


@pytest.mark.parametrize(
    "fields",
    [{}, {"name": "New"}, {"email": "new@example.org"}, {"variables": {"a": 1}}, {"roles": [USER]}],
    ids=str,
)
def test_nobody_changes_a_user_who_holds_more(
    fields: dict[str, object], admin: Api, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    stronger = world.user(SUPER_ADMIN, org_id=person.org_id)
    before = find_user(admin, stronger)
    request = update_user(id=stronger, **fields)
    error = refused(connect(person.key), "update_user", request, PermissionDeniedError)
    assert error.reason == "ERROR_REASON_PERMISSION_CEILING_EXCEEDED"
    assert find_user(admin, stronger) == before


def test_nobody_moves_a_user_who_holds_more(admin: Api, connect: Connect, world: World) -> None:
    person = world.org_admin()
    stronger = world.user(SUPER_ADMIN, org_id=person.org_id)
    before = find_user(admin, stronger)
    request = update_user(id=stronger, tenant_id=person.tenant_id)
    refused(connect(person.key), "update_user", request, PermissionDeniedError)
    assert find_user(admin, stronger) == before


def test_nobody_deletes_a_user_who_holds_more(admin: Api, connect: Connect, world: World) -> None:
    person = world.org_admin()
    stronger = world.user(SUPER_ADMIN, org_id=person.org_id)
    request = DeleteUserRequest(id=stronger)
    error = refused(connect(person.key), "delete_user", request, PermissionDeniedError)
    assert error.reason == "ERROR_REASON_PERMISSION_CEILING_EXCEEDED"
    assert find_user(admin, stronger) is not None


def test_nobody_deletes_a_tenant_with_a_user_in_it_who_holds_more(
    admin: Api, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    tenant_id = world.tenant(person.org_id)
    users = [
        world.user(role, org_id=person.org_id, tenant_id=tenant_id)
        for role in (API_USER, SUPER_ADMIN, TRIAL_USER)
    ]
    request = DeleteTenantRequest(id=tenant_id, force=True)
    error = refused(connect(person.key), "delete_tenant", request, PermissionDeniedError)
    assert error.reason == "ERROR_REASON_PERMISSION_CEILING_EXCEEDED"
    assert all(find_user(admin, user_id) is not None for user_id in users)
    assert find_tenant(admin, person.org_id, tenant_id) is not None


@pytest.mark.parametrize("role", [role for role in PERMISSIONS if role != SUPER_ADMIN])
def test_an_org_admin_creates_changes_and_deletes_whoever_holds_no_more(
    role: str, admin: Api, connect: Connect, world: World
) -> None:
    api = connect(world.org_admin().key)
    user_id = world.id()
    api.call("create_user", create_user(id=user_id, roles=[role]))
    api.call("update_user", update_user(id=user_id, name="New"))
    assert info(admin, user_id).name == "New"
    api.call("update_user", update_user(id=user_id, roles=[ORG_ADMIN]))
    assert list(info(admin, user_id).roles) == [ORG_ADMIN]
    api.call("delete_user", DeleteUserRequest(id=user_id))
    assert find_user(admin, user_id) is None


def test_a_super_admin_grants_every_role(admin: Api, world: World) -> None:
    user_id = world.user(TRIAL_USER)
    for role in PERMISSIONS:
        admin.call("update_user", update_user(id=user_id, roles=[role]))
        assert list(info(admin, user_id).roles) == [role]


# Rule 5: the order of the answers. Each call breaks two neighbouring stages.


def by(raw: RawClient, person: Person, rpc: str, request: Message | bytes) -> str:
    return denied(raw.call(rpc, request, [bearer(person.key)]))


def test_the_key_comes_before_usage_api(raw: RawClient, admin: Api, world: World) -> None:
    person = world.person(API_USER)
    admin.call("delete_access_key", DelAccessKeyRequest(names=["test"]), as_user=person.id)
    world.set_roles(person.id, TRIAL_USER)
    answer = by(raw, person, "GetUserInfo", GetUserInfoRequest())
    assert answer == "UNAUTHENTICATED ACCESS_KEY_INVALID"


@pytest.mark.parametrize("target", ["", ABSENT])
def test_the_key_comes_before_impersonation(target: str, raw: RawClient) -> None:
    metadata = [bearer(MISTYPED_KEY), acting_as(target), acting_as(target)]
    answer = denied(raw.call("GetUserInfo", GetUserInfoRequest(), metadata))
    assert answer == "UNAUTHENTICATED ACCESS_KEY_INVALID"


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_the_key_comes_before_everything_else(operation: Operation, raw: RawClient) -> None:
    for metadata in ([], [bearer(MISTYPED_KEY)], [acting_as("admin")]):
        answer = denied(raw.call(operation.rpc, b"\xff", metadata))
        assert answer == "UNAUTHENTICATED ACCESS_KEY_INVALID"


@pytest.mark.parametrize("targets", [[ABSENT], [""], ["a", "b"]], ids=str)
def test_usage_api_comes_before_impersonation(
    targets: list[str], raw: RawClient, staff: dict[str, Person]
) -> None:
    metadata = [bearer(staff[USER].key), *map(acting_as, targets)]
    answer = denied(raw.call("GetUserInfo", GetUserInfoRequest(), metadata))
    assert answer == "PERMISSION_DENIED API_USAGE_DENIED"


@pytest.mark.parametrize(
    ("role", "target", "reason"),
    [
        (API_USER, ABSENT, "IMPERSONATION_DENIED"),
        (ORG_ADMIN, ABSENT, "IMPERSONATION_TARGET_NOT_FOUND"),
        (ORG_ADMIN, SUPER_ADMIN, "IMPERSONATION_CEILING_EXCEEDED"),
    ],
)
def test_impersonation_comes_before_the_permission(
    role: str, target: str, reason: str, raw: RawClient, staff: dict[str, Person]
) -> None:
    user_id = staff[target].id if target in staff else target
    metadata = [bearer(staff[role].key), acting_as(user_id)]
    answer = denied(raw.call("DeleteOrg", b"\xff", metadata))
    assert answer == f"PERMISSION_DENIED {reason}"


@pytest.mark.parametrize("operation", WITH_PERMISSION, ids=str)
def test_the_permission_comes_before_the_form(
    operation: Operation, raw: RawClient, staff: dict[str, Person], world: World
) -> None:
    weak = world.user(TRIAL_USER, org_id=staff[ORG_ADMIN].org_id)
    metadata = [bearer(staff[ORG_ADMIN].key), acting_as(weak)]
    for request in (b"\xff", b""):
        answer = denied(raw.call(operation.rpc, request, metadata))
        assert answer == "PERMISSION_DENIED PERMISSION_MISSING"


def test_for_others_the_permission_comes_before_the_form_and_existence(
    raw: RawClient, staff: dict[str, Person]
) -> None:
    for user_id in ("-", "a b", ABSENT):
        request = GetUserInfoRequest(user_id=user_id)
        answer = by(raw, staff[API_USER], "GetUserInfo", request)
        assert answer == "PERMISSION_DENIED PERMISSION_MISSING"


@pytest.mark.parametrize("name", SCOPED)
def test_the_permission_comes_before_existence(
    name: str, raw: RawClient, staff: dict[str, Person], world: World
) -> None:
    org_id = world.org()
    tenant_id = world.tenant(org_id)
    user_id = world.user(org_id=org_id, tenant_id=tenant_id)
    metadata = [bearer(staff[API_USER].key), request_id("the-same")]
    answers: list[Outcome] = []
    for ids in ((org_id, tenant_id, user_id), (ABSENT,) * 3):
        request = scoped_requests(*ids, world.id())[name]
        answers.append(raw.call(rpc_of(name), request, metadata))
    assert denied(answers[0]) == "PERMISSION_DENIED PERMISSION_MISSING"
    assert answers[0] == answers[1]


FORM_AND_EXISTENCE: dict[str, Message] = {
    "GetUserInfo": GetUserInfoRequest(user_id="-"),
    "CreateUser": create_user(id="-", tenant_id=ABSENT),
    "UpdateUser": update_user(id=ABSENT, name="\n"),
    "ListUsers": ListUsersRequest(lookup_org_id=ABSENT, page_size=-1),
    "CreateTenant": create_tenant(id="ok", org_id=ABSENT),
    "UpdateTenant": update_tenant("nonsense", id=ABSENT),
    "ListTenants": ListTenantsRequest(lookup_org_id=ABSENT, page_token="nonsense"),
    "UpdateOrg": update_org("name", id=ABSENT),
    "DeleteOrg": DeleteOrganizationRequest(id=f"{ABSENT}/"),
}


@pytest.mark.parametrize("rpc", FORM_AND_EXISTENCE)
def test_the_form_comes_before_existence(rpc: str, raw: RawClient) -> None:
    assert denied(raw.call(rpc, FORM_AND_EXISTENCE[rpc])) == "INVALID_ARGUMENT FIELDS_INVALID"


def test_existence_comes_before_the_ceiling(raw: RawClient, world: World) -> None:
    person = world.org_admin()
    own = world.user(SUPER_ADMIN, org_id=person.org_id)
    foreign = world.user(SUPER_ADMIN)
    new_id = world.id()
    calls: list[tuple[str, Message, str]] = [
        ("CreateUser", create_user(id=new_id, tenant_id=ABSENT, roles=[SUPER_ADMIN]), "TENANT"),
        ("CreateUser", create_user(id=new_id, org_id=ABSENT, tenant_id=ABSENT), "ORGANIZATION"),
        ("UpdateUser", update_user(id=foreign, roles=[SUPER_ADMIN]), "USER"),
        ("UpdateUser", update_user(id=own, tenant_id=ABSENT), "TENANT"),
        ("UpdateUser", update_user(id=person.id, tenant_id=ABSENT, roles=[SUPER_ADMIN]), "TENANT"),
        ("DeleteUser", DeleteUserRequest(id=foreign), "USER"),
    ]
    for rpc, request, noun in calls:
        assert by(raw, person, rpc, request) == f"NOT_FOUND {noun}_NOT_FOUND"


def test_the_ceiling_comes_before_the_state(fresh_server: RunningServer) -> None:
    with (
        World(fresh_server.address, fresh_server.admin_key) as world,
        RawClient(fresh_server.address) as raw,
    ):
        # In the tenant of the last super-admin, whom nobody could delete.
        person = world.person(ORG_ADMIN, org_id="default-org", tenant_id="default-tenant")
        calls: list[tuple[str, Message]] = [
            ("CreateUser", create_user(id=person.id, roles=[SUPER_ADMIN])),
            ("UpdateUser", update_user(id="admin", roles=[API_USER])),
            ("DeleteUser", DeleteUserRequest(id="admin")),
            ("DeleteTenant", DeleteTenantRequest(id="default-tenant", force=True)),
        ]
        for rpc, request in calls:
            answer = by(raw, person, rpc, request)
            assert answer == "PERMISSION_DENIED PERMISSION_CEILING_EXCEEDED"


def test_existence_comes_before_the_state(raw: RawClient, world: World) -> None:
    taken = world.user()
    request = create_user(id=taken, tenant_id=ABSENT)
    assert denied(raw.call("CreateUser", request)) == "NOT_FOUND TENANT_NOT_FOUND"
    tenant = create_tenant(id=world.tenant(), name="A tenant", org_id=ABSENT)
    assert denied(raw.call("CreateTenant", tenant)) == "NOT_FOUND ORGANIZATION_NOT_FOUND"
