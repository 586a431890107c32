"""Statements on users and their roles."""

from typing import Any

from sqlalchemy import ColumnElement, Row
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, delete, select, update

from waii_server.domain.model import User, UserChanges
from waii_server.domain.roles import Permission, Role, permissions_of
from waii_server.storage.changes import values_of
from waii_server.storage.roles import roles_column, roles_of
from waii_server.storage.tables import UserRoleRow, UserRow

_USERS = select_columns(
    col(UserRow.id),
    col(UserRow.tenant_id),
    col(UserRow.org_id),
    col(UserRow.name),
    col(UserRow.email),
    col(UserRow.variables),
    roles_column(),
)
_SUPER_ADMIN_ROLES = [role for role in Role if Permission.WRITE_ORG in permissions_of((role,))]


class Users:
    def __init__(self, session: Session, *, locking: bool) -> None:
        self._session = session
        self._locking = locking

    def get(self, user_id: str) -> User | None:
        row = self._session.execute(_USERS.where(col(UserRow.id) == user_id)).one_or_none()
        return None if row is None else _entity(row)

    def add(self, user: User) -> None:
        self._session.add(
            UserRow(
                id=user.id,
                tenant_id=user.tenant_id,
                org_id=user.org_id,
                name=user.name,
                email=user.email,
                variables=user.variables,
            )
        )
        self._session.flush()
        self._add_roles(user.id, user.roles)

    def update(self, changes: UserChanges) -> None:
        values = values_of(changes, besides=frozenset({"roles"}))
        self._session.exec(
            update(UserRow)
            .where(col(UserRow.id) == changes.id)
            .values({**values, "version": col(UserRow.version) + 1})
        )
        if changes.roles is not None:
            self._session.exec(delete(UserRoleRow).where(col(UserRoleRow.user_id) == changes.id))
            self._add_roles(changes.id, changes.roles)

    def delete(self, user_id: str) -> None:
        """Deletes the user; the database takes roles, keys and config along."""
        self._session.exec(delete(UserRow).where(col(UserRow.id) == user_id))

    def delete_below(self, *, org_id: str | None = None, tenant_id: str | None = None) -> None:
        """Deletes all users of an organization or of a tenant."""
        self._session.exec(delete(UserRow).where(_below(org_id, tenant_id)))

    def roles_below(
        self, *, org_id: str | None = None, tenant_id: str | None = None
    ) -> tuple[str, ...]:
        """Every role that a user of the organization or the tenant has."""
        statement = (
            select(UserRoleRow.role)
            .join(UserRow, col(UserRow.id) == col(UserRoleRow.user_id))
            .where(_below(org_id, tenant_id))
            .distinct()
        )
        return tuple(self._session.exec(statement))

    def any_super_admin(self) -> bool:
        """Whether anybody holds `write:org`; in a transaction that writes, until its end."""
        statement = (
            select(UserRow.id)
            .join(UserRoleRow, col(UserRoleRow.user_id) == col(UserRow.id))
            .where(col(UserRoleRow.role).in_(_SUPER_ADMIN_ROLES))
            .limit(1)
        )
        if self._locking:
            statement = statement.with_for_update(read=True, of=UserRow)
        return self._session.exec(statement).first() is not None

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
        statement = _USERS.where(col(UserRow.id) > after)
        if org_id is not None:
            statement = statement.where(col(UserRow.org_id) == org_id)
        if tenant_id is not None:
            statement = statement.where(col(UserRow.tenant_id) == tenant_id)
        if user_id is not None:
            statement = statement.where(col(UserRow.id) == user_id)
        statement = statement.order_by(col(UserRow.id)).limit(limit)
        return [_entity(row) for row in self._session.execute(statement)]

    def _add_roles(self, user_id: str, roles: tuple[str, ...]) -> None:
        self._session.add_all([UserRoleRow(user_id=user_id, role=role) for role in roles])
        self._session.flush()


def _below(org_id: str | None, tenant_id: str | None) -> ColumnElement[bool]:
    if tenant_id is not None:
        return col(UserRow.tenant_id) == tenant_id
    return col(UserRow.org_id) == org_id


def _entity(row: Row[*tuple[Any, ...]]) -> User:
    user_id, tenant_id, org_id, name, email, variables, roles = row
    return User(
        id=user_id,
        tenant_id=tenant_id,
        org_id=org_id,
        roles=roles_of(roles),
        name=name,
        email=email,
        variables=variables,
    )
