"""`waii`, in this process or on a terminal."""

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock

from support.processes import environment
from support.terminal import Terminal
from typer.main import get_command
from waii_cli.app import cli

# Once for all tests: that takes longer than most commands run.
_COMMAND = get_command(cli)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    stdout: str
    stderr: str

    @property
    def lines(self) -> list[list[str]]:
        """The columns of each line of standard output."""
        return [line.split("\t") for line in self.stdout.splitlines()]


@dataclass(frozen=True)
class Waii:
    """`waii`, with these variables and no others of its own."""

    variables: Mapping[str, str]

    def __call__(self, *arguments: str, code: int = 0, stdin: str = "", **variables: str) -> Ended:
        """Runs a command, which has to end with this exit code."""
        with _streams(stdin) as streams, self._environment(variables):
            try:
                _COMMAND.main(list(arguments), prog_name="waii")
            except SystemExit as exit_:
                ended = exit_.code
        out, err = (stream.buffer.getvalue().decode() for stream in streams)
        assert ended == code, (arguments, out, err)
        return Ended(out, err)

    def on_terminal(self, *arguments: str, **variables: str) -> Terminal:
        """The same as a process on a terminal."""
        of_terminal = {"COLUMNS": "200", "TERM": "xterm"}
        return Terminal(arguments, {**of_terminal, **self.variables, **variables})

    def _environment(self, variables: Mapping[str, str]) -> "mock._patch_dict":
        everything = environment(COLUMNS="200", **{**self.variables, **variables})
        return mock.patch.dict(os.environ, everything, clear=True)


class _Output(io.TextIOWrapper):
    """What a process writes to, when it is no terminal."""

    buffer: io.BytesIO

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), write_through=True)


@contextmanager
def _streams(stdin: str) -> Iterator[tuple[_Output, _Output]]:
    """Standard streams without a terminal; gives the two outputs."""
    stdout, stderr = _Output(), _Output()
    with (
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()))),
        mock.patch.object(sys, "stdout", stdout),
        mock.patch.object(sys, "stderr", stderr),
    ):
        yield stdout, stderr
