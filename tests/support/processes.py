"""The programs as people run them: processes of their own.

To import the program takes a second of a whole core, far more than most of what is tested here. So
these processes are forked from one that has imported it and done nothing else, as the server does
it with its workers. What may depend on the start of the interpreter, or on its end, runs `COMMAND`.
"""

import atexit
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing import connection
from pathlib import Path
from typing import Any, TextIO

from waii_cli.__main__ import main as waii
from waii_server.__main__ import main as waii_server

COMMAND = (sys.executable, "-m", "waii_server")
START_SECONDS = 30.0

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["waii_server.__main__", "waii_server.cli", "waii_cli.app"])

_exit_codes = threading.Lock()
"""Held by the one who reads exit codes. Each comes through a pipe, and only once: of two who read
it at the same time, the second would be told 255. Whoever starts a process reads those of all."""
_LOOK_SECONDS = 0.1
"""How long one who waits sleeps at most: another may have read the exit code."""

_PROGRAMS = {"waii-server": waii_server, "waii": waii}
_NOTHING = Path(os.devnull)


def environment(**variables: str) -> dict[str, str]:
    """Ours, without what would set the server's options, or is set for the tests alone."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("WAII_", "GRPC_"))}
    return inherited | variables


def run(
    *arguments: str, cwd: Path, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    with tempfile.TemporaryDirectory() as directory:
        stdout, stderr = (Path(directory) / name for name in ("stdout", "stderr"))
        process = Process(arguments, cwd, variables or {}, stdout, stderr)
        try:
            code = process.wait(START_SECONDS)
        finally:
            process.kill()
        return subprocess.CompletedProcess(arguments, code, stdout.read_text(), stderr.read_text())


class Process:
    """A program with these arguments, in a session of its own; its output goes into files.

    Where the files are a terminal, it is the program's controlling one.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        cwd: Path,
        variables: Mapping[str, str],
        stdout: Path,
        stderr: Path,
        *,
        stdin: Path = _NOTHING,
        program: str = "waii-server",
        mode: str = "w",
    ) -> None:
        for file in (stdout, stderr):
            if not file.exists():
                file.touch()
        files = (stdin.open, partial(stdout.open, mode), partial(stderr.open, mode, buffering=1))
        self._process = _forks.Process(
            target=_become, args=((program, *arguments), cwd, environment(**variables), files)
        )
        with _exit_codes:
            self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """The exit code; None while it runs. Any number of threads may ask."""
        with _exit_codes:
            return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when it has ended; below 0 that of a signal."""
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None and (end is None or time.monotonic() < end):
            connection.wait([self._process.sentinel], _LOOK_SECONDS)
        if code is None:
            raise TimeoutError(f"the process did not end within {timeout} seconds")
        return code

    def send_signal(self, number: signal.Signals) -> None:
        # Its end may have been seen already by the one whom we ask for the exit code.
        with suppress(ProcessLookupError):
            if self.poll() is None:
                os.kill(self.pid, number)

    def kill(self) -> None:
        """Gives it, not its children, time for nothing."""
        self.send_signal(signal.SIGKILL)


def _become(
    words: Sequence[str],
    cwd: Path,
    variables: dict[str, str],
    files: Sequence[Callable[[], TextIO]],
) -> None:
    """Makes this process what a shell would start."""
    os.setsid()  # the server's processes are a group
    # Whoever runs in the background was made to ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(variables)
    sys.argv = list(words)
    sys.stdin, sys.stdout, sys.stderr = (file() for file in files)
    for descriptor, file in enumerate((sys.stdin, sys.stdout, sys.stderr)):
        os.dup2(file.fileno(), descriptor)
    multiprocessing.process._parent_process = None  # type: ignore[attr-defined]
    try:
        _PROGRAMS[words[0]]()
    finally:
        atexit._run_exitfuncs()  # which a process of multiprocessing leaves out


def lives(pid: int) -> bool:
    """Whether there is such a process, and not only what is left of it for its parent to see."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


class ServerProcess:
    """`waii-server serve`; its output goes into files in `cwd`."""

    def __init__(
        self,
        cwd: Path,
        *flags: str,
        variables: Mapping[str, str] | None = None,
        name: str = "server",
    ) -> None:
        self._stdout, self._stderr = cwd / f"{name}.stdout", cwd / f"{name}.stderr"
        arguments = ("serve", *flags)
        self.process = Process(arguments, cwd, variables or {}, self._stdout, self._stderr)

    @property
    def stdout(self) -> str:
        return self._stdout.read_text()

    @property
    def stderr(self) -> str:
        return self._stderr.read_text()

    @property
    def log(self) -> list[dict[str, Any]]:
        """The log so far, which must be one JSON object a line."""
        return [json.loads(line) for line in self.stderr.splitlines()]

    @property
    def calls(self) -> list[dict[str, Any]]:
        """What the log says of calls."""
        return [line for line in self.log if line["event"] == "call"]

    @property
    def workers(self) -> list[int]:
        """The processes that it has started and that are not gone, by their ids."""
        pid = self.process.pid
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]

    def address(self) -> str:
        """What the server says that it listens on; waits until it says so."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            ended = self.process.poll()
            for line in self.stdout.splitlines(keepends=True):
                if line.startswith("listening on ") and line.endswith("\n"):
                    return line.removeprefix("listening on ").strip()
            if ended is not None:
                break
            time.sleep(0.01)
        raise AssertionError(f"the server did not start:\n{self.stdout}\n{self.stderr}")

    def kill(self) -> None:
        """Gives none of its processes time for anything."""
        with suppress(ProcessLookupError):  # or it is no group yet, and has no children
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()

    def remove_output(self) -> None:
        """Of a server that has ended: there may be many more."""
        for file in (self._stdout, self._stderr):
            file.unlink()

    def stop(self, number: signal.Signals = signal.SIGTERM, *, timeout: float = 20.0) -> int:
        """Asks it to end, waits for that, and returns its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout)
