"""`validate_only` (AIP-163) on every mutation: the answer that a call would get, and no change."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from rpc.calls import acting_as, bearer, denied
from rpc.methods import METHODS, MUTATIONS, path
from rpc.spec import SUPER_ADMIN
from support.api import Connect
from support.inspection import Row, dump
from support.raw import Outcome, RawClient
from support.server import RunningServer
from support.waiting import soon
from support.world import Person, World
from waii.user import v1 as pb

CEILING = "PERMISSION_DENIED PERMISSION_CEILING_EXCEEDED"
MISSING = "PERMISSION_DENIED PERMISSION_MISSING"
INVALID = "INVALID_ARGUMENT FIELDS_INVALID"
STALE = "ABORTED ETAG_MISMATCH"
NO_USER, NO_TENANT, NO_ORG = (
    f"NOT_FOUND {kind}_NOT_FOUND" for kind in ("USER", "TENANT", "ORGANIZATION")
)
LAST = "FAILED_PRECONDITION LAST_SUPER_ADMIN"


@dataclass(frozen=True)
class Cast:
    """Who and what the calls are about; each call is made on things of its own."""

    server: RunningServer
    world: World
    root: Person
    """A super-admin."""
    boss: Person
    """An organization's admin."""
    limited: str
    """A key of the boss's that may do no more than call and write users and keys."""
    strong: str
    """A super-admin in the boss's organization, alone in a tenant."""
    strong_tenant: str

    def user(self) -> str:
        return self.world.user(org_id=self.boss.org_id, tenant_id=self.boss.tenant_id)

    def tenant(self) -> str:
        return self.world.tenant(self.boss.org_id)

    def full_tenant(self) -> str:
        tenant_id = self.tenant()
        self.world.user(org_id=self.boss.org_id, tenant_id=tenant_id)
        return tenant_id

    def full_org(self) -> str:
        org_id = self.world.org()
        self.world.user(org_id=org_id)
        return org_id

    def suspended_user(self) -> str:
        user_id = self.user()
        self.world.suspend(user_id)
        return user_id

    def suspended_tenant(self) -> str:
        tenant_id = self.full_tenant()
        self.world.admin.suspension.suspend_tenant(pb.SuspendTenantRequest(id=tenant_id))
        return tenant_id

    def suspended_org(self) -> str:
        org_id = self.full_org()
        self.world.admin.suspension.suspend_org(pb.SuspendOrganizationRequest(id=org_id))
        return org_id

    def key(self, **fields: Any) -> str:
        """The name of another key of the boss's."""
        name = self.world.id("key")
        self.world.key(self.boss.id, name, **fields)
        return name

    def expired_key(self) -> str:
        name = self.key(expire_time=datetime.now(UTC) + timedelta(days=1))
        change = "UPDATE access_keys SET expires_at = created_at + 1 WHERE name = :name"
        self.server.change(change, name=name)
        return name

    def key_of_full_config(self) -> str:
        """One more than the root's may have."""
        updated = {f"key {number}": 1 for number in range(1000)}
        with self.world.admin.impersonate_user(self.root.id):
            self.world.admin.user.update_config(pb.UpdateConfigRequest(updated=updated))
        return "one more"


Make = Callable[[Cast], Message]
ROOT, BOSS, LIMITED = "root", "boss", "limited"


def _user(user_id: str, **fields: Any) -> pb.UpdateUserRequest:
    return pb.UpdateUserRequest(user=pb.User(id=user_id, **fields))


def _new_user(cast: Cast, **fields: Any) -> pb.CreateUserRequest:
    return pb.CreateUserRequest(user=pb.User(**({"id": cast.world.id()} | fields)))


def _tenant(tenant_id: str, **fields: Any) -> pb.UpdateTenantRequest:
    return pb.UpdateTenantRequest(tenant=pb.Tenant(id=tenant_id, **fields))


def _new_tenant(cast: Cast, **fields: Any) -> pb.CreateTenantRequest:
    return pb.CreateTenantRequest(
        tenant=pb.Tenant(**({"id": cast.world.id(), "name": "T"} | fields))
    )


def _org(org_id: str, **fields: Any) -> pb.UpdateOrganizationRequest:
    return pb.UpdateOrganizationRequest(organization=pb.Organization(id=org_id, **fields))


