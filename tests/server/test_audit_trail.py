"""Events of calls that change nothing: stored soon, at the latest when the server stops, or the
calls are refused; and what the operator deletes."""

from pathlib import Path

import grpc
import pytest
from server.conftest import Serve
from support.inspection import change, rows
from support.processes import run
from support.raw import RawClient
from support.server import RunningServer
from support.waiting import soon
from support.world import World
from waii.user.v1 import GetUserInfoRequest

ME = GetUserInfoRequest()


@pytest.fixture
def person(fresh_server: RunningServer) -> str:
    with World(fresh_server.address, fresh_server.admin_key) as world:
        return world.user()


def _as(raw: RawClient, user_id: str) -> grpc.StatusCode:
    metadata = [*raw.key_metadata, ("x-waii-impersonate-user", user_id)]
    return raw.call("GetUserInfo", ME, metadata).code


def test_nobody_acts_unseen_when_the_log_cannot_be_written(
    fresh_server: RunningServer, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh_server.server._trail, "_capacity", 2)
    with RawClient(fresh_server.address, fresh_server.admin_key) as raw:
        with fresh_server.busy():
            codes = [_as(raw, person) for _ in range(4)]
            assert codes[-1] == grpc.StatusCode.UNAVAILABLE
            # One's own reads go on.
            assert raw.call("GetUserInfo", ME).code == grpc.StatusCode.OK
        assert soon(lambda: _as(raw, person) == grpc.StatusCode.OK)


def test_what_waits_is_stored_when_the_server_stops(serve: Serve, data: Path) -> None:
    server = serve()
    address = server.address()
    key = (data / "admin.key").read_text().strip()
    with World(address, key) as world:
        person = world.user()
    with RawClient(address, key) as raw:
        assert [_as(raw, person) for _ in range(50)] == [grpc.StatusCode.OK] * 50
    assert server.stop() == 0
    stored = rows(
        data / "waii.db",
        "SELECT count(*) FROM audit_events WHERE subject = ? AND method LIKE '%/GetUserInfo'",
        person,
    )
    assert stored == [(50,)]


def test_prune_deletes_what_is_older_than_the_retention(serve: Serve, data: Path) -> None:
    server = serve()
    with World(server.address(), (data / "admin.key").read_text().strip()) as world:
        old, new = world.org(), world.org()
        day = 24 * 3600 * 1_000_000
        change(
            data / "waii.db",
            "UPDATE audit_events SET time = time - ? WHERE org_id = ?",
            31 * day,
            old,
        )
        # Beside a server that runs.
        command = ["audit", "prune", "--data-dir", str(data), "--audit-retention-days", "30"]
        pruned = run(*command, cwd=data.parent)
        assert pruned.stdout == "deleted 1 event(s) older than 30 days\n", pruned.stderr
        assert run(*command, cwd=data.parent).stdout == "deleted 0 event(s) older than 30 days\n"
        left = {org for (org,) in rows(data / "waii.db", "SELECT org_id FROM audit_events")}
        assert new in left
        assert old not in left
        world.org()
    numbers = [n for (n,) in rows(data / "waii.db", "SELECT sequence FROM audit_events")]
    assert len(set(numbers)) == len(numbers)


def test_a_retention_of_nothing_is_refused(tmp_path: Path) -> None:
    refused = run("audit", "prune", "--audit-retention-days", "0", cwd=tmp_path)
    assert refused.returncode == 2
    assert "--audit-retention-days" in refused.stderr
