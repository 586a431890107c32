"""Lists: their order, their pages, their filters and their scope."""

import string
from dataclasses import dataclass
from typing import Any

import pytest
from rpc.calls import acting_as, bearer, create_tenant, denied, refused, update_user
from rpc.spec import ORG_ADMIN, SUPER_ADMIN
from support.api import Api, Connect
from support.raw import Outcome, RawClient
from support.server import RunningServer
from support.world import Person, World
from waii_client import AsyncWaii, InvalidArgumentError, NotFoundError, Waii
from waii_client.user import (
    DeleteTenantRequest,
    ListOrganizationsRequest,
    ListOrganizationsResponse,
    ListTenantsRequest,
    ListTenantsResponse,
    ListUsersRequest,
    ListUsersResponse,
)

SIGNS = "+-.:@_"
ListRequest = ListOrganizationsRequest | ListTenantsRequest | ListUsersRequest


@dataclass(frozen=True)
class Page:
    ids: list[str]
    token: str


LISTS: dict[type[Any], tuple[str, type[Any], str]] = {
    ListOrganizationsRequest: ("ListOrgs", ListOrganizationsResponse, "organizations"),
    ListTenantsRequest: ("ListTenants", ListTenantsResponse, "tenants"),
    ListUsersRequest: ("ListUsers", ListUsersResponse, "users"),
}


def send(raw: RawClient, request: ListRequest, *metadata: tuple[str, str]) -> Outcome:
    return raw.call(LISTS[type(request)][0], request, metadata or None)


def page(raw: RawClient, request: ListRequest, *metadata: tuple[str, str]) -> Page:
    outcome = send(raw, request, *metadata)
    assert outcome.code.name == "OK", outcome
    _, response_type, field = LISTS[type(request)]
    response = response_type.FromString(outcome.response)
    return Page([entry.id for entry in getattr(response, field)], response.next_page_token)


def users_where(**filters: Any) -> ListUsersRequest:
    return ListUsersRequest(**filters)


def tenants_of(world: World, org_id: str, count: int) -> list[str]:
    return sorted(world.tenant(org_id) for _ in range(count))


def ids(entries: Any) -> list[str]:
    return [entry.id for entry in entries]


# Order.


def test_users_are_ordered_by_the_bytes_of_their_ids(admin: Api, world: World) -> None:
    org_id, prefix = world.org(), world.id()
    tenant_id = world.tenant(org_id)
    made = [
        world.user(id=prefix + tail, org_id=org_id, tenant_id=tenant_id)
        for tail in ["", *SIGNS, "0", "9", "A", "Z", "a", "z", "a0", "aA", "-a"]
    ]
    listed = admin.call("list_users", ListUsersRequest(lookup_org_id=org_id)).users
    assert ids(listed) == sorted(made, key=str.encode)


def test_tenants_are_ordered_by_the_bytes_of_their_ids(admin: Api, world: World) -> None:
    org_id, prefix = world.org(), world.id()
    made = [world.tenant(org_id, id=prefix + tail) for tail in ("a", "B", "_", "", ":", "a-", "9")]
    listed = admin.call("list_tenants", ListTenantsRequest(lookup_org_id=org_id)).tenants
    assert ids(listed) == sorted(made, key=str.encode)


def test_organizations_are_ordered_by_the_bytes_of_their_ids(admin: Api, world: World) -> None:
    prefix = world.id()
    made = [world.org(id=prefix + tail) for tail in ("a", "B", "_", "", ":", "a-", "9")]
    listed = ids(admin.call("list_orgs", ListOrganizationsRequest()).organizations)
    assert [one for one in listed if one in made] == sorted(made, key=str.encode)
    assert listed == sorted(listed, key=str.encode)


# Pages.


