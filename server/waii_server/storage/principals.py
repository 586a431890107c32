"""Statements on principals: a key with its user, and a user as the authorization rules see it."""

from dataclasses import dataclass
from sys import intern

from sqlalchemy import ARRAY, LargeBinary, String, any_, bindparam, select
from sqlmodel import col

from waii_server.domain.principal import Identity
from waii_server.storage.roles import roles_of
from waii_server.storage.statements import Connection, Row, Statement
from waii_server.storage.suspension import ALL_ABOVE, IS_SUSPENDED, with_all_above
from waii_server.storage.tables import AccessKeyRow, UserRow

_IDENTITY = (
    col(UserRow.id),
    col(UserRow.tenant_id),
    col(UserRow.org_id),
    col(UserRow.roles),
    col(UserRow.name),
    col(UserRow.email),
    IS_SUSPENDED,
)
_OWNER = (col(AccessKeyRow.id), col(AccessKeyRow.expires_at), *_IDENTITY)
_OF_KEY = col(UserRow.id) == col(AccessKeyRow.user_id)
_KEY = with_all_above(select(*_OWNER).join(UserRow, _OF_KEY))
_USER = with_all_above(select(*_IDENTITY).select_from(UserRow))
_BY_KEY_ID = _KEY.where(col(AccessKeyRow.id) == bindparam("key_id"))
_BY_USER_ID = _USER.where(col(UserRow.id) == bindparam("user_id"))

BY_DIGEST = Statement(_KEY.where(col(AccessKeyRow.digest) == bindparam("digest")))
BY_USER_ID = Statement(_BY_USER_ID)
_READ_BY_KEY_ID = Statement(_BY_KEY_ID)
_LOCK_BY_KEY_ID = Statement(
    _BY_KEY_ID.with_for_update(read=True, of=(AccessKeyRow, UserRow, *ALL_ABOVE))
)
_LOCK_BY_USER_ID = Statement(_BY_USER_ID.with_for_update(read=True, of=(UserRow, *ALL_ABOVE)))

# For many at a time, where the engine has arrays.
BY_DIGESTS = Statement(
    with_all_above(select(col(AccessKeyRow.digest), *_OWNER).join(UserRow, _OF_KEY)).where(
        col(AccessKeyRow.digest) == any_(bindparam("keys", type_=ARRAY(LargeBinary)))
    )
)
BY_USER_IDS = Statement(
    _USER.where(col(UserRow.id) == any_(bindparam("keys", type_=ARRAY(String))))
)


@dataclass(frozen=True, slots=True)
class KeyOwner:
    """A key that exists, and its user."""

    key_id: str
    expires_at: int | None
    identity: Identity


class Principals:
    """Look-ups within a transaction; the backend has those that stand for themselves.

    Args:
        locking: whether what is found must stay as it is until the transaction ends. An engine with
            one writer at a time needs no locks for that, and its dialect leaves the clause out.
    """

    def __init__(self, connection: Connection, *, locking: bool) -> None:
        self._connection = connection
        self._by_key_id = _LOCK_BY_KEY_ID if locking else _READ_BY_KEY_ID
        self._by_user_id = _LOCK_BY_USER_ID if locking else BY_USER_ID

    def by_key_id(self, key_id: str) -> KeyOwner | None:
        row = self._connection.row(self._by_key_id, key_id=key_id)
        return None if row is None else key_owner_of(row)

    def by_user_id(self, user_id: str) -> Identity | None:
        row = self._connection.row(self._by_user_id, user_id=user_id)
        return None if row is None else identity_of(row)


def key_owner_of(row: Row) -> KeyOwner:
    """From a row of a statement on keys."""
    key_id, expires_at = row[:2]
    return KeyOwner(key_id, expires_at, identity_of(row[2:]))


def identity_of(row: Row) -> Identity:
    """From a row of a statement on users."""
    user_id, tenant_id, org_id, roles, name, email, suspended = row
    # Of many users in few tenants, memory holds the ids of those once.
    return Identity(
        user_id,
        intern(tenant_id),
        intern(org_id),
        roles_of(roles),
        name,
        email,
        suspended=bool(suspended),
    )
