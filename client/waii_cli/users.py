"""`waii user`."""

from itertools import islice
from typing import Annotated

import typer

from waii_cli import api, complete, values
from waii_cli.changes import Changes
from waii_cli.command import Session, command, group
from waii_cli.options import (
    ClearRoles,
    ClearVariables,
    DryRun,
    Email,
    Etag,
    InOrg,
    InTenant,
    Limit,
    Name,
    NewRoles,
    NewUserId,
    NewVariables,
    OfOrg,
    OfTenant,
    RequestId,
    Roles,
    ToOrg,
    ToTenant,
    UserId,
    Variables,
    VariablesFile,
)

app = group("Users: create, list, change, suspend, delete.")

COLUMNS = ("id", "name", "tenant_id", "org_id", "roles", "email", "suspended")
INFO_COLUMNS = ("id", "name", "email", "roles", "permissions")


@command(app, "create")
def create(
    session: Session,
    user_id: NewUserId,
    name: Name = None,
    email: Email = None,
    tenant: InTenant = None,
    org: InOrg = None,
    roles: Roles = None,
    variables: Variables = None,
    variables_file: VariablesFile = None,
    request_id: RequestId = None,
    dry_run: DryRun = False,
) -> None:
    """Create a user. Without --role, the user gets the server's default role."""
    user = api.User(
        id=user_id,
        name=name,
        email=email,
        tenant_id=tenant,
        org_id=org,
        roles=roles,
        variables=values.variables(variables, variables_file),
    )
    session.client.user.create_user(
        api.CreateUserRequest(user=user, request_id=request_id, validate_only=dry_run)
    )
    session.done(f"created user {user_id}", dry_run=dry_run)


@command(app, "list")
def list_(
    session: Session,
    org: OfOrg = None,
    tenant: OfTenant = None,
    user: Annotated[
        str | None,
        typer.Option(
            metavar="USER",
            help="Only this one.",
            show_default=False,
            autocompletion=complete.users,
        ),
    ] = None,
    limit: Limit = None,
) -> None:
    """List users, ordered by id: of your organization, or of another one where you may."""
    request = api.ListUsersRequest(
        lookup_org_id=org, lookup_tenant_id=tenant, lookup_user_id=user, page_size=limit
    )
    found = session.client.user.iter_users(request)
    session.show_each(islice(found, limit), api.User, COLUMNS)


@command(app, "info")
def info(session: Session, user_id: UserId) -> None:
    """Show who a user is and what the user may do."""
    answer = session.client.user.get_user_info(api.GetUserInfoRequest(user_id=user_id))
    session.show(answer, INFO_COLUMNS)


@command(app, "update")
def update(
    session: Session,
    user_id: UserId,
    name: Name = None,
    email: Email = None,
    tenant: ToTenant = None,
    org: ToOrg = None,
    roles: NewRoles = None,
    clear_roles: ClearRoles = False,
    variables: NewVariables = None,
    variables_file: VariablesFile = None,
    clear_variables: ClearVariables = False,
    etag: Etag = None,
    dry_run: DryRun = False,
) -> None:
    """Change what is given; all else stays. An empty --name or --email takes it away."""
    changes = Changes(
        name=name,
        email=email,
        tenant_id=tenant,
        org_id=org,
        roles=roles or None,
        variables=values.variables(variables, variables_file),
    )
    changes.clear("roles", wanted=clear_roles)
    changes.clear("variables", wanted=clear_variables)
    request = api.UpdateUserRequest(
        user=api.User(id=user_id, etag=etag, **changes.fields),
        update_mask=changes.mask,
        validate_only=dry_run,
    )
    session.client.user.update_user(request)
    session.done(f"updated user {user_id}", dry_run=dry_run)


@command(app, "delete")
def delete(session: Session, user_id: UserId, etag: Etag = None, dry_run: DryRun = False) -> None:
    """Delete a user, with the user's access keys and config."""
    session.client.user.delete_user(
        api.DeleteUserRequest(id=user_id, etag=etag, validate_only=dry_run)
    )
    session.done(f"deleted user {user_id}", dry_run=dry_run)


@command(app, "suspend")
def suspend(session: Session, user_id: UserId, dry_run: DryRun = False) -> None:
    """Refuse a user's keys from now on, and delete nothing."""
    session.client.suspension.suspend_user(
        api.SuspendUserRequest(id=user_id, validate_only=dry_run)
    )
    session.done(f"suspended user {user_id}", dry_run=dry_run)


@command(app, "reactivate")
def reactivate(session: Session, user_id: UserId, dry_run: DryRun = False) -> None:
    """Take the keys of a suspended user again."""
    session.client.suspension.reactivate_user(
        api.ReactivateUserRequest(id=user_id, validate_only=dry_run)
    )
    session.done(f"reactivated user {user_id}", dry_run=dry_run)
