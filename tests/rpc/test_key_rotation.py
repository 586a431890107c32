"""Rotation: a key gets a new secret under its old name, and the old secret an end."""

import base64
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from rpc.calls import acting_as, at_once, bearer, denied, info, refused
from rpc.keys import (
    HOUR,
    ROTATE,
    admitted,
    create,
    delete,
    from_now,
    listed,
    masked,
    rotate,
    rows,
    sleep_until,
)
from sqlalchemy import NullPool, create_engine, text
from support.api import Api, Connect
from support.inspection import dump
from support.raw import Outcome, RawClient
from support.server import RunningServer, running_server
from support.waiting import soon
from support.world import Person, World
from waii_client import (
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
)
from waii_client.access_key import RotateAccessKeyRequest, RotateAccessKeyResponse
from waii_client.audit import AuditEvent, ListAuditEventsRequest
from waii_client.user import DelAccessKeyRequest, UpdateConfigRequest

SHORT = timedelta(seconds=0.25)
MONTH = timedelta(days=30)
BARRED = "UNAUTHENTICATED ACCESS_KEY_INVALID"


def new_secret(outcome: Outcome) -> str:
    assert outcome.code.name == "OK", outcome
    return RotateAccessKeyResponse.FromString(outcome.response).access_key.access_key


# Old and new.


def test_the_new_secret_works_at_once_and_the_old_one_beside_it(
    connect: Connect, world: World
) -> None:
    person = world.person()
    old = connect(person.key)
    key = rotate(old, overlap=HOUR)
    new = connect(key.access_key)
    assert key.access_key != person.key
    for api in (new, old, new, old):
        assert info(api).id == person.id
        api.call("update_config", UpdateConfigRequest(updated={"a": 1}))
        assert list(listed(api)) == ["test"]


def test_the_old_secret_works_until_the_overlap_ends_and_not_after(
    raw: RawClient, connect: Connect, world: World
) -> None:
    person = world.person()
    key = rotate(connect(person.key), overlap=SHORT)
    ends = key.previous_expire_time.ToDatetime(UTC)
    assert ends - key.rotate_time.ToDatetime(UTC) == SHORT
    (works,) = admitted(raw, person.key)
    assert works or datetime.now(UTC) >= ends
    sleep_until(ends)
    for _ in range(2):
        assert admitted(raw, person.key, key.access_key) == [False, True]


@pytest.mark.parametrize("overlap", [None, Duration()], ids=["absent", "0"])
def test_without_an_overlap_the_old_secret_is_refused_by_the_very_next_call(
    overlap: Duration | None, raw: RawClient, connect: Connect, world: World
) -> None:
    person = world.person()
    key = rotate(connect(person.key), overlap=overlap)
    assert not key.HasField("previous_expire_time")
    assert admitted(raw, person.key, key.access_key) == [False, True]


def test_both_of_two_replicas_refuse_the_old_secret_on_the_next_call(
    engine: str, tmp_path: Path
) -> None:
    del engine
    with (
        running_server(tmp_path) as one,
        running_server(tmp_path) as other,
        World(one.address, one.admin_key) as world,
        RawClient(one.address) as here,
        RawClient(other.address) as there,
    ):
        key = world.person().key
        for overlap in (None, Duration(seconds=60), Duration(nanos=100_000_000)) * 2:
            for client in (here, there):  # what is remembered is warm
                assert admitted(client, key) == [True]
            request = RotateAccessKeyRequest(name="test", overlap=overlap)
            answer = RotateAccessKeyResponse.FromString(
                here.call(ROTATE, request, [bearer(key)]).response
            ).access_key
            beside = overlap is not None and overlap.seconds > 0
            for client in (there, here):
                assert admitted(client, answer.access_key) == [True]
                if overlap is None or beside:
                    assert admitted(client, key) == [beside]
            if overlap is not None and not beside:
                sleep_until(answer.previous_expire_time)
                for client in (there, here):
                    assert admitted(client, key) == [False]
            key = answer.access_key


