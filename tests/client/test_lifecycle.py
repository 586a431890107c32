"""From `initialize` to `close`, and again."""

import asyncio
import threading
import time
from typing import Any

import pytest
from waii_client import WAII, AsyncWaii, CancelledError, Waii, WaiiError
from waii_client.user import GetUserInfoRequest, GetUserInfoResponse, ListUsersRequest

ME = GetUserInfoRequest()


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "API_KEY", "TLS_CA", "TLS_CERT", "TLS_KEY", "INSECURE"):
        monkeypatch.delenv(f"WAII_{name}", raising=False)


def test_a_call_before_initialize() -> None:
    with pytest.raises(RuntimeError, match=r"call `client\.initialize\(url=..., api_key=...\)`"):
        Waii().user.get_user_info(ME)
    with pytest.raises(RuntimeError, match="initialize"):
        Waii().user.iter_users(ListUsersRequest())


async def test_a_call_before_initialize_in_asyncio() -> None:
    with pytest.raises(RuntimeError, match="call `await client"):
        await AsyncWaii().user.get_user_info(ME)
    with pytest.raises(RuntimeError, match="call `await client"):
        AsyncWaii().user.iter_users(ListUsersRequest())


@pytest.mark.parametrize(
    ("url", "key", "problem"),
    [
        ("", "waii_key", "url is missing: pass url=... or set WAII_URL"),
        ("localhost:1", "", "api_key is missing: pass api_key=... or set WAII_API_KEY"),
    ],
)
async def test_what_is_missing(url: str, key: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Waii().initialize(url=url, api_key=key)
    with pytest.raises(ValueError, match=problem):
        await AsyncWaii().initialize(url=url, api_key=key)


def test_from_the_environment(scripted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAII_URL", f"http://{scripted.address}/api/")
    monkeypatch.setenv("WAII_API_KEY", "waii_environment")
    with Waii().initialize() as client:
        client.user.get_user_info(ME)
    with Waii().initialize(api_key="waii_argument") as client:
        client.user.get_user_info(ME)
    keys = [call.metadata["authorization"] for call in scripted.calls]
    assert keys == ["Bearer waii_environment", "Bearer waii_argument"]


def test_initialize_sends_nothing() -> None:
    started = time.perf_counter()
    with Waii().initialize("https://10.255.255.1:9", "waii_key"):
        assert time.perf_counter() - started < 1


def test_after_close(scripted: Any) -> None:
    client = Waii()
    with client.initialize(scripted.address, "waii_key") as same:
        assert same is client
        users = client.user.iter_users(ListUsersRequest())
        assert repr(client) == f"<Waii {scripted.address}>"
    assert repr(client) == "<Waii not connected>"
    with pytest.raises(RuntimeError, match="initialize"):
        client.user.get_user_info(ME)
    with pytest.raises(RuntimeError, match="was closed"):
        next(users)
    client.close()
    client.initialize(scripted.address, "waii_key")
    assert client.user.get_user_info(ME).id == "oneself"
    client.close()


async def test_after_close_in_asyncio(scripted: Any) -> None:
    async with await AsyncWaii().initialize(scripted.address, "waii_key") as client:
        users = client.user.iter_users(ListUsersRequest())
        await client.user.get_user_info(ME)
    with pytest.raises(RuntimeError, match="initialize"):
        await client.user.get_user_info(ME)
    with pytest.raises(RuntimeError, match="was closed"):
        await anext(users)
    async with client:
        await client.initialize(scripted.address, "waii_key")
        await client.user.get_user_info(ME)
    await client.close()


def test_initialize_again(scripted: Any) -> None:
    with Waii().initialize("localhost:1", "waii_old") as client:
        operations = client.user
        client.set_impersonate_user("ann")
        client.initialize(scripted.address, "waii_new")
        assert operations.get_user_info(ME).id == "oneself"
        assert scripted.calls[0].metadata["authorization"] == "Bearer waii_new"
        with pytest.raises(ValueError):
            client.initialize("nonsense", "waii_newer")
        client.user.get_user_info(ME)
        assert scripted.calls[1].metadata["authorization"] == "Bearer waii_new"


def slow(*_: object) -> GetUserInfoResponse:
    time.sleep(0.5)
    return GetUserInfoResponse(id="late")


def test_close_cancels_what_is_under_way(scripted: Any) -> None:
    scripted.answers["GetUserInfo"] = slow
    client = Waii().initialize(scripted.address, "waii_key")
    failures: list[WaiiError] = []

    def call() -> None:
        try:
            client.user.get_user_info(ME)
        except WaiiError as error:
            failures.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    scripted.wait_for_a_call()
    client.close()
    thread.join(10)
    assert [type(failure) for failure in failures] == [CancelledError]
    assert failures[0].request_id


async def test_close_cancels_what_is_under_way_in_asyncio(scripted: Any) -> None:
    scripted.answers["GetUserInfo"] = slow
    client = await AsyncWaii().initialize(scripted.address, "waii_key")
    task = asyncio.create_task(client.user.get_user_info(ME))
    await asyncio.to_thread(scripted.wait_for_a_call)
    await client.close()
    with pytest.raises(CancelledError, match="the client was closed") as raised:
        await task
    assert raised.value.request_id == scripted.calls[0].metadata["x-request-id"]


async def test_cancelling_a_task_stays_what_it_is(
    scripted: Any, scripted_async_client: AsyncWaii
) -> None:
    scripted.answers["GetUserInfo"] = slow
    task = asyncio.ensure_future(scripted_async_client.user.get_user_info(ME))
    await asyncio.to_thread(scripted.wait_for_a_call)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_an_asyncio_client_of_several_loops(scripted: Any) -> None:
    client = AsyncWaii()

    async def first() -> None:
        await client.initialize(scripted.address, "waii_key")
        await client.user.get_user_info(ME)

    async def second() -> None:
        with pytest.raises(RuntimeError, match="belongs to the event loop"):
            await client.user.get_user_info(ME)
        async with await client.initialize(scripted.address, "waii_key"):
            await client.user.get_user_info(ME)

    asyncio.run(first())
    asyncio.run(second())


def test_threads_share_a_client(scripted_client: Waii) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            for _ in range(50):
                scripted_client.user.get_user_info(ME)
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_class_stands_for_the_ready_instance(shared: Waii) -> None:
    assert shared is WAII
    assert Waii.user is WAII.user
    assert Waii.user is not Waii().user
    assert Waii.user.get_user_info(ME).id == "admin"


def test_the_names_of_the_operations() -> None:
    for client in (Waii(), Waii(True), AsyncWaii()):
        assert client.user is client.User is client.tenant is client.Tenant


def test_version() -> None:
    assert Waii.version() == AsyncWaii.version() == WAII.version() != ""
