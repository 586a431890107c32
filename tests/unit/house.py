"""A database with users of every role in three organizations, and the use cases on it."""

from collections.abc import Callable
from dataclasses import dataclass

from rpc.spec import ADMIN, API_USER, ORG_ADMIN, PERMISSIONS, SUPER_ADMIN, USER
from waii_server.domain import key_format
from waii_server.domain.audit import AuditEvent
from waii_server.domain.errors import (
    AlreadyExists,
    DomainError,
    EtagMismatch,
    FailedPrecondition,
    InvalidArgument,
    Kind,
    NotFound,
)
from waii_server.domain.model import AccessKey, Organization, Tenant, User
from waii_server.domain.origin import Origin, RepeatableRequest
from waii_server.domain.principal import Principal
from waii_server.domain.roles import Permission, Scope
from waii_server.services.access import Access
from waii_server.services.access_keys import AccessKeys
from waii_server.services.authentication import Authentication
from waii_server.services.key_ring import KeyRing
from waii_server.services.key_usage import KeyUsage
from waii_server.services.pages import Pages
from waii_server.services.sealed_keys import Reveal, SealedKeys
from waii_server.services.suspension import Suspension
from waii_server.services.users import Users
from waii_server.storage.database import Database, Transaction

ROLES = list(PERMISSIONS)
ORGS = ("org-a", "org-m", "org-z")
NO_ORGS = frozenset(Permission) - {Permission.WRITE_ORG}
HOUR = 3_600_000_000
LONG_AGO, FAR_AHEAD = 1, 1 << 60

# Of the organization in the middle, so that there are others on both sides.
CALLERS: dict[str, tuple[str, Scope | None]] = {
    "super-admin": (SUPER_ADMIN, None),
    "super-admin by a limited key": (SUPER_ADMIN, NO_ORGS),
    "org-admin": (ORG_ADMIN, None),
    "org-admin by a limited key": (
        ORG_ADMIN,
        frozenset({Permission.USAGE_API, Permission.READ_USER, Permission.USAGE_IMPERSONATION}),
    ),
    "admin": (ADMIN, None),
    "api-user": (API_USER, None),
}


@dataclass(frozen=True)
class Caller:
    """A user with a key, and what they may do by the specification."""

    name: str
    key: str
    user_id: str
    holds: frozenset[str]

    def sees(self, org_id: str) -> bool:
        return "write:org" in self.holds or org_id == "org-m"

    def covers(self, *roles: str) -> bool:
        return all(PERMISSIONS[role] <= self.holds for role in roles)


class House:
    """A database with users of every role in three organizations, and what works on it."""

    def __init__(self, database: Database, url: str) -> None:
        self.database = database
        self.url = url
        self.sealed = SealedKeys(KeyRing({"a": b"k" * 32}, "a"), Reveal.ALWAYS)
        self.users: dict[str, User] = {}
        self.callers: dict[str, Caller] = {}
        self.usage = KeyUsage(database)
        self.authentication = Authentication(database, self.usage)
        self.user_cases = Users(database, Pages(b"k" * 32, 1 << 20), self.sealed, API_USER)
        self.suspension = Suspension(database)
        self.access = Access(database, API_USER)
        self.keys = AccessKeys(database, self.sealed)
        with database.write() as transaction:
            self._fill(transaction)
            transaction.commit(None)

    def _fill(self, transaction: Transaction) -> None:
        for org_id in ORGS:
            transaction.organizations.add(Organization(org_id, "Org"))
            tenant_id = org_id.replace("org", "tenant")
            transaction.tenants.add(Tenant(tenant_id, "Tenant", org_id))
            transaction.tenants.add(Tenant(f"{tenant_id}-weak", "Tenant", org_id))
            for role in ROLES:
                self.add(transaction, User(f"{org_id}-{role}", tenant_id, org_id, (role,)))
            self.add(transaction, User(f"{org_id}-none", f"{tenant_id}-weak", org_id, ()))
            self.add(transaction, User(f"{org_id}-weak", f"{tenant_id}-weak", org_id, (USER,)))
        for name, (role, limit) in CALLERS.items():
            user_id = f"caller-{len(self.callers)}"
            self.add(transaction, User(user_id, "tenant-m", "org-m", (role,)))
            key = self.key(transaction, user_id, name, limit=limit)
            holds = PERMISSIONS[role] if limit is None else PERMISSIONS[role] & limit
            self.callers[name] = Caller(name, key, user_id, frozenset(holds))
        # An id that is a part of theirs.
        self.add(transaction, User("caller", "tenant-z", "org-z", (API_USER,), "N", "e@x"))

    def add(self, transaction: Transaction, user: User) -> None:
        assert transaction.users.add(user)
        self.users[user.id] = user

    @staticmethod
    def key(
        transaction: Transaction,
        user_id: str,
        name: str,
        *,
        limit: Scope | None = None,
        expires_at: int | None = None,
        slot: int = 0,
    ) -> str:
        text = key_format.generate()
        digest = key_format.digest(text)
        made = AccessKey(
            digest.hex()[:32], user_id, name, digest, "hint", None, 1, expires_at, None, limit
        )
        transaction.access_keys.add(made, slot)
        return text

    def principal(
        self, name: str, *, tried: bool = True, repeatable: RepeatableRequest | None = None
    ) -> Principal:
        """The caller; what they do is only tried, unless it is said."""
        origin = Origin(request_id="r", method="m", validate_only=tried, repeatable=repeatable)
        principal, _ = self.authentication.authenticate(self.callers[name].key, None, origin)
        return principal

    def events(self) -> list[AuditEvent]:
        """Of everything that was done here."""
        with self.database.read() as transaction:
            return [one.event for one in transaction.audit_events.list(after="", limit=100)]


def outcome(call: Callable[..., object], *arguments: object, **named: object) -> str:
    """How a call ends: "" where it is let through, else what and about which it is refused."""
    try:
        call(*arguments, **named)
    except DomainError as error:
        return told(error)
    return ""


def told(error: DomainError) -> str:
    about = ""
    if isinstance(error, AlreadyExists | EtagMismatch | FailedPrecondition | NotFound):
        about = f" {error.kind} {error.resource_id}"
    elif isinstance(error, InvalidArgument):
        about = "".join(f" {violation.field}" for violation in error.violations)
    return f"{type(error).__name__} {error.reason.name}{about}"


def not_found(kind: Kind, resource_id: str) -> str:
    return f"NotFound {kind.name}_NOT_FOUND {kind} {resource_id}"
