"""The servers under load: the product as an operator runs it, and the references."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.processes import environment
from waii_server.settings import Settings

from benchmarks import machine

THREADS = Settings.model_fields["threads"].default
_START_SECONDS = 60.0
_STOP_SECONDS = 30.0
_LISTENING = re.compile(r"^(?:listening on |INFO: +Uvicorn running on http://)(\S+)", re.MULTILINE)
_TESTS = Path(__file__).resolve().parent.parent


class CannotRun(Exception):
    """Something could not be run; the text says what, for whoever reads the table."""


@dataclass(frozen=True)
class Process:
    """A server that listens on `address`."""

    pid: int
    address: str


@contextmanager
def product(work: Path, name: str, data_dir: Path, database_url: str = "") -> Iterator[Process]:
    """`waii-server serve` with one worker and the threads of the references."""
    command = Path(sys.executable).with_name("waii-server")
    arguments = [str(command), "serve", "--listen", "127.0.0.1:0", "--threads", str(THREADS)]
    variables = {"WAII_SERVER_WORKERS": "1", "WAII_SERVER_DATA_DIR": str(data_dir)}
    if database_url:
        variables["WAII_SERVER_DATABASE_URL"] = database_url
    with _running(work, name, arguments, variables) as process:
        yield process


@contextmanager
def reference(work: Path, module: str, *arguments: str) -> Iterator[Process]:
    """A program of `references`, which serves gRPC."""
    command = [sys.executable, "-m", f"benchmarks.references.{module}", *arguments]
    with _running(work, module, command, {"PYTHONPATH": str(_TESTS)}) as process:
        yield process


@contextmanager
def fastapi(work: Path, database_url: str) -> Iterator[Process]:
    """The FastAPI program of `references`, under uvicorn, with its log lines on too."""
    command = [sys.executable, "-m", "uvicorn", "--host", "127.0.0.1", "--port", "0"]
    command += ["benchmarks.references.fastapi_program:app"]
    variables = {"PYTHONPATH": str(_TESTS), "DATABASE_URL": database_url}
    with _running(work, "fastapi", command, variables) as process:
        yield process


@contextmanager
def _running(
    work: Path, name: str, command: Sequence[str], variables: Mapping[str, str]
) -> Iterator[Process]:
    # To files, as an operator would have it: what nobody reads costs less than a log.
    output = work / f"{name}.out"
    with output.open("wb") as stdout, (work / f"{name}.log").open("wb") as stderr:
        with machine.server_core():
            process = subprocess.Popen(
                command,
                cwd=work,
                env=environment(**variables),
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
            )
        try:
            address = _address(process, [output, work / f"{name}.log"])
            yield Process(process.pid, address)
        finally:
            _stop(process)


def _address(process: subprocess.Popen[bytes], outputs: Sequence[Path]) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        for output in outputs:
            if found := _LISTENING.search(output.read_text(errors="replace")):
                return found[1]
        time.sleep(0.005)
    said = "".join(output.read_text(errors="replace")[-2000:] for output in outputs)
    raise CannotRun(f"{process.args!r} does not serve:\n{said}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
