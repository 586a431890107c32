"""An hour of clients, and nothing grows."""

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from soak import watch
from soak.traffic import THREADS, Tally, call_many, never_called
from soak.watch import MIB, Sample
from soak.worlds import Seat, seats
from support import databases, inspection
from support.processes import ServerProcess, run
from support.waiting import soon
from torture.proof import Proof, Result, Task

WHOLE = 2_000_000
WORKERS = 2
_PROCESSES = 2
"""Of clients."""
_ROUNDS = 24
_DAY = 24 * 3600 * 1_000_000  # microseconds
_PRUNED_AFTER = 330.0
"""Seconds in which an answer that need not be kept any longer is gone: the service looks for such
every 300."""
_KEPT_TABLES = ("answered_requests", "audit_events", "sqlite_sequence", "sqlite_stat1")
"""These grow with calls, until what they hold is old enough."""
_SETTINGS = {
    "WAII_SERVER_LISTEN": "127.0.0.1:0",
    "WAII_SERVER_WORKERS": str(WORKERS),
    "WAII_SERVER_THREADS": "8",
    "WAII_SERVER_DATABASE_CONNECTIONS": "4",
    # Under load of the machine's other work, too, nothing here is to be refused.
    "WAII_SERVER_BUSY_TIMEOUT": "60",
    "WAII_SERVER_MAX_DEADLINE": "120",
    # What counts calls is to be at work, and to refuse nothing.
    "WAII_SERVER_KEY_RATE": "1000000",
    "WAII_SERVER_AUTH_FAILURE_RATE": "1000000",
    "WAII_SERVER_AUTH_FAILURE_BURST": "1000000",
}


