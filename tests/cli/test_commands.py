"""Every command does what it says, and every method of the service has one."""

import json
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli.running import Waii
from google.protobuf.json_format import MessageToDict
from support.server import RunningServer
from support.services import SERVICES
from support.world import World
from waii_cli.methods import METHODS
from waii_client.user import ListUsersRequest, User, WaiiRoles

# In this order on one server; what one makes, a later one finds.
COMMANDS = {
    "CreateOrg": "org create o1 --name One",
    "ListOrgs": "org list",
    "UpdateOrg": "org update o1 --name Uno",
    "SuspendOrg": "org suspend o1",
    "ReactivateOrg": "org reactivate o1",
    "CreateTenant": "tenant create t1 --name One --org o1",
    "ListTenants": "tenant list --org o1",
    "UpdateTenant": "tenant update t1 --name Uno",
    "SuspendTenant": "tenant suspend t1",
    "ReactivateTenant": "tenant reactivate t1",
    "CreateUser": "user create u1 --tenant t1 --org o1",
    "ListUsers": "user list --org o1",
    "GetUserInfo": "user info u1",
    "UpdateUser": "user update u1 --name Uno",
    "SuspendUser": "user suspend u1",
    "ReactivateUser": "user reactivate u1",
    "CreateAccessKey": "key create k1 --as u1",
    "ListAccessKeys": "key list --as u1",
    "RotateAccessKey": "key rotate k1 --as u1",
    "DeleteAccessKey": "key delete k1 --as u1",
    "UpdateConfig": "config get --as u1",
    "CheckAccess": "access check ListUsers",
    "GetPrincipal": "whoami",
    "BatchCreate": "import {rows}",
    "ListAuditEvents": "audit list",
    "DeleteUser": "user delete u1",
    "DeleteTenant": "tenant delete t1",
    "DeleteOrg": "org delete o1",
}


def test_every_method_of_every_service_has_a_command(waii: Waii, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"kind": "tenant", "id": "t2", "name": "Two"}\n')
    methods = {method.name for service in SERVICES for method in service.methods}
    assert methods == COMMANDS.keys() == METHODS.keys()
    assert METHODS["RotateAccessKey"] == "waii.user.v1.AccessKeyService/RotateAccessKey"
    for method, command in COMMANDS.items():
        ended = waii("-v", *shlex.split(command.format(rows=rows)))
        assert f"\n{method} OK in " in ended.stderr, command


def user(world: World, user_id: str, org_id: str) -> User:
    request = ListUsersRequest(lookup_org_id=org_id, lookup_user_id=user_id)
    return world.admin.user.list_users(request).users[0]


@pytest.fixture
def org_id(world: World) -> str:
    return world.org()


def test_a_user_from_all_options_of_create(
    waii: Waii, world: World, org_id: str, tmp_path: Path
) -> None:
    user_id, tenant_id = world.id("user"), world.tenant(org_id)
    file = tmp_path / "variables.json"
    file.write_text('{"floor": 3, "team": "south", "tags": [null, 1.5]}')
    waii(
        *("user", "create", user_id, "--name", "Ann", "--email", "ann@example.org"),
        *("--tenant", tenant_id, "--org", org_id, "--role", "waii-user", "--role", "waii-api-user"),
        *("--variable", "team=north", "--variable", "zip=[0]", "--variable", 'nr="1"'),
        *("--variables-file", str(file)),
    )
    made = user(world, user_id, org_id)
    assert (made.name, made.email, made.tenant_id) == ("Ann", "ann@example.org", tenant_id)
    assert made.roles == ["waii-user", "waii-api-user"]
    assert MessageToDict(made.variables) == {
        "floor": 3,
        "team": "north",
        "tags": [None, 1.5],
        "zip": [0],
        "nr": "1",
    }


def test_variables_from_standard_input(waii: Waii, world: World, org_id: str) -> None:
    tenant_id = world.id("tenant")
    create = ("tenant", "create", tenant_id, "--name", "T", "--org", org_id)
    waii(*create, "--variables-file", "-", stdin='{"a": {"b": true}}')
    (made,) = json.loads(waii("tenant", "list", "--org", org_id, "-o", "json").stdout)
    assert made["variables"] == {"a": {"b": True}}


def test_an_update_changes_what_is_given_and_clears_what_is_to_be_cleared(
    waii: Waii, world: World, org_id: str
) -> None:
    user_id = world.user(
        "waii-user", org_id=org_id, name="Ann", email="a@b.c", variables={"a": 1, "b": 2}
    )
    waii("user", "update", user_id, "--name", "Bea")
    changed = user(world, user_id, org_id)
    assert (changed.name, changed.email) == ("Bea", "a@b.c")
    assert changed.roles == ["waii-user"]

    waii("user", "update", user_id, "--variable", "c=x", "--role", "waii-api-user", "--email", "")
    changed = user(world, user_id, org_id)
    assert MessageToDict(changed.variables) == {"c": "x"}
    assert changed.email == user_id
    assert changed.roles == ["waii-api-user"]

    waii("user", "update", user_id, "--clear-roles", "--clear-variables")
    changed = user(world, user_id, org_id)
    assert (list(changed.roles), dict(changed.variables)) == ([], {})


