"""`make torture`: runs the long proofs, prints what each has shown, and writes it as JSON."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, TextIO

import structlog
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from support import databases

from torture import report
from torture.proof import Proof, Result, Task
from torture.proofs import PROOFS
from torture.report import Outcome

_DIRECTORY = Path(__file__).resolve().parents[2] / "build" / "torture"
_SHOWN = 20
_console = Console(width=None if sys.stdout.isatty() else 140)


def main(
    names: Annotated[list[str] | None, typer.Argument(help="Which proofs; all by default.")] = None,
    length: Annotated[float, typer.Option(min=0.0, help="The share of each that is run.")] = 1.0,
    engine: Annotated[
        list[str] | None, typer.Option(help="On this engine alone; repeatable.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Where chance begins.")] = 1,
) -> None:
    """Try to refute what is promised; the exit code says whether anything was refuted."""
    os.environ["REQUIRE_ALL"] = "1"  # what cannot be run here is no proof
    for name in engine or ():
        if name not in databases.ENGINES:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(databases.ENGINES)}")
    chosen = _chosen(names or [])
    _DIRECTORY.mkdir(parents=True, exist_ok=True)
    outcomes: list[Outcome] = []
    with (_DIRECTORY / "server.log").open("w") as log:
        _log_to(log)
        try:
            for outcome in _run(chosen, length, engine or databases.ENGINES, seed):
                outcomes.append(outcome)
                for fault in outcome.result.faults[:_SHOWN]:
                    _console.print(f"{outcome.proof.name}: {fault}", markup=False, highlight=False)
        finally:
            databases.stop()
    _console.print(report.table(outcomes))
    results = _DIRECTORY / "results.json"
    report.write(results, outcomes)
    _console.print(f"written to {results}", markup=False)
    if any(outcome.result.faults for outcome in outcomes):
        raise typer.Exit(1)


def _log_to(file: TextIO) -> None:
    """Servers of this process log into a file, which is there when something was wrong."""
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        logger_factory=structlog.WriteLoggerFactory(file),
    )


def _chosen(names: list[str]) -> list[Proof]:
    known = {proof.name: proof for proof in PROOFS}
    for name in names:
        if name not in known:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}")
    return [known[name] for name in names] or list(PROOFS)


def _run(
    proofs: Sequence[Proof], length: float, engines: Sequence[str], seed: int
) -> Iterator[Outcome]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    for proof in proofs:
        for engine in proof.engines:
            if engine not in engines:
                continue
            size = max(1, round(proof.whole * length))
            with (
                Progress(*columns, console=_console) as progress,
                tempfile.TemporaryDirectory(prefix="waii-torture-") as directory,
                databases.using(engine),
            ):
                bar = progress.add_task(f"{proof.name} {engine}", total=size)

                def advance(units: int, progress: Progress = progress, bar: object = bar) -> None:
                    progress.advance(bar, units)  # type: ignore[arg-type]

                task = Task(size, engine, seed, Path(directory), advance)
                began = time.monotonic()
                result = proof.run(task)
                yield Outcome(proof, task, _checked(result), time.monotonic() - began)


def _checked(result: Result) -> Result:
    if not result.done:
        result.faults.append("nothing was done")
    return result


if __name__ == "__main__":
    typer.run(main)
