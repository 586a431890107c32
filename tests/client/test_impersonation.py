"""Whom calls act as: blocks and client-wide, in threads, tasks and generators."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from waii_client import AsyncWaii, PermissionDeniedError, Waii
from waii_client.user import (
    GetUserInfoRequest,
    GetUserInfoResponse,
    ListUsersRequest,
    ListUsersResponse,
    User,
)


def acting(client: Waii) -> str:
    """Whom the scripted server saw."""
    return client.user.get_user_info(GetUserInfoRequest()).id


async def acting_async(client: AsyncWaii) -> str:
    response: GetUserInfoResponse = await client.user.get_user_info(GetUserInfoRequest())
    return response.id


def test_against_the_service(client: Waii, make_org: Callable[..., None]) -> None:
    make_org("imp-org", tenant_id="imp-tenant", users=("imp-1", "imp-2"))
    own = acting(client)
    with client.impersonate_user("imp-1"):
        assert acting(client) == "imp-1"
        with client.impersonate_user(user_id="imp-2"):
            assert acting(client) == "imp-2"
        assert acting(client) == "imp-1"
    assert acting(client) == own
    with client.impersonate_user("nobody-of-that-name"), pytest.raises(PermissionDeniedError) as no:
        acting(client)
    assert no.value.reason == "ERROR_REASON_IMPERSONATION_TARGET_NOT_FOUND"


async def test_asyncio_against_the_service(
    async_client: AsyncWaii, make_org: Callable[..., None]
) -> None:
    await asyncio.to_thread(make_org, "imp-org", tenant_id="imp-tenant", users=("imp-1", "imp-2"))
    own = await acting_async(async_client)
    async with async_client.impersonate_user("imp-1"):
        assert await acting_async(async_client) == "imp-1"
        with async_client.impersonate_user("imp-2"):
            assert await acting_async(async_client) == "imp-2"
        assert await acting_async(async_client) == "imp-1"
    assert await acting_async(async_client) == own


def test_client_wide(scripted_client: Waii) -> None:
    client = scripted_client
    client.set_impersonate_user(user_id="ann")
    assert acting(client) == "ann"
    client.set_impersonate_user("bob")
    assert acting(client) == "bob"
    client.clear_impersonation()
    assert acting(client) == "oneself"
    client.set_impersonate_user("ann")
    client.set_impersonate_user("")
    assert acting(client) == "oneself"


def test_a_block_wins_and_its_end_is_the_end_of_both(scripted_client: Waii) -> None:
    client = scripted_client
    client.set_impersonate_user("everywhere")
    with client.impersonate_user("ann"):
        assert acting(client) == "ann"
        with client.impersonate_user("bob"):
            client.clear_impersonation()
            assert acting(client) == "bob"
            client.set_impersonate_user("within")
            assert acting(client) == "bob"
        assert acting(client) == "ann"
    assert acting(client) == "oneself"
    client.set_impersonate_user("within")
    assert acting(client) == "within", "set again after the block"
    with client.impersonate_user("ann"):
        pass
    assert acting(client) == "oneself"


def test_a_block_ends_on_an_exception(scripted_client: Waii) -> None:
    def fail() -> None:
        with scripted_client.impersonate_user("ann"):
            assert acting(scripted_client) == "ann"
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert acting(scripted_client) == "oneself"


def test_a_block_can_be_used_again(scripted_client: Waii) -> None:
    block = scripted_client.impersonate_user("ann")
    assert acting(scripted_client) == "oneself", "nothing happens before `with`"
    with block, scripted_client.impersonate_user("bob"), block:
        assert acting(scripted_client) == "ann"
    assert acting(scripted_client) == "oneself"
    assert repr(block) == "<impersonation of 'ann'>"


def test_clients_do_not_share(scripted: Any, scripted_client: Waii) -> None:
    with Waii().initialize(scripted.address, "waii_key") as other:
        other.set_impersonate_user("bob")
        with scripted_client.impersonate_user("ann"):
            assert acting(other) == "bob"
            assert acting(scripted_client) == "ann"


def test_threads_do_not_see_each_others_blocks(scripted_client: Waii) -> None:
    together = threading.Barrier(8)

    def run(user_id: str) -> list[str]:
        together.wait(10)
        seen = []
        for _ in range(20):
            with scripted_client.impersonate_user(user_id):
                seen.append(acting(scripted_client))
        return [*seen, acting(scripted_client)]

    users = [f"user-{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        for user_id, seen in zip(users, pool.map(run, users), strict=True):
            assert seen == [user_id] * 20 + ["oneself"]


def test_the_end_of_a_block_changes_nobody_elses_calls(scripted_client: Waii) -> None:
    """Or other threads would go on as the key's own user, who may do more, without a word."""
    client = scripted_client
    client.set_impersonate_user("everywhere")

    def block() -> tuple[str, str]:
        with client.impersonate_user("ann"):
            inside = acting(client)
        return inside, acting(client)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(block).result() == ("ann", "oneself")
        assert acting(client) == "everywhere"
        client.set_impersonate_user("anew")
        assert pool.submit(acting, client).result() == "anew"


