"""The command line, as an operator meets it."""

import json
import os
import re
import signal
import sqlite3
import stat
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import grpc
import pytest
from security import http2
from server.conftest import Serve
from support.inspection import busy, damage, dump, rows
from support.processes import COMMAND, ServerProcess, environment, run
from support.raw import SERVICE, Outcome, RawClient
from support.terminal import Terminal
from typer.testing import CliRunner
from waii.user import v1 as pb
from waii_server.cli import cli

from server import health

OK = grpc.StatusCode.OK
KEY = re.compile(r"waii_[0-9A-Za-z]{49}")


def _admin_key(server: ServerProcess, data: Path) -> str:
    """The key that the first start has made; waits for that."""
    server.address()
    return (data / "admin.key").read_text().strip()


def _call(
    server: ServerProcess, key: str, rpc: str = "GetUserInfo", request: bytes = b""
) -> Outcome:
    with RawClient(server.address(), key) as client:
        return client.call(rpc, request)


def _user_id(outcome: Outcome) -> str:
    return pb.GetUserInfoResponse.FromString(outcome.response).id


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# Start


def test_the_first_start_makes_an_admin_whose_key_is_in_a_file(serve: Serve, data: Path) -> None:
    server = serve()
    outcome = _call(
        server, _admin_key(server, data)
    )  # the very first call, without waiting for anything
    assert (outcome.code, _user_id(outcome)) == (OK, "admin")
    created, listening = server.stdout.splitlines()
    assert created == "created super-admin 'admin'; its access key is in data/admin.key"
    assert re.fullmatch(r"listening on 127\.0\.0\.1:[1-9]\d*", listening)
    assert not KEY.search(server.stdout + server.stderr)
    assert KEY.fullmatch(_admin_key(server, data))
    # What is secret is its owner's alone.
    assert _mode(data) == 0o700
    files = {path.name: _mode(path) for path in data.iterdir()}
    assert set(files) >= {"admin.key", "keyring.json", "waii.db", "waii.db-wal"}
    assert set(files.values()) == {0o600}
    assert rows(data / "waii.db", "SELECT id, tenant_id, org_id FROM users") == [
        ("admin", "default-tenant", "default-org")
    ]


def test_a_second_start_makes_nothing_anew(serve: Serve, data: Path) -> None:
    first = serve()
    first.address()
    key, ring = _admin_key(first, data), (data / "keyring.json").read_bytes()
    assert first.stop() == 0
    before = dump(data / "waii.db")
    (data / "admin.key").unlink()  # as an operator should
    second = serve()
    assert _call(second, key).code == OK
    assert second.stdout.splitlines() == [f"listening on {second.address()}"]
    assert dump(data / "waii.db") == before
    assert (data / "keyring.json").read_bytes() == ring
    assert not (data / "admin.key").exists()


def test_it_listens_on_a_unix_socket(serve: Serve, data: Path, tmp_path: Path) -> None:
    address = f"unix:{tmp_path / 's'}"
    first = serve("--listen", address, "--workers", "1")
    assert first.address() == address
    key = _admin_key(first, data)
    assert _call(first, key).code == OK
    first.kill()  # leaves the socket's file behind
    assert _call(serve("--listen", address, "--workers", "1"), key).code == OK


