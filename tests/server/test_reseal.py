"""`waii-server reseal`: keys move to the ring's new primary key, and its old one can go."""

import base64
import json
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from server.operator import complaints, listed, run_beside
from support import databases
from support.inspection import change, rows
from support.raw import RawClient
from support.server import RunningServer, running_server
from support.world import World
from waii.user import v1 as pb
from waii_server.app import reseal_keys
from waii_server.services.key_ring import KeyRing
from waii_server.services.sealed_keys import Reveal, SealedKeys
from waii_server.services.sealed_keys import reseal as reseal_all
from waii_server.storage.database import Database

ROTATE = "/waii.user.v1.AccessKeyService/RotateAccessKey"
Seals = dict[str, bytes | None]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.on_every_engine(metafunc)


def _reseal(server: RunningServer) -> CompletedProcess[str]:
    """Runs the command, which never tells a secret."""
    ended = run_beside(server, "reseal")
    said = ended.stdout + ended.stderr
    assert "waii_" not in said.replace("waii_server", "")
    assert "secret-canary" not in said
    return ended


def _ring(server: RunningServer) -> dict[str, Any]:
    ring: dict[str, Any] = json.loads(server.settings.key_ring_file.read_text())
    return ring


def _write_ring(server: RunningServer, primary: str, keys: dict[str, str]) -> None:
    file = server.settings.key_ring_file
    file.write_text(json.dumps({"primary": primary, "keys": keys}))
    file.chmod(0o600)


def _add_primary(server: RunningServer) -> dict[str, str]:
    """Puts a new key in front, and returns all that are in the ring."""
    keys: dict[str, str] = {**_ring(server)["keys"], "new": _new_ring_key()}
    _write_ring(server, "new", keys)
    return keys


def _new_ring_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _create(raw: RawClient, name: str) -> str:
    outcome = raw.call("CreateAccessKey", pb.CreateAccessKeyRequest(name=name))
    assert outcome.code.name == "OK", outcome
    return pb.GetAccessKeyResponse.FromString(outcome.response).access_keys[0].access_key


def _seals(server: RunningServer) -> Seals:
    """By the names of the keys."""
    return dict(rows(str(server.settings.database_url), "SELECT name, sealed FROM access_keys"))


def _of(seal: bytes | None) -> bytes:
    """The id of the ring key that made it."""
    assert seal is not None
    return seal[1 : 1 + seal[0]]


def test_keys_move_to_a_new_primary_while_a_server_answers_and_the_old_one_can_go(
    tmp_path: Path,
) -> None:
    with running_server(tmp_path) as server, RawClient(server.address, server.admin_key) as raw:
        expected = {name: _create(raw, name) for name in "abcd"}
        expected["bootstrap"] = server.admin_key
        assert listed(raw) == expected
        # Of the other organization.
        with World(server.address, server.admin_key) as world:
            person = world.person()
        keys = _add_primary(server)
    ended = threading.Event()
    with running_server(tmp_path) as server, RawClient(server.address, server.admin_key) as raw:

        def answers() -> int:
            for number in range(100_000):
                assert listed(raw) == expected
                if ended.wait(0.05):
                    return number
            return 0

        with ThreadPoolExecutor(1) as pool:
            answering = pool.submit(answers)
            try:
                done = _reseal(server)
            finally:
                ended.set()
            assert answering.result() > 0
        assert done.returncode == 0, done.stderr
        assert done.stdout == "6 access key(s) are sealed with the primary key\n"
        for secret in keys.values():
            assert secret not in done.stderr
        assert set(map(_of, _seals(server).values())) == {b"new"}
        _write_ring(server, "new", {"new": keys["new"]})
    with (
        running_server(tmp_path) as server,
        RawClient(server.address, server.admin_key) as raw,
        RawClient(server.address, person.key) as theirs,
    ):
        assert listed(raw) == expected
        assert listed(theirs) == {"test": person.key}


def test_keys_that_do_not_open_are_counted_and_left_as_they_are(tmp_path: Path) -> None:
    with running_server(tmp_path) as server, RawClient(server.address, server.admin_key) as raw:
        url = str(server.settings.database_url)
        put = "UPDATE access_keys SET sealed = ? WHERE name = ?"
        secret = {name: _create(raw, name) for name in ("good", "foreign", "damaged", "moved")}
        seals = _seals(server)
        # Sealed with a key that is lost; not what it was; that of another key.
        change(url, put, b"\x04lost" + b"x" * 77, "foreign")
        change(url, put, (seals["damaged"] or b"")[:-9] + b"-" * 9, "damaged")
        change(url, put, seals["good"], "moved")
        _add_primary(server)
        # With a primary key that does not open it: that, too, is none that is done.
        change(url, put, b"\x03new" + b"x" * 77, "bootstrap")
        seals = _seals(server)
        for _ in range(2):  # again, it is the same
            ended = _reseal(server)
            assert ended.returncode == 1
            assert ended.stdout == "1 access key(s) are sealed with the primary key\n"
            assert complaints(ended) == [
                "waii-server: 4 access key(s) could not be opened with any key of the ring"
            ]
        after = _seals(server)
        assert _of(after.pop("good")) == b"new"
        assert _of(seals.pop("good")) != b"new"
        assert after == seals
    with running_server(tmp_path) as server, RawClient(server.address, server.admin_key) as raw:
        assert listed(raw)["good"] == secret["good"]