@pytest.fixture(scope="module")
def crowd(server: RunningServer) -> str:
    """An organization with 1,001 tenants, `t0000` to `t1000`."""
    with World(server.address, server.admin_key) as world:
        org_id = world.org()
    values = ", ".join(
        f"('{org_id}:t{number:04}', 'A tenant', '{org_id}', :empty)" for number in range(1001)
    )
    server.change(f"INSERT INTO tenants (id, name, org_id, variables) VALUES {values}", empty=b"")  # noqa: S608
    return org_id


@pytest.mark.parametrize("size", [0, 1000, 1001, 2**31 - 1])
def test_a_page_holds_1000_by_default_and_at_most(size: int, raw: RawClient, crowd: str) -> None:
    first = page(raw, ListTenantsRequest(lookup_org_id=crowd, page_size=size))
    assert len(first.ids) == 1000
    last = page(
        raw, ListTenantsRequest(lookup_org_id=crowd, page_size=size, page_token=first.token)
    )
    assert (last.ids, last.token) == ([f"{crowd}:t1000"], "")


def test_a_page_holds_as_many_as_are_asked_for(raw: RawClient, crowd: str) -> None:
    for size in (1, 2, 999):
        assert len(page(raw, ListTenantsRequest(lookup_org_id=crowd, page_size=size)).ids) == size


@pytest.mark.parametrize("kind", [ListOrganizationsRequest, ListTenantsRequest, ListUsersRequest])
@pytest.mark.parametrize("size", [-1, -(2**31)])
def test_a_negative_page_size_is_refused(kind: Any, size: int, raw: RawClient) -> None:
    outcome = send(raw, kind(page_size=size))
    assert denied(outcome) == "INVALID_ARGUMENT FIELDS_INVALID"
    assert outcome.fields == ["page_size"]


@pytest.mark.parametrize(("count", "sizes"), [(7, [3, 3, 1]), (6, [3, 3]), (3, [3]), (2, [2])])
def test_the_pages_together_hold_everything_once(
    count: int, sizes: list[int], raw: RawClient, world: World
) -> None:
    org_id = world.org()
    expected = tenants_of(world, org_id, count)
    request = ListTenantsRequest(lookup_org_id=org_id, page_size=3)
    pages = [page(raw, request)]
    while pages[-1].token:
        request.page_token = pages[-1].token
        pages.append(page(raw, request))
    assert [len(one.ids) for one in pages] == sizes
    assert [entry for one in pages for entry in one.ids] == expected


def test_users_and_organizations_have_pages_too(raw: RawClient, world: World) -> None:
    org_id = world.org()
    tenant_id = world.tenant(org_id)
    users = sorted(world.user(org_id=org_id, tenant_id=tenant_id) for _ in range(3))
    first = page(raw, ListUsersRequest(lookup_org_id=org_id, page_size=2))
    assert first.ids == users[:2]
    rest = ListUsersRequest(lookup_org_id=org_id, page_size=2, page_token=first.token)
    assert page(raw, rest) == Page(users[2:], "")

    organizations = page(raw, ListOrganizationsRequest()).ids
    first = page(raw, ListOrganizationsRequest(page_size=1))
    assert first.ids == organizations[:1]
    second = page(raw, ListOrganizationsRequest(page_size=2, page_token=first.token))
    assert second.ids == organizations[1:3]


def test_the_page_size_may_differ_from_page_to_page(raw: RawClient, world: World) -> None:
    org_id = world.org()
    expected = tenants_of(world, org_id, 6)
    found: list[str] = []
    token = ""
    for size in (1, 3, 0):
        request = ListTenantsRequest(lookup_org_id=org_id, page_size=size, page_token=token)
        one = page(raw, request)
        found, token = found + one.ids, one.token
    assert (found, token) == (expected, "")


