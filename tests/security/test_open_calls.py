"""Calls that send headers and no message: they hold nobody up."""

import gc
import time
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from google.protobuf.message import Message
from support.open_calls import Hold, hold_threads
from support.raw import SERVICE, RawClient
from support.server import RunningServer, running_server
from waii.user.v1 import GetUserInfoRequest
from waii_server import app

from server import health

THREADS = 2
SECONDS = 1.0


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningServer]:
    """A server of few threads and little patience."""
    monkeypatch.setattr(app, "_REQUEST_SECONDS", SECONDS)
    with running_server(tmp_path, threads=THREADS) as server:
        yield server


def test_without_a_key_they_are_refused_at_once(small: RunningServer) -> None:
    started = time.monotonic()
    with Hold(small.address, f"/{SERVICE}/GetUserInfo", 20) as held:
        assert held.codes() == {grpc.StatusCode.UNAUTHENTICATED}
    assert time.monotonic() - started < SECONDS


def test_with_a_key_they_are_cancelled_and_others_go_on(small: RunningServer) -> None:
    with (
        hold_threads(small, THREADS) as held,
        RawClient(small.address, small.admin_key) as client,
    ):
        outcome = client.call("GetUserInfo", GetUserInfoRequest())
        assert outcome.code is grpc.StatusCode.OK
        assert held.codes() == {grpc.StatusCode.CANCELLED}


def test_health_goes_on_beside_them(small: RunningServer) -> None:
    with (
        Hold(small.address, "/grpc.health.v1.Health/Check", 20),
        Hold(small.address, "/grpc.health.v1.Health/Watch", 20),
        grpc.insecure_channel(small.address) as channel,
    ):
        time.sleep(0.1)
        assert health.check(channel, timeout=10) == health.SERVING


def test_a_call_that_ends_without_a_message_is_malformed(small: RunningServer) -> None:
    with grpc.insecure_channel(small.address) as channel:
        method: grpc.StreamUnaryMultiCallable[bytes, bytes] = channel.stream_unary(
            f"/{SERVICE}/GetUserInfo"
        )
        with pytest.raises(grpc.RpcError) as raised:
            method(iter(()), metadata=(("authorization", f"Bearer {small.admin_key}"),))
    assert raised.value.code() is grpc.StatusCode.INVALID_ARGUMENT


REFUSED = {
    "unauthenticated": ("GetUserInfo", b"", [("authorization", "Bearer nobody's")]),
    "malformed": ("GetUserInfo", b"\xff", None),
    "invalid": ("CreateUser", b"", None),
    "not found": ("GetUserInfo", GetUserInfoRequest(user_id="nobody"), None),
    "bad metadata": ("GetUserInfo", b"", [("x-waii-impersonate-user", "nobody")]),
}


@pytest.mark.parametrize(("method", "request_", "metadata"), REFUSED.values(), ids=list(REFUSED))
def test_calls_that_were_refused_leave_no_stream_open(
    small: RunningServer,
    method: str,
    request_: Message | bytes,
    metadata: list[tuple[str, str | bytes]] | None,
) -> None:
    """A connection has so many streams, and without the collector, nothing else closes them."""
    most = small.settings.max_streams
    gc.disable()
    try:
        with RawClient(small.address, small.admin_key) as client:
            if metadata is not None and metadata[0][0] != "authorization":
                metadata = [*client.key_metadata, *metadata]
            codes = {client.call(method, request_, metadata).code for _ in range(2 * most)}
    finally:
        gc.enable()
    assert len(codes) == 1
    assert not codes & {grpc.StatusCode.OK, grpc.StatusCode.UNAVAILABLE}
