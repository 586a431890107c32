"""The languages of the proof: what each needs, how its client is built, and how it is started."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from google.rpc import status_pb2

from polyglot.client import ClientProcess
from polyglot.grpcurl_client import GrpcurlClient
from polyglot.python_clients import AsyncPythonClient, PythonClient
from polyglot.run import Connect

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
BUILD = ROOT / "build" / "polyglot"
GOOGLEAPIS = Path(status_pb2.__file__).parents[2]
"""Holds google/rpc/*.proto."""

Command = Sequence[str]


@dataclass(frozen=True)
class Language:
    """A client to prove. Commands run from the root of the project."""

    name: str
    needs: Sequence[str] = ()
    """Programs that must be on the PATH."""
    build: Sequence[Command] = ()
    start: Command = ()
    in_process: Connect | None = None
    """What makes a client, where it is no program that reads calls."""
    repeats: bool = True
    """Whether it repeats reads by itself."""
    package: bool = True
    """Whether there is a package `generated/<name>`, with a README."""
    page: str = ""
    """A page in `docs/` that takes what was built, and nothing else that is not everywhere."""

    @property
    def readme(self) -> Path | None:
        return ROOT / "generated" / self.name / "README.md" if self.package else None

    def missing(self) -> list[str]:
        return [program for program in self.needs if shutil.which(program) is None]

    def connect(self, log: Path) -> Connect:
        """Opens clients; what a client writes to its standard error goes to `log`."""
        if self.in_process is not None:
            return self.in_process
        return partial(_started, self.start, log)


def _started(command: Command, log: Path, address: str) -> ClientProcess:
    return ClientProcess(command, address, log)


def _out(name: str) -> str:
    return str(BUILD / name)


def _source(name: str) -> str:
    return str(HERE / name)


LANGUAGES = (
    Language("python", in_process=PythonClient),
    Language("python-asyncio", in_process=AsyncPythonClient, package=False),
    Language(
        "go",
        needs=["go"],
        build=[["go", "build", "-C", _source("go"), "-o", _out("go/client"), "."]],
        start=[_out("go/client")],
    ),
    Language(
        "typescript",
        needs=["node", "npm"],
        build=[
            ["npm", "ci", "--prefix", _source("typescript"), "--silent"],
            ["npm", "run", "--prefix", _source("typescript"), "--silent", "build"],
        ],
        start=["node", _source("typescript/dist/client.js")],
    ),
    Language(
        "java",
        needs=["java", "mvn"],
        build=[["mvn", "-B", "-q", "-f", _source("java"), "package"]],
        start=["java", "-jar", _out("java/client.jar")],
    ),
    Language(
        "rust",
        needs=["cargo"],
        build=[
            [
                *("cargo", "build", "--quiet"),
                *("--manifest-path", _source("rust/Cargo.toml"), "--target-dir", _out("rust")),
            ]
        ],
        start=[_out("rust/debug/client")],
    ),
    Language(
        "cpp",
        needs=["cmake", "g++", "grpc_cpp_plugin", "make", "protoc"],
        build=[
            ["cmake", "-S", _source("cpp"), "-B", _out("cpp"), f"-DGOOGLEAPIS_DIR={GOOGLEAPIS}"],
            ["cmake", "--build", _out("cpp"), "--parallel", "4"],
        ],
        start=[_out("cpp/client")],
    ),
    Language(
        "grpcurl",
        needs=["go"],
        build=[
            [
                *("go", "build", "-C", _source("grpcurl"), "-o", _out("grpcurl/grpcurl")),
                "github.com/fullstorydev/grpcurl/cmd/grpcurl",
            ]
        ],
        in_process=partial(GrpcurlClient, _out("grpcurl/grpcurl")),
        repeats=False,
        package=False,
        page="other-languages.md",
    ),
)