def test_a_second_rotation_ends_the_secret_before_the_last_also_during_its_overlap(
    raw: RawClient, connect: Connect, world: World
) -> None:
    person = world.person()
    first, api = person.key, connect(person.key)
    second = rotate(api, overlap=HOUR).access_key
    third = rotate(api, overlap=HOUR).access_key  # with the first one, which ends itself by that
    assert admitted(raw, first, second, third) == [False, True, True]
    fourth = rotate(connect(third)).access_key
    assert admitted(raw, first, second, third, fourth) == [False, False, False, True]


def test_to_delete_a_key_ends_both_secrets(raw: RawClient, connect: Connect, world: World) -> None:
    api = connect(world.person().key)
    old = create(api, "second").access_key
    new = rotate(api, "second", overlap=HOUR).access_key
    assert admitted(raw, old, new) == [True, True]
    delete(api, "second")
    assert admitted(raw, old, new) == [False, False]
    # Nor does a new key of the name revive them.
    create(api, "second")
    assert admitted(raw, old, new) == [False, False]


def test_other_keys_stay_as_they_are(raw: RawClient, connect: Connect, world: World) -> None:
    person = world.person()
    api = connect(person.key)
    other = create(api, "other")
    rotate(api)
    assert admitted(raw, other.access_key) == [True]
    assert listed(connect(other.access_key))["other"].access_key == other.access_key


# Expiry.


def test_the_overlap_ends_with_the_expire_time_old_or_new(connect: Connect, world: World) -> None:
    api = connect(world.person().key)
    now = datetime.now(UTC)
    for number, (old, new, ends) in enumerate(
        (
            (None, None, 2 * HOUR),
            (3 * HOUR, None, 2 * HOUR),
            (HOUR, None, HOUR),
            (None, HOUR, HOUR),
            (3 * HOUR, HOUR, HOUR),
            (HOUR, 3 * HOUR, HOUR),
        )
    ):
        name = f"key {number}"
        create(api, name, now + old if old else None)
        key = rotate(api, name, overlap=2 * HOUR, expire_time=now + new if new else None)
        end = key.previous_expire_time.ToDatetime(UTC)
        if ends == HOUR:  # told by an expire_time
            assert end == now + HOUR, (old, new)
        else:
            assert end == key.rotate_time.ToDatetime(UTC) + 2 * HOUR, (old, new)
        expires = new or old
        assert key.HasField("expire_time") == (expires is not None)
        if expires:
            assert key.expire_time.ToDatetime(UTC) == now + expires
        assert listed(api)[name] == key


def test_a_secret_is_refused_from_the_expire_time_on_within_its_overlap(
    raw: RawClient, connect: Connect, world: World
) -> None:
    api = connect(world.person().key)
    names = ("kept", "sooner", "later")
    soon_over, later = from_now(2 * SHORT), from_now(HOUR)
    old = {
        "kept": create(api, "kept", soon_over).access_key,
        "sooner": create(api, "sooner", later).access_key,
        "later": create(api, "later", soon_over).access_key,
    }
    new_times = {"kept": None, "sooner": soon_over, "later": later}
    new = {
        name: rotate(api, name, overlap=HOUR, expire_time=new_times[name]).access_key
        for name in names
    }
    sleep_until(soon_over)
    assert admitted(raw, *old.values()) == [False, False, False]
    assert admitted(raw, *new.values()) == [False, False, True]


def test_an_expired_key_needs_a_new_expire_time_and_its_old_secrets_stay_dead(
    server: RunningServer, raw: RawClient, connect: Connect, world: World
) -> None:
    person = world.person()
    api = connect(person.key)
    ends = from_now(SHORT)
    first = create(api, "key", ends).access_key
    second = rotate(api, "key", overlap=HOUR).access_key
    sleep_until(ends)
    before = rows(server, person.id)
    for request in (
        RotateAccessKeyRequest(name="key"),
        RotateAccessKeyRequest(name="key", overlap=HOUR),
    ):
        error = refused(api, "rotate_access_key", request, FailedPreconditionError)
        assert error.reason == "ERROR_REASON_ACCESS_KEY_EXPIRED"
    assert [row["digest"] for row in rows(server, person.id)] == [row["digest"] for row in before]
    key = rotate(api, "key", overlap=HOUR, expire_time=from_now(HOUR))
    assert not key.HasField("previous_expire_time")
    assert admitted(raw, first, second, key.access_key) == [False, False, True]