def _new_org(cast: Cast, **fields: Any) -> pb.CreateOrganizationRequest:
    fields = {"id": cast.world.id(), "name": "O"} | fields
    return pb.CreateOrganizationRequest(organization=pb.Organization(**fields))


def _too_far(cast: Cast) -> pb.CreateAccessKeyRequest:
    return pb.CreateAccessKeyRequest(name=cast.world.id(), permissions=["usage:api", "read:org"])


def _rows(cast: Cast, tenant_id: str = "") -> list[dict[str, Any]]:
    """A tenant, and a user in it or in another one."""
    new = cast.world.id()
    user = {"id": cast.world.id(), "tenant_id": tenant_id or new}
    return [{"tenant": {"id": new, "name": "T"}}, {"user": user}]


def _batch(*rows: dict[str, Any], allow_partial: bool = False) -> pb.BatchCreateRequest:
    return pb.BatchCreateRequest(
        rows=[pb.BatchRow(**row) for row in rows], allow_partial=allow_partial
    )


CALLS: dict[str, list[tuple[str, str, Make]]] = {
    "CreateAccessKey": [
        (BOSS, "OK", lambda cast: pb.CreateAccessKeyRequest(name=cast.world.id())),
        (
            BOSS,
            "ALREADY_EXISTS ACCESS_KEY_ALREADY_EXISTS",
            lambda _: pb.CreateAccessKeyRequest(name="test"),
        ),
        (BOSS, INVALID, lambda _: pb.CreateAccessKeyRequest(permissions=["x"], request_id="y")),
        (
            BOSS,
            INVALID,
            lambda cast: pb.CreateAccessKeyRequest(
                name=cast.world.id(), expire_time={"seconds": 1}, request_id=str(uuid.uuid4())
            ),
        ),
        (LIMITED, CEILING, _too_far),
    ],
    "DeleteAccessKey": [
        (BOSS, "OK", lambda cast: pb.DelAccessKeyRequest(names=[cast.key(), cast.key()])),
        (BOSS, "OK", lambda cast: pb.DelAccessKeyRequest(names=[cast.world.id()])),
        (BOSS, INVALID, lambda _: pb.DelAccessKeyRequest()),
        (LIMITED, CEILING, lambda cast: pb.DelAccessKeyRequest(names=[cast.key()])),
    ],
    "RotateAccessKey": [
        (BOSS, "OK", lambda cast: pb.RotateAccessKeyRequest(name=cast.key())),
        (
            BOSS,
            "OK",
            lambda cast: pb.RotateAccessKeyRequest(name=cast.key(), overlap={"seconds": 9}),
        ),
        (
            BOSS,
            "NOT_FOUND ACCESS_KEY_NOT_FOUND",
            lambda cast: pb.RotateAccessKeyRequest(name=cast.world.id()),
        ),
        (BOSS, INVALID, lambda _: pb.RotateAccessKeyRequest(overlap={"seconds": -1})),
        (
            BOSS,
            "FAILED_PRECONDITION ACCESS_KEY_EXPIRED",
            lambda cast: pb.RotateAccessKeyRequest(name=cast.expired_key()),
        ),
        (LIMITED, CEILING, lambda cast: pb.RotateAccessKeyRequest(name=cast.key())),
    ],
    "UpdateConfig": [
        (BOSS, "OK", lambda _: pb.UpdateConfigRequest()),
        (BOSS, "OK", lambda _: pb.UpdateConfigRequest(updated={"a": [1, None], "b": "c"})),
        (BOSS, "OK", lambda _: pb.UpdateConfigRequest(updated={"a": 2}, deleted=["b", "c"])),
        (BOSS, INVALID, lambda _: pb.UpdateConfigRequest(updated={"a": 1}, deleted=["a"])),
        (
            ROOT,
            "RESOURCE_EXHAUSTED CONFIG_LIMIT_EXCEEDED",
            lambda cast: pb.UpdateConfigRequest(updated={cast.key_of_full_config(): 1}),
        ),
    ],
    "CreateUser": [
        (BOSS, "OK", _new_user),
        (
            BOSS,
            "ALREADY_EXISTS USER_ALREADY_EXISTS",
            lambda cast: _new_user(cast, id=cast.user()),
        ),
        (BOSS, "ALREADY_EXISTS USER_ALREADY_EXISTS", lambda cast: _new_user(cast, id="admin")),
        (BOSS, NO_TENANT, lambda cast: _new_user(cast, tenant_id=cast.world.id())),
        (BOSS, NO_TENANT, lambda cast: _new_user(cast, tenant_id=cast.root.tenant_id)),
        (BOSS, CEILING, lambda cast: _new_user(cast, roles=[SUPER_ADMIN])),
        (BOSS, INVALID, lambda cast: _new_user(cast, id="-", name="\n", roles=["x"])),
    ],
    "UpdateUser": [
        (BOSS, "OK", lambda cast: _user(cast.user(), name="N", roles=["waii-user"])),
        (BOSS, "OK", lambda cast: _user(cast.user(), tenant_id=cast.tenant())),
        (ROOT, "OK", lambda cast: _user(cast.user(), tenant_id=cast.world.tenant())),
        (BOSS, NO_USER, lambda cast: _user(cast.root.id, name="N")),
        (BOSS, NO_TENANT, lambda cast: _user(cast.user(), tenant_id=cast.root.tenant_id)),
        (BOSS, CEILING, lambda cast: _user(cast.strong, name="N")),
        (BOSS, CEILING, lambda cast: _user(cast.user(), roles=[SUPER_ADMIN])),
        (BOSS, STALE, lambda cast: _user(cast.user(), name="N", etag="stale")),
        (BOSS, INVALID, lambda cast: _user("", email="\n", roles=[cast.world.id()])),
        (
            ROOT,
            INVALID,
            lambda cast: _user(cast.user(), tenant_id=cast.tenant(), org_id=cast.root.org_id),
        ),
    ],
    "DeleteUser": [
        (BOSS, "OK", lambda cast: pb.DeleteUserRequest(id=cast.user())),
        (BOSS, NO_USER, lambda cast: pb.DeleteUserRequest(id=cast.root.id)),
        (BOSS, CEILING, lambda cast: pb.DeleteUserRequest(id=cast.strong)),
        (BOSS, STALE, lambda cast: pb.DeleteUserRequest(id=cast.user(), etag="stale")),
        (BOSS, INVALID, lambda _: pb.DeleteUserRequest(id="-")),
    ],
    "BatchCreate": [
        (BOSS, "OK", lambda cast: _batch(*_rows(cast))),
        (BOSS, "OK", lambda cast: _batch(*_rows(cast), {}, allow_partial=True)),
        (BOSS, INVALID, lambda cast: _batch(*_rows(cast), {"user": {"id": "-"}})),
        (BOSS, NO_TENANT, lambda cast: _batch(*_rows(cast, cast.root.tenant_id))),
        (BOSS, CEILING, lambda cast: _batch({"user": {"id": "x", "roles": [SUPER_ADMIN]}})),
        (BOSS, MISSING, lambda cast: _batch({"organization": {"id": cast.world.id()}})),
        (LIMITED, MISSING, lambda cast: _batch(*_rows(cast))),
    ],
    "CreateTenant": [
        (BOSS, "OK", _new_tenant),
        (
            BOSS,
            "ALREADY_EXISTS TENANT_ALREADY_EXISTS",
            lambda cast: _new_tenant(cast, id=cast.root.tenant_id),
        ),
        (BOSS, NO_ORG, lambda cast: _new_tenant(cast, org_id=cast.root.org_id)),
        (BOSS, INVALID, lambda cast: _new_tenant(cast, name="", org_id="-")),
        (LIMITED, MISSING, _new_tenant),
    ],
    "UpdateTenant": [
        (BOSS, "OK", lambda cast: _tenant(cast.tenant(), name="N", variables={"a": 1})),
        (BOSS, NO_TENANT, lambda cast: _tenant(cast.root.tenant_id, name="N")),
        (BOSS, STALE, lambda cast: _tenant(cast.tenant(), name="N", etag="stale")),
        (ROOT, INVALID, lambda cast: _tenant(cast.tenant(), org_id=cast.root.org_id)),
        (BOSS, INVALID, lambda _: pb.UpdateTenantRequest()),
    ],
    "DeleteTenant": [
        (BOSS, "OK", lambda cast: pb.DeleteTenantRequest(id=cast.tenant())),
        (BOSS, "OK", lambda cast: pb.DeleteTenantRequest(id=cast.full_tenant(), force=True)),
        (
            BOSS,
            "FAILED_PRECONDITION TENANT_NOT_EMPTY",
            lambda cast: pb.DeleteTenantRequest(id=cast.full_tenant()),
        ),
        (BOSS, NO_TENANT, lambda cast: pb.DeleteTenantRequest(id=cast.world.id())),
        (BOSS, CEILING, lambda cast: pb.DeleteTenantRequest(id=cast.strong_tenant, force=True)),
        (BOSS, STALE, lambda cast: pb.DeleteTenantRequest(id=cast.full_tenant(), etag="stale")),
        (BOSS, INVALID, lambda _: pb.DeleteTenantRequest()),
    ],
    "CreateOrg": [
        (ROOT, "OK", _new_org),
        (
            ROOT,
            "ALREADY_EXISTS ORGANIZATION_ALREADY_EXISTS",
            lambda cast: _new_org(cast, id=cast.boss.org_id),
        ),
        (ROOT, INVALID, lambda cast: _new_org(cast, id="", name="\n")),
        (BOSS, MISSING, _new_org),
    ],
    "UpdateOrg": [
        (ROOT, "OK", lambda cast: _org(cast.world.org(), name="N")),
        (ROOT, NO_ORG, lambda cast: _org(cast.world.id(), name="N")),
        (ROOT, STALE, lambda cast: _org(cast.world.org(), name="N", etag="stale")),
        (ROOT, INVALID, lambda _: pb.UpdateOrganizationRequest(update_mask={"paths": ["x"]})),
        (BOSS, MISSING, lambda cast: _org(cast.boss.org_id, name="N")),
    ],
    "DeleteOrg": [
        (ROOT, "OK", lambda cast: pb.DeleteOrganizationRequest(id=cast.world.org())),
        (ROOT, "OK", lambda cast: pb.DeleteOrganizationRequest(id=cast.full_org(), force=True)),
        (
            ROOT,
            "FAILED_PRECONDITION ORGANIZATION_NOT_EMPTY",
            lambda cast: pb.DeleteOrganizationRequest(id=cast.full_org()),
        ),
        (ROOT, NO_ORG, lambda cast: pb.DeleteOrganizationRequest(id=cast.world.id())),
        (ROOT, STALE, lambda cast: pb.DeleteOrganizationRequest(id=cast.full_org(), etag="x")),
        (ROOT, INVALID, lambda _: pb.DeleteOrganizationRequest(id="-")),
        (BOSS, MISSING, lambda cast: pb.DeleteOrganizationRequest(id=cast.boss.org_id)),
    ],
    "SuspendUser": [
        (BOSS, "OK", lambda cast: pb.SuspendUserRequest(id=cast.user())),
        (BOSS, NO_USER, lambda cast: pb.SuspendUserRequest(id=cast.root.id)),
        (BOSS, CEILING, lambda cast: pb.SuspendUserRequest(id=cast.strong)),
        (BOSS, INVALID, lambda _: pb.SuspendUserRequest()),
    ],
    "ReactivateUser": [
        (BOSS, "OK", lambda cast: pb.ReactivateUserRequest(id=cast.suspended_user())),
        (BOSS, NO_USER, lambda cast: pb.ReactivateUserRequest(id=cast.root.id)),
        (BOSS, CEILING, lambda cast: pb.ReactivateUserRequest(id=cast.strong)),
        (BOSS, INVALID, lambda _: pb.ReactivateUserRequest()),
    ],
    "SuspendTenant": [
        (BOSS, "OK", lambda cast: pb.SuspendTenantRequest(id=cast.full_tenant())),
        (BOSS, NO_TENANT, lambda cast: pb.SuspendTenantRequest(id=cast.root.tenant_id)),
        (BOSS, CEILING, lambda cast: pb.SuspendTenantRequest(id=cast.strong_tenant)),
        (LIMITED, MISSING, lambda cast: pb.SuspendTenantRequest(id=cast.tenant())),
    ],
    "ReactivateTenant": [
        (BOSS, "OK", lambda cast: pb.ReactivateTenantRequest(id=cast.suspended_tenant())),
        (BOSS, NO_TENANT, lambda cast: pb.ReactivateTenantRequest(id=cast.root.tenant_id)),
        (BOSS, CEILING, lambda cast: pb.ReactivateTenantRequest(id=cast.strong_tenant)),
    ],
    "SuspendOrg": [
        (ROOT, "OK", lambda cast: pb.SuspendOrganizationRequest(id=cast.full_org())),
        (ROOT, NO_ORG, lambda cast: pb.SuspendOrganizationRequest(id=cast.world.id())),
        (BOSS, MISSING, lambda cast: pb.SuspendOrganizationRequest(id=cast.boss.org_id)),
    ],
    "ReactivateOrg": [
        (ROOT, "OK", lambda cast: pb.ReactivateOrganizationRequest(id=cast.suspended_org())),
        (ROOT, NO_ORG, lambda cast: pb.ReactivateOrganizationRequest(id=cast.world.id())),
        (BOSS, MISSING, lambda cast: pb.ReactivateOrganizationRequest(id=cast.boss.org_id)),
    ],
}
"""For each mutation: who calls it, how that ends, and the request."""