def test_a_user_moves_to_another_tenant(waii: Waii, world: World, org_id: str) -> None:
    user_id, tenant_id = world.user(org_id=org_id), world.tenant(org_id)
    waii("user", "update", user_id, "--tenant", tenant_id)
    assert user(world, user_id, org_id).tenant_id == tenant_id
    listed = waii("user", "list", "--org", org_id, "--tenant", tenant_id, "--user", user_id)
    assert [line[0] for line in listed.lines] == [user_id]


@pytest.mark.parametrize(
    "arguments",
    [
        "user update ann",
        "tenant update t",
        "org update o",
        "user update ann --role waii-user --clear-roles",
        "org update o --variable a=1 --clear-variables",
        "user create ann --variable a",
        "user create ann --variable =1",
        "user create ann --variable a=1 --variable a=2",
        "user create ann --variable a=9007199254740993",
        "user create ann --variable a=[1e999]",
        "key create k --expires-in 9",
        "key create k --expires-in 9999999999d",
        "key create k --expires-in 9999999d",
        "key create k --expires-at 2030-01-01",
        "key create k --expires-in 1d --expires-at 2030-01-01T00:00:00Z",
        "audit list --since yesterday",
        "user list --limit 0",
        "user list -o xml",
        "user list --timeout 0",
        "--as ä whoami",
        "--url nowhere whoami",
        "--profile nobody whoami",
        "--profile ../x whoami",
        "--tls-ca missing.pem --url https://localhost:1 whoami",
        "tenant delete t --force",
        "org delete o --force",
        "tenant create t",
        "nothing",
    ],
)
def test_wrong_use_is_said_before_anything_is_sent(waii: Waii, arguments: str) -> None:
    ended = waii("-v", *arguments.split(), code=2)
    assert ended.stdout == ""
    assert ended.stderr
    assert " in " not in ended.stderr.partition("server ")[2]  # no call


def test_variables_files_that_are_no_json_object(waii: Waii) -> None:
    for text in ("[]", "{", '{"a": NaN}', '{"a": 9007199254740993}', "[" * 100_000):
        create = ("user", "create", "ann", "--variables-file", "-")
        assert "--variables-file" in waii(*create, stdin=text, code=2).stderr


def test_only_in_the_state_of_an_etag(waii: Waii, world: World, org_id: str) -> None:
    (listed,) = json.loads(waii("org", "list", "-o", "json", "--limit", "1").stdout)
    assert listed["etag"]
    tenant_id = world.tenant(org_id)
    waii("tenant", "update", tenant_id, "--name", "x", "--etag", "0" * 24, code=7)
    waii("tenant", "delete", tenant_id, "--etag", "0" * 24, code=7)
    (tenant,) = json.loads(waii("tenant", "list", "--org", org_id, "-o", "json").stdout)
    waii("tenant", "delete", tenant_id, "--etag", tenant["etag"])


def test_a_dry_run_changes_nothing(waii: Waii, world: World, org_id: str) -> None:
    tenant_id = world.tenant(org_id)
    user_id = world.user(org_id=org_id, tenant_id=tenant_id)
    before = waii("user", "list", "--org", org_id, "-o", "json")
    for command in (
        f"user update {user_id} --name New",
        f"user suspend {user_id}",
        f"user delete {user_id}",
        f"tenant delete {tenant_id} --force",
        f"user create {user_id}-2 --tenant {tenant_id} --org {org_id}",
        f"key create k --as {user_id}",
    ):
        ended = waii(*command.split(), "--dry-run")
        assert ended.stderr.endswith("(dry run: nothing was changed)\n")
        assert ended.stdout == ""
    assert waii("user", "list", "--org", org_id, "-o", "json") == before


def test_the_same_request_id_acts_once(waii: Waii) -> None:
    again = ("--request-id", "6f0bd8b4-3ff1-4b07-9a54-8b7a5a6d2c11")
    first = waii("key", "create", "once", *again)
    assert waii("key", "create", "once", *again).stdout == first.stdout
    waii("key", "create", "twice", *again, code=3)


def test_a_key_is_handed_out_once_and_listed_masked(waii: Waii, world: World) -> None:
    person = world.person()
    as_ann = Waii({**waii.variables, "WAII_API_KEY": person.key})
    created = as_ann("key", "create", "ci", "--permission", "usage:api", "--expires-in", "90d")
    assert created.stderr == "created access key ci\n"
    key = created.stdout.strip()
    assert ["permissions", "usage:api"] in as_ann("whoami", WAII_API_KEY=key).lines

    rotated = as_ann("key", "rotate", "ci", "--overlap", "1h", "-o", "json")
    new = json.loads(rotated.stdout)["access_key"]
    assert new not in rotated.stderr
    as_ann("whoami", WAII_API_KEY=key)
    as_ann("whoami", WAII_API_KEY=new)

    for form in ("json", "yaml", "csv", "table"):
        listed = as_ann("key", "list", "-o", form).stdout
        assert f"{new[:9]}…{new[-4:]}" in listed
        assert new not in listed
        assert new in as_ann("key", "list", "-o", form, "--reveal").stdout
    (record,) = (
        r for r in json.loads(as_ann("key", "list", "-o", "json").stdout) if r["name"] == "ci"
    )
    left = datetime.fromisoformat(record["expire_time"]) - datetime.now(UTC)
    assert timedelta(days=89) < left < timedelta(days=91)
    # Under impersonation the server masks, and that is shown as it is.
    assert f"{new[:9]}…{new[-4:]}" in waii("key", "list", "--reveal", "--as", person.id).stdout

    as_ann("key", "delete", "ci", "nothing")
    as_ann("whoami", WAII_API_KEY=new, code=4)


