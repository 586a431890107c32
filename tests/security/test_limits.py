"""The limits of the server: what is too large, too much at once, too often, or too late."""

import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2
from security import http2, wire
from support import databases
from support.open_calls import Hold, hold_threads
from support.raw import SERVICE, Outcome, RawClient
from support.server import RunningServer, running_server
from support.world import World
from waii.user import v1 as pb
from waii_server.domain import key_format

from server import health

OK = grpc.StatusCode.OK
RESOURCE_EXHAUSTED = grpc.StatusCode.RESOURCE_EXHAUSTED
DEADLINE_EXCEEDED = grpc.StatusCode.DEADLINE_EXCEEDED
OVERLOADED = "ERROR_REASON_OVERLOADED"
TOO_OFTEN = "ERROR_REASON_RATE_LIMIT_EXCEEDED"
TOO_LATE = "ERROR_REASON_DEADLINE_EXCEEDED"
ME = pb.GetUserInfoRequest()


@contextmanager
def limited(tmp_path: Path, **settings: Any) -> Iterator[tuple[RunningServer, RawClient]]:
    """A server with these settings, and a client of its super-admin."""
    with (
        running_server(tmp_path, **settings) as server,
        RawClient(server.address, server.admin_key) as client,
    ):
        yield server, client


def with_key(key: str) -> list[tuple[str, str | bytes]]:
    return [("authorization", f"Bearer {key}")]


def retry_delay(outcome: Outcome) -> float:
    """Seconds that the answer says to wait."""
    retry = outcome.details["RetryInfo"]
    assert isinstance(retry, error_details_pb2.RetryInfo)
    return float(retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9)


def assert_refused(outcome: Outcome, reason: str, limit: str) -> None:
    assert outcome.code is RESOURCE_EXHAUSTED
    assert set(outcome.details) == {"ErrorInfo", "RetryInfo", "RequestInfo"}
    assert outcome.details["ErrorInfo"] == error_details_pb2.ErrorInfo(
        domain="user.waii.ai", reason=reason, metadata={"limit": limit}
    )
    assert retry_delay(outcome) > 0


# Sizes


def test_a_request_has_at_most_max_request_bytes(tmp_path: Path) -> None:
    limit = 32 * 1024
    with limited(tmp_path, max_request_bytes=limit) as (_, client):
        unknown_field = wire.block(1000, bytes(limit - 100))
        assert client.call("ListAccessKeys", unknown_field).code is OK
        outcome = client.call("ListAccessKeys", wire.block(1000, bytes(limit)))
        assert outcome.code is RESOURCE_EXHAUSTED


def test_the_metadata_of_a_call_has_at_most_max_metadata_bytes(tmp_path: Path) -> None:
    with limited(tmp_path, max_metadata_bytes=4096) as (_, client):
        for size, code in [(3000, OK), (4097, RESOURCE_EXHAUSTED)] * 5:
            metadata = [*client.key_metadata, ("x-filler", "x" * size)]
            assert client.call("GetUserInfo", ME, metadata).code is code


def test_a_connection_has_at_most_max_streams(tmp_path: Path) -> None:
    with limited(tmp_path, max_streams=2) as (server, _):
        held = hold_threads(server, 2)
        with held, RawClient(server.address, server.admin_key) as other:
            # What waits, waits on the client's side; other connections do not wait.
            assert other.call("GetUserInfo", ME).code is OK
            method: Any = held.channel.unary_unary(f"/{SERVICE}/GetUserInfo")
            third = method.future(b"", metadata=with_key(server.admin_key))
            time.sleep(0.1)
            assert not third.done()
            held.release()
            assert third.result(timeout=10)


def test_a_page_has_at_most_page_bytes_of_variables(tmp_path: Path) -> None:
    with limited(tmp_path, page_bytes=64 * 1024) as (server, client):
        with World(server.address, server.admin_key) as world:
            org_id = world.org()
            variables = {"text": "x" * 30_000}
            for _ in range(3):
                world.tenant(org_id, variables=variables)
        request = pb.ListTenantsRequest(lookup_org_id=org_id)
        sizes: list[int] = []
        while not sizes or request.page_token:
            outcome = client.call("ListTenants", request)
            page = pb.ListTenantsResponse.FromString(outcome.response)
            sizes.append(len(page.tenants))
            request.page_token = page.next_page_token
        assert sizes == [2, 1]


