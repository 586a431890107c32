"""Statements on principals: a key with its user, and a user as the authorization rules see it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from sys import intern

from sqlalchemy import ARRAY, LargeBinary, String, any_, bindparam, select
from sqlmodel import col

from waii_server.domain.errors import Kind
from waii_server.domain.principal import Identity
from waii_server.domain.roles import Scope
from waii_server.storage.roles import roles_of
from waii_server.storage.scopes import scope_of
from waii_server.storage.statements import Connection, Row, Statement
from waii_server.storage.suspension import ALL_ABOVE, IS_SUSPENDED, with_all_above
from waii_server.storage.tables import AccessKeyRow, OrganizationRow, TenantRow, UserRow

_IDENTITY = (
    col(UserRow.id),
    col(UserRow.tenant_id),
    col(UserRow.org_id),
    col(UserRow.roles),
    col(UserRow.name),
    col(UserRow.email),
    IS_SUSPENDED,
)
_OWNER = (
    col(AccessKeyRow.id),
    col(AccessKeyRow.generation),
    col(AccessKeyRow.expires_at),
    col(AccessKeyRow.previous_expires_at),
    col(AccessKeyRow.permissions),
    *_IDENTITY,
)
_OF_KEY = col(UserRow.id) == col(AccessKeyRow.user_id)
_KEY = with_all_above(select(*_OWNER).join(UserRow, _OF_KEY))
_USER = with_all_above(select(*_IDENTITY).select_from(UserRow))
_BY_KEY_ID = _KEY.where(col(AccessKeyRow.id) == bindparam("key_id"))
_BY_USER_ID = _USER.where(col(UserRow.id) == bindparam("user_id"))

_DIGEST, _PREVIOUS_DIGEST = col(AccessKeyRow.digest), col(AccessKeyRow.previous_digest)

BY_DIGEST = Statement(_KEY.where(bindparam("digest") == _DIGEST))
BY_PREVIOUS_DIGEST = Statement(_KEY.where(bindparam("digest") == _PREVIOUS_DIGEST))
BY_USER_ID = Statement(_BY_USER_ID)
_READ_BY_KEY_ID = Statement(_BY_KEY_ID)
# Rows are held from above to below: who waits for one holds nothing of what is below it, and so is
# in the way of nobody who changes it, or deletes it with all below.
_LOCK_BY_KEY_ID = Statement(
    _BY_KEY_ID.with_for_update(read=True, of=(*ALL_ABOVE, UserRow, AccessKeyRow))
)
_LOCK_BY_USER_ID = Statement(_BY_USER_ID.with_for_update(read=True, of=(*ALL_ABOVE, UserRow)))
_CLAIMS = {
    kind: Statement(select(one).where(one == bindparam("id")).with_for_update())
    for kind, one in {
        Kind.USER: col(UserRow.id),
        Kind.TENANT: col(TenantRow.id),
        Kind.ORGANIZATION: col(OrganizationRow.id),
    }.items()
}
_HOLD_ABOVE = {
    Kind.USER: Statement(
        _BY_USER_ID.with_only_columns(col(UserRow.id)).with_for_update(read=True, of=ALL_ABOVE)
    ),
    Kind.TENANT: Statement(
        select(col(TenantRow.id))
        .join(OrganizationRow, col(OrganizationRow.id) == col(TenantRow.org_id))
        .where(col(TenantRow.id) == bindparam("tenant_id"))
        .with_for_update(read=True, of=OrganizationRow)
    ),
}
_CLAIM_KEY = Statement(
    select(col(AccessKeyRow.id))
    .where(
        col(AccessKeyRow.user_id) == bindparam("user_id"),
        col(AccessKeyRow.name) == bindparam("name"),
    )
    .with_for_update()
)

# For many at a time, where the engine has arrays.
BY_DIGESTS, BY_PREVIOUS_DIGESTS = (
    Statement(
        with_all_above(select(digest, *_OWNER).join(UserRow, _OF_KEY)).where(
            digest == any_(bindparam("keys", type_=ARRAY(LargeBinary)))
        )
    )
    for digest in (_DIGEST, _PREVIOUS_DIGEST)
)
BY_USER_IDS = Statement(
    _USER.where(col(UserRow.id) == any_(bindparam("keys", type_=ARRAY(String))))
)


@dataclass(frozen=True, slots=True)
class KeyOwner:
    """A secret of a key that exists, and the key's user.

    Attributes:
        generation: which of the key's secrets: how many it had before.
        expires_at: of this secret.
        identity: limited to what the key is.
    """

    key_id: str
    generation: int
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
        self._locking = locking
        self._by_key_id = _LOCK_BY_KEY_ID if locking else _READ_BY_KEY_ID
        self._by_user_id = _LOCK_BY_USER_ID if locking else BY_USER_ID

    def claim(self, kind: Kind, row_id: str) -> None:
        """Has whoever else would look up this user, tenant or organization in a transaction that
        writes wait for the end of this one.

        What is looked up is held together with others. Who then changes it waits for them, and
        where two do so they wait for each other: it has to be claimed before it is looked up.
        """
        if not self._locking:
            return
        if above := _HOLD_ABOVE.get(kind):
            self._connection.row(above, **{f"{kind}_id": row_id})
        self._connection.row(_CLAIMS[kind], id=row_id)

    def claim_keys(self, user_id: str, names: Iterable[str]) -> None:
        """The same of keys of a user, by their names."""
        if not self._locking:
            return
        self.by_user_id(user_id)
        for name in sorted(names):
            self._connection.row(_CLAIM_KEY, user_id=user_id, name=name)

    def by_key_id(self, key_id: str, generation: int) -> KeyOwner | None:
        """The key, where the secret of this generation is its last one or that before it."""
        row = self._connection.row(self._by_key_id, key_id=key_id)
        if row is None:
            return None
        for owner in (key_owner_of(row), previous_key_owner_of(row)):
            if owner is not None and owner.generation == generation:
                return owner
        return None

    def by_user_id(self, user_id: str) -> Identity | None:
        row = self._connection.row(self._by_user_id, user_id=user_id)
        return None if row is None else identity_of(row)


def key_owner_of(row: Row) -> KeyOwner:
    """From a row of a statement on keys."""
    key_id, generation, expires_at, _, permissions = row[:5]
    return KeyOwner(key_id, generation, expires_at, identity_of(row[5:], scope_of(permissions)))


def previous_key_owner_of(row: Row) -> KeyOwner | None:
    """The same, with the secret before the last; None where that went at once."""
    owner, ends_at = key_owner_of(row), row[3]
    if ends_at is None:
        return None
    if owner.expires_at is not None:
        ends_at = min(ends_at, owner.expires_at)
    return replace(owner, generation=owner.generation - 1, expires_at=ends_at)


def identity_of(row: Row, scope: Scope | None = None) -> Identity:
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
        scope=scope,
    )