def test_a_new_thread_does_not_inherit_a_block(scripted_client: Waii) -> None:
    with scripted_client.impersonate_user("ann"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(acting, scripted_client).result() == "oneself"


async def test_tasks(scripted_async_client: AsyncWaii) -> None:
    client = scripted_async_client

    async def run(user_id: str) -> list[str]:
        seen = []
        for _ in range(10):
            async with client.impersonate_user(user_id):
                await asyncio.sleep(0)
                seen.append(await acting_async(client))
        return [*seen, await acting_async(client)]

    users = [f"user-{number}" for number in range(8)]
    for user_id, seen in zip(users, await asyncio.gather(*map(run, users)), strict=True):
        assert seen == [user_id] * 10 + ["oneself"]


async def test_a_task_keeps_the_block_that_it_was_made_in(scripted_async_client: AsyncWaii) -> None:
    client, left = scripted_async_client, asyncio.Event()

    async def later() -> str:
        await left.wait()
        return await acting_async(client)

    async with client.impersonate_user("ann"):
        task = asyncio.create_task(later())
    left.set()
    assert await task == "ann"
    assert await acting_async(client) == "oneself"


async def test_asyncio_to_thread_inherits(scripted_client: Waii) -> None:
    with scripted_client.impersonate_user("ann"):
        assert await asyncio.to_thread(acting, scripted_client) == "ann"


async def test_a_cancelled_task_leaves_its_block(scripted_async_client: AsyncWaii) -> None:
    client, entered = scripted_async_client, asyncio.Event()
    after: list[str] = []

    async def run() -> None:
        try:
            async with client.impersonate_user("ann"):
                entered.set()
                await asyncio.sleep(60)
        finally:
            after.append(await acting_async(client))

    task = asyncio.create_task(run())
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert after == ["oneself"]


def test_blocks_of_generators_may_end_in_any_order(scripted_client: Waii) -> None:
    client = scripted_client

    def within(user_id: str) -> Iterator[str]:
        with client.impersonate_user(user_id):
            yield acting(client)

    first, second = within("ann"), within("bob")
    assert (next(first), next(second)) == ("ann", "bob")
    assert next(first, "end") == "end"
    assert acting(client) == "bob", "the end of the other block took this one's subject along"
    assert next(second, "end") == "end"
    assert acting(client) == "oneself"


async def test_a_block_that_ends_in_another_context(scripted_async_client: AsyncWaii) -> None:
    """As fixtures do, which begin in one task and end in another."""
    client = scripted_async_client

    async def within() -> AsyncIterator[None]:
        async with client.impersonate_user("ann"):
            yield

    generator = within()
    await asyncio.create_task(anext(generator))  # type: ignore[arg-type]
    assert await acting_async(client) == "oneself"
    assert await anext(generator, "end") == "end"
    assert await acting_async(client) == "oneself"


def two_pages(request: bytes, _: object) -> ListUsersResponse:
    if ListUsersRequest.FromString(request).page_token:
        return ListUsersResponse(users=[User(id="second")])
    return ListUsersResponse(users=[User(id="first")], next_page_token="2")


def test_all_pages_are_fetched_as_one_user(scripted: Any, scripted_client: Waii) -> None:
    scripted.answers["ListUsers"] = two_pages
    with scripted_client.impersonate_user("ann"):
        users = scripted_client.user.iter_users(ListUsersRequest())
    with scripted_client.impersonate_user("bob"):
        assert [user.id for user in users] == ["first", "second"]
    assert [c.metadata["x-waii-impersonate-user"] for c in scripted.calls] == ["ann", "ann"]


async def test_all_pages_are_fetched_as_one_user_in_asyncio(
    scripted: Any, scripted_async_client: AsyncWaii
) -> None:
    scripted.answers["ListUsers"] = two_pages
    with scripted_async_client.impersonate_user("ann"):
        users = scripted_async_client.user.iter_users(ListUsersRequest())
    assert [user.id async for user in users] == ["first", "second"]
    assert [c.metadata["x-waii-impersonate-user"] for c in scripted.calls] == ["ann", "ann"]
