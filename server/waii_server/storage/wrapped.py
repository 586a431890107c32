"""A backend around another one, for those who only want to look on."""

from contextlib import AbstractContextManager

import sqlalchemy

from waii_server.domain.principal import Identity
from waii_server.storage.engine import Backend, Work
from waii_server.storage.principals import KeyOwner


class WrappedBackend(Backend):
    """Does what `backend` does."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.name = backend.name
        self.driver = backend.driver
        self.embedded = backend.embedded

    def key_owner(
        self, digest: bytes, user_id: str | None
    ) -> tuple[KeyOwner | None, Identity | None]:
        return self.backend.key_owner(digest, user_id)

    def reading(self) -> AbstractContextManager[Work]:
        return self.backend.reading()

    def writing(self, *, in_turn: bool = False) -> AbstractContextManager[Work]:
        return self.backend.writing(in_turn=in_turn)

    def migrating(self) -> AbstractContextManager[sqlalchemy.Connection]:
        return self.backend.migrating()

    def inspecting(self) -> AbstractContextManager[sqlalchemy.Connection]:
        return self.backend.inspecting()

    def lost_race(self, error: object) -> bool:
        return self.backend.lost_race(error)

    def is_bug(self, error: object) -> bool:
        return self.backend.is_bug(error)

    def probe(self) -> None:
        self.backend.probe()

    def close(self) -> None:
        self.backend.close()
