"""What every benchmark works with: servers, prepared calls, and two targets measured in turns."""

import shutil
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import grpc

from benchmarks import load, processes, seed
from benchmarks.load import Call, Run, Target
from benchmarks.postgres import PostgreSQL
from benchmarks.processes import CannotRun, Process

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
SERVICE = "/waii.user.v1.UserService/"


@dataclass(frozen=True)
class Options:
    """How long everything takes.

    Attributes:
        rounds: in which subject and reference are measured, one after the other.
        seconds: that each of them is measured in a round.
        warm_up: seconds that each of them is called before the first round.
        calls: of the run that watches the memory.
        users: in the large database.
    """

    rounds: int = 5
    seconds: float = 1.5
    warm_up: float = 1.5
    calls: int = 1_000_000
    users: int = 1_000_000


@dataclass(frozen=True)
class Service:
    """The product, with its database.

    Attributes:
        database_url: SQLAlchemy's, for others who use the same database.
    """

    process: Process
    data_dir: Path
    database_url: str


@dataclass(frozen=True)
class Side:
    """One of the two that are compared, and its runs."""

    name: str
    runs: list[Run] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Calls a second, median of the rounds."""
        return statistics.median(run.rate for run in self.runs) if self.runs else 0.0


@dataclass(frozen=True)
class Measured:
    """The values of the rounds, in the unit of the goal, and what they were computed from."""

    values: Sequence[float]
    sides: Sequence[Side] = ()
    notes: Sequence[str] = ()
    """What else there is to say."""

    @property
    def valid(self) -> bool:
        return bool(self.values) and all(run.valid for side in self.sides for run in side.runs)


class Bench:
    """One run of the benchmarks.

    Args:
        directory: for what stays (seeded databases, the load generator) and what does not.
        step: told what begins now.
    """

    def __init__(self, directory: Path, options: Options, step: Callable[[str], None]) -> None:
        self.options = options
        self._step = step
        self._cache = directory / "cache"
        self._work = directory / "work"
        shutil.rmtree(self._work, ignore_errors=True)
        for path in (self._cache, self._work):
            path.mkdir(parents=True, exist_ok=True)
        self._program = load.build(directory)
        self._postgres_directory = directory / "postgresql"
        self._postgres: PostgreSQL | None = None
        self._files = 0

    def close(self) -> None:
        if self._postgres is not None:
            self._postgres.stop()
        shutil.rmtree(self._work)

    @contextmanager
    def database(self, engine: str, users: int) -> Iterator[tuple[Path, str]]:
        """A data directory, and the URL of a database with so many users, until the block ends."""
        self._step(f"database of {users:,} users ({engine})")
        data_dir = self._file("data")
        if engine == SQLITE:
            shutil.copytree(seed.sqlite(self._cache, users), data_dir)
            yield data_dir, f"sqlite:///{data_dir / seed.DATABASE_FILE}"
            shutil.rmtree(data_dir)
            return
        if self._postgres is None:
            self._postgres = PostgreSQL(self._postgres_directory)
        with self._postgres.database(self._work, users) as address:
            yield data_dir, address.replace("postgresql://", "postgresql+psycopg://")

    @contextmanager
    def service(self, engine: str, users: int) -> Iterator[Service]:
        """The product on a database of so many users."""
        with (
            self.database(engine, users) as (data_dir, url),
            self.serving(data_dir, url) as service,
        ):
            yield service

    @contextmanager
    def serving(self, data_dir: Path, url: str) -> Iterator[Service]:
        """The product on what is there."""
        name = self._file("product").name
        with processes.product(self._work, name, data_dir, url) as process:
            yield Service(process, data_dir, url)

    @contextmanager
    def echo(self, service: Service, call: Call) -> Iterator[Process]:
        """A server that answers what the service answers to `call`."""
        answer = self._file("answer")
        answer.write_bytes(answer_of(service.process.address, call))
        method = call.method.rpartition("/")[2]
        with self.reference("echo", method, str(answer)) as process:
            yield process

    @contextmanager
    def reference(self, module: str, *arguments: str) -> Iterator[Process]:
        """A gRPC server of `references`, with as many threads as the product."""
        threads = ("--threads", str(processes.THREADS))
        with processes.reference(self._work, module, *arguments, *threads) as process:
            yield process

    @contextmanager
    def fastapi(self, database_url: str) -> Iterator[Process]:
        with processes.fastapi(self._work, database_url) as process:
            yield process

    def target(self, name: str, address: str, calls: Sequence[Call]) -> Target:
        path = load.write_calls(self._file("calls"), calls)
        return Target(name, address, path, http=bool(calls[0].path))

    def load(
        self,
        target: Target,
        in_flight: int = 0,
        *,
        rate: float = 0.0,
        seconds: float = 0.0,
        count: int = 0,
    ) -> Run:
        """One measured run, outside of a comparison."""
        return load.run(
            self._program, target, in_flight=in_flight, rate=rate, seconds=seconds, count=count
        )

    def compare(
        self,
        subject: Target,
        reference: Target,
        in_flight: int,
        *,
        of_times: bool = False,
        same_answers: bool = False,
    ) -> Measured:
        """Measures both in turns; the ratio of their rates, or of their times, in each round.

        Raises:
            CannotRun: answers were to be the same, and differ in size.
        """
        sides = (Side(subject.name), Side(reference.name))
        targets = (subject, reference)
        for target in targets:
            self._step(f"{target.name}: warm-up")
            load.run(self._program, target, in_flight=in_flight, seconds=self.options.warm_up)
        for number in range(self.options.rounds):
            for side, target in zip(sides, targets, strict=True):
                self._step(f"{target.name}: round {number + 1} of {self.options.rounds}")
                side.runs.append(
                    load.run(
                        self._program,
                        target,
                        in_flight=in_flight,
                        warm_up=self.options.seconds / 10,
                        seconds=self.options.seconds,
                    )
                )
        pairs = list(zip(sides[0].runs, sides[1].runs, strict=True))
        if not all(run.valid for pair in pairs for run in pair):
            return Measured([], sides)
        if same_answers and any(a.answer_size != b.answer_size for a, b in pairs):
            raise CannotRun(f"{subject.name} and {reference.name} answer with different bytes")
        ratios = [b.rate / a.rate if of_times else a.rate / b.rate for a, b in pairs]
        return Measured(ratios, sides)

    def _file(self, name: str) -> Path:
        self._files += 1
        return self._work / f"{name}-{self._files}"


def answer_of(address: str, call: Call) -> bytes:
    """What the server at `address` answers to `call`."""
    with grpc.insecure_channel(address) as channel:
        rpc: grpc.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(call.method)
        return rpc(call.payload, metadata=tuple(call.metadata.items()), timeout=30)