# Calls at once


@pytest.fixture
def full(tmp_path: Path) -> Iterator[tuple[RunningServer, RawClient, Hold]]:
    """A server that has as many calls as it takes: one at work, one that waits for its thread."""
    with (
        limited(tmp_path, threads=1, max_calls=2) as (server, client),
        hold_threads(server, 2) as held,
    ):
        yield server, client, held


def test_a_call_beyond_max_calls_is_refused_at_once(
    full: tuple[RunningServer, RawClient, Hold],
) -> None:
    _, client, _ = full
    started = time.monotonic()
    for method in ("GetUserInfo", "CreateOrg", "ListUsers"):
        assert_refused(client.call(method, b""), OVERLOADED, "2")
    assert time.monotonic() - started < 1


def test_it_is_refused_before_the_key_is_looked_at(
    full: tuple[RunningServer, RawClient, Hold],
) -> None:
    _, client, _ = full
    request_id = ("x-request-id", "the-same")
    good, bad, none = (
        client.call("GetUserInfo", ME, [*sent, request_id])
        for sent in (client.key_metadata, with_key("waii_bad"), [])
    )
    assert good == bad == none
    assert_refused(good, OVERLOADED, "2")


def test_health_answers_while_calls_are_refused(
    full: tuple[RunningServer, RawClient, Hold],
) -> None:
    server, client, _ = full
    with grpc.insecure_channel(server.address) as channel:
        assert health.check(channel) == health.SERVING
        watching = health.watch(channel)
        assert next(watching) == health.SERVING
        watching.cancel()
    assert client.call("GetUserInfo", ME).reason == OVERLOADED


def test_what_is_not_served_is_not_served_either_while_calls_are_refused(
    full: tuple[RunningServer, RawClient, Hold],
) -> None:
    _, client, _ = full
    assert client.call("Unheard", b"").code is grpc.StatusCode.UNIMPLEMENTED


def test_calls_are_served_again_when_there_is_room(
    full: tuple[RunningServer, RawClient, Hold],
) -> None:
    _, client, held = full
    held.release()
    assert held.codes() == {grpc.StatusCode.INVALID_ARGUMENT}  # they had no message
    assert client.call("GetUserInfo", ME).code is OK


def test_the_log_says_that_calls_are_refused_and_not_of_each(
    capfd: pytest.CaptureFixture[str], full: tuple[RunningServer, RawClient, Hold]
) -> None:
    _, client, _ = full
    started = time.monotonic()
    for _ in range(50):
        client.call("GetUserInfo", ME)
    lines = "".join(capfd.readouterr()).splitlines()
    refusals = [line for line in lines if "too many calls at once" in line]
    assert 1 <= len(refusals) <= 2 + time.monotonic() - started  # one a second


def test_under_many_more_calls_than_it_takes_the_server_answers_as_many_as_it_can(
    tmp_path: Path,
) -> None:
    """A burst of callers who know nothing of each other: each is served or told why not."""
    with (
        limited(tmp_path, threads=2, max_calls=16) as (server, client),
        grpc.insecure_channel(server.address) as channel,
        ThreadPoolExecutor(64) as callers,
    ):
        outcomes = list(callers.map(lambda _: client.call("GetUserInfo", ME), range(600)))
        assert health.check(channel) == health.SERVING
        assert {(one.code, one.reason) for one in outcomes} <= {
            (OK, ""),
            (RESOURCE_EXHAUSTED, OVERLOADED),
        }
        assert sum(one.code is OK for one in outcomes) >= 16
        assert client.call("GetUserInfo", ME).code is OK


# Deadlines


