"""Statements on users."""

from functools import cache

from sqlalchemy import bindparam, delete, literal_column, not_, select, update
from sqlmodel import col

from waii_server.domain.errors import Kind
from waii_server.domain.model import User, UserChanges
from waii_server.domain.roles import in_order
from waii_server.storage.changes import given_or_kept, values_of
from waii_server.storage.roles import joined, roles_of
from waii_server.storage.statements import Connection, Row, Statement, insert_new
from waii_server.storage.suspension import IS_SUSPENDED, with_all_above
from waii_server.storage.tables import IS_SUPER_ADMIN, UserRow

_COLUMNS = (
    col(UserRow.id),
    col(UserRow.tenant_id),
    col(UserRow.org_id),
    col(UserRow.roles),
    col(UserRow.name),
    col(UserRow.email),
    col(UserRow.variables),
    col(UserRow.suspended),
)
_THIS = col(UserRow.id) == bindparam("id")

_GET = Statement(select(*_COLUMNS).where(_THIS))
_ADD = insert_new(UserRow)
_UPDATE = Statement(
    update(UserRow)
    .where(col(UserRow.id) == bindparam("new_id"))
    .values(
        given_or_kept(UserRow, "name", "tenant_id", "org_id", "variables", "roles", "email"),
    )
)
_SUSPEND = Statement(update(UserRow).where(_THIS).values(suspended=bindparam("now")))
_DELETE = Statement(delete(UserRow).where(_THIS))
_BELOW = {Kind.ORGANIZATION: col(UserRow.org_id), Kind.TENANT: col(UserRow.tenant_id)}
_DELETE_BELOW = {
    kind: Statement(delete(UserRow).where(column == bindparam("id")))
    for kind, column in _BELOW.items()
}
_ROLES_BELOW = {
    kind: Statement(select(col(UserRow.roles)).where(column == bindparam("id")).distinct())
    for kind, column in _BELOW.items()
}
_ANY_SUPER_ADMIN = (
    with_all_above(select(col(UserRow.id)))
    .where(IS_SUPER_ADMIN, not_(IS_SUSPENDED))
    .limit(literal_column("1"))
)
_LOCK_ANY_SUPER_ADMIN = Statement(_ANY_SUPER_ADMIN.with_for_update(read=True))
_READ_ANY_SUPER_ADMIN = Statement(_ANY_SUPER_ADMIN)


class Users:
    """Statements on users.

    Args:
        locking: whether what `any_super_admin` finds must stay so until the transaction ends.
    """

    def __init__(self, connection: Connection, *, locking: bool) -> None:
        self._connection = connection
        self._any_super_admin = _LOCK_ANY_SUPER_ADMIN if locking else _READ_ANY_SUPER_ADMIN

    def get(self, user_id: str) -> User | None:
        row = self._connection.row(_GET, id=user_id)
        return None if row is None else _entity(row)

    def add(self, user: User) -> bool:
        """Adds it; False, and nothing is changed, where its id is taken."""
        return self._connection.changed(
            _ADD,
            id=user.id,
            tenant_id=user.tenant_id,
            org_id=user.org_id,
            roles=joined(user.roles),
            name=user.name,
            email=user.email,
            variables=user.variables,
            suspended=user.suspended,
        )

    def update(self, changes: UserChanges) -> None:
        values = values_of(changes)
        if changes.roles is not None:
            values["new_roles"] = joined(changes.roles)
        self._connection.run(_UPDATE, **values)

    def set_suspended(self, user_id: str, *, suspended: bool) -> None:
        self._connection.run(_SUSPEND, id=user_id, now=suspended)

    def delete(self, user_id: str) -> None:
        """Deletes the user; the database takes keys and config along."""
        self._connection.run(_DELETE, id=user_id)

    def delete_below(self, kind: Kind, holder_id: str) -> None:
        """Deletes all users of an organization or of a tenant."""
        self._connection.run(_DELETE_BELOW[kind], id=holder_id)

    def roles_below(self, kind: Kind, holder_id: str) -> tuple[str, ...]:
        """Every role that a user of the organization or of the tenant has."""
        found = self._connection.rows(_ROLES_BELOW[kind], id=holder_id)
        return in_order(role for (roles,) in found for role in roles_of(roles))

    def any_super_admin(self) -> str | None:
        """The id of somebody who holds `write:org` and is not suspended; in a transaction that
        writes, until its end."""
        row = self._connection.row(self._any_super_admin)
        return None if row is None else str(row[0])

    def list(
        self,
        *,
        org_id: str | None,
        tenant_id: str | None,
        user_id: str | None,
        after: str,
        limit: int,
    ) -> list[User]:
        """Up to `limit` users in the order of their ids, from the one behind `after`.

        Args:
            org_id: only those of this organization; None for all. The other filters likewise.
        """
        filters = {"org_id": org_id, "tenant_id": tenant_id, "id": user_id}
        given = {name: value for name, value in filters.items() if value is not None}
        rows = self._connection.rows(_list(*given), after=after, limit=limit, **given)
        return [_entity(row) for row in rows]


@cache
def _list(*filters: str) -> Statement:
    equal = [getattr(UserRow, name) == bindparam(name) for name in filters]
    return Statement(
        select(*_COLUMNS)
        .where(*equal, col(UserRow.id) > bindparam("after"))
        .order_by(col(UserRow.id))
        .limit(bindparam("limit"))
    )


def _entity(row: Row) -> User:
    user_id, tenant_id, org_id, roles, name, email, variables, suspended = row
    return User(user_id, tenant_id, org_id, roles_of(roles), name, email, variables, suspended)
