"""Use cases on tenants."""

from waii_server.domain import audit
from waii_server.domain.errors import (
    AlreadyExists,
    FailedPrecondition,
    FieldViolation,
    InvalidArgument,
    Kind,
    Reason,
)
from waii_server.domain.etag import require_state
from waii_server.domain.model import Page, Tenant, TenantChanges
from waii_server.domain.principal import Identity, Principal
from waii_server.domain.validation import Violations
from waii_server.services import scope
from waii_server.services.authentication import read_as, write_as
from waii_server.services.pages import Pages
from waii_server.services.users import require_super_admin_left
from waii_server.storage.database import Database, Transaction


class Tenants:
    def __init__(self, database: Database, pages: Pages) -> None:
        self._database = database
        self._pages = pages

    def create(self, principal: Principal, tenant: Tenant) -> None:
        """Creates `tenant`; an empty `org_id` means the caller's own."""
        with write_as(self._database, principal, audit.tenant(tenant.id)) as transaction:
            org_id = self.add(transaction, principal.subject, tenant)
            transaction.commit(principal.did(org_id))

    def add(self, transaction: Transaction, caller: Identity, tenant: Tenant) -> str:
        """Creates `tenant` in `transaction`, as `create` does; returns its organization."""
        tenant = tenant._replace(org_id=tenant.org_id or caller.org_id)
        scope.organization(transaction, caller, tenant.org_id)
        if not transaction.tenants.add(tenant):
            raise AlreadyExists(Kind.TENANT, tenant.id)
        return tenant.org_id

    def update(self, principal: Principal, changes: TenantChanges, etag: str) -> None:
        """Changes a tenant; with an etag, only one that is in that state."""
        with write_as(self._database, principal, audit.tenant(changes.id)) as transaction:
            tenant = scope.tenant(transaction, principal.subject, changes.id)
            if changes.org_id is not None and changes.org_id != tenant.org_id:
                scope.organization(transaction, principal.subject, changes.org_id)
                raise InvalidArgument(
                    [FieldViolation("tenant.org_id", "must not change: a tenant stays in its org")]
                )
            require_state(etag, Kind.TENANT, tenant)
            transaction.tenants.update(changes)
            transaction.commit(principal.did(tenant.org_id, changes.fields))

    def delete(self, principal: Principal, tenant_id: str, etag: str, *, force: bool) -> None:
        with write_as(self._database, principal, audit.tenant(tenant_id)) as transaction:
            caller = principal.subject
            if force:
                tenant = scope.changeable_tenant(transaction, caller, tenant_id, "delete")
            else:
                tenant = scope.tenant(transaction, caller, tenant_id)
            require_state(etag, Kind.TENANT, tenant)
            if force:
                # As for an organization.
                transaction.principals.claim(Kind.TENANT, tenant_id)
                transaction.users.delete_below(Kind.TENANT, tenant_id)
                require_super_admin_left(transaction, Kind.TENANT, tenant_id)
            elif users := transaction.tenants.count_users(tenant_id):
                raise FailedPrecondition(
                    Reason.TENANT_NOT_EMPTY,
                    f"tenant {tenant_id!r} still holds {users} user(s)",
                    Kind.TENANT,
                    tenant_id,
                    {"users": str(users)},
                )
            transaction.tenants.delete(tenant_id)
            transaction.commit(principal.did(tenant.org_id))

    def list(
        self,
        principal: Principal,
        *,
        lookup_org_id: str,
        size: int,
        token: str,
        violations: Violations,
    ) -> Page[Tenant]:
        """The tenants of an organization; an empty `lookup_org_id` means the caller's own."""
        caller = principal.subject
        org_id = lookup_org_id or caller.org_id
        cursor = self._pages.cursor(("tenants", caller.org_id, org_id), size, token, violations)
        with read_as(self._database, principal) as transaction:
            scope.organization(transaction, caller, org_id)
            return cursor.page(
                transaction.tenants.list(org_id, after=cursor.after, limit=cursor.limit)
            )
