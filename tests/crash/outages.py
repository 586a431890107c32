"""PostgreSQL is killed, or hangs up, under servers at work; they go on by themselves after it."""

import random
import signal
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import grpc
from crash.place import Place
from crash.serving import writing
from crash.stored import Checked, check, stored
from crash.story import Account, Story
from server.health import NOT_SERVING, SERVING
from server.health import check as health
from support import databases
from support.inspection import rows
from support.processes import ServerProcess
from support.waiting import soon
from waii.user import v1 as pb

OK = grpc.StatusCode.OK
DEADLINE = 8.0
_PATIENCE = 30.0
_REPLICAS = 2
_TERMINATE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


class PostgreSQL:
    """A server that can be stopped and started."""

    def __init__(self) -> None:
        self._server: Any = databases.start_postgresql()
        self.url = str(self._server.get_uri(driver="psycopg"))

    def stop(self, number: signal.Signals = signal.SIGQUIT) -> None:
        """At once, as in a crash: what it does next is to recover."""
        process = self._server.get_postmaster_info().process
        children = process.children()
        process.send_signal(number)
        process.wait(10)
        for child in children:  # which notice it by themselves
            child.wait(10)

    def start(self) -> None:
        databases.patiently(self._server.ensure_postgres_running)

    def remove(self) -> None:
        self._server.cleanup()


def run(directory: Path, _engine: str, seed: int, kills: int) -> Checked:
    """Kills a database server of its own so many times."""
    checked = Checked()
    with ExitStack() as stack:
        postgresql = PostgreSQL()
        stack.callback(postgresql.remove)
        place = Place(directory, postgresql.url)
        stack.callback(place.close)
        _Scene(place, postgresql, random.Random(seed), checked).run(kills)
    checked.faults[:] = [f"outage, seed {seed}: {fault}" for fault in checked.faults]
    return checked


class Asking:
    """A thread that asks for itself all the time, and notes how that ends.

    Attributes:
        calls: when each began and ended, and with what.
    """

    def __init__(self, place: Place, server: ServerProcess) -> None:
        self.calls: list[tuple[float, float, grpc.StatusCode]] = []
        self._over = threading.Event()
        self._client = place.client(server)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()
        self._client.__exit__(None, None, None)

    def succeeds_since(self, moment: float) -> bool:
        return any(began > moment and code is OK for began, _, code in list(self.calls))

    def _run(self) -> None:
        while not self._over.wait(0.01):
            began = time.monotonic()
            code = self._client.call("GetUserInfo", pb.GetUserInfoRequest(), timeout=DEADLINE).code
            self.calls.append((began, time.monotonic(), code))


class _Scene:
    def __init__(
        self, place: Place, postgresql: PostgreSQL, chance: random.Random, checked: Checked
    ) -> None:
        self._place = place
        self._postgresql = postgresql
        self._chance = chance
        self._checked = checked
        self._account = Account()
        place.bootstrap()
        self._servers = [place.start(WAII_SERVER_BUSY_TIMEOUT="1") for _ in range(_REPLICAS)]
        self._stories = [
            [
                Story(f"s{number}{half}", random.Random(chance.random()), self._account)
                for half in "ab"
            ]
            for number in range(_REPLICAS)
        ]
        for server in self._servers:
            server.address()
        self._first = stored(place.where)

    def run(self, kills: int) -> None:
        for _ in range(kills):
            self._kill()
            self._look_through()
            self._checked.figures["kills"] += 1
            if self._checked.faults:
                break
        for server in self._servers:
            if server.process.poll() is not None:
                self._checked.faults.append("a server has ended with its database")
            elif (code := server.stop()) != 0:
                self._checked.faults.append(f"a server ended with {code}")
        for server in self._servers:
            self._checked.faults += self._place.forget(server)
        figures = self._checked.figures
        figures["acknowledged"] = len(self._account.done)
        for story in self._all:
            for how, count in story.turned_out.items():
                figures[f"undecided: {how}"] += count

    @property
    def _all(self) -> list[Story]:
        return [story for stories in self._stories for story in stories]

    def _look_through(self) -> None:
        check(self._place.where, self._all, self._account, self._first, self._checked)
        if self._checked.faults:
            return
        for server, stories in zip(self._servers, self._stories, strict=True):
            with self._place.client(server) as client:
                for story in stories:
                    story.look(client)

    def _kill(self) -> None:
        over = threading.Event()
        asking = [Asking(self._place, server) for server in self._servers]
        with ExitStack() as stack:
            for one in asking:
                stack.callback(one.end)
            for server, stories in zip(self._servers, self._stories, strict=True):
                stack.enter_context(writing(self._place, server, stories, over, go_on=True))
            stack.callback(over.set)
            time.sleep(self._chance.uniform(0.1, 0.4))
            kinds = ("immediate shutdown", "SIGKILL", "fast shutdown", "backends terminated")
            kind = self._chance.choice(kinds)
            gone = time.monotonic()
            back = self._hang_up() if kind == kinds[-1] else self._stop(kind)
            self._checked.figures[f"kills: database, {kind}"] += 1
            self._await_service(asking, back)
            time.sleep(0.1)
        for one in asking:
            self._check_answers(one, gone, back)

    def _hang_up(self) -> float:
        for _ in range(self._chance.randint(1, 5)):
            rows(self._place.url, _TERMINATE)
            time.sleep(self._chance.uniform(0, 0.02))
        return time.monotonic()

    def _stop(self, kind: str) -> float:
        """Returns when the database is back."""
        numbers = {"SIGKILL": signal.SIGKILL, "fast shutdown": signal.SIGINT}
        self._postgresql.stop(numbers.get(kind, signal.SIGQUIT))
        if not soon(lambda: self._health() == {NOT_SERVING}, within=_PATIENCE):
            self._checked.faults.append("without a database, a server says that it serves")
        time.sleep(self._chance.uniform(0, 0.3))
        self._postgresql.start()
        return time.monotonic()

    def _await_service(self, asking: list[Asking], back: float) -> None:
        again = soon(lambda: all(one.succeeds_since(back) for one in asking), within=_PATIENCE)
        if not again or not soon(lambda: self._health() == {SERVING}, within=_PATIENCE):
            self._checked.faults.append("the servers do not go on after their database is back")

    def _health(self) -> set[int]:
        found = set()
        for server in self._servers:
            with grpc.insecure_channel(server.address()) as channel:
                found.add(health(channel))
        return found

    def _check_answers(self, asking: Asking, gone: float, back: float) -> None:
        self._checked.figures["calls beside"] += len(asking.calls)
        for began, ended, code in asking.calls:
            if code not in {OK, grpc.StatusCode.UNAVAILABLE}:
                when = f"{began - gone:.2f} s after the kill, until {ended - gone:.2f} s"
                self._checked.faults.append(f"a call is answered {code.name} ({when})")