@pytest.fixture(params=databases.ENGINES)
def slow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[RunningServer, str]]:
    """A server with one thread, which waits for a database that somebody else holds."""
    with (
        databases.using(request.param),
        limited(tmp_path, threads=1, busy_timeout=0.6, max_deadline=0.2) as (server, client),
    ):
        with server.busy(), ThreadPoolExecutor(1) as first:
            key = pb.CreateAccessKeyRequest(name="the first one")
            ends = first.submit(client.call, "CreateAccessKey", key)
            time.sleep(0.1)
            yield server, server.admin_key
        assert ends.result().code is grpc.StatusCode.UNAVAILABLE


def test_a_call_that_waited_for_max_deadline_is_not_begun(slow: tuple[RunningServer, str]) -> None:
    server, key = slow
    with RawClient(server.address, key) as client:
        outcome = client.call("GetUserInfo", ME)  # which does not wait for the database
        assert outcome.code is DEADLINE_EXCEEDED
        assert outcome.reason == TOO_LATE
        assert set(outcome.details) == {"ErrorInfo", "RequestInfo"}
        assert client.call("GetUserInfo", ME).code is OK


def test_a_call_whose_own_deadline_is_over_is_not_begun(tmp_path: Path) -> None:
    organization = pb.Organization(id="late", name="Late")
    request = pb.CreateOrganizationRequest(organization=organization)
    with limited(tmp_path, threads=1) as (server, client):
        with hold_threads(server, 1) as held:
            outcome = client.call("CreateOrg", request, timeout=0.2)
            assert outcome.code is DEADLINE_EXCEEDED
            held.release()
            held.codes()
        assert client.call("GetUserInfo", ME).code is OK
        listed = client.call("ListOrgs", pb.ListOrganizationsRequest())
        assert b"late" not in listed.response


def test_a_message_that_comes_after_max_deadline_is_too_late(tmp_path: Path) -> None:
    with limited(tmp_path, max_deadline=0.2) as (server, _):

        def late() -> Iterator[bytes]:
            time.sleep(0.4)
            yield b""

        with grpc.insecure_channel(server.address) as channel:
            method: grpc.StreamUnaryMultiCallable[bytes, bytes] = channel.stream_unary(
                f"/{SERVICE}/GetUserInfo"
            )
            with pytest.raises(grpc.RpcError) as raised:
                method(late(), metadata=tuple(with_key(server.admin_key)))
        assert raised.value.code() is DEADLINE_EXCEEDED


def test_a_deadline_that_is_not_over_changes_nothing(tmp_path: Path) -> None:
    with limited(tmp_path, max_deadline=5.0) as (_, client):
        assert client.call("GetUserInfo", ME, timeout=3600).code is OK


# Calls with a key

RATE, BURST = 5.0, 3


def use_up(client: RawClient, tries: int = 50) -> Outcome:
    """Calls until a call is refused; that call."""
    for _ in range(tries):
        outcome = client.call("GetUserInfo", ME)
        if outcome.code is not OK:
            return outcome
    raise AssertionError("no call was refused")


def test_a_key_makes_as_many_calls_at_once_as_key_burst(tmp_path: Path) -> None:
    with limited(tmp_path, key_rate=0.01, key_burst=BURST) as (_, client):
        codes = [client.call("GetUserInfo", ME).code for _ in range(BURST + 2)]
        assert codes == [OK] * BURST + [RESOURCE_EXHAUSTED] * 2
        assert_refused(client.call("GetUserInfo", ME), TOO_OFTEN, "0.01")


def test_without_a_burst_it_makes_those_of_a_second(tmp_path: Path) -> None:
    with limited(tmp_path, key_rate=1.5) as (_, client):
        assert [client.call("GetUserInfo", ME).code for _ in range(2)] == [OK, OK]
        assert client.call("GetUserInfo", ME).reason == TOO_OFTEN


def test_who_waits_as_long_as_the_answer_says_gets_through(tmp_path: Path) -> None:
    with limited(tmp_path, key_rate=RATE, key_burst=BURST) as (_, client):
        refused = use_up(client)
        assert_refused(refused, TOO_OFTEN, "5")
        assert retry_delay(refused) <= 1 / RATE
        time.sleep(retry_delay(refused))
        assert client.call("GetUserInfo", ME).code is OK


