"""What every call carries, and that the key shows nowhere."""

import logging
import re
import traceback
from typing import Any

import pytest
from waii_client import AsyncWaii, UnavailableError, Waii, WaiiError
from waii_client.user import GetUserInfoRequest

NO_KEYS = [
    "with space",
    "line\nbreak",
    "trailing\n",
    "nul\0",
    "tab\t",
    "del\x7f",
    "schlüssel",
    "鍵",
]


def test_key_and_request_id(scripted: Any, scripted_client: Waii) -> None:
    for _ in range(2):
        scripted_client.user.get_user_info(GetUserInfoRequest())
    first, second = (call.metadata for call in scripted.calls)
    assert first["authorization"] == "Bearer waii_key"
    assert re.fullmatch("[0-9a-f]{32}", first["x-request-id"])
    assert first["x-request-id"] != second["x-request-id"]
    assert "x-waii-impersonate-user" not in first
    assert first["user-agent"].startswith("waii-client/")


async def test_the_same_in_asyncio(scripted: Any, scripted_async_client: AsyncWaii) -> None:
    with scripted_async_client.impersonate_user("ann@x"):
        await scripted_async_client.user.get_user_info(GetUserInfoRequest())
    metadata = scripted.calls[0].metadata
    assert metadata["authorization"] == "Bearer waii_key"
    assert metadata["x-waii-impersonate-user"] == "ann@x"
    assert re.fullmatch("[0-9a-f]{32}", metadata["x-request-id"])


def test_the_servers_request_id_is_the_clients(client: Waii) -> None:
    with pytest.raises(WaiiError) as raised:
        client.user.get_user_info(GetUserInfoRequest(user_id="nobody-of-that-name"))
    assert re.fullmatch("[0-9a-f]{32}", raised.value.request_id)


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_key_that_cannot_be_one_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(ValueError, match="api_key holds a character") as refused:
        Waii().initialize(url="localhost:1", api_key=key)
    assert key not in str(refused.value)


def test_a_key_of_another_type() -> None:
    with pytest.raises(TypeError, match="api_key must be a str, not bytes"):
        Waii().initialize(url="localhost:1", api_key=b"waii_S3cret")  # type: ignore[arg-type]


@pytest.mark.parametrize("user_id", [*NO_KEYS, "", " "])
def test_an_id_that_cannot_be_one(user_id: str) -> None:
    with pytest.raises(ValueError, match="user_id must"):
        Waii().impersonate_user(user_id)
    if user_id:
        with pytest.raises(ValueError, match="user_id must"):
            Waii().set_impersonate_user(user_id)


@pytest.mark.parametrize("user_id", [None, 1, b"ann"])
def test_an_id_of_another_type(user_id: object) -> None:
    with pytest.raises(TypeError, match="user_id must be a str"):
        AsyncWaii().impersonate_user(user_id)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="user_id must be a str"):
        Waii().set_impersonate_user(user_id)  # type: ignore[arg-type]


def full_traceback(error: BaseException) -> str:
    """With all locals, as a crash reporter collects them, from the raising frames of the client."""
    inner = error.__traceback__.tb_next if error.__traceback__ else None
    report = traceback.TracebackException(type(error), error, inner, capture_locals=True)
    return "".join(report.format())


def test_the_key_shows_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = Waii().initialize("127.0.0.1:1", "waii_S3cret", verbose=True)
    with pytest.raises(UnavailableError) as raised:
        client.user.get_user_info(GetUserInfoRequest(), timeout=5)
    shown = [repr(client), repr(client.user), str(raised.value), repr(raised.value), caplog.text]
    shown.append(full_traceback(raised.value))
    assert raised.value.__context__ is None
    assert "GetUserInfo UNAVAILABLE" in caplog.text
    assert raised.value.request_id in caplog.text
    assert all("S3cret" not in text for text in shown)
    client.close()


async def test_the_key_shows_nowhere_in_asyncio(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with await AsyncWaii().initialize("127.0.0.1:1", "waii_S3cret", True) as client:
        with pytest.raises(UnavailableError) as raised:
            await client.user.get_user_info(GetUserInfoRequest(), timeout=5)
        shown = [repr(client), repr(client.user), str(raised.value), caplog.text]
        shown.append(full_traceback(raised.value))
        assert raised.value.__context__ is None
        assert "GetUserInfo UNAVAILABLE" in caplog.text
        assert all("S3cret" not in text for text in shown)


def test_silent_unless_verbose(
    scripted_client: Waii, caplog: pytest.LogCaptureFixture, scripted: Any
) -> None:
    caplog.set_level(logging.DEBUG, logger="waii_client")
    scripted_client.user.get_user_info(GetUserInfoRequest())
    assert caplog.text == ""
    scripted_client.initialize(scripted.address, "waii_key", verbose=True)
    with scripted_client.impersonate_user("ann"):
        scripted_client.user.get_user_info(GetUserInfoRequest())
    assert "GetUserInfo OK" in caplog.text
    assert caplog.text.rstrip().endswith("as ann")
