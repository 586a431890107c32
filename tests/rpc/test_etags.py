"""Etags (AIP-154): a state is told from every other, and nobody undoes what they have not seen."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from rpc.calls import denied, find_org, find_tenant, find_user
from rpc.methods import path
from rpc.spec import ORG_ADMIN
from support.api import Api, SyncApi
from support.inspection import Row, dump
from support.raw import Outcome, RawClient
from support.server import RunningServer, running_server
from support.world import World
from waii.user import v1 as pb
from waii_client.user import Organization, Tenant, User

MISMATCH = "ABORTED ETAG_MISMATCH"


@dataclass(frozen=True)
class Noun:
    """What has an etag."""

    name: str
    type: str
    make: Callable[..., str]
    """A new one, of a world and fields."""
    fields: dict[str, Any]
    """Another value of each field that an update can replace and that stands for itself."""
    find: Callable[[Api, str], Any]
    """As the list shows it."""
    request: Callable[..., Message]
    """The request of an update."""
    delete: Callable[..., Message]

    @property
    def update_rpc(self) -> str:
        return f"Update{self._rpc}"

    @property
    def delete_rpc(self) -> str:
        return f"Delete{self._rpc}"

    @property
    def _rpc(self) -> str:
        return {"organization": "Org"}.get(self.name, self.name.title())

    def update(self, thing: Any, *paths: str) -> tuple[str, Message]:
        mask = {"update_mask": {"paths": paths}} if paths else {}
        return self.update_rpc, self.request(**{self.name: thing}, **mask)

    def suspend(self, name: str) -> tuple[str, Message]:
        kind = {"organization": "Organization"}.get(self.name, self.name.title())
        return path(f"Suspend{self._rpc}"), getattr(pb, f"Suspend{kind}Request")(id=name)

    def reactivate(self, name: str) -> tuple[str, Message]:
        kind = {"organization": "Organization"}.get(self.name, self.name.title())
        return path(f"Reactivate{self._rpc}"), getattr(pb, f"Reactivate{kind}Request")(id=name)


def _find_tenant(api: Api, tenant_id: str) -> Tenant | None:
    return find_tenant(api, "default-org", tenant_id)


VARIABLES = {"b": [1, None, {"c": "d"}], **{f"key {number}": number for number in range(20)}}
NOUNS = {
    "user": Noun(
        "user",
        "waii.user.v1.User",
        lambda world, **fields: world.user(
            **({"org_id": "default-org", "tenant_id": "default-tenant"} | fields)
        ),
        {
            "name": "Another",
            "email": "another@example.com",
            "variables": VARIABLES,
            "roles": ["waii-user", "waii-trial-user"],
        },
        find_user,
        pb.UpdateUserRequest,
        pb.DeleteUserRequest,
    ),
    "tenant": Noun(
        "tenant",
        "waii.user.v1.Tenant",
        lambda world, **fields: world.tenant("default-org", **fields),
        {"name": "Another", "variables": VARIABLES},
        _find_tenant,
        pb.UpdateTenantRequest,
        pb.DeleteTenantRequest,
    ),
    "organization": Noun(
        "organization",
        "waii.user.v1.Organization",
        lambda world, **fields: world.org(**fields),
        {"name": "Another", "variables": VARIABLES},
        find_org,
        pb.UpdateOrganizationRequest,
        pb.DeleteOrganizationRequest,
    ),
}
TYPES: dict[str, Any] = {"user": User, "tenant": Tenant, "organization": Organization}
each_noun = pytest.mark.parametrize("noun", NOUNS.values(), ids=NOUNS)


@pytest.fixture(scope="module")
def reader(server: RunningServer) -> Iterator[Api]:
    """The same by the client, where it is no matter which."""
    api = SyncApi(server.address, server.admin_key)
    yield api
    api.close()


def done(outcome: Outcome) -> None:
    assert outcome.code.name == "OK", outcome


def stored(server: RunningServer) -> dict[str, list[Row]]:
    """All tables but the log."""
    content = dump(server.settings.database_url)
    del content["audit_events"]
    content.pop("sqlite_sequence", None)
    return content


# What it says.


@each_noun
def test_the_list_shows_an_etag(admin: Api, world: World, noun: Noun) -> None:
    etags = [noun.find(admin, noun.make(world)).etag for _ in range(2)]
    assert all(etags)
    assert len(set(etags)) == 2


@each_noun
def test_every_field_changes_it_and_its_old_value_brings_it_back(
    reader: Api, raw: RawClient, world: World, noun: Noun
) -> None:
    name = noun.make(world)
    first = noun.find(reader, name)
    writable = set(first.DESCRIPTOR.fields_by_name) - {"id", "tenant_id", "org_id"}
    assert writable == {*noun.fields, "suspended", "etag"}  # no field is forgotten here
    seen = {first.etag}
    for field, value in noun.fields.items():
        done(raw.call(*noun.update(TYPES[noun.name](id=name, **{field: value}), field)))
        seen.add(noun.find(reader, name).etag)
        before = TYPES[noun.name](id=name)
        if field == "variables":
            before.variables.CopyFrom(first.variables)
        elif field == "roles":
            before.roles.extend(first.roles)
        elif getattr(first, field) != name:  # else it has none, and shows its id
            setattr(before, field, getattr(first, field))
        done(raw.call(*noun.update(before, field)))
        assert noun.find(reader, name) == first
    done(raw.call(*noun.suspend(name)))
    seen.add(noun.find(reader, name).etag)
    done(raw.call(*noun.reactivate(name)))
    assert noun.find(reader, name) == first
    assert len(seen) == len(noun.fields) + 2


def test_a_move_changes_that_of_the_user(reader: Api, raw: RawClient, world: World) -> None:
    user_id = world.user()
    seen = set()
    org_id = world.org()
    for tenant_id in (world.tenant(org_id), world.tenant(org_id), world.tenant()):
        found = find_user(reader, user_id)
        assert found is not None
        seen.add(found.etag)
        moved = User(id=user_id, tenant_id=tenant_id)
        done(raw.call("UpdateUser", pb.UpdateUserRequest(user=moved)))
    assert len(seen) == 3


def test_nothing_else_changes_it(
    server: RunningServer, reader: Api, raw: RawClient, world: World
) -> None:
    person = world.person()

    def etags() -> list[str]:
        user, org = find_user(reader, person.id), find_org(reader, person.org_id)
        tenant = find_tenant(reader, person.org_id, person.tenant_id)
        assert user
        assert tenant
        assert org
        return [user.etag, tenant.etag, org.etag]

    before = etags()
    with RawClient(server.address, person.key) as own:
        done(own.call("CreateAccessKey", pb.CreateAccessKeyRequest(name="another")))
        done(own.call("UpdateConfig", pb.UpdateConfigRequest(updated={"a": 1})))
        done(own.call(path("RotateAccessKey"), pb.RotateAccessKeyRequest(name="another")))
    world.user(org_id=person.org_id, tenant_id=person.tenant_id)
    world.tenant(person.org_id)
    for name in ("user", "tenant", "organization"):
        done(raw.call(*NOUNS[name].update(TYPES[name](id=_of(person, name)))))  # of nothing
    assert etags() == before
    # What is above or below is a state of its own.
    for position, name in enumerate(("user", "tenant", "organization")):
        done(raw.call(*NOUNS[name].suspend(_of(person, name))))
        changed = [now != then for now, then in zip(etags(), before, strict=True)]
        assert changed == [index == position for index in range(3)]
        done(raw.call(*NOUNS[name].reactivate(_of(person, name))))


def _of(person: Any, name: str) -> str:
    return str({"user": person.id, "tenant": person.tenant_id, "organization": person.org_id}[name])


@each_noun
def test_equal_states_have_equal_etags_whatever_way_led_there(
    reader: Api, raw: RawClient, world: World, noun: Noun
) -> None:
    at_once = {"id": world.id(), "name": "N", "variables": VARIABLES}
    name = noun.make(world, **at_once)
    found = noun.find(reader, name)
    done(raw.call(noun.delete_rpc, noun.delete(id=name)))
    noun.make(world, id=name, name="Another", variables={"x": 1})
    differs = noun.find(reader, name)
    assert differs.etag != found.etag  # deleted, and created anew in another way
    backwards = dict(reversed(VARIABLES.items()))
    thing = TYPES[noun.name](id=name, name="N", variables=backwards)
    done(raw.call(*noun.update(thing)))
    assert noun.find(reader, name) == found


def test_every_server_of_a_database_shows_the_same(
    replicas: list[RunningServer],
) -> None:
    listed = []
    for server in replicas:
        with RawClient(server.address, server.admin_key) as raw:
            listed.append(
                [raw.call(rpc, b"").response for rpc in ("ListUsers", "ListTenants", "ListOrgs")]
            )
    assert listed[0] == listed[1]
    assert all(listed[0])


# What it is good for.


@each_noun
def test_the_current_one_lets_an_update_and_a_delete_through(
    admin: Api, raw: RawClient, world: World, noun: Noun
) -> None:
    name = noun.make(world)
    etag = noun.find(admin, name).etag
    done(raw.call(*noun.update(TYPES[noun.name](id=name, name="New", etag=etag))))
    found = noun.find(admin, name)
    assert found.name == "New"
    done(raw.call(noun.delete_rpc, noun.delete(id=name, etag=found.etag)))
    assert noun.find(admin, name) is None


@each_noun
def test_a_stale_one_is_aborted_and_names_what_it_is_about_and_nothing_is_changed(
    server: RunningServer, reader: Api, raw: RawClient, world: World, noun: Noun
) -> None:
    name = noun.make(world)
    stale = noun.find(reader, name).etag
    done(raw.call(*noun.update(TYPES[noun.name](id=name, name="Meanwhile"))))
    before = stored(server)
    for etag in (stale, "x", stale.upper(), stale + "\n", "é" * 5000):
        thing = TYPES[noun.name](id=name, name="New", etag=etag)
        for call in (
            noun.update(thing),
            noun.update(thing, "name"),
            (noun.delete_rpc, noun.delete(id=name, etag=etag)),
        ):
            refused = raw.call(*call)
            assert denied(refused) == MISMATCH
            info = refused.details["ResourceInfo"]
            assert isinstance(info, error_details_pb2.ResourceInfo)
            assert (info.resource_type, info.resource_name) == (noun.type, name)
    if noun.name != "user":
        forced = noun.delete(id=name, etag=stale, force=True)
        assert denied(raw.call(noun.delete_rpc, forced)) == MISMATCH
    assert stored(server) == before


@each_noun
def test_what_was_just_listed_can_be_changed_and_sent_back_once(
    admin: Api, raw: RawClient, world: World, noun: Noun
) -> None:
    name = noun.make(world, variables=VARIABLES)
    found = noun.find(admin, name)
    found.name = "Read, changed and written"
    done(raw.call(*noun.update(found)))
    shown = noun.find(admin, name)
    assert shown.etag != found.etag
    found.etag = shown.etag
    assert shown == found
    found.name, found.etag = "Once more", "stale"
    assert denied(raw.call(*noun.update(found))) == MISMATCH


@each_noun
def test_it_is_not_part_of_what_is_written(
    reader: Api, raw: RawClient, world: World, noun: Noun
) -> None:
    name = noun.make(world, etag="of the caller's own")
    assert noun.find(reader, name).etag != "of the caller's own"
    masked = raw.call(*noun.update(TYPES[noun.name](id=name), "etag"))
    assert denied(masked) == "INVALID_ARGUMENT FIELDS_INVALID"


# The order of the answers.


def test_scope_and_ceiling_come_before_it(
    server: RunningServer, world: World, raw: RawClient
) -> None:
    weak = world.person(ORG_ADMIN)
    strong = world.user("waii-super-admin-user", org_id=weak.org_id)
    holder = world.tenant(weak.org_id)
    world.user("waii-super-admin-user", org_id=weak.org_id, tenant_id=holder)
    foreign, ceiling = world.user(), "PERMISSION_DENIED PERMISSION_CEILING_EXCEEDED"
    own = world.user(org_id=weak.org_id)
    with RawClient(server.address, weak.key) as api:
        for user_id, expected in ((strong, ceiling), (foreign, "NOT_FOUND USER_NOT_FOUND")):
            user = User(id=user_id, name="N", etag="stale")
            assert denied(api.call("UpdateUser", pb.UpdateUserRequest(user=user))) == expected
            request = pb.DeleteUserRequest(id=user_id, etag="stale")
            assert denied(api.call("DeleteUser", request)) == expected
        granted = User(id=own, roles=["waii-super-admin-user"], etag="stale")
        assert denied(api.call("UpdateUser", pb.UpdateUserRequest(user=granted))) == ceiling
        forced = pb.DeleteTenantRequest(id=holder, etag="stale", force=True)
        assert denied(api.call("DeleteTenant", forced)) == ceiling
        unforced = pb.DeleteTenantRequest(id=holder, etag="stale")
        assert denied(api.call("DeleteTenant", unforced)) == MISMATCH
    absent = pb.DeleteOrganizationRequest(id=world.id(), etag="stale")
    assert denied(raw.call("DeleteOrg", absent)) == "NOT_FOUND ORGANIZATION_NOT_FOUND"


def test_it_comes_before_what_a_thing_still_holds(
    reader: Api, raw: RawClient, world: World
) -> None:
    org_id = world.org()
    tenant_id = world.tenant(org_id)
    world.user(org_id=org_id, tenant_id=tenant_id)
    tenant, org = find_tenant(reader, org_id, tenant_id), find_org(reader, org_id)
    assert tenant
    assert org
    for rpc, request, reason in (
        ("DeleteTenant", pb.DeleteTenantRequest(id=tenant_id), "TENANT_NOT_EMPTY"),
        ("DeleteOrg", pb.DeleteOrganizationRequest(id=org_id), "ORGANIZATION_NOT_EMPTY"),
    ):
        request.etag = "stale"
        assert denied(raw.call(rpc, request)) == MISMATCH
        request.etag = tenant.etag if rpc == "DeleteTenant" else org.etag
        assert denied(raw.call(rpc, request)) == f"FAILED_PRECONDITION {reason}"


def test_it_comes_before_the_last_super_admin(fresh_server: RunningServer) -> None:
    with RawClient(fresh_server.address, fresh_server.admin_key) as raw:
        demoted = User(id="admin", roles=["waii-api-user"])
        for etag, expected in (
            ("stale", MISMATCH),
            ("", "FAILED_PRECONDITION LAST_SUPER_ADMIN"),
        ):
            demoted.etag = etag
            assert denied(raw.call("UpdateUser", pb.UpdateUserRequest(user=demoted))) == expected
            request = pb.DeleteUserRequest(id="admin", etag=etag)
            assert denied(raw.call("DeleteUser", request)) == expected


# At the same time.

WRITERS = 4
TURNS = 3


@pytest.fixture(scope="module")
def replicas(
    engine: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[RunningServer]]:
    data_dir = tmp_path_factory.mktemp(f"replicas-{engine}")
    with running_server(data_dir) as one, running_server(data_dir) as other:
        yield [one, other]


@dataclass(frozen=True)
class Counting:
    """Reads a thing, adds one to a number in its variables, and writes it back."""

    noun: Noun
    listed: Callable[[RawClient], Any]

    def add_one(self, raw: RawClient) -> int:
        """How often it took."""
        attempts = 0
        while True:
            attempts += 1
            thing = self.listed(raw)
            thing.variables["n"] = thing.variables["n"] + 1
            outcome = raw.call(*self.noun.update(thing, "variables"))
            if outcome.code.name == "OK":
                return attempts
            assert denied(outcome) in {MISMATCH, "ABORTED CONFLICT"}


def _only_user(raw: RawClient) -> Any:
    request = pb.ListUsersRequest(lookup_user_id="counted")
    return pb.ListUsersResponse.FromString(raw.call("ListUsers", request).response).users[0]


def _only_tenant(raw: RawClient) -> Any:
    request = pb.ListTenantsRequest(lookup_org_id="counted")
    return pb.ListTenantsResponse.FromString(raw.call("ListTenants", request).response).tenants[0]


def _only_org(raw: RawClient) -> Any:
    response = pb.ListOrganizationsResponse.FromString(raw.call("ListOrgs", b"").response)
    return next(org for org in response.organizations if org.id == "counted")


def test_no_update_is_lost_among_writers_who_send_what_they_have_read(
    replicas: list[RunningServer],
) -> None:
    counted = {"variables": {"n": 0}}
    with World(replicas[0].address, replicas[0].admin_key) as world:
        world.org(id="counted", **counted)
        world.tenant("counted", id="counted", **counted)
        world.user(id="counted", org_id="counted", tenant_id="counted", **counted)
    clients = [
        RawClient(replicas[number % 2].address, replicas[0].admin_key) for number in range(WRITERS)
    ]
    more = 0
    for noun, listed in (
        ("user", _only_user),
        ("tenant", _only_tenant),
        ("organization", _only_org),
    ):
        counting = Counting(NOUNS[noun], listed)
        with ThreadPoolExecutor(WRITERS) as pool:
            attempts = list(pool.map(counting.add_one, clients * TURNS))
        assert listed(clients[0]).variables["n"] == len(attempts) == WRITERS * TURNS
        more += sum(attempts) - len(attempts)
    assert more, "nobody raced"
    for client in clients:
        client.__exit__(None, None, None)
