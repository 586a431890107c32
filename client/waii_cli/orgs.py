"""`waii org`."""

from itertools import islice

from waii_cli import api, confirm, values
from waii_cli.changes import Changes
from waii_cli.command import Session, command, group
from waii_cli.options import (
    ClearVariables,
    DryRun,
    Etag,
    Force,
    Limit,
    Name,
    NewOrgId,
    NewVariables,
    OrgId,
    RequestId,
    RequiredName,
    Variables,
    VariablesFile,
    Yes,
)

app = group("Organizations, which hold tenants: create, list, change, suspend, delete.")

COLUMNS = ("id", "name", "suspended")


@command(app, "create")
def create(
    session: Session,
    org_id: NewOrgId,
    name: RequiredName,
    variables: Variables = None,
    variables_file: VariablesFile = None,
    request_id: RequestId = None,
    dry_run: DryRun = False,
) -> None:
    """Create an organization."""
    organization = api.Organization(
        id=org_id, name=name, variables=values.variables(variables, variables_file)
    )
    session.client.user.create_org(
        api.CreateOrganizationRequest(
            organization=organization, request_id=request_id, validate_only=dry_run
        )
    )
    session.done(f"created organization {org_id}", dry_run=dry_run)


@command(app, "list")
def list_(session: Session, limit: Limit = None) -> None:
    """List organizations, ordered by id: all for a super-admin, else your own."""
    found = session.client.user.iter_orgs(api.ListOrganizationsRequest(page_size=limit))
    session.show_each(islice(found, limit), api.Organization, COLUMNS)


@command(app, "update")
def update(
    session: Session,
    org_id: OrgId,
    name: Name = None,
    variables: NewVariables = None,
    variables_file: VariablesFile = None,
    clear_variables: ClearVariables = False,
    etag: Etag = None,
    dry_run: DryRun = False,
) -> None:
    """Change what is given; all else stays."""
    changes = Changes(name=name, variables=values.variables(variables, variables_file))
    changes.clear("variables", wanted=clear_variables)
    request = api.UpdateOrganizationRequest(
        organization=api.Organization(id=org_id, etag=etag, **changes.fields),
        update_mask=changes.mask,
        validate_only=dry_run,
    )
    session.client.user.update_org(request)
    session.done(f"updated organization {org_id}", dry_run=dry_run)


@command(app, "delete")
def delete(
    session: Session,
    org_id: OrgId,
    force: Force = False,
    yes: Yes = False,
    etag: Etag = None,
    dry_run: DryRun = False,
) -> None:
    """Delete an organization: an empty one, or with --force all that is in it, too."""
    if force and not (yes or dry_run):
        confirm.forced_delete_of_org(session, org_id)
    session.client.user.delete_org(
        api.DeleteOrganizationRequest(id=org_id, force=force, etag=etag, validate_only=dry_run)
    )
    session.done(f"deleted organization {org_id}", dry_run=dry_run)


@command(app, "suspend")
def suspend(session: Session, org_id: OrgId, dry_run: DryRun = False) -> None:
    """Refuse the keys of all users of an organization from now on, and delete nothing."""
    session.client.suspension.suspend_org(
        api.SuspendOrganizationRequest(id=org_id, validate_only=dry_run)
    )
    session.done(f"suspended organization {org_id}", dry_run=dry_run)


@command(app, "reactivate")
def reactivate(session: Session, org_id: OrgId, dry_run: DryRun = False) -> None:
    """Take the keys of the users of a suspended organization again."""
    session.client.suspension.reactivate_org(
        api.ReactivateOrganizationRequest(id=org_id, validate_only=dry_run)
    )
    session.done(f"reactivated organization {org_id}", dry_run=dry_run)
