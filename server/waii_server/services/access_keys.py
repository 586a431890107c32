"""Use cases on access keys."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from waii_server.domain import audit, clock, key_format, limits
from waii_server.domain.errors import (
    AlreadyExists,
    Kind,
    LimitExceeded,
    Reason,
)
from waii_server.domain.model import AccessKey, User
from waii_server.domain.principal import Principal
from waii_server.services.authentication import read_as, write_as
from waii_server.services.key_ring import KeyRing
from waii_server.storage.database import Database, Transaction


class Reveal(StrEnum):
    """Whether the owner can read a key again after its creation."""

    ALWAYS = "always"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key as its owner is to see it."""

    key: AccessKey
    text: str = field(repr=False)
    """The key itself, or masked."""


class SealedKeys:
    """Keys that can be revealed again: encrypted for one user of one organization."""

    def __init__(self, ring: KeyRing, reveal: Reveal) -> None:
        self._ring = ring
        self._reveal = reveal

    def new(
        self, name: str, *, user_id: str, org_id: str, expires_at: int | None = None
    ) -> tuple[AccessKey, str]:
        """A new key: what is stored of it, and the key itself."""
        text = key_format.generate()
        key_id = secrets.token_hex(16)
        sealed = None
        if self._reveal is Reveal.ALWAYS:
            sealed = self._ring.seal(text.encode(), _context(org_id, user_id, key_id))
        key = AccessKey(
            id=key_id,
            user_id=user_id,
            name=name,
            digest=key_format.digest(text),
            hint=key_format.hint(text),
            sealed=sealed,
            created_at=clock.now(),
            expires_at=expires_at,
        )
        return key, text

    def open(self, key: AccessKey, org_id: str) -> str | None:
        """The key itself, where it was sealed, may be revealed, and this ring opens it."""
        if key.sealed is None or self._reveal is not Reveal.ALWAYS:
            return None
        text = self._ring.open(key.sealed, _context(org_id, key.user_id, key.id))
        return None if text is None else text.decode()

    def move(self, transaction: Transaction, user: User, org_id: str) -> None:
        """Seals the keys of `user` anew for another organization; those that do not open stay."""
        for key in transaction.access_keys.list(user.id):
            if key.sealed is None:
                continue
            text = self._ring.open(key.sealed, _context(user.org_id, user.id, key.id))
            if text is not None:
                sealed = self._ring.seal(text, _context(org_id, user.id, key.id))
                transaction.access_keys.reseal(key.id, sealed)


class AccessKeys:
    def __init__(self, database: Database, sealed_keys: SealedKeys) -> None:
        self._database = database
        self._sealed_keys = sealed_keys

    def create(self, principal: Principal, name: str, expires_at: int | None) -> ShownKey:
        """Creates a key of the caller; the only answer that is sure to hold it.

        Args:
            expires_at: microseconds since the epoch; None for a key that does not expire.
        """
        user = principal.subject
        key, text = self._sealed_keys.new(
            name, user_id=user.user_id, org_id=user.org_id, expires_at=expires_at
        )
        with write_as(
            self._database, principal, audit.access_key(user.user_id, name)
        ) as transaction:
            taken = transaction.access_keys.taken(user.user_id)
            if name in taken:
                raise AlreadyExists(Kind.ACCESS_KEY, name)
            free = set(range(limits.ACCESS_KEYS_PER_USER)).difference(taken.values())
            if not free:
                raise LimitExceeded(
                    Reason.ACCESS_KEY_LIMIT_EXCEEDED,
                    f"a user has at most {limits.ACCESS_KEYS_PER_USER} access keys",
                    {"limit": str(limits.ACCESS_KEYS_PER_USER)},
                )
            # Any of them, so that calls that race for one seldom want the same.
            transaction.access_keys.add(key, secrets.choice(sorted(free)))
            transaction.commit(principal.did(user.org_id))
        return ShownKey(key, text)

    def list(self, principal: Principal) -> list[ShownKey]:
        """The caller's keys; whole where they may be revealed, never under impersonation."""
        user = principal.subject
        with read_as(self._database, principal) as transaction:
            keys = transaction.access_keys.list(user.user_id)
        shown = []
        for key in keys:
            text = self._revealed(principal, key)
            principal.origin.reveals |= text is not None
            shown.append(ShownKey(key, text or key_format.masked(key.hint)))
        principal.origin.target = audit.access_keys(user.user_id)
        return shown

    def delete(self, principal: Principal, names: Sequence[str]) -> None:
        """Deletes the caller's keys of these names; one that does not exist is no error."""
        user = principal.subject
        with write_as(self._database, principal, audit.access_keys(user.user_id)) as transaction:
            transaction.access_keys.delete(user.user_id, names)
            transaction.commit(principal.did(user.org_id, names))

    def _revealed(self, principal: Principal, key: AccessKey) -> str | None:
        if principal.impersonating:
            return None
        return self._sealed_keys.open(key, principal.subject.org_id)


def _context(org_id: str, user_id: str, key_id: str) -> tuple[str, ...]:
    return ("access key", org_id, user_id, key_id)
