"""Statements on tenants."""

from sqlalchemy import bindparam, delete, func, literal_column, select, update
from sqlmodel import col

from waii_server.domain.model import Tenant, TenantChanges
from waii_server.storage.changes import given_or_kept, values_of
from waii_server.storage.statements import Connection, Statement, insert_new
from waii_server.storage.tables import TenantRow, UserRow

_COLUMNS = (
    col(TenantRow.id),
    col(TenantRow.name),
    col(TenantRow.org_id),
    col(TenantRow.variables),
    col(TenantRow.suspended),
)
_THIS = col(TenantRow.id) == bindparam("id")
_OF_ORGANIZATION = col(TenantRow.org_id) == bindparam("org_id")

_GET = Statement(select(*_COLUMNS).where(_THIS))
_ADD = insert_new(TenantRow)
_UPDATE = Statement(
    update(TenantRow)
    .where(col(TenantRow.id) == bindparam("new_id"))
    .values(given_or_kept(TenantRow, "name", "variables"))
)
_SUSPEND = Statement(update(TenantRow).where(_THIS).values(suspended=bindparam("now")))
_DELETE = Statement(delete(TenantRow).where(_THIS))
_DELETE_OF_ORGANIZATION = Statement(delete(TenantRow).where(_OF_ORGANIZATION))
_COUNT_USERS = Statement(
    select(func.count(literal_column("*"))).where(col(UserRow.tenant_id) == bindparam("id"))
)
_LIST = Statement(
    select(*_COLUMNS)
    .where(_OF_ORGANIZATION, col(TenantRow.id) > bindparam("after"))
    .order_by(col(TenantRow.id))
    .limit(bindparam("limit"))
)


class Tenants:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, tenant_id: str) -> Tenant | None:
        row = self._connection.row(_GET, id=tenant_id)
        return None if row is None else Tenant(*row)

    def add(self, tenant: Tenant) -> bool:
        """Adds it; False, and nothing is changed, where its id is taken."""
        return self._connection.changed(
            _ADD,
            id=tenant.id,
            name=tenant.name,
            org_id=tenant.org_id,
            variables=tenant.variables,
            suspended=tenant.suspended,
        )

    def update(self, changes: TenantChanges) -> None:
        """Changes name and variables; a tenant stays in its organization."""
        self._connection.run(_UPDATE, **values_of(changes))

    def set_suspended(self, tenant_id: str, *, suspended: bool) -> None:
        self._connection.run(_SUSPEND, id=tenant_id, now=suspended)

    def delete(self, tenant_id: str) -> None:
        """Deletes the tenant, which must hold nothing."""
        self._connection.run(_DELETE, id=tenant_id)

    def delete_of_organization(self, org_id: str) -> None:
        """Deletes all tenants of the organization, which must hold nothing."""
        self._connection.run(_DELETE_OF_ORGANIZATION, org_id=org_id)

    def count_users(self, tenant_id: str) -> int:
        count: int = self._connection.rows(_COUNT_USERS, id=tenant_id)[0][0]
        return count

    def list(self, org_id: str, *, after: str, limit: int) -> list[Tenant]:
        """Up to `limit` tenants in the order of their ids, from the one behind `after`."""
        rows = self._connection.rows(_LIST, org_id=org_id, after=after, limit=limit)
        return [Tenant(*row) for row in rows]
