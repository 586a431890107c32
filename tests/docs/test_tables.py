"""Tables of the documentation are those of the code."""

import re

import pytest
from typer.testing import CliRunner
from waii_cli.exits import MEANINGS
from waii_server.cli import cli
from waii_server.domain.roles import Permission, Role, permissions_of
from waii_server.settings import Settings

from docs.page import PAGES, ROOT

_FLAGS = [name for name in Settings.model_fields if "bootstrap" not in name]


def _rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    section = (ROOT / "docs" / page).read_text().split(f"## {heading}\n", 1)[1]
    rows = re.findall(r"^\|(.*)\|$", section.split("\n## ")[0], re.MULTILINE)
    return [[cell.strip().strip("`") for cell in row.split("|")] for row in rows[2:]]


def test_the_roles_table_lists_what_each_role_adds_to_the_one_above_it() -> None:
    rows = _rows("concepts.md", "Roles and permissions")
    assert len(rows) == len(Role) - 1  # the trial API user stands in the text below the table

    held: frozenset[Permission] = frozenset()
    for role, added in rows:
        now = permissions_of((role,))
        assert now > held
        assert {name.strip().strip("`") for name in added.split(",")} == set(now - held)
        held = now


def test_the_settings_table_lists_every_setting_with_its_default_and_meaning() -> None:
    rows = {row[0].lower(): row for row in _rows("operating.md", "Settings")}
    assert rows.keys() == Settings.model_fields.keys()
    for name, (_, _, default, meaning) in rows.items():
        field = Settings.model_fields[name]
        of_setting = field.get_default()
        assert default == ("" if of_setting is None else str(of_setting))
        assert meaning == field.description


@pytest.fixture(scope="module")
def help_text() -> str:
    ended = CliRunner().invoke(cli, ["serve", "--help"], env={"COLUMNS": "400"})
    assert ended.exit_code == 0
    return ended.stdout


@pytest.mark.parametrize("name", _FLAGS)
def test_the_settings_table_names_the_flag_of_a_setting(name: str, help_text: str) -> None:
    rows = {row[0].lower(): row for row in _rows("operating.md", "Settings")}
    assert rows[name][1] in help_text


def test_the_table_of_exit_codes_is_that_of_the_command_line() -> None:
    rows = [(int(code), meaning) for code, meaning in _rows("command-line.md", "Exit codes")]
    assert rows == list(MEANINGS.items())


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    named = {
        target for page in PAGES for target in re.findall(r"`make ([a-z-]+)", page.read_text())
    }
    assert named <= targets