def test_the_config(waii: Waii, world: World) -> None:
    mine = ("--as", world.user(WaiiRoles.WAII_API_USER))
    ended = waii("config", "set", "theme=dark", "n=1", 'list=["a", 2]', "odd=[", *mine)
    assert ended.lines == [["list", '["a", 2]'], ["n", "1"], ["odd", "["], ["theme", "dark"]]
    assert waii("config", "get", "theme", *mine).stdout == "dark\n"
    assert waii("config", "get", "theme", *mine, "-o", "json").stdout == '"dark"\n'
    assert waii("config", "get", "n", *mine).stdout == "1\n"
    assert "no 'x'" in waii("config", "get", "x", *mine, code=6).stderr
    waii("config", "unset", "n", "odd", "x", *mine, "--dry-run")
    waii("config", "unset", "n", "odd", "x", *mine)
    assert json.loads(waii("config", "get", *mine, "-o", "json").stdout) == {
        "list": ["a", 2],
        "theme": "dark",
    }
    assert waii("config", "get", *mine, "-o", "csv").stdout.startswith("name,value\nlist,")


def test_who_one_is_before_and_after_the_command(waii: Waii, world: World) -> None:
    user_id, other = world.user(), world.user()
    assert waii("whoami").lines[0] == ["user_id", "admin"]
    assert waii("--as", user_id, "whoami").lines[0] == ["user_id", user_id]
    assert waii("whoami", "--as", user_id).lines[0] == ["user_id", user_id]
    assert waii("--as", other, "whoami", "--as", user_id).lines[0] == ["user_id", user_id]


def test_the_audit_log_and_its_filters(waii: Waii, world: World, org_id: str) -> None:
    user_id = world.user(org_id=org_id, tenant_id=world.tenant(org_id))
    waii("user", "suspend", user_id)
    of_org = ("audit", "list", "--org", org_id)
    assert [line[3].rpartition("/")[2] for line in waii(*of_org).lines] == [
        "CreateOrg",
        "CreateTenant",
        "CreateUser",
        "SuspendUser",
    ]
    found = waii(*of_org, "--method", "SuspendUser", "--target", f"users/{user_id}", "-o", "json")
    (event,) = json.loads(found.stdout)
    assert (event["actor"], event["code"], event["validate_only"]) == ("admin", "OK", False)
    assert len(waii(*of_org, "--limit", "2", "--since", "1h").lines) == 2
    assert waii(*of_org, "--until", "1h").lines == []
    assert waii(*of_org, "--since", event["event_time"], "--actor", "admin").lines
    assert waii(*of_org, "--subject", user_id).lines == []


def test_access_is_explained_and_denied_by_the_exit_code(waii: Waii, world: World) -> None:
    user_id = world.user()
    check = ("access", "check", "UpdateUser", "--user", user_id, "--target", "users/admin")
    denied = dict(waii(*check, code=5).lines)
    assert denied["allowed"] == "false"
    assert denied["permission"] == "write:user"
    assert waii(*check, "-o", "table", code=5).stdout.split()[:2] == ["allowed", "no"]
    assert (
        dict(waii("access", "check", "UpdateUser", "--role", "waii-user").lines)["allowed"]
        == "true"
    )
    waii("access", "check", "ListUsers", "--impersonate", user_id, code=5)
    waii("access", "check", "Nothing", code=3)


def test_a_forced_delete_that_is_said_to_be_meant(
    waii: Waii, world: World, org_id: str, server: RunningServer
) -> None:
    tenant_id = world.tenant(org_id)
    world.user(org_id=org_id, tenant_id=tenant_id)
    assert "1 user(s)" in waii("tenant", "delete", tenant_id, code=7).stderr
    waii("tenant", "delete", tenant_id, "--force", "--yes")
    world.user(org_id=org_id)
    waii("org", "delete", org_id, "--force", "-y")
    assert server.rows("SELECT id FROM organizations WHERE id = :id", id=org_id) == []


def test_quiet_says_nothing_that_is_no_error(waii: Waii, world: World, org_id: str) -> None:
    assert waii("-q", "org", "update", org_id, "--name", "x").stderr == ""
    assert waii("org", "update", "nobody", "--name", "x", "-q", code=6).stderr
