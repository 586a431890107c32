"""Errors: for every reason of the proto enum, the whole status and the exception of the client."""

import re
import string
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import grpc
import pytest
import waii_client
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from rpc.calls import (
    acting_as,
    bearer,
    create_org,
    create_tenant,
    create_user,
    denied,
    request_id,
    update_org,
    update_tenant,
    update_user,
)
from rpc.spec import API_USER, ORG_ADMIN, SERVICE_DOMAIN, SUPER_ADMIN, TRIAL_USER
from support.api import Api, AsyncApi, Connect, SyncApi
from support.databases import SQLITE
from support.open_calls import Hold, hold_threads
from support.raw import Outcome, RawClient
from support.server import RunningServer, running_server
from support.waiting import soon
from support.world import World
from waii_client import UnavailableError, WaiiError
from waii_client.access_key import RotateAccessKeyRequest
from waii_client.errors import Resource
from waii_client.user import (
    CreateAccessKeyRequest,
    CreateOrganizationRequest,
    CreateTenantRequest,
    CreateUserRequest,
    DelAccessKeyRequest,
    DeleteOrganizationRequest,
    DeleteTenantRequest,
    DeleteUserRequest,
    ErrorReason,
    GetUserInfoRequest,
    ListOrganizationsRequest,
    ListTenantsRequest,
    ListUsersRequest,
    UpdateConfigRequest,
    UpdateOrganizationRequest,
    UpdateTenantRequest,
    UpdateUserRequest,
)

ABSENT = "nobody-has-this-id"
NO_DATABASE = pytest.mark.only_on(SQLITE)
"""Of what is decided before a call comes to a database, beyond the key: there is no need to ask on
each engine."""
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


@dataclass(frozen=True)
class Case:
    """A call that fails, and all that its status says."""

    code: str
    method: str
    """As the client names it, of UserService unless the case says otherwise."""
    request: Message
    key: str
    as_user: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    """What BadRequest names."""
    resource: tuple[str, str] | None = None
    """Type and name that ResourceInfo holds."""
    precondition: str = ""
    """The subject of PreconditionFailure."""
    retry: bool = False
    """Whether there is a RetryInfo."""
    service: str = "UserService"

    @property
    def path(self) -> str:
        return f"/waii.user.v1.{self.service}/{self.method.title().replace('_', '')}"

    @property
    def details(self) -> set[str]:
        """The names of the details of its status."""
        present = {
            "ErrorInfo": True,
            "RequestInfo": True,
            "BadRequest": self.fields,
            "ResourceInfo": self.resource,
            "PreconditionFailure": self.precondition,
            "RetryInfo": self.retry,
        }
        return {name for name, there in present.items() if there}


Make = Callable[[World, str], Case]
"""Makes a case; takes the key of the super-admin."""
CASES: dict[str, Make] = {}


def reason(name: str) -> Callable[[Make], Make]:
    def note(make: Make) -> Make:
        CASES[f"ERROR_REASON_{name}"] = make
        return make

    return note


ME = GetUserInfoRequest()


@reason("ACCESS_KEY_INVALID")
def _(world: World, admin_key: str) -> Case:
    return Case("UNAUTHENTICATED", "get_user_info", ME, "waii_no-key")


@reason("API_USAGE_DENIED")
def _(world: World, admin_key: str) -> Case:
    key = world.person(TRIAL_USER).key
    metadata = {"permission": "usage:api"}
    return Case("PERMISSION_DENIED", "get_user_info", ME, key, metadata=metadata)


@reason("SUSPENDED")
def _(world: World, admin_key: str) -> Case:
    person = world.person()
    world.suspend(person.id)
    return Case("PERMISSION_DENIED", "get_user_info", ME, person.key)


@reason("IMPERSONATION_DENIED")
def _(world: World, admin_key: str) -> Case:
    key = world.person(API_USER).key
    metadata = {"permission": "usage:impersonation"}
    return Case("PERMISSION_DENIED", "get_user_info", ME, key, ABSENT, metadata=metadata)


@reason("IMPERSONATION_TARGET_NOT_FOUND")
def _(world: World, admin_key: str) -> Case:
    metadata = {"user_id": ABSENT}
    return Case("PERMISSION_DENIED", "get_user_info", ME, admin_key, ABSENT, metadata=metadata)


