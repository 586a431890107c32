"""A program on a terminal: what it shows, and what is typed."""

import os
import pty
import re
import select
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from support.processes import Process
from support.waiting import soon

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def shown(raw: str) -> str:
    """What was written to a terminal, without colours, its lines ended as in a file."""
    return _ESCAPES.sub("", raw).replace("\r\n", "\n")


class Terminal:
    """Runs a program with these arguments on a new terminal, its controlling one."""

    def __init__(
        self,
        arguments: Sequence[str],
        variables: Mapping[str, str] | None = None,
        program: str = "waii",
    ) -> None:
        # Ours of the program's end stays open, or the terminal would be hung up before it begins.
        self._ours, self._theirs = pty.openpty()
        tty = Path(os.ttyname(self._theirs))
        self._process = Process(
            arguments, Path("/"), variables or {}, tty, tty, stdin=tty, program=program
        )
        self.raw = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._theirs)
        os.close(self._ours)

    @property
    def shown(self) -> str:
        """What it has shown so far, without colours."""
        return shown(self.raw)

    def until(self, text: str, *, within: float = 60.0) -> str:
        """Waits until `text` is shown; all that is shown by then."""
        end = time.monotonic() + within
        while text not in self.shown:
            assert time.monotonic() < end, f"{text!r} was not shown, but: {self.shown!r}"
            assert self._process.poll() is None or self._read(), f"it ended: {self.shown!r}"
            self._read()
        return self.shown

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def end(self, *, within: float = 60.0) -> int:
        """Waits for its end; the exit code."""
        end = time.monotonic() + within
        while (code := self._process.poll()) is None:
            assert time.monotonic() < end, f"it did not end: {self.shown!r}"
            self._read()
        while self._read():
            pass
        return code

    def interrupt(self) -> int:
        """Presses Ctrl-C until it ends; the exit code, as a shell tells it.

        One that comes between a prompt and the wait for what is typed is heeded by Python with the
        next key only.
        """
        for _ in range(30):
            self.type("\x03")
            if soon(lambda: self._process.poll() is not None, within=2):
                break
        code = self.end()
        return 128 + signal.SIGINT if code == -signal.SIGINT else code

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], 0.05)
        if ready:
            self.raw += os.read(self._ours, 65536).decode()
        return bool(ready)
