"""Programs of the tests that are written in Go."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_BUILD = Path(__file__).resolve().parents[2] / "build"


class CannotBuild(Exception):
    """There is no Go, or it cannot build the program."""


def build(source: Path, program: Path) -> None:
    """Builds the module in `source`; does little where it is built.

    Raises:
        CannotBuild: with the reason.
    """
    go = shutil.which("go")
    if go is None:
        raise CannotBuild(f"{program.name} is written in Go, and there is no `go` on the PATH")
    built = subprocess.run(
        [go, "build", "-o", program, "."], cwd=source, capture_output=True, text=True, check=False
    )
    if built.returncode:
        raise CannotBuild(f"{program.name} cannot be built:\n{built.stderr}")


def built(source: Path) -> Path:
    """The program of the module in `source`; a test that needs it is skipped where that cannot be
    built, and fails where nothing may be left out."""
    program = _BUILD / source.parent.name / source.name
    try:
        build(source, program)
    except CannotBuild as error:
        if os.environ.get("REQUIRE_ALL"):
            raise
        pytest.skip(str(error))
    return program
