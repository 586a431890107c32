"""Metrics: what they count, across workers too, and where they are read."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError
from server.conftest import Serve
from support.metrics import Samples, scraped
from support.open_calls import Hold, hold_threads
from support.raw import RawClient
from support.server import RunningServer, running_server
from support.waiting import soon
from support.world import World
from waii.user import v1 as pb
from waii_server.settings import Settings

CALLS = 4
Added = Callable[..., float]
SERVICE = "waii.user.v1.UserService"


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    settings = {"metrics_listen": "127.0.0.1:0", "threads": 1, "max_calls": CALLS}
    with running_server(tmp_path_factory.mktemp("server"), **settings) as server:
        yield server


@pytest.fixture
def added(measured: RunningServer) -> Added:
    """How much a value has grown since the test began."""
    before = of(measured)
    return lambda name, *labels: value(of(measured), name, *labels) - value(before, name, *labels)


def of(server: RunningServer) -> Samples:
    assert server.server.endpoint is not None
    return scraped(server.server.endpoint.address)


def value(samples: Samples, name: str, *labels: str) -> float:
    return samples.get((name, frozenset(labels)), 0.0)


def test_calls_are_counted_by_method_and_code_and_timed(
    measured: RunningServer, added: Added
) -> None:
    with RawClient(measured.address, measured.admin_key) as client:
        for _ in range(3):
            client.call("GetUserInfo", b"")
        client.call("DeleteUser", pb.DeleteUserRequest(id="nobody"))
    for method, code, times in (("GetUserInfo", "OK", 3), ("DeleteUser", "NOT_FOUND", 1)):
        assert added("grpc_server_started_total", SERVICE, method) == times
        assert added("grpc_server_handled_total", SERVICE, method, code) == times
        assert added("grpc_server_handling_seconds_count", SERVICE, method) == times
        assert added("grpc_server_handling_seconds_sum", SERVICE, method) > 0
    assert value(of(measured), "waii_calls_in_flight") == 0


def test_refusals_are_counted_by_reason_and_impersonations_too(
    measured: RunningServer, added: Added
) -> None:
    with World(measured.address, measured.admin_key) as world:
        ann = world.user()
    with RawClient(measured.address, "waii_bad") as stranger:
        stranger.call("GetUserInfo", b"")
    with RawClient(measured.address, measured.admin_key) as admin:
        as_ann = [*admin.key_metadata, ("x-waii-impersonate-user", ann)]
        admin.call("GetUserInfo", b"", as_ann)
        admin.call("ListUsers", b"", as_ann)
    for reason in ("ACCESS_KEY_INVALID", "PERMISSION_MISSING"):
        assert added("waii_auth_failures_total", f"ERROR_REASON_{reason}") == 1
    assert added("waii_impersonated_calls_total") == 2


def test_calls_beyond_what_the_server_takes_are_counted(
    measured: RunningServer, added: Added
) -> None:
    with hold_threads(measured, CALLS), RawClient(measured.address, measured.admin_key) as client:
        for _ in range(5):
            client.call("GetUserInfo", b"")
        assert value(of(measured), "waii_calls_in_flight") == 1
    assert added("waii_calls_overloaded_total") == 5


def test_transactions_are_counted_and_timed(measured: RunningServer, added: Added) -> None:
    with RawClient(measured.address, measured.admin_key) as client:
        client.call("CreateUser", pb.CreateUserRequest(user=pb.User(id="bob")))
        client.call("ListUsers", b"")
    for kind, times, waits in (("key", 2, 0), ("read", 1, 1), ("write", 1, 1)):
        assert added("waii_database_transaction_seconds_count", kind) == times
        assert added("waii_database_wait_seconds_count", kind) == waits
        assert added("waii_database_transaction_seconds_sum", kind) > 0
        assert value(of(measured), "waii_database_transactions_in_progress", kind) == 0


def test_metrics_name_no_user_and_no_key(measured: RunningServer) -> None:
    with RawClient(measured.address, measured.admin_key) as client:
        client.call("GetUserInfo", b"")
        client.call("GetUserInfo", pb.GetUserInfoRequest(user_id="secret-id"))
        client.call("/waii.user.v1.UserService/SecretMethod", b"")
    labels = {label for _, labels in of(measured) for label in labels}
    assert not [one for one in labels if "secret" in one.lower() or "waii_" in one]
    assert "admin" not in labels


def test_the_metrics_of_all_workers_are_read_together_and_outlive_them(
    serve: Serve, data: Path
) -> None:
    server = serve("--metrics-listen", "127.0.0.1:0")
    address = server.address()
    key = (data / "admin.key").read_text().strip()
    (begun,) = (line for line in server.log if line["event"] == "metrics")

    def seen(name: str, *labels: str) -> float:
        return value(scraped(begun["address"]), name, *labels)

    def calls() -> float:
        return seen("grpc_server_handled_total", SERVICE, "GetUserInfo", "OK")

    with RawClient(address, key) as client:
        for _ in range(3):
            assert client.call("GetUserInfo", b"").code.name == "OK"
    assert calls() == 3
    with Hold(address, f"/{SERVICE}/GetUserInfo", 1, ("authorization", f"Bearer {key}")):
        assert soon(lambda: seen("waii_calls_in_flight") == 1)
        workers = [pid for pid in server.workers if pid != begun["pid"]]
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        assert soon(lambda: seen("waii_calls_in_flight") == 0)
    assert soon(lambda: len(set(server.workers) - set(workers)) == 3)
    assert calls() == 3
    with RawClient(address, key) as client:
        assert soon(lambda: client.call("GetUserInfo", b"").code.name == "OK")
    assert calls() == 4
    assert server.stop() == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_address_for_metrics_that_is_taken_is_said_and_nothing_is_served(
    serve: Serve, workers: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        server = serve("--metrics-listen", address, "--workers", workers)
        assert server.process.wait(20) == 1
    assert f"cannot listen on {address}" in server.stderr
    assert "listening on" not in server.stdout


def test_metrics_are_not_served_on_a_unix_socket() -> None:
    with pytest.raises(ValidationError, match="must be HOST:PORT"):
        Settings(metrics_listen="unix:metrics")
