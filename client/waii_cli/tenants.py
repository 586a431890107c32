"""`waii tenant`."""

from itertools import islice

from waii_cli import api, confirm, values
from waii_cli.changes import Changes
from waii_cli.command import Session, command, group
from waii_cli.options import (
    ClearVariables,
    DryRun,
    Etag,
    Force,
    InOrg,
    Limit,
    Name,
    NewTenantId,
    NewVariables,
    OfOrg,
    RequestId,
    RequiredName,
    TenantId,
    Variables,
    VariablesFile,
    Yes,
)

app = group("Tenants, which hold users: create, list, change, suspend, delete.")

COLUMNS = ("id", "name", "org_id", "suspended")


@command(app, "create")
def create(
    session: Session,
    tenant_id: NewTenantId,
    name: RequiredName,
    org: InOrg = None,
    variables: Variables = None,
    variables_file: VariablesFile = None,
    request_id: RequestId = None,
    dry_run: DryRun = False,
) -> None:
    """Create a tenant, in your own organization or in another one."""
    tenant = api.Tenant(
        id=tenant_id,
        name=name,
        org_id=org,
        variables=values.variables(variables, variables_file),
    )
    session.client.user.create_tenant(
        api.CreateTenantRequest(tenant=tenant, request_id=request_id, validate_only=dry_run)
    )
    session.done(f"created tenant {tenant_id}", dry_run=dry_run)


@command(app, "list")
def list_(session: Session, org: OfOrg = None, limit: Limit = None) -> None:
    """List the tenants of an organization, ordered by id."""
    request = api.ListTenantsRequest(lookup_org_id=org, page_size=limit)
    found = session.client.user.iter_tenants(request)
    session.show_each(islice(found, limit), api.Tenant, COLUMNS)


@command(app, "update")
def update(
    session: Session,
    tenant_id: TenantId,
    name: Name = None,
    variables: NewVariables = None,
    variables_file: VariablesFile = None,
    clear_variables: ClearVariables = False,
    etag: Etag = None,
    dry_run: DryRun = False,
) -> None:
    """Change what is given; all else stays. A tenant stays in its organization."""
    changes = Changes(name=name, variables=values.variables(variables, variables_file))
    changes.clear("variables", wanted=clear_variables)
    request = api.UpdateTenantRequest(
        tenant=api.Tenant(id=tenant_id, etag=etag, **changes.fields),
        update_mask=changes.mask,
        validate_only=dry_run,
    )
    session.client.user.update_tenant(request)
    session.done(f"updated tenant {tenant_id}", dry_run=dry_run)


@command(app, "delete")
def delete(
    session: Session,
    tenant_id: TenantId,
    force: Force = False,
    yes: Yes = False,
    etag: Etag = None,
    dry_run: DryRun = False,
) -> None:
    """Delete a tenant: an empty one, or with --force all that is in it, too."""
    if force and not (yes or dry_run):
        confirm.forced_delete_of_tenant(session, tenant_id)
    session.client.user.delete_tenant(
        api.DeleteTenantRequest(id=tenant_id, force=force, etag=etag, validate_only=dry_run)
    )
    session.done(f"deleted tenant {tenant_id}", dry_run=dry_run)


@command(app, "suspend")
def suspend(session: Session, tenant_id: TenantId, dry_run: DryRun = False) -> None:
    """Refuse the keys of all users of a tenant from now on, and delete nothing."""
    session.client.suspension.suspend_tenant(
        api.SuspendTenantRequest(id=tenant_id, validate_only=dry_run)
    )
    session.done(f"suspended tenant {tenant_id}", dry_run=dry_run)


@command(app, "reactivate")
def reactivate(session: Session, tenant_id: TenantId, dry_run: DryRun = False) -> None:
    """Take the keys of the users of a suspended tenant again."""
    session.client.suspension.reactivate_tenant(
        api.ReactivateTenantRequest(id=tenant_id, validate_only=dry_run)
    )
    session.done(f"reactivated tenant {tenant_id}", dry_run=dry_run)