def test_each_key_has_its_own_rate_also_of_the_same_user(tmp_path: Path) -> None:
    with limited(tmp_path, key_rate=0.01, key_burst=BURST) as (server, client):
        created = client.call("CreateAccessKey", pb.CreateAccessKeyRequest(name="second"))
        second = pb.GetAccessKeyResponse.FromString(created.response).access_keys[0].access_key
        use_up(client)
        with RawClient(server.address, second) as other:
            assert other.call("GetUserInfo", ME).code is OK


def test_the_rate_of_a_key_comes_before_whom_it_acts_as_and_what_it_may(tmp_path: Path) -> None:
    with limited(tmp_path, key_rate=0.01, key_burst=1) as (_, client):
        use_up(client)
        as_nobody = [*client.key_metadata, ("x-waii-impersonate-user", "nobody")]
        assert client.call("GetUserInfo", ME, as_nobody).reason == TOO_OFTEN
        assert client.call("CreateUser", b"\xff").reason == TOO_OFTEN
        # And after the key.
        bad = client.call("GetUserInfo", ME, with_key("waii_bad"))
        assert bad.reason == "ERROR_REASON_ACCESS_KEY_INVALID"


def test_a_call_that_the_server_repeats_counts_once(tmp_path: Path) -> None:
    with limited(tmp_path, key_rate=0.01, key_burst=1) as (server, client):
        server.change(
            "CREATE TRIGGER collide BEFORE INSERT ON organizations "
            "BEGIN SELECT raise(ABORT, 'somebody came in between'); END"
        )
        request = pb.CreateOrganizationRequest(organization=pb.Organization(id="race", name="Lost"))
        assert client.call("CreateOrg", request).reason == "ERROR_REASON_CONFLICT"
        assert client.call("CreateOrg", request).reason == TOO_OFTEN


def test_health_has_no_rate(tmp_path: Path) -> None:
    with limited(tmp_path, key_rate=0.01, key_burst=1) as (server, client):
        use_up(client)
        with grpc.insecure_channel(server.address) as channel:
            assert {health.check(channel) for _ in range(5)} == {health.SERVING}


# Failed attempts to authenticate

FAILING: dict[str, list[tuple[str, str | bytes]]] = {
    "unknown": with_key(key_format.generate()),
    "malformed": with_key("waii_bad"),
    "none": [],
}
SLOW = {"auth_failure_rate": 0.01, "auth_failure_burst": 3}


def fail(client: RawClient, times: int, kind: str = "unknown") -> list[str]:
    """The reasons of so many calls without a good key."""
    return [client.call("GetUserInfo", ME, FAILING[kind]).reason for _ in range(times)]


@pytest.mark.parametrize("kind", FAILING)
def test_an_address_that_keeps_failing_is_refused(tmp_path: Path, kind: str) -> None:
    with limited(tmp_path, **SLOW) as (_, client):
        assert fail(client, 5, kind) == ["ERROR_REASON_ACCESS_KEY_INVALID"] * 3 + [TOO_OFTEN] * 2
        assert_refused(client.call("GetUserInfo", ME, FAILING[kind]), TOO_OFTEN, "0.01")


def test_it_is_refused_whatever_the_key_is(tmp_path: Path) -> None:
    """Else the answers would tell good keys from bad ones, as fast as one likes."""
    with limited(tmp_path, **SLOW) as (server, client):
        fail(client, 4)
        sent = [with_key(server.admin_key), *FAILING.values()]
        outcomes = [
            client.call("GetUserInfo", ME, [*one, ("x-request-id", "the-same")]) for one in sent
        ]
        for outcome in outcomes:
            assert_refused(outcome, TOO_OFTEN, "0.01")
            assert outcome.message == outcomes[0].message


def test_it_is_refused_without_touching_the_database(tmp_path: Path) -> None:
    with limited(tmp_path, **SLOW) as (server, client):
        fail(client, 4)
        server.change("DROP TABLE access_keys")
        assert fail(client, 1) == [TOO_OFTEN]