@pytest.fixture(scope="module")
def cast(server: RunningServer) -> Iterator[Cast]:
    with World(server.address, server.admin_key) as world:
        boss = world.org_admin()
        limited = world.key(
            boss.id, "limited", permissions=["usage:api", "write:user", "write:access_key"]
        )
        strong_tenant = world.tenant(boss.org_id)
        strong = world.user(SUPER_ADMIN, org_id=boss.org_id, tenant_id=strong_tenant)
        yield Cast(server, world, world.person(SUPER_ADMIN), boss, limited, strong, strong_tenant)


@pytest.fixture(scope="module")
def clients(server: RunningServer, cast: Cast) -> Iterator[dict[str, RawClient]]:
    keys = {ROOT: cast.root.key, BOSS: cast.boss.key, LIMITED: cast.limited}
    opened = {who: RawClient(server.address, key) for who, key in keys.items()}
    yield opened
    for client in opened.values():
        client.__exit__(None, None, None)


def stored(server: RunningServer) -> dict[str, list[Row]]:
    """All tables but the log, which has its own rules."""
    content = dump(server.settings.database_url)
    del content["audit_events"]
    content.pop("sqlite_sequence", None)
    return content


def validation_of(request: Message) -> Message:
    """The same request, to validate only."""
    validation = type(request)()
    validation.CopyFrom(request)
    validation.validate_only = True  # type: ignore[attr-defined]
    return validation


