"""All of it put together: the nouns, and what stands before them."""

from typing import Annotated, Any

import typer

from waii_cli import access, audit, config, identity, keys, orgs, profile, tenants, users
from waii_cli.bulk import commands as bulk
from waii_cli.command import command, disguise, parameters_of
from waii_cli.exits import MEANINGS
from waii_cli.options import ANYWHERE, OF_CONNECTION

cli = typer.Typer(
    name="waii",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: "
    + "; ".join(f"{code.value} {meaning}" for code, meaning in MEANINGS.items())
    + ".",
)

_LOGIN = {name: ANYWHERE[name] for name in ("profile", "url", "timeout", "quiet", "verbose")}
_LOGOUT = {name: ANYWHERE[name] for name in ("profile", "quiet")}

cli.add_typer(users.app, name="user")
cli.add_typer(tenants.app, name="tenant")
cli.add_typer(orgs.app, name="org")
cli.add_typer(keys.app, name="key")
cli.add_typer(config.app, name="config")
cli.add_typer(audit.app, name="audit")
cli.add_typer(access.app, name="access")
cli.add_typer(profile.app, name="profile")
command(cli, "import")(bulk.import_)
command(cli, "export")(bulk.export)
command(cli, "whoami")(identity.whoami)
command(cli, "login", options=_LOGIN | OF_CONNECTION)(identity.login)
command(cli, "logout", options=_LOGOUT)(identity.logout)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - only where it is asked for

        typer.echo(f"waii {version('waii-user-service')}")
        raise typer.Exit


def _root(**_: Any) -> None:
    """What stands before a command counts for it; see `said`."""


_VERSION = Annotated[
    bool | None,
    typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True),
]

disguise(
    _root,
    parameters_of({**ANYWHERE, **OF_CONNECTION, "version": _VERSION}),
    name="waii",
    doc="""The Waii user service: organizations, tenants, users and access keys.

    `waii login` says where the server is and who you are; or WAII_URL and WAII_API_KEY do.
    Data goes to standard output, everything else to standard error.
    """,
)
cli.callback()(_root)
