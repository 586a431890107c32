"""What a call meets on its way, one by one: what was sent, as whom, how often."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import structlog.testing
from rpc.spec import API_USER, ORG_ADMIN, PERMISSIONS, SUPER_ADMIN
from support import databases
from waii_server.domain import key_format
from waii_server.domain.errors import (
    DomainError,
    InvalidArgument,
    RateLimitExceeded,
    Reason,
    Unauthenticated,
)
from waii_server.domain.model import AccessKey, Organization, Tenant, User
from waii_server.domain.origin import Origin
from waii_server.domain.principal import Identity, Principal
from waii_server.domain.rate_limit import RateLimit
from waii_server.domain.roles import Permission
from waii_server.services.authentication import Authentication
from waii_server.services.key_usage import KeyUsage
from waii_server.storage.database import Database
from waii_server.transport.call import AUTHORIZATION_KEY, IMPERSONATION_KEY, Call, Handler
from waii_server.transport.interceptors import failed_attempts as failed_attempts_module
from waii_server.transport.interceptors.authentication import authentication
from waii_server.transport.interceptors.authorization import authorization
from waii_server.transport.interceptors.failed_attempts import failed_attempts
from waii_server.transport.interceptors.impersonation import impersonation
from waii_server.transport.interceptors.key_rate import key_rate
from waii_server.transport.methods import METHODS, Access

METHOD = "/waii.user.v1.UserService/GetUserInfo"
KEYS = {role: key_format.generate() for role in PERMISSIONS}


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authentication]:
    """Over a database with a user of each role, called so, in one organization."""
    directory: Path = tmp_path_factory.mktemp("interceptors")
    database = Database(databases.migrated_database_of(directory), connections=1, busy_timeout=10)
    with database.write() as transaction:
        transaction.organizations.add(Organization("org", "Org"))
        transaction.tenants.add(Tenant("tenant", "Tenant", "org"))
        for role, key in KEYS.items():
            digest = key_format.digest(key)
            transaction.users.add(User(role, "tenant", "org", (role,)))
            transaction.access_keys.add(AccessKey(role, role, "key", digest, "", None, 1), 0)
        transaction.commit(None)
    yield Authentication(database, KeyUsage(database))
    database.close()


def call_with(
    authorization: Sequence[str | bytes] = (),
    impersonate: Sequence[str | bytes] = (),
    *,
    peer: str = "ipv4:192.0.2.1:4711",
) -> Call:
    sent: dict[str, Sequence[str | bytes]] = {}
    if authorization:
        sent[AUTHORIZATION_KEY] = authorization
    if impersonate:
        sent[IMPERSONATION_KEY] = impersonate
    return Call(METHOD, sent, lambda: b"", Origin(peer=lambda: peer))


def _principal(key_id: str) -> Principal:
    user = Identity("u", "t", "o", ())
    return Principal(key_id, 0, user, user)


def principal_of(call: Call, service: Authentication) -> Principal:
    """Who makes the call, behind authentication and impersonation."""
    reached: list[Principal] = []

    def handle(call: Call) -> bytes:
        reached.append(call.authenticated)
        return b"answer"

    handler = authentication(service)(METHOD, impersonation(service)(METHOD, handle))
    assert handler(call) == b"answer"
    (principal,) = reached
    return principal


def refusal(handler: Handler, call: Call) -> Reason | None:
    """Why a call is refused; None where it gets an answer."""
    try:
        assert handler(call) == b"answer"
    except DomainError as error:
        return error.reason
    return None


# The key.


@pytest.mark.parametrize(
    "sent", ["Bearer {}", "bearer {}", "BEARER {}", "Bearer  {} ", "bEaReR {}"]
)
def test_a_key_is_sent_once_with_its_scheme_in_any_case(sent: str, service: Authentication) -> None:
    principal = principal_of(call_with([sent.format(KEYS[API_USER])]), service)
    assert principal.actor is principal.subject
    assert principal.actor.user_id == API_USER
    assert not principal.impersonating


BAD = [
    [],
    [""],
    ["Bearer"],
    ["Bearer "],
    ["{}"],
    ["Basic {}"],
    ["Bearer{}"],
    ["Bearer\t{}"],
    ["Bearer {}\t"],
    ["Bearer {} {}"],
    ["Bearer {}", "Bearer {}"],
    ["Bearer {}", ""],
    ["", "Bearer {}"],
    ["Token Bearer {}"],
    ["Token {}"],
    ["Aearer {}"],
]


@pytest.mark.parametrize("sent", BAD, ids=str)
def test_whatever_else_is_sent_is_no_key(sent: list[str], service: Authentication) -> None:
    call = call_with([value.format(*[KEYS[API_USER]] * 2) for value in sent])
    call.principal = _principal("earlier")
    with pytest.raises(Unauthenticated):
        principal_of(call, service)
    assert call.principal is None  # nor that of an attempt before


@pytest.mark.parametrize("role", PERMISSIONS)
def test_a_key_lets_in_who_holds_usage_api(role: str, service: Authentication) -> None:
    handler = authentication(service)(METHOD, lambda _: b"answer")
    denied = None if "usage:api" in PERMISSIONS[role] else Reason.API_USAGE_DENIED
    assert refusal(handler, call_with([f"Bearer {KEYS[role]}"])) is denied


def test_bytes_are_no_key(service: Authentication) -> None:
    with pytest.raises(Unauthenticated):
        principal_of(call_with([f"Bearer {KEYS[API_USER]}".encode()]), service)


# Whom it acts as.


def test_who_may_acts_as_the_one_that_was_sent(service: Authentication) -> None:
    principal = principal_of(call_with([f"Bearer {KEYS[SUPER_ADMIN]}"], [API_USER]), service)
    assert (principal.actor.user_id, principal.subject.user_id) == (SUPER_ADMIN, API_USER)
    assert principal.impersonating


@pytest.mark.parametrize("sent", [[""], [b"x"], ["a", "a"], ["", "a"], ["a", ""]], ids=str)
def test_a_call_never_goes_on_as_the_actor(
    sent: list[str | bytes], service: Authentication
) -> None:
    with pytest.raises(InvalidArgument) as raised:
        principal_of(call_with([f"Bearer {KEYS[SUPER_ADMIN]}"], sent), service)
    assert raised.value.reason is Reason.METADATA_INVALID
    assert [one.field for one in raised.value.violations] == ["x-waii-impersonate-user"]


@pytest.mark.parametrize(
    ("key", "sent", "reason"),
    [
        (SUPER_ADMIN, "nobody", Reason.IMPERSONATION_TARGET_NOT_FOUND),
        (SUPER_ADMIN, " ", Reason.IMPERSONATION_TARGET_NOT_FOUND),
        (API_USER, API_USER, Reason.IMPERSONATION_DENIED),
        (ORG_ADMIN, SUPER_ADMIN, Reason.IMPERSONATION_CEILING_EXCEEDED),
    ],
)
def test_who_may_not_act_as_somebody_is_refused(
    key: str, sent: str, reason: Reason, service: Authentication
) -> None:
    with pytest.raises(DomainError) as raised:
        principal_of(call_with([f"Bearer {KEYS[key]}"], [sent]), service)
    assert raised.value.reason is reason


# What it may.


@pytest.mark.parametrize("method", METHODS)
def test_a_method_takes_its_permission_of_the_subject(method: str) -> None:
    needed = METHODS[method]
    if needed is Access.PUBLIC:
        with pytest.raises(RuntimeError, match="is public"):
            authorization(method, lambda _: b"answer")
        return
    handler = authorization(method, lambda _: b"answer")
    for permission in Permission:
        scope = frozenset({permission})
        for role in (SUPER_ADMIN, ORG_ADMIN):
            able = Identity("u", "t", "o", (role,), scope=scope)
            call = call_with()
            # The actor may do everything, which does not count.
            call.principal = Principal("k", 0, Identity("a", "t", "o", (SUPER_ADMIN,)), able)
            may = needed is Access.AUTHENTICATED or needed in able.permissions
            assert refusal(handler, call) == (None if may else Reason.PERMISSION_MISSING)


def test_a_method_that_is_not_listed_is_not_wrapped() -> None:
    with pytest.raises(KeyError):
        authorization("/waii.user.v1.UserService/Unheard", lambda _: b"answer")


# How often.


def test_a_key_has_so_many_calls_and_a_call_that_is_made_again_counts_once(clock: Clock) -> None:
    handler = key_rate(RateLimit(2, 3, clock=clock))(METHOD, lambda _: b"answer")

    def call_of(key_id: str) -> Call:
        call = call_with()
        call.principal = _principal(key_id)
        return call

    again = call_of("a")
    assert [refusal(handler, again) for _ in range(9)] == [None] * 9
    limited = Reason.RATE_LIMIT_EXCEEDED
    assert [refusal(handler, call_of("a")) for _ in range(4)] == [None, None, limited, limited]
    assert refusal(handler, call_of("b")) is None
    with pytest.raises(RateLimitExceeded) as raised:
        handler(call_of("a"))
    assert raised.value.retry_after == 0.5
    assert raised.value.metadata == {"limit": "2"}
    assert raised.value.message == "calls with this access key: at most 2 a second"
    clock.now += 0.5
    assert refusal(handler, call_of("a")) is None
    assert refusal(handler, call_of("a")) is limited


BURST = 3
INVALID, LIMITED = Reason.ACCESS_KEY_INVALID, Reason.RATE_LIMIT_EXCEEDED


class Door:
    """`failed_attempts` before keys that are good as long as they are in `good`."""

    def __init__(self, clock: Clock) -> None:
        self.good = {"good"}
        self._handler = failed_attempts(RateLimit(0.5, BURST, clock=clock))(METHOD, self._open)

    def _open(self, call: Call) -> bytes:
        if set(call.sent.get(AUTHORIZATION_KEY, ())) - self.good or not call.sent:
            raise Unauthenticated
        call.principal = _principal("k")
        return b"answer"

    def knock(self, *sent: str, peer: str = "ipv4:192.0.2.1:4711") -> Reason | None:
        return refusal(self._handler, call_with(sent, peer=peer))


@pytest.fixture
def door(clock: Clock) -> Door:
    return Door(clock)


def test_an_address_fails_so_often_and_then_waits(door: Door, clock: Clock) -> None:
    assert [door.knock("bad") for _ in range(BURST)] == [INVALID] * BURST
    # Whatever is sent: the answer says nothing about the key.
    assert {door.knock(), door.knock("bad"), door.knock("good")} == {LIMITED}
    with pytest.raises(RateLimitExceeded) as raised:
        door._handler(call_with(["bad"]))
    assert raised.value.retry_after == 2
    assert raised.value.metadata == {"limit": "0.5"}
    assert "failed attempts to authenticate" in raised.value.message
    clock.now += 2
    assert door.knock("good") is None
    assert [door.knock("bad") for _ in range(2)] == [INVALID, LIMITED]


def test_the_log_tells_once_of_an_address_that_has_used_up_its_failures(door: Door) -> None:
    with structlog.testing.capture_logs() as lines:
        for failures, told in enumerate([0, 0, 1, 1], start=1):
            door.knock("bad")
            assert len(lines) == told, failures
        for _ in range(BURST):
            door.knock("bad", peer="ipv4:192.0.2.9:1")
    assert [line["address"] for line in lines] == ["192.0.2.1", "192.0.2.9"]


def test_of_an_address_that_goes_on_failing_the_log_tells_once_a_minute(
    door: Door, clock: Clock
) -> None:
    with structlog.testing.capture_logs() as lines:
        for second, told in ((0, 1), (30, 1), (58, 1), (60, 2), (119.5, 2), (122, 3)):
            clock.now = 1_000_000.0 + second
            while door.knock("bad") is INVALID:
                pass
            assert len(lines) == told, second


def test_other_addresses_and_unix_sockets_do_not_wait(door: Door) -> None:
    for _ in range(BURST + 1):
        door.knock("bad")
    assert door.knock("bad", peer="ipv4:192.0.2.1:1") is LIMITED
    assert door.knock("bad", peer="ipv4:192.0.2.2:4711") is INVALID
    assert {door.knock("bad", peer="unix:") for _ in range(3 * BURST)} == {INVALID}


def test_good_calls_cost_nothing_and_a_good_key_is_remembered(door: Door) -> None:
    assert {door.knock("good") for _ in range(9)} == {None}
    assert [door.knock("bad") for _ in range(BURST + 1)] == [INVALID] * BURST + [LIMITED]
    assert {door.knock("good") for _ in range(9)} == {None}


def test_a_good_key_that_goes_bad_is_forgotten(door: Door) -> None:
    assert door.knock("good") is None
    door.good.clear()
    assert [door.knock("good") for _ in range(BURST + 1)] == [INVALID] * BURST + [LIMITED]


def test_good_keys_are_remembered_in_bounded_memory() -> None:
    recent = failed_attempts_module._Recent(10)
    recent.add(-1)
    for mark in range(1000):
        recent.add(mark)
        assert recent.knows(mark)
        assert recent.knows(-1)  # in use all the time
        assert len(recent._young) + len(recent._old) <= 20
        assert all(recent.knows(before) for before in range(max(0, mark - 4), mark))
    assert not recent.knows(0)
    recent.discard(-1)
    assert not recent.knows(-1)
    old = next(iter(recent._old))
    recent.discard(old)
    assert not recent.knows(old)
    recent._young.update(range(2000, 2050))  # as calls at once may do, beyond the bound
    recent.add(-2)
    assert recent._young == {-2}
