"""Statements on organizations."""

from sqlmodel import Session, col, delete, func, select, update

from waii_server.domain.model import Organization, OrganizationChanges
from waii_server.storage.changes import values_of
from waii_server.storage.tables import OrganizationRow, TenantRow, UserRow


class Organizations:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, org_id: str) -> Organization | None:
        row = self._session.get(OrganizationRow, org_id)
        return None if row is None else _entity(row)

    def add(self, organization: Organization) -> None:
        self._session.add(
            OrganizationRow(
                id=organization.id, name=organization.name, variables=organization.variables
            )
        )
        self._session.flush()

    def update(self, changes: OrganizationChanges) -> None:
        if values := values_of(changes):
            statement = update(OrganizationRow).where(col(OrganizationRow.id) == changes.id)
            self._session.exec(statement.values(values))

    def delete(self, org_id: str) -> None:
        """Deletes the organization, which must hold nothing."""
        self._session.exec(delete(OrganizationRow).where(col(OrganizationRow.id) == org_id))

    def holdings(self, org_id: str) -> tuple[int, int]:
        """How many tenants and how many users the organization holds."""
        tenants = select(func.count()).where(TenantRow.org_id == org_id)
        users = select(func.count()).where(UserRow.org_id == org_id)
        return self._session.exec(tenants).one(), self._session.exec(users).one()

    def list(self, *, only: str | None, after: str, limit: int) -> list[Organization]:
        """Up to `limit` organizations in the order of their ids, from the one behind `after`.

        Args:
            only: the one id that may be listed; None for all.
        """
        statement = select(OrganizationRow).where(OrganizationRow.id > after)
        if only is not None:
            statement = statement.where(OrganizationRow.id == only)
        statement = statement.order_by(col(OrganizationRow.id)).limit(limit)
        return [_entity(row) for row in self._session.exec(statement)]


def _entity(row: OrganizationRow) -> Organization:
    return Organization(id=row.id, name=row.name, variables=row.variables)
