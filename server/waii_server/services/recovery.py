"""A key for a super-admin who has none left."""

from collections.abc import Callable

from waii_server.domain import audit
from waii_server.services.access_keys import free_slot
from waii_server.services.sealed_keys import SealedKeys
from waii_server.storage.database import Database

_KEY_NAME = "recovery"


def recover(
    database: Database, sealed_keys: SealedKeys, user_id: str, hand_out: Callable[[str], None]
) -> None:
    """Gives a super-admin a new key, in the place of an earlier one of the same name.

    Args:
        hand_out: gets the key before anything is committed. Where it fails, nothing is changed.

    Raises:
        LimitExceeded: the user has as many other keys as there may be.
        ValueError: the user is no super-admin, or suspended.
    """
    with database.write() as transaction:
        user = transaction.principals.by_user_id(user_id)
        if user is None or user.suspended or not user.is_super_admin:
            there = transaction.users.any_super_admin()
            hint = "run 'waii-server bootstrap'" if there is None else f"{there!r} is one"
            raise ValueError(f"{user_id!r} is no super-admin, or is suspended; {hint}")
        transaction.access_keys.delete(user_id, [_KEY_NAME])
        taken = transaction.access_keys.taken(user_id)
        shown = sealed_keys.new(_KEY_NAME, user_id=user_id, org_id=user.org_id)
        transaction.access_keys.add(shown.key, free_slot(taken.values()))
        hand_out(shown.text)
        target = audit.access_key(user_id, _KEY_NAME)
        transaction.commit(audit.by_operator(audit.RECOVER, target, user.org_id))