def test_variables_set_what_flags_do_not(serve: Serve, tmp_path: Path) -> None:
    server = serve(
        "--default-role",
        "waii-trial-api-user",
        "--data-dir",
        "flag",
        variables={
            "WAII_SERVER_DATA_DIR": str(tmp_path / "variable"),
            "WAII_SERVER_DEFAULT_ROLE": "waii-user",
            "WAII_SERVER_BOOTSTRAP_ORG_ID": "acme",
            "WAII_SERVER_BOOTSTRAP_TENANT_ID": "acme-eu",
            "WAII_SERVER_BOOTSTRAP_USER_ID": "root@acme.eu",
            "WAII_SERVER_REVEAL_ACCESS_KEYS": "once",
        },
    )
    server.address()
    assert not (tmp_path / "variable").exists()
    key = _admin_key(server, tmp_path / "flag")
    request = pb.CreateUserRequest(user=pb.User(id="bob"))
    assert _call(server, key, "CreateUser", request.SerializeToString()).code == OK
    database = tmp_path / "flag" / "waii.db"
    assert rows(database, "SELECT id, tenant_id, org_id FROM users ORDER BY id") == [
        ("bob", "acme-eu", "acme"),
        ("root@acme.eu", "acme-eu", "acme"),
    ]
    assert rows(database, "SELECT roles FROM users WHERE id = 'bob'") == [("waii-trial-api-user",)]
    assert rows(database, "SELECT sealed FROM access_keys") == [(None,)]


def test_the_database_may_be_elsewhere(serve: Serve, data: Path, tmp_path: Path) -> None:
    server = serve("--database-url", f"sqlite:///{tmp_path / 'else' / 'where.db'}")
    assert _call(server, _admin_key(server, data)).code == OK
    assert not (data / "waii.db").exists()
    assert _mode(tmp_path / "else" / "where.db") == 0o600


BAD_SETTINGS = {
    "--threads": ["0", "-1", "1025", "many"],
    "--database-connections": ["0", "-1", "1025", "many"],
    "--workers": ["0", "-1", "257", "many"],
    "--grace": ["-1", "soon"],
    "--busy-timeout": ["0", "-1"],
    "--max-request-bytes": ["0", "16383", "67108865", "4MB"],
    "--max-metadata-bytes": ["0", "1023", "1048577"],
    "--max-streams": ["0", "10001"],
    "--page-bytes": ["0", "65535", "5242881"],
    "--max-calls": ["0", "100001"],
    "--max-deadline": ["0", "-1", "3601", "inf", "nan"],
    "--key-rate": ["-1", "0.0001", "1000001", "nan"],
    "--key-burst": ["0", "-1"],
    "--auth-failure-rate": ["-1", "0.0001", "inf"],
    "--auth-failure-burst": ["0"],
    "--default-role": ["waii-root"],
    "--reveal-access-keys": ["never"],
    "--log-format": ["xml"],
    "--listen": ["nonsense", "127.0.0.1", "127.0.0.1:99999", ":x"],
}
BAD_VARIABLES = [
    ("THREADS", "0"),
    ("THREADS", "many"),
    ("WORKERS", "0"),
    ("LOG_FORMAT", "xml"),
    ("REFLECTION", "perhaps"),
    ("INSECURE", "perhaps"),
    ("LISTEN", "127.0.0.1"),
    ("BOOTSTRAP_ORG_ID", "a b"),
    ("BOOTSTRAP_USER_ID", ""),
]


@pytest.mark.parametrize(
    ("option", "value"), [(option, value) for option, bad in BAD_SETTINGS.items() for value in bad]
)
def test_a_bad_flag_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(cli, ["serve", "--listen", "127.0.0.1:0", option, value])
    assert ended.exit_code == 2
    assert option in ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("variable", "value"), BAD_VARIABLES)
