"""The shell and the notebook of a reader: what one block leaves behind, the next one finds."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from support.terminal import shown
from support.waiting import soon

_SECONDS = 60.0
_OTHER_EACH_TIME = {
    "TIME": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"),
    "ID": re.compile(r"\b(0x)?[0-9a-f]{16}([0-9a-f]{16})?\b"),
    "KEY": re.compile(r"waii_\w{4}…\w{4}"),
    "PROCESS": re.compile(r"\b(pid|worker)=\d+"),
}
_KEEP = 'trap \'env -0 > "$READER_STATE"; pwd > "$READER_STATE.pwd"\' EXIT\n'
_CELLS = Path(__file__).with_name("cells.py")


def alike(wanted: str, got: str) -> bool:
    """Whether a page shows what came.

    `...` is anything; how much space there is means nothing, nor which time, key or id it is.
    """
    parts = [re.escape(_plain(part)) for part in wanted.split("...")]
    return re.fullmatch(".*".join(parts), _plain(got), re.DOTALL) is not None


def _plain(text: str) -> str:
    for name, pattern in _OTHER_EACH_TIME.items():
        text = pattern.sub(name, text)
    return " ".join(text.split())


class _Screen:
    """What a terminal of 110 columns has shown so far; it is read while the program runs."""

    def __init__(self) -> None:
        self._ours, self.theirs = pty.openpty()
        termios.tcsetwinsize(self.theirs, (50, 110))
        self._shown = b""
        self._reading = threading.Thread(target=self._read, daemon=True)

    def begin(self) -> None:
        """To be called when somebody writes on it; whoever was to, has it then."""
        os.close(self.theirs)
        self._reading.start()

    @property
    def text(self) -> str:
        return shown(self._shown.decode(errors="replace"))

    def end(self) -> None:
        """Waits until nobody writes any more."""
        self._reading.join(_SECONDS)

    def _read(self) -> None:
        # A terminal whose last user is gone is an error to read from.
        with suppress(OSError):
            while read := os.read(self._ours, 65536):
                self._shown += read
        os.close(self._ours)


class Reader:
    """Somebody who follows a page, in a directory of their own.

    Args:
        directory: where they begin.
        state: an empty directory of the reader's own, for what has to be remembered.
        environment: what is set when they begin.
        patience: seconds after which they take a command to hang.
    """

    def __init__(
        self,
        directory: Path,
        state: Path,
        environment: dict[str, str],
        *,
        patience: float = _SECONDS,
    ) -> None:
        self._patience = patience
        self._state = state / "environment"
        self._outputs = state
        self._groups: list[subprocess.Popen[bytes]] = []
        self._notebook: subprocess.Popen[str] | None = None
        self._directory = directory
        self._environment = environment | {"READER_STATE": str(self._state)}

    def run(self, commands: str) -> tuple[int, str]:
        """Commands of a script: the exit code, and what they wrote."""
        output = self._outputs / f"output-{len(self._groups)}"
        with output.open("wb") as file:
            process = self._bash(_KEEP + commands, "-euo", "pipefail", stdout=file.fileno())
            code = process.wait(self._patience)
        self._remember()
        return code, output.read_text()

    def type(self, command: str) -> tuple[int, str]:
        """A command at a terminal: the exit code, and what is shown until it ends."""
        screen, process = self._at_terminal(_KEEP + command)
        code = process.wait(self._patience)
        screen.end()
        self._remember()
        return code, screen.text

    def serve(self, command: str, awaited: Callable[[str], bool]) -> tuple[bool, str]:
        """A command that goes on: whether it has shown what is awaited, and what it showed."""
        screen, process = self._at_terminal(command)
        soon(lambda: awaited(screen.text) or process.poll() is not None, within=self._patience)
        text = screen.text
        return awaited(text), text

    def _at_terminal(self, command: str) -> tuple[_Screen, subprocess.Popen[bytes]]:
        screen = _Screen()
        process = self._bash(command, stdin=screen.theirs, stdout=screen.theirs)
        screen.begin()
        return screen, process

    def cell(self, code: str) -> tuple[bool, str]:
        """A cell of the notebook: whether it went well, and what it printed."""
        if self._notebook is None:
            self._notebook = subprocess.Popen(
                [sys.executable, "-W", "error", _CELLS],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=self._directory,
                env=self._environment,
                text=True,
            )
        assert self._notebook.stdin
        assert self._notebook.stdout
        print(json.dumps(code), file=self._notebook.stdin, flush=True)
        if not select.select([self._notebook.stdout], [], [], self._patience)[0]:
            return False, "it does not end"
        answer = json.loads(self._notebook.stdout.readline())
        return answer["well"], answer["printed"]

    def write(self, name: str, text: str) -> None:
        file = self._directory / name
        assert file.resolve().is_relative_to(self._directory), f"{name} is not the reader's own"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def leave(self) -> None:
        """Ends all that goes on."""
        if self._notebook is not None:
            self._notebook.kill()
            self._notebook.communicate()
        for number in (signal.SIGTERM, signal.SIGKILL):
            for process in self._groups:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                for process in self._groups:
                    process.wait(_SECONDS)

    def _bash(
        self, commands: str, *flags: str, stdout: int, stdin: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            ["bash", *flags, "-c", commands],
            cwd=self._directory,
            env=self._environment,
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._groups.append(process)
        return process

    def _remember(self) -> None:
        """The next block begins where this one ended, with the variables of then."""
        pairs = self._state.read_bytes().decode().rstrip("\0").split("\0")
        self._environment = dict(pair.split("=", 1) for pair in pairs)
        self._directory = Path(self._state.with_suffix(".pwd").read_text().strip())
