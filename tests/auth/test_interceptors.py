"""A service behind `AuthInterceptor` and `AsyncAuthInterceptor`, asking the real user service."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import grpc
import pytest
from auth import services
from support.raw import RawClient
from support.server import RunningServer
from support.world import Person, World
from waii_client.auth import AuthInterceptor
from waii_client.user import DelAccessKeyRequest

Start = Callable[..., AbstractContextManager[str]]
API_USER = "waii-api-user"


@pytest.fixture(scope="module", params=[services.sync_service, services.async_service])
def start(request: pytest.FixtureRequest) -> Start:
    chosen: Start = request.param
    return chosen


@pytest.fixture(scope="module")
def address(start: Start, server: RunningServer) -> Iterator[str]:
    with start(server.address) as running:
        yield running


@pytest.fixture(scope="module")
def boss(server: RunningServer) -> Person:
    with World(server.address, server.admin_key) as world:
        return world.org_admin()


@pytest.fixture(scope="module")
def ann(server: RunningServer, boss: Person) -> Person:
    with World(server.address, server.admin_key) as world:
        return world.person(API_USER, org_id=boss.org_id)


def metadata(key: str, *others: tuple[str, str]) -> list[tuple[str, str | bytes]]:
    return [("authorization", f"Bearer {key}"), *others]


def acting_as(user_id: str) -> tuple[str, str]:
    return ("x-waii-impersonate-user", user_id)


def test_a_handler_is_told_who_calls(address: str, ann: Person) -> None:
    with RawClient(address, ann.key) as client:
        assert client.call(services.WHO, b"").response.decode() == (
            f"{ann.id} by {ann.id} of {ann.org_id}"
        )


def test_under_impersonation_it_is_told_both(address: str, boss: Person, ann: Person) -> None:
    with RawClient(address) as client:
        sent = metadata(boss.key, acting_as(ann.id))
        assert client.call(services.WHO, b"", sent).response.decode() == (
            f"{ann.id} by {boss.id} of {ann.org_id}"
        )


def test_who_is_refused_by_the_user_service_is_refused_by_the_same_words(
    address: str, server: RunningServer, ann: Person, boss: Person
) -> None:
    refused: list[list[tuple[str, str | bytes]]] = [
        [],
        metadata("waii_bad"),
        [*metadata(ann.key), *metadata(ann.key)],
        [("authorization", f"Basic {ann.key}")],
        metadata(ann.key, acting_as(boss.id)),
        metadata(boss.key, acting_as("nobody")),
        metadata(boss.key, acting_as("")),
        metadata(boss.key, acting_as(ann.id), acting_as(ann.id)),
    ]
    with RawClient(address) as here, RawClient(server.address) as there:
        for credentials in refused:
            sent = [*credentials, ("x-request-id", "the-same")]
            told = here.call(services.WHO, b"", sent)
            expected = there.call("GetUserInfo", b"", sent)
            assert told.code is not grpc.StatusCode.OK
            assert (told.code, told.message) == (expected.code, expected.message), sent
            assert told.details == expected.details


def test_a_permission_that_is_required_is_required(address: str, boss: Person, ann: Person) -> None:
    with RawClient(address) as client:
        assert client.call(services.NEEDS, b"", metadata(boss.key)).code is grpc.StatusCode.OK
        for sent in (metadata(ann.key), metadata(boss.key, acting_as(ann.id))):
            refused = client.call(services.NEEDS, b"", sent)
            assert refused.code is grpc.StatusCode.PERMISSION_DENIED
            assert refused.reason == "ERROR_REASON_PERMISSION_MISSING"
            assert refused.message == "this needs the permission read:user"


def test_streams_are_guarded_as_single_calls_are(address: str, boss: Person, ann: Person) -> None:
    def calls(channel: Any) -> dict[str, Callable[[Any], Any]]:
        return {
            services.STREAM: lambda sent: list(
                channel.unary_stream(services.STREAM)(b"", metadata=sent)
            ),
            services.UPLOAD: lambda sent: channel.stream_unary(services.UPLOAD)(
                iter([b"a", b"b"]), metadata=sent
            ),
            services.CHAT: lambda sent: list(
                channel.stream_stream(services.CHAT)(iter([b"a", b"b"]), metadata=sent)
            ),
        }

    me = f"{boss.id} by {boss.id} of {boss.org_id}".encode()
    with grpc.insecure_channel(address) as channel:
        made = {name: call(metadata(boss.key)) for name, call in calls(channel).items()}
        assert made == {
            services.STREAM: [me] * 3,
            services.UPLOAD: b"a b " + me,
            services.CHAT: [b"a " + me, b"b " + me],
        }
        for call in calls(channel).values():
            with pytest.raises(grpc.RpcError) as refused:
                call(metadata("waii_bad"))
            assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED
        with pytest.raises(grpc.RpcError) as refused:
            calls(channel)[services.STREAM](metadata(ann.key))
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


def test_what_is_public_is_served_to_anybody_and_what_is_unknown_to_nobody(address: str) -> None:
    with RawClient(address) as client:
        assert client.call(services.PUBLIC, b"", []).response == b"nobody"
        unknown = client.call("/test.Service/Unknown", b"", [])
        assert unknown.code is grpc.StatusCode.UNIMPLEMENTED


def test_an_error_of_the_handler_stays_one(address: str, ann: Person) -> None:
    with RawClient(address, ann.key) as client:
        assert client.call(services.BROKEN, b"").code is grpc.StatusCode.UNKNOWN


def test_a_revoked_key_is_refused_by_the_next_call(
    address: str, server: RunningServer, world: World
) -> None:
    person = world.person(API_USER)
    with RawClient(address, person.key) as client:
        for _ in range(20):
            key = world.key(person.id, "short")
            assert client.call(services.WHO, b"", metadata(key)).code is grpc.StatusCode.OK
            with world.admin.impersonate_user(person.id):
                world.admin.user.delete_access_key(DelAccessKeyRequest(names=["short"]))
            refused = client.call(services.WHO, b"", metadata(key))
            assert refused.code is grpc.StatusCode.UNAUTHENTICATED


def test_an_answer_is_kept_where_the_service_chooses_so(
    start: Start, server: RunningServer, world: World
) -> None:
    person = world.person(API_USER)
    other = world.key(person.id, "other")
    with (
        start(server.address, keep=60, keep_at_most=1) as address,
        RawClient(address) as client,
    ):

        def code(key: str) -> str:
            return client.call(services.WHO, b"", metadata(key)).code.name

        assert code(other) == "OK"
        with world.admin.impersonate_user(person.id):
            world.admin.user.delete_access_key(DelAccessKeyRequest(names=["other"]))
        assert code(other) == "OK"  # by the answer of before
        assert code(person.key) == "OK"  # in whose place there is this one now
        assert code(other) == "UNAUTHENTICATED"


def test_where_the_user_service_is_away_nobody_is_served(start: Start) -> None:
    with start("127.0.0.1:1", timeout=2) as address, RawClient(address, "waii_key") as client:
        outcome = client.call(services.WHO, b"")
        assert outcome.code is grpc.StatusCode.UNAVAILABLE
        assert outcome.message == "callers cannot be authenticated now"
        assert client.call(services.PUBLIC, b"").code is grpc.StatusCode.OK


def test_many_callers_at_once_are_each_served_as_themselves(
    address: str, server: RunningServer
) -> None:
    with World(server.address, server.admin_key) as world:
        people = [world.person(API_USER) for _ in range(6)]
    with RawClient(address) as client, ThreadPoolExecutor(24) as pool:

        def who(person: Person) -> str:
            return client.call(services.WHO, b"", metadata(person.key)).response.decode()

        asked = people * 20
        assert list(pool.map(who, asked)) == [f"{p.id} by {p.id} of {p.org_id}" for p in asked]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"url": ""}, "url is missing"),
        ({"public": ["Health/Check"]}, "name public methods /package.Service/Method"),
        ({"timeout": 0}, "timeout must be a positive number"),
        ({"keep": -1}, "keep must not be negative"),
        ({"url": "example.org:1"}, "plaintext to another machine"),
    ],
)
def test_what_it_is_told_wrong_is_named(
    options: dict[str, Any], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAII_URL", raising=False)
    with pytest.raises(ValueError, match=text):
        AuthInterceptor(**({"url": "127.0.0.1:1"} | options))