def test_a_page_begins_behind_the_last_entry_whatever_became_of_it(
    raw: RawClient, world: World
) -> None:
    org_id, prefix = world.org(), world.id()
    for tail in "bdf":
        world.tenant(org_id, id=prefix + tail)
    first = page(raw, ListTenantsRequest(lookup_org_id=org_id, page_size=2))
    assert first.ids == [f"{prefix}b", f"{prefix}d"]
    raw.call("DeleteTenant", DeleteTenantRequest(id=f"{prefix}d"))
    for tail in "ce":
        world.tenant(org_id, id=prefix + tail)
    rest = ListTenantsRequest(lookup_org_id=org_id, page_token=first.token)
    assert page(raw, rest).ids == [f"{prefix}e", f"{prefix}f"]


# Page tokens.


def refused_token(outcome: Outcome) -> None:
    assert denied(outcome) == "INVALID_ARGUMENT FIELDS_INVALID"
    assert outcome.fields == ["page_token"]


def test_a_token_serves_nobody_but_the_request_that_made_it(raw: RawClient, world: World) -> None:
    org_id = world.org()
    tenant_id, other = tenants_of(world, org_id, 2)
    for _ in range(2):
        world.user(org_id=org_id, tenant_id=tenant_id)
    filters = {"lookup_org_id": org_id, "lookup_tenant_id": tenant_id}
    users = page(raw, users_where(**filters, page_size=1)).token
    tenants = page(raw, ListTenantsRequest(lookup_org_id=org_id, page_size=1)).token
    organizations = page(raw, ListOrganizationsRequest(page_size=1)).token
    assert page(raw, users_where(**filters, page_token=users)).ids
    for request in (
        ListUsersRequest(page_token=users),
        ListUsersRequest(lookup_org_id=org_id, page_token=users),
        ListUsersRequest(lookup_tenant_id=tenant_id, page_token=users),
        users_where(**{**filters, "lookup_tenant_id": other}, page_token=users),
        users_where(**{**filters, "lookup_org_id": "default-org"}, page_token=users),
        users_where(**filters, lookup_user_id=tenant_id, page_token=users),
        ListUsersRequest(lookup_org_id=org_id, lookup_user_id=tenant_id, page_token=users),
        ListTenantsRequest(lookup_org_id=org_id, page_token=users),
        ListOrganizationsRequest(page_token=users),
        ListTenantsRequest(page_token=tenants),
        ListTenantsRequest(lookup_org_id="default-org", page_token=tenants),
        ListUsersRequest(lookup_org_id=org_id, page_token=tenants),
        ListOrganizationsRequest(page_token=tenants),
        ListUsersRequest(page_token=organizations),
        ListTenantsRequest(page_token=organizations),
    ):
        refused_token(send(raw, request))


def test_a_token_serves_nobody_of_another_organization(raw: RawClient, world: World) -> None:
    """Both reach the organization that is listed: super-admins, at home in different ones."""
    org_id = world.org()
    tenants_of(world, org_id, 2)
    other = world.person(SUPER_ADMIN)
    for request in (
        ListTenantsRequest(lookup_org_id=org_id, page_size=1),
        ListOrganizationsRequest(page_size=1),
    ):
        request.page_token = page(raw, request).token
        assert page(raw, request).ids
        refused_token(send(raw, request, bearer(other.key)))
        refused_token(send(raw, request, bearer(raw._key), acting_as(other.id)))


def test_a_token_of_default_scope_serves_no_other_organizations_caller(
    raw: RawClient, world: World
) -> None:
    people: list[Person] = [world.org_admin(), world.org_admin()]
    for person in people:
        tenants_of(world, person.org_id, 2)
    tokens = [
        page(raw, ListTenantsRequest(page_size=1), bearer(person.key)).token for person in people
    ]
    for person, token in zip(people, tokens[::-1], strict=True):
        refused_token(send(raw, ListTenantsRequest(page_token=token), bearer(person.key)))


