"""Use cases on a user's config."""

from collections.abc import Mapping, Sequence

from waii_server.domain import audit, limits
from waii_server.domain.errors import LimitExceeded, Reason
from waii_server.domain.principal import Principal
from waii_server.services.authentication import read_as, write_as
from waii_server.storage.database import Database


class UserConfigs:
    def __init__(self, database: Database) -> None:
        self._database = database

    def update(
        self, principal: Principal, updated: Mapping[str, bytes], deleted: Sequence[str]
    ) -> dict[str, bytes]:
        """Sets and deletes keys of the caller's config; returns the whole of it."""
        user = principal.subject
        user_id = user.user_id
        if not updated and not deleted:
            with read_as(self._database, principal) as transaction:
                return transaction.user_configs.get(user_id)
        # Of calls that change different keys, each answers the whole, and keeps to its limits.
        with write_as(
            self._database, principal, audit.config(user_id), in_turn=True
        ) as transaction:
            transaction.user_configs.delete(user_id, deleted)
            transaction.user_configs.put(user_id, updated)
            config = transaction.user_configs.get(user_id)
            _require_limits(config)
            parts = {"updated": updated, "deleted": deleted}
            transaction.commit(
                principal.did(user.org_id, (part for part, keys in parts.items() if keys))
            )
        return config


def _require_limits(config: Mapping[str, bytes]) -> None:
    if len(config) > limits.CONFIG_MAX_KEYS:
        raise LimitExceeded(
            Reason.CONFIG_LIMIT_EXCEEDED,
            f"a config has at most {limits.CONFIG_MAX_KEYS} keys",
            {"limit": str(limits.CONFIG_MAX_KEYS)},
        )
    size = sum(len(key.encode()) + len(value) for key, value in config.items())
    if size > limits.CONFIG_MAX_BYTES:
        raise LimitExceeded(
            Reason.CONFIG_LIMIT_EXCEEDED,
            f"a config has at most {limits.CONFIG_MAX_BYTES} bytes",
            {"limit": str(limits.CONFIG_MAX_BYTES)},
        )
