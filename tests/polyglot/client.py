"""A client of some language, in a process of its own, and what it says."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self


@dataclass(frozen=True)
class Call:
    """A call to be made; README.md beside this file says what each field means."""

    method: str
    request: dict[str, Any]
    key: str | None = None
    impersonate: str | None = None
    timeout: float = 10.0

    def as_json(self) -> dict[str, Any]:
        fields = {
            "method": self.method,
            "key": self.key,
            "impersonate": self.impersonate,
            "timeout": self.timeout,
            "request": self.request,
        }
        return {name: value for name, value in fields.items() if value is not None}


Outcome = Mapping[str, Any]
"""`{"response": ...}` or `{"error": ...}`."""


class Client(Protocol):
    """Makes calls to one server."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

    def call(self, call: Call) -> Outcome: ...


class ClientProcess:
    """A client that reads calls from its input and writes outcomes to its output."""

    def __init__(self, command: Sequence[str], address: str, log: Path) -> None:
        self._command, self._log = [*command, address], log

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            log = opened.enter_context(self._log.open("ab"))
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
        return self

    def call(self, call: Call) -> Outcome:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(call.as_json()).encode() + b"\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = b""
        if not line:
            code = self._process.wait(10)
            said = self._log.read_text(errors="replace")[-2000:]
            raise AssertionError(f"the client ended with {code} at {call.method}:\n{said}")
        outcome: Outcome = json.loads(line)
        return outcome

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._process:  # closes its input, which ends it, and waits
            assert self._process.stdin is not None
            try:
                self._process.stdin.close()
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
