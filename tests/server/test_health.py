"""Health and reflection: without a key, and true whatever else the server is busy with."""

import gc
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import grpc
import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.rpc import error_details_pb2
from grpc_reflection.v1alpha import reflection_pb2
from server.health import NOT_SERVING, SERVICE_UNKNOWN, SERVING, check, watch
from support.inspection import busy
from support.raw import SERVICE, RawClient
from support.server import RunningServer, running_server
from support.waiting import soon
from waii.user import v1 as pb

UNAVAILABLE = grpc.StatusCode.UNAVAILABLE
REFLECTION = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
OTHERS = [
    "waii.user.v1.AccessKeyService",
    "waii.user.v1.AuditService",
    "waii.user.v1.AuthorizationService",
    "waii.user.v1.SuspensionService",
]
NAMES = ["", SERVICE, *OTHERS]
BUSY_TIMEOUT = 0.8


@pytest.fixture
def channel(server: RunningServer) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(server.address) as opened:
        yield opened


@pytest.mark.parametrize("name", NAMES)
def test_health_answers_without_a_key(channel: grpc.Channel, name: str) -> None:
    assert check(channel, name) == SERVING
    watching = watch(channel, name)
    assert next(watching) == SERVING
    watching.cancel()


@pytest.mark.parametrize("name", ["waii.user.v1", "UserService", SERVICE.lower(), "x" * 10_000])
def test_health_does_not_know_other_services(channel: grpc.Channel, name: str) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        check(channel, name)
    assert caught.value.code() == grpc.StatusCode.NOT_FOUND
    watching = watch(channel, name)
    assert next(watching) == SERVICE_UNKNOWN  # as the protocol has it: the service may yet come
    watching.cancel()


def test_a_key_that_is_not_asked_for_does_no_harm(server: RunningServer) -> None:
    with RawClient(server.address, "no key") as client:
        assert client.call("/grpc.health.v1.Health/Check", b"").code == grpc.StatusCode.OK


@pytest.mark.parametrize("method", ["Check", "Watch"])
def test_undecodable_bytes_are_refused_and_are_no_bug(
    channel: grpc.Channel,
    server: RunningServer,
    caplog: pytest.LogCaptureFixture,
    method: str,
) -> None:
    """Of a bug the log has a traceback, and anybody could fill it with those."""
    caplog.clear()
    with RawClient(server.address) as client:
        outcome = client.call(f"/grpc.health.v1.Health/{method}", b"\xff")
    assert outcome.code is grpc.StatusCode.INVALID_ARGUMENT
    assert caplog.records == []
    assert check(channel) == SERVING


def test_undecodable_bytes_leave_no_stream_open(server: RunningServer) -> None:
    """A connection has so many streams, and without the collector, nothing else closes them."""
    gc.disable()
    try:
        with RawClient(server.address) as client:
            codes = {
                client.call("/grpc.health.v1.Health/Check", b"\xff").code
                for _ in range(2 * server.settings.max_streams)
            }
    finally:
        gc.enable()
    assert codes == {grpc.StatusCode.INVALID_ARGUMENT}


def test_names_of_no_service_are_not_kept(channel: grpc.Channel, server: RunningServer) -> None:
    """They may be as long as a request, and anybody may ask for ever other ones."""
    for number in range(20):
        watching = watch(channel, f"nothing-{number}")
        assert next(watching) == SERVICE_UNKNOWN
        watching.cancel()
    kept = vars(server.server._health._servicer)["_send_response_callbacks"]
    assert len(kept) <= len(NAMES) + 1


def test_the_server_is_not_serving_while_the_database_is_away(
    fresh_server: RunningServer,
) -> None:
    database = fresh_server.database_file
    away = database.with_suffix(".away")
    with grpc.insecure_channel(fresh_server.address) as channel:
        watching = [watch(channel, name) for name in NAMES]
        assert [next(one) for one in watching] == [SERVING] * len(NAMES)
        for _ in range(2):
            database.rename(away)
            assert [next(one) for one in watching] == [NOT_SERVING] * len(NAMES)
            assert [check(channel, name) for name in NAMES] == [NOT_SERVING] * len(NAMES)
            away.rename(database)
            assert [next(one) for one in watching] == [SERVING] * len(NAMES)
            assert [check(channel, name) for name in NAMES] == [SERVING] * len(NAMES)
        for one in watching:
            one.cancel()
    with RawClient(fresh_server.address, fresh_server.admin_key) as client:
        request = pb.CreateAccessKeyRequest(name="after")
        assert client.call("CreateAccessKey", request).code == grpc.StatusCode.OK


