"""What lies in a caller's scope: one place that turns foreign into absent."""

from waii_server.domain.errors import Kind, NotFound, PermissionDenied, Reason
from waii_server.domain.model import Organization, Tenant, User
from waii_server.domain.principal import Identity
from waii_server.storage.database import Transaction


def organization(transaction: Transaction, caller: Identity, org_id: str) -> Organization:
    found = transaction.organizations.get(org_id)
    if found is None or not caller.reaches(found.id):
        raise NotFound(Kind.ORGANIZATION, org_id)
    return found


def tenant(transaction: Transaction, caller: Identity, tenant_id: str) -> Tenant:
    found = transaction.tenants.get(tenant_id)
    if found is None or not caller.reaches(found.org_id):
        raise NotFound(Kind.TENANT, tenant_id)
    return found


def user(transaction: Transaction, caller: Identity, user_id: str) -> User:
    found = transaction.users.get(user_id)
    if found is None or not caller.reaches(found.org_id):
        raise NotFound(Kind.USER, user_id)
    return found


def require_ceiling(caller: Identity, roles: tuple[str, ...], doing: str) -> None:
    """Rule 4: what holds more than the caller is not the caller's to give, change or take.

    Args:
        roles: the roles that are granted, or those of the users that are changed.
        doing: what is refused, for the message: "you cannot <doing>".

    Raises:
        PermissionDenied: `roles` hold a permission that the caller lacks.
    """
    if not caller.covers(roles):
        raise PermissionDenied(
            Reason.PERMISSION_CEILING_EXCEEDED,
            f"you cannot {doing}: it takes permissions that you do not hold",
        )
