"""Which core runs what. Linux, where it can be told."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

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


def description() -> dict[str, object]:
    """What a reader of the figures wants to know of the machine."""
    return {
        "cores": len(_CORES),
        "pinned": PINNED,
        "cpu": _cpu(),
        "kernel": os.uname().release,
    }


def _cpu() -> str:
    with open("/proc/cpuinfo") as lines:  # noqa: PTH123  no file of ours
        for line in lines:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return os.uname().machine
