"""Statements on access keys."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, literal_column, or_, select, update
from sqlmodel import col

from waii_server.domain.model import AccessKey
from waii_server.storage.scopes import joined, scope_of
from waii_server.storage.statements import Connection, Statement
from waii_server.storage.tables import AccessKeyRow, UserRow

_COLUMNS = (
    col(AccessKeyRow.id),
    col(AccessKeyRow.user_id),
    col(AccessKeyRow.name),
    col(AccessKeyRow.digest),
    col(AccessKeyRow.hint),
    col(AccessKeyRow.sealed),
    col(AccessKeyRow.created_at),
    col(AccessKeyRow.expires_at),
    col(AccessKeyRow.last_used_at),
    col(AccessKeyRow.permissions),
    col(AccessKeyRow.rotated_at),
    col(AccessKeyRow.previous_expires_at),
)
_OF_USER = col(AccessKeyRow.user_id) == bindparam("user_id")
_OF_NAME = col(AccessKeyRow.name) == bindparam("name")
_THIS = col(AccessKeyRow.id) == bindparam("key_id")

_LIST = Statement(select(*_COLUMNS).where(_OF_USER).order_by(col(AccessKeyRow.name)))
_TAKEN = Statement(select(col(AccessKeyRow.name), col(AccessKeyRow.slot)).where(_OF_USER))
_ADD = Statement(insert(AccessKeyRow), keeps_principals=True)
_DELETE = Statement(delete(AccessKeyRow).where(_OF_USER, _OF_NAME))
_GET = Statement(select(*_COLUMNS).where(_OF_USER, _OF_NAME))
_ROTATE = Statement(
    update(AccessKeyRow)
    .where(_THIS)
    .values(
        generation=col(AccessKeyRow.generation) + literal_column("1"),
        **{
            name: bindparam(f"new_{name}")
            for name in (
                "digest",
                "hint",
                "sealed",
                "expires_at",
                "rotated_at",
                "previous_digest",
                "previous_expires_at",
            )
        },
    )
)
_RESEAL = Statement(
    update(AccessKeyRow)
    .where(_THIS, col(AccessKeyRow.sealed) == bindparam("old_sealed"))
    .values(sealed=bindparam("new_sealed")),
    keeps_principals=True,
)
_SEALED = Statement(
    select(col(UserRow.org_id), *_COLUMNS)
    .join(UserRow, col(UserRow.id) == col(AccessKeyRow.user_id))
    .where(col(AccessKeyRow.sealed).is_not(None), col(AccessKeyRow.id) > bindparam("after"))
    .order_by(col(AccessKeyRow.id))
    .limit(bindparam("limit"))
)
_NOT_NOTED = and_(
    _THIS,
    or_(
        col(AccessKeyRow.last_used_at).is_(None),
        col(AccessKeyRow.last_used_at) < bindparam("used_at"),
    ),
)
"""This key, where no use as late as `used_at` is noted."""
_FIND_NOT_NOTED = select(col(AccessKeyRow.id)).where(_NOT_NOTED)
_ANY_NOT_NOTED = Statement(_FIND_NOT_NOTED)
_NOTE_USE = update(AccessKeyRow).values(last_used_at=bindparam("used_at"))
_RECORD_USE = Statement(_NOTE_USE.where(_NOT_NOTED), keeps_principals=True)
_FREE = _FIND_NOT_NOTED.with_for_update(skip_locked=True, key_share=True).correlate(None)
_RECORD_USE_IF_FREE = Statement(
    _NOTE_USE.where(col(AccessKeyRow.id) == _FREE.scalar_subquery()), keeps_principals=True
)


class AccessKeys:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, user_id: str) -> list[AccessKey]:
        """The user's keys in the order of their names."""
        return [_entity(row) for row in self._connection.rows(_LIST, user_id=user_id)]

    def get(self, user_id: str, name: str) -> AccessKey | None:
        row = self._connection.row(_GET, user_id=user_id, name=name)
        return None if row is None else _entity(row)

    def taken(self, user_id: str) -> dict[str, int]:
        """The names of the user's keys, and the place that each has among them."""
        return dict(self._connection.rows(_TAKEN, user_id=user_id))

    def add(self, key: AccessKey, slot: int) -> None:
        self._connection.run(
            _ADD,
            id=key.id,
            user_id=key.user_id,
            name=key.name,
            slot=slot,
            digest=key.digest,
            hint=key.hint,
            sealed=key.sealed,
            created_at=key.created_at,
            expires_at=key.expires_at,
            last_used_at=key.last_used_at,
            permissions=joined(key.scope),
            generation=0,
            rotated_at=key.rotated_at,
            previous_digest=None,
            previous_expires_at=key.previous_expires_at,
        )

    def rotate(self, key: AccessKey, previous_digest: bytes | None) -> None:
        """Replaces what a new secret replaces.

        Args:
            previous_digest: of the old secret, where that goes on to work.
        """
        self._connection.run(
            _ROTATE,
            key_id=key.id,
            new_digest=key.digest,
            new_hint=key.hint,
            new_sealed=key.sealed,
            new_expires_at=key.expires_at,
            new_rotated_at=key.rotated_at,
            new_previous_digest=previous_digest,
            new_previous_expires_at=key.previous_expires_at,
        )

    def delete(self, user_id: str, names: Iterable[str]) -> None:
        """Deletes those of the user's keys that have one of these names."""
        for name in names:
            self._connection.run(_DELETE, user_id=user_id, name=name)

    def reseal(self, key: AccessKey, sealed: bytes) -> bool:
        """Replaces the seal that `key` has; False where it has another one by now."""
        return self._connection.changed(
            _RESEAL, key_id=key.id, old_sealed=key.sealed, new_sealed=sealed
        )

    def sealed(self, *, after: str, limit: int) -> Sequence[tuple[str, AccessKey]]:
        """Up to `limit` keys that are sealed, in the order of their ids, from the one behind
        `after`; each with the organization of its user."""
        rows = self._connection.rows(_SEALED, after=after, limit=limit)
        return [(org_id, _entity(row)) for org_id, *row in rows]

    def record_use(self, key_id: str, used_at: int) -> None:
        """Notes when a key was last used; never moves its time back."""
        self._connection.run(_RECORD_USE, key_id=key_id, used_at=used_at)

    def record_uses(self, last_used_at: Mapping[str, int]) -> dict[str, int]:
        """Notes for each key id when it was last used, and waits for nobody.

        Returns:
            Those that somebody else holds, which are not noted.
        """
        held: dict[str, int] = {}
        for key_id, used_at in last_used_at.items():
            use: dict[str, Any] = {"key_id": key_id, "used_at": used_at}
            noted = self._connection.changed(_RECORD_USE_IF_FREE, **use)
            if not noted and self._connection.row(_ANY_NOT_NOTED, **use):
                held[key_id] = used_at
        return held


def _entity(row: Sequence[Any]) -> AccessKey:
    permissions, *rotation = row[-3:]
    return AccessKey(*(*row[:-3], scope_of(permissions), *rotation))
