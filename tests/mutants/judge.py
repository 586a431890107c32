"""Has the tests judge a change: the nearest first, and the others only of what these let pass."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mutants.changes import PACKAGE, Mutant
from mutants.forks import Forks
from mutants.targets import FAR, LOCKING, LOCKS, NEAR, PURE

_ARGUMENTS = (
    *("-x", "-q", "--no-header", "-p", "no:cacheprovider"),
    *("-p", "pytest_asyncio.plugin", "-p", "pytest_timeout", "-p", "_hypothesis_pytestplugin"),
    # The same examples for every change, in whatever time they take.
    "--hypothesis-profile=ci",
    # Of plugins, which were imported before pytest could.
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)
_ON_SQLITE = ("-k", "not postgresql and not async")
_ON_POSTGRESQL = ("-k", "postgresql and not async")
_NO_TESTS = 5


class Verdict(StrEnum):
    KILLED = "killed"
    """A test fails."""
    TIMEOUT = "timeout"
    """The tests do not come to an end, which nobody would overlook."""
    SURVIVED = "survived"
    """Every test passes."""


@dataclass(frozen=True)
class Judgement:
    """What became of a change.

    Attributes:
        by: the test that failed, or the file that could not be imported; empty where none did.
    """

    verdict: Verdict
    by: str = ""


class Depth(StrEnum):
    """Up to which tests a change is judged."""

    PURE = "pure"
    NEAR = "near"
    FAR = "far"


class Judge:
    """Judges one change after the other, in a copy of the package; made by `judge`."""

    def __init__(self, copy: Path, forks: Forks) -> None:
        self._package = copy / PACKAGE.name
        self._forks = forks
        self._sound: dict[str, bool] = {}

    def judge(self, mutant: Mutant, text: str, depth: Depth = Depth.FAR) -> Judgement:
        file = self._package / mutant.module
        before = file.read_text()
        _put(file, text)
        try:
            return self._ask(mutant.module, depth)
        finally:
            _put(file, before)

    def sound(self, test: str) -> bool:
        """Whether a test passes where nothing is changed: else it notices nothing."""
        if test not in self._sound:
            self._sound[test] = self._forks.run([*_ARGUMENTS, test], 600).code == 0
        return self._sound[test]

    def starts(self) -> bool:
        """Whether the tests still run at all where nothing is changed."""
        return self._forks.run([*_ARGUMENTS, *PURE["domain/clock.py"]], 300).code == 0

    def _ask(self, module: str, depth: Depth) -> Judgement:
        for arguments, timeout in _stages(module, depth):
            ended = self._forks.run([*_ARGUMENTS, *arguments], timeout)
            if ended.code is not None and ended.code < 0:
                # Killed by a signal, which is no verdict.
                ended = self._forks.run([*_ARGUMENTS, *arguments], timeout)
            if ended.code is None:
                return Judgement(Verdict.TIMEOUT)
            if ended.code not in {0, _NO_TESTS}:
                return Judgement(Verdict.KILLED, _failed(ended.output))
        return Judgement(Verdict.SURVIVED)


@contextmanager
def judge(directory: Path) -> Iterator[Judge]:
    """A judge that works in a directory of its own."""
    shutil.copytree(PACKAGE, directory / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    with Forks(directory) as forks:
        yield Judge(directory, forks)


def _stages(module: str, depth: Depth) -> Iterator[tuple[tuple[str, ...], float]]:
    """The arguments of pytest, and the seconds after which it would not come to an end."""
    yield PURE[module], 300
    if depth is Depth.PURE:
        return
    if module in LOCKING:
        yield (*_ON_POSTGRESQL, *LOCKS), 900
    yield (*_ON_SQLITE, *NEAR[module]), 900
    if depth is Depth.NEAR:
        return
    yield (*_ON_SQLITE, *FAR), 3600


def _put(file: Path, text: str) -> None:
    """Writes a module; its bytecode, which is known by the second and the size, has to go."""
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()
    file.write_text(text)


def _failed(output: str) -> str:
    """The first test that the summary names."""
    for line in output.splitlines():
        if line.startswith(("FAILED ", "ERROR ")):
            return line.split(" - ")[0].split(maxsplit=1)[1]
    return ""  # the program is broken to the point that pytest does not even start
