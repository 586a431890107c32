"""Statements on organizations."""

from sqlalchemy import bindparam, delete, func, literal_column, select, update
from sqlmodel import col

from waii_server.domain.model import Organization, OrganizationChanges
from waii_server.storage.changes import given_or_kept, values_of
from waii_server.storage.statements import Connection, Statement, insert_new
from waii_server.storage.tables import OrganizationRow, TenantRow, UserRow

_COLUMNS = (
    col(OrganizationRow.id),
    col(OrganizationRow.name),
    col(OrganizationRow.variables),
    col(OrganizationRow.suspended),
)
_THIS = col(OrganizationRow.id) == bindparam("id")

_GET = Statement(select(*_COLUMNS).where(_THIS))
_ADD = insert_new(OrganizationRow)
_UPDATE = Statement(
    update(OrganizationRow)
    .where(col(OrganizationRow.id) == bindparam("new_id"))
    .values(given_or_kept(OrganizationRow, "name", "variables"))
)
_SUSPEND = Statement(update(OrganizationRow).where(_THIS).values(suspended=bindparam("now")))
_DELETE = Statement(delete(OrganizationRow).where(_THIS))
_COUNT_TENANTS = Statement(
    select(func.count(literal_column("*"))).where(col(TenantRow.org_id) == bindparam("id"))
)
_COUNT_USERS = Statement(
    select(func.count(literal_column("*"))).where(col(UserRow.org_id) == bindparam("id"))
)
_LIST = Statement(
    select(*_COLUMNS)
    .where(col(OrganizationRow.id) > bindparam("after"))
    .order_by(col(OrganizationRow.id))
    .limit(bindparam("limit"))
)


class Organizations:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, org_id: str) -> Organization | None:
        row = self._connection.row(_GET, id=org_id)
        return None if row is None else Organization(*row)

    def add(self, organization: Organization) -> bool:
        """Adds it; False, and nothing is changed, where its id is taken."""
        return self._connection.changed(
            _ADD,
            id=organization.id,
            name=organization.name,
            variables=organization.variables,
            suspended=organization.suspended,
        )

    def update(self, changes: OrganizationChanges) -> None:
        self._connection.run(_UPDATE, **values_of(changes))

    def set_suspended(self, org_id: str, *, suspended: bool) -> None:
        self._connection.run(_SUSPEND, id=org_id, now=suspended)

    def delete(self, org_id: str) -> None:
        """Deletes the organization, which must hold nothing."""
        self._connection.run(_DELETE, id=org_id)

    def holdings(self, org_id: str) -> tuple[int, int]:
        """How many tenants and how many users the organization holds."""
        tenants = self._connection.rows(_COUNT_TENANTS, id=org_id)
        users = self._connection.rows(_COUNT_USERS, id=org_id)
        return tenants[0][0], users[0][0]

    def list(self, *, after: str, limit: int) -> list[Organization]:
        """Up to `limit` organizations in the order of their ids, from the one behind `after`."""
        return [
            Organization(*row) for row in self._connection.rows(_LIST, after=after, limit=limit)
        ]
