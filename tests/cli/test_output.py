"""Data in each format, and nothing else on standard output."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from cli.running import Waii
from support.world import World
from waii_cli.output import Format, Printer
from waii_client.user import User

NAME = 'A [bold]"name", of ✓ = =1'
HARD = "\x1b[31m\t\x9b\n\u2028\x85"


@pytest.fixture
def org_id(world: World) -> str:
    """An organization of two users; names and variables are such that each format could fail."""
    org_id = world.org()
    tenant_id = world.tenant(org_id)
    common: dict[str, Any] = {"org_id": org_id, "tenant_id": tenant_id}
    variables = {"a": HARD, "b": [1, 2.5, None, {"c": True}], "big": 2**53}
    world.user(
        "waii-user", "waii-api-user", id=f"{org_id}-a", name=NAME, variables=variables, **common
    )
    world.user(id=f"{org_id}-b", **common)
    return org_id


@pytest.fixture
def users(waii: Waii, org_id: str) -> list[dict[str, Any]]:
    """The users in JSON, which the other formats are compared with."""
    users: list[dict[str, Any]] = json.loads(
        waii("user", "list", "--org", org_id, "-o", "json").stdout
    )
    return users


def test_json_is_the_mapping_of_the_protos(users: list[dict[str, Any]], org_id: str) -> None:
    first, second = users
    assert list(first) == [field.name for field in User.DESCRIPTOR.fields]
    assert first["name"] == NAME
    assert first["roles"] == ["waii-user", "waii-api-user"]
    assert first["suspended"] is False
    assert first["variables"] == {
        "a": HARD,
        "b": [1, 2.5, None, {"c": True}],
        "big": 2**53,
    }
    assert list(first["variables"]) == ["a", "b", "big"]
    assert "2.5" in json.dumps(first["variables"])
    assert "1.0" not in json.dumps(first["variables"])
    assert second["id"] == f"{org_id}-b"


def test_yaml_says_the_same(waii: Waii, org_id: str, users: list[dict[str, Any]]) -> None:
    assert yaml.safe_load(waii("user", "list", "--org", org_id, "-o", "yaml").stdout) == users


def test_csv_has_a_column_for_each_field(
    waii: Waii, org_id: str, users: list[dict[str, Any]]
) -> None:
    text = waii("user", "list", "--org", org_id, "-o", "csv").stdout
    first, second = csv.DictReader(io.StringIO(text, newline=""))
    assert list(first) == [field.name for field in User.DESCRIPTOR.fields]
    assert first["name"] == NAME
    assert json.loads(first["variables"]) == users[0]["variables"]
    assert json.loads(first["roles"]) == users[0]["roles"]
    assert (first["suspended"], second["id"]) == ("false", f"{org_id}-b")


def test_lines_where_there_is_no_terminal(waii: Waii, org_id: str) -> None:
    first, second = waii("user", "list", "--org", org_id).lines
    assert first[1] == NAME
    assert first[4] == "waii-user,waii-api-user"
    assert second[0] == f"{org_id}-b"
    assert len(first) == len(second)


def test_a_table_has_no_colours_where_there_is_no_terminal(waii: Waii, org_id: str) -> None:
    listed = waii("user", "list", "--org", org_id, "-o", "table", FORCE_COLOR="1").stdout
    head, first, _ = listed.splitlines()
    assert head.split() == [
        "ID",
        "NAME",
        "TENANT",
        "ID",
        "ORG",
        "ID",
        "ROLES",
        "EMAIL",
        "SUSPENDED",
    ]
    assert NAME in first
    assert "\x1b" not in listed
    assert not any(line.endswith(" ") for line in listed.splitlines())


@pytest.mark.parametrize(("form", "empty"), [("json", "[]\n"), ("yaml", "[]\n"), ("table", "")])
def test_nothing_at_all(waii: Waii, world: World, form: str, empty: str) -> None:
    ended = waii("user", "list", "--org", world.org(), "-o", form)
    assert (ended.stdout, ended.stderr) == (empty, "there are none\n")


def test_nothing_at_all_has_a_heading_in_csv(waii: Waii, world: World) -> None:
    assert waii("tenant", "list", "--org", world.org(), "-o", "csv").stdout.startswith("id,name,")


@pytest.mark.parametrize("form", ["json", "yaml", "csv", "table"])
def test_one_thing_in_each_format(waii: Waii, form: str) -> None:
    text = waii("user", "info", "admin", "-o", form).stdout
    match form:
        case "json":
            assert json.loads(text)["roles"] == ["waii-super-admin-user"]
        case "yaml":
            assert yaml.safe_load(text)["id"] == "admin"
        case "csv":
            assert text.startswith("id,name,email,roles,permissions\nadmin,admin,admin,")
        case _:
            assert text.splitlines()[0].split() == ["id", "admin"]


@pytest.mark.parametrize("form", [Format.JSON, Format.YAML, Format.CSV, None])
def test_items_are_printed_as_they_come(
    form: Format | None, capsys: pytest.CaptureFixture[str]
) -> None:
    def one_and_a_failure() -> Iterator[dict[str, str]]:
        yield {"id": "first"}
        raise LookupError

    with pytest.raises(LookupError):
        Printer(form).records(one_and_a_failure(), ["id"], ["id"])
    assert "first" in capsys.readouterr().out


@pytest.mark.parametrize("form", [None, "json", "yaml", "csv", "table"])
def test_no_control_character_is_printed_as_it_is(
    waii: Waii, world: World, form: str | None
) -> None:
    user_id = world.user()
    mine = ("--as", user_id, *(["-o", form] if form else []))
    printed = waii("config", "set", f"a={json.dumps(['q' + HARD])}", *mine).stdout
    assert printed.replace("\n", "").replace("\t", "").isprintable()
    assert printed.count("q") == 1


def test_help_of_everything_is_there(nobody: Waii) -> None:
    root = nobody("--help").stdout
    assert "Exit codes: 0 done" in " ".join(root.split())
    for noun in ("user", "tenant", "org", "key", "config", "audit", "access", "profile"):
        assert noun in root
    assert "--expires-in" in nobody("key", "create", "-h").stdout
    assert nobody("--version").stdout.startswith("waii ")