def end_of(outcome: Outcome) -> str:
    return "OK" if outcome.code.name == "OK" else denied(outcome)


def told(outcome: Outcome) -> tuple[object, ...]:
    """All that an error tells, but for the id of the call."""
    details = {name: one for name, one in outcome.details.items() if name != "RequestInfo"}
    return outcome.code, outcome.message, details


# All of them.


def test_every_mutation_can_be_validated_and_is_here() -> None:
    able = {name for name, method in METHODS.items() if "validate_only" in _fields(name)}
    assert able == set(MUTATIONS)
    assert {path(rpc)[1:] for rpc in CALLS} == able
    for rpc, calls in CALLS.items():
        ends = {end for _, end, _ in calls}
        assert "OK" in ends, rpc
        assert len(ends) > 1, rpc


def _fields(name: str) -> Any:
    return METHODS[name].input_type.fields_by_name


@pytest.mark.parametrize("rpc", CALLS)
def test_its_answer_is_what_the_call_then_gets_and_it_changes_nothing(
    server: RunningServer, cast: Cast, clients: dict[str, RawClient], rpc: str
) -> None:
    calls = [(clients[who], end, make(cast)) for who, end, make in CALLS[rpc]]
    before = stored(server)
    validated = [client.call(path(rpc), validation_of(request)) for client, _, request in calls]
    assert stored(server) == before
    for (client, end, request), told_before in zip(calls, validated, strict=True):
        real = client.call(path(rpc), request)
        assert end_of(real) == end, (request, real)
        assert told(told_before) == told(real)
        assert _comparable(rpc, told_before) == _comparable(rpc, real)
    assert stored(server) != before  # what is compared shows a change


