"""The load generator: a Go program, so that what it measures is not itself."""

import base64
import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support import go

from benchmarks.processes import CannotRun

NUMBER = "@" * 12
"""In a payload: becomes the number of the call, of as many digits."""

_SOURCE = Path(__file__).parent / "load"
_SPARE_SECONDS = 90.0


@dataclass(frozen=True)
class Call:
    """A call that is prepared: of gRPC where it has no path, else of HTTP."""

    method: str
    payload: bytes
    metadata: Mapping[str, str]
    path: str = ""


@dataclass(frozen=True)
class Run:
    """What came of one run, in calls that were answered with OK.

    Attributes:
        longest_ms: also of calls that ended before or after what was measured.
        next: the number of the call after the last one.
    """

    calls: int
    seconds: float
    rate: float
    p50_ms: float
    p99_ms: float
    longest_ms: float
    answer_bytes: int
    next: int
    begun: int = 0
    refused: int = 0
    """With a reason. At a fixed rate these, and those that gRPC cancelled, are no errors."""
    cancelled: int = 0
    errors: Mapping[str, int] = field(default_factory=dict)
    first_error: str = ""

    @property
    def valid(self) -> bool:
        return self.calls > 0 and not self.errors

    @property
    def answer_size(self) -> float:
        """Bytes of an answer, on average."""
        return self.answer_bytes / self.calls if self.calls else 0.0


@dataclass
class Target:
    """A server, and the calls that it gets."""

    name: str
    address: str
    calls: Path
    http: bool = False
    number: int = 0
    """Of the next call: no two calls of a target have the same."""


def build(directory: Path) -> Path:
    """Builds the program; does little where it is built.

    Raises:
        CannotRun: there is no Go, or it cannot build it.
    """
    program = directory / "load"
    try:
        go.build(_SOURCE, program)
    except go.CannotBuild as error:
        raise CannotRun(str(error)) from None
    return program


def write_calls(path: Path, calls: Iterable[Call]) -> Path:
    with path.open("w") as file:
        for call in calls:
            line = {
                "method": call.method,
                "path": call.path,
                "metadata": dict(call.metadata),
                "payload": base64.b64encode(call.payload).decode(),
            }
            file.write(json.dumps(line) + "\n")
    return path


def run(
    program: Path,
    target: Target,
    *,
    in_flight: int = 0,
    rate: float = 0.0,
    warm_up: float = 0.0,
    seconds: float = 0.0,
    count: int = 0,
) -> Run:
    """Sends the target's calls for so many seconds, or so many of them.

    Args:
        in_flight: calls at once, each after the one before it;
        rate: or calls a second, whatever becomes of those before.
    """
    done = subprocess.run(
        [
            str(program),
            f"-address={target.address}",
            f"-calls={target.calls}",
            f"-http={str(target.http).lower()}",
            f"-in-flight={in_flight}",
            f"-connections={_CONNECTIONS_AT_RATE if rate else min(_CONNECTIONS, in_flight)}",
            f"-rate={rate}",
            f"-warm-up={warm_up}s",
            f"-duration={seconds}s",
            f"-count={count}",
            f"-first={target.number}",
        ],
        capture_output=True,
        text=True,
        timeout=None if count else warm_up + seconds + _SPARE_SECONDS,
        check=False,
    )
    if done.returncode:
        raise CannotRun(f"{target.name}: {done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    result["begun"] = result["next"] - target.number
    target.number = result["next"]
    if rate:
        result["refused"] = result["errors"].pop("ResourceExhausted", 0)
        result["cancelled"] = result["errors"].pop("Canceled", 0)
    return Run(**result)


_CONNECTIONS = 4
_CONNECTIONS_AT_RATE = 64  # each has so many streams, and what is beyond would wait for the client
