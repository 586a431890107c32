"""Several processes that serve one port from one SQLite file, and the one that looks after them."""

import fcntl
import itertools
import json
import os
import resource
import signal
import sqlite3
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from select import PIPE_BUF

import grpc
import pytest
from grpc_health.v1 import health_pb2
from server.conftest import DEFAULTS, Serve
from support.inspection import busy, damage, dump, rows
from support.network import has_ipv6
from support.processes import COMMAND, ServerProcess, environment, lives, run
from support.raw import RawClient
from support.waiting import soon
from typer.testing import CliRunner
from waii.user import v1 as pb
from waii_server.app import CannotServe, build_server
from waii_server.cli import cli
from waii_server.settings import Settings
from waii_server.storage.sqlite import may_lose_commits
from waii_server.supervisor import _Reservation

from server import health, loss

OK = grpc.StatusCode.OK
_soon = partial(soon, within=15.0)
MOST_CONNECTIONS = 100
"""So many that, of four workers, one is left out once in 10^11 times."""


@contextmanager
def _client_of_each(server: ServerProcess, data: Path) -> Iterator[dict[int, RawClient]]:
    """For each worker, by its id, a client that is connected to it; all with the admin's key."""
    address, workers = server.address(), set(server.workers)
    key = (data / "admin.key").read_text().strip()
    with ExitStack() as stack:
        clients: dict[int, RawClient] = {}
        for _ in range(MOST_CONNECTIONS):
            client = stack.enter_context(RawClient(address, key))
            clients.setdefault(_worker_of(server, client), client)
            if clients.keys() == workers:
                break
        assert clients.keys() == workers
        yield clients


def _worker_of(server: ServerProcess, client: RawClient) -> int:
    """The process that answers this client, as its log line says."""
    request_id = uuid.uuid4().hex
    outcome = client.call("GetUserInfo", b"", [*client.key_metadata, ("x-request-id", request_id)])
    assert outcome.code is OK

    def found() -> list[int]:
        whole = (line for line in server.stderr.splitlines(keepends=True) if line.endswith("\n"))
        return [json.loads(line)["pid"] for line in whole if f'"{request_id}"' in line]

    assert _soon(found)
    return found()[0]


def _execute(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(data / "waii.db", timeout=10)) as other, other:
        other.execute(statement)


def _create_key(client: RawClient, name: str) -> grpc.StatusCode:
    return client.call("CreateAccessKey", pb.CreateAccessKeyRequest(name=name)).code


# Start


def test_workers_start_on_an_empty_directory_with_one_admin(serve: Serve, data: Path) -> None:
    server = serve("--workers", "4")
    server.address()
    assert len(server.workers) == 4
    assert server.stdout.splitlines() == [
        "created super-admin 'admin'; its access key is in data/admin.key",
        f"listening on {server.address()}",
    ]
    # What could not be forked, the parent does not have: no thread and no connection.
    parent = Path(f"/proc/{server.process.pid}")
    assert len(list((parent / "task").iterdir())) == 1
    assert not [fd for fd in (parent / "fd").iterdir() if "waii.db" in str(fd.readlink())]
    assert server.stop() == 0
    assert [path.name for path in data.glob("*admin*")] == ["admin.key"]
    stored = dump(data / "waii.db")
    for table in ("organizations", "tenants", "users", "access_keys"):
        assert len(stored[table]) == 1, table
    # The log is one, of whole lines, and says who wrote each.
    pids = {line["pid"] for line in server.log}
    assert len(pids) == 5
    assert server.process.pid in pids


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 1)])
def test_a_port_belongs_to_one_server(
    serve: Serve, data: Path, tmp_path: Path, first: int, second: int
) -> None:
    server = serve("--workers", str(first))
    address = server.address()
    refused = run(
        *("serve", "--listen", address, "--data-dir", "other", "--workers", str(second)),
        cwd=tmp_path,
    )
    assert refused.returncode == 1
    assert f"cannot listen on {address}: in use" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert refused.stdout == ""
    # The same for the other number of workers, without a process.
    alone = Settings(listen=address, data_dir=tmp_path / "another")
    start = partial(build_server, alone) if first == 1 else partial(_Reservation, address)
    with pytest.raises(CannotServe, match="in use"):
        start()
    with RawClient(address, (data / "admin.key").read_text().strip()) as client:
        assert client.call("GetUserInfo", b"").code is OK