# Decided anew.


def authorized(server: RunningServer, user_id: str) -> bool:
    """Whether a call with the user's only key was let in."""
    (row,) = rows(server, user_id)
    return row["id"] in server.server._key_usage._last_used


def _put(raw: RawClient, key: str) -> Outcome:
    return raw.call("UpdateConfig", UpdateConfigRequest(updated={"late": 1}), [bearer(key)])


def test_a_write_that_was_let_in_with_the_old_secret_and_waits_beyond_the_overlap_is_refused(
    server: RunningServer, raw: RawClient, world: World
) -> None:
    person = world.person()
    request = RotateAccessKeyRequest(name="test", overlap=2 * SHORT)
    outcome = raw.call(ROTATE, request, [*raw.key_metadata, acting_as(person.id)])
    ends = RotateAccessKeyResponse.FromString(outcome.response).access_key.previous_expire_time
    with ThreadPoolExecutor(1) as pool:
        with server.busy():
            late = pool.submit(_put, raw, person.key)
            assert soon(lambda: authorized(server, person.id), within=2)
            sleep_until(ends)
            assert not late.done()
        assert denied(late.result()) == BARRED
    assert server.rows("SELECT * FROM user_configs WHERE user_id = :id", id=person.id) == []


@contextmanager
def _changing(server: RunningServer, statement: str, **values: object) -> Iterator[None]:
    """Somebody else has changed something, and commits it at the end of the block."""
    engine = create_engine(server.settings.database_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(statement), values)
        yield


def test_a_write_that_was_let_in_with_a_secret_that_is_rotated_away_meanwhile_is_refused(
    server: RunningServer, raw: RawClient, world: World
) -> None:
    """Another replica rotates, without an overlap, and is first."""
    person = world.person()
    change = (
        "UPDATE access_keys SET digest = :digest, generation = generation + 1 WHERE user_id = :id"
    )
    with ThreadPoolExecutor(1) as pool:
        with _changing(server, change, digest=uuid.uuid4().bytes * 2, id=person.id):
            late = pool.submit(_put, raw, person.key)
            assert soon(lambda: authorized(server, person.id))
            assert not late.done()
        assert denied(late.result()) == BARRED
    assert server.rows("SELECT * FROM user_configs WHERE user_id = :id", id=person.id) == []


# What a key is.


def test_all_but_the_secret_stays_and_times_tell_of_the_rotation(
    server: RunningServer, connect: Connect, world: World
) -> None:
    person = world.person()
    api = connect(person.key)
    scope = ["usage:api", "write:access_key"]
    expires = from_now(HOUR)
    made = create(api, "key", expires, permissions=scope)
    assert not made.HasField("rotate_time")
    info(connect(made.access_key))
    server.server._key_usage.flush()
    before = listed(api)["key"]
    assert before.HasField("last_used_time")
    started = datetime.now(UTC)
    key = rotate(api, "key", overlap=SHORT)
    rotated = key.rotate_time.ToDatetime(UTC)
    assert started - timedelta(seconds=1) < rotated < datetime.now(UTC) + timedelta(seconds=1)
    assert listed(api)["key"].rotate_time == key.rotate_time
    sleep_until(key.previous_expire_time)
    shown = listed(api)["key"]
    assert not shown.HasField("previous_expire_time")
    for one in (key, shown):
        for field in ("access_key", "rotate_time", "previous_expire_time"):
            one.ClearField(field)
        one.access_key = before.access_key
        assert one == before
    assert list(before.permissions) == scope


