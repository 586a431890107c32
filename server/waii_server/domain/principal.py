"""Who makes a call, and as whom."""

from dataclasses import dataclass

from waii_server.domain.errors import PermissionDenied, Reason
from waii_server.domain.roles import Permission, permissions_of


@dataclass(frozen=True, slots=True)
class Identity:
    """A user as the authorization rules see it: who, where, which roles."""

    user_id: str
    tenant_id: str
    org_id: str
    roles: tuple[str, ...]
    name: str = ""
    email: str = ""

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)

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


@dataclass(frozen=True, slots=True)
class Principal:
    """The facts on which a call was authorized; equal to another if and only if they are the same.

    The *actor* owns the key; the *subject* is whom every rule after impersonation looks at.
    """

    key_id: str
    actor: Identity
    subject: Identity
    impersonating: bool = False