@pytest.mark.parametrize("listen", ["localhost:0", "[::]:0"])
def test_workers_share_whatever_address_there_is(serve: Serve, data: Path, listen: str) -> None:
    if "[" in listen and not has_ipv6():
        pytest.skip("no IPv6 on this machine")
    server = serve("--listen", listen, "--insecure")
    host, _, port = server.address().rpartition(":")
    assert host == listen.removesuffix(":0")
    with _client_of_each(server, data):
        pass
    for same in (server.address(), f"127.0.0.1:{port}", f"0.0.0.0:{port}"):
        with pytest.raises(CannotServe, match="in use"):
            _Reservation(same)


def test_a_unix_socket_has_one_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    listen = ("serve", "--listen", "unix:s")
    flag = CliRunner().invoke(cli, [*listen, "--workers", "2"])
    variable = CliRunner().invoke(cli, listen, env={"WAII_SERVER_WORKERS": "2"})
    assert (flag.exit_code, variable.exit_code) == (2, 2)
    assert "--workers: processes cannot share a unix socket" in flag.stderr
    assert "WAII_SERVER_WORKERS: processes cannot share a unix socket" in variable.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_cannot_start_ends_the_server(
    serve: Serve, data: Path, tmp_path: Path
) -> None:
    """The parent has no use for the key ring where there is an admin; the workers have."""
    assert _first(serve).stop() == 0
    (data / "keyring.json").write_text("secret-canary")
    refused = run("serve", cwd=tmp_path, variables=DEFAULTS)
    assert refused.returncode == 1
    assert "waii-server: data/keyring.json is not a key ring" in refused.stderr.splitlines()
    assert refused.stdout == ""
    assert "Traceback" not in refused.stderr
    assert "secret-canary" not in refused.stderr


def _first(serve: Serve) -> ServerProcess:
    server = serve()
    server.address()
    return server


def test_of_many_that_want_one_port_at_once_at_most_one_gets_it() -> None:
    with closing(_Reservation("127.0.0.1:0")) as free:
        address = free.address
    begin = threading.Barrier(8)

    def reserve(_: int) -> _Reservation | None:
        begin.wait()
        try:
            return _Reservation(address)
        except CannotServe:
            return None

    with ThreadPoolExecutor(8) as pool:
        for _ in range(50):
            got = [one for one in pool.map(reserve, range(8)) if one is not None]
            assert len(got) <= 1
            for one in got:
                one.close()


def test_lines_of_several_processes_stay_whole_in_a_full_pipe(tmp_path: Path, data: Path) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE_BUF)
    server = subprocess.Popen(
        [*COMMAND, "serve"],
        cwd=tmp_path,
        env=environment(**DEFAULTS),
        stdout=subprocess.PIPE,
        stderr=writing,
        text=True,
        start_new_session=True,
    )
    os.close(writing)
    chunks: list[bytes] = []
    reads = threading.Event()

    def read() -> None:
        while chunk := os.read(reading, PIPE_BUF):
            reads.wait()
            chunks.append(chunk)

    calls = 300
    with closing(os.fdopen(reading)), server, ThreadPoolExecutor(1) as pool, ExitStack() as stack:
        try:
            reads.set()
            done = pool.submit(read)
            assert server.stdout is not None
            _, listening = server.stdout.readline(), server.stdout.readline()
            address = listening.removeprefix("listening on ").strip()
            key = (data / "admin.key").read_text().strip()
            clients = [stack.enter_context(RawClient(address, key)) for _ in range(12)]
            reads.clear()  # lines wait, and later go out many at a time
            for client in itertools.islice(itertools.cycle(clients), calls):
                assert client.call("GetUserInfo", b"").code is OK
            reads.set()
            server.terminate()
            assert server.wait(20) == 0
            done.result()
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)
            reads.set()
    log = [json.loads(line) for line in b"".join(chunks).splitlines()]
    of_calls = [line["pid"] for line in log if line["event"] == "call"]
    assert len(of_calls) == calls
    assert len(set(of_calls)) == 2


# What one worker changes, the others know


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[RawClient]]]:
    """The data of a server of four workers, and a client of each."""
    where = tmp_path_factory.mktemp("four")
    server = ServerProcess(where, "--workers", "4", variables=DEFAULTS)
    try:
        with _client_of_each(server, where / "data") as clients:
            yield where / "data", list(clients.values())
        assert server.stop() == 0
        assert damage(where / "data" / "waii.db") == []
    finally:
        server.kill()