def test_the_list_shows_the_new_secret(connect: Connect, world: World) -> None:
    person = world.person()
    api = connect(person.key)
    key = rotate(api, overlap=HOUR)
    shown = listed(api)
    assert list(shown) == ["test"]
    assert shown["test"].access_key == key.access_key
    again = rotate(api)
    assert listed(connect(again.access_key))["test"].access_key == again.access_key


def test_with_reveal_once_the_answer_is_whole_and_the_list_masks_the_new_secret(
    engine: str, tmp_path: Path
) -> None:
    del engine
    with (
        running_server(tmp_path, reveal_access_keys="once") as once,
        RawClient(once.address, once.admin_key) as raw,
    ):
        request = RotateAccessKeyRequest(name="bootstrap", request_id=str(uuid.uuid4()))
        new = new_secret(raw.call(ROTATE, request))
        assert admitted(raw, once.admin_key, new) == [False, True]
        (row,) = rows(once, "admin")
        assert row["sealed"] is None
        assert raw.call("ListAccessKeys", b"", [bearer(new)]).response.count(masked(new).encode())


def test_neither_secret_stands_in_a_table(
    server: RunningServer, raw: RawClient, world: World
) -> None:
    person = world.person()
    request = RotateAccessKeyRequest(name="test", overlap=HOUR, request_id=str(uuid.uuid4()))
    new = new_secret(raw.call(ROTATE, request, [bearer(person.key)]))
    content = b"".join(
        value if isinstance(value, bytes) else repr(value).encode()
        for table in dump(str(server.settings.database_url)).values()
        for row in table
        for value in row
    )
    assert person.id.encode() in content, "this sees what is stored"
    for secret in (person.key, new):
        for part in (secret, secret[5:48]):
            assert part.encode() not in content
            assert base64.b64encode(part.encode()).rstrip(b"=") not in content
    # Nor does the kept answer open without the id of the request, which is not kept.
    assert request.request_id.encode() not in content


def test_the_last_use_is_that_of_either_secret(
    server: RunningServer, raw: RawClient, connect: Connect, world: World
) -> None:
    person = world.person()
    api = connect(person.key)
    old = create(api, "key").access_key
    new = rotate(api, "key", overlap=HOUR).access_key
    used = []
    for secret in (old, new, old):
        server.change(
            "UPDATE access_keys SET last_used_at = NULL WHERE user_id = :id", id=person.id
        )
        started = datetime.now(UTC)
        assert admitted(raw, secret) == [True]
        server.server._key_usage.flush()
        used.append(listed(api)["key"].last_used_time.ToDatetime(UTC) >= started)
    assert used == [True] * 3


# Whose key.


def test_the_keys_of_others_are_as_absent_ones(
    server: RunningServer, raw: RawClient, world: World
) -> None:
    person = world.person()
    other = world.person(org_id=person.org_id, tenant_id=person.tenant_id)
    request = RotateAccessKeyRequest(name="key", overlap=HOUR)

    def ask() -> tuple[Any, ...]:
        outcome = raw.call(ROTATE, request, [bearer(person.key)])
        del outcome.details["RequestInfo"]
        return outcome.code, outcome.message, outcome.details

    absent = ask()
    world.key(other.id, "key")
    before = rows(server, other.id)
    assert ask() == absent
    assert rows(server, other.id) == before
    assert absent[0].name == "NOT_FOUND"


def test_a_name_that_does_not_exist_is_named(connect: Connect, world: World) -> None:
    request = RotateAccessKeyRequest(name="Test")
    error = refused(connect(world.person().key), "rotate_access_key", request, NotFoundError)
    assert error.reason == "ERROR_REASON_ACCESS_KEY_NOT_FOUND"
    assert error.resource is not None
    assert error.resource.name == "Test"


