"""Statements on users' configs."""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, delete, insert, select
from sqlmodel import col

from waii_server.storage.statements import Connection, Statement
from waii_server.storage.tables import UserConfigRow

_OF_USER = col(UserConfigRow.user_id) == bindparam("user_id")

_GET = Statement(
    select(col(UserConfigRow.key), col(UserConfigRow.value))
    .where(_OF_USER)
    .order_by(col(UserConfigRow.key))
)
_ADD = Statement(insert(UserConfigRow), keeps_principals=True)
_DELETE = Statement(
    delete(UserConfigRow).where(_OF_USER, col(UserConfigRow.key) == bindparam("key")),
    keeps_principals=True,
)


class UserConfigs:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, user_id: str) -> dict[str, bytes]:
        """The whole config: key to serialized value."""
        return dict(self._connection.rows(_GET, user_id=user_id))

    def put(self, user_id: str, values: Mapping[str, bytes]) -> None:
        self.delete(user_id, values)
        for key, value in values.items():
            self._connection.run(_ADD, user_id=user_id, key=key, value=value)

    def delete(self, user_id: str, keys: Iterable[str]) -> None:
        for key in keys:
            self._connection.run(_DELETE, user_id=user_id, key=key)
