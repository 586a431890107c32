"""`waii key`."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from waii_cli import api, complete, values
from waii_cli.command import Session, command, group
from waii_cli.options import DryRun, ExpiresAt, ExpiresIn, KeyName, RequestId

if TYPE_CHECKING:
    from waii_client.user import AccessKey

app = group("Access keys of your own (or with --as of another user): create, list, rotate, delete.")

COLUMNS = ("name", "access_key", "created_at", "expire_time", "last_used_time", "permissions")
_SHOWN = len("waii_AbCd"), len("WxYz")


@command(app, "create")
def create(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new key.")],
    expires_in: ExpiresIn = None,
    expires_at: ExpiresAt = None,
    permissions: Annotated[
        list[str] | None,
        typer.Option(
            "--permission",
            metavar="PERMISSION",
            help="Limit the key to this, and others; usage:api among them. Default: all of yours.",
            show_default=False,
            autocompletion=complete.permissions,
        ),
    ] = None,
    request_id: RequestId = None,
    dry_run: DryRun = False,
) -> None:
    """Create an access key. It alone is printed to standard output; keep it."""
    request = api.CreateAccessKeyRequest(
        name=name,
        expire_time=values.expiry(expires_in, expires_at),
        permissions=permissions,
        request_id=request_id,
        validate_only=dry_run,
    )
    answer = session.client.user.create_access_key(request)
    _hand_out(session, answer.access_keys[0], dry_run=dry_run)
    session.done(f"created access key {name}", dry_run=dry_run)


@command(app, "rotate")
def rotate(
    session: Session,
    name: KeyName,
    overlap: Annotated[
        timedelta | None,
        typer.Option(
            metavar="DURATION",
            parser=values.duration,
            help="The old secret works for this time, such as 1h, up to 30d. Default: no longer.",
            show_default=False,
        ),
    ] = None,
    expires_in: ExpiresIn = None,
    expires_at: ExpiresAt = None,
    request_id: RequestId = None,
    dry_run: DryRun = False,
) -> None:
    """Give an access key a new secret. It alone is printed to standard output; keep it."""
    request = api.RotateAccessKeyRequest(
        name=name,
        overlap=overlap,
        expire_time=values.expiry(expires_in, expires_at),
        request_id=request_id,
        validate_only=dry_run,
    )
    answer = session.client.access_key.rotate_access_key(request)
    _hand_out(session, answer.access_key, dry_run=dry_run)
    session.done(f"rotated access key {name}", dry_run=dry_run)


@command(app, "list")
def list_(
    session: Session,
    reveal: Annotated[
        bool,
        typer.Option("--reveal", help="Show the keys whole, where the server has them to show."),
    ] = False,
) -> None:
    """List your access keys, ordered by name: masked, unless --reveal asks for them."""
    answer = session.client.user.list_access_keys(api.GetAccessKeyRequest())
    for key in answer.access_keys:
        if not reveal:
            key.access_key = _masked(key.access_key)
    session.show_each(iter(answer.access_keys), api.AccessKey, COLUMNS)


@command(app, "delete")
def delete(
    session: Session,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="Names of the keys; one that does not exist is no error.",
            autocompletion=complete.keys,
        ),
    ],
    dry_run: DryRun = False,
) -> None:
    """Delete access keys, all of them or none. They are refused from now on."""
    session.client.user.delete_access_key(
        api.DelAccessKeyRequest(names=names, validate_only=dry_run)
    )
    session.done(f"deleted access key {', '.join(names)}", dry_run=dry_run)


def _hand_out(session: Session, key: "AccessKey", *, dry_run: bool) -> None:
    """Prints a new key once: alone, or in what describes it where a format is asked for."""
    if session.output.given is not None:
        session.show(key)
    elif not dry_run:  # or there is none
        session.output.value(key.access_key)


def _masked(key: str) -> str:
    """The key as the server masks it; what it has masked stays as it is."""
    first, last = _SHOWN
    return key if len(key) <= first + last + 1 else f"{key[:first]}…{key[-last:]}"
