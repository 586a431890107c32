"""A lock between processes: waited for, not for ever, and never left by the dead."""

import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from waii_server.storage.file_lock import FileLock

HOLD = """
import sys
from pathlib import Path
from waii_server.storage.file_lock import FileLock
lock = FileLock(Path(sys.argv[1]), 5)
assert lock.acquire()
print("held", flush=True)
sys.stdin.readline()
lock.release()
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lock"


@pytest.fixture
def holder(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that holds the lock until it is told something."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_file_is_its_owners_alone(path: Path) -> None:
    FileLock(path, 1).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_who_waits_gets_it_when_it_is_released(path: Path, holder: "subprocess.Popen[str]") -> None:
    lock = FileLock(path, 20)
    got: list[bool] = []
    waiting = threading.Thread(target=lambda: got.append(lock.acquire()))
    waiting.start()
    time.sleep(0.05)
    assert got == []
    assert holder.stdin is not None
    holder.stdin.write("\n")
    holder.stdin.flush()
    waiting.join()
    assert got == [True]
    other = FileLock(path, 0)
    assert not other.acquire()
    lock.release()
    assert other.acquire()
    other.close()
    lock.close()


@pytest.mark.usefixtures("holder")
def test_who_waits_too_long_does_not_get_it(path: Path) -> None:
    lock = FileLock(path, 0.1)
    started = time.monotonic()
    assert not lock.acquire()
    assert 0.1 <= time.monotonic() - started < 5
    lock.close()


def test_the_dead_hold_nothing(path: Path, holder: "subprocess.Popen[str]") -> None:
    lock = FileLock(path, 20)
    holder.kill()
    assert lock.acquire()
    lock.close()