@reason("IMPERSONATION_CEILING_EXCEEDED")
def _(world: World, admin_key: str) -> Case:
    person = world.org_admin()
    target = world.user(SUPER_ADMIN, org_id=person.org_id)
    metadata = {"user_id": target}
    return Case("PERMISSION_DENIED", "get_user_info", ME, person.key, target, metadata=metadata)


@reason("PERMISSION_MISSING")
def _(world: World, admin_key: str) -> Case:
    key = world.person(API_USER).key
    metadata = {"permission": "write:user"}
    return Case("PERMISSION_DENIED", "create_user", create_user(), key, metadata=metadata)


@reason("PERMISSION_CEILING_EXCEEDED")
def _(world: World, admin_key: str) -> Case:
    request = create_user(id=world.id(), roles=[SUPER_ADMIN])
    return Case("PERMISSION_DENIED", "create_user", request, world.org_admin().key)


@reason("FIELDS_INVALID")
def _(world: World, admin_key: str) -> Case:
    fields = ["organization.id", "organization.name"]
    return Case("INVALID_ARGUMENT", "create_org", create_org(id="-"), admin_key, fields=fields)


@reason("ORGANIZATION_NOT_FOUND")
def _(world: World, admin_key: str) -> Case:
    request = update_org(id=ABSENT, name="New")
    resource = ("waii.user.v1.Organization", ABSENT)
    return Case("NOT_FOUND", "update_org", request, admin_key, resource=resource)


@reason("TENANT_NOT_FOUND")
def _(world: World, admin_key: str) -> Case:
    request = create_user(id=world.id(), tenant_id=ABSENT)
    resource = ("waii.user.v1.Tenant", ABSENT)
    return Case("NOT_FOUND", "create_user", request, admin_key, resource=resource)


@reason("USER_NOT_FOUND")
def _(world: World, admin_key: str) -> Case:
    request = DeleteUserRequest(id=ABSENT)
    resource = ("waii.user.v1.User", ABSENT)
    return Case("NOT_FOUND", "delete_user", request, admin_key, resource=resource)


@reason("ORGANIZATION_ALREADY_EXISTS")
def _(world: World, admin_key: str) -> Case:
    taken = world.org()
    request = create_org(id=taken, name="New")
    resource = ("waii.user.v1.Organization", taken)
    return Case("ALREADY_EXISTS", "create_org", request, admin_key, resource=resource)


@reason("TENANT_ALREADY_EXISTS")
def _(world: World, admin_key: str) -> Case:
    taken = world.tenant()
    request = create_tenant(id=taken, name="New")
    resource = ("waii.user.v1.Tenant", taken)
    return Case("ALREADY_EXISTS", "create_tenant", request, admin_key, resource=resource)


@reason("USER_ALREADY_EXISTS")
def _(world: World, admin_key: str) -> Case:
    taken = world.user()
    resource = ("waii.user.v1.User", taken)
    return Case(
        "ALREADY_EXISTS", "create_user", create_user(id=taken), admin_key, resource=resource
    )


@reason("ACCESS_KEY_ALREADY_EXISTS")
def _(world: World, admin_key: str) -> Case:
    request = CreateAccessKeyRequest(name="test")
    resource = ("waii.user.v1.AccessKey", "test")
    key = world.person().key
    return Case("ALREADY_EXISTS", "create_access_key", request, key, resource=resource)


@reason("ACCESS_KEY_NOT_FOUND")
def _(world: World, admin_key: str) -> Case:
    request = RotateAccessKeyRequest(name="absent")
    resource = ("waii.user.v1.AccessKey", "absent")
    return Case(
        "NOT_FOUND",
        "rotate_access_key",
        request,
        admin_key,
        resource=resource,
        service="AccessKeyService",
    )


@reason("ACCESS_KEY_EXPIRED")
def _(world: World, admin_key: str) -> Case:
    user_id = world.user()
    soon_over = datetime.now(tz=UTC) + timedelta(seconds=0.1)
    world.key(user_id, "old", expire_time=soon_over)
    time.sleep(0.1)
    return Case(
        "FAILED_PRECONDITION",
        "rotate_access_key",
        RotateAccessKeyRequest(name="old"),
        admin_key,
        user_id,
        precondition="waii.user.v1.AccessKey/old",
        service="AccessKeyService",
    )


