"""The metadata of a call: what of it counts, and that nothing odd in it is ignored."""

from collections.abc import Iterator, Sequence

import pytest
from rpc.calls import acting_as, bearer, denied, request_id
from rpc.spec import TRIAL_USER
from support.raw import Outcome, RawClient
from support.server import RunningServer
from support.world import Person, World
from waii_client.user import GetUserInfoRequest, GetUserInfoResponse

Metadata = Sequence[tuple[str, str | bytes]]
REFUSED = "UNAUTHENTICATED ACCESS_KEY_INVALID"


@pytest.fixture(scope="module")
def person(server: RunningServer) -> Person:
    """The organization's admin, whose key is sent."""
    with World(server.address, server.admin_key) as world:
        return world.org_admin()


@pytest.fixture(scope="module")
def target(server: RunningServer, person: Person) -> str:
    """A user as whom `person` may act."""
    with World(server.address, server.admin_key) as world:
        return world.user(TRIAL_USER, org_id=person.org_id, tenant_id=person.tenant_id)


@pytest.fixture(scope="module")
def raw(server: RunningServer) -> Iterator[RawClient]:
    with RawClient(server.address) as client:
        yield client


def whoami(raw: RawClient, metadata: Metadata) -> Outcome:
    return raw.call("GetUserInfo", GetUserInfoRequest(), metadata)


def identity(outcome: Outcome) -> str:
    assert outcome.code.name == "OK", outcome
    return GetUserInfoResponse.FromString(outcome.response).id


# authorization


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_taken_in_any_case(scheme: str, raw: RawClient, person: Person) -> None:
    metadata = [("authorization", f"{scheme} {person.key}")]
    assert identity(whoami(raw, metadata)) == person.id


@pytest.mark.parametrize(
    "shape",
    [
        *("", " ", "Bearer", "Bearer ", "{}", "Bearer{}", "Basic {}", "Token {}", "Bearer: {}"),
        *("Bearer={}", "Bearer {} {}", "Bearer {},{}", "Bearer {}, Bearer {}", "Bearer Bearer {}"),
        *('Bearer "{}"', "Bearer <{}>", "Bearer {}.", "Bearer {}=", "Bearer key={}"),
        *("Bear er {}", "bearers {}", ",Bearer {}", "Bearer {};"),
    ],
)
def test_a_garbled_authorization_is_refused(shape: str, raw: RawClient, person: Person) -> None:
    outcome = whoami(raw, [("authorization", shape.format(person.key, person.key))])
    assert denied(outcome) == REFUSED


def test_a_garbled_key_is_refused(raw: RawClient, person: Person) -> None:
    key = person.key
    for garbled in (
        *(key[:-1], f"{key}0", f"0{key}", key[5:], key.lower(), key.upper(), key.swapcase()),
        *(key.replace("_", "-"), key.replace("waii_", "Waii_"), key[:30], key * 2, key[::-1]),
        *(f"{key[:20]} {key[20:]}", f"%{key}", "x" * 4000, "waii_", "null", "undefined"),
    ):
        assert denied(whoami(raw, [bearer(garbled)])) == REFUSED


def test_a_second_authorization_is_refused_whatever_it_is(
    raw: RawClient, person: Person, server: RunningServer
) -> None:
    good = bearer(person.key)
    for other in (good, bearer(server.admin_key), bearer("x"), ("authorization", "")):
        for metadata in ([good, other], [other, good], [good, other, good]):
            assert denied(whoami(raw, metadata)) == REFUSED


def test_a_binary_authorization_is_none(raw: RawClient, person: Person) -> None:
    binary = ("authorization-bin", f"Bearer {person.key}".encode())
    assert denied(whoami(raw, [binary])) == REFUSED


def test_keys_of_other_names_are_no_authorization(raw: RawClient, person: Person) -> None:
    value = f"Bearer {person.key}"
    for name in ("x-authorization", "proxy-authorization", "authorisation", "x-api-key", "cookie"):
        assert denied(whoami(raw, [(name, value)])) == REFUSED


def test_metadata_that_nobody_knows_is_no_error(raw: RawClient, person: Person) -> None:
    unknown: Metadata = [("x-trace", "1"), ("x-trace", "2"), ("x-other-bin", b"\0\xff")]
    assert identity(whoami(raw, [bearer(person.key), *unknown])) == person.id


# x-waii-impersonate-user


