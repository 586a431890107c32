"""The database goes away under load, and comes back: calls are told, and servers go on."""

import itertools
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import pytest
from server.conftest import Serve
from server.health import NOT_SERVING, SERVING, check
from support import databases
from support.inspection import rows
from support.processes import ServerProcess, run
from support.raw import RawClient
from support.waiting import soon
from waii.user import v1 as pb

OK, UNAVAILABLE = grpc.StatusCode.OK, grpc.StatusCode.UNAVAILABLE
ADMIN = ("--org-id", "acme", "--tenant-id", "head", "--user-id", "root", "--user-name", "Root")
DEADLINE = 6.0


class PostgreSQL:
    """A server that can be stopped and started."""

    def __init__(self) -> None:
        self._server: Any = databases.start_postgresql()
        self.url = str(self._server.get_uri(driver="psycopg"))

    def stop(self) -> None:
        """At once, as in a crash: what it does next is to recover."""
        process = self._server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(10)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def remove(self) -> None:
        self._server.cleanup()


@dataclass(frozen=True)
class Call:
    rpc: str
    user_id: str
    begun: float
    ended: float
    code: grpc.StatusCode


class Load:
    """Threads that create users, and ask for themselves, one call after the other."""

    def __init__(self, address: str, key: str, threads: int) -> None:
        self.calls: list[Call] = []
        self._over = threading.Event()
        self._clients = [RawClient(address, key) for _ in range(threads)]
        self._pool = ThreadPoolExecutor(threads)
        prefix = address.rpartition(":")[2]
        self._running = [
            self._pool.submit(self._run, client, f"{prefix}-{number}")
            for number, client in enumerate(self._clients)
        ]

    def end(self) -> list[Call]:
        """All calls."""
        self._over.set()
        self._pool.shutdown()
        for client in self._clients:
            client.__exit__(None, None, None)
        for one in self._running:
            one.result()
        return self.calls

    def succeeds_since(self, moment: float) -> bool:
        """Whether calls of both kinds that have begun since then have succeeded."""
        done = {call.rpc for call in list(self.calls) if call.begun > moment and call.code is OK}
        return len(done) == 2

    def _run(self, client: RawClient, prefix: str) -> None:
        for number in itertools.count():
            user = pb.User(id=f"{prefix}-{number}", tenant_id="head", org_id="acme")
            for rpc, request in (
                ("CreateUser", pb.CreateUserRequest(user=user)),
                ("GetUserInfo", pb.GetUserInfoRequest()),
            ):
                begun = time.monotonic()
                code = client.call(rpc, request, timeout=DEADLINE).code
                self.calls.append(Call(rpc, user.id, begun, time.monotonic(), code))
                if self._over.wait(0.01):
                    return


@pytest.fixture
def postgresql() -> Iterator[PostgreSQL]:
    started = PostgreSQL()
    yield started
    started.remove()


def _health(servers: list[ServerProcess]) -> set[int]:
    found = set()
    for server in servers:
        with grpc.insecure_channel(server.address()) as channel:
            found.add(check(channel))
    return found


def test_replicas_outlive_their_database(
    serve: Serve, tmp_path: Path, postgresql: PostgreSQL
) -> None:
    where = {
        "WAII_SERVER_DATABASE_URL": postgresql.url,
        "WAII_SERVER_KEY_RING": "keyring.json",
        "WAII_SERVER_AUTO_MIGRATE": "true",
        "WAII_SERVER_BUSY_TIMEOUT": "1",
        "WAII_SERVER_WORKERS": "1",
    }
    first = run("bootstrap", *ADMIN, "--key-file", "key", cwd=tmp_path, variables=where)
    assert first.returncode == 0, first.stderr
    key = (tmp_path / "key").read_text().strip()
    replicas = [serve(variables=where) for _ in range(2)]
    loads = [Load(replica.address(), key, threads=2) for replica in replicas]
    try:
        begun = time.monotonic()
        assert soon(lambda: all(load.succeeds_since(begun) for load in loads), within=10)
        time.sleep(0.3)
        postgresql.stop()
        gone = time.monotonic()
        assert soon(lambda: _health(replicas) == {NOT_SERVING}, within=10)
        time.sleep(0.3)
        back = time.monotonic()
        postgresql.start()
        started = time.monotonic()
        assert soon(lambda: all(load.succeeds_since(started) for load in loads), within=10)
        assert soon(lambda: _health(replicas) == {SERVING}, within=10)
        time.sleep(0.2)
    finally:
        calls = [load.end() for load in loads]

    acknowledged = set()
    for made in calls:
        assert {call.code for call in made} == {OK, UNAVAILABLE}
        assert max(call.ended - call.begun for call in made) < DEADLINE
        between = [call for call in made if gone < call.begun and call.ended < back]
        assert {(call.rpc, call.code) for call in between} == {
            ("CreateUser", UNAVAILABLE),
            ("GetUserInfo", UNAVAILABLE),
        }
        created = [call for call in made if call.rpc == "CreateUser" and call.code is OK]
        assert min(call.begun for call in created) < gone
        acknowledged |= {call.user_id for call in created}
    stored = {user_id for (user_id,) in rows(postgresql.url, "SELECT id FROM users")}
    assert acknowledged <= stored
    for replica in replicas:
        assert replica.process.poll() is None
        assert not [line for line in replica.log if "exception" in line]
