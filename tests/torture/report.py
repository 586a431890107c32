"""The table of what was shown, and the same as JSON."""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from torture.proof import Proof, Result, Task


@dataclass(frozen=True)
class Outcome:
    """A proof that was run: what it was to do, what it did, in how many seconds."""

    proof: Proof
    task: Task
    result: Result
    seconds: float

    @property
    def figures(self) -> str:
        return ", ".join(
            f"{name} {value:,}" if isinstance(value, int) else f"{name} {value}"
            for name, value in self.result.figures.items()
        )


def table(outcomes: Sequence[Outcome]) -> Table:
    drawn = Table()
    for heading in ("proof", "engine", "done", "counted", "seconds", "faults"):
        drawn.add_column(heading, justify="right" if heading in {"seconds", "faults"} else "left")
    for outcome in outcomes:
        proof, result = outcome.proof, outcome.result
        drawn.add_row(
            proof.name,
            outcome.task.engine,
            f"{result.done:,} of {proof.whole:,} {proof.units}",
            outcome.figures,
            f"{outcome.seconds:,.0f}",
            str(len(result.faults)),
        )
    return drawn


def write(file: Path, outcomes: Sequence[Outcome]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    told = [
        {
            "proof": outcome.proof.name,
            "claim": outcome.proof.claim,
            "engine": outcome.task.engine,
            "seed": outcome.task.seed,
            "units": outcome.proof.units,
            "whole": outcome.proof.whole,
            "seconds": round(outcome.seconds, 1),
            **dataclasses.asdict(outcome.result),
        }
        for outcome in outcomes
    ]
    file.write_text(json.dumps(told, indent=2) + "\n")
