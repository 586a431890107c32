"""Statements on principals: a key with its user, and a user as the authorization rules see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select
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
BY_DIGEST = _KEY.where(col(AccessKeyRow.digest) == bindparam("digest"))
BY_USER_ID = select(*_IDENTITY).where(col(UserRow.id) == bindparam("user_id"))
_BY_KEY_ID = _KEY.where(col(AccessKeyRow.id) == bindparam("key_id"))
_BY_KEY_ID_LOCKED = _BY_KEY_ID.with_for_update(read=True, of=(AccessKeyRow, UserRow))
_BY_USER_ID_LOCKED = BY_USER_ID.with_for_update(read=True, of=UserRow)


@dataclass(frozen=True, slots=True)
class KeyOwner:
    """A key that exists, and its user."""

    key_id: str
    expires_at: int | None
    identity: Identity


class Principals:
    """Look-ups within a transaction; `lookups` has those that stand for themselves.

    Args:
        locking: whether what is found must stay as it is until the transaction ends. An engine with
            one writer at a time needs no locks for that, and its dialect leaves the clause out.
    """

    def __init__(self, connection: Connection, *, locking: bool) -> None:
        self._connection = connection
        self._by_key_id = _BY_KEY_ID_LOCKED if locking else _BY_KEY_ID
        self._by_user_id = _BY_USER_ID_LOCKED if locking else BY_USER_ID

    def by_key_id(self, key_id: str) -> KeyOwner | None:
        row = self._connection.execute(self._by_key_id, {"key_id": key_id}).one_or_none()
        return None if row is None else key_owner_of(row)

    def by_user_id(self, user_id: str) -> Identity | None:
        row = self._connection.execute(self._by_user_id, {"user_id": user_id}).one_or_none()
        return None if row is None else identity_of(row)


def key_owner_of(row: Sequence[Any]) -> KeyOwner:
    """From a row of a statement on keys."""
    return KeyOwner(key_id=row[0], expires_at=row[1], identity=identity_of(row[2:]))


def identity_of(row: Sequence[Any]) -> Identity:
    """From a row of a statement on users."""
    user_id, tenant_id, org_id, name, email, roles = row
    return Identity(
        user_id=user_id,
        tenant_id=tenant_id,
        org_id=org_id,
        roles=roles_of(roles),
        name=name,
        email=email,
    )
