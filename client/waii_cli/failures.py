"""What is said on standard error when a command fails, and how it exits then. Never a traceback,
but for a bug of this program; never an access key.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import typer

from waii_cli.exits import OF_STATUS, Exit
from waii_cli.text import printable

if TYPE_CHECKING:
    from waii_client import WaiiError


class CliError(Exception):
    """The command cannot go on, and this is why."""

    def __init__(self, message: str, code: Exit = Exit.USAGE) -> None:
        super().__init__(message)
        self.code = code


@contextmanager
def told() -> Iterator[None]:
    """Turns whatever ends the block into a few lines on standard error and an exit code."""
    try:
        yield
        sys.stdout.flush()  # or the interpreter would find out, when nobody can say so any more
    except KeyboardInterrupt:
        end_by_ctrl_c()
        _give_up_output()
        raise typer.Exit(Exit.INTERRUPTED) from None
    except CliError as error:
        _say(f"waii: {error}")
        raise typer.Exit(error.code) from None
    except BrokenPipeError:
        _give_up_output()
        raise typer.Exit(Exit.PIPE_CLOSED) from None
    except OSError as error:
        _give_up_output()
        of_file = f"{error.filename}: " if error.filename else ""
        _say(f"waii: {of_file}{error.strerror or error}")
        raise typer.Exit(Exit.FAILED) from None
    except Exception as error:
        # Of the client where it was imported; otherwise nothing was called.
        client = sys.modules.get("waii_client")
        if client is None or not isinstance(error, client.WaiiError):
            raise
        _flush_what_came_before()
        _say("\n".join(lines_of(error)))
        raise typer.Exit(OF_STATUS.get(error.code.name, Exit.SERVER)) from None


def end_by_ctrl_c() -> None:
    """From now on, Ctrl-C ends the program at once: what Python makes of it, nobody would take."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def lines_of(error: "WaiiError") -> list[str]:
    """The failure of a call, for people: message, reason, violated fields, ids."""
    lines = [f"waii: {_message(error)} ({error.code.name})"]
    lines += [
        f"  {violation.field}: {violation.description}" for violation in error.field_violations
    ]
    lines += [f"  {v.description}" for v in error.preconditions if v.description not in lines[0]]
    if error.reason:
        lines.append(f"  reason: {error.reason.removeprefix('ERROR_REASON_')}")
    if error.retry_delay:
        lines.append(f"  try again in: {error.retry_delay:g} s")
    if hint := _HINTS.get(error.code.name):
        lines.append(f"  hint: {hint}")
    if error.request_id:
        lines.append(f"  request id: {error.request_id}")
    return [printable(line) for line in lines]


_HINTS = {
    "UNAUTHENTICATED": "`waii login` stores another access key; WAII_API_KEY goes before it",
    "UNAVAILABLE": "is the server running, and the url the right one? `waii -v ...` says which",
    "DEADLINE_EXCEEDED": "a change may have been made all the same; --timeout allows more time",
    "UNIMPLEMENTED": "is it the right server, and of the same version?",
}


def _message(error: "WaiiError") -> str:
    message = error.message or "the call failed"
    if error.field_violations:
        # The server's message names the fields too, which have lines of their own.
        message = (
            message.partition(error.field_violations[0].field + ":")[0].rstrip(": ") or message
        )
    return message


def _say(text: str) -> None:
    with suppress(OSError):  # nobody may be there to listen
        typer.echo(text, err=True)


def _flush_what_came_before() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        _give_up_output()


def _give_up_output() -> None:
    """Leaves nothing for the interpreter to write when it ends: it would fail, loudly."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, descriptor)
    os.close(null)
