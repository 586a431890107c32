"""BatchCreate: many creates in one transaction, each by the rules of its own."""

from typing import Any

import pytest
from rpc.calls import denied
from rpc.methods import path
from rpc.spec import ORG_ADMIN, SUPER_ADMIN
from support.api import Connect
from support.inspection import dump
from support.raw import Outcome, RawClient
from support.server import RunningServer
from support.world import World
from waii.user import v1 as pb
from waii_client.user import ListUsersRequest

CREATE = path("BatchCreate")


def batch(*rows: dict[str, Any], **fields: Any) -> pb.BatchCreateRequest:
    return pb.BatchCreateRequest(rows=[pb.BatchRow(**row) for row in rows], **fields)


def send(server: RunningServer, key: str, *rows: dict[str, Any], **fields: Any) -> Outcome:
    with RawClient(server.address, key) as client:
        return client.call(CREATE, batch(*rows, **fields))


def results(outcome: Outcome) -> list[pb.BatchRowResult]:
    assert outcome.code.name == "OK", outcome
    return list(pb.BatchCreateResponse.FromString(outcome.response).results)


def test_rows_are_created_in_their_order_one_in_another(
    connect: Connect, server: RunningServer, world: World
) -> None:
    org, tenant, ann, bob = (world.id() for _ in range(4))
    admin = connect(server.admin_key)
    response = admin.call(
        "batch_create",
        batch(
            {"organization": {"id": org, "name": "New", "variables": {"a": 1}}},
            {"tenant": {"id": tenant, "name": "New", "org_id": org}},
            {"user": {"id": ann, "tenant_id": tenant, "org_id": org, "variables": {"b": [2]}}},
            {"user": {"id": bob, "tenant_id": tenant, "org_id": org, "roles": [ORG_ADMIN]}},
        ),
    )
    assert list(response.results) == [pb.BatchRowResult()] * 4
    users = admin.call("list_users", ListUsersRequest(lookup_org_id=org)).users
    assert [(user.id, list(user.roles)) for user in users] == sorted(
        [(ann, ["waii-api-user"]), (bob, [ORG_ADMIN])]
    )
    assert {user.id: dict(user.variables) for user in users} == {ann: {"b": [2]}, bob: {}}


def test_without_allow_partial_the_first_row_that_fails_undoes_all(
    server: RunningServer, world: World
) -> None:
    taken, new = world.user(), world.id()
    before = dump(server.settings.database_url)
    outcome = send(
        server,
        server.admin_key,
        {"user": {"id": new}},
        {"user": {"id": taken}},
        {"user": {"id": world.id(), "tenant_id": world.id()}},
    )
    assert denied(outcome) == "ALREADY_EXISTS USER_ALREADY_EXISTS"
    info: Any = outcome.details["ErrorInfo"]
    assert dict(info.metadata) == {"row": "1"}
    assert dump(server.settings.database_url) == before


def test_without_allow_partial_every_violated_field_of_all_rows_is_named(
    server: RunningServer, world: World
) -> None:
    outcome = send(
        server,
        server.admin_key,
        {"user": {"id": "-", "roles": ["x"]}},
        {"user": {"id": world.id()}},
        {"tenant": {"id": world.id()}},
        {},
        request_id="no-uuid",
    )
    assert denied(outcome) == "INVALID_ARGUMENT FIELDS_INVALID"
    assert outcome.fields == [
        *("rows[0].user.id", "rows[0].user.roles[0]"),
        *("rows[2].tenant.name", "rows[3].row", "request_id"),
    ]


def test_what_the_data_make_wrong_comes_behind_the_form_in_the_order_of_the_rows(
    server: RunningServer, world: World
) -> None:
    taken, tenant = world.user(), world.tenant()
    elsewhere = {"user": {"id": world.id(), "tenant_id": tenant, "org_id": world.org()}}
    rows: list[dict[str, Any]] = [{"user": {"id": taken}}, elsewhere]
    assert denied(send(server, server.admin_key, *rows)) == "ALREADY_EXISTS USER_ALREADY_EXISTS"
    assert denied(send(server, server.admin_key, *rows[::-1])) == "INVALID_ARGUMENT FIELDS_INVALID"
    outcome = send(server, server.admin_key, *rows, {})
    assert outcome.fields == ["rows[2].row"]


