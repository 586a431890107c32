"""Servers on PostgreSQL: set up by the operator, any number of replicas."""

from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from server.conftest import Serve
from support import databases
from support.processes import run
from support.raw import RawClient
from waii.user.v1 import GetUserInfoRequest

from server import loss

ADMIN = ("--org-id", "acme", "--tenant-id", "head", "--user-id", "root", "--user-name", "Root")


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with databases.using(databases.POSTGRESQL):
        yield databases.database_of(tmp_path)


@pytest.fixture
def where(url: str) -> dict[str, str]:
    """The variables of every replica."""
    return {"WAII_SERVER_DATABASE_URL": url, "WAII_SERVER_KEY_RING": "shared/keyring.json"}


def test_a_server_refuses_to_serve_on_a_schema_that_it_does_not_know(
    tmp_path: Path, where: dict[str, str]
) -> None:
    refused = run("serve", "--listen", "127.0.0.1:0", cwd=tmp_path, variables=where)
    assert refused.returncode == 1
    assert "waii-server migrate" in refused.stderr
    assert "listening" not in refused.stdout


def test_an_operator_sets_up_migrates_and_bootstraps(
    serve: Serve, tmp_path: Path, where: dict[str, str]
) -> None:
    for _ in range(2):
        assert run("migrate", cwd=tmp_path, variables=where).returncode == 0
    first = run("bootstrap", *ADMIN, "--key-file", "key", cwd=tmp_path, variables=where)
    assert first.returncode == 0
    again = run("bootstrap", *ADMIN, "--key-file", "other", cwd=tmp_path, variables=where)
    assert again.returncode == 1
    assert not (tmp_path / "other").exists()

    server = serve(variables=where)
    with RawClient(server.address(), (tmp_path / "key").read_text().strip()) as raw:
        assert raw.call("GetUserInfo", GetUserInfoRequest()).code is grpc.StatusCode.OK
    assert server.stop() == 0


def test_a_server_on_postgresql_makes_no_admin_by_itself(
    serve: Serve, data: Path, where: dict[str, str]
) -> None:
    server = serve("--auto-migrate", variables=where)
    server.address()
    assert server.stop() == 0
    assert not (data / "admin.key").exists()
    assert any("waii-server bootstrap" in line["event"] for line in server.log)


def test_servers_that_start_at_once_on_an_empty_database_all_serve(
    serve: Serve, where: dict[str, str]
) -> None:
    servers = [serve("--auto-migrate", variables=where) for _ in range(3)]
    assert len({server.address() for server in servers}) == len(servers)


def test_what_one_replica_takes_away_is_refused_by_the_next_call_on_any(
    serve: Serve, tmp_path: Path, where: dict[str, str]
) -> None:
    assert run("migrate", cwd=tmp_path, variables=where).returncode == 0
    run("bootstrap", *ADMIN, "--key-file", "key", cwd=tmp_path, variables=where)
    admin_key = (tmp_path / "key").read_text().strip()
    replicas = [serve("--workers", "1", variables=where) for _ in range(2)]
    here, there = (server.address() for server in replicas)
    with RawClient(here, admin_key) as one, RawClient(there, admin_key) as other:
        loss.of_keys([one, other], times=loss.REVOCATIONS)
        loss.of_users([one, other], "head", "acme", times=12)
        loss.of_roles([one, other], "head", "acme", times=12)


def test_no_password_of_the_database_is_shown_anywhere(tmp_path: Path) -> None:
    url = "postgresql+psycopg://someone:hunter2@127.0.0.1:1/nowhere"
    refused = run("serve", "--database-url", url, cwd=tmp_path)
    assert refused.returncode == 1
    assert "hunter2" not in refused.stdout + refused.stderr