def _comparable(rpc: str, outcome: Outcome) -> Message:
    """The answer, without what is another one in each call: secrets and times."""
    answer = GetMessageClass(METHODS[path(rpc)[1:]].output_type).FromString(outcome.response)
    keys: list[pb.AccessKey] = []
    if isinstance(answer, pb.GetAccessKeyResponse):
        keys = list(answer.access_keys)
    elif isinstance(answer, pb.RotateAccessKeyResponse) and outcome.response:
        keys = [answer.access_key]
    for key in keys:
        for field in ("access_key", "created_at", "rotate_time", "previous_expire_time"):
            key.ClearField(field)
    return answer


# What is told of keys and configs.


def test_a_key_is_answered_without_a_secret(cast: Cast, clients: dict[str, RawClient]) -> None:
    request = pb.CreateAccessKeyRequest(
        name=cast.world.id(), permissions=["usage:api", "read:org"], validate_only=True
    )
    created = clients[BOSS].call("CreateAccessKey", request)
    (key,) = pb.GetAccessKeyResponse.FromString(created.response).access_keys
    assert (key.access_key, key.name, key.user_id) == ("", request.name, cast.boss.id)
    assert list(key.permissions) == ["read:org", "usage:api"]
    rotation = pb.RotateAccessKeyRequest(name="test", overlap={"seconds": 60}, validate_only=True)
    rotated = clients[BOSS].call(path("RotateAccessKey"), rotation)
    key = pb.RotateAccessKeyResponse.FromString(rotated.response).access_key
    assert (key.access_key, key.name) == ("", "test")
    assert key.HasField("rotate_time")
    assert b"waii_" not in created.response + rotated.response


