"""Which core runs what. Linux, where it can be told."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CORES = sorted(os.sched_getaffinity(0))
PINNED = len(_CORES) > 1
"""Whether there is a core for the servers and another one for all else."""


def pin_rest() -> None:
    """This process, and what it starts, on the second core: load generator and PostgreSQL."""
    if PINNED:
        os.sched_setaffinity(0, {_CORES[1]})


@contextmanager
def server_core() -> Iterator[None]:
    """A process that is started in this block has the first core, for itself."""
    before = os.sched_getaffinity(0)
    if PINNED:
        os.sched_setaffinity(0, {_CORES[0]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def description(directory: Path) -> dict[str, object]:
    """What a reader of the figures wants to know of the machine, and of the disk below."""
    return {
        "cores": len(_CORES),
        "pinned": PINNED,
        "cpu": _cpu(),
        "kernel": os.uname().release,
        "fsync_ms": _fsync_ms(directory),
    }


def _fsync_ms(directory: Path) -> float:
    times = []
    with tempfile.TemporaryFile(dir=directory) as file:
        for _ in range(50):
            file.write(bytes(4096))
            file.flush()
            begun = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return os.uname().machine
