"""Statements on users' configs."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, delete, select

from waii_server.storage.tables import UserConfigRow


class UserConfigs:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, user_id: str) -> dict[str, bytes]:
        """The whole config: key to serialized value."""
        statement = (
            select(UserConfigRow.key, UserConfigRow.value)
            .where(UserConfigRow.user_id == user_id)
            .order_by(col(UserConfigRow.key))
        )
        return dict(self._session.exec(statement).all())

    def put(self, user_id: str, values: Mapping[str, bytes]) -> None:
        self.delete(user_id, list(values))
        self._session.add_all(
            [UserConfigRow(user_id=user_id, key=key, value=value) for key, value in values.items()]
        )
        self._session.flush()

    def delete(self, user_id: str, keys: Sequence[str]) -> None:
        self._session.exec(
            delete(UserConfigRow).where(
                col(UserConfigRow.user_id) == user_id, col(UserConfigRow.key).in_(keys)
            )
        )