def test_a_config_is_answered_as_it_would_be(world: World, connect: Connect) -> None:
    api = connect(world.person().key)
    api.call("update_config", pb.UpdateConfigRequest(updated={"kept": 1, "changed": 1, "gone": 1}))
    change = pb.UpdateConfigRequest(updated={"changed": 2, "new": [3]}, deleted=["gone"])
    would_be = api.call("update_config", validation_of(change)).configs
    assert dict(would_be) == {"kept": 1, "changed": 2, "new": [3]}
    assert dict(api.call("update_config", pb.UpdateConfigRequest()).configs) == {
        "kept": 1,
        "changed": 1,
        "gone": 1,
    }
    assert api.call("update_config", change).configs == would_be


def test_the_clients_can_validate_too(
    server: RunningServer, world: World, connect: Connect
) -> None:
    api, name = connect(server.admin_key), world.id()
    for validate_only in (True, True, False):
        organization = pb.Organization(id=name, name="O")
        request = pb.CreateOrganizationRequest(
            organization=organization, validate_only=validate_only
        )
        assert api.call("create_org", request) == pb.CommonResponse()
        query = "SELECT count(*) AS n FROM organizations WHERE id = :id"
        assert server.rows(query, id=name) == [{"n": int(not validate_only)}]


# The last super-admin.


def test_it_tells_that_the_last_super_admin_has_to_stay(fresh_server: RunningServer) -> None:
    calls: list[tuple[str, Message]] = [
        ("DeleteUser", pb.DeleteUserRequest(id="admin")),
        ("UpdateUser", _user("admin", roles=["waii-user"])),
        ("DeleteTenant", pb.DeleteTenantRequest(id="default-tenant", force=True)),
        ("DeleteOrg", pb.DeleteOrganizationRequest(id="default-org", force=True)),
        ("SuspendUser", pb.SuspendUserRequest(id="admin")),
        ("SuspendTenant", pb.SuspendTenantRequest(id="default-tenant")),
        ("SuspendOrg", pb.SuspendOrganizationRequest(id="default-org")),
    ]
    before = stored(fresh_server)
    with RawClient(fresh_server.address, fresh_server.admin_key) as raw:
        for rpc, request in calls:
            validated = raw.call(path(rpc), validation_of(request))
            assert denied(validated) == LAST
            assert told(validated) == told(raw.call(path(rpc), request))
    assert stored(fresh_server) == before


