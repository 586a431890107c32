"""Statements on tenants."""

from sqlmodel import Session, col, delete, func, select, update

from waii_server.domain.model import Tenant, TenantChanges
from waii_server.storage.changes import values_of
from waii_server.storage.tables import TenantRow, UserRow


class Tenants:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, tenant_id: str) -> Tenant | None:
        row = self._session.get(TenantRow, tenant_id)
        return None if row is None else _entity(row)

    def add(self, tenant: Tenant) -> None:
        self._session.add(
            TenantRow(
                id=tenant.id, name=tenant.name, org_id=tenant.org_id, variables=tenant.variables
            )
        )
        self._session.flush()

    def update(self, changes: TenantChanges) -> None:
        if values := values_of(changes):
            statement = update(TenantRow).where(col(TenantRow.id) == changes.id)
            self._session.exec(statement.values(values))

    def delete(self, tenant_id: str) -> None:
        """Deletes the tenant, which must hold nothing."""
        self._session.exec(delete(TenantRow).where(col(TenantRow.id) == tenant_id))

    def delete_of_organization(self, org_id: str) -> None:
        """Deletes all tenants of the organization, which must hold nothing."""
        self._session.exec(delete(TenantRow).where(col(TenantRow.org_id) == org_id))

    def count_users(self, tenant_id: str) -> int:
        return self._session.exec(select(func.count()).where(UserRow.tenant_id == tenant_id)).one()

    def list(self, org_id: str, *, after: str, limit: int) -> list[Tenant]:
        """Up to `limit` tenants in the order of their ids, from the one behind `after`."""
        statement = (
            select(TenantRow)
            .where(TenantRow.org_id == org_id, TenantRow.id > after)
            .order_by(col(TenantRow.id))
            .limit(limit)
        )
        return [_entity(row) for row in self._session.exec(statement)]


def _entity(row: TenantRow) -> Tenant:
    return Tenant(id=row.id, name=row.name, org_id=row.org_id, variables=row.variables)