def test_a_token_serves_whoever_makes_the_same_request_in_the_same_organization(
    raw: RawClient, world: World
) -> None:
    person = world.org_admin()
    colleague = world.person(ORG_ADMIN, org_id=person.org_id, tenant_id=person.tenant_id)
    first = page(raw, ListUsersRequest(page_size=1), bearer(person.key))
    request = ListUsersRequest(page_token=first.token)
    assert page(raw, request, bearer(colleague.key)) == page(raw, request, bearer(person.key))


def test_a_token_is_void_after_the_caller_has_moved_away(
    raw: RawClient, admin: Api, world: World
) -> None:
    person = world.org_admin()
    world.tenant(person.org_id)
    token = page(raw, ListTenantsRequest(page_size=1), bearer(person.key)).token
    admin.call("update_user", update_user(id=person.id, tenant_id=world.tenant()))
    refused_token(send(raw, ListTenantsRequest(page_token=token), bearer(person.key)))


@pytest.fixture(scope="module")
def issued(server: RunningServer, crowd: str) -> str:
    with RawClient(server.address, server.admin_key) as raw:
        return page(raw, ListTenantsRequest(lookup_org_id=crowd, page_size=1)).token


def test_a_token_that_was_changed_anywhere_is_refused(
    raw: RawClient, issued: str, crowd: str
) -> None:
    alphabet = string.ascii_letters + string.digits + "-_"
    for position, character in enumerate(issued):
        # The neighbour differs in the lowest bit: of the last character that may be no data at all.
        neighbour = alphabet[alphabet.index(character) ^ 1]
        for other in (neighbour, "A" if character != "A" else "B", "=", ""):
            changed = issued[:position] + other + issued[position + 1 :]
            refused_token(send(raw, ListTenantsRequest(lookup_org_id=crowd, page_token=changed)))


def test_garbage_is_no_token(raw: RawClient, issued: str, crowd: str) -> None:
    for garbage in (
        *(" ", "x", "=", "====", "\0", "\xe9", "-" * 43, "A" * 44, "A" * 100_000),
        *(f"{issued}=", f"{issued}==", f"{issued}\n", f" {issued}", issued * 2, f"{issued}AAAA"),
        *(issued[:16], issued[16:], issued[::-1], issued.swapcase(), f"{crowd}:t0000"),
    ):
        refused_token(send(raw, ListTenantsRequest(lookup_org_id=crowd, page_token=garbage)))


# Filters and scope.


def test_user_filters_combine_by_and(admin: Api, world: World) -> None:
    org_id, other_org = world.org(), world.org()
    tenants = tenants_of(world, org_id, 2)
    elsewhere = world.tenant(other_org)
    ann, bob = sorted(world.user(org_id=org_id, tenant_id=tenants[0]) for _ in range(2))
    cid = world.user(org_id=org_id, tenant_id=tenants[1])
    dan = world.user(org_id=other_org, tenant_id=elsewhere)
    expected: list[tuple[dict[str, str], list[str]]] = [
        ({"lookup_org_id": org_id}, sorted([ann, bob, cid])),
        ({"lookup_org_id": org_id, "lookup_tenant_id": tenants[0]}, [ann, bob]),
        ({"lookup_org_id": org_id, "lookup_user_id": ann}, [ann]),
        ({"lookup_tenant_id": tenants[0], "lookup_user_id": bob}, [bob]),
        ({"lookup_tenant_id": tenants[1], "lookup_user_id": bob}, []),
        ({"lookup_org_id": org_id, "lookup_tenant_id": elsewhere}, []),
        ({"lookup_org_id": org_id, "lookup_user_id": dan}, []),
        (
            {"lookup_org_id": org_id, "lookup_tenant_id": tenants[1], "lookup_user_id": cid},
            [cid],
        ),
        ({"lookup_org_id": other_org, "lookup_tenant_id": tenants[1], "lookup_user_id": cid}, []),
        ({"lookup_org_id": org_id, "lookup_user_id": ann.upper()}, []),
        ({"lookup_org_id": org_id, "lookup_user_id": ann[:-1]}, []),
    ]
    for filters, users in expected:
        assert ids(admin.call("list_users", users_where(**filters)).users) == users, filters