def test_a_revoked_key_is_refused_by_the_next_call_on_any_worker(
    four: tuple[Path, list[RawClient]],
) -> None:
    loss.of_keys(four[1], times=loss.REVOCATIONS)


def test_the_key_of_a_deleted_user_is_refused_by_the_next_call_on_any_worker(
    four: tuple[Path, list[RawClient]],
) -> None:
    loss.of_users(four[1], "default-tenant", "default-org", times=32)


def test_a_role_that_was_taken_away_is_gone_for_the_next_call_on_any_worker(
    four: tuple[Path, list[RawClient]],
) -> None:
    loss.of_roles(four[1], "default-tenant", "default-org", times=32)


def test_every_worker_answers_for_its_health(four: tuple[Path, list[RawClient]]) -> None:
    data, clients = four
    check = "/grpc.health.v1.Health/Check"

    def all_say(status: int) -> bool:
        answers = [client.call(check, b"").response for client in clients]
        return {health_pb2.HealthCheckResponse.FromString(one).status for one in answers} == {
            status
        }

    assert all_say(health.SERVING)
    (data / "waii.db").rename(data / "away")
    assert _soon(lambda: all_say(health.NOT_SERVING))
    (data / "away").rename(data / "waii.db")
    assert _soon(lambda: all_say(health.SERVING))


def test_the_last_use_of_a_key_is_the_last_on_any_worker(serve: Serve, data: Path) -> None:
    server = serve()
    with _client_of_each(server, data) as clients:
        (here, on_here), (_, on_there) = clients.items()
        keys = [_key(on_here, name) for name in ("a", "b")]
        for client, key in zip((on_here, on_there), keys, strict=True):
            _use(client, key)
        between = time.time_ns() // 1000
        for client, key in zip((on_there, on_here), keys, strict=True):
            _use(client, key)
        # One stores what it knows, then the other: of key a the later use first, of b the earlier.
        os.kill(here, signal.SIGTERM)
        assert _soon(lambda: not lives(here))
    assert server.stop() == 0
    query = "SELECT name, last_used_at FROM access_keys WHERE name IN ('a', 'b')"
    used: dict[str, int] = dict(rows(data / "waii.db", query))
    assert used.keys() == {"a", "b"}
    assert min(used.values()) >= between


def _key(client: RawClient, name: str) -> str:
    created = client.call("CreateAccessKey", pb.CreateAccessKeyRequest(name=name))
    return pb.GetAccessKeyResponse.FromString(created.response).access_keys[0].access_key


def _use(client: RawClient, key: str) -> None:
    assert client.call("GetUserInfo", b"", [("authorization", f"Bearer {key}")]).code is OK


# Ends


def test_a_worker_that_was_killed_is_replaced_while_others_go_on(serve: Serve, data: Path) -> None:
    server = serve()
    done = threading.Event()
    with (
        _client_of_each(server, data) as clients,
        ThreadPoolExecutor(2) as pool,
        ExitStack() as stack,
    ):
        stack.callback(done.set)
        (killed, on_killed), (other, on_other) = clients.items()
        of_killed: list[grpc.StatusCode] = []
        of_other: list[grpc.StatusCode] = []

        def calls(client: RawClient, codes: list[grpc.StatusCode]) -> None:
            while not done.is_set():
                codes.append(client.call("GetUserInfo", b"").code)

        pool.submit(calls, on_killed, of_killed)
        pool.submit(calls, on_other, of_other)
        time.sleep(0.1)
        # Migrations are for a start: the next worker is not to look for any below the others.
        _execute(data, "UPDATE alembic_version SET version_num = '9999'")
        os.kill(killed, signal.SIGKILL)
        assert _soon(lambda: len(server.workers) == 2 and killed not in server.workers)
        assert _soon(lambda: of_killed[-1] is OK)  # the same client is served again
    assert set(of_other) == {OK}
    assert set(of_killed) <= {OK, grpc.StatusCode.UNAVAILABLE}
    assert other in server.workers
    with _client_of_each(server, data):
        pass  # the new one answers too
    assert server.stop() == 0
    (ended,) = [line for line in server.log if line["event"] == "worker ended"]
    assert (ended["worker"], ended["how"]) == (killed, "signal 9")


