"""Every cell of the matrix, called."""

import random
from itertools import islice

from matrix.answers import call_all
from matrix.cells import product
from matrix.world import make, stored
from support import databases
from support.server import running_server
from torture.proof import Proof, Result, Task

WHOLE = 181_058
_THREADS = 8


def run(task: Task) -> Result:
    """Calls the cells, all of them or a sample, and compares the answers with the oracle's."""
    with running_server(task.directory) as server:
        world = make(server)
        cells = list(product(world))
        if task.size < len(cells):
            random.Random(task.seed).shuffle(cells)
        before = stored(server)
        chosen = islice(cells, task.size)
        found = call_all(server.address, world.facts, chosen, _THREADS, task.advance)
        faults = [*found.wrong, *found.telling]
        if stored(server) != before:
            faults.append("calls that are only tried have changed something")
    return Result(found.cells, {"wrong": len(found.wrong), "telling": len(found.telling)}, faults)


PROOF = Proof(
    name="matrix",
    claim="Every caller gets from every method the answer that the specification gives, "
    "and what is foreign is answered like what is absent.",
    units="cells",
    whole=WHOLE,
    engines=databases.ENGINES,
    run=run,
)