def test_it_takes_the_permission_to_write_keys(connect: Connect, world: World) -> None:
    person = world.person()
    weak = create(connect(person.key), "weak", permissions=["usage:api", "read:databases"])
    api = connect(weak.access_key)
    # Before anything else: nothing is said of the name.
    for name in ("weak", "absent", ""):
        request = RotateAccessKeyRequest(name=name)
        error = refused(api, "rotate_access_key", request, PermissionDeniedError)
        assert error.reason == "ERROR_REASON_PERMISSION_MISSING"
        assert error.metadata == {"permission": "write:access_key"}


def test_under_impersonation_it_is_the_subjects_key_and_the_answer_is_whole(
    raw: RawClient, admin: Api, connect: Connect, world: World
) -> None:
    person = world.person()
    key = rotate(admin, overlap=HOUR, as_user=person.id)
    assert key.user_id == person.id
    assert admitted(raw, person.key, key.access_key) == [True, True]
    assert listed(connect(key.access_key))["test"].access_key == key.access_key
    assert listed(admin, as_user=person.id)["test"].access_key == masked(key.access_key)
    request = RotateAccessKeyRequest(name="bootstrap")  # which the admin has
    refused(admin, "rotate_access_key", request, NotFoundError, as_user=person.id)
    (event,) = _rotations(admin, person, code="OK")
    assert (event.actor, event.subject) == ("admin", person.id)


# The form.


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 257),
        ("name", "a\nb"),
        ("overlap", Duration(seconds=-1)),
        ("overlap", Duration(nanos=-1)),
        ("overlap", Duration(seconds=MONTH // timedelta(seconds=1), nanos=1)),
        ("overlap", Duration(seconds=2**63 - 1)),
        ("overlap", Duration(seconds=1, nanos=-1)),
        ("overlap", Duration(seconds=1, nanos=1_000_000_000)),
        ("expire_time", Timestamp()),
        ("expire_time", Timestamp(seconds=int(time.time()) - 1)),
        ("expire_time", Timestamp(seconds=253_402_300_800)),
        ("request_id", "1"),
        ("request_id", str(uuid.UUID(int=1))),
    ],
)
def test_what_breaks_a_rule_is_refused_and_changes_nothing(
    field: str, value: Any, server: RunningServer, raw: RawClient, staff: Person
) -> None:
    before = rows(server, staff.id)
    request = RotateAccessKeyRequest(**{"name": "test", field: value})
    outcome = raw.call(ROTATE, request, [bearer(staff.key)])
    assert denied(outcome) == "INVALID_ARGUMENT FIELDS_INVALID"
    assert outcome.fields == [field]
    assert rows(server, staff.id) == before


@pytest.fixture(scope="module")
def staff(server: RunningServer) -> Person:
    """Somebody whose key stays as it is."""
    with World(server.address, server.admin_key) as world:
        return world.person()


def test_every_broken_rule_is_named_at_once(connect: Connect, staff: Person) -> None:
    request = RotateAccessKeyRequest(
        name="",
        overlap=MONTH + timedelta(seconds=1),
        expire_time=Timestamp(seconds=1),
        request_id="no uuid",
    )
    error = refused(connect(staff.key), "rotate_access_key", request, InvalidArgumentError)
    fields = [violation.field for violation in error.field_violations]
    assert fields == ["name", "overlap", "request_id", "expire_time"]


def test_an_overlap_may_last_30_days(connect: Connect, world: World) -> None:
    key = rotate(connect(world.person().key), overlap=MONTH)
    assert key.previous_expire_time.ToDatetime() - key.rotate_time.ToDatetime() == MONTH


# The log.


def _rotations(api: Api, person: Person, **wanted: str) -> list[AuditEvent]:
    """The events about the person's key."""
    request = ListAuditEventsRequest(target=f"users/{person.id}/accessKeys/test")
    events = api.call("list_audit_events", request).events
    return [
        event
        for event in events
        if event.method == ROTATE[1:]
        and all(getattr(event, name) == value for name, value in wanted.items())
    ]