def test_without_an_organization_the_callers_own_is_meant(
    connect: Connect, admin: Api, world: World
) -> None:
    person = world.org_admin()
    api = connect(person.key)
    assert ids(api.call("list_users", ListUsersRequest()).users) == [person.id]
    assert ids(api.call("list_tenants", ListTenantsRequest()).tenants) == [person.tenant_id]
    # Also for a super-admin.
    users = admin.call("list_users", ListUsersRequest()).users
    assert {user.org_id for user in users} == {"default-org"}
    tenants = admin.call("list_tenants", ListTenantsRequest()).tenants
    assert {tenant.org_id for tenant in tenants} == {"default-org"}


def test_a_super_admin_who_names_a_tenant_or_a_user_searches_all_organizations(
    admin: Api, world: World
) -> None:
    person = world.person()
    for filters in (
        {"lookup_tenant_id": person.tenant_id},
        {"lookup_user_id": person.id},
        {"lookup_tenant_id": person.tenant_id, "lookup_user_id": person.id},
    ):
        users = admin.call("list_users", users_where(**filters)).users
        assert ids(users) == [person.id]
    own = ListUsersRequest(lookup_org_id="default-org", lookup_user_id=person.id)
    assert ids(admin.call("list_users", own).users) == []


def test_anybody_else_who_names_a_tenant_or_a_user_searches_the_own_organization(
    connect: Connect, world: World
) -> None:
    person, foreigner = world.org_admin(), world.person()
    api = connect(person.key)
    for filters, expected in (
        ({"lookup_tenant_id": person.tenant_id}, [person.id]),
        ({"lookup_user_id": person.id}, [person.id]),
        ({"lookup_tenant_id": foreigner.tenant_id}, []),
        ({"lookup_user_id": foreigner.id}, []),
        ({"lookup_tenant_id": person.tenant_id, "lookup_user_id": foreigner.id}, []),
    ):
        assert ids(api.call("list_users", users_where(**filters)).users) == expected


def test_a_tenant_or_user_that_matches_nothing_gives_an_empty_list(
    admin: Api, connect: Connect, world: World
) -> None:
    for api in (admin, connect(world.org_admin().key)):
        for filters in ({"lookup_tenant_id": "absent"}, {"lookup_user_id": "absent"}):
            response = api.call("list_users", users_where(**filters))
            assert (ids(response.users), response.next_page_token) == ([], "")


def test_an_organization_that_is_absent_or_foreign_is_not_found(
    admin: Api, connect: Connect, world: World
) -> None:
    foreign = world.org()
    api = connect(world.org_admin().key)
    for caller, org_id in ((admin, "absent"), (api, "absent"), (api, foreign)):
        for method, request in (
            ("list_users", ListUsersRequest(lookup_org_id=org_id)),
            ("list_users", ListUsersRequest(lookup_org_id=org_id, lookup_user_id="absent")),
            ("list_tenants", ListTenantsRequest(lookup_org_id=org_id)),
        ):
            error = refused(caller, method, request, NotFoundError)
            assert error.reason == "ERROR_REASON_ORGANIZATION_NOT_FOUND"
            assert error.resource is not None
            assert error.resource.name == org_id


def test_an_empty_organization_has_empty_lists(admin: Api, world: World) -> None:
    org_id = world.org()
    assert not admin.call("list_users", ListUsersRequest(lookup_org_id=org_id)).users
    assert not admin.call("list_tenants", ListTenantsRequest(lookup_org_id=org_id)).tenants


def test_a_malformed_filter_is_refused(admin: Api) -> None:
    request = ListUsersRequest(lookup_org_id="-", lookup_tenant_id="a b", lookup_user_id="\n")
    error = refused(admin, "list_users", request, InvalidArgumentError)
    expected = ["lookup_org_id", "lookup_tenant_id", "lookup_user_id"]
    assert [violation.field for violation in error.field_violations] == expected


