"""Use cases on access keys."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from waii_server.domain import audit, clock, key_format, limits
from waii_server.domain.errors import (
    AlreadyExists,
    FailedPrecondition,
    FieldViolation,
    InvalidArgument,
    Kind,
    LimitExceeded,
    NotFound,
    Reason,
)
from waii_server.domain.model import AccessKey
from waii_server.domain.principal import Principal
from waii_server.domain.roles import Scope
from waii_server.domain.validation import MUST_BE_IN_THE_FUTURE
from waii_server.services import repetition, scope
from waii_server.services.authentication import read_as, write_as
from waii_server.services.repetition import AlreadyAnswered
from waii_server.services.sealed_keys import SealedKeys, ShownKey
from waii_server.storage.database import Database, Transaction


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
            _require_future(expires_at)
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
            transaction.access_keys.add(shown.key, free_slot(taken.values()))
            return shown

        return self._shown_once(principal, name, create)

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
            _require_future(expires_at)
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
            # What expires, or has expired, does not go on to live with a later expire_time.
            ends = (now + overlap, key.expires_at, expires_at)
            ends_at = min(end for end in ends if end is not None)
            overlaps = ends_at > now
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
        return self._shown_once(principal, name, rotate, changed)

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
        target = audit.access_keys(user.user_id)
        with write_as(self._database, principal, target, names) as transaction:
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
        make: Callable[[Transaction], ShownKey],
        changed: Sequence[str] = (),
    ) -> ShownKey:
        """What `make` makes of a key of the caller; for a repeated request, what it made before.

        Args:
            changed: the fields that it replaces, of a key that exists.
        """
        user, origin = principal.subject, principal.origin
        try:
            target, held = audit.access_key(user.user_id, name), (name,) if changed else ()
            with write_as(self._database, principal, target, held) as transaction:
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


def free_slot(taken: Iterable[int]) -> int:
    """A place for a new key of a user; any, so that calls that race for one seldom want the same.

    Args:
        taken: the places of the user's keys.

    Raises:
        LimitExceeded: there is none left.
    """
    free = set(range(limits.ACCESS_KEYS_PER_USER)).difference(taken)
    if not free:
        raise LimitExceeded(
            Reason.ACCESS_KEY_LIMIT_EXCEEDED,
            f"a user has at most {limits.ACCESS_KEYS_PER_USER} access keys",
            {"limit": str(limits.ACCESS_KEYS_PER_USER)},
        )
    return secrets.choice(sorted(free))


def _require_future(expires_at: int | None) -> None:
    """
    Raises:
        InvalidArgument: a key would have expired already.
    """
    if clock.has_come(expires_at):
        raise InvalidArgument([FieldViolation("expire_time", MUST_BE_IN_THE_FUTURE)])
