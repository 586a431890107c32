"""The table and the JSON file."""

import dataclasses
import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks import machine
from benchmarks.bench import Measured, Options
from benchmarks.goals import Goal


@dataclass(frozen=True)
class Outcome:
    """A goal, and what was measured; or why it could not be."""

    goal: Goal
    measured: Measured | None
    error: str = ""

    @property
    def median(self) -> float | None:
        if self.measured is None or not self.measured.values:
            return None
        return statistics.median(self.measured.values)

    @property
    def verdict(self) -> str:
        if self.measured is None:
            return "could not be run"
        if self.median is None or not self.measured.valid:
            return "not valid: calls failed"
        return "met" if self.goal.met(self.median) else "not met"

    @property
    def notes(self) -> Sequence[str]:
        """What else was measured, in words."""
        return self.measured.notes if self.measured else ()

    @property
    def failures(self) -> list[str]:
        """What calls failed with."""
        if self.measured is None:
            return [self.error]
        return [
            f"{side.name}: {dict(run.errors)}, the first: {run.first_error}"
            for side in self.measured.sides
            for run in side.runs
            if not run.valid
        ]


def table(outcomes: Sequence[Outcome]) -> Table:
    drawn = Table(title=None, caption_justify="left")
    for heading in ("benchmark", "what", "goal", "median", "min - max", "calls/s", "beside", ""):
        drawn.add_column(heading, justify="left" if heading in ("benchmark", "what") else "right")
    for outcome in outcomes:
        goal, measured = outcome.goal, outcome.measured
        sign = ">=" if goal.at_least else "<="
        values = measured.values if measured else []
        rates = [f"{side.rate:,.0f}" for side in measured.sides] if measured else []
        style = {"met": "green", "not met": "yellow"}.get(outcome.verdict, "red")
        drawn.add_row(
            goal.name,
            goal.text,
            f"{sign} {goal.limit:g}{goal.unit}",
            "" if outcome.median is None else f"{outcome.median:.2f}{goal.unit}",
            f"{min(values):.2f} - {max(values):.2f}" if values else "",
            *[*rates, "", ""][:2],
            f"[{style}]{outcome.verdict}[/]",
        )
    return drawn


def write(path: Path, outcomes: Sequence[Outcome], options: Options) -> None:
    content = {
        "machine": machine.description(path.parent),
        "options": dataclasses.asdict(options),
        "goals": [_json(outcome) for outcome in outcomes],
    }
    path.write_text(json.dumps(content, indent=2) + "\n")


def _json(outcome: Outcome) -> dict[str, Any]:
    goal, measured = outcome.goal, outcome.measured
    return {
        "name": goal.name,
        "text": goal.text,
        "limit": goal.limit,
        "at_least": goal.at_least,
        "unit": goal.unit,
        "verdict": outcome.verdict,
        "median": outcome.median,
        "values": list(measured.values) if measured else [],
        "notes": list(outcome.notes),
        "failures": outcome.failures,
        "sides": [
            {
                "name": side.name,
                "rate": side.rate,
                "runs": [dataclasses.asdict(run) for run in side.runs],
            }
            for side in (measured.sides if measured else ())
        ],
    }
