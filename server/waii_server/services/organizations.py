"""Use cases on organizations."""

from waii_server.domain import audit
from waii_server.domain.errors import AlreadyExists, FailedPrecondition, Kind, Reason
from waii_server.domain.etag import require_state
from waii_server.domain.model import Organization, OrganizationChanges, Page
from waii_server.domain.principal import Identity, Principal
from waii_server.domain.validation import Violations
from waii_server.services import scope
from waii_server.services.authentication import read_as, write_as
from waii_server.services.pages import Pages
from waii_server.services.users import require_super_admin_left
from waii_server.storage.database import Database, Transaction


class Organizations:
    def __init__(self, database: Database, pages: Pages) -> None:
        self._database = database
        self._pages = pages

    def create(self, principal: Principal, organization: Organization) -> None:
        with write_as(
            self._database, principal, audit.organization(organization.id)
        ) as transaction:
            org_id = self.add(transaction, principal.subject, organization)
            transaction.commit(principal.did(org_id))

    def add(self, transaction: Transaction, _caller: Identity, organization: Organization) -> str:
        """Creates `organization` in `transaction`, as `create` does; returns its id."""
        if not transaction.organizations.add(organization):
            raise AlreadyExists(Kind.ORGANIZATION, organization.id)
        return organization.id

    def update(self, principal: Principal, changes: OrganizationChanges, etag: str) -> None:
        """Changes an organization; with an etag, only one that is in that state."""
        with write_as(self._database, principal, audit.organization(changes.id)) as transaction:
            organization = scope.organization(transaction, principal.subject, changes.id)
            require_state(etag, Kind.ORGANIZATION, organization)
            transaction.organizations.update(changes)
            transaction.commit(principal.did(changes.id, changes.fields))

    def delete(self, principal: Principal, org_id: str, etag: str, *, force: bool) -> None:
        with write_as(self._database, principal, audit.organization(org_id)) as transaction:
            caller = principal.subject
            if force:
                found = scope.changeable_organization(transaction, caller, org_id, "delete")
            else:
                found = scope.organization(transaction, caller, org_id)
            require_state(etag, Kind.ORGANIZATION, found)
            if force:
                # Who calls from within holds it, and then what is below: not taken in that order,
                # each would wait for the other.
                transaction.principals.claim(Kind.ORGANIZATION, org_id)
                transaction.users.delete_below(Kind.ORGANIZATION, org_id)
                transaction.tenants.delete_of_organization(org_id)
                require_super_admin_left(transaction, Kind.ORGANIZATION, org_id)
            else:
                tenants, users = transaction.organizations.holdings(org_id)
                if tenants or users:
                    raise FailedPrecondition(
                        Reason.ORGANIZATION_NOT_EMPTY,
                        f"organization {org_id!r} still holds {tenants} tenant(s) "
                        f"and {users} user(s)",
                        Kind.ORGANIZATION,
                        org_id,
                        {"tenants": str(tenants), "users": str(users)},
                    )
            transaction.organizations.delete(org_id)
            transaction.commit(principal.did(org_id))

    def list(
        self, principal: Principal, *, size: int, token: str, violations: Violations
    ) -> Page[Organization]:
        """All organizations for a super-admin, else the caller's own."""
        caller = principal.subject
        only = None if caller.is_super_admin else caller.org_id
        cursor = self._pages.cursor(
            ("organizations", caller.org_id, only or ""), size, token, violations
        )
        with read_as(self._database, principal) as transaction:
            if only is not None:
                return cursor.page([scope.organization(transaction, caller, only)])
            return cursor.page(
                transaction.organizations.list(after=cursor.after, limit=cursor.limit)
            )
