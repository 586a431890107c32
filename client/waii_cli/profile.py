"""`waii profile`."""

from typing import Annotated, Any

import typer

from waii_cli import complete
from waii_cli.command import Session, command, group
from waii_cli.exits import Exit
from waii_cli.failures import CliError
from waii_cli.options import ANYWHERE

app = group("Servers that `waii login` has stored, by name.")

_LOCAL = {name: ANYWHERE[name] for name in ("output", "quiet")}
_COLUMNS = ("name", "url", "in_use", "key_stored")
_NAMES = ("name", "url", "tls_ca", "tls_cert", "tls_key", "insecure", "in_use", "key_stored")

Name = Annotated[
    str,
    typer.Argument(metavar="NAME", help="Name of the profile.", autocompletion=complete.profiles),
]


@command(app, "list", options=_LOCAL)
def list_(session: Session) -> None:
    """List the profiles."""
    records = [_record(session, name) for name in session.profiles.names]
    if not session.output.records(records, _NAMES, _COLUMNS):
        session.note("there are none: `waii login` makes one")


@command(app, "show", options=_LOCAL)
def show(
    session: Session,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="Name of the profile. Default: the one in use.",
            autocompletion=complete.profiles,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show a profile; never its key."""
    name = name or session.profiles.current
    if not name:
        raise CliError("no profile is in use: `waii profile use NAME`", Exit.NOT_FOUND)
    session.output.record(_record(session, name), _NAMES, _NAMES)


@command(app, "use", options=_LOCAL)
def use(session: Session, name: Name) -> None:
    """Use a profile from now on, where no other is named."""
    session.profiles.use(name)
    session.note(f"in use: profile {name}")


@command(app, "delete", options=_LOCAL)
def delete(session: Session, name: Name) -> None:
    """Delete a profile, and forget its access key."""
    session.profiles.delete(name)
    session.note(f"deleted profile {name}")


def _record(session: Session, name: str) -> dict[str, Any]:
    profile = session.profiles.get(name)
    return {
        "name": name,
        "url": profile.url,
        "tls_ca": profile.tls_ca,
        "tls_cert": profile.tls_cert,
        "tls_key": profile.tls_key,
        "insecure": profile.insecure,
        "in_use": name == session.profiles.current,
        "key_stored": session.profiles.has_key(name),
    }
