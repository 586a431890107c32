"""Commands that are killed at any moment of theirs."""

import random
import time
from collections.abc import Callable
from pathlib import Path

from crash.place import ONE_WHO_IS_KILLED, Place
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
        named = place.variables | {"PGAPPNAME": ONE_WHO_IS_KILLED}
        process = Process(arguments, place.directory, named, *output)
        while process.poll() is None and not until():
            time.sleep(0.0002)
        process.kill()
        process.wait()
        place.await_rest(ONE_WHO_IS_KILLED)
        self.seconds = time.monotonic() - began
        code = process.poll()
        self.code = None if code is None or code < 0 else code
        self.stdout, self.stderr = (file.read_text() for file in output)


class Moment:
    """When to kill: at any time that a whole run takes, or as soon as a file has come or grown."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._usual = 0.1

    def next(self, place: Place, *changes: str) -> Callable[[], object]:
        """
        Args:
            changes: names of files, one of which is waited for; with a space between, for one after
                the other.
        """
        began = time.monotonic()
        if place.url:
            changes = tuple(name for name in changes if "waii.db" not in name)
        if not changes or self._chance.random() < 0.3:
            after = self._chance.uniform(0, 1.1 * self._usual)
            return lambda: time.monotonic() > began + after
        files = [place.data / name for name in self._chance.choice(changes).split()]
        delay = self._chance.choice((0, 0.01, 0.05)) * self._chance.random()
        before, seen = [_size(files[0])], [0.0]

        def changed() -> bool:
            if files and _size(files[0]) != before[0]:
                del files[0]
                before[0], seen[0] = _size(files[0]) if files else 0, time.monotonic()
            return not files and time.monotonic() >= seen[0] + delay

        return changed

    def took(self, seconds: float) -> None:
        """A run that nobody killed."""
        self._usual = seconds


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return -1
