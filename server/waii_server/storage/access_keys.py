"""Statements on access keys."""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlmodel import col

from waii_server.domain.model import AccessKey
from waii_server.storage.statements import Connection, Statement
from waii_server.storage.tables import AccessKeyRow

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
)
_OF_USER = col(AccessKeyRow.user_id) == bindparam("user_id")
_OF_NAME = col(AccessKeyRow.name) == bindparam("name")
_THIS = col(AccessKeyRow.id) == bindparam("key_id")

_LIST = Statement(select(*_COLUMNS).where(_OF_USER).order_by(col(AccessKeyRow.name)))
_TAKEN = Statement(select(col(AccessKeyRow.name), col(AccessKeyRow.slot)).where(_OF_USER))
_ADD = Statement(insert(AccessKeyRow), keeps_principals=True)
_DELETE = Statement(delete(AccessKeyRow).where(_OF_USER, _OF_NAME))
_RESEAL = Statement(
    update(AccessKeyRow).where(_THIS).values(sealed=bindparam("new_sealed")),
    keeps_principals=True,
)
_RECORD_USE = Statement(
    update(AccessKeyRow)
    .where(
        _THIS,
        or_(
            col(AccessKeyRow.last_used_at).is_(None),
            col(AccessKeyRow.last_used_at) < bindparam("used_at"),
        ),
    )
    .values(last_used_at=bindparam("used_at")),
    keeps_principals=True,
)


class AccessKeys:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, user_id: str) -> list[AccessKey]:
        """The user's keys in the order of their names."""
        return [AccessKey(*row) for row in self._connection.rows(_LIST, user_id=user_id)]

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
        )

    def delete(self, user_id: str, names: Iterable[str]) -> None:
        """Deletes those of the user's keys that have one of these names."""
        for name in names:
            self._connection.run(_DELETE, user_id=user_id, name=name)

    def reseal(self, key_id: str, sealed: bytes) -> None:
        self._connection.run(_RESEAL, key_id=key_id, new_sealed=sealed)

    def record_use(self, last_used_at: Mapping[str, int]) -> None:
        """Notes for each key id when it was last used; never moves a key's time back."""
        for key_id, used_at in sorted(last_used_at.items()):
            self._connection.run(_RECORD_USE, key_id=key_id, used_at=used_at)