@reason("ETAG_MISMATCH")
def _(world: World, admin_key: str) -> Case:
    org_id = world.org()
    resource = ("waii.user.v1.Organization", org_id)
    request = update_org(id=org_id, name="New", etag="stale")
    return Case("ABORTED", "update_org", request, admin_key, resource=resource)


@reason("REQUEST_ID_REUSED")
def _(world: World, admin_key: str) -> Case:
    first, other = (create_org(id=world.id("org"), name="New") for _ in range(2))
    first.request_id = other.request_id = str(uuid.uuid4())
    world.admin.user.create_org(first)
    return Case("INVALID_ARGUMENT", "create_org", other, admin_key, fields=["request_id"])


@reason("ORGANIZATION_NOT_EMPTY")
def _(world: World, admin_key: str) -> Case:
    org_id = world.org()
    world.user(org_id=org_id)
    return Case(
        "FAILED_PRECONDITION",
        "delete_org",
        DeleteOrganizationRequest(id=org_id),
        admin_key,
        metadata={"tenants": "1", "users": "1"},
        precondition=f"waii.user.v1.Organization/{org_id}",
    )


@reason("TENANT_NOT_EMPTY")
def _(world: World, admin_key: str) -> Case:
    person = world.person()
    return Case(
        "FAILED_PRECONDITION",
        "delete_tenant",
        DeleteTenantRequest(id=person.tenant_id),
        admin_key,
        metadata={"users": "1"},
        precondition=f"waii.user.v1.Tenant/{person.tenant_id}",
    )


@reason("LAST_SUPER_ADMIN")
def _(world: World, admin_key: str) -> Case:
    # In a server that has no other: see `stage`.
    return Case(
        "FAILED_PRECONDITION",
        "update_user",
        update_user(id="admin", roles=[ORG_ADMIN]),
        admin_key,
        precondition="waii.user.v1.User/admin",
    )


_with_all_keys: dict[str, str] = {}
"""By the admin's key: of each server, a user who has as many keys as one may have."""


@reason("ACCESS_KEY_LIMIT_EXCEEDED")
def _(world: World, admin_key: str) -> Case:
    user_id = _with_all_keys.get(admin_key)
    if user_id is None:
        user_id = _with_all_keys[admin_key] = world.user()
        for number in range(100):
            world.key(user_id, f"k{number}")
    request = CreateAccessKeyRequest(name="one more")
    metadata = {"limit": "100"}
    return Case(
        "RESOURCE_EXHAUSTED", "create_access_key", request, admin_key, user_id, metadata=metadata
    )


@reason("CONFIG_LIMIT_EXCEEDED")
def _(world: World, admin_key: str) -> Case:
    updated = {f"k{number}": "x" * 65_000 for number in range(17)}
    request = UpdateConfigRequest(updated=updated)
    metadata = {"limit": str(1024 * 1024)}
    return Case(
        "RESOURCE_EXHAUSTED",
        "update_config",
        request,
        admin_key,
        world.user(),
        metadata=metadata,
    )


# Those of a server that is not in order: with a database that another program has broken.


COLLIDE = {
    "sqlite": [
        (
            "CREATE TRIGGER collide BEFORE INSERT ON organizations "
            "BEGIN SELECT raise(ABORT, 'somebody came in between'); END"
        )
    ],
    "postgresql": [
        (
            "CREATE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RAISE unique_violation; END'"
        ),
        (
            "CREATE TRIGGER collide BEFORE INSERT ON organizations "
            "FOR EACH ROW EXECUTE FUNCTION collide()"
        ),
    ],
}


