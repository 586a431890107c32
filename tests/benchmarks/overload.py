"""More calls than the server can carry, from callers who do not wait for one another."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import grpc
from grpc_health.v1 import health_pb2

from benchmarks import memory, seed
from benchmarks.bench import Bench, Service, Side
from benchmarks.load import Call, Run

_IN_FLIGHT = 64
_NORMAL, _TOO_MUCH = 0.7, 3.0  # of the calls a second that the server carries
_HEALTH_SECONDS = 0.05  # between two looks at the health
_HEALTH_FAILED_MS = 60_000.0


@dataclass(frozen=True)
class Overload:
    """What came of it, in rounds: of the same number of runs each.

    Attributes:
        carried: where each caller waits for the answer before the next call.
        normal: at a load that the server carries easily.
        overload: at three times what it carries.
        health_ms: how long the longest health check took meanwhile.
        memory_mib: private memory after that.
    """

    carried: Side
    normal: Side
    overload: Side
    health_ms: Sequence[float]
    memory_mib: Sequence[float]

    @property
    def notes(self) -> list[str]:
        """The whole in words."""
        normal, overload = self.normal.runs, self.overload.runs

        def rate(count: Callable[[Run], int]) -> str:
            return f"{statistics.median(count(run) / run.seconds for run in overload):,.0f}"

        return [
            f"{self.carried.rate:,.0f} calls/s are carried",
            f"at {_NORMAL:g} times that, an answer takes {_times(normal)}",
            f"at {_TOO_MUCH:g} times that, an answer takes {_times(overload)}",
            (
                f"then, of {rate(lambda run: run.begun)} calls/s {rate(lambda run: run.calls)} are "
                f"answered, {rate(lambda run: run.refused)} refused with a reason, and "
                f"{rate(lambda run: run.cancelled)} cancelled by gRPC"
            ),
            f"private memory after each round: {', '.join(f'{m:.0f}' for m in self.memory_mib)} MB",
        ]


def measure(bench: Bench, service: Service, calls: list[Call]) -> Overload:
    target = bench.target("service", service.process.address, calls)
    database = service.data_dir / seed.DATABASE_FILE
    pids = memory.workers(service.process.pid)
    seconds = bench.options.seconds
    carried, normal, overload = Side("carried"), Side("normal"), Side("overload")
    health_ms: list[float] = []
    memory_mib: list[float] = []
    bench.load(target, _IN_FLIGHT, seconds=bench.options.warm_up)
    for _ in range(bench.options.rounds):
        carried.runs.append(bench.load(target, _IN_FLIGHT, seconds=seconds))
        own = carried.runs[-1].rate
        normal.runs.append(bench.load(target, rate=_NORMAL * own, seconds=seconds))
        with _longest_check(service.process.address) as longest:
            overload.runs.append(bench.load(target, rate=_TOO_MUCH * own, seconds=2 * seconds))
        health_ms.append(longest[0])
        memory_mib.append(memory.largest_mib(pids, database))
    return Overload(carried, normal, overload, health_ms, memory_mib)


def _times(runs: Sequence[Run]) -> str:
    p50 = statistics.median(run.p50_ms for run in runs)
    p99 = statistics.median(run.p99_ms for run in runs)
    return f"{p50:.1f} ms (p50), {p99:.1f} ms (p99)"


@contextmanager
def _longest_check(address: str) -> Iterator[list[float]]:
    """Asks for the health now and then, as who restarts what is not healthy does; the list holds
    the milliseconds of the longest time that it took, a minute where there was no good answer."""
    longest = [0.0]
    ended = threading.Event()

    def look() -> None:
        with grpc.insecure_channel(address) as channel:
            check = channel.unary_unary(
                "/grpc.health.v1.Health/Check",
                request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
                response_deserializer=health_pb2.HealthCheckResponse.FromString,
            )
            while not ended.wait(_HEALTH_SECONDS):
                begun = time.perf_counter()
                try:
                    good = check(health_pb2.HealthCheckRequest(), timeout=5).status == _SERVING
                except grpc.RpcError:
                    good = False
                took = (time.perf_counter() - begun) * 1000 if good else _HEALTH_FAILED_MS
                longest[0] = max(longest[0], took)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield longest
    finally:
        ended.set()
        thread.join()


_SERVING = health_pb2.HealthCheckResponse.SERVING
