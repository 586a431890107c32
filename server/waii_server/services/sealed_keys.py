"""Keys that can be shown again: sealed for the user who owns them."""

import json
import secrets
from dataclasses import dataclass, field, replace
from enum import StrEnum

from waii_server.domain import clock, key_format
from waii_server.domain.errors import Conflict
from waii_server.domain.model import AccessKey, User
from waii_server.domain.roles import Permission, Scope
from waii_server.services.key_ring import KeyRing
from waii_server.storage.database import Database, Transaction

_ANSWERED = (
    "id",
    "user_id",
    "name",
    "hint",
    "created_at",
    "expires_at",
    "last_used_at",
    "rotated_at",
    "previous_expires_at",
)
"""What an answer holds of a key, besides the key itself and its scope."""
_ANSWER_CONTEXT = ("answer",)
_RESEALED_AT_ONCE = 200


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
        self,
        name: str,
        *,
        user_id: str,
        org_id: str,
        expires_at: int | None = None,
        scope: Scope | None = None,
    ) -> ShownKey:
        """A new key, and what is stored of it."""
        key = AccessKey(
            id=secrets.token_hex(16),
            user_id=user_id,
            name=name,
            digest=b"",
            hint="",
            sealed=None,
            created_at=clock.now(),
            expires_at=expires_at,
            scope=scope,
        )
        return self.with_new_secret(key, org_id)

    def with_new_secret(self, key: AccessKey, org_id: str) -> ShownKey:
        """The same key of a user of that organization, but for its secret."""
        text = key_format.generate()
        sealed = None
        if self._reveal is Reveal.ALWAYS:
            sealed = self._ring.seal(text.encode(), _context(org_id, key.user_id, key.id))
        key = replace(
            key, digest=key_format.digest(text), hint=key_format.hint(text), sealed=sealed
        )
        return ShownKey(key, text)

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
                transaction.access_keys.reseal(key, sealed)

    def reseal(self, transaction: Transaction, key: AccessKey, org_id: str) -> bool:
        """Seals it with the primary key of the ring; False where it does not open."""
        assert key.sealed is not None  # noqa: S101  only those are asked for
        context = _context(org_id, key.user_id, key.id)
        text = self._ring.open(key.sealed, context)
        if text is None:
            return False
        if not self._ring.sealed_with_primary(key.sealed):
            transaction.access_keys.reseal(key, self._ring.seal(text, context))
        return True

    def keep_answer(self, shown: ShownKey, request_id: str) -> bytes:
        """What is kept of an answer that holds a key: nothing that opens without `request_id`."""
        content = [getattr(shown.key, name) for name in _ANSWERED]
        scope = None if shown.key.scope is None else sorted(shown.key.scope)
        answer = json.dumps([shown.text, scope, *content]).encode()
        return self._ring.locked_with(request_id).seal(answer, _ANSWER_CONTEXT)

    def kept_answer(self, kept: bytes, request_id: str) -> ShownKey | None:
        """That answer; None where this ring does not open it."""
        answer = self._ring.locked_with(request_id).open(kept, _ANSWER_CONTEXT)
        if answer is None:
            return None
        text, names, *values = json.loads(answer)
        scope = None if names is None else frozenset(Permission(name) for name in names)
        content = dict(zip(_ANSWERED, values, strict=True))
        return ShownKey(AccessKey(**content, digest=b"", sealed=None, scope=scope), text)


def reseal(database: Database, sealed_keys: SealedKeys) -> tuple[int, int]:
    """Seals every sealed key with the primary key of the ring.

    In small transactions, so that a server goes on meanwhile.

    Returns:
        How many are sealed with it now, and how many could not be opened and are as they were.
    """
    done, failed, after = 0, 0, ""
    while True:
        try:
            with database.write() as transaction:
                keys = transaction.access_keys.sealed(after=after, limit=_RESEALED_AT_ONCE)
                opened = [sealed_keys.reseal(transaction, key, org_id) for org_id, key in keys]
                transaction.commit(None)
        except Conflict:
            continue  # one of them was rotated meanwhile
        done += opened.count(True)
        failed += opened.count(False)
        if len(keys) < _RESEALED_AT_ONCE:
            return done, failed
        after = keys[-1][1].id


def _context(org_id: str, user_id: str, key_id: str) -> tuple[str, ...]:
    return ("access key", org_id, user_id, key_id)
