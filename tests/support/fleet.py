"""Several servers of one database: replicas on PostgreSQL, workers of one server on SQLite."""

import os
import random
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from google.protobuf.message import Message

from support import databases
from support.processes import ServerProcess, run
from support.raw import Outcome, RawClient
from support.server import running_server
from support.waiting import soon

_REPLICAS = 2
_WORKERS = 4
_CONNECTIONS = 16
"""So many that, of four workers, one is left out once in 25 times, and then until the next kill."""
_PATIENCE = 15.0
"""Seconds that a call waits for the database: on a busy machine, what is slow is not refused."""
_VARIABLES = {
    "WAII_SERVER_BUSY_TIMEOUT": str(_PATIENCE),
    "WAII_SERVER_LISTEN": "127.0.0.1:0",
    # All who fail here come from one address.
    "WAII_SERVER_AUTH_FAILURE_RATE": "0",
    "WAII_SERVER_AUTO_MIGRATE": "true",
}


class Fleet(Protocol):
    """Servers that share a database.

    Attributes:
        admin_key: of the super-admin `admin` in `default-org` and `default-tenant`.
        address: of one of them.
        database: its URL.
    """

    admin_key: str
    address: str
    database: str

    def client(self, chance: random.Random) -> RawClient:
        """A client of one of the servers, with the admin's key."""

    def kill_one(self, chance: random.Random) -> None:
        """Kills one process, without a word, and waits for another in its place."""


def call(
    fleet: Fleet,
    chance: random.Random,
    method: str,
    request: Message,
    *,
    key: str = "",
    as_user: str = "",
) -> Outcome:
    """A call of one of the fleet's servers, whichever it is.

    Args:
        key: of the caller; the admin's where it is empty.
        as_user: whom the caller acts as.
    """
    metadata: list[tuple[str, str | bytes]] = [
        ("authorization", f"Bearer {key or fleet.admin_key}")
    ]
    if as_user:
        metadata.append(("x-waii-impersonate-user", as_user))
    return fleet.client(chance).call(method, request, metadata)


class _Clients:
    """Clients of a fleet, some of which come and go."""

    def __init__(self, stack: ExitStack, key: str) -> None:
        self._key = key
        self._live: list[RawClient] = []
        self._left: list[RawClient] = []
        stack.callback(self._close)

    def any(self, chance: random.Random) -> RawClient:
        return chance.choice(self._live)

    def add(self, address: str) -> None:
        self._live = [*self._live, RawClient(address, self._key)]

    def leave(self, number: int) -> None:
        """No new call goes to the client of this number; those under way go on."""
        self._left.append(self._live[number])
        self._live = [*self._live[:number], *self._live[number + 1 :]]

    def close_left(self) -> None:
        """Closes those that were left, but for the last: their calls may be under way."""
        while len(self._left) > _CONNECTIONS:
            self._left.pop(0).close()

    def _close(self) -> None:
        for one in (*self._live, *self._left):
            one.close()


class _Threads:
    """Two servers in this process: started at once, and nothing to kill."""

    def __init__(self, directory: Path, stack: ExitStack) -> None:
        servers = [
            stack.enter_context(running_server(directory, busy_timeout=_PATIENCE))
            for _ in range(_REPLICAS)
        ]
        self.admin_key = servers[0].admin_key
        self.address = servers[0].address
        self.database = servers[0].settings.database_url or f"sqlite:///{servers[0].database_file}"
        self._clients = _Clients(stack, self.admin_key)
        for server in servers:
            self._clients.add(server.address)

    def client(self, chance: random.Random) -> RawClient:
        return self._clients.any(chance)

    def kill_one(self, chance: random.Random) -> None:
        raise NotImplementedError


class _Workers:
    """The worker processes of one server."""

    def __init__(self, directory: Path, stack: ExitStack) -> None:
        self.database = f"sqlite:///{directory / 'data' / 'waii.db'}"
        self._server = ServerProcess(
            directory, "--workers", str(_WORKERS), variables=_VARIABLES, name="workers"
        )
        stack.callback(self._server.kill)
        self.address = self._server.address()
        self.admin_key = (directory / "data" / "admin.key").read_text().strip()
        self._clients = _Clients(stack, self.admin_key)
        for _ in range(_CONNECTIONS):
            self._clients.add(self.address)

    def client(self, chance: random.Random) -> RawClient:
        return self._clients.any(chance)

    def kill_one(self, chance: random.Random) -> None:
        victim = chance.choice(self._server.workers)
        os.kill(victim, signal.SIGKILL)

        def replaced() -> bool:
            workers = self._server.workers
            return len(workers) == _WORKERS and victim not in workers

        assert soon(replaced, within=60)
        # Those who have a connection keep it: only new ones come to the new worker.
        for _ in range(_CONNECTIONS // _WORKERS):
            self._clients.add(self.address)
            self._clients.leave(0)
        self._clients.close_left()


class _Replicas:
    """Servers of one process each."""

    def __init__(self, directory: Path, stack: ExitStack) -> None:
        self.database = databases.migrated_database_of(directory)
        self._directory = directory
        self._started = 0
        self._variables = {**_VARIABLES, "WAII_SERVER_DATABASE_URL": self.database}
        made = run(
            *("bootstrap", "--org-id", "default-org", "--tenant-id", "default-tenant"),
            *("--user-id", "admin", "--key-file", "admin.key"),
            cwd=directory,
            variables=self._variables,
        )
        assert made.returncode == 0, made.stderr
        self.admin_key = (directory / "admin.key").read_text().strip()
        self._clients = _Clients(stack, self.admin_key)
        self._servers: list[ServerProcess] = []
        stack.callback(self._kill_all)
        for _ in range(_REPLICAS):
            self._start("127.0.0.1:0")
        self.address = self._servers[0].address()

    def client(self, chance: random.Random) -> RawClient:
        return self._clients.any(chance)

    def kill_one(self, chance: random.Random) -> None:
        number = chance.randrange(_REPLICAS)
        victim = self._servers.pop(number)
        self._clients.leave(number)
        address = victim.address()
        victim.kill()
        self._start(address)
        self._clients.close_left()

    def _kill_all(self) -> None:
        for server in self._servers:
            server.kill()

    def _start(self, address: str) -> None:
        self._started += 1
        server = ServerProcess(
            self._directory,
            *("--workers", "1", "--listen", address),
            variables=self._variables,
            name=f"replica-{self._started}",
        )
        self._servers.append(server)
        self._clients.add(server.address())


@contextmanager
def fleet_of_processes(directory: Path) -> Iterator[Fleet]:
    """Servers as an operator runs them, on the current engine."""
    kind = _Workers if databases.current() == databases.SQLITE else _Replicas
    with ExitStack() as stack:
        yield kind(directory, stack)


@contextmanager
def fleet_of_threads(directory: Path) -> Iterator[Fleet]:
    """Servers in this process, which share nothing but the database and the files."""
    with ExitStack() as stack:
        yield _Threads(directory, stack)


@dataclass
class Kills:
    """How many processes were killed so far."""

    count: int = 0


@contextmanager
def kills(fleet: Fleet, every: float, seed: int) -> Iterator[Kills]:
    """In this block a process of the fleet is killed about every so many seconds."""
    done, over, chance = Kills(), threading.Event(), random.Random(seed)

    def kill() -> None:
        while not over.wait(chance.uniform(0.5, 1.5) * every):
            fleet.kill_one(chance)
            done.count += 1

    with ThreadPoolExecutor(1) as pool:
        killing = pool.submit(kill)
        try:
            yield done
        finally:
            over.set()
        killing.result()
