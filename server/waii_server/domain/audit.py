"""What is accounted for: who did what as whom."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

BOOTSTRAP = "bootstrap"
"""The method of what the operator did on the command line."""


class AuditEvent(NamedTuple):
    """One call. Nothing in it is a key, or a value that was written."""

    time: int
    """Microseconds since the epoch."""
    request_id: str
    method: str
    actor: str
    subject: str
    key_id: str
    peer: str
    target: str
    org_id: str
    code: str
    reason: str = ""
    changed: tuple[str, ...] = ()
    validate_only: bool = False


class RecordedEvent(NamedTuple):
    """An event with its place in the log."""

    transaction_id: int
    """What orders the log: the events of later transactions follow. 0 where the order of the
    sequence is that of the commits."""
    sequence: int
    event: AuditEvent

    @property
    def id(self) -> str:
        """The place, as a page token holds it."""
        return f"{self.transaction_id}.{self.sequence}"

    @property
    def variables(self) -> bytes:
        """What a page is measured by: next to nothing."""
        return b""


@dataclass(frozen=True, slots=True)
class RepeatableRequest:
    """A request that its caller may send again without having it done again.

    Attributes:
        request_id: chosen by the caller, and told to nobody: kept answers are locked with it.
        body: a digest of the method and of everything else in the request.
    """

    request_id: str = field(repr=False)
    body: bytes


@dataclass(slots=True)
class Origin:
    """Where a call comes from and what it is about, so far as that is known.

    Attributes:
        peer: tells where the call comes from, when somebody wants to know.
        target: what the call is about.
        recorded: whether its event is written, in the transaction of what it changed.
        reveals: whether it tells secrets, and so is accounted for though it changes nothing.
        validate_only: whether what it does is undone, since it only asks what it would be answered.
        repeatable: the request, where it has an id that makes it safe to repeat.
    """

    request_id: str = ""
    method: str = ""
    peer: Callable[[], str] = str
    target: str = ""
    recorded: bool = False
    reveals: bool = False
    validate_only: bool = False
    repeatable: RepeatableRequest | None = None


def organization(org_id: str) -> str:
    return f"organizations/{org_id}"


def tenant(tenant_id: str) -> str:
    return f"tenants/{tenant_id}"


def user(user_id: str) -> str:
    return f"users/{user_id}"


def config(user_id: str) -> str:
    return f"users/{user_id}/config"


def access_keys(user_id: str) -> str:
    return f"users/{user_id}/accessKeys"


def access_key(user_id: str, name: str) -> str:
    return f"users/{user_id}/accessKeys/{name}"
