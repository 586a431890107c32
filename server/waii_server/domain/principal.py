"""Who makes a call, and as whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self

from waii_server.domain import clock
from waii_server.domain.audit import AuditEvent
from waii_server.domain.errors import PermissionDenied, Reason
from waii_server.domain.origin import Origin
from waii_server.domain.roles import Permission, Scope, permissions_of


@dataclass(frozen=True, slots=True)
class Identity:
    """A user as the authorization rules see it: who, where, which roles."""

    user_id: str
    tenant_id: str
    org_id: str
    roles: tuple[str, ...]
    name: str = ""
    email: str = ""
    suspended: bool = False
    """Or the tenant or the organization is."""
    scope: Scope | None = None
    """What the key of the call is limited to; None where it is not."""

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the roles hold, as far as the key of the call reaches."""
        held = permissions_of(self.roles)
        return held if self.scope is None else held & self.scope

    @property
    def is_super_admin(self) -> bool:
        """Whether the scope of this identity is every organization."""
        return Permission.WRITE_ORG in self.permissions

    def require(
        self, permission: Permission, needed_by: str, reason: Reason = Reason.PERMISSION_MISSING
    ) -> None:
        """Refuses who does not hold `permission`.

        Args:
            needed_by: begins the message: "<needed by> the permission ...".

        Raises:
            PermissionDenied: it is not among the permissions of this identity.
        """
        if permission not in self.permissions:
            raise PermissionDenied(
                reason, f"{needed_by} the permission {permission}", {"permission": permission}
            )

    def reaches(self, org_id: str) -> bool:
        """Whether `org_id` lies in the scope of this identity."""
        return self.is_super_admin or org_id == self.org_id

    def covers(self, roles: tuple[str, ...]) -> bool:
        """Whether this identity holds every permission of `roles`: the ceiling of every grant."""
        return permissions_of(roles) <= self.permissions

    def limited_to(self, scope: Scope | None) -> Self:
        """The same user by a key of that scope."""
        return self if scope is self.scope else replace(self, scope=scope)

    def reaches_as_far_as(self, scope: Scope | None) -> bool:
        """Whether a key of this user that is limited to `scope` can do no more than the key of the
        call: the ceiling of what is done with keys."""
        return self.scope is None or (scope is not None and scope <= self.scope)


@dataclass(frozen=True, slots=True)
class Principal:
    """The facts on which a call was authorized; equal to another if and only if they are the same.

    The *actor* owns the key; the *subject* is whom every rule after impersonation looks at.

    Attributes:
        generation: which of the key's secrets was used: how many it had before.
        origin: the call; not one of those facts.
    """

    key_id: str
    generation: int
    actor: Identity
    subject: Identity
    impersonating: bool = False
    origin: Origin = field(default_factory=Origin, compare=False, repr=False)

    def did(self, org_id: str, changed: Iterable[str] = ()) -> AuditEvent:
        """The event of what the call has done, for the transaction in which it did it.

        Args:
            org_id: the organization in which it happened.
            changed: what was replaced or deleted, by name.
        """
        return self.event(org_id=org_id, code="OK", changed=tuple(changed))

    def event(
        self,
        *,
        org_id: str,
        code: str,
        subject: str = "",
        reason: str = "",
        changed: tuple[str, ...] = (),
    ) -> AuditEvent:
        """The event of this call.

        Args:
            subject: whom it was to act as, where it may not.
        """
        return AuditEvent(
            time=clock.now(),
            request_id=self.origin.request_id,
            method=self.origin.method,
            actor=self.actor.user_id,
            subject=subject or self.subject.user_id,
            key_id=self.key_id,
            peer=self.origin.peer(),
            target=self.origin.target,
            org_id=org_id,
            code=code,
            reason=reason,
            changed=changed,
            validate_only=self.origin.validate_only,
        )
