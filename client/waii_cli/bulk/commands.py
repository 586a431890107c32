"""`waii import` and `waii export`."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from waii_cli import complete
from waii_cli.bulk.formats import Existing, Format
from waii_cli.command import Session
from waii_cli.exits import Exit
from waii_cli.failures import CliError
from waii_cli.text import counted, printable

if TYPE_CHECKING:
    from rich.progress import Progress

    from waii_cli.bulk.importing import Failure

_SHOWN = 10
_FORMAT = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="How rows are written. Default: by the name of the file; else JSON Lines.",
        show_default=False,
    ),
]


def import_(
    session: Session,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="JSON Lines or CSV.", exists=True, dir_okay=False),
    ],
    form: _FORMAT = None,
    existing: Annotated[
        Existing, typer.Option(help="What becomes of rows whose id is taken.")
    ] = Existing.FAIL,
    errors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where rows that failed go, with the reasons."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check every row, and change nothing.")
    ] = False,
) -> None:
    """Create organizations, tenants and users from a file.

    A row has a kind (organization, tenant, user; user by default) and the fields that `list` shows;
    a user may have a config. What holds others stands before them. Broken off and run again, it
    goes on where it was. Exits with 7 where a row has failed.
    """
    from waii_cli.bulk.importing import Import  # noqa: PLC0415 - see `api`

    with _errors(errors) as log, _progress(session) as progress:
        task = progress.add_task("importing", total=None)
        shown = 0

        def failed(failure: "Failure") -> None:
            nonlocal shown
            if log is not None:
                log.write(json.dumps(asdict(failure), ensure_ascii=False) + "\n")
            elif shown < _SHOWN:
                said = f"line {failure.line}: {failure.kind} {failure.id}: {failure.message}"
                progress.console.print(printable(said), markup=False, highlight=False)
            shown += 1

        importing = Import(
            session.client,
            file,
            _format(form, file),
            existing=existing,
            dry_run=dry_run,
            failed=failed,
            advance=lambda rows: progress.advance(task, rows),
        )
        if importing.resumed:
            session.note(f"going on behind the {importing.resumed} batches of an earlier run")
        done = importing.run()
    told = ", ".join(f"{number} {what}" for what, number in asdict(done).items() if number)
    session.done(told or "there are no rows", dry_run=dry_run)
    if done.failed:
        raise typer.Exit(Exit.CONFLICT)


def export(
    session: Session,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Default: standard output.", show_default=False),
    ] = None,
    form: _FORMAT = None,
    org: Annotated[
        str | None,
        typer.Option(
            metavar="ORG",
            help="This organization alone. Default: all that you see.",
            autocompletion=complete.orgs,
            show_default=False,
        ),
    ] = None,
    configs: Annotated[
        bool, typer.Option(help="With the configs of users: a call for each, in their name.")
    ] = True,
) -> None:
    """Write organizations, tenants and users to a file that `import` reads.

    Access keys are not in it, nor the configs of users as whom you may not act: those who are
    suspended or may not use the API.
    """
    from waii_cli.bulk.exporting import export as run  # noqa: PLC0415 - see `api`
    from waii_cli.bulk.rows import Writer  # noqa: PLC0415

    with _output(file) as out, _progress(session) as progress:
        task = progress.add_task("exporting", total=None)
        done = run(
            session.client,
            Writer(out, _format(form, file)),
            org_id=org or "",
            configs=configs,
            advance=lambda rows: progress.advance(task, rows),
        )
    session.done(
        f"{counted(done.organizations, 'organization')}, {counted(done.tenants, 'tenant')}, "
        f"{counted(done.users, 'user')}",
        dry_run=False,
    )
    if done.unseen:
        session.note(f"the configs of {done.unseen} users are missing: nobody acts as these")
    if org and not done.organizations:
        raise CliError(f"there is no organization {org}, or you may not see it", Exit.NOT_FOUND)


def _format(form: Format | None, file: Path | None) -> Format:
    if form is not None:
        return form
    return Format.CSV if file is not None and file.suffix.lower() == ".csv" else Format.JSONL


@contextmanager
def _errors(file: Path | None) -> Iterator[TextIO | None]:
    if file is None:
        yield None
    else:
        with file.open("w", encoding="utf-8") as log:
            yield log


@contextmanager
def _output(file: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that is there when it is whole."""
    if file is None:
        yield sys.stdout
        return
    new = file.with_name(f"{file.name}.new")
    try:
        with new.open("w", encoding="utf-8", newline="") as out:
            yield out
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _progress(session: Session) -> "Progress":
    """How far it is, on standard error, where that is a terminal."""
    from rich.console import Console  # noqa: PLC0415 - it takes a while
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description} {task.completed:,.0f} rows"),
        TimeElapsedColumn(),
        console=(console := Console(stderr=True)),
        disable=session.quiet or not console.is_terminal,
        transient=True,
    )
