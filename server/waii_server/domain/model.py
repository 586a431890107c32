"""The nouns of the service, as use cases and storage hand them to each other."""

from dataclasses import dataclass, fields
from typing import Generic, NamedTuple, TypeVar

from waii_server.domain import clock
from waii_server.domain.roles import Scope

T = TypeVar("T")

# Those that are listed by the thousand are tuples, which are made in a third of the time.


class Organization(NamedTuple):
    id: str
    name: str
    variables: bytes = b""
    """A serialized JSON object, stored and sent as it was validated."""
    suspended: bool = False


class Tenant(NamedTuple):
    id: str
    name: str
    org_id: str
    variables: bytes = b""
    suspended: bool = False


class User(NamedTuple):
    id: str
    tenant_id: str
    org_id: str
    roles: tuple[str, ...]
    """From weakest to strongest, without repetition."""
    name: str = ""
    """Empty where the user has none."""
    email: str = ""
    variables: bytes = b""
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key as storage holds it: never the key itself."""

    id: str
    user_id: str
    name: str
    digest: bytes
    """SHA-256 of the whole key."""
    hint: str
    """The four characters after the prefix and the last four: what a masked key shows."""
    sealed: bytes | None
    """The key, encrypted by the key ring; None where it is not to be revealed again."""
    created_at: int
    """Microseconds since the epoch, as all times here."""
    expires_at: int | None = None
    last_used_at: int | None = None
    scope: Scope | None = None
    """What it may be used for; None where its user sets the only limit."""
    rotated_at: int | None = None
    previous_expires_at: int | None = None
    """When the secret before this one ends, or has ended."""

    @property
    def expired(self) -> bool:
        return clock.has_come(self.expires_at)


# What an update replaces: None leaves a field as it is, an empty value empties it.


class _Changes:
    __slots__ = ()
    id: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what is replaced."""
        names = (field.name for field in fields(self) if field.name != "id")  # type: ignore[arg-type]
        return tuple(name for name in names if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True)
class OrganizationChanges(_Changes):
    id: str
    name: str | None = None
    variables: bytes | None = None


@dataclass(frozen=True, slots=True)
class TenantChanges(_Changes):
    id: str
    name: str | None = None
    org_id: str | None = None
    variables: bytes | None = None


@dataclass(frozen=True, slots=True)
class UserChanges(_Changes):
    id: str
    name: str | None = None
    tenant_id: str | None = None
    org_id: str | None = None
    variables: bytes | None = None
    roles: tuple[str, ...] | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list."""

    entries: list[T]
    next_page_token: str