@pytest.fixture(scope="module")
def broken(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server in whose database a trigger collides, and a value of a config is none."""
    directory = tmp_path_factory.mktemp("broken")
    with running_server(directory, busy_timeout=0.2) as server:
        server.change(
            "INSERT INTO user_configs (user_id, key, value) VALUES ('admin', 'broken', :no_value)",
            no_value=b"\xff",
        )
        server.change(*COLLIDE[engine])
        yield server


@reason("CONFLICT")
def _(world: World, admin_key: str) -> Case:
    return Case("ABORTED", "create_org", create_org(id="race", name="lost"), admin_key)


@reason("INTERNAL")
def _(world: World, admin_key: str) -> Case:
    return Case("INTERNAL", "update_config", UpdateConfigRequest(), admin_key)


@reason("DATABASE_UNAVAILABLE")
def _(world: World, admin_key: str) -> Case:
    request = CreateAccessKeyRequest(name="key")
    return Case("UNAVAILABLE", "create_access_key", request, admin_key, retry=True)


# Those of a server that has more to do than it takes.


@pytest.fixture(scope="module")
def small(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server of one thread, with no patience."""
    with running_server(
        tmp_path_factory.mktemp("small"),
        threads=1,
        max_calls=2,
        max_deadline=0.2,
        auth_failure_rate=0.01,
        auth_failure_burst=1,
    ) as server:
        with RawClient(server.address, server.admin_key) as raw:
            raw.call("GetUserInfo", ME)  # from now on, a key that was good not long ago
        yield server


@reason("RATE_LIMIT_EXCEEDED")
def _(world: World, admin_key: str) -> Case:
    metadata = {"limit": "0.01"}
    return Case(
        "RESOURCE_EXHAUSTED", "get_user_info", ME, "waii_no-key", metadata=metadata, retry=True
    )


@reason("OVERLOADED")
def _(world: World, admin_key: str) -> Case:
    metadata = {"limit": "2"}
    return Case("RESOURCE_EXHAUSTED", "get_user_info", ME, admin_key, metadata=metadata, retry=True)


@reason("DEADLINE_EXCEEDED")
def _(world: World, admin_key: str) -> Case:
    return Case("DEADLINE_EXCEEDED", "get_user_info", ME, admin_key)


@contextmanager
def straits(name: str, server: RunningServer) -> Iterator[None]:
    """What a server has to be in for a case, until the block ends."""
    with RawClient(server.address) as raw, ExitStack() as stack:
        match name.removeprefix("ERROR_REASON_"):
            case "DATABASE_UNAVAILABLE":
                stack.enter_context(server.busy())
            case "RATE_LIMIT_EXCEEDED":
                raw.call("GetUserInfo", ME, [])
            case "OVERLOADED":
                held = stack.enter_context(hold_threads(server, 2))
                stack.callback(held.release)
            case "DEADLINE_EXCEEDED":
                held = stack.enter_context(hold_threads(server, 1))
                releasing = threading.Thread(target=release_late, args=(server, held))
                releasing.start()
                stack.callback(releasing.join)
        yield


def release_late(server: RunningServer, held: Hold) -> None:
    """Releases the thread when another call has waited for it for longer than it may."""
    assert soon(lambda: server.calls == 2)
    time.sleep(0.25)
    held.release()


FIXTURES = {
    "ERROR_REASON_CONFLICT": "broken",
    "ERROR_REASON_INTERNAL": "broken",
    "ERROR_REASON_DATABASE_UNAVAILABLE": "broken",
    "ERROR_REASON_RATE_LIMIT_EXCEEDED": "small",
    "ERROR_REASON_OVERLOADED": "small",
    "ERROR_REASON_DEADLINE_EXCEEDED": "small",
}
RAW_ONLY = {
    # The client sends neither: it refuses such an id, and its library writes no such message.
    "ERROR_REASON_REQUEST_MALFORMED",
    "ERROR_REASON_METADATA_INVALID",
}
NEVER_SENT = {"ERROR_REASON_UNSPECIFIED"}


def test_every_reason_of_the_protos_is_produced_here() -> None:
    assert CASES.keys() | RAW_ONLY | NEVER_SENT == set(ErrorReason.keys())
    assert not CASES.keys() & (RAW_ONLY | NEVER_SENT)


@dataclass(frozen=True)
class Stage:
    """Where a case happens."""

    address: str
    case: Case


@pytest.fixture(params=CASES)
def stage(request: pytest.FixtureRequest) -> Iterator[tuple[str, Stage]]:
    name: str = request.param
    # In the server that the other tests share there are more super-admins than one.
    lone = name == "ERROR_REASON_LAST_SUPER_ADMIN"
    fixture = "fresh_server" if lone else FIXTURES.get(name, "server")
    server: RunningServer = request.getfixturevalue(fixture)
    with World(server.address, server.admin_key) as world:
        stage = Stage(server.address, CASES[name](world, server.admin_key))
    with straits(name, server):
        yield name, stage


def status_of(outcome: Outcome) -> status_pb2.Status:
    (serialized,) = (value for key, value in outcome.trailing if key == "grpc-status-details-bin")
    assert isinstance(serialized, bytes)
    return status_pb2.Status.FromString(serialized)


def test_a_failure_has_one_status_that_says_everything(stage: tuple[str, Stage]) -> None:
    name, where = stage
    case = where.case
    metadata = [bearer(case.key), request_id("the-call")]
    if case.as_user is not None:
        metadata.append(acting_as(case.as_user))
    with RawClient(where.address) as raw:
        outcome = raw.call(case.path, case.request, metadata)
    assert outcome.code.name == case.code
    status = status_of(outcome)
    assert (status.code, status.message) == (outcome.code.value[0], outcome.message)
    assert outcome.message
    assert len(status.details) == len(outcome.details), "each detail once"
    assert set(outcome.details) == case.details
    assert outcome.details["ErrorInfo"] == error_details_pb2.ErrorInfo(
        domain=SERVICE_DOMAIN, reason=name, metadata=case.metadata
    )
    assert outcome.details["RequestInfo"] == error_details_pb2.RequestInfo(request_id="the-call")
    assert dict(outcome.trailing)["x-request-id"] == "the-call"
    assert outcome.fields == case.fields


@pytest.mark.parametrize("kind", [SyncApi, AsyncApi], ids=["sync", "async"])
def test_the_client_raises_the_class_of_the_code_with_everything(
    kind: Callable[[str, str], Api], stage: tuple[str, Stage]
) -> None:
    name, where = stage
    case = where.case
    api = kind(where.address, case.key)
    with pytest.raises(WaiiError) as raised:
        api.call(case.method, case.request, as_user=case.as_user)
    api.close()
    error = raised.value
    assert type(error) is getattr(waii_client, case.code.title().replace("_", "") + "Error")
    assert error.code is grpc.StatusCode[case.code]
    assert error.reason == name
    assert error.metadata == case.metadata
    assert error.message
    assert [violation.field for violation in error.field_violations] == case.fields
    assert all(violation.description for violation in error.field_violations)
    assert error.resource == (Resource(*case.resource) if case.resource else None)
    subjects = [violation.subject for violation in error.preconditions]
    assert subjects == ([case.precondition] if case.precondition else [])
    assert (error.retry_delay is not None and error.retry_delay > 0) is case.retry
    assert re.fullmatch(r"[0-9a-f]{32}", error.request_id)


# What the client does not send.


@NO_DATABASE
@pytest.mark.parametrize(
    "request_", [b"\xff", b"\x0a", b"\x0a\x05ab", b"\x0b\x0a", b"\x0a\x02\xff\xfe"]
)
@pytest.mark.parametrize("rpc", ["CreateOrg", "GetUserInfo", "ListAccessKeys", "UpdateConfig"])
def test_undecodable_bytes_are_an_invalid_argument(
    rpc: str, request_: bytes, raw: RawClient
) -> None:
    if rpc == "ListAccessKeys" and request_ == b"\x0a\x02\xff\xfe":
        request_ = b"\x0a\x03\xff\xfe"  # an empty message takes any field that is well formed
    outcome = raw.call(rpc, request_)
    assert denied(outcome) == "INVALID_ARGUMENT REQUEST_MALFORMED"
    assert set(outcome.details) == {"ErrorInfo", "BadRequest", "RequestInfo"}


def test_a_field_of_a_later_version_is_no_error(raw: RawClient) -> None:
    unknown = b"\xfa\x07\x03abc"  # field 127
    assert raw.call("ListOrgs", unknown).code.name == "OK"
    assert raw.call("GetUserInfo", unknown).code.name == "OK"


def test_metadata_that_breaks_a_rule_is_an_invalid_argument(raw: RawClient) -> None:
    outcome = raw.call("GetUserInfo", b"", [bearer(raw._key), acting_as("")])
    assert denied(outcome) == "INVALID_ARGUMENT METADATA_INVALID"
    assert outcome.fields == ["x-waii-impersonate-user"]
    assert set(outcome.details) == {"ErrorInfo", "BadRequest", "RequestInfo"}


def test_a_method_that_does_not_exist_is_unimplemented(raw: RawClient) -> None:
    assert raw.call("NoSuchMethod", b"").code.name == "UNIMPLEMENTED"
    assert raw.call("/waii.user.v1.NoSuchService/GetUserInfo", b"").code.name == "UNIMPLEMENTED"


# Every violated field at once.


EVERYTHING_WRONG: list[tuple[str, Message, list[str]]] = [
    ("CreateOrg", create_org(), ["organization.id", "organization.name"]),
    (
        "CreateTenant",
        create_tenant(id="-", name="\n", org_id="a b"),
        ["tenant.id", "tenant.name", "tenant.org_id"],
    ),
    (
        "CreateUser",
        create_user(
            id="-",
            name="\n",
            tenant_id="-",
            org_id="-",
            email=" ",
            roles=["no", API_USER, "role"],
            variables={"a": "x" * 65_536},
        ),
        [
            *("user.id", "user.name", "user.tenant_id", "user.org_id", "user.email"),
            *("user.roles[0]", "user.roles[2]", "user.variables"),
        ],
    ),
    (
        "UpdateOrg",
        update_org("name", "no"),
        ["organization.id", "update_mask.paths[1]", "organization.name"],
    ),
    (
        "UpdateTenant",
        update_tenant("no", "*", "nor", id="-"),
        [
            *("tenant.id", "update_mask.paths[0]", "update_mask.paths[2]"),
            *("tenant.name", "tenant.org_id"),
        ],
    ),
    (
        "UpdateUser",
        update_user(id="-", name="\n", email=" ", tenant_id="-", org_id="-", roles=["no"]),
        ["user.id", "user.name", "user.email", "user.tenant_id", "user.org_id", "user.roles[0]"],
    ),
    (
        # A tenant has to be named for an organization that is not the caller's own.
        "CreateUser",
        create_user(id="-", org_id="elsewhere"),
        ["user.id", "user.tenant_id"],
    ),
    ("CreateOrg", CreateOrganizationRequest(), ["organization"]),
    ("CreateTenant", CreateTenantRequest(), ["tenant"]),
    ("CreateUser", CreateUserRequest(), ["user"]),
    ("UpdateOrg", UpdateOrganizationRequest(), ["organization"]),
    ("UpdateTenant", UpdateTenantRequest(), ["tenant"]),
    ("UpdateUser", UpdateUserRequest(), ["user"]),
    ("DeleteOrg", DeleteOrganizationRequest(), ["id"]),
    ("DeleteTenant", DeleteTenantRequest(id="a b"), ["id"]),
    (
        "DeleteUser",
        DeleteUserRequest(
            id="-",
        ),
        ["id"],
    ),
    ("GetUserInfo", GetUserInfoRequest(user_id="-"), ["user_id"]),
    (
        "ListUsers",
        ListUsersRequest(lookup_org_id="-", lookup_tenant_id="-", lookup_user_id="-", page_size=-1),
        ["lookup_org_id", "lookup_tenant_id", "lookup_user_id", "page_size"],
    ),
    ("ListUsers", ListUsersRequest(page_size=-1, page_token="no"), ["page_size", "page_token"]),
    (
        "ListTenants",
        ListTenantsRequest(lookup_org_id="-", page_token="no"),
        ["lookup_org_id", "page_token"],
    ),
    (
        "ListOrgs",
        ListOrganizationsRequest(page_size=-1, page_token="no"),
        ["page_size", "page_token"],
    ),
    (
        "CreateAccessKey",
        CreateAccessKeyRequest(name="\n", expire_time={"seconds": -1}),
        ["name", "expire_time"],
    ),
    (
        "CreateAccessKey",
        CreateAccessKeyRequest(name="\n", expire_time={"seconds": 1}),
        ["name", "expire_time"],
    ),
    ("DeleteAccessKey", DelAccessKeyRequest(names=["", "a", "\n"]), ["names[0]", "names[2]"]),
    (
        "UpdateConfig",
        UpdateConfigRequest(updated={"a": 1, "": 2}, deleted=["\n", "a"]),
        ["updated", "deleted[0]", "deleted[1]"],
    ),
]


@NO_DATABASE
@pytest.mark.parametrize(
    ("rpc", "request_", "fields"),
    EVERYTHING_WRONG,
    ids=[f"{rpc}: {', '.join(fields)}" for rpc, _, fields in EVERYTHING_WRONG],
)
def test_bad_request_names_every_violated_field_at_once(
    rpc: str, request_: Message, fields: list[str], raw: RawClient
) -> None:
    outcome = raw.call(rpc, request_)
    assert denied(outcome) == "INVALID_ARGUMENT FIELDS_INVALID"
    assert sorted(outcome.fields) == sorted(fields)


def test_a_status_with_more_violations_than_fit_still_arrives(raw: RawClient) -> None:
    for request in (
        UpdateConfigRequest(deleted=["\n" * 256] * 1000),
        UpdateConfigRequest(updated={"\U0001f600" * 5000: "x" * 70_000}),
    ):
        outcome = raw.call("UpdateConfig", request)
        assert denied(outcome) == "INVALID_ARGUMENT FIELDS_INVALID"
        assert outcome.fields


@pytest.mark.parametrize("name", ["\U0001f600" * 256, "%" * 256, "'\"\\" * 85])
def test_a_status_with_the_longest_name_still_arrives(
    name: str, raw: RawClient, world: World
) -> None:
    person = world.person()
    for expected in ("OK", "ALREADY_EXISTS"):
        request = CreateAccessKeyRequest(name=name)
        outcome = raw.call("CreateAccessKey", request, [bearer(person.key)])
        assert outcome.code.name == expected
    info = outcome.details["ResourceInfo"]
    assert isinstance(info, error_details_pb2.ResourceInfo)
    assert info.resource_name == name


# Unauthenticated.


def test_there_is_one_answer_whatever_is_wrong_with_a_key(
    raw: RawClient, connect: Connect, server: RunningServer, world: World
) -> None:
    revoked, deleted, expired = world.person(), world.person(), world.person()
    unknown = "waii_" + BASE62[:43] + "0v6bGW"
    connect(revoked.key).call("delete_access_key", DelAccessKeyRequest(names=["test"]))
    raw.call("DeleteUser", DeleteUserRequest(id=deleted.id))
    change = "UPDATE access_keys SET expires_at = created_at + 1 WHERE user_id = :user_id"
    server.change(change, user_id=expired.id)
    good = bearer(server.admin_key)
    attempts: dict[str, list[tuple[str, str]]] = {
        "none": [],
        "empty": [("authorization", "")],
        "no scheme": [("authorization", server.admin_key)],
        "another scheme": [("authorization", f"Basic {server.admin_key}")],
        "malformed": [bearer("x")],
        "mistyped": [bearer(f"{server.admin_key[:-1]}!")],
        "wrong checksum": [bearer("waii_" + "0" * 49)],
        "unknown": [bearer(unknown)],
        "revoked": [bearer(revoked.key)],
        "expired": [bearer(expired.key)],
        "of a deleted user": [bearer(deleted.key)],
        "twice": [good, good],
        "a good and a bad one": [good, bearer("x")],
    }
    outcomes = {
        what: raw.call("GetUserInfo", b"", [*metadata, request_id("the-same")])
        for what, metadata in attempts.items()
    }
    expected = outcomes["none"]
    assert denied(expected) == "UNAUTHENTICATED ACCESS_KEY_INVALID"
    assert set(expected.details) == {"ErrorInfo", "RequestInfo"}
    for what, outcome in outcomes.items():
        assert outcome == expected, what


# A server that is not in order.


def test_of_a_bug_there_is_the_request_id_and_nothing_else(
    broken: RunningServer, capfd: pytest.CaptureFixture[str]
) -> None:
    with RawClient(broken.address, broken.admin_key) as raw:
        metadata = [bearer(broken.admin_key), request_id("a-bug")]
        outcome = raw.call("UpdateConfig", UpdateConfigRequest(), metadata)
    assert denied(outcome) == "INTERNAL INTERNAL"
    assert outcome.message == "internal error; request id a-bug"
    assert set(outcome.details) == {"ErrorInfo", "RequestInfo"}
    logged = "".join(capfd.readouterr())
    assert "a-bug" in logged
    assert "Traceback" in logged


def test_a_lost_race_changes_nothing(broken: RunningServer) -> None:
    with RawClient(broken.address, broken.admin_key) as raw:
        outcome = raw.call("CreateOrg", create_org(id="race", name="lost"))
        assert denied(outcome) == "ABORTED CONFLICT"
        outcome = raw.call("UpdateOrg", update_org(id="race", name="lost"))
        assert denied(outcome) == "NOT_FOUND ORGANIZATION_NOT_FOUND"


def test_who_waits_out_a_busy_database_succeeds(broken: RunningServer) -> None:
    request = CreateAccessKeyRequest(name="after the wait")
    with RawClient(broken.address, broken.admin_key) as raw:
        with broken.busy():
            busy = raw.call("CreateAccessKey", request)
            # Reads go on meanwhile.
            assert raw.call("GetUserInfo", ME).code.name == "OK"
        assert denied(busy) == "UNAVAILABLE DATABASE_UNAVAILABLE"
        assert raw.call("CreateAccessKey", request).code.name == "OK"


def test_a_mistyped_key_is_refused_without_touching_the_database(
    fresh_server: RunningServer,
) -> None:
    key = fresh_server.admin_key
    fresh_server.change("DROP TABLE user_configs", "DROP TABLE access_keys")
    with RawClient(fresh_server.address) as raw:
        assert raw.call("GetUserInfo", ME, [bearer(key)]).code.name == "UNAVAILABLE"
        for mistyped in (key.swapcase(), f"{key}x", key[:-1], "waii_" + "0" * 49, "x"):
            outcome = raw.call("GetUserInfo", ME, [bearer(mistyped)])
            assert denied(outcome) == "UNAUTHENTICATED ACCESS_KEY_INVALID"


@pytest.mark.parametrize("kind", [SyncApi, AsyncApi], ids=["sync", "async"])
def test_a_server_that_is_gone_is_unavailable(
    kind: Callable[[str, str], Api], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with running_server(tmp_path_factory.mktemp("gone")) as server:
        api = kind(server.address, server.admin_key)
        api.call("create_org", create_org(id="before", name="An organization"))
    with pytest.raises(UnavailableError) as raised:
        api.call("create_org", create_org(id="after", name="An organization"))
    api.close()
    assert raised.value.code is grpc.StatusCode.UNAVAILABLE
    assert raised.value.request_id, "the one that the client made"


# Request ids.


def answered_id(outcome: Outcome) -> str:
    """The request id in the trailing metadata; where the call failed, also in the details."""
    (answered,) = (value for key, value in outcome.trailing if key == "x-request-id")
    if outcome.code is not grpc.StatusCode.OK:
        assert outcome.details["RequestInfo"] == error_details_pb2.RequestInfo(
            request_id=str(answered)
        )
    return str(answered)


CALLS: dict[str, tuple[str, Message | bytes]] = {
    "OK": ("GetUserInfo", ME),
    "NOT_FOUND": ("DeleteUser", DeleteUserRequest(id=ABSENT)),
    "INVALID_ARGUMENT": ("CreateOrg", b"\xff"),
}


@pytest.mark.parametrize("code", CALLS)
@pytest.mark.parametrize("sent", ["a", "0", "A-b_c.9", "x" * 128, "-", "0" * 32])
def test_a_request_id_comes_back(sent: str, code: str, raw: RawClient) -> None:
    outcome = raw.call(*CALLS[code], [bearer(raw._key), request_id(sent)])
    assert outcome.code.name == code
    assert answered_id(outcome) == sent


@pytest.mark.parametrize("code", CALLS)
def test_a_call_without_a_request_id_gets_one(code: str, raw: RawClient) -> None:
    answered = {answered_id(raw.call(*CALLS[code], [bearer(raw._key)])) for _ in range(3)}
    assert len(answered) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in answered)


@pytest.mark.parametrize(
    "sent",
    [
        *([""], ["a b"], ["a/b"], ["<script>"], ["x" * 129], ["a;b"], ["a=b"], ['"']),
        *(["a", "a"], ["a", "b"], ["", "a"]),
    ],
    ids=str,
)
@pytest.mark.parametrize("code", CALLS)
def test_an_unsafe_or_repeated_request_id_is_replaced(
    code: str, sent: list[str], raw: RawClient
) -> None:
    outcome = raw.call(*CALLS[code], [bearer(raw._key), *map(request_id, sent)])
    assert outcome.code.name == code, "it is no reason to refuse the call"
    answered = answered_id(outcome)
    assert re.fullmatch(r"[0-9a-f]{32}", answered)
    assert answered not in sent


def test_also_a_refused_key_is_answered_with_the_request_id(raw: RawClient) -> None:
    outcome = raw.call("GetUserInfo", ME, [bearer("x"), request_id("mine")])
    assert outcome.code.name == "UNAUTHENTICATED"
    assert answered_id(outcome) == "mine"
