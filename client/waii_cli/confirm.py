"""Questions before what cannot be undone. They go to standard error, and only to a terminal."""

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

from waii_cli import api
from waii_cli.exits import Exit
from waii_cli.failures import CliError
from waii_cli.text import counted, printable

if TYPE_CHECKING:
    from waii_cli.command import Session


def forced_delete_of_tenant(session: "Session", tenant_id: str) -> None:
    """Says what would go with the tenant, and asks."""
    _require_terminal()
    _say(f"Tenant {tenant_id} would go, with {_users(session, tenant_id=tenant_id)}")
    if not _answer(lambda: typer.confirm("Delete all of it?", err=True)):
        raise _not_confirmed()


def forced_delete_of_org(session: "Session", org_id: str) -> None:
    """Says what would go with the organization, and has its id typed."""
    _require_terminal()
    request = api.ListTenantsRequest(lookup_org_id=org_id)
    tenants = _count(lambda: session.client.user.iter_tenants(request), "tenant")
    _say(f"Organization {org_id} would go, with {tenants}, {_users(session, org_id=org_id)}")
    question = "Type the id of the organization to delete all of it"
    if _answer(lambda: typer.prompt(question, err=True)) != org_id:
        raise _not_confirmed()


def _say(what: str) -> None:
    typer.echo(printable(f"{what}, their keys and configs."), err=True)


def _require_terminal() -> None:
    if not sys.stdin.isatty():
        raise CliError("--force asks before it deletes, on a terminal; elsewhere it needs --yes")


def _users(session: "Session", *, org_id: str = "", tenant_id: str = "") -> str:
    request = api.ListUsersRequest(lookup_org_id=org_id, lookup_tenant_id=tenant_id)
    return _count(lambda: session.client.user.iter_users(request), "user")


def _count(listed: Callable[[], Iterable[object]], noun: str) -> str:
    """`3 users`; who may delete them may not always list them."""
    try:
        number = sum(1 for _ in listed())
    except api.PermissionDeniedError:
        return f"all its {noun}s (you may not list them)"
    return counted(number, noun)


def _answer(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except typer.Abort:  # Ctrl-C, or the end of the input
        typer.echo(err=True)
        raise _not_confirmed() from None


def _not_confirmed() -> CliError:
    return CliError("not confirmed; nothing was deleted", Exit.INTERRUPTED)
