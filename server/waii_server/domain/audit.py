"""What is accounted for: who did what as whom."""

from typing import NamedTuple

from waii_server.domain import clock

BOOTSTRAP = "bootstrap"
RECOVER = "recover"
"""The methods of what the operator did on the command line."""


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


def by_operator(method: str, target: str, org_id: str) -> AuditEvent:
    """What was done now on the command line: nobody called."""
    return AuditEvent(
        time=clock.now(),
        request_id="",
        method=method,
        actor="",
        subject="",
        key_id="",
        peer="",
        target=target,
        org_id=org_id,
        code="OK",
    )


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
