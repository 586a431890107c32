"""The README says only what is true: its examples run as printed, its tables match the code."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from support.processes import ServerProcess, environment
from support.server import RunningServer
from typer.testing import CliRunner
from waii_cli.exits import MEANINGS
from waii_server.cli import cli
from waii_server.domain.roles import Permission, Role, permissions_of
from waii_server.settings import Settings

README = Path(__file__).parents[2] / "README.md"
TEXT = README.read_text()


def code_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def table_rows(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    section = TEXT.split(f"## {heading}\n", 1)[1]
    rows = re.findall(r"^\|(.*)\|$", section.split("\n## ")[0], re.MULTILINE)
    return [[cell.strip().strip("`") for cell in row.split("|")] for row in rows[2:]]


def test_the_python_examples_run_as_printed_one_after_the_other(
    fresh_server: RunningServer,
) -> None:
    environment = {
        **os.environ,
        "WAII_URL": fresh_server.address,
        "WAII_API_KEY": fresh_server.admin_key,
    }
    finished = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(code_blocks("python"))],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert finished.stderr == ""
    assert finished.returncode == 0
    lines = finished.stdout.splitlines()
    assert "ann@acme Ann ['waii-api-user'] north" in lines
    assert "dark" in lines
    assert "False this needs the permission write:user" in lines
    assert lines[-1].startswith("ERROR_REASON_USER_NOT_FOUND ")


def test_the_roles_table_lists_what_each_role_adds_to_the_one_above_it() -> None:
    rows = table_rows("Roles")
    assert len(rows) == len(Role) - 1  # the trial API user stands in the text below the table

    held: frozenset[Permission] = frozenset()
    for role, added in rows:
        now = permissions_of((role,))
        assert now > held
        assert {name.strip().strip("`") for name in added.split(",")} == set(now - held)
        held = now


def test_the_settings_table_lists_every_setting_with_its_default_and_meaning() -> None:
    rows = {row[0].lower(): row for row in table_rows("Settings of the server")}
    assert rows.keys() == Settings.model_fields.keys()
    for name, (_, _, default, meaning) in rows.items():
        field = Settings.model_fields[name]
        of_setting = field.get_default()
        assert default == ("" if of_setting is None else str(of_setting))
        assert meaning == field.description


def _require_openssl_3() -> None:
    try:
        printed = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True)
        problem = "" if "OpenSSL 3" in printed.stdout else printed.stdout
    except FileNotFoundError as error:
        problem = str(error)
    if problem:
        assert not os.environ.get("REQUIRE_ALL"), problem
        pytest.skip(f"no OpenSSL 3 on this machine: {problem}")


def test_the_tls_example_runs_as_printed(tmp_path: Path) -> None:
    _require_openssl_3()
    blocks = code_blocks("sh")
    (make,) = (block for block in blocks if "openssl" in block)
    (serve,) = (block for block in blocks if "serve --tls-cert" in block)
    (export,) = (block for block in blocks if "WAII_TLS_CA" in block)
    subprocess.run(["bash", "-euc", make], cwd=tmp_path, check=True, capture_output=True)
    _, _, *flags = shlex.split(serve)
    server = ServerProcess(tmp_path, *flags, "--listen", "127.0.0.1:0", "--workers", "1")
    try:
        export = export.replace(":50051", f":{server.address().rpartition(':')[2]}")
        program = "from waii_client import WAII; from waii_client.user import *; "
        program += "print(WAII.initialize().User.get_user_info(GetUserInfoRequest()).id)"
        done = subprocess.run(
            ["bash", "-euc", f'{export}\nexec "$0" -W error -c "$1"', sys.executable, program],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
    finally:
        server.kill()
    assert done.stdout == "admin\n"


def test_the_commands_run_as_printed(fresh_server: RunningServer, tmp_path: Path) -> None:
    (block,) = (block for block in code_blocks("sh") if "waii login" in block)
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    (data / "admin.key").write_text(fresh_server.admin_key)
    programs = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block.replace("127.0.0.1:50051", fresh_server.address)],
        cwd=tmp_path,
        env=environment(XDG_CONFIG_HOME=str(tmp_path), PATH=f"{programs}:{os.environ['PATH']}"),
        capture_output=True,
        text=True,
        check=True,
    )
    users, _, denied = done.stdout.partition("\n]\n")
    assert json.loads(f"{users}]")[0]["variables"] == {"floor": 3, "team": "north"}
    assert "allowed\tfalse\n" in denied
    assert denied.endswith("no: exit code 5\n")


def test_the_table_of_exit_codes_is_that_of_the_command_line() -> None:
    rows = [(int(code), meaning) for code, meaning in table_rows("Command line")]
    assert rows == list(MEANINGS.items())


FLAGS = [name for name in Settings.model_fields if "bootstrap" not in name]


@pytest.fixture(scope="module")
def help_text() -> str:
    ended = CliRunner().invoke(cli, ["serve", "--help"], env={"COLUMNS": "400"})
    assert ended.exit_code == 0
    return ended.stdout


@pytest.mark.parametrize("name", FLAGS)
def test_the_settings_table_names_the_flag_of_a_setting(name: str, help_text: str) -> None:
    rows = {row[0].lower(): row for row in table_rows("Settings of the server")}
    assert rows[name][1] in help_text


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = set(
        re.findall(r"^([a-z-]+):.*##", (README.parent / "Makefile").read_text(), re.MULTILINE)
    )
    named = set(re.findall(r"\bmake ([a-z-]+)", TEXT)) | {"types"}
    assert named - {"and"} <= targets
