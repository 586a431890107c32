"""Runs the scenario with one client, against a server of its own."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from support.processes import ServerProcess

from polyglot.client import Call, Client
from polyglot.faulty import FaultyServer, faulty_server
from polyglot.scenario import Step, Words, counter, fill, saved, steps, wrong

Connect = Callable[[str], Client]
"""Makes a client of the server at an address."""

BUSY_TIMEOUT = "0.5"
"""Seconds that a call waits for a database that somebody else holds."""


@dataclass
class Report:
    """What became of the scenario."""

    steps: int
    passed: int = 0
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)


def run(connect: Connect, directory: Path, *, repeats: bool) -> Report:
    """Takes every step, also after one that failed; a client that ends is the last one.

    Args:
        repeats: whether the client repeats reads; the steps that need it are left out otherwise.
    """
    started = time.monotonic()
    scenario = [step for step in steps() if repeats or step.server == "live"]
    report = Report(len(scenario))
    with ExitStack() as stack:
        server = stack.enter_context(live_server(directory))
        play = _Play(connect, server, stack, repeats=repeats)
        for step in scenario:
            try:
                failures = play.take(step)
            except AssertionError as error:
                report.failures.append(f"{step.name}: {error}")
                break
            report.passed += not failures
            report.failures += [f"{step.name}: {failure}" for failure in failures]
    report.seconds = time.monotonic() - started
    return report


@dataclass(frozen=True)
class LiveServer:
    """The server as an operator runs it; `key` is the super-admin's."""

    address: str
    data: Path
    key: str = field(repr=False)


@contextmanager
def live_server(directory: Path) -> Iterator[LiveServer]:
    data = directory / "data"
    server = ServerProcess(
        directory,
        *("--listen", "127.0.0.1:0", "--data-dir", str(data), "--workers", "2"),
        *("--busy-timeout", BUSY_TIMEOUT, "--reflection"),
    )
    try:
        yield LiveServer(server.address(), data, (data / "admin.key").read_text().strip())
    finally:
        server.kill()


class _Play:
    """The clients, the database, and what earlier steps saved."""

    def __init__(
        self, connect: Connect, server: LiveServer, stack: ExitStack, *, repeats: bool
    ) -> None:
        self._database = stack.enter_context(
            closing(sqlite3.connect(server.data / "waii.db", isolation_level=None, timeout=10))
        )
        self._faulty: FaultyServer = stack.enter_context(faulty_server())
        self._clients = {"live": stack.enter_context(connect(server.address))}
        if repeats:
            self._clients["faulty"] = stack.enter_context(connect(self._faulty.address))
        self._words: Words = {"admin": server.key}

    def take(self, step: Step) -> list[str]:
        """Takes a step; what is wrong with how it went."""
        if step.sql:
            self._database.execute(step.sql)
        if step.database:
            held = step.database == "held"
            self._database.execute("BEGIN IMMEDIATE" if held else "ROLLBACK")
        if not step.call:
            return []
        words = self._words | {"n": counter(step.number)}
        key = None if step.as_ == "nobody" else words.get(step.as_, step.as_)
        request = fill(step.request, words)
        before = self._faulty.calls[step.call]
        outcome = self._clients[step.server].call(
            Call(step.call, request, key, step.impersonate, step.timeout)
        )
        failures = wrong(step, outcome, words)
        attempts = self._faulty.calls[step.call] - before
        if step.attempts not in {None, attempts}:
            failures.append(f"{step.attempts} attempts expected, {attempts} were made")
        # What comes after a step that failed goes on, with what cannot succeed.
        self._words |= dict.fromkeys(step.save, "missing") if failures else saved(step, outcome)
        return failures