def test_a_database_that_breaks_makes_the_server_not_serving(fresh_server: RunningServer) -> None:
    with grpc.insecure_channel(fresh_server.address) as channel:
        with closing(sqlite3.connect(fresh_server.database_file)) as other:
            other.execute("DROP TABLE alembic_version")
            other.commit()
        assert soon(lambda: check(channel) == NOT_SERVING)


@pytest.fixture
def small_server(tmp_path: Path) -> Iterator[RunningServer]:
    """A server of two threads."""
    with running_server(tmp_path, threads=2, busy_timeout=BUSY_TIMEOUT) as running:
        yield running


def test_health_answers_while_every_thread_is_busy(small_server: RunningServer) -> None:
    """And the writes that keep them busy are told to come again."""
    request = pb.UpdateConfigRequest(updated={"k": 1})
    with (
        grpc.insecure_channel(small_server.address) as channel,
        RawClient(small_server.address, small_server.admin_key) as client,
        ThreadPoolExecutor(4) as pool,
    ):
        with busy(small_server.database_file):
            blocked = [pool.submit(client.call, "UpdateConfig", request) for _ in range(4)]
            time.sleep(0.2)
            for _ in range(5):
                assert check(channel, timeout=0.3) == SERVING
            assert not any(one.done() for one in blocked)
            outcomes = [one.result() for one in blocked]
        for outcome in outcomes:
            assert outcome.code == UNAVAILABLE
            assert outcome.reason == "ERROR_REASON_DATABASE_UNAVAILABLE"
            retry = outcome.details["RetryInfo"]
            assert isinstance(retry, error_details_pb2.RetryInfo)
            assert 0 < retry.retry_delay.ToTimedelta().total_seconds() <= 60
            assert "sqlite" not in outcome.message.lower()
        assert client.call("UpdateConfig", request).code == grpc.StatusCode.OK


def test_a_watch_begins_while_every_thread_is_busy(small_server: RunningServer) -> None:
    request = pb.UpdateConfigRequest(updated={"k": 1})
    with (
        grpc.insecure_channel(small_server.address) as channel,
        RawClient(small_server.address, small_server.admin_key) as client,
        ThreadPoolExecutor(4) as pool,
        busy(small_server.database_file),
    ):
        blocked = [pool.submit(client.call, "UpdateConfig", request) for _ in range(4)]
        time.sleep(0.2)
        watching = watch(channel)
        assert next(watching) == SERVING
        assert not any(one.done() for one in blocked)
        watching.cancel()


def test_reads_are_answered_while_another_process_writes(small_server: RunningServer) -> None:
    with (
        RawClient(small_server.address, small_server.admin_key) as client,
        busy(small_server.database_file),
    ):
        for rpc in ("GetUserInfo", "ListUsers", "ListOrgs", "UpdateConfig"):
            assert client.call(rpc, b"", timeout=1).code == grpc.StatusCode.OK


def test_what_a_caller_no_longer_waits_for_is_not_done(small_server: RunningServer) -> None:
    """Calls whose time ran out while they waited for a thread."""
    with (
        RawClient(small_server.address, small_server.admin_key) as client,
        ThreadPoolExecutor(6) as pool,
    ):
        with busy(small_server.database_file):
            for number in range(2):
                name = f"holds a thread {number}"
                pool.submit(client.call, "CreateAccessKey", pb.CreateAccessKeyRequest(name=name))
            time.sleep(0.2)
            late = [
                pool.submit(
                    client.call,
                    "CreateAccessKey",
                    pb.CreateAccessKeyRequest(name=f"late {number}"),
                    timeout=0.3,
                )
                for number in range(4)
            ]
            codes = {one.result().code for one in late}
        assert codes == {grpc.StatusCode.DEADLINE_EXCEEDED}
        answer = client.call("ListAccessKeys", b"")
        keys = pb.GetAccessKeyResponse.FromString(answer.response).access_keys
        assert not [key.name for key in keys if key.name.startswith("late")]


