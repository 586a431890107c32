"""Commands that are killed at any moment of theirs."""

import random
import time
from collections.abc import Callable
from pathlib import Path

from crash.place import Place
from support.processes import Process

TIMES = 3
"""How often in a row one that is killed is begun anew, before one is let be."""


class Killed:
    """A command that is killed, or ends before.

    Attributes:
        code: its exit code where it ended.
        seconds: how long it ran.
    """

    def __init__(self, place: Place, *arguments: str, until: Callable[[], object]) -> None:
        output = tuple(place.directory / name for name in ("stdout", "stderr"))
        began = time.monotonic()
        process = Process(arguments, place.directory, place.variables, *output)
        while process.poll() is None and not until():
            time.sleep(0.0002)
        process.kill()
        process.wait()
        place.await_rest()
        self.seconds = time.monotonic() - began
        code = process.poll()
        self.code = None if code is None or code < 0 else code
        self.stdout, self.stderr = (file.read_text() for file in output)


class Moment:
    """When to kill: at any time that a whole run takes, or as soon as a file has come or grown."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._usual = 0.1

    def next(self, place: Place, *files: str) -> Callable[[], object]:
        began = time.monotonic()
        if place.url or self._chance.random() < 0.5:
            after = self._chance.uniform(0, 1.1 * self._usual)
            return lambda: time.monotonic() > began + after
        file = place.data / self._chance.choice(files)
        before, seen = _size(file), [0.0]
        delay = self._chance.choice((0.0, self._chance.uniform(0, 0.01)))

        def grown() -> bool:
            if _size(file) != before and not seen[0]:
                seen[0] = time.monotonic()
            return bool(seen[0]) and time.monotonic() >= seen[0] + delay

        return grown

    def took(self, seconds: float) -> None:
        """A run that nobody killed."""
        self._usual = seconds


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return -1