def test_it_is_an_event_of_the_log_and_the_key_keeps_its_id(
    server: RunningServer, admin: Api, connect: Connect, world: World
) -> None:
    person = world.person()
    new = rotate(connect(person.key), overlap=HOUR).access_key
    newest = rotate(connect(new), expire_time=from_now(HOUR)).access_key
    first, second = _rotations(admin, person)
    for event in (first, second):
        assert (event.actor, event.subject, event.code) == (person.id, person.id, "OK")
        assert event.org_id == person.org_id
        assert not event.validate_only
    assert list(first.changed_fields) == ["access_key"]
    assert list(second.changed_fields) == ["access_key", "expire_time"]
    # Of the first secret, the second, and the row that is left.
    (row,) = rows(server, person.id)
    assert {first.key_id, second.key_id} == {row["id"]}
    for secret in (person.key, new, newest):
        assert secret[5:] not in f"{first}{second}"


# Again, and not at all.


def test_a_request_that_is_repeated_is_answered_with_the_same_secret_and_rotates_once(
    server: RunningServer, raw: RawClient, admin: Api, connect: Connect, world: World
) -> None:
    person = world.person()
    api = connect(person.key)
    info(api)
    server.server._key_usage.flush()  # so that there is a last use to be answered
    request_id = str(uuid.uuid4())
    first = rotate(api, overlap=HOUR, request_id=request_id)
    (row,) = rows(server, person.id)
    # With either secret: it is the same key. Nor does it matter how the id is spelled.
    for again in (api, connect(first.access_key)):
        for spelled in (request_id, request_id.upper()):
            assert rotate(again, overlap=HOUR, request_id=spelled) == first
    assert [one["digest"] for one in rows(server, person.id)] == [row["digest"]]
    assert [one["generation"] for one in rows(server, person.id)] == [1]
    assert admitted(raw, person.key, first.access_key) == [True, True]
    # One rotation, and four times a secret was told again.
    assert soon(lambda: len(_rotations(admin, person)) == 5)
    events = [list(event.changed_fields) for event in _rotations(admin, person)]
    assert events == [["access_key"], [], [], [], []]


def test_a_request_id_of_another_request_is_refused(
    server: RunningServer, connect: Connect, world: World
) -> None:
    person = world.person()
    api = connect(person.key)
    create(api, "b")
    fields: dict[str, Any] = {"name": "test", "overlap": HOUR, "request_id": str(uuid.uuid4())}
    rotate(api, **fields)
    before = [row["digest"] for row in rows(server, person.id)]
    others: list[dict[str, Any]] = [
        {"overlap": SHORT},
        {"expire_time": Timestamp(seconds=9_000_000_000)},
        {"name": "b"},
    ]
    for other in others:
        request = RotateAccessKeyRequest(**{**fields, **other})
        error = refused(api, "rotate_access_key", request, InvalidArgumentError)
        assert error.reason == "ERROR_REASON_REQUEST_ID_REUSED"
        assert [violation.field for violation in error.field_violations] == ["request_id"]
    assert [row["digest"] for row in rows(server, person.id)] == before


def test_a_request_id_counts_for_its_key_and_its_subject_alone(
    admin: Api, connect: Connect, world: World
) -> None:
    person, other = world.person(), world.person()
    request_id = str(uuid.uuid4())
    api = connect(person.key)
    second = connect(create(api, "second").access_key)
    secrets = {
        rotate(one, overlap=HOUR, request_id=request_id, as_user=user_id).access_key
        for one, user_id in ((api, None), (second, None), (admin, person.id), (admin, other.id))
    }
    assert len(secrets) == 4


