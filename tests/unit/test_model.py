"""Times, events and changes: what use cases and storage hand to each other."""

import time
from dataclasses import fields, replace

import pytest
from waii_server.domain import audit, clock
from waii_server.domain.audit import AuditEvent, RecordedEvent
from waii_server.domain.model import (
    AccessKey,
    Organization,
    OrganizationChanges,
    Tenant,
    TenantChanges,
    User,
    UserChanges,
)

NOW = 1_700_000_000_123_456


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's clock shows one moment."""
    monkeypatch.setattr(time, "time_ns", lambda: NOW * 1000 + 789)


def test_times_are_whole_microseconds() -> None:
    assert clock.now() == NOW


@pytest.mark.parametrize(
    ("moment", "has_come"),
    [(None, False), (0, True), (NOW - 1, True), (NOW, True), (NOW + 1, False), (2 * NOW, False)],
)
def test_a_time_has_come_from_that_moment_on(moment: int | None, has_come: bool) -> None:
    assert clock.has_come(moment) is has_come
    key = AccessKey("k", "u", "name", b"digest", "hint", None, NOW)
    assert replace(key, expires_at=moment).expired is has_come
    assert not key.expired


def test_what_is_not_said_of_a_key_is_not_so() -> None:
    key = AccessKey("k", "u", "name", b"digest", "hint", None, NOW)
    assert {getattr(key, field.name) for field in fields(key)[7:]} == {None}


def test_what_is_not_said_of_an_entity_is_empty() -> None:
    assert Organization("o", "n") == ("o", "n", b"", False)
    assert Tenant("t", "n", "o") == ("t", "n", "o", b"", False)
    assert User("u", "t", "o", ()) == ("u", "t", "o", (), "", "", b"", False)


@pytest.mark.parametrize("kind", [OrganizationChanges, TenantChanges, UserChanges])
def test_a_change_names_what_it_replaces_be_it_by_nothing(kind: type[UserChanges]) -> None:
    assert kind("id").fields == ()
    names = tuple(field.name for field in fields(kind))[1:]
    for name in names:
        for value in ("", "x"):
            assert kind("id", **{name: value}).fields == (name,)  # type: ignore[arg-type]
    assert kind("id", *("" for _ in names)).fields == names  # type: ignore[arg-type]


def test_an_event_names_things_by_their_place() -> None:
    assert audit.organization("a") == "organizations/a"
    assert audit.tenant("a") == "tenants/a"
    assert audit.user("a") == "users/a"
    assert audit.config("a") == "users/a/config"
    assert audit.access_keys("a") == "users/a/accessKeys"
    assert audit.access_key("a", "b c") == "users/a/accessKeys/b c"


def test_what_the_operator_does_is_an_event_of_nobody_s_call() -> None:
    assert (audit.BOOTSTRAP, audit.RECOVER) == ("bootstrap", "recover")
    before = clock.now()
    event = audit.by_operator("m", "users/u", "o")
    assert before <= event.time <= clock.now()
    assert event[1:] == ("", "m", "", "", "", "", "users/u", "o", "OK", "", (), False)


def test_an_event_is_of_a_call_that_was_made_unless_it_says_otherwise() -> None:
    event = AuditEvent(NOW, *"abcdefghi")
    assert event[10:] == ("", (), False)
    recorded = RecordedEvent(12, 34, event)
    assert recorded.id == "12.34"
    assert recorded.variables == b""
