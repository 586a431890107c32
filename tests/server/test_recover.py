"""`waii-server recover`: a super-admin whose keys are lost gets one, while servers run."""

from subprocess import CompletedProcess

import grpc
import pytest
from server.operator import complaints, listed, run_beside
from support import databases
from support.raw import RawClient
from support.server import RunningServer
from waii.user import v1 as pb

KEY_FILE = "recovery.key"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.on_every_engine(metafunc)


def _recover(server: RunningServer, user_id: str, *flags: str) -> CompletedProcess[str]:
    ended = run_beside(server, "recover", "--user-id", user_id, *flags)
    assert server.admin_key not in ended.stdout + ended.stderr
    return ended


def _complaint(ended: CompletedProcess[str]) -> str:
    """What it says where it did nothing."""
    assert (ended.returncode, ended.stdout) == (1, "")
    return "\n".join(complaints(ended))


def _code(server: RunningServer, key: str) -> grpc.StatusCode:
    with RawClient(server.address, key) as raw:
        return raw.call("GetUserInfo", b"").code


def test_a_super_admin_gets_a_key_that_replaces_the_one_of_its_name(
    fresh_server: RunningServer,
) -> None:
    user_id = fresh_server.settings.bootstrap_user_id
    printed = _recover(fresh_server, user_id)
    assert printed.returncode == 0, printed.stderr
    first = printed.stdout.strip()
    assert first not in printed.stderr
    assert _code(fresh_server, first) is grpc.StatusCode.OK

    written = _recover(fresh_server, user_id, "--key-file", KEY_FILE)
    assert written.stdout == f"access key of {user_id!r} written to {KEY_FILE}\n"
    file = fresh_server.settings.data_dir / KEY_FILE
    assert file.stat().st_mode & 0o777 == 0o600
    second = file.read_text().strip()
    assert _code(fresh_server, first) is grpc.StatusCode.UNAUTHENTICATED
    assert _code(fresh_server, second) is grpc.StatusCode.OK
    assert _code(fresh_server, fresh_server.admin_key) is grpc.StatusCode.OK

    with RawClient(fresh_server.address, second) as raw:
        keys = listed(raw)
    assert keys == {"bootstrap": fresh_server.admin_key, "recovery": second}
    target = f"users/{user_id}/accessKeys/recovery"
    events = fresh_server.rows(
        "SELECT target, actor, org_id FROM audit_events WHERE method = 'recover'"
    )
    org_id = fresh_server.settings.bootstrap_org_id
    assert events == [{"target": target, "actor": "", "org_id": org_id}] * 2


def test_nobody_else_gets_one_and_it_is_said_who_could(fresh_server: RunningServer) -> None:
    admin = fresh_server.settings.bootstrap_user_id
    with RawClient(fresh_server.address, fresh_server.admin_key) as raw:
        for user_id, role in (("strong", "waii-super-admin-user"), ("org", "waii-org-admin-user")):
            user = pb.User(id=user_id, roles=[role])
            made = raw.call("CreateUser", pb.CreateUserRequest(user=user))
            assert made.code is grpc.StatusCode.OK, made
    fresh_server.change("UPDATE users SET suspended = TRUE WHERE id = 'strong'")
    for user_id in ("strong", "org", "nobody"):
        ended = _recover(fresh_server, user_id, "--key-file", KEY_FILE)
        assert _complaint(ended) == (
            f"waii-server: {user_id!r} is no super-admin, or is suspended; {admin!r} is one"
        )
    fresh_server.change("UPDATE users SET suspended = TRUE WHERE id = :id", id=admin)
    assert _complaint(_recover(fresh_server, admin)).endswith("; run 'waii-server bootstrap'")
    assert not (fresh_server.settings.data_dir / KEY_FILE).exists()
    assert fresh_server.rows("SELECT name FROM access_keys") == [{"name": "bootstrap"}]


def test_where_the_key_cannot_be_handed_out_the_earlier_one_stays(
    fresh_server: RunningServer,
) -> None:
    user_id = fresh_server.settings.bootstrap_user_id
    key = _recover(fresh_server, user_id).stdout.strip()
    file = fresh_server.settings.data_dir / KEY_FILE
    file.write_text("mine")
    ended = _recover(fresh_server, user_id, "--key-file", KEY_FILE)
    assert _complaint(ended) == f"waii-server: {KEY_FILE} exists; it is not overwritten"
    assert file.read_text() == "mine"
    assert _code(fresh_server, key) is grpc.StatusCode.OK


def test_a_ring_that_is_not_there_is_not_made(fresh_server: RunningServer) -> None:
    ring = fresh_server.settings.key_ring_file
    ring.unlink()
    ended = _recover(fresh_server, fresh_server.settings.bootstrap_user_id)
    assert _complaint(ended) == f"waii-server: there is no key ring {ring}"
    assert not ring.exists()
