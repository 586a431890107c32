"""The first organization, tenant, super-admin and key of an empty service."""

from collections.abc import Callable
from dataclasses import dataclass

from waii_server.domain import audit
from waii_server.domain.errors import AlreadyExists, Kind
from waii_server.domain.model import Organization, Tenant, User
from waii_server.domain.roles import Role
from waii_server.services.sealed_keys import SealedKeys
from waii_server.storage.database import Database

_KEY_NAME = "bootstrap"


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    """The ids of what is created; `user_name` may be empty."""

    org_id: str
    tenant_id: str
    user_id: str
    user_name: str = ""


def has_super_admin(database: Database) -> bool:
    with database.read() as transaction:
        return transaction.users.any_super_admin() is not None


def bootstrap(
    database: Database,
    sealed_keys: SealedKeys,
    admin: FirstAdmin,
    hand_out: Callable[[str], None],
) -> bool:
    """Creates the first admin, unless there is a super-admin; returns whether it did.

    Args:
        hand_out: gets the key before anything is committed, so that no crash can leave an admin
            whose key nobody has. Where it fails, nothing is created.
    """
    with database.write() as transaction:
        if transaction.users.any_super_admin():
            return False
        transaction.organizations.add(Organization(admin.org_id, admin.org_id))
        tenant = transaction.tenants.get(admin.tenant_id)
        if tenant is not None and tenant.org_id != admin.org_id:
            raise AlreadyExists(Kind.TENANT, admin.tenant_id)
        if tenant is None:
            transaction.tenants.add(Tenant(admin.tenant_id, admin.tenant_id, admin.org_id))
        user = User(
            admin.user_id,
            admin.tenant_id,
            admin.org_id,
            (Role.SUPER_ADMIN_USER,),
            admin.user_name,
        )
        if not transaction.users.add(user):
            raise AlreadyExists(Kind.USER, admin.user_id)
        shown = sealed_keys.new(_KEY_NAME, user_id=admin.user_id, org_id=admin.org_id)
        transaction.access_keys.add(shown.key, slot=0)
        hand_out(shown.text)
        target = audit.user(admin.user_id)
        transaction.commit(audit.by_operator(audit.BOOTSTRAP, target, admin.org_id))
    return True
