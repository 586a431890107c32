"""What a server holds, seen from outside while nobody calls it, and whether that grows."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024

MEMORY_AT_ONCE = 4.0
"""MiB of a process that its memory may move by without a fault: one arena of the allocator more or
less, a cache that is fuller. In a run of a million calls that is 4 bytes a call."""

MEMORY_PER_MILLION = 6.0
"""MiB besides that for a million calls: 6 bytes a call. The smallest thing that can be forgotten in
a list or a dictionary for each call costs ten times that."""

WAL_MOST = 16.0
"""MiB. SQLite copies the log into the file when it has 1,000 pages (4 MiB), and then begins it anew
from its start; a reader that stands in the way lets it grow a little further."""

FILE_MOST = 8.0
"""MiB that the file may be larger than after the warm-up: the events between two prunes, in pages
that the next ones use again."""

_OWN = re.compile(r"waii|python|pytest|call-|MainThread")


@dataclass(frozen=True)
class Sample:
    """What there was at one moment without calls.

    Attributes:
        calls: how many had been made by then.
        memory: MiB of each worker that are its own.
        descriptors: open files and sockets of each worker.
        threads: of the program, of each worker.
        library_threads: those of gRPC, which makes and ends them by itself.
        connections: to the database, of all workers.
        file, wal: MiB; the file alone on PostgreSQL, where it is the size of the database.
        rows: of each table.
    """

    calls: int
    memory: tuple[float, ...]
    descriptors: tuple[int, ...]
    threads: tuple[int, ...]
    library_threads: tuple[int, ...]
    connections: int
    file: float
    wal: float
    rows: dict[str, int]

    @property
    def all_memory(self) -> float:
        return sum(self.memory)


def memory_of(pid: int) -> float:
    """MiB that are the process's own: without the files that it maps, as SQLite does."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"RssAnon:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


def descriptors_of(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def threads_of(pid: int) -> tuple[int, int]:
    """How many are the program's, and how many gRPC's, which give themselves names."""
    names = Counter(
        bool(_OWN.search(task.joinpath("comm").read_text()))
        for task in Path(f"/proc/{pid}/task").iterdir()
    )
    return names[True], names[False]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Of the straight line that fits best."""
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    if not spread:
        return 0.0
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / spread


def after_warm_up(samples: Sequence[Sample]) -> Sequence[Sample]:
    """The last two thirds: before, pools, caches and the allocator fill."""
    return samples[len(samples) // 3 :]


def memory_slope(samples: Sequence[Sample], worker: int) -> float:
    """MiB of a worker for each call, after the warm-up."""
    settled = after_warm_up(samples)
    return slope([(sample.calls, sample.memory[worker]) for sample in settled])


def growth(samples: Sequence[Sample]) -> list[str]:
    """What grew that must not, in words."""
    settled = after_warm_up(samples)
    first, last = settled[0], settled[-1]
    calls = last.calls - first.calls
    faults: list[str] = []
    for worker in range(len(first.memory)):
        grown = memory_slope(samples, worker) * calls
        allowed = MEMORY_AT_ONCE + MEMORY_PER_MILLION * calls / 1_000_000
        if grown > allowed:
            faults.append(
                f"the memory of worker {worker} grew by {grown:.1f} MiB in {calls} calls, "
                f"{grown / calls * MIB:.0f} bytes a call; {allowed:.1f} MiB are allowed"
            )
    # These come back to the very number when nobody calls.
    exact: dict[str, Callable[[Sample], tuple[int, ...]]] = {
        "descriptors": lambda sample: sample.descriptors,
        "threads": lambda sample: sample.threads,
        "database connections": lambda sample: (sample.connections,),
    }
    for name, of in exact.items():
        # The most there was in the first half: pools open what they have as it is needed.
        most = tuple(map(max, *(of(sample) for sample in settled[: len(settled) // 2])))
        if any(now > before for now, before in zip(of(last), most, strict=True)):
            faults.append(f"{name}: {most} after the warm-up, {of(last)} at the end")
    # gRPC's own: it starts some when it is busy and ends them when it is not.
    if max(last.library_threads) > 2 * max(first.library_threads) + 4:
        faults.append(f"threads of gRPC: {first.library_threads}, then {last.library_threads}")
    if last.wal and last.file > first.file + FILE_MOST:  # PostgreSQL cleans up when it likes
        faults.append(f"the database grew from {first.file:.1f} MiB to {last.file:.1f}")
    if last.wal > WAL_MOST:
        faults.append(f"the write-ahead log has {last.wal:.1f} MiB; {WAL_MOST} are allowed")
    if last.rows != first.rows:
        faults.append(f"rows: {first.rows} after the warm-up, {last.rows} at the end")
    return faults
