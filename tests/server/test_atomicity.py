"""A call that fails half-way has done nothing: a trigger in the database makes it fail."""

import sqlite3
from contextlib import closing

import grpc
import pytest
from google.protobuf.message import Message
from support.inspection import damage, dump
from support.raw import RawClient
from support.server import RunningServer
from support.world import World
from waii.user import v1 as pb

_USER = pb.User(
    id="ann", tenant_id="t", org_id="o", roles=["waii-user", "waii-api-user"], email="a@x"
)
_MASK = {"paths": ["name", "roles", "tenant_id"]}

# What fails, and the call that comes to it last.
CALLS: dict[str, tuple[str, str, Message]] = {
    "create user": ("INSERT ON users", "CreateUser", pb.CreateUserRequest(user=pb.User(id="x"))),
    "update user": (
        "UPDATE ON users",
        "UpdateUser",
        pb.UpdateUserRequest(
            user=pb.User(id="ann", name="Ann", roles=["waii-user"], tenant_id="t2"),
            update_mask=_MASK,
        ),
    ),
    "delete user": ("DELETE ON user_configs", "DeleteUser", pb.DeleteUserRequest(id="ann")),
    "delete tenant": (
        "DELETE ON tenants",
        "DeleteTenant",
        pb.DeleteTenantRequest(id="t", force=True),
    ),
    "delete organization": (
        "DELETE ON organizations",
        "DeleteOrg",
        pb.DeleteOrganizationRequest(id="o", force=True),
    ),
    "update config": (
        "INSERT ON user_configs",
        "UpdateConfig",
        pb.UpdateConfigRequest(updated={"new": 1}, deleted=["k"]),
    ),
}


@pytest.mark.parametrize(("failing", "rpc", "request_"), CALLS.values(), ids=CALLS)
def test_a_call_that_fails_half_way_has_done_nothing(
    fresh_server: RunningServer, failing: str, rpc: str, request_: Message
) -> None:
    database = fresh_server.database_file
    with (
        World(fresh_server.address, fresh_server.admin_key) as world,
        RawClient(fresh_server.address, fresh_server.admin_key) as admin,
    ):
        world.org(id="o")
        world.tenant("o", id="t")
        world.tenant("o", id="t2")
        assert admin.call("CreateUser", pb.CreateUserRequest(user=_USER)).code == grpc.StatusCode.OK
        world.key("ann")
        config = pb.UpdateConfigRequest(updated={"k": "v"})
        key = ("authorization", f"Bearer {fresh_server.admin_key}")
        admin.call("UpdateConfig", config)
        admin.call("UpdateConfig", config, [key, ("x-waii-impersonate-user", "ann")])
        before = dump(database)
        _execute(
            fresh_server,
            f"CREATE TRIGGER broken AFTER {failing} BEGIN SELECT RAISE(ABORT, 'broken'); END",
        )
        outcome = admin.call(rpc, request_)
        assert outcome.code == grpc.StatusCode.ABORTED
        assert "broken" not in outcome.message
        assert dump(database) == before
        _execute(fresh_server, "DROP TRIGGER broken")
        assert admin.call(rpc, request_).code == grpc.StatusCode.OK
    assert dump(database) != before
    assert damage(database) == []


def _execute(server: RunningServer, statement: str) -> None:
    with closing(sqlite3.connect(server.database_file, timeout=10)) as other:
        other.execute(statement)
        other.commit()