def test_it_tells_that_there_are_as_many_keys_as_there_may_be(
    server: RunningServer, world: World
) -> None:
    person = world.person()
    blob = "bytea" if "postgresql" in server.settings.database_url else "blob"
    copy = (
        "INSERT INTO access_keys (id, user_id, name, slot, digest, hint, created_at, generation) "
        "WITH RECURSIVE slots (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM slots WHERE n < 99) "
        "SELECT user_id || n, user_id, 'key ' || n, n, CAST(user_id || n AS {}), "
        "hint, created_at, 0 FROM slots, access_keys "
        "WHERE user_id = :user_id AND name = 'test' AND n <> slot"
    )
    server.change(copy.format(blob), user_id=person.id)
    with RawClient(server.address, person.key) as raw:
        request = pb.CreateAccessKeyRequest(name="one more")
        validated = raw.call("CreateAccessKey", validation_of(request))
        assert denied(validated) == "RESOURCE_EXHAUSTED ACCESS_KEY_LIMIT_EXCEEDED"
        assert told(validated) == told(raw.call("CreateAccessKey", request))


# What remains of it.


def events(server: RunningServer, target: str) -> list[dict[str, Any]]:
    query = (
        "SELECT actor, subject, code, validate_only FROM audit_events "
        "WHERE target = :target ORDER BY sequence"
    )
    return server.rows(query, target=target)


def test_an_impersonated_one_is_in_the_log_as_what_it_was_and_an_own_one_is_not(
    server: RunningServer, cast: Cast, clients: dict[str, RawClient]
) -> None:
    names = [cast.world.id() for _ in range(2)]
    requests = [_new_tenant(cast, id=name) for name in names]
    own, impersonated = requests
    raw = clients[ROOT]
    as_boss = [bearer(cast.root.key), acting_as(cast.boss.id)]
    raw.call("CreateTenant", validation_of(own))
    raw.call("CreateTenant", validation_of(impersonated), as_boss)
    target = f"tenants/{names[1]}"
    assert soon(lambda: events(server, target))
    (event,) = events(server, target)
    assert (event["actor"], event["subject"]) == (cast.root.id, cast.boss.id)
    assert (event["code"], bool(event["validate_only"])) == ("OK", True)
    # The log is written in the order of the calls: the own one would be there.
    assert events(server, f"tenants/{names[0]}") == []
    raw.call("CreateTenant", impersonated, as_boss)
    assert [bool(event["validate_only"]) for event in events(server, target)] == [True, False]
    listed = cast.world.admin.audit.list_audit_events(pb.ListAuditEventsRequest(target=target))
    assert [event.validate_only for event in listed.events] == [True, False]


def test_nothing_is_remembered_of_its_request_id(
    server: RunningServer, cast: Cast, clients: dict[str, RawClient]
) -> None:
    raw, request_id = clients[BOSS], str(uuid.uuid4())
    first = pb.CreateAccessKeyRequest(name=cast.world.id(), request_id=request_id)
    other = pb.CreateAccessKeyRequest(name=cast.world.id(), request_id=request_id)
    for request in (first, other, first):
        assert raw.call("CreateAccessKey", validation_of(request)).code.name == "OK"
    done = raw.call("CreateAccessKey", other)
    (key,) = pb.GetAccessKeyResponse.FromString(done.response).access_keys
    with RawClient(server.address, key.access_key) as of_key:
        assert of_key.call("GetUserInfo", b"").code.name == "OK"


def test_of_what_was_done_it_tells_that_but_no_secret(
    server: RunningServer, cast: Cast, clients: dict[str, RawClient]
) -> None:
    raw = clients[BOSS]
    request = pb.CreateAccessKeyRequest(name=cast.world.id(), request_id=str(uuid.uuid4()))
    done = pb.GetAccessKeyResponse.FromString(raw.call("CreateAccessKey", request).response)
    before = stored(server)
    validated = raw.call("CreateAccessKey", validation_of(request))
    answer = pb.GetAccessKeyResponse.FromString(validated.response)
    assert answer.access_keys[0].access_key == ""
    done.access_keys[0].access_key = ""
    assert answer == done
    server.server._trail.flush()
    target = f"users/{cast.boss.id}/accessKeys/{request.name}"
    assert len(events(server, target)) == 1  # of what was done: no secret was told
    request.name = "another"
    validated = raw.call("CreateAccessKey", validation_of(request))
    assert denied(validated) == "INVALID_ARGUMENT REQUEST_ID_REUSED"
    assert stored(server) == before
