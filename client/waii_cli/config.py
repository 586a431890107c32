"""`waii config`."""

from typing import Annotated

import typer

from waii_cli import api, complete, values
from waii_cli.command import Session, command, group
from waii_cli.exits import Exit
from waii_cli.failures import CliError
from waii_cli.options import DryRun
from waii_cli.output import Format, in_order

app = group("Your config (or with --as that of another user): named JSON values.")


@command(app, "get")
def get(
    session: Session,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="One value alone. Default: all of them.",
            autocompletion=complete.config_names,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show the config, or one value of it."""
    config = _call(session, api.UpdateConfigRequest())
    if name is None:
        _show(session, config)
    elif name in config:
        session.output.value(config[name])
    else:
        raise CliError(f"the config has no {name!r}", Exit.NOT_FOUND)


@command(app, "set")
def set_(
    session: Session,
    given: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME=VALUE...",
            help="What to set. VALUE is JSON where it is valid JSON, and else a string.",
        ),
    ],
    dry_run: DryRun = False,
) -> None:
    """Set values, keep all others, and show the config."""
    updated = values.assignments(given, "NAME=VALUE")
    config = _call(session, api.UpdateConfigRequest(updated=updated, validate_only=dry_run))
    _show(session, config)
    session.done(f"set {', '.join(updated)}", dry_run=dry_run)


@command(app, "unset")
def unset(
    session: Session,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="What to delete; a name that does not exist is no error.",
            autocompletion=complete.config_names,
        ),
    ],
    dry_run: DryRun = False,
) -> None:
    """Delete values, keep all others, and show the config."""
    config = _call(session, api.UpdateConfigRequest(deleted=names, validate_only=dry_run))
    _show(session, config)
    session.done(f"deleted {', '.join(names)}", dry_run=dry_run)


def _call(session: Session, request: "api.UpdateConfigRequest") -> dict[str, object]:
    config: dict[str, object] = in_order(
        api.to_dict(session.client.user.update_config(request).configs)
    )
    return config


def _show(session: Session, config: dict[str, object]) -> None:
    if session.output.given in {Format.JSON, Format.YAML}:
        session.output.value(config)
    else:
        columns = ("name", "value")
        rows = ({"name": name, "value": value} for name, value in config.items())
        session.output.records(rows, columns, columns)
