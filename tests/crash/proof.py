"""Kills, as many as there is time for, in two processes at once."""

import logging
import math
import multiprocessing
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path

from crash import first_starts, migrations, outages, reseals, serving
from crash.stored import Checked
from support import databases
from torture.proof import Proof, Result, Task

_PROCESSES = 2
_ENOUGH_FAULTS = 20
Run = Callable[[Path, str, int, int], Checked]


@dataclass(frozen=True)
class _Part:
    """A kind of kills.

    Attributes:
        share: of all kills.
        at_once: how many are done on one database.
    """

    run: Run
    share: float
    at_once: int
    engines: tuple[str, ...] = databases.ENGINES


PARTS = (
    _Part(serving.run, 0.6, 25),
    _Part(first_starts.run, 0.15, 25),
    _Part(migrations.run, 0.15, 25),
    _Part(reseals.run, 0.1, 25),
    _Part(outages.run, 0.1, 10, (databases.POSTGRESQL,)),
)


def run(task: Task) -> Result:
    """Kills servers, commands and databases until there were as many kills as are asked for."""
    figures: Counter[str] = Counter()
    faults: list[str] = []
    done = 0
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_PROCESSES, context, initializer=_begin) as pool:
        chunks = [
            pool.submit(_run, part, task.engine, seed, kills) for part, seed, kills in _chunks(task)
        ]
        for chunk in as_completed(chunks):
            checked = chunk.result()
            kills = checked.figures.pop("kills")
            done += kills
            task.advance(kills)
            figures += checked.figures
            faults += checked.faults
            if len(faults) >= _ENOUGH_FAULTS:
                pool.shutdown(wait=False, cancel_futures=True)
                break  # nobody tells of those that are cancelled
    return Result(done, {"lost": 0, "halves": 0, **dict(sorted(figures.items()))}, faults)


def _chunks(task: Task) -> Iterator[tuple[_Part, int, int]]:
    chance = random.Random(task.seed)
    parts = [part for part in PARTS if task.engine in part.engines]
    whole = sum(part.share for part in parts)
    for part in parts:
        left = math.ceil(task.size * part.share / whole)
        while left > 0:
            kills = min(left, part.at_once)
            yield part, chance.getrandbits(32), kills
            left -= kills


def _begin() -> None:
    """Of each process: what it starts ends with it."""
    logging.getLogger("waii_server").setLevel(logging.ERROR)
    Finalize(None, databases.stop, exitpriority=100)


def _run(part: _Part, engine: str, seed: int, kills: int) -> Checked:
    with tempfile.TemporaryDirectory(prefix="waii-crash-") as directory:
        try:
            return part.run(Path(directory), engine, seed, kills)
        except (AssertionError, OSError) as error:
            # A server that does not start any more, or a file that is not there: a fault, too.
            return Checked([f"{part.run.__module__}, seed {seed}: {error!r}"], Counter(kills=0))


PROOF = Proof(
    name="crash",
    claim="Whatever is killed at whatever moment, server, command or database: what was "
    "acknowledged is there, each call is whole or not at all, and nothing else is there.",
    units="kills",
    whole=2_000,
    engines=databases.ENGINES,
    run=run,
)
