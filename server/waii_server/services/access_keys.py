"""Use cases on access keys."""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from waii_server.domain import audit, clock, key_format, limits
from waii_server.domain.errors import (
    AlreadyExists,
    Conflict,
    FailedPrecondition,
    FieldViolation,
    InvalidArgument,
    Kind,
    LimitExceeded,
    NotFound,
    Reason,
)
from waii_server.domain.model import AccessKey, User
from waii_server.domain.principal import Principal
from waii_server.domain.roles import Permission, Scope
from waii_server.services import repetition, scope
from waii_server.services.authentication import read_as, write_as
from waii_server.services.key_ring import KeyRing
from waii_server.services.repetition import AlreadyAnswered
from waii_server.storage.database import Database, Transaction

_ANSWERED = (
    "id",
    "user_id",
    "name",
    "hint",
    "created_at",
    "expires_at",
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
        if not self._ring.sealed_with_primary(key.sealed):
            text = self._ring.open(key.sealed, context)
            if text is None:
                return False
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


class AccessKeys:
    def __init__(self, database: Database, sealed_keys: SealedKeys) -> None:
        self._database = database
        self._sealed_keys = sealed_keys

    def create(
        self, principal: Principal, name: str, expires_at: int | None, key_scope: Scope | None
    ) -> ShownKey:
        """Creates a key of the caller.

        Args:
            expires_at: microseconds since the epoch; None for a key that does not expire.
            key_scope: what it is limited to; None for what the key of the call is limited to.
        """
        user = principal.subject

        def create(transaction: Transaction) -> ShownKey:
            if not user.permissions.issuperset(key_scope or ()):
                raise scope.ceiling_exceeded(f"create access key {name!r}")
            shown = self._sealed_keys.new(
                name,
                user_id=user.user_id,
                org_id=user.org_id,
                expires_at=expires_at,
                scope=key_scope or user.scope,
            )
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
            transaction.access_keys.add(shown.key, secrets.choice(sorted(free)))
            return shown

        return self._shown_once(principal, name, (), create)

    def rotate(
        self, principal: Principal, name: str, overlap: int, expires_at: int | None
    ) -> ShownKey:
        """Gives the caller's key of this name a new secret.

        Args:
            overlap: microseconds that the old one goes on to work.
            expires_at: microseconds since the epoch; None for when the key expires anyway.
        """
        user = principal.subject

        def rotate(transaction: Transaction) -> ShownKey:
            key = transaction.access_keys.get(user.user_id, name)
            if key is None:
                raise NotFound(Kind.ACCESS_KEY, name)
            if not user.reaches_as_far_as(key.scope):
                raise scope.ceiling_exceeded(f"rotate access key {name!r}")
            if key.expired and expires_at is None:
                raise FailedPrecondition(
                    Reason.ACCESS_KEY_EXPIRED,
                    f"access key {name!r} has expired: it needs a new expire_time",
                    Kind.ACCESS_KEY,
                    name,
                )
            now = clock.now()
            # What has expired does not come back to life with a later expire_time.
            overlaps = overlap > 0 and not key.expired
            ends_at = min(now + overlap, key.expires_at or now + overlap)
            shown = self._sealed_keys.with_new_secret(
                replace(
                    key,
                    expires_at=key.expires_at if expires_at is None else expires_at,
                    rotated_at=now,
                    previous_expires_at=ends_at if overlaps else None,
                ),
                user.org_id,
            )
            transaction.access_keys.rotate(shown.key, key.digest if overlaps else None)
            return shown

        changed = ("access_key",) if expires_at is None else ("access_key", "expire_time")
        return self._shown_once(principal, name, changed, rotate)

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
        with write_as(
            self._database, principal, audit.access_keys(user.user_id), changes_keys=True
        ) as transaction:
            if user.scope is not None:
                for key in transaction.access_keys.list(user.user_id):
                    if key.name in names and not user.reaches_as_far_as(key.scope):
                        raise scope.ceiling_exceeded(f"delete access key {key.name!r}")
            transaction.access_keys.delete(user.user_id, names)
            transaction.commit(principal.did(user.org_id, names))

    def _shown_once(
        self,
        principal: Principal,
        name: str,
        changed: Sequence[str],
        make: Callable[[Transaction], ShownKey],
    ) -> ShownKey:
        """What `make` makes of a key of the caller; for a repeated request, what it made before."""
        user, origin = principal.subject, principal.origin
        try:
            with write_as(
                self._database,
                principal,
                audit.access_key(user.user_id, name),
                changes_keys=bool(changed),
            ) as transaction:
                shown = make(transaction)
                if origin.repeatable is not None:
                    kept = self._sealed_keys.keep_answer(shown, origin.repeatable.request_id)
                    repetition.keep_answer(transaction, principal, origin.repeatable, kept)
                transaction.commit(principal.did(user.org_id, changed))
        except AlreadyAnswered as before:
            assert origin.repeatable is not None  # noqa: S101  else nothing is answered before
            earlier = self._sealed_keys.kept_answer(before.answer, origin.repeatable.request_id)
            if earlier is None:
                rule = "was answered, and the key is gone with which the answer was sealed"
                raise InvalidArgument(
                    [FieldViolation("request_id", rule)], Reason.REQUEST_ID_REUSED
                ) from None
            shown = earlier
            origin.reveals = not origin.validate_only
        return replace(shown, text="") if origin.validate_only else shown

    def _revealed(self, principal: Principal, key: AccessKey) -> str | None:
        # Who has a limited key must not get hold of another that reaches further.
        if principal.impersonating or not principal.subject.reaches_as_far_as(key.scope):
            return None
        return self._sealed_keys.open(key, principal.subject.org_id)


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
