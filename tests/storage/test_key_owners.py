"""Whose a secret is, and for how long: its own, that before it, and no other."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from storage.samples import key
from waii_server.domain.model import Organization, Tenant, User
from waii_server.domain.principal import Identity
from waii_server.domain.roles import Permission
from waii_server.storage.database import Database
from waii_server.storage.principals import KeyOwner

SCOPE = frozenset({Permission.USAGE_API})
# By the letter of the user: when the last secret ends, when the one before it does, and which
# of the two is the end of the latter.
ENDS: dict[str, tuple[int | None, int | None, int | None]] = {
    "a": (None, 50, 50),
    "b": (60, 50, 50),
    "c": (50, 60, 50),
    "d": (60, None, None),
}
NAMES = sorted(ENDS)
# Of each user, in the middle and on both sides.
BEFORE, LAST = (
    {name: f"{name}{part}".encode().ljust(32, b"\0") for name in NAMES} for part in "xy"
)


@pytest.fixture(scope="module")
def database(shared_url: str) -> Iterator[Database]:
    database = Database(shared_url, connections=2, busy_timeout=5)
    database.migrate()
    with database.write() as transaction:
        for name, (expires_at, previous_expires_at, _) in ENDS.items():
            transaction.organizations.add(Organization(f"org-{name}", ""))
            transaction.tenants.add(Tenant(f"tenant-{name}", "", f"org-{name}"))
            transaction.users.add(User(name, f"tenant-{name}", f"org-{name}", ("waii-user",)))
            made = replace(key(name, "key", BEFORE[name]), scope=SCOPE)
            transaction.access_keys.add(made, slot=0)
            rotated = replace(
                made,
                digest=LAST[name],
                expires_at=expires_at,
                previous_expires_at=previous_expires_at,
            )
            transaction.access_keys.rotate(
                rotated, None if previous_expires_at is None else BEFORE[name]
            )
        transaction.commit(None)
    yield database
    database.close()


def _owner(name: str, generation: int) -> KeyOwner | None:
    """Who is to be found."""
    expires_at, _, previous = ENDS[name]
    if not generation and previous is None:
        return None
    identity = Identity(name, f"tenant-{name}", f"org-{name}", ("waii-user",), scope=SCOPE)
    return KeyOwner(f"{name}-key", generation, expires_at if generation else previous, identity)


@pytest.mark.parametrize("name", NAMES)
def test_a_secret_is_its_users_and_ends_with_its_overlap_or_with_its_key(
    database: Database, name: str
) -> None:
    assert database.key_owner(LAST[name], None) == (_owner(name, 1), None)
    assert database.key_owner(BEFORE[name], None) == (_owner(name, 0), None)
    _, target = database.key_owner(LAST["a"], name)
    expected = _owner(name, 1)
    assert expected is not None
    assert target == replace(expected.identity, scope=None)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("writing", [False, True])
def test_a_key_is_found_again_by_which_of_its_secrets_was_used(
    database: Database, name: str, writing: bool
) -> None:
    with database.write() if writing else database.read() as transaction:
        for generation in (1, 0):
            found = transaction.principals.by_key_id(f"{name}-key", generation)
            assert found == _owner(name, generation)
        for generation in (2, -1):
            assert transaction.principals.by_key_id(f"{name}-key", generation) is None
        assert transaction.principals.by_key_id(f"{name}-kez", 1) is None


@pytest.mark.parametrize("secret", [b"", b"\0" * 32, b"ay", b"b".ljust(32, b"\0"), b"\xff" * 32])
def test_no_other_secret_is_anybodys(database: Database, secret: bytes) -> None:
    assert database.key_owner(secret, None) == (None, None)
    assert database.key_owner(secret, "aa") == (None, None)