def test_one_user_id_is_taken(raw: RawClient, person: Person, target: str) -> None:
    assert identity(whoami(raw, [bearer(person.key), acting_as(target)])) == target
    assert identity(whoami(raw, [acting_as(target), bearer(person.key)])) == target


def test_an_empty_or_repeated_user_id_is_refused(
    raw: RawClient, person: Person, target: str
) -> None:
    for ids in ([""], ["", ""], [target, target], [target, ""], ["", target], [target, person.id]):
        metadata = [bearer(person.key), *map(acting_as, ids)]
        outcome = whoami(raw, metadata)
        assert denied(outcome) == "INVALID_ARGUMENT METADATA_INVALID"
        assert outcome.fields == ["x-waii-impersonate-user"]


def test_a_list_of_user_ids_in_one_value_is_no_chain(
    raw: RawClient, person: Person, target: str
) -> None:
    for value in (f"{target},{target}", f"{target}, {person.id}", f"{target} {person.id}"):
        outcome = whoami(raw, [bearer(person.key), acting_as(value)])
        assert denied(outcome) == "PERMISSION_DENIED IMPERSONATION_TARGET_NOT_FOUND"


def test_a_garbled_user_id_never_lets_the_call_go_on_as_the_actor(
    raw: RawClient, person: Person, target: str
) -> None:
    for value in (
        *("-", "*", "%", "null", "'", '"', f'"{target}"', f"<{target}>", f"{target};", "a/../b"),
        *(target.upper(), target[:-1], f"{target}x", f"{target}%20", "x" * 129, "x" * 4000),
    ):
        outcome = whoami(raw, [bearer(person.key), acting_as(value)])
        assert denied(outcome) == "PERMISSION_DENIED IMPERSONATION_TARGET_NOT_FOUND", value


@pytest.mark.parametrize("blank", [" ", "   "])
def test_a_blank_user_id_never_lets_the_call_go_on_as_the_actor(
    blank: str, raw: RawClient, person: Person
) -> None:
    # On the way white space may be taken from the ends: then nothing is left, which is refused too.
    outcome = whoami(raw, [bearer(person.key), acting_as(blank)])
    assert outcome.code.name in {"INVALID_ARGUMENT", "PERMISSION_DENIED"}


# Both.


def test_a_bad_key_is_answered_before_a_bad_user_id(raw: RawClient, target: str) -> None:
    for ids in ([target], [""], [target, target], ["-"]):
        for key in ([], [bearer("x")], [("authorization", "")]):
            assert denied(whoami(raw, [*key, *map(acting_as, ids)])) == REFUSED


def test_both_headers_twice_are_answered_like_the_first_of_them(
    raw: RawClient, person: Person, target: str
) -> None:
    metadata = [bearer(person.key), acting_as(target)] * 2
    assert denied(whoami(raw, metadata)) == REFUSED


# What grpc's own library does not send: no server sees it from there.


@pytest.mark.parametrize(
    "entry",
    [
        ("authorization", "Bearer \n"),
        ("authorization", "Bearer\tx"),
        ("authorization", "Bearer \0"),
        ("authorization", "Bearer \x7f"),
        ("authorization", "Bearer caf\xe9"),
        ("x-waii-impersonate-user", "\r\nauthorization: x"),
        ("x-waii-impersonate-user", "caf\xe9"),
        ("x-waii-impersonate-user", "\t"),
        ("x-request-id", "a\nb"),
        ("Authorization", "Bearer x"),
        ("X-Waii-Impersonate-User", "x"),
        ("authorization ", "Bearer x"),
    ],
    ids=ascii,
)
def test_what_http2_forbids_is_not_even_sent(
    entry: tuple[str, str], raw: RawClient, person: Person
) -> None:
    outcome = whoami(raw, [bearer(person.key), entry])
    assert outcome.code.name == "INTERNAL"
    assert outcome.message == "Invalid metadata"
    assert not outcome.trailing, "no server has answered"


def test_many_entries_and_the_longest_ids_arrive(
    raw: RawClient, person: Person, world: World
) -> None:
    longest = world.user(id=f"{world.id():x<128}", org_id=person.org_id)
    metadata = [
        bearer(person.key),
        acting_as(longest),
        request_id("r" * 128),
        *[(f"x-{n}", "y" * 50) for n in range(30)],
    ]
    assert identity(whoami(raw, metadata)) == longest
