"""What lies in a caller's scope: one place that turns foreign into absent."""

from waii_server.domain.errors import Kind, NotFound, PermissionDenied, Reason
from waii_server.domain.model import Organization, Tenant, User
from waii_server.domain.principal import Identity
from waii_server.domain.roles import Permission
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


def changeable_user(transaction: Transaction, caller: Identity, user_id: str, doing: str) -> User:
    """A user whom the caller may change, delete, suspend: in scope, and below the ceiling."""
    found = user(transaction, caller, user_id)
    require_changeable(caller, found, doing)
    return found


def require_changeable(caller: Identity, found: User, doing: str) -> None:
    """
    Raises:
        PermissionDenied: the user holds a permission that `caller` lacks.
    """
    require_ceiling(caller, found.roles, f"{doing} user {found.id!r}")


def _require_changeable_below(
    transaction: Transaction, caller: Identity, kind: Kind, holder_id: str, doing: str
) -> None:
    """Refuses what would be done to all users of a tenant or an organization, unless the caller may
    do it to each."""
    roles = transaction.users.roles_below(kind, holder_id)
    require_ceiling(caller, roles, f"{doing} the users of {kind} {holder_id!r}")


def changeable_tenant(
    transaction: Transaction, caller: Identity, tenant_id: str, doing: str
) -> Tenant:
    """A tenant with whose users the caller may do this, all of them."""
    found = tenant(transaction, caller, tenant_id)
    _require_changeable_below(transaction, caller, Kind.TENANT, tenant_id, doing)
    return found


def changeable_organization(
    transaction: Transaction, caller: Identity, org_id: str, doing: str
) -> Organization:
    """An organization with whose users the caller may do this, all of them."""
    found = organization(transaction, caller, org_id)
    _require_changeable_below(transaction, caller, Kind.ORGANIZATION, org_id, doing)
    return found


def readable_user(transaction: Transaction, caller: Identity, user_id: str) -> User:
    """A user about whom the caller may be told."""
    if user_id != caller.user_id:
        require_reader_of_others(caller)
    return user(transaction, caller, user_id)


def require_reader_of_others(caller: Identity) -> None:
    """
    Raises:
        PermissionDenied: `caller` may look up nobody else.
    """
    caller.require(Permission.READ_USER, "to look up others you need")


def require_ceiling(caller: Identity, roles: tuple[str, ...], doing: str) -> None:
    """Rule 4: what holds more than the caller is not the caller's to give, change or take.

    Args:
        roles: the roles that are granted, or those of the users that are changed.
        doing: what is refused, for the message: "you cannot <doing>".

    Raises:
        PermissionDenied: `roles` hold a permission that the caller lacks.
    """
    if not caller.covers(roles):
        raise ceiling_exceeded(doing)


def ceiling_exceeded(doing: str) -> PermissionDenied:
    """The refusal of what takes more than the caller holds."""
    return PermissionDenied(
        Reason.PERMISSION_CEILING_EXCEEDED,
        f"you cannot {doing}: it takes permissions that you do not hold",
    )
