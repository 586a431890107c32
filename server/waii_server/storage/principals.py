"""Who is behind a key: the read of every call.

Written with SQLAlchemy's Core and run on a bare connection, without a session: this happens once or
twice in every call of every service that asks who its caller is.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlmodel import col

from waii_server.domain.principal import Identity
from waii_server.storage.roles import roles_column, roles_of
from waii_server.storage.tables import AccessKeyRow, UserRow

_IDENTITY = (
    col(UserRow.id),
    col(UserRow.tenant_id),
    col(UserRow.org_id),
    col(UserRow.name),
    col(UserRow.email),
    roles_column(),
)
_KEY = select(col(AccessKeyRow.id), col(AccessKeyRow.expires_at), *_IDENTITY).join(
    UserRow, col(UserRow.id) == col(AccessKeyRow.user_id)
)
_BY_DIGEST = _KEY.where(col(AccessKeyRow.digest) == bindparam("digest"))
_BY_KEY_ID = _KEY.where(col(AccessKeyRow.id) == bindparam("key_id"))
_BY_USER_ID = select(*_IDENTITY).where(col(UserRow.id) == bindparam("user_id"))


@dataclass(frozen=True, slots=True)
class KeyOwner:
    """A key that exists, and its user."""

    key_id: str
    expires_at: int | None
    identity: Identity


class Principals:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_digest(self, digest: bytes) -> KeyOwner | None:
        return self._key_owner(
            self._connection.execute(_BY_DIGEST, {"digest": digest}).one_or_none()
        )

    def by_key_id(self, key_id: str) -> KeyOwner | None:
        return self._key_owner(
            self._connection.execute(_BY_KEY_ID, {"key_id": key_id}).one_or_none()
        )

    def by_user_id(self, user_id: str) -> Identity | None:
        row = self._connection.execute(_BY_USER_ID, {"user_id": user_id}).one_or_none()
        return None if row is None else _identity(tuple(row))

    def _key_owner(self, row: Row[*tuple[Any, ...]] | None) -> KeyOwner | None:
        if row is None:
            return None
        return KeyOwner(key_id=row[0], expires_at=row[1], identity=_identity(tuple(row[2:])))


def _identity(row: tuple[Any, ...]) -> Identity:
    user_id, tenant_id, org_id, name, email, roles = row
    return Identity(
        user_id=user_id,
        tenant_id=tenant_id,
        org_id=org_id,
        roles=roles_of(roles),
        name=name,
        email=email,
    )