def test_what_is_only_validated_changes_nothing_and_tells_no_secret(
    server: RunningServer, raw: RawClient, admin: Api, connect: Connect, world: World
) -> None:
    person = world.person()
    api = connect(person.key)
    before = rows(server, person.id)
    answer = rotate(api, overlap=HOUR, expire_time=from_now(3 * HOUR), validate_only=True)
    assert (answer.access_key, answer.name, answer.user_id) == ("", "test", person.id)
    assert answer.previous_expire_time.ToDatetime() - answer.rotate_time.ToDatetime() == HOUR
    assert answer.HasField("expire_time")
    assert rows(server, person.id) == before
    assert admitted(raw, person.key) == [True]
    assert _rotations(admin, person) == []
    for fields, kind in (
        ({"name": "absent"}, NotFoundError),
        ({"name": "test", "request_id": "x"}, InvalidArgumentError),
    ):
        request = RotateAccessKeyRequest(**fields, validate_only=True)  # type: ignore[arg-type]
        refused(api, "rotate_access_key", request, kind)


def test_to_validate_uses_up_no_request_id_and_never_tells_what_was_answered(
    connect: Connect, world: World
) -> None:
    api = connect(world.person().key)
    request_id = str(uuid.uuid4())
    only = rotate(api, overlap=HOUR, request_id=request_id, validate_only=True)
    assert only.access_key == ""
    key = rotate(api, overlap=HOUR, request_id=request_id)
    assert key.access_key
    after = rotate(api, overlap=HOUR, request_id=request_id, validate_only=True)
    assert after.access_key == ""
    assert after.rotate_time == key.rotate_time


# Races.


def test_of_racing_rotations_one_is_the_newest_and_all_others_are_over(
    server: RunningServer, raw: RawClient, connect: Connect, world: World
) -> None:
    person = world.person()
    other = world.key(person.id, "other")
    request = RotateAccessKeyRequest(name="test")
    outcomes = at_once([partial(raw.call, ROTATE, request, [bearer(other)])] * 8)
    ends = Counter(outcome.code.name for outcome in outcomes)
    assert set(ends) <= {"OK", "ABORTED"}
    secrets = [new_secret(outcome) for outcome in outcomes if outcome.code.name == "OK"]
    assert len(set(secrets)) == ends["OK"] >= 1
    working = [secret for secret in secrets if admitted(raw, secret) == [True]]
    assert working == [listed(connect(other))["test"].access_key]
    assert admitted(raw, person.key) == [False]
    assert rows(server, person.id)[1]["generation"] == ends["OK"]


def test_of_racing_rotations_of_a_key_by_itself_one_wins(
    server: RunningServer, raw: RawClient, world: World
) -> None:
    person = world.person()
    request = RotateAccessKeyRequest(name="test")
    outcomes = at_once([partial(raw.call, ROTATE, request, [bearer(person.key)])] * 8)
    # The others have lost the secret with which they came.
    assert Counter(outcome.code.name for outcome in outcomes) == {"OK": 1, "UNAUTHENTICATED": 7}
    (new,) = (new_secret(outcome) for outcome in outcomes if outcome.code.name == "OK")
    assert admitted(raw, new, person.key) == [True, False]
    assert [row["generation"] for row in rows(server, person.id)] == [1]


def test_of_racing_deletions_of_a_key_by_itself_one_wins(raw: RawClient, world: World) -> None:
    person = world.person()
    request = DelAccessKeyRequest(names=["test"])
    outcomes = at_once([partial(raw.call, "DeleteAccessKey", request, [bearer(person.key)])] * 8)
    assert Counter(outcome.code.name for outcome in outcomes) == {"OK": 1, "UNAUTHENTICATED": 7}


def test_one_request_that_comes_several_times_at_once_rotates_once(
    server: RunningServer, raw: RawClient, world: World
) -> None:
    person = world.person()
    request = RotateAccessKeyRequest(name="test", overlap=HOUR, request_id=str(uuid.uuid4()))
    outcomes = at_once([partial(raw.call, ROTATE, request, [bearer(person.key)])] * 6)
    answers = {new_secret(outcome) for outcome in outcomes if outcome.code.name != "ABORTED"}
    assert len(answers) == 1
    assert admitted(raw, *answers, person.key) == [True, True]
    assert [row["generation"] for row in rows(server, person.id)] == [1]
