"""Every way in which a call can be refused: its reason, and the facts that go with it."""

import re

import pytest
from waii_server.domain import errors
from waii_server.domain.errors import FieldViolation, Kind, Reason

KINDS = {
    Kind.ORGANIZATION: ("organization", "ORGANIZATION"),
    Kind.TENANT: ("tenant", "TENANT"),
    Kind.USER: ("user", "USER"),
    Kind.ACCESS_KEY: ("access key", "ACCESS_KEY"),
}


def test_a_reason_is_called_as_the_proto_calls_it() -> None:
    for reason in Reason:
        assert reason == f"ERROR_REASON_{reason.name}"


def test_every_kind_of_thing_has_a_name() -> None:
    assert {kind: noun for kind, (noun, _) in KINDS.items()} == {kind: kind.value for kind in Kind}


@pytest.mark.parametrize("kind", Kind)
def test_what_is_not_found_or_there_already_is_named(kind: Kind) -> None:
    noun, name = KINDS[kind]
    missing, taken = errors.NotFound(kind, "x'1"), errors.AlreadyExists(kind, "x'1")
    assert missing.reason == f"ERROR_REASON_{name}_NOT_FOUND"
    assert taken.reason == f"ERROR_REASON_{name}_ALREADY_EXISTS"
    # One text for what is foreign and what is absent.
    assert str(missing) == f'{noun} "x\'1" does not exist, or you may not see it'
    assert str(taken) == f'{noun} "x\'1" already exists'
    for error in (missing, taken):
        assert (error.kind, error.resource_id) == (kind, "x'1")
        assert error.message == str(error)
        assert error.metadata == {}


def test_there_is_one_answer_to_every_bad_key() -> None:
    error = errors.Unauthenticated()
    assert error.reason is Reason.ACCESS_KEY_INVALID
    assert error.metadata == {}
    assert "authorization: Bearer" in error.message


def test_facts_are_kept_as_they_were() -> None:
    facts = {"limit": "3"}
    refused = errors.PermissionDenied(Reason.SUSPENDED, "text", facts)
    state = errors.FailedPrecondition(Reason.LAST_SUPER_ADMIN, "text", Kind.USER, "u", facts)
    facts.clear()
    for error in (refused, state):
        assert error.metadata == {"limit": "3"}
        assert str(error) == error.message == "text"
    assert (state.reason, state.kind, state.resource_id) == (
        Reason.LAST_SUPER_ADMIN,
        Kind.USER,
        "u",
    )
    assert errors.FailedPrecondition(Reason.CONFLICT, "text", Kind.USER, "u").metadata == {}


def test_every_violation_is_in_the_text() -> None:
    both = [FieldViolation("a", "must be b"), FieldViolation("c[1]", "must be d")]
    error = errors.InvalidArgument(both)
    assert error.reason is Reason.FIELDS_INVALID
    assert error.message == "invalid request: a: must be b; c[1]: must be d"
    assert error.violations == tuple(both)
    assert errors.InvalidArgument(both, Reason.METADATA_INVALID).reason is Reason.METADATA_INVALID


def test_a_limit_is_told_with_when_to_come_again() -> None:
    often = errors.RateLimitExceeded("calls", 2.5, 0.4)
    assert (often.reason, often.retry_after) == (Reason.RATE_LIMIT_EXCEEDED, 0.4)
    assert (often.message, often.metadata) == ("calls: at most 2.5 a second", {"limit": "2.5"})
    assert errors.RateLimitExceeded("calls", 3.0, 1).metadata == {"limit": "3"}
    many = errors.Overloaded(7)
    assert (many.reason, many.retry_after, many.metadata) == (
        Reason.OVERLOADED,
        1.0,
        {"limit": "7"},
    )
    assert errors.Overloaded(7, 0.5).retry_after == 0.5
    away = errors.Unavailable()
    assert (away.reason, away.retry_after) == (Reason.DATABASE_UNAVAILABLE, 1.0)
    assert errors.Unavailable(3).retry_after == 3


@pytest.mark.parametrize(
    ("error", "reason", "says"),
    [
        (errors.Conflict(), Reason.CONFLICT, "may be sent again"),
        (errors.DeadlineExceeded(), Reason.DEADLINE_EXCEEDED, "nothing was done"),
        (errors.EtagMismatch(Kind.TENANT, "t"), Reason.ETAG_MISMATCH, "^tenant 't' is not in"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_refusal_says_what_to_do(error: errors.DomainError, reason: Reason, says: str) -> None:
    assert error.reason is reason
    assert re.search(says, error.message)
    assert str(error) == error.message
