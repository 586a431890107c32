"""`waii` as a process on a terminal: prompts, colours, questions, interrupts; and at a pipe."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli.running import Waii
from support.processes import Process, environment
from support.server import RunningServer
from support.waiting import soon
from support.world import World
from waii_cli.__main__ import main


def test_the_key_is_asked_for_unseen(nobody: Waii, server: RunningServer) -> None:
    with nobody.on_terminal("login", "--url", server.address) as terminal:
        terminal.until("Access key for ")
        terminal.type(server.admin_key + "\n")
        assert terminal.end() == 0
        assert "logged in to " in terminal.shown
        assert server.admin_key not in terminal.raw
    assert nobody("whoami").lines[0] == ["user_id", "admin"]


def test_a_table_with_colours_unless_they_are_unwanted(waii: Waii, world: World) -> None:
    org_id = world.org(name="A [red]name")
    with waii.on_terminal("org", "list") as terminal:
        assert terminal.end() == 0
    assert terminal.shown.split()[:3] == ["ID", "NAME", "SUSPENDED"]
    assert "A [red]name" in terminal.shown
    assert f"{org_id}\x1b[0m" in terminal.raw
    with waii.on_terminal("org", "list", NO_COLOR="1") as plain:
        assert plain.end() == 0
    assert "\x1b[36" not in plain.raw
    assert "\x1b[1;36" not in plain.raw


def test_a_forced_delete_is_asked_about(waii: Waii, world: World, server: RunningServer) -> None:
    org_id = world.org()
    tenant_id = world.tenant(org_id)
    for _ in range(2):
        world.user(org_id=org_id, tenant_id=tenant_id)
    with waii.on_terminal("tenant", "delete", tenant_id, "--force") as terminal:
        assert "with 2 users, their keys" in terminal.until("Delete all of it? ")
        terminal.type("n\n")
        assert terminal.end() == 130
    with waii.on_terminal("org", "delete", org_id, "--force") as terminal:
        assert "with 1 tenant, 2 users" in terminal.until("Type the id ")
        assert terminal.interrupt() == 130
    assert len(server.rows("SELECT id FROM users WHERE org_id = :id", id=org_id)) == 2
    with waii.on_terminal("org", "delete", org_id, "--force") as terminal:
        terminal.until("Type the id ")
        terminal.type(org_id + "\n")
        assert terminal.end() == 0
    assert server.rows("SELECT id FROM organizations WHERE id = :id", id=org_id) == []
    assert "Traceback" not in terminal.shown


def test_who_may_not_list_users_is_told_that_they_were_not_counted(
    waii: Waii, world: World
) -> None:
    user_id = world.user("waii-super-admin-user")
    key = world.key(user_id, permissions=["usage:api", "write:tenant", "write:org"])
    org_id = world.org()
    tenant_id = world.tenant(org_id)
    world.user(org_id=org_id, tenant_id=tenant_id)
    limited = Waii({**waii.variables, "WAII_API_KEY": key})
    with limited.on_terminal("tenant", "delete", tenant_id, "--force") as terminal:
        assert "all its users (you may not list them)" in terminal.until("Delete all of it? ")
        terminal.type("y\n")
        assert terminal.end() == 5  # nor delete them


def test_ctrl_c_during_a_call(waii: Waii, server: RunningServer, world: World) -> None:
    user_id = world.user()
    with (
        server.busy(),
        waii.on_terminal("-v", "user", "delete", user_id, "--timeout", "60") as terminal,
    ):
        terminal.until("server ")
        assert soon(lambda: server.calls)
        assert terminal.interrupt() == 130
    assert not "".join(terminal.shown.splitlines()[1:]).replace("^C", "")


def test_ctrl_c_when_it_ends_already() -> None:
    program = (
        "import atexit, os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from waii_cli.__main__ import main\n"
        "atexit.register(os.kill, os.getpid(), signal.SIGINT)\n"
        "sys.argv = ['waii', '--version']\n"
        "main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (-signal.SIGINT, "")


def test_whoever_reads_the_output_may_go_away(waii: Waii, world: World, tmp_path: Path) -> None:
    for _ in range(3):
        world.org(variables={"large": "x" * 60_000})
    output, errors = tmp_path / "pipe", tmp_path / "stderr"
    os.mkfifo(output)
    process = Process(
        ("org", "list", "-o", "json"), tmp_path, waii.variables, output, errors, program="waii"
    )
    with output.open("rb", buffering=0) as reader:
        assert reader.read(2) == b"[\n"
    assert process.wait(30) == 128 + signal.SIGPIPE
    assert errors.read_text() == ""


def test_a_key_that_cannot_be_written_is_an_error(waii: Waii, world: World, tmp_path: Path) -> None:
    create = ("key", "create", world.id("key"))
    full, errors = Path("/dev/full"), tmp_path / "stderr"
    process = Process(create, tmp_path, waii.variables, full, errors, program="waii")
    assert process.wait(30) == 1
    assert errors.read_text() == "waii: No space left on device\n"


def test_what_calls_nobody_imports_no_grpc(nobody: Waii) -> None:
    program = """
import sys
from waii_cli.__main__ import main
for arguments in (["--help"], ["profile", "list"], ["login"], ["whoami"]):
    sys.argv[1:] = arguments
    try:
        main()
    except SystemExit:
        pass
assert not {"grpc", "google.protobuf", "yaml"} & set(sys.modules)
"""
    subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=environment(**nobody.variables),
        timeout=60,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def test_output_is_utf_8_whatever_the_locale_is(waii: Waii, world: World) -> None:
    org_id = world.org(name="✓")
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-m", "waii_cli", "org", "list"],
        env=environment(PYTHONIOENCODING="latin-1", **waii.variables),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert f"{org_id}\t✓\t" in ended.stdout.decode()


def test_arguments_that_are_no_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["waii", "user", "info", "\udcff"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().err) == (2, "waii: an argument is not UTF-8\n")
