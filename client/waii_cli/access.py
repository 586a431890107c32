"""`waii access`."""

from typing import Annotated

import typer

from waii_cli import api, complete
from waii_cli.command import Session, command, group
from waii_cli.exits import Exit

app = group("Who may do what, and why.")

COLUMNS = ("allowed", "reason", "message", "permission", "granting_roles")


@command(app, "check")
def check(
    session: Session,
    method: Annotated[
        str,
        typer.Argument(
            metavar="METHOD",
            help="The method that would be called, such as UpdateUser.",
            autocompletion=complete.methods,
        ),
    ],
    user: Annotated[
        str | None,
        typer.Option(
            metavar="USER",
            help="Who would call it. Default: you, with your key.",
            show_default=False,
            autocompletion=complete.users,
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            metavar="TARGET",
            help="What it would be called on: users/ID, tenants/ID or organizations/ID.",
            show_default=False,
        ),
    ] = None,
    impersonate: Annotated[
        str | None,
        typer.Option(
            metavar="USER",
            help="As whom it would be called.",
            show_default=False,
            autocompletion=complete.users,
        ),
    ] = None,
    roles: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="ROLE",
            help="A role that CreateUser or UpdateUser would grant; may be repeated.",
            show_default=False,
            autocompletion=complete.roles,
        ),
    ] = None,
) -> None:
    """Say whether a call would be permitted, and which rule decides. Exits with 5 if not."""
    from waii_cli.methods import full_name  # noqa: PLC0415 - see `api`

    request = api.CheckAccessRequest(
        user_id=user,
        method=full_name(method),
        target=target,
        impersonate_user_id=impersonate,
        roles=roles,
    )
    answer = session.client.authorization.check_access(request)
    session.show(answer, COLUMNS)
    if not answer.allowed:
        raise typer.Exit(Exit.DENIED)
