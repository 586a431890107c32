"""`make bench`: measures, prints one table, and writes it as JSON. It never fails on a time."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks import machine, report
from benchmarks.bench import Bench, Options
from benchmarks.goals import GOALS, Goal
from benchmarks.processes import CannotRun
from benchmarks.report import Outcome

_DIRECTORY = Path(__file__).resolve().parents[2] / "build" / "bench"
_QUICK = Options(rounds=2, seconds=0.5, warm_up=0.5, calls=20_000, users=20_000)
_console = Console(width=None if sys.stdout.isatty() else 140)


def main(
    only: Annotated[list[str] | None, typer.Option(help="Measure this one; repeatable.")] = None,
    rounds: Annotated[int | None, typer.Option(min=1, help="Rounds of a comparison.")] = None,
    seconds: Annotated[float | None, typer.Option(help="Seconds of each side in a round.")] = None,
    calls: Annotated[int | None, typer.Option(help="Calls of the memory run.")] = None,
    users: Annotated[int | None, typer.Option(help="Users in the large database.")] = None,
    quick: Annotated[
        bool, typer.Option(help="Few rounds, short ones, a smaller database.")
    ] = False,
) -> None:
    """Measure the goals; the exit code says only whether everything could be run."""
    options = _options(_QUICK if quick else Options(), rounds, seconds, calls, users)
    goals = _chosen(only or [])
    machine.pin_rest()
    if not machine.PINNED:
        _console.print("one core only: nothing is pinned, server and load disturb each other")
    try:
        outcomes = _measure(goals, options)
    except CannotRun as error:
        _console.print(f"cannot run: {error}", markup=False)
        raise typer.Exit(1) from None
    _console.print(report.table(outcomes))
    for outcome in outcomes:
        for line in (*outcome.notes, *outcome.failures):
            _console.print(f"{outcome.goal.name}: {line}", markup=False)
    results = _DIRECTORY / "results.json"
    report.write(results, outcomes, options)
    _console.print(f"written to {results}", markup=False)
    if any(outcome.measured is None for outcome in outcomes):
        raise typer.Exit(1)


def _options(
    options: Options,
    rounds: int | None,
    seconds: float | None,
    calls: int | None,
    users: int | None,
) -> Options:
    return Options(
        rounds=rounds or options.rounds,
        seconds=seconds or options.seconds,
        warm_up=min(options.warm_up, seconds or options.warm_up),
        calls=calls or options.calls,
        users=users or options.users,
    )


def _chosen(names: list[str]) -> list[Goal]:
    known = [goal.name for goal in GOALS]
    for name in names:
        if not any(one.startswith(name) for one in known):
            raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}")
    return [g for g in GOALS if not names or any(g.name.startswith(name) for name in names)]


def _measure(goals: list[Goal], options: Options) -> list[Outcome]:
    outcomes = []
    with _progress(len(goals)) as (step, advance):
        bench = Bench(_DIRECTORY, options, step)
        try:
            for goal in goals:
                try:
                    outcomes.append(Outcome(goal, goal.measure(bench)))
                except Exception as error:  # noqa: BLE001  what the others measured is kept
                    outcomes.append(Outcome(goal, None, str(error) or repr(error)))
                advance(outcomes[-1])
        finally:
            bench.close()
    return outcomes


@contextlib.contextmanager
def _progress(total: int) -> Iterator[tuple[Callable[[str], None], Callable[[Outcome], None]]]:
    """A bar on a terminal; elsewhere a line for each goal that is done."""
    if not _console.is_terminal:
        yield lambda _text: None, _print_line
        return
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=_console, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda text: bar.update(task, description=text), lambda _outcome: bar.advance(task)


def _print_line(outcome: Outcome) -> None:
    median = "" if outcome.median is None else f"{outcome.median:.2f}{outcome.goal.unit} "
    _console.print(f"{outcome.goal.name}: {median}{outcome.verdict}", markup=False)


if __name__ == "__main__":
    typer.run(main)