def test_where_there_is_nothing_to_do_nothing_is_done(fresh_server: RunningServer) -> None:
    with RawClient(fresh_server.address, fresh_server.admin_key) as raw:
        _create(raw, "second")
        before = _seals(fresh_server)
        for _ in range(2):
            ended = _reseal(fresh_server)
            assert (ended.returncode, complaints(ended)) == (0, [])
            assert ended.stdout == "2 access key(s) are sealed with the primary key\n"
        assert _seals(fresh_server) == before
        assert sorted(before) == ["bootstrap", "second"]


def test_keys_that_are_shown_once_have_no_seal_and_get_none(tmp_path: Path) -> None:
    with running_server(tmp_path, reveal_access_keys="once") as server:
        _add_primary(server)
        ended = _reseal(server)
        assert (ended.returncode, complaints(ended)) == (0, [])
        assert ended.stdout == "0 access key(s) are sealed with the primary key\n"
        assert _seals(server) == {"bootstrap": None}


def test_without_a_ring_it_says_so_and_makes_none(fresh_server: RunningServer) -> None:
    ring = fresh_server.settings.key_ring_file
    ring.unlink()
    before = _seals(fresh_server)
    ended = _reseal(fresh_server)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert complaints(ended) == [f"waii-server: there is no key ring {ring}"]
    assert not ring.exists()
    assert _seals(fresh_server) == before


def test_what_is_no_ring_is_refused_without_a_word_of_it(fresh_server: RunningServer) -> None:
    ring = fresh_server.settings.key_ring_file
    ring.write_text("secret-canary")
    ended = _reseal(fresh_server)
    assert ended.returncode == 1
    assert complaints(ended) == [f"waii-server: {ring} is not a key ring"]


def test_a_large_number_of_keys_takes_several_transactions(
    fresh_server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waii_server.services.sealed_keys._RESEALED_AT_ONCE", 3)
    with RawClient(fresh_server.address, fresh_server.admin_key) as raw:
        for number in range(5):
            _create(raw, f"{number}")
    _add_primary(fresh_server)
    # With a last one that is full.
    assert reseal_keys(fresh_server.settings) == (6, 0)
    assert set(map(_of, _seals(fresh_server).values())) == {b"new"}


def test_rotations_that_race_with_it_lose_nothing(fresh_server: RunningServer) -> None:
    """The server seals with the primary key that it has read when it started: there always is
    something to do."""
    names, ended = [f"key {number}" for number in range(4)], threading.Event()
    ring, url = fresh_server.settings.key_ring_file, str(fresh_server.settings.database_url)
    with RawClient(fresh_server.address, fresh_server.admin_key) as raw:
        newest = {name: _create(raw, name) for name in names}
        keys = _add_primary(fresh_server)
        database = Database(url, connections=1, busy_timeout=5)
        sealed_keys = SealedKeys(KeyRing.load_or_create(ring), Reveal.ALWAYS)

        def reseal_all_the_time() -> int:
            for number in range(100_000):
                assert reseal_all(database, sealed_keys) == (5, 0)
                if ended.wait(0.002):
                    return number
            return 0

        with ThreadPoolExecutor(1) as pool:
            resealing = pool.submit(reseal_all_the_time)
            try:
                for name in names * 4:
                    outcome = raw.call(ROTATE, pb.RotateAccessKeyRequest(name=name))
                    assert outcome.code.name == "OK", outcome
                    answer = pb.RotateAccessKeyResponse.FromString(outcome.response)
                    newest[name] = answer.access_key.access_key
            finally:
                ended.set()
            assert resealing.result() > 0
        assert reseal_all(database, sealed_keys) == (5, 0)
        database.close()
        assert set(map(_of, _seals(fresh_server).values())) == {b"new"}
        _write_ring(fresh_server, "new", {"new": keys["new"]})
    with (
        running_server(fresh_server.settings.data_dir) as server,
        RawClient(server.address, server.admin_key) as raw,
    ):
        assert listed(raw) == {"bootstrap": server.admin_key, **newest}
        for key in newest.values():
            outcome = raw.call("GetUserInfo", b"", [("authorization", f"Bearer {key}")])
            assert outcome.code.name == "OK"
