"""Histories of many objects, on servers of which one is killed now and then."""

from pathlib import Path

from support import databases
from support.fleet import fleet_of_processes, kills
from torture.proof import Proof, Result, Task

from histories.checker import Checker
from histories.clients import Clients

_KEPT = Path(__file__).resolve().parents[2] / "build" / "torture" / "histories"
_AT_ONCE = 10
_LENGTHS = (50, 200)
_SECONDS_BETWEEN_KILLS = 8.0


def run(task: Task) -> Result:
    """Calls so many operations, and has their histories checked."""
    with (
        fleet_of_processes(task.directory) as fleet,
        Checker() as checker,
        kills(fleet, _SECONDS_BETWEEN_KILLS, task.seed) as killed,
    ):
        clients = Clients(
            fleet,
            checker,
            size=task.size,
            seed=task.seed,
            at_once=_AT_ONCE,
            lengths=_LENGTHS,
            kept=_KEPT / task.engine,
            advance=task.advance,
        )
        found = clients.run()
    figures: dict[str, int | float | str] = {
        "histories": found.histories,
        "illegal": found.illegal,
        "unknown": found.unknown,
        "ambiguous calls": found.lost,
        "histories with ambiguous calls": found.unsure,
        "aborted calls": found.aborted,
        "kills": killed.count,
    }
    return Result(found.operations, figures, found.faults)


PROOF = Proof(
    name="histories",
    claim="Whatever concurrent clients of several servers see of a user, a key, a config or a "
    "tenant is what they would see if the calls had come one by one, each between its start and "
    "its end; also while servers are killed.",
    units="operations",
    whole=1_000_000,
    engines=databases.ENGINES,
    run=run,
)
