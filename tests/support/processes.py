"""The server as an operator runs it: processes of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "waii_server")
START_SECONDS = 30.0


def environment(**variables: str) -> dict[str, str]:
    """Ours, without what would set the server's options."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("WAII_")}
    return inherited | variables


def run(
    *arguments: str, cwd: Path, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=environment(**(variables or {})),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )


def lives(pid: int) -> bool:
    """Whether there is such a process, and not only what is left of it for its parent to see."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


class ServerProcess:
    """`python -m waii_server serve`; its output goes into files in `cwd`."""

    def __init__(
        self,
        cwd: Path,
        *flags: str,
        variables: Mapping[str, str] | None = None,
        name: str = "server",
    ) -> None:
        self._stdout, self._stderr = cwd / f"{name}.stdout", cwd / f"{name}.stderr"
        with self._stdout.open("w") as stdout, self._stderr.open("w") as stderr:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", *flags],
                cwd=cwd,
                env=environment(**(variables or {})),
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,  # the server's processes are a group
            )

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
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, number: signal.Signals = signal.SIGTERM, *, timeout: float = 20.0) -> int:
        """Asks it to end, waits for that, and returns its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout)