def test_organizations_are_all_for_a_super_admin_and_the_own_one_for_others(
    admin: Api, connect: Connect, world: World
) -> None:
    person, other = world.org_admin(), world.org()
    everything = ids(admin.call("list_orgs", ListOrganizationsRequest()).organizations)
    assert {"default-org", person.org_id, other} <= set(everything)
    own = connect(person.key).call("list_orgs", ListOrganizationsRequest(page_size=1))
    assert (ids(own.organizations), own.next_page_token) == ([person.org_id], "")


# The client follows the pages.


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4])
def test_a_list_of_the_client_holds_all_pages(size: int, admin: Api, world: World) -> None:
    org_id = world.org()
    expected = tenants_of(world, org_id, 4)
    request = ListTenantsRequest(lookup_org_id=org_id, page_size=size)
    response = admin.call("list_tenants", request)
    assert (ids(response.tenants), response.next_page_token) == (expected, "")
    assert request == ListTenantsRequest(lookup_org_id=org_id, page_size=size)


def test_a_list_of_the_client_holds_more_than_a_page_can(admin: Api, crowd: str) -> None:
    response = admin.call("list_tenants", ListTenantsRequest(lookup_org_id=crowd))
    assert ids(response.tenants) == [f"{crowd}:t{number:04}" for number in range(1001)]


def test_a_list_of_the_client_begins_where_the_token_says(
    admin: Api, raw: RawClient, world: World
) -> None:
    org_id = world.org()
    expected = tenants_of(world, org_id, 4)
    request = ListTenantsRequest(lookup_org_id=org_id, page_size=1)
    request.page_token = page(raw, request).token
    assert ids(admin.call("list_tenants", request).tenants) == expected[1:]


def test_an_iterator_of_the_client_goes_through_all_pages(
    server: RunningServer, world: World
) -> None:
    person = world.org_admin()
    tenants = sorted([person.tenant_id, *tenants_of(world, person.org_id, 4)])
    with Waii().initialize(url=server.address, api_key=person.key) as client:
        found = client.user.iter_tenants(ListTenantsRequest(page_size=2))
        assert [tenant.id for tenant in found] == tenants
        assert ids(client.user.iter_users(ListUsersRequest(page_size=1))) == [person.id]
        assert ids(client.user.iter_orgs(ListOrganizationsRequest())) == [person.org_id]


async def test_an_asyncio_iterator_of_the_client_goes_through_all_pages(
    server: RunningServer, world: World
) -> None:
    person = world.org_admin()
    tenants = sorted([person.tenant_id, *tenants_of(world, person.org_id, 4)])
    async with await AsyncWaii().initialize(url=server.address, api_key=person.key) as client:
        found = client.user.iter_tenants(ListTenantsRequest(page_size=2))
        assert [tenant.id async for tenant in found] == tenants
        users = client.user.iter_users(ListUsersRequest(page_size=1))
        assert [user.id async for user in users] == [person.id]
        organizations = client.user.iter_orgs(ListOrganizationsRequest())
        assert [organization.id async for organization in organizations] == [person.org_id]


def test_an_iterator_fetches_a_page_when_its_first_entry_is_asked_for(
    server: RunningServer, world: World
) -> None:
    org_id, prefix = world.org(), world.id()
    for tail in "ab":
        world.tenant(org_id, id=prefix + tail)
    with Waii().initialize(url=server.address, api_key=server.admin_key) as client:
        request = ListTenantsRequest(lookup_org_id=org_id, page_size=1)
        found = client.user.iter_tenants(request)
        assert next(found).id == f"{prefix}a"
        client.user.create_tenant(create_tenant(id=f"{prefix}c", name="Late", org_id=org_id))
        assert ids(found) == [f"{prefix}b", f"{prefix}c"]