class Soaked:
    """A server in processes of its own, and its database.

    Attributes:
        address: where it listens.
    """

    def __init__(self, task: Task) -> None:
        self.directory = task.directory
        self.url = databases.database_of(task.directory)
        # What is there when the directory is, is not made by the server.
        self._flags = ("--data-dir", str(task.directory), "--database-url", self.url)
        self._ask("migrate")
        admin = ("--org-id", "root", "--tenant-id", "root", "--user-id", "root")
        self._ask("bootstrap", *admin, "--key-file", str(task.directory / "key"))
        self.admin_key = (task.directory / "key").read_text().strip()
        self.server = ServerProcess(task.directory, *self._flags, variables=_SETTINGS)
        self.address = self.server.address()
        self.workers = self.server.workers
        self._read = 0
        self._aged: dict[int, float] = {}
        """By the time that answers of old got, when they got it."""

    def sample(self, calls: int) -> Sample:
        threads = [watch.threads_of(pid) for pid in self.workers]
        return Sample(
            calls=calls,
            memory=tuple(watch.memory_of(pid) for pid in self.workers),
            descriptors=tuple(watch.descriptors_of(pid) for pid in self.workers),
            threads=tuple(own for own, _ in threads),
            library_threads=tuple(other for _, other in threads),
            connections=self._connections(),
            file=self._size("waii.db"),
            wal=self._size("waii.db-wal"),
            rows={
                table: len(rows)
                for table, rows in inspection.dump(self.url).items()
                if table not in _KEPT_TABLES
            },
        )

    def wait_until_idle(self) -> None:
        """Until the connections of the clients are closed on this side, too."""
        before: list[tuple[int, ...]] = []

        def is_still() -> bool:
            before.append(tuple(watch.descriptors_of(pid) for pid in self.workers))
            return len(before) > 10 and len(set(before[-10:])) == 1

        soon(is_still, within=30)

    def turn_old(self) -> None:
        """What has been kept so far, is from the day before yesterday from now on."""
        mark = len(self._aged) + 1
        inspection.change(
            self.url,
            "UPDATE answered_requests SET answered_at = ? WHERE answered_at > ?",
            mark,
            _DAY,
        )
        self._aged[mark] = time.monotonic()
        inspection.change(self.url, "UPDATE audit_events SET time = time - ?", 2 * _DAY)
        self._ask("audit", "prune", "--audit-retention-days", "1")

    def answers(self) -> int:
        """How many are kept."""
        ((number,),) = inspection.rows(self.url, "SELECT count(*) FROM answered_requests")
        return int(number)

    def answers_left(self, seconds: float = _PRUNED_AFTER) -> int:
        """How many are still kept that have been old for so long."""
        old = [mark for mark, at in self._aged.items() if time.monotonic() - at > seconds]
        if not old:
            return 0
        query = "SELECT count(*) FROM answered_requests WHERE answered_at <= ?"
        ((number,),) = inspection.rows(self.url, query, max(old))
        return int(number)

    def complaints(self) -> list[str]:
        """What the log says since the last time that is no line of a call; and takes it away."""
        file = self.directory / "server.stderr"
        with file.open() as log:
            log.seek(self._read)
            lines = [line for line in log if '"level":"error"' in line or "Traceback" in line]
            self._read = log.tell()
        os.truncate(file, 0)  # the server goes on to write behind what was there: a hole
        return lines

    def _ask(self, *command: str) -> None:
        ended = run(*command, "--database-url", self.url, cwd=self.directory)
        assert ended.returncode == 0, ended.stderr

    def _connections(self) -> int:
        if databases.current() == databases.SQLITE:
            return sum(self._open_files(pid) for pid in self.workers)
        query = (
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        ((number,),) = inspection.rows(self.url, query)
        return int(number)

    def _open_files(self, pid: int) -> int:
        """How often a worker has the database open."""
        opened = 0
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            try:
                opened += descriptor.readlink().name == "waii.db"
            except FileNotFoundError:  # just the one that lists the others
                continue
        return opened

    def _size(self, name: str) -> float:
        """MiB."""
        if databases.current() == databases.SQLITE:
            file = self.directory / name
            return file.stat().st_size / MIB if file.exists() else 0.0
        if name.endswith("-wal"):
            return 0.0  # the whole server's, which bounds it by itself
        query = "SELECT pg_database_size(current_database())"
        return int(inspection.rows(self.url, query)[0][0]) / MIB


@contextmanager
def _soaked(task: Task) -> Iterator[Soaked]:
    soaked = Soaked(task)
    try:
        yield soaked
    finally:
        soaked.server.kill()


def run_proof(task: Task) -> Result:
    """Rounds of calls; between two of them nobody calls, and what the server holds is noted."""
    result = Result()
    total = Tally()
    samples: list[Sample] = []
    with (
        _soaked(task) as soaked,
        ProcessPoolExecutor(_PROCESSES, multiprocessing.get_context("spawn")) as clients,
    ):
        places = seats(soaked.address, soaked.admin_key, _PROCESSES * THREADS)
        began = time.monotonic()
        most_answers = 0
        for number in range(_ROUNDS):
            calls = task.size * (number + 1) // _ROUNDS - total.calls
            if calls > 0:
                made = _round(clients, soaked.address, places, calls, task.seed * 1000 + number)
                total.add(made)
                task.advance(made.calls)
            soaked.wait_until_idle()
            most_answers = max(most_answers, soaked.answers())
            soaked.turn_old()
            samples.append(soaked.sample(total.calls))
            result.faults += [f"round {number}: {line.strip()}" for line in soaked.complaints()]
            if left := soaked.answers_left():
                result.faults.append(f"round {number}: {left} answers are kept for too long")
            if len(total.faults) + len(result.faults) >= 20:
                break
        seconds = time.monotonic() - began
        if soaked.server.workers != soaked.workers:
            result.faults.append("a worker has ended")
        if code := soaked.server.stop(timeout=120):
            result.faults.append(f"the server ended with {code}")
        if left := soaked.answers_left(0):
            result.faults.append(f"{left} old answers are kept beyond the end of the server")
    result.done = total.calls
    result.faults += total.faults[:20] + watch.growth(samples)
    result.faults += [f"{method} was never called" for method in never_called(total)]
    result.figures = _figures(samples, total, seconds, most_answers)
    return result


def _round(
    clients: ProcessPoolExecutor, address: str, places: Sequence[Seat], calls: int, seed: int
) -> Tally:
    tally = Tally()
    running = [
        clients.submit(
            call_many,
            address,
            places[number * THREADS : (number + 1) * THREADS],
            calls // _PROCESSES,
            seed,
        )
        for number in range(_PROCESSES)
    ]
    for one in running:
        tally.add(one.result())
    return tally


def _figures(
    samples: Sequence[Sample], total: Tally, seconds: float, most_answers: int
) -> dict[str, int | float | str]:
    settled = watch.after_warm_up(samples)
    moments = (samples[0], settled[0], settled[-1])
    slopes = [watch.memory_slope(samples, worker) for worker in range(WORKERS)]

    def told(values: Sequence[object]) -> str:
        return " > ".join(str(value) for value in values)

    return {
        "calls a second": round(total.calls / seconds),
        "methods": len(total.methods),
        "connections opened": total.connections,
        **dict(sorted(total.codes.items())),
        "MiB of the workers": told([round(moment.all_memory, 1) for moment in moments]),
        "MiB per million calls and worker": told([round(one * 1_000_000, 2) for one in slopes]),
        "descriptors": told([moment.descriptors for moment in moments]),
        "threads": told([moment.threads for moment in moments]),
        "threads of gRPC": told([moment.library_threads for moment in moments]),
        "database connections": told([moment.connections for moment in moments]),
        "MiB of the database": told([round(moment.file, 1) for moment in moments]),
        "MiB of the log of SQLite": told([round(moment.wal, 1) for moment in moments]),
        "answers kept at most": most_answers,
    }


PROOF = Proof(
    name="soak",
    claim="However long and in whatever way it is called, the server holds no more memory, "
    "descriptors, threads, connections or rows than after its first minutes.",
    units="calls",
    whole=WHOLE,
    engines=databases.ENGINES,
    run=run_proof,
)
