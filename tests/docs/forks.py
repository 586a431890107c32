"""Runs `waii` and `waii-server` for the shell of a page, without a new interpreter for each.

They open anew what the shell has opened for them: of one file, each reads from its beginning.
"""

import json
import shlex
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from support.processes import Process

_PROGRAMS = ("waii", "waii-server")
_SECONDS = 30.0
_SHIM = Path(__file__).with_name("shim.py")


def stand_in(program: Path, *arguments: object) -> None:
    """Makes a program of a script of Python: its arguments, and then those that it is given."""
    words = shlex.join([sys.executable, *map(str, arguments)])
    program.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
    program.chmod(0o755)


@contextmanager
def forks(directory: Path) -> Iterator[dict[str, str]]:
    """Puts the programs into a directory, for the time of the block; the variables they take."""
    for name in _PROGRAMS:
        stand_in(directory / name, "-IS", _SHIM, name)
    # Not in the directory, whose name may be longer than that of a socket can be.
    with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX) as listening:
        address = f"{short}/forks"
        listening.bind(address)
        listening.listen()
        running: list[Process] = []
        threading.Thread(target=_accept, args=(listening, running), daemon=True).start()
        try:
            yield {"READER_FORKS": address}
        finally:
            # What sleeps in `accept` does not notice that the socket is closed.
            listening.shutdown(socket.SHUT_RDWR)
            for process in running:
                process.send_signal(signal.SIGTERM)
            for process in running:
                process.wait(_SECONDS)


def _accept(listening: socket.socket, running: list[Process]) -> None:
    with suppress(OSError):
        while True:
            asking, _ = listening.accept()
            threading.Thread(target=_run, args=(asking, running), daemon=True).start()


def _run(asking: socket.socket, running: list[Process]) -> None:
    with asking, asking.makefile() as line, suppress(OSError):
        asked = json.loads(line.readline())
        program, *words = asked["words"]
        # It runs where the shell is, and what it writes goes where the shell has it go.
        theirs = Path(f"/proc/{asked['pid']}")
        process = Process(
            words,
            (theirs / "cwd").resolve(),
            asked["variables"],
            theirs / "fd" / "1",
            theirs / "fd" / "2",
            stdin=theirs / "fd" / "0",
            program=program,
            mode="a",
        )
        running.append(process)
        threading.Thread(target=_end_with, args=(asking, process), daemon=True).start()
        asking.sendall(f"{process.wait()}\n".encode())


def _end_with(asking: socket.socket, process: Process) -> None:
    """Whoever stops the one that asked means this process."""
    with suppress(OSError):
        asking.recv(1)
    process.send_signal(signal.SIGTERM)