def test_workers_that_keep_dying_are_replaced_ever_more_slowly(serve: Serve) -> None:
    server = _first(serve)
    survivor, victim = server.workers
    for _ in range(2):
        os.kill(victim, signal.SIGKILL)
        dead = victim
        assert _soon(lambda dead=dead: len(server.workers) == 2 and dead not in server.workers)  # type: ignore[misc]
        (victim,) = set(server.workers) - {survivor}
    assert server.stop() == 0
    told = [line for line in server.log if line["event"] in {"worker ended", "worker started"}]
    times = [datetime.fromisoformat(line["timestamp"]) for line in told[2:]]
    assert [line["event"] for line in told[2:]] == ["worker ended", "worker started"] * 2
    assert (times[3] - times[2]).total_seconds() >= 1


def test_a_worker_that_cannot_be_replaced_yet_is_replaced_later(serve: Serve) -> None:
    """Without a file descriptor left there is no process."""
    server = _first(serve)
    parent, (victim, survivor) = server.process.pid, server.workers
    soft, hard = resource.prlimit(parent, resource.RLIMIT_NOFILE)
    resource.prlimit(parent, resource.RLIMIT_NOFILE, (3, hard))
    os.kill(victim, signal.SIGKILL)
    assert _soon(lambda: "worker cannot be started" in server.stderr)
    assert server.workers == [survivor]
    resource.prlimit(parent, resource.RLIMIT_NOFILE, (soft, hard))
    assert _soon(lambda: len(server.workers) == 2)
    assert server.stop() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_drains_every_worker(serve: Serve, data: Path, number: signal.Signals) -> None:
    server = serve("--busy-timeout", "10")
    with _client_of_each(server, data) as clients, ThreadPoolExecutor(2) as pool:
        pids = server.workers
        with busy(data / "waii.db"):
            in_flight = [
                pool.submit(_create_key, client, f"of {pid}") for pid, client in clients.items()
            ]
            time.sleep(0.3)
            # As a terminal does it, and as an init system may: to all, not to the parent alone.
            if number == signal.SIGINT:
                os.killpg(server.process.pid, number)
            else:
                server.process.send_signal(number)
            time.sleep(0.3)
            assert not any(one.done() for one in in_flight)
            assert all(lives(pid) for pid in pids)
        assert [one.result() for one in in_flight] == [OK, OK]
        assert server.process.wait(10) == 0
    assert not any(lives(pid) for pid in pids)
    names = {name for (name,) in rows(data / "waii.db", "SELECT name FROM access_keys")}
    assert names == {"bootstrap", *(f"of {pid}" for pid in pids)}
    assert [line["event"] for line in server.log].count("stopped") == 2
    assert "Traceback" not in server.stderr


def test_what_the_operator_is_warned_of_is_said_once(serve: Serve) -> None:
    server = serve()
    server.address()
    assert len(server.workers) == 2
    assert server.stop() == 0
    assert server.stderr.count("can lose a commit") == may_lose_commits()


def test_a_worker_that_does_not_stop_is_killed_and_the_exit_code_says_so(serve: Serve) -> None:
    server = serve("--grace", "0.1", "--busy-timeout", "0.1")
    server.address()
    hung, other = server.workers
    os.kill(hung, signal.SIGSTOP)
    assert server.stop() == 1
    assert not lives(hung)
    assert not lives(other)
    assert server.stderr.splitlines()[-1].startswith("waii-server: not every worker ended well")
    assert f'"worker":{hung},"how":"signal 9"' in server.stderr
    assert f'"worker":{other},"how"' not in server.stderr


def test_workers_do_not_outlive_their_parent(serve: Serve, data: Path) -> None:
    server = serve("--busy-timeout", "10")
    with _client_of_each(server, data) as clients, ThreadPoolExecutor(2) as pool:
        pids = server.workers
        with busy(data / "waii.db"):
            in_flight = [pool.submit(_create_key, one, str(pid)) for pid, one in clients.items()]
            time.sleep(0.3)
            server.process.kill()
            server.process.wait()
            time.sleep(1)
            assert all(lives(pid) for pid in pids)  # they drain
        assert [one.result() for one in in_flight] == [OK, OK]
    assert _soon(lambda: not any(lives(pid) for pid in pids))
    assert [line["event"] for line in server.log].count("stopped") == 2
    again = serve("--listen", server.address())
    assert again.address() == server.address()
    assert again.stop() == 0