def test_with_allow_partial_what_can_be_created_is_and_each_other_row_says_why_not(
    server: RunningServer, world: World
) -> None:
    boss = world.org_admin()
    taken, good, last = world.user(), world.id(), world.id()
    found = results(
        send(
            server,
            boss.key,
            {"user": {"id": good}},
            {"user": {"id": taken}},
            {"user": {"id": "-", "name": "\n"}},
            {"user": {"id": world.id(), "tenant_id": "nowhere"}},
            {"user": {"id": world.id(), "roles": [SUPER_ADMIN]}},
            {},
            {"user": {"id": last}},
            allow_partial=True,
        )
    )
    codes = [(one.code, pb.ErrorReason.Name(one.reason)[13:]) for one in found]
    assert codes == [
        (0, "UNSPECIFIED"),
        (6, "USER_ALREADY_EXISTS"),
        (3, "FIELDS_INVALID"),
        (5, "TENANT_NOT_FOUND"),
        (7, "PERMISSION_CEILING_EXCEEDED"),
        (3, "FIELDS_INVALID"),
        (0, "UNSPECIFIED"),
    ]
    assert [one.field for one in found[2].field_violations] == ["user.id", "user.name"]
    assert taken in found[1].message
    query = "SELECT id FROM users WHERE org_id = :org AND id <> :boss"
    stored = server.rows(query, org=boss.org_id, boss=boss.id)
    assert {row["id"] for row in stored} == {good, last}


def test_each_row_has_an_event_of_its_own_and_a_row_that_failed_has_none(
    server: RunningServer, world: World
) -> None:
    boss = world.org_admin()
    tenant, user = world.id(), world.id()
    send(
        server,
        boss.key,
        {"tenant": {"id": tenant, "name": "T"}},
        {"user": {"id": user, "tenant_id": tenant}},
        {"user": {"id": "admin"}},
        allow_partial=True,
    )
    query = (
        "SELECT target, org_id, subject, code FROM audit_events WHERE actor = :id AND method = :m"
    )
    events = server.rows(query, id=boss.id, m=CREATE[1:])
    assert [tuple(event.values()) for event in events] == [
        (f"tenants/{tenant}", boss.org_id, boss.id, "OK"),
        (f"users/{user}", boss.org_id, boss.id, "OK"),
    ]


@pytest.mark.parametrize(
    ("limit", "row"),
    [
        ("write:tenant", {"user": {"id": "x"}}),
        ("write:user", {"tenant": {"id": "x", "name": "T"}}),
        ("write:user", {"organization": {"id": "x", "name": "O"}}),
    ],
)
def test_each_kind_of_row_needs_the_permission_of_its_create_before_its_form_is_looked_at(
    server: RunningServer, world: World, limit: str, row: dict[str, Any]
) -> None:
    boss = world.person(SUPER_ADMIN)
    key = world.key(boss.id, "limited", permissions=["usage:api", limit])
    for other in ({"user": {"id": "-"}}, {"tenant": {"id": "-"}}):
        outcome = send(server, key, other, row, allow_partial=True)
        assert denied(outcome) == "PERMISSION_DENIED PERMISSION_MISSING"


def test_a_batch_has_1_to_1000_rows(server: RunningServer, world: World) -> None:
    assert send(server, server.admin_key).fields == ["rows"]
    tenant = world.tenant()
    rows = [{"user": {"id": world.id(), "tenant_id": tenant}} for _ in range(1001)]
    org_id = server.rows("SELECT org_id FROM tenants WHERE id = :id", id=tenant)[0]["org_id"]
    for row in rows:
        row["user"]["org_id"] = org_id
    assert send(server, server.admin_key, *rows, allow_partial=True).fields == ["rows"]
    assert results(send(server, server.admin_key, *rows[1:])) == [pb.BatchRowResult()] * 1000


def test_a_repeated_batch_is_answered_as_the_first_time_row_by_row(
    server: RunningServer, world: World
) -> None:
    new, request_id = world.id(), "7c0d3f5e-3c1f-4f1e-9e3b-2f4d5a6b7c8d"
    rows: list[dict[str, Any]] = [{"user": {"id": new}}, {"user": {"id": "admin"}}]
    first = send(server, server.admin_key, *rows, allow_partial=True, request_id=request_id)
    assert [one.code for one in results(first)] == [0, 6]
    again = send(server, server.admin_key, *rows, allow_partial=True, request_id=request_id)
    assert again.response == first.response
