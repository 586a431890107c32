"""Lists follow their pages; iterators fetch them one by one."""

from collections.abc import Callable
from typing import Any

import grpc
import pytest
from waii_client import AbortedError, AsyncWaii, InvalidArgumentError, Waii
from waii_client.user import (
    ListOrganizationsRequest,
    ListTenantsRequest,
    ListUsersRequest,
    ListUsersResponse,
    User,
)

USERS = tuple(f"page-user-{number}" for number in range(5))


@pytest.fixture
def five_users(make_org: Callable[..., None]) -> ListUsersRequest:
    make_org("page-org", tenant_id="page-tenant", users=USERS)
    return ListUsersRequest(lookup_org_id="page-org", page_size=2)


def test_all_pages(client: Waii, five_users: ListUsersRequest) -> None:
    response = client.user.list_users(five_users)
    assert type(response) is ListUsersResponse
    assert tuple(user.id for user in response.users) == USERS
    assert response.next_page_token == ""
    assert five_users == ListUsersRequest(lookup_org_id="page-org", page_size=2), "changed"
    assert client.user.list_users(ListUsersRequest(lookup_org_id="page-org")) == response


def test_iterators(client: Waii, five_users: ListUsersRequest) -> None:
    assert tuple(user.id for user in client.user.iter_users(five_users)) == USERS
    tenants = client.user.iter_tenants(ListTenantsRequest(lookup_org_id="page-org"))
    assert [tenant.id for tenant in tenants] == ["page-tenant"]
    organizations = client.user.iter_orgs(ListOrganizationsRequest(page_size=1))
    assert [org.id for org in organizations] == ["default-org", "page-org"]


def test_the_lists_of_tenants_and_organizations(client: Waii, five_users: object) -> None:
    response = client.user.list_orgs(ListOrganizationsRequest(page_size=1))
    assert [org.id for org in response.organizations] == ["default-org", "page-org"]
    tenants = client.user.list_tenants(ListTenantsRequest(lookup_org_id="page-org", page_size=1))
    assert [tenant.id for tenant in tenants.tenants] == ["page-tenant"]


async def test_asyncio(async_client: AsyncWaii, five_users: ListUsersRequest) -> None:
    response = await async_client.user.list_users(five_users)
    assert tuple(user.id for user in response.users) == USERS
    assert response.next_page_token == ""
    users = [user.id async for user in async_client.user.iter_users(five_users)]
    assert tuple(users) == USERS
    tenants = async_client.user.iter_tenants(ListTenantsRequest(lookup_org_id="page-org"))
    assert [tenant.id async for tenant in tenants] == ["page-tenant"]
    organizations = async_client.user.iter_orgs(ListOrganizationsRequest())
    assert "page-org" in [org.id async for org in organizations]


def test_a_token_that_nobody_gave(client: Waii) -> None:
    with pytest.raises(InvalidArgumentError) as raised:
        client.user.list_users(ListUsersRequest(page_token="made up"))
    assert raised.value.reason == "ERROR_REASON_FIELDS_INVALID"
    assert [violation.field for violation in raised.value.field_violations] == ["page_token"]


def numbered(request: bytes, _: object) -> ListUsersResponse:
    """Three pages of one user each."""
    page = int(ListUsersRequest.FromString(request).page_token or 0)
    return ListUsersResponse(
        users=[User(id=f"user-{page}")], next_page_token=str(page + 1) if page < 2 else ""
    )


def test_begins_where_the_caller_says(scripted: Any, scripted_client: Waii) -> None:
    scripted.answers["ListUsers"] = numbered
    response = scripted_client.user.list_users(ListUsersRequest(page_token="1"))
    assert [user.id for user in response.users] == ["user-1", "user-2"]


def test_fetches_a_page_when_it_is_needed(scripted: Any, scripted_client: Waii) -> None:
    scripted.answers["ListUsers"] = numbered
    users = scripted_client.user.iter_users(ListUsersRequest())
    assert scripted.calls == []
    assert (next(users).id, len(scripted.calls)) == ("user-0", 1)
    assert (next(users).id, len(scripted.calls)) == ("user-1", 2)


async def test_asyncio_fetches_a_page_when_it_is_needed(
    scripted: Any, scripted_async_client: AsyncWaii
) -> None:
    scripted.answers["ListUsers"] = numbered
    async for user in scripted_async_client.user.iter_users(ListUsersRequest()):
        assert user.id == "user-0"
        break
    assert len(scripted.calls) == 1


def test_a_request_is_read_when_the_iterator_is_made(scripted: Any, scripted_client: Waii) -> None:
    asked: list[str] = []

    def remember(request: bytes, context: object) -> ListUsersResponse:
        asked.append(ListUsersRequest.FromString(request).lookup_org_id)
        return numbered(request, context)

    scripted.answers["ListUsers"] = remember
    request = ListUsersRequest(lookup_org_id="x")
    users = scripted_client.user.iter_users(request)
    request.lookup_org_id = "y"
    assert len(list(users)) == 3
    assert asked == ["x", "x", "x"]


def test_an_error_on_a_later_page(scripted: Any, scripted_client: Waii) -> None:
    def fail_later(request: bytes, context: Any) -> ListUsersResponse:
        if ListUsersRequest.FromString(request).page_token:
            context.abort(grpc.StatusCode.ABORTED, "gone")
        return numbered(request, context)

    scripted.answers["ListUsers"] = fail_later
    users = scripted_client.user.iter_users(ListUsersRequest())
    assert next(users).id == "user-0"
    with pytest.raises(AbortedError, match="gone"):
        next(users)
    with pytest.raises(AbortedError, match="gone"):
        scripted_client.user.list_users(ListUsersRequest())