def test_a_key_that_was_good_not_long_ago_passes_all_the_same(tmp_path: Path) -> None:
    """Behind a proxy everybody has one address: who fails must not lock out the others."""
    with limited(tmp_path, **SLOW) as (_, client):
        assert client.call("GetUserInfo", ME).code is OK
        assert fail(client, 5)[-1] == TOO_OFTEN
        assert {client.call("GetUserInfo", ME).code for _ in range(5)} == {OK}


def test_a_key_that_was_good_and_is_revoked_fails_like_any_other(tmp_path: Path) -> None:
    with limited(tmp_path, **SLOW) as (server, client):
        created = client.call("CreateAccessKey", pb.CreateAccessKeyRequest(name="second"))
        second = pb.GetAccessKeyResponse.FromString(created.response).access_keys[0].access_key
        with RawClient(server.address, second) as other:
            assert other.call("GetUserInfo", ME).code is OK
            client.call("DeleteAccessKey", pb.DelAccessKeyRequest(names=["second"]))
            reasons = [other.call("GetUserInfo", ME).reason for _ in range(5)]
        assert reasons == ["ERROR_REASON_ACCESS_KEY_INVALID"] * 3 + [TOO_OFTEN] * 2


def test_good_calls_cost_no_failures(tmp_path: Path) -> None:
    with limited(tmp_path, **SLOW) as (_, client):
        for _ in range(10):
            assert client.call("GetUserInfo", ME).code is OK
            assert client.call("GetUserInfo", pb.GetUserInfoRequest(user_id="no")).reason
        assert fail(client, 3) == ["ERROR_REASON_ACCESS_KEY_INVALID"] * 3


def test_who_failed_and_waits_is_heard_again(tmp_path: Path) -> None:
    with limited(tmp_path, auth_failure_rate=RATE, auth_failure_burst=BURST) as (_, client):
        refused = client.call("GetUserInfo", ME, [])
        while not refused.details.get("RetryInfo"):
            refused = client.call("GetUserInfo", ME, [])
        time.sleep(retry_delay(refused))
        assert client.call("GetUserInfo", ME).code is OK


def test_other_addresses_are_not_slowed_down(tmp_path: Path) -> None:
    with limited(tmp_path, **SLOW) as (server, client):
        assert fail(client, 4)[-1] == TOO_OFTEN

        def status_from(source: str) -> int:
            answer = http2.call(server.address, f"/{SERVICE}/GetUserInfo", [], source=source)
            return http2.status(answer)

        assert status_from("127.0.0.1") == RESOURCE_EXHAUSTED.value[0]
        assert status_from("127.0.0.2") == grpc.StatusCode.UNAUTHENTICATED.value[0]


def test_the_log_names_the_address_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with limited(tmp_path, **SLOW) as (_, client):
        fail(client, 10)
    (line,) = (line for line in "".join(capfd.readouterr()).splitlines() if "keep failing" in line)
    assert "127.0.0.1" in line


def test_zero_switches_it_off(tmp_path: Path) -> None:
    with limited(tmp_path, auth_failure_rate=0, auth_failure_burst=1) as (_, client):
        assert set(fail(client, 20)) == {"ERROR_REASON_ACCESS_KEY_INVALID"}


# What was refused is over


def test_calls_that_were_refused_for_their_rate_leave_no_stream_open(tmp_path: Path) -> None:
    settings = {"key_rate": 0.01, "key_burst": 1, "max_streams": 16, **SLOW}
    with limited(tmp_path, **settings) as (_, client):
        use_up(client)
        gc.disable()
        try:
            assert {client.call("GetUserInfo", ME).reason for _ in range(50)} == {TOO_OFTEN}
            assert fail(client, 50)[-1] == TOO_OFTEN
        finally:
            gc.enable()


def test_calls_that_were_refused_for_their_number_leave_no_stream_open(tmp_path: Path) -> None:
    settings = {"threads": 1, "max_calls": 1, "max_streams": 16}
    with (
        limited(tmp_path, **settings) as (server, client),
        hold_threads(server, 1),
    ):
        gc.disable()
        try:
            assert {client.call("GetUserInfo", ME).reason for _ in range(50)} == {OVERLOADED}
        finally:
            gc.enable()
