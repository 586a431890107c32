"""Who makes a call: from a key, and a user to act as, to a principal."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from waii_server.domain import audit, clock, key_format
from waii_server.domain.errors import Conflict, Kind, PermissionDenied, Reason, Unauthenticated
from waii_server.domain.origin import Origin
from waii_server.domain.principal import Identity, Principal
from waii_server.domain.roles import Permission
from waii_server.domain.validation import is_identifier
from waii_server.services import repetition
from waii_server.services.key_usage import KeyUsage
from waii_server.storage.database import Database, Transaction
from waii_server.storage.principals import KeyOwner


class PrincipalChanged(Conflict):
    """What a call was authorized on was changed before it took effect: decide again."""


class Authentication:
    """Rules 1 and 2 of "who may do what": the key, and impersonation."""

    def __init__(self, database: Database, key_usage: KeyUsage) -> None:
        self._database = database
        self._key_usage = key_usage

    def authenticate(
        self, key: str, target_id: str | bytes | None, origin: Origin
    ) -> tuple[Principal, Identity | None]:
        """The principal behind an access key, and the user `target_id`, read at the same time.

        Args:
            target_id: whom the call asks to act as, as it was sent; None where it does not ask.
            origin: the call.

        Raises:
            Unauthenticated: the key is malformed, unknown, revoked or expired.
            PermissionDenied: its user is suspended, or does not hold `usage:api`.
        """
        if not key_format.is_well_formed(key):
            raise Unauthenticated
        if not isinstance(target_id, str) or not is_identifier(target_id):
            target_id = None  # nobody has such an id
        owner, target = self._database.key_owner(key_format.digest(key), target_id)
        principal = _principal(owner, origin)
        self._key_usage.used(principal.key_id)
        return principal, target

    def impersonate(self, principal: Principal, user_id: str, target: Identity | None) -> Principal:
        """The principal that acts as the user `user_id`.

        Args:
            target: that user, as `authenticate` found it.

        Raises:
            PermissionDenied: the key's user may not impersonate, or not this user.
        """
        return _acting(principal, impersonated(principal.actor, user_id, target))


def require_admitted(user: Identity) -> None:
    """Rule 1, behind the key.

    Raises:
        PermissionDenied: `user` is suspended, or does not hold `usage:api`.
    """
    _require_active(user)
    user.require(Permission.USAGE_API, "the API needs", Reason.API_USAGE_DENIED)


def impersonated(actor: Identity, user_id: str, target: Identity | None) -> Identity:
    """Rule 2: the user `user_id` as whom `actor` may act.

    Args:
        target: that user, where there is one.

    Raises:
        PermissionDenied: `actor` may not impersonate, or not this user.
    """
    actor.require(
        Permission.USAGE_IMPERSONATION, "impersonation needs", Reason.IMPERSONATION_DENIED
    )
    if target is None or not actor.reaches(target.org_id):
        # What cannot be an id is not repeated: it may be long, and anything.
        user_id = user_id if is_identifier(user_id) else ""
        raise PermissionDenied(
            Reason.IMPERSONATION_TARGET_NOT_FOUND,
            f"user {user_id!r} does not exist, or you may not act as this user",
            {"user_id": user_id},
        )
    _require_active(target)
    if not actor.covers(target.roles):
        raise PermissionDenied(
            Reason.IMPERSONATION_CEILING_EXCEEDED,
            f"user {user_id!r} holds permissions that you do not hold",
            {"user_id": user_id},
        )
    return target.limited_to(actor.scope)


@contextmanager
def write_as(
    database: Database,
    principal: Principal,
    target: str,
    changed_keys: Sequence[str] = (),
    *,
    in_turn: bool = False,
) -> Iterator[Transaction]:
    """A transaction that writes, in which `principal` still is what it was when it was authorized.

    Between that decision and the write lock, the key may have been revoked, a role taken away, a
    user deleted. The check inside the transaction closes the gap: what is committed was allowed at
    the moment of the commit.

    It is committed with its event: `transaction.commit(principal.did(...))`. Where the call only
    asks what it would be answered, that commits nothing.

    Args:
        target: what is changed, as events name it.
        changed_keys: names of keys of the subject that exist and are changed or deleted.
        in_turn: whether what the subject changes so is changed one call after the other, each of
            which sees what all before it did; and not only where two change the same row.

    Raises:
        PrincipalChanged: the decision has to be taken again, from the key on.
        AlreadyAnswered: the same request was answered before.
        InvalidArgument: its id belongs to another request.
    """
    origin = principal.origin
    origin.target = target
    with database.write(rehearsal=origin.validate_only, in_turn=in_turn) as transaction:
        if in_turn:
            transaction.principals.claim(Kind.USER, principal.subject.user_id)
        _claim_own(transaction, principal, target, changed_keys)
        _confirm(transaction, principal)
        if origin.repeatable is not None:
            repetition.require_first(transaction, principal, origin.repeatable)
        yield transaction
    origin.recorded = not origin.validate_only


@contextmanager
def read_as(database: Database, principal: Principal) -> Iterator[Transaction]:
    """A transaction that reads, on a snapshot in which `principal` is what it was authorized as.

    Without the check, who has just lost a right could see what was written after the loss.

    Raises:
        PrincipalChanged: the decision has to be taken again, from the key on.
    """
    with database.read() as transaction:
        _confirm(transaction, principal)
        yield transaction


def _principal(owner: KeyOwner | None, origin: Origin) -> Principal:
    if owner is None or clock.has_come(owner.expires_at):
        raise Unauthenticated
    require_admitted(owner.identity)
    return _of_key(owner, origin)


def _of_key(owner: KeyOwner, origin: Origin) -> Principal:
    identity = owner.identity
    return Principal(owner.key_id, owner.generation, identity, identity, origin=origin)


def _acting(principal: Principal, subject: Identity) -> Principal:
    return Principal(
        principal.key_id,
        principal.generation,
        principal.actor,
        subject,
        impersonating=True,
        origin=principal.origin,
    )


def _require_active(user: Identity) -> None:
    if user.suspended:
        raise PermissionDenied(
            Reason.SUSPENDED,
            f"user {user.user_id!r}, or the tenant or organization above, is suspended",
        )


def _claim_own(
    transaction: Transaction, principal: Principal, target: str, changed_keys: Sequence[str]
) -> None:
    """Claims what the call changes, where it is what the principal itself is made of."""
    if changed_keys:
        transaction.principals.claim_keys(principal.subject.user_id, changed_keys)
    for one in (principal.actor, principal.subject):
        for kind, own_id, name in (
            (Kind.USER, one.user_id, audit.user),
            (Kind.TENANT, one.tenant_id, audit.tenant),
            (Kind.ORGANIZATION, one.org_id, audit.organization),
        ):
            if target == name(own_id):
                transaction.principals.claim(kind, own_id)
                return


def _confirm(transaction: Transaction, principal: Principal) -> None:
    if _reread(transaction, principal) != principal:
        raise PrincipalChanged


def _reread(transaction: Transaction, principal: Principal) -> Principal | None:
    owner = transaction.principals.by_key_id(principal.key_id, principal.generation)
    if owner is None or clock.has_come(owner.expires_at):
        return None
    found = _of_key(owner, principal.origin)
    if not principal.impersonating:
        return found
    subject = transaction.principals.by_user_id(principal.subject.user_id)
    if subject is None:
        return None
    return _acting(found, subject.limited_to(owner.identity.scope))
