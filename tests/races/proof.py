"""Rounds of races, on servers that are processes of their own."""

from support import databases
from support.fleet import fleet_of_processes
from support.inspection import damage
from torture.proof import Proof, Result, Task

from races.rounds import Rounds

_AT_ONCE = 4
_QUIET = 4
"""Of so many rounds, one is played in quiet."""


def run(task: Task) -> Result:
    """Plays so many rounds."""
    with fleet_of_processes(task.directory) as fleet:
        quiet = task.size // _QUIET
        together = Rounds(
            fleet,
            size=task.size - quiet,
            seed=task.seed,
            at_once=_AT_ONCE,
            advance=task.advance,
        )
        alone = Rounds(fleet, size=quiet, seed=task.seed, at_once=1, advance=task.advance)
        played = together.play() + alone.play()
        faults = [*played.faults, *map(str, damage(fleet.database))]
    figures: dict[str, int | float | str] = {"calls refused after an end": played.later}
    return Result(sum(played.rounds.values()), figures, faults)


PROOF = Proof(
    name="races",
    claim="After the acknowledgement of what takes access away no call succeeds that needed it, "
    "nor leaves anything behind; and of calls that race for one thing, one gets it.",
    units="rounds",
    whole=20_000,
    engines=databases.ENGINES,
    run=run,
)
