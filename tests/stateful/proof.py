"""Sequences of calls of every method, beside a model that says what must come of them."""

import random
from collections.abc import Iterator, Sequence
from itertools import count

from matrix.cells import methods
from stateful.sequence import Arena, Counts
from stateful.start import make
from support import databases
from support.server import running_server
from torture.proof import Proof, Result, Task

_STEPS = 250
_ENOUGH = 20
"""Faults after which no more are looked for."""
_EVERY_METHOD_FROM = 10_000
"""Steps from which on no method may have been left out, accepted or refused."""


def sequences(seed: int) -> Iterator[Sequence[int]]:
    """The numbers of the steps, sequence by sequence, without an end."""
    for number in count():
        chance = random.Random(f"{seed}/{number}")
        yield [chance.getrandbits(32) for _ in range(_STEPS)]


def run(task: Task) -> Result:
    """Runs the sequences of a seed, and makes those shorter in which something is wrong."""
    faults: list[str] = []
    with running_server(task.directory) as server, Arena(server, make(server)) as arena:
        counts = arena.counts
        for number, whole in enumerate(sequences(task.seed)):
            before = counts.steps
            numbers = whole[: task.size - before]
            fault = arena.run(numbers)
            task.advance(counts.steps - before)
            if fault:
                arena.counts = Counts()  # what is tried to shorten it counts for nothing
                shorter = list(arena.shortest(numbers))
                again = arena.run(shorter)
                told = f"{again}, after {'; '.join(arena.told)}" if again else "not seen again"
                faults.append(
                    f"seed {task.seed}, sequence {number}: {fault}\n"
                    f"shorter, steps {shorter}: {told}"
                )
                arena.counts = counts
            if counts.steps >= task.size or len(faults) == _ENOUGH:
                break
    if counts.steps >= _EVERY_METHOD_FROM:
        faults += [
            f"{name} was never accepted, or never refused"
            for name in methods()
            if not (counts.accepted[name] and counts.refused[name])
        ]
    return Result(counts.steps, _figures(counts), faults)


def _figures(counts: Counts) -> dict[str, int | float | str]:
    return {
        "sequences": counts.sequences,
        "accepted": counts.accepted.total(),
        "refused": counts.refused.total(),
        "least accepted of a method": min(counts.accepted[name] for name in methods()),
        "least refused of a method": min(counts.refused[name] for name in methods()),
        "reasons of refusals": len(counts.reasons),
        "answers repeated": counts.repeated,
        "changes": counts.changes,
        "keys tried": counts.keys,
        "audit events": counts.events,
    }


PROOF = Proof(
    name="stateful",
    claim="After any sequence of calls by anybody, the answers, the stored rows and the log of "
    "events are those of a model; nobody has gained what nobody gave them.",
    units="steps",
    whole=100_000,
    engines=databases.ENGINES,
    run=run,
)
