"""What the tests of storage find in their databases."""

from waii_server.domain.model import AccessKey, Organization, Tenant, User
from waii_server.storage.database import Database

DIGEST = b"1".ljust(32, b"\0")
"""Of the key that there is."""
OLD_DIGEST = b"2".ljust(32, b"\0")
"""Of the secret that this key had before."""


def key(user_id: str, name: str, digest: bytes = DIGEST) -> AccessKey:
    return AccessKey(
        id=f"{user_id}-{name}"[:32],
        user_id=user_id,
        name=name,
        digest=digest,
        hint="AbCdWxYz",
        sealed=None,
        created_at=1,
    )


def fill(database: Database) -> None:
    """Makes the tables, two organizations with a tenant each, and a user, `ann`, with a role, a key
    that was rotated and a config."""
    database.migrate()
    with database.write() as transaction:
        for name in ("one", "two"):
            transaction.organizations.add(Organization(f"org-{name}", name))
            transaction.tenants.add(Tenant(f"tenant-{name}", name, f"org-{name}"))
        transaction.users.add(User("ann", "tenant-one", "org-one", ("waii-user",)))
        transaction.access_keys.add(key("ann", "key", OLD_DIGEST), slot=0)
        transaction.access_keys.rotate(key("ann", "key"), OLD_DIGEST)
        transaction.user_configs.put("ann", {"k": b"v"})
        transaction.commit(None)
