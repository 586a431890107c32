"""`waii import` and `waii export`: what is written is read again, each row once."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli.running import Waii
from support.inspection import content
from support.server import RunningServer, running_server
from support.world import World
from waii_cli.bulk.exporting import export
from waii_cli.bulk.formats import Existing, Format
from waii_cli.bulk.importing import ROWS_OF_A_BATCH, Failure, Import
from waii_cli.bulk.rows import Writer
from waii_client import Waii as Client
from waii_client.user import ListUsersRequest, UpdateConfigRequest, WaiiRoles

TABLES = ("organizations", "tenants", "users", "user_configs")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[RunningServer]:
    """A server with nothing but its first admin."""
    (directory := tmp_path / "other").mkdir()
    with running_server(directory) as server:
        yield server


def of(server: RunningServer, waii: Waii) -> Waii:
    said = {"WAII_URL": server.address, "WAII_API_KEY": server.admin_key}
    return Waii({**waii.variables, **said})


def written(file: Path, *rows: dict[str, Any]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def fill(world: World) -> str:
    """An organization with whatever an export has to keep; returns its id."""
    org = world.org(name='Ünï, "quoted"', variables={"a": [1, {"b": None}]})
    tenant = world.tenant(org, variables={"c": "d"})
    world.tenant(org)
    ann = world.user(org_id=org, tenant_id=tenant, name="Ann", email="ann@example.org")
    world.user(WaiiRoles.WAII_ORG_ADMIN_USER, WaiiRoles.WAII_TRIAL_USER, org_id=org)
    world.set_roles(world.user(org_id=org, tenant_id=tenant))
    with world.admin.impersonate_user(ann):
        world.admin.user.update_config(UpdateConfigRequest(updated={"theme": "dark", "n": [1.5]}))
    world.suspend(world.user(org_id=org, tenant_id=tenant))
    return org


def stored(server: RunningServer) -> dict[str, Any]:
    tables = content(server.settings.database_url)
    return {
        name: sorted(json.dumps(row, default=repr, sort_keys=True) for row in tables[name])
        for name in TABLES
    }


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_export_makes_the_same_state_of_an_empty_server(
    server: RunningServer, empty: RunningServer, waii: Waii, world: World, tmp_path: Path, form: str
) -> None:
    fill(world)
    file = tmp_path / f"all.{form}"
    told = waii("export", str(file)).stderr
    assert "users" in told
    of(empty, waii)("import", "--existing", "update", str(file))
    assert stored(empty) == stored(server)
    again = tmp_path / f"again.{form}"
    of(empty, waii)("export", str(again))
    assert again.read_text() == file.read_text()


def test_one_organization_is_exported_to_standard_output(waii: Waii, world: World) -> None:
    org = fill(world)
    rows = [json.loads(line) for line in waii("export", "--org", org).stdout.splitlines()]
    assert [row["kind"] for row in rows] == ["organization", *["tenant"] * 3, *["user"] * 4]
    assert {row["org_id"] for row in rows[1:]} == {org}
    assert [row["config"] for row in rows if "config" in row] == [{"n": [1.5], "theme": "dark"}]
    assert waii("export", "--org", world.id(), code=6).stdout == ""


def test_rows_that_fail_are_told_of_and_all_others_are_created(
    waii: Waii, world: World, tmp_path: Path
) -> None:
    good, org = world.id(), world.org()
    file = written(
        tmp_path / "rows.jsonl",
        {"id": good},
        {"id": "admin"},
        {"id": "-"},
        {"kind": "group", "id": "x"},
        {"id": world.id(), "nickname": "x"},
        {"id": world.id(), "roles": "waii-user"},
        {"kind": "tenant", "id": world.id(), "name": "T", "org_id": org, "config": {"a": 1}},
    )
    with file.open("a") as more:
        more.write("no json\n\n")
    errors = tmp_path / "errors"
    told = waii("import", str(file), "--errors", str(errors), code=7).stderr
    assert "1 created, 7 failed" in told
    failed = [json.loads(line) for line in errors.read_text().splitlines()]
    assert {one["line"]: one["code"] for one in failed} == {
        2: "ALREADY_EXISTS",
        **dict.fromkeys((3, 4, 5, 6, 7, 8), "INVALID_ARGUMENT"),
    }
    assert any("'nickname'" in one["message"] for one in failed)
    assert (
        "line 2: user admin: user 'admin' already exists"
        in waii("import", str(file), code=7).stderr
    )


def test_a_dry_run_checks_everything_and_changes_nothing(
    server: RunningServer, waii: Waii, world: World, tmp_path: Path
) -> None:
    org, tenant = world.id(), world.id()
    file = written(
        tmp_path / "rows.jsonl",
        {"kind": "organization", "id": org, "name": "O"},
        {"kind": "tenant", "id": tenant, "name": "T", "org_id": org},
        {"id": world.id(), "tenant_id": tenant, "org_id": org, "config": {"a": 1}},
        {"id": world.id(), "tenant_id": world.id()},
        {"id": world.id(), "tenant_id": "misspelt", "org_id": org},
        {"id": world.id(), "tenant_id": tenant, "org_id": world.id()},
        {"kind": "tenant", "id": world.id(), "name": "T", "org_id": world.id()},
    )
    before = stored(server)
    told = waii("import", "--dry-run", str(file), code=7).stderr
    assert "3 created, 4 failed (dry run: nothing was changed)" in told
    failed = [int(number) for number in re.findall(r"^line (\d+): ", told, re.MULTILINE)]
    assert failed == [4, 5, 6, 7]
    assert "tenant 'misspelt' does not exist, and no row creates it" in told
    assert stored(server) == before
    assert not list(tmp_path.glob("*.progress*"))


def _rows_of_a_new_tenant(world: World, *, tenant_org: str, user_org: str) -> list[dict[str, Any]]:
    tenant = world.id()
    return [
        {"kind": "tenant", "id": tenant, "name": "T", "org_id": tenant_org},
        {"kind": "user", "id": world.id(), "tenant_id": tenant, "org_id": user_org},
    ]


@pytest.mark.parametrize(
    ("name", "tenant_org", "user_org", "told"),
    [
        ("N", "", "default-org", "3 created"),
        ("N", "new", "", "2 created, 1 failed"),
        ("N", "new", "new", "3 created"),
        ("", "new", "new", "3 failed"),
        ("N", "new", "default-org", "2 created, 1 failed"),
        ("N", "default-org", "new", "2 created, 1 failed"),
    ],
)
def test_a_dry_run_says_what_the_import_then_does(
    waii: Waii, world: World, tmp_path: Path, name: str, tenant_org: str, user_org: str, told: str
) -> None:
    new = world.id()
    below = _rows_of_a_new_tenant(
        world,
        tenant_org=tenant_org.replace("new", new),
        user_org=user_org.replace("new", new),
    )
    organization = {"kind": "organization", "id": new, "name": name}
    file = written(tmp_path / "rows.jsonl", organization, *below)
    for options in (("--dry-run",), ()):
        code = 7 if "failed" in told else 0
        last = waii("import", str(file), *options, code=code).stderr.splitlines()[-1]
        assert last.partition(" (dry run")[0] == told


@pytest.mark.parametrize(
    ("existing", "told", "name"),
    [("fail", "1 failed", "Old"), ("skip", "1 existing", "Old"), ("update", "1 updated", "New")],
)
def test_what_becomes_of_a_row_whose_id_is_taken_is_chosen(
    waii: Waii, world: World, tmp_path: Path, existing: str, told: str, name: str
) -> None:
    org = world.org()
    user = world.user(org_id=org, name="Old")
    file = written(tmp_path / "rows.jsonl", {"id": user, "name": "New"})
    code = 7 if existing == "fail" else 0
    assert told in waii("import", "--existing", existing, str(file), code=code).stderr
    (found,) = world.admin.user.list_users(
        ListUsersRequest(lookup_org_id=org, lookup_user_id=user)
    ).users
    assert found.name == name


def test_an_update_takes_roles_only_from_rows_that_name_them(
    server: RunningServer, waii: Waii, world: World, tmp_path: Path
) -> None:
    kept, given, emptied = (world.user(WaiiRoles.WAII_ADMIN_USER) for _ in range(3))
    file = written(
        tmp_path / "rows.jsonl",
        {"id": kept, "name": "New"},
        {"id": given, "roles": [WaiiRoles.WAII_API_USER]},
        {"id": emptied, "roles": [], "config": {"theme": "dark"}},
    )
    assert "3 updated" in waii("import", "--existing", "update", str(file)).stderr
    users = {row["id"]: row["roles"] for row in server.rows("SELECT id, roles FROM users")}
    assert [users[one] for one in (kept, given, emptied)] == [
        WaiiRoles.WAII_ADMIN_USER,
        WaiiRoles.WAII_API_USER,
        "",
    ]
    query = "SELECT key FROM user_configs WHERE user_id = :id"
    assert server.rows(query, id=emptied) == [{"key": "theme"}]


class BrokenOff(Exception):
    pass


def test_an_import_that_was_broken_off_goes_on_where_it_was_and_does_no_row_twice(
    server: RunningServer, world: World, tmp_path: Path
) -> None:
    org = world.org()
    tenant = world.tenant(org)
    ids = [world.id() for _ in range(2 * ROWS_OF_A_BATCH + 1)]
    rows = [{"id": one, "tenant_id": tenant, "org_id": org} for one in ids]
    file = written(tmp_path / "rows.jsonl", *rows)
    failures: list[Failure] = []

    def importing(**options: Any) -> Import:
        return Import(
            *(world.admin, file, Format.JSONL),
            existing=Existing.FAIL,
            dry_run=False,
            failed=failures.append,
            **options,
        )

    def breaks_off(_rows: int) -> None:
        raise BrokenOff

    with pytest.raises(BrokenOff):
        importing(advance=breaks_off).run()
    done = importing().run()
    assert failures == []
    assert done.created <= len(ids)
    query = "SELECT count(*) AS n FROM audit_events WHERE org_id = :org AND target LIKE 'users/%'"
    assert server.rows(query, org=org) == [{"n": len(ids)}]
    assert not list(tmp_path.glob("*.progress*"))
    # A file with other content is another import.
    importing().run()
    assert len(failures) == len(ids)


def test_an_export_holds_no_access_key(world: World, waii: Waii) -> None:
    person = world.person()
    exported = waii("export", "--org", person.org_id).stdout
    assert person.id in exported
    assert person.key not in exported
    assert "waii_" not in exported


def test_who_sees_one_organization_exports_that(server: RunningServer, world: World) -> None:
    boss = world.org_admin()
    out = io.StringIO()
    with Client().initialize(url=server.address, api_key=boss.key) as client:
        done = export(client, Writer(out, Format.JSONL))
    assert (done.organizations, done.tenants, done.users) == (1, 1, 1)
