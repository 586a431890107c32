"""`waii audit`."""

from datetime import datetime
from itertools import islice
from typing import Annotated

import typer

from waii_cli import api, complete, values
from waii_cli.command import Session, command, group
from waii_cli.options import Limit

app = group("Who did what as whom.")

COLUMNS = ("event_time", "actor", "subject", "method", "target", "code", "reason")


@command(app, "list")
def list_(
    session: Session,
    org: Annotated[
        str | None,
        typer.Option(
            metavar="ORG",
            help="Only events of this organization. Default: your own; for a super-admin, all.",
            show_default=False,
            autocompletion=complete.orgs,
        ),
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option(
            metavar="USER",
            help="Only what this user's keys did.",
            show_default=False,
            autocompletion=complete.users,
        ),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option(
            metavar="USER",
            help="Only what was done in this user's name.",
            show_default=False,
            autocompletion=complete.users,
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            metavar="TARGET",
            help="Only what was done to it, such as users/ann or organizations/acme.",
            show_default=False,
        ),
    ] = None,
    method: Annotated[
        str | None,
        typer.Option(
            metavar="METHOD",
            help="Only calls of this method, such as CreateUser.",
            show_default=False,
            autocompletion=complete.methods,
        ),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            metavar="TIME",
            parser=values.past,
            help="Only from this time on: 2027-01-31T12:00:00Z, or 24h for a day ago.",
            show_default=False,
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            metavar="TIME", parser=values.past, help="Only before this time.", show_default=False
        ),
    ] = None,
    limit: Limit = None,
) -> None:
    """List events, the oldest first."""
    from waii_cli.methods import full_name  # noqa: PLC0415 - see `api`

    request = api.ListAuditEventsRequest(
        lookup_org_id=org,
        actor=actor,
        subject=subject,
        target=target,
        method=full_name(method) if method else None,
        start_time=since,
        end_time=until,
        page_size=limit,
    )
    found = session.client.audit.iter_audit_events(request)
    session.show_each(islice(found, limit), api.AuditEvent, COLUMNS)