# Reflection


def _reflect(
    channel: grpc.Channel, *requests: reflection_pb2.ServerReflectionRequest
) -> list[reflection_pb2.ServerReflectionResponse]:
    rpc = channel.stream_stream(
        REFLECTION,
        request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
        response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
    )
    return list(rpc(iter(requests), timeout=10))


def test_reflection_is_off_unless_asked_for(channel: grpc.Channel) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        _reflect(channel, reflection_pb2.ServerReflectionRequest(list_services=""))
    assert caught.value.code() == grpc.StatusCode.UNIMPLEMENTED


def test_reflection_shows_what_is_served(tmp_path: Path) -> None:
    with (
        running_server(tmp_path, reflection=True) as running,
        grpc.insecure_channel(running.address) as channel,
    ):
        listed, described = _reflect(
            channel,
            reflection_pb2.ServerReflectionRequest(list_services=""),
            reflection_pb2.ServerReflectionRequest(file_containing_symbol=SERVICE),
        )
    assert {service.name for service in listed.list_services_response.service} == {
        SERVICE,
        *OTHERS,
        "grpc.health.v1.Health",
        "grpc.reflection.v1alpha.ServerReflection",
    }
    files = [
        FileDescriptorProto.FromString(file)
        for file in described.file_descriptor_response.file_descriptor_proto
    ]
    (service,) = [service for file in files for service in file.service]
    assert len(service.method) == 17


def test_reflection_refuses_undecodable_bytes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with running_server(tmp_path, reflection=True) as running, RawClient(running.address) as client:
        caplog.clear()
        outcome = client.call(REFLECTION, b"\xff")
    assert outcome.code is grpc.StatusCode.INVALID_ARGUMENT
    assert [record for record in caplog.records if record.exc_info] == []


def test_open_reflection_streams_do_not_take_the_threads_of_calls(tmp_path: Path) -> None:
    def ask_and_stay() -> Iterator[reflection_pb2.ServerReflectionRequest]:
        yield reflection_pb2.ServerReflectionRequest(list_services="")
        while not done:
            time.sleep(0.01)

    done: list[bool] = []
    with (
        running_server(tmp_path, reflection=True, threads=2) as running,
        grpc.insecure_channel(running.address) as channel,
        RawClient(running.address, running.admin_key) as client,
    ):
        rpc = channel.stream_stream(
            REFLECTION,
            request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
            response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
        )
        streams = [rpc(ask_and_stay())]
        next(streams[0])  # before the others, of which some wait for a thread
        streams += [rpc(ask_and_stay()) for _ in range(9)]
        for _ in range(5):
            assert client.call("GetUserInfo", b"", timeout=2).code == grpc.StatusCode.OK
        assert check(channel) == SERVING
        done.append(True)
        for stream in streams:
            stream.cancel()


def test_open_watches_do_not_take_the_threads_of_calls(small_server: RunningServer) -> None:
    with (
        grpc.insecure_channel(small_server.address) as channel,
        RawClient(small_server.address, small_server.admin_key) as client,
    ):
        watching = [watch(channel) for _ in range(20)]
        assert [next(one) for one in watching] == [SERVING] * 20
        assert client.call("GetUserInfo", b"", timeout=2).code == grpc.StatusCode.OK
        for one in watching:
            one.cancel()


def test_watches_that_end_while_the_state_changes_hold_nobody_up(
    fresh_server: RunningServer,
) -> None:
    """Who tells those who watch must not wait for what only the end of one of them lets go on."""
    ended = threading.Event()

    def change() -> None:
        while not ended.is_set():
            for status in (NOT_SERVING, SERVING):
                fresh_server.server._health._servicer.set(SERVICE, status)
                time.sleep(0.001)

    changing = threading.Thread(target=change, daemon=True)
    with (
        grpc.insecure_channel(fresh_server.address) as channel,
        RawClient(fresh_server.address, fresh_server.admin_key) as client,
    ):
        changing.start()
        for _ in range(40):
            watching = [watch(channel, SERVICE) for _ in range(8)]
            for one in watching:
                next(one)
            for one in watching:
                one.cancel()
            assert client.call("GetUserInfo", b"", timeout=10).code == grpc.StatusCode.OK
    ended.set()
    changing.join(10)
    assert not changing.is_alive()