def test_a_bad_variable_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    variables = {"WAII_SERVER_LISTEN": "127.0.0.1:0", f"WAII_SERVER_{variable}": value}
    ended = CliRunner().invoke(cli, ["serve"], env=variables)
    assert ended.exit_code == 2
    assert f"WAII_SERVER_{variable}: " in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_every_bad_setting_is_named_at_once(tmp_path: Path) -> None:
    ended = run("serve", "--threads", "0", "--grace", "-1", cwd=tmp_path)
    assert ended.returncode == 2
    assert "--threads" in ended.stderr
    assert "--grace" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_does_not_exist_is_refused(serve: Serve) -> None:
    server = serve("--listen", "127.0.0.1:99999")
    assert server.process.wait(5) in {1, 2}
    assert "127.0.0.1:99999" in server.stderr or "--listen" in server.stderr


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (
            ["--listen", "no.such.host.invalid:0", "--insecure"],
            "cannot listen on no.such.host.invalid:0",
        ),
        (["--listen", "0.0.0.0:0"], "--listen 0.0.0.0:0: plaintext is for loopback"),
        (["--database-url", "nonsense"], "database"),
        (["--data-dir", "a-file"], "a-file"),
        (["--data-dir", "ring"], "is not a key ring"),
        (["--data-dir", "no-database"], "database"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_server_that_cannot_start_says_why(tmp_path: Path, flags: list[str], told: str) -> None:
    (tmp_path / "a-file").write_text("in the way")
    for directory, file in (("ring", "keyring.json"), ("no-database", "waii.db")):
        (tmp_path / directory).mkdir(0o700)
        (tmp_path / directory / file).write_text("secret-canary " * 1000)
        (tmp_path / directory / file).chmod(0o600)
    ended = run("serve", *flags, cwd=tmp_path, variables={"WAII_SERVER_LISTEN": "127.0.0.1:0"})
    assert ended.returncode == 1
    (reason,) = (line for line in ended.stderr.splitlines() if line.startswith("waii-server: "))
    assert told in reason
    assert "Traceback" not in ended.stderr
    assert "secret-canary" not in ended.stdout + ended.stderr


def test_help_names_every_command(tmp_path: Path) -> None:
    ended = run("--help", cwd=tmp_path)
    assert ended.returncode == 0
    assert {"serve", "bootstrap"} <= set(ended.stdout.split())
    assert COMMAND[1:] == ("-m", "waii_server")


# Bootstrap

FIRST = ("bootstrap", "--org-id", "acme", "--tenant-id", "acme-eu", "--user-id", "ann")


def test_bootstrap_prints_the_key_and_nothing_else(
    serve: Serve, data: Path, tmp_path: Path
) -> None:
    ended = run(*FIRST, "--user-name", "Ann", cwd=tmp_path)
    assert ended.returncode == 0
    assert KEY.fullmatch(ended.stdout.strip())
    assert not KEY.search(ended.stderr)
    assert not (data / "admin.key").exists()
    server = serve()
    outcome = _call(server, ended.stdout.strip())
    assert (outcome.code, _user_id(outcome)) == (OK, "ann")
    assert "created" not in server.stdout


def test_bootstrap_writes_the_key_to_a_file_of_its_owner(tmp_path: Path, data: Path) -> None:
    ended = run(*FIRST, "--key-file", "keys/ann.key", cwd=tmp_path)
    assert ended.returncode == 0
    assert KEY.fullmatch((tmp_path / "keys" / "ann.key").read_text().strip())
    assert _mode(tmp_path / "keys" / "ann.key") == 0o600
    assert not KEY.search(ended.stdout + ended.stderr)
    assert "ann.key" in ended.stdout
    assert rows(data / "waii.db", "SELECT roles FROM users") == [("waii-super-admin-user",)]


def test_bootstrap_changes_nothing_where_there_is_a_super_admin(tmp_path: Path, data: Path) -> None:
    assert run(*FIRST, cwd=tmp_path).returncode == 0
    before = dump(data / "waii.db")
    other = ("bootstrap", "--org-id", "o", "--tenant-id", "t", "--user-id", "eve")
    ended = run(*other, "--key-file", "eve.key", cwd=tmp_path)
    assert ended.returncode == 1
    assert "has a super-admin already" in ended.stderr
    assert ended.stdout == ""
    assert dump(data / "waii.db") == before
    assert not (tmp_path / "eve.key").exists()


def test_bootstrap_does_not_overwrite_a_key_file(tmp_path: Path, data: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    ended = run(*FIRST, "--key-file", "precious", cwd=tmp_path)
    assert ended.returncode == 1
    assert "precious exists; it is not overwritten" in ended.stderr
    assert (tmp_path / "precious").read_text() == "precious"
    for table, content in dump(data / "waii.db").items():
        assert table == "alembic_version" or content == []


@pytest.mark.parametrize(
    ("option", "value"), [("--org-id", "a b"), ("--tenant-id", "-"), ("--user-id", "ann\n")]
)
def test_bootstrap_names_a_bad_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = list(FIRST)
    arguments[arguments.index(option) + 1] = value
    ended = CliRunner().invoke(cli, arguments)
    assert ended.exit_code == 2
    assert option in ended.stderr
    assert list(tmp_path.iterdir()) == []


# Stop


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_says_so_first_and_lets_calls_in_flight_end(
    serve: Serve, data: Path, number: signal.Signals
) -> None:
    server = serve("--grace", "10", "--busy-timeout", "10")
    address = server.address()
    request = pb.CreateAccessKeyRequest(name="in flight")
    with (
        RawClient(address, _admin_key(server, data)) as client,
        grpc.insecure_channel(address) as channel,
        ThreadPoolExecutor(1) as pool,
    ):
        watch = health.watch(channel)
        assert next(watch) == health.SERVING
        with busy(data / "waii.db"):
            in_flight = pool.submit(client.call, "CreateAccessKey", request)
            time.sleep(0.3)
            server.process.send_signal(number)
            assert next(watch) == health.NOT_SERVING
            server.process.send_signal(number)  # a second one does no harm
            assert not in_flight.done()
            watch.cancel()
        assert in_flight.result().code == OK
        assert server.process.wait(5) == 0
    names = rows(data / "waii.db", "SELECT name FROM access_keys ORDER BY name")
    assert names == [("bootstrap",), ("in flight",)]
    # The stop notes when keys were last used.
    query = "SELECT last_used_at FROM access_keys WHERE name = 'bootstrap'"
    ((used,),) = rows(data / "waii.db", query)
    assert abs(used / 1e6 - time.time()) < 60
    assert damage(data / "waii.db") == []
    assert "Traceback" not in server.stderr


def test_the_grace_ends(serve: Serve, data: Path) -> None:
    server = serve("--grace", "0.3", "--busy-timeout", "0.8")
    request = pb.CreateAccessKeyRequest(name="too late")
    with (
        RawClient(server.address(), _admin_key(server, data)) as client,
        grpc.insecure_channel(server.address()) as channel,
        ThreadPoolExecutor(1) as pool,
        busy(data / "waii.db"),
    ):
        watch = health.watch(channel)  # stays open: nothing waits for it either
        assert next(watch) == health.SERVING
        in_flight = pool.submit(client.call, "CreateAccessKey", request)
        time.sleep(0.3)
        assert server.stop(timeout=10) == 0
        assert in_flight.result().code in {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED}
    assert "Traceback" not in server.stderr


# Log


def _canary(number: int) -> str:
    return f"canary{number:02}"


@pytest.mark.parametrize("workers", [1, 2])
def test_the_log_has_one_line_a_call(serve: Serve, data: Path, workers: int) -> None:
    server = serve("--workers", str(workers))
    with RawClient(server.address(), _admin_key(server, data)) as client:
        key = ("authorization", f"Bearer {_admin_key(server, data)}")
        client.call("CreateUser", pb.CreateUserRequest(user=pb.User(id="bob")))
        client.call("GetUserInfo", b"", [key, ("x-request-id", "known-1")])
        client.call(
            "GetUserInfo",
            b"",
            [key, ("x-waii-impersonate-user", "bob"), ("x-request-id", "as-bob")],
        )
        client.call("DeleteUser", pb.DeleteUserRequest(id="nobody"))
        client.call("GetUserInfo", b"", [("x-request-id", "no-key")])
    assert server.stop() == 0
    method = "/waii.user.v1.UserService/"
    seen = [(line["method"], line["code"], line["actor"], line["subject"]) for line in server.calls]
    assert seen == [
        (f"{method}CreateUser", "OK", "admin", "admin"),
        (f"{method}GetUserInfo", "OK", "admin", "admin"),
        (f"{method}GetUserInfo", "OK", "admin", "bob"),
        (f"{method}DeleteUser", "NOT_FOUND", "admin", "admin"),
        (f"{method}GetUserInfo", "UNAUTHENTICATED", None, None),
    ]
    assert [line["request_id"] for line in server.calls][1:3] == ["known-1", "as-bob"]
    assert len({line["request_id"] for line in server.calls}) == 5
    for line in server.calls:
        assert 0 <= line["duration_ms"] < 10_000
        assert set(line) == {
            *("event", "level", "timestamp", "request_id", "method"),
            *("code", "duration_ms", "actor", "subject"),
            *(("pid",) if workers > 1 else ()),
        }


def test_what_grpc_cannot_read_is_no_line_of_grpcs_in_the_log(serve: Serve) -> None:
    """With which whoever reaches the port could fill a disk."""
    server = serve("--workers", "1")
    odd = [
        (b"authorization", b"\xff"),
        (b"te", b"gzip"),
        (b"grpc-timeout", b"1X"),
        (b":status", b"x"),
    ]
    for header in odd * 3:
        http2.call(server.address(), f"/{SERVICE}/GetUserInfo", [header])
    assert server.stop() == 0
    assert {line["level"] for line in server.log} <= {"info", "warning"}


def test_the_console_format_is_for_people(serve: Serve, data: Path) -> None:
    server = serve("--log-format", "console")
    assert _call(server, _admin_key(server, data)).code == OK
    assert server.stop() == 0
    (line,) = [line for line in server.stderr.splitlines() if "GetUserInfo" in line]
    assert "code=OK" in line
    assert "actor=admin" in line
    with pytest.raises(json.JSONDecodeError):
        json.loads(line)
    assert "\x1b" not in line  # no colours in a file


def test_lines_on_a_terminal_are_for_people_unless_it_is_said_otherwise(tmp_path: Path) -> None:
    for flags, in_json in (((), False), (("--log-format", "json"), True)):
        with Terminal(
            ("serve", "--data-dir", str(tmp_path), "--listen", "127.0.0.1:0", *flags),
            {"WAII_SERVER_WORKERS": "1"},
            program="waii-server",
        ) as terminal:
            terminal.until("listening on ")
            terminal.until('"event":"health"' if in_json else "serving=True")


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    ended = run("--version", cwd=tmp_path)
    assert ended.stdout == f"waii-server {version('waii-user-service')}\n"


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_neither_keys_nor_requests_are_logged(serve: Serve, data: Path, log_format: str) -> None:
    """Also not where the server has a bug, which a damaged row stands for here."""
    server = serve("--log-format", log_format)
    key = _admin_key(server, data)
    bearer = ("authorization", f"Bearer {key}")
    user = pb.User(
        id="bob", name=_canary(1), email=f"{_canary(2)}@x", variables={_canary(3): _canary(4)}
    )
    organization = pb.Organization(id="org", name=_canary(5), variables={"k": _canary(6)})
    with RawClient(server.address(), key) as client:
        created = client.call("CreateAccessKey", pb.CreateAccessKeyRequest(name=_canary(7)))
        (made,) = pb.GetAccessKeyResponse.FromString(created.response).access_keys
        client.call("CreateUser", pb.CreateUserRequest(user=user))
        client.call("CreateOrg", pb.CreateOrganizationRequest(organization=organization))
        client.call("UpdateConfig", pb.UpdateConfigRequest(updated={_canary(8): _canary(9)}))
        # Refused ones, and keys where they do not belong.
        bad = pb.User(id=f"{_canary(10)} ", name=f"{_canary(11)}\n", roles=[_canary(12)])
        client.call("CreateUser", pb.CreateUserRequest(user=bad))
        client.call("GetUserInfo", f"\xff{_canary(13)}".encode("latin-1"))
        client.call("CreateAccessKey", pb.CreateAccessKeyRequest(name=_canary(7)))
        client.call("GetUserInfo", pb.GetUserInfoRequest(user_id=made.access_key))
        for metadata in (
            [("authorization", key)],
            [("authorization", f"Bearer {made.access_key}x")],
            [bearer, bearer],
            [("x-api-key", key)],
            [bearer, ("x-request-id", key + " ")],
            [bearer, ("x-waii-impersonate-user", key)],
            [bearer, ("x-waii-impersonate-user", f"{_canary(14)} {key}")],
            [bearer, ("x-other", _canary(15))],
        ):
            client.call("GetUserInfo", b"", metadata)
        for header in (
            (b"authorization", f"Bearer {key}".encode() + b"\xff"),
            (b"authorization", f"Bearer {key}".encode() + b"\0\xc3"),
            (b"x-other", _canary(20).encode() + b"\xff"),
            (b"te", _canary(21).encode()),
        ):
            http2.call(server.address(), f"/{SERVICE}/GetUserInfo", [header])
        client.call(f"/waii.user.v1.UserService/{_canary(16)}", b"")
        client.call("ListUsers", pb.ListUsersRequest(page_token=_canary(17)))
        # A bug.
        with closing(sqlite3.connect(data / "waii.db", timeout=10)) as other:
            other.execute("UPDATE user_configs SET value = CAST('canary18' AS BLOB)")
            other.commit()
        internal = client.call("UpdateConfig", b"")
        with closing(sqlite3.connect(data / "waii.db", timeout=10)) as other:
            other.execute("DROP TABLE user_configs")
            other.commit()
        broken = client.call("UpdateConfig", pb.UpdateConfigRequest(updated={"k": _canary(19)}))
    assert server.stop() == 0
    output = server.stdout + server.stderr
    assert output.count("UpdateConfig") >= 1
    assert not KEY.search(output)
    assert "canary" not in output
    # And what the client is told of it.
    assert internal.code == grpc.StatusCode.INTERNAL
    assert internal.reason == "ERROR_REASON_INTERNAL"
    assert set(internal.details) == {"ErrorInfo", "RequestInfo"}
    (request_id,) = [value for name, value in internal.trailing if name == "x-request-id"]
    assert internal.message == f"internal error; request id {request_id!s}"
    assert str(request_id) in server.stderr
    assert "Traceback" in server.stderr
    assert broken.code in {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNAVAILABLE}
    assert "user_configs" not in broken.message
    assert "sqlite" not in broken.message


def test_a_full_disk_for_the_log_fails_no_call(tmp_path: Path) -> None:
    """A reader of the log that went away stands for the disk."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--listen", f"unix:{tmp_path / 's'}"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=writing,
        text=True,
    )
    try:
        assert process.stdout is not None
        while not process.stdout.readline().startswith("listening"):
            assert process.poll() is None
        os.close(writing)
        os.close(reading)
        key = (tmp_path / "data" / "admin.key").read_text().strip()
        with RawClient(f"unix:{tmp_path / 's'}", key) as client:
            for _ in range(3):
                assert client.call("GetUserInfo", b"").code == OK
        process.terminate()
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.communicate()


def test_a_stop_under_load_answers_or_refuses_every_call(serve: Serve, data: Path) -> None:
    server = serve("--grace", "5")
    with RawClient(server.address(), _admin_key(server, data)) as client:
        stop = threading.Event()

        def calls() -> set[grpc.StatusCode]:
            codes = set()
            while not stop.is_set():
                codes.add(client.call("GetUserInfo", b"").code)
            return codes

        with ThreadPoolExecutor(4) as pool:
            running = [pool.submit(calls) for _ in range(4)]
            time.sleep(0.3)
            assert server.stop() == 0
            stop.set()
            codes = set[grpc.StatusCode]().union(*(one.result() for one in running))
    # CANCELLED is gRPC's own: for a call that came in as it began to shut down, and which no
    # handler has seen.
    assert codes - {grpc.StatusCode.CANCELLED} == {OK, grpc.StatusCode.UNAVAILABLE}
    assert "Traceback" not in server.stderr
