"""The first admin's key is never lost, whatever goes wrong around it."""

import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import grpc
from server.conftest import Serve
from support.processes import COMMAND, environment, run
from support.raw import RawClient
from support.server import RunningServer
from waii.user.v1 import GetUserInfoRequest

from server import health

BOOTSTRAP = ("bootstrap", "--org-id", "o", "--tenant-id", "t", "--user-id", "u")


def test_a_start_that_cannot_listen_sets_nothing_up(
    serve: Serve, tmp_path: Path, data: Path
) -> None:
    taken = serve().address()
    refused = run("serve", "--listen", taken, "--data-dir", "other", cwd=tmp_path)
    assert refused.returncode == 1
    assert not (tmp_path / "other" / "admin.key").exists()
    assert (data / "admin.key").exists()


def test_the_key_of_another_database_is_put_aside_and_kept(
    serve: Serve, tmp_path: Path, data: Path
) -> None:
    first = serve()
    first.address()
    key = (data / "admin.key").read_text()
    assert first.stop() == 0
    second = serve("--database-url", f"sqlite:///{tmp_path / 'two.db'}")
    with RawClient(second.address(), (data / "admin.key").read_text().strip()) as client:
        assert client.call("GetUserInfo", GetUserInfoRequest()).code is grpc.StatusCode.OK
    (aside,) = data.glob("admin.key.*")
    assert aside.read_text() == key != (data / "admin.key").read_text()


def test_a_key_that_cannot_be_printed_makes_no_admin(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        failed = subprocess.run(
            [*COMMAND, *BOOTSTRAP, "--user-name", "U"],
            cwd=tmp_path,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=30,
            check=False,
        )
    assert failed.returncode == 1
    assert run(*BOOTSTRAP, "--user-name", "U", cwd=tmp_path).returncode == 0


def test_names_of_the_first_admin_keep_to_the_rules(tmp_path: Path) -> None:
    refused = run(*BOOTSTRAP, "--user-name", "two\nlines", cwd=tmp_path)
    assert refused.returncode == 2
    assert "--user-name" in refused.stderr


def test_a_database_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    assert run(*BOOTSTRAP, "--user-name", "U", cwd=tmp_path).returncode == 0
    with closing(sqlite3.connect(tmp_path / "data" / "waii.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    refused = run("serve", "--listen", "127.0.0.1:0", cwd=tmp_path)
    assert refused.returncode == 1
    assert "9999" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_any_directory_can_hold_the_data(serve: Serve, tmp_path: Path) -> None:
    odd = tmp_path / "100%? a#b"
    serve("--data-dir", str(odd)).address()
    assert {"waii.db", "admin.key", "keyring.json"} <= {file.name for file in odd.iterdir()}


def test_health_outlives_a_database_that_makes_no_sense(fresh_server: RunningServer) -> None:
    version = fresh_server.rows("SELECT version_num FROM alembic_version")[0]["version_num"]
    fresh_server.change("DELETE FROM alembic_version")
    with grpc.insecure_channel(fresh_server.address) as channel:
        assert _becomes(channel, health.NOT_SERVING)
        fresh_server.change("INSERT INTO alembic_version VALUES (:version)", version=version)
        assert _becomes(channel, health.SERVING)


def _becomes(channel: grpc.Channel, status: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if health.check(channel) == status:
            return True
        time.sleep(0.05)
    return False
