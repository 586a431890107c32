"""Statements on access keys."""

import random
from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, or_, select, update

from waii_server.domain.limits import ACCESS_KEYS_PER_USER
from waii_server.domain.model import AccessKey
from waii_server.storage.tables import AccessKeyRow

# Written once and run for many keys at a time.
_RECORD_USE = (
    update(AccessKeyRow)
    .where(
        col(AccessKeyRow.id) == bindparam("key_id"),
        or_(
            col(AccessKeyRow.last_used_at).is_(None),
            col(AccessKeyRow.last_used_at) < bindparam("used_at"),
        ),
    )
    .values(last_used_at=bindparam("used_at"))
)


class AccessKeys:
    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, user_id: str) -> list[AccessKey]:
        """The user's keys in the order of their names."""
        statement = (
            select(AccessKeyRow)
            .where(AccessKeyRow.user_id == user_id)
            .order_by(col(AccessKeyRow.name))
        )
        return [_entity(row) for row in self._session.exec(statement)]

    def exists(self, user_id: str, name: str) -> bool:
        statement = select(AccessKeyRow.id).where(
            AccessKeyRow.user_id == user_id, AccessKeyRow.name == name
        )
        return self._session.exec(statement).first() is not None

    def free_slot(self, user_id: str) -> int | None:
        """A place for one more key of the user; None where all are taken."""
        statement = select(AccessKeyRow.slot).where(AccessKeyRow.user_id == user_id)
        free = set(range(ACCESS_KEYS_PER_USER)).difference(self._session.exec(statement).all())
        # Any of them, so that calls that race for one seldom want the same.
        return random.choice(sorted(free)) if free else None  # noqa: S311

    def add(self, key: AccessKey, slot: int) -> None:
        self._session.add(
            AccessKeyRow(
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
            )
        )
        self._session.flush()

    def delete(self, user_id: str, names: Sequence[str]) -> None:
        """Deletes those of the user's keys that have one of these names."""
        self._session.exec(
            delete(AccessKeyRow).where(
                col(AccessKeyRow.user_id) == user_id, col(AccessKeyRow.name).in_(names)
            )
        )

    def reseal(self, key_id: str, sealed: bytes) -> None:
        self._session.exec(
            update(AccessKeyRow).where(col(AccessKeyRow.id) == key_id).values(sealed=sealed)
        )

    def record_use(self, last_used_at: Mapping[str, int]) -> None:
        """Notes for each key id when it was last used; never moves a key's time back."""
        self._session.connection().execute(
            _RECORD_USE,
            [
                {"key_id": key_id, "used_at": used_at}
                for key_id, used_at in sorted(last_used_at.items())
            ],
        )


def _entity(row: AccessKeyRow) -> AccessKey:
    return AccessKey(
        id=row.id,
        user_id=row.user_id,
        name=row.name,
        digest=row.digest,
        hint=row.hint,
        sealed=row.sealed,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
