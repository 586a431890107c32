"""Every change of the rules, judged by the tests."""

import queue
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from support import databases
from torture.proof import Proof, Result, Task

from mutants import changes
from mutants.changes import Mutant
from mutants.judge import Judge, Verdict, judge
from mutants.survivors import explained
from mutants.targets import NEAR

WHOLE = 1_890
"""About as many as there are; a whole run judges them all, whatever their number is now."""
_WORKERS = 2
_ENOUGH = 20
_MEANINGLESS, _EXPLAINED = "meaning the same", "explained"


def every() -> list[Mutant]:
    return [mutant for module in NEAR for mutant in changes.of_module(module).mutants]


def run(task: Task) -> Result:
    """Judges the changes, all of them or a sample, two at a time."""
    mutants = every()
    random.Random(task.seed).shuffle(mutants)
    if task.size < WHOLE:
        del mutants[task.size :]
    waiting: queue.SimpleQueue[Mutant] = queue.SimpleQueue()
    for mutant in mutants:
        waiting.put(mutant)
    counted: Counter[str] = Counter()
    faults: list[str] = []
    lock = threading.Lock()

    def work(number: int) -> None:
        with judge(task.directory / str(number)) as judged:
            while len(faults) < _ENOUGH:
                try:
                    mutant = waiting.get_nowait()
                except queue.Empty:
                    return
                outcome, fault = _outcome(judged, mutant)
                with lock:
                    counted[outcome] += 1
                    task.advance(1)
                    faults.extend(fault)

    with ThreadPoolExecutor(_WORKERS) as pool:
        list(pool.map(work, range(_WORKERS)))
    killed = counted[Verdict.KILLED] + counted[Verdict.TIMEOUT]
    able = killed + counted[Verdict.SURVIVED]
    figures: dict[str, int | float | str] = {
        name: counted[name] for name in (*Verdict, _EXPLAINED, _MEANINGLESS)
    }
    figures["score"] = f"{killed / able:.1%}" if able else "none"
    return Result(counted.total(), figures, faults)


def _outcome(judged: Judge, mutant: Mutant) -> tuple[str, list[str]]:
    """What a change counts as, and what is wrong."""
    text = mutant.text()
    if text is None:
        return _MEANINGLESS, []
    was, now = mutant.difference()
    if (mutant.module, was, now) in explained():
        return _EXPLAINED, []
    found = judged.judge(mutant, text)
    if found.verdict is Verdict.SURVIVED:
        return found.verdict, [f"nothing notices {mutant}: {was!r} became {now!r}"]
    if found.by and not judged.sound(found.by):
        return found.verdict, [f"{found.by} fails where nothing is changed, too"]
    if found.verdict is Verdict.KILLED and not found.by and not judged.starts():
        return found.verdict, ["no test runs where nothing is changed, either"]
    return found.verdict, []


PROOF = Proof(
    name="mutants",
    claim="Whoever changes one of the rules has a test that fails.",
    units="mutants",
    whole=WHOLE,
    engines=(databases.SQLITE,),
    run=run,
)
