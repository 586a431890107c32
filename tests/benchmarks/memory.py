"""How much memory a process has for itself."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MAPPING = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+ *(?P<file>.*)$")
_PRIVATE = re.compile(r"^Private_(?:Clean|Dirty): +(?P<size>\d+) kB$")
_MIB = 1024  # in the unit of the kernel's lists
_SAMPLE_SECONDS = 1.0


def workers(pid: int) -> list[int]:
    """The processes that serve: those below the one that was started, or it alone."""
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return children or [pid]


def private_mib(pid: int, database: Path) -> float:
    """Memory that no other process shares, without the mapped pages of the database file."""
    total, counted = 0, True
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if mapping := _MAPPING.match(line):
            counted = not mapping["file"].startswith(str(database))
        elif counted and (private := _PRIVATE.match(line)):
            total += int(private["size"])
    return total / _MIB


def largest_mib(pids: list[int], database: Path) -> float:
    return max(private_mib(pid, database) for pid in pids)


@contextmanager
def peak(pids: list[int], database: Path) -> Iterator[list[float]]:
    """Looks at the largest of the processes now and then; the list holds the peak so far."""
    largest = [0.0]
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_SAMPLE_SECONDS):
            largest[0] = max(largest[0], largest_mib(pids, database))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield largest
    finally:
        ended.set()
        thread.join()
