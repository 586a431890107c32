"""Runs pytest on a copy of the program, many times: each in a process that is forked for it.

To import what the program and its tests stand on takes longer than most tests do. So a process that
has imported these, and nothing of the program, waits to be forked. It has no threads, and nothing
of gRPC is in use: what is forked may start servers.
"""

import atexit
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

ROOT = Path(__file__).parents[2]

_IMPORTED_FIRST = (
    *("alembic", "cryptography.hazmat.primitives.ciphers.aead", "cryptography.x509", "grpc.aio"),
    *("google.protobuf.struct_pb2", "grpc_health.v1.health", "grpc_reflection.v1alpha.reflection"),
    *("grpc_status.rpc_status", "orjson", "pydantic_settings", "sqlmodel", "structlog", "typer"),
    *("hypothesis.strategies", "pytest", "pytest_asyncio.plugin", "pytest_timeout"),
    *("_hypothesis_pytestplugin", "hypothesis.internal.conjecture.engine", "waii_client.user"),
)
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Ended:
    """How a run of pytest ended.

    Attributes:
        code: its exit code; None where it was not over in time.
        output: what it printed.
    """

    code: int | None
    output: str


class Forks:
    """A process that runs pytest on the package in `copy`, again and again; a context manager."""

    def __init__(self, copy: Path) -> None:
        self._output = copy / "output"
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(map(str, (copy, ROOT / "tests"))),
            # To look for plugins takes longer than most tests do: they are named.
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            # What hypothesis has found in one program is not what it is to try on the next.
            "HYPOTHESIS_STORAGE_DIRECTORY": str(copy / "hypothesis"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mutants.forks", str(self._output)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        _pipe(self._process.stdin).close()  # which it takes for the end
        self._process.wait()
        _pipe(self._process.stdout).close()

    def run(self, arguments: Sequence[str], timeout: float) -> Ended:
        stdin = _pipe(self._process.stdin)
        stdin.write(json.dumps([list(arguments), timeout]) + "\n")
        stdin.flush()
        code = json.loads(_pipe(self._process.stdout).readline())
        return Ended(code, self._output.read_text(errors="replace"))


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def _serve(output: Path) -> None:
    for name in _IMPORTED_FIRST:
        importlib.import_module(name)
    gc.freeze()  # what is here stays: no process need look through it
    # Servers that a test leaves behind become our children, whom we find.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    for line in sys.stdin:
        arguments, timeout = json.loads(line)
        sys.stdout.write(json.dumps(_fork(arguments, timeout, output)) + "\n")
        sys.stdout.flush()


def _fork(arguments: list[str], timeout: float, output: Path) -> int | None:
    pid = os.fork()
    if not pid:
        _become_pytest(arguments, output)
    descriptor = os.pidfd_open(pid)
    ended, _, _ = select.select([descriptor], [], [], timeout)
    os.close(descriptor)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) if ended else None
    _end_children()
    return code


def _become_pytest(arguments: list[str], output: Path) -> None:
    code = 1
    try:
        with output.open("w") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        os.close(0)
        import pytest

        code = int(pytest.main(arguments))
        atexit._run_exitfuncs()
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        os._exit(code)


def _end_children() -> None:
    own = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    while children := own.read_text().split():
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        for child in children:
            os.waitpid(int(child), 0)
        time.sleep(0)  # their children are ours now


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
