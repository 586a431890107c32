"""Use cases that take access away and give it back."""

from waii_server.domain import audit
from waii_server.domain.errors import Kind
from waii_server.domain.principal import Principal
from waii_server.services import scope
from waii_server.services.authentication import write_as
from waii_server.services.users import require_super_admin_left
from waii_server.storage.database import Database

_CHANGED = ("suspended",)
DOING = "suspend or reactivate"


class Suspension:
    def __init__(self, database: Database) -> None:
        self._database = database

    def user(self, principal: Principal, user_id: str, *, suspended: bool) -> None:
        caller = principal.subject
        with write_as(self._database, principal, audit.user(user_id)) as transaction:
            user = scope.changeable_user(transaction, caller, user_id, DOING)
            transaction.users.set_suspended(user_id, suspended=suspended)
            require_super_admin_left(transaction, Kind.USER, user_id)
            transaction.commit(principal.did(user.org_id, _CHANGED))

    def tenant(self, principal: Principal, tenant_id: str, *, suspended: bool) -> None:
        caller = principal.subject
        with write_as(self._database, principal, audit.tenant(tenant_id)) as transaction:
            tenant = scope.changeable_tenant(transaction, caller, tenant_id, DOING)
            transaction.tenants.set_suspended(tenant_id, suspended=suspended)
            require_super_admin_left(transaction, Kind.TENANT, tenant_id)
            transaction.commit(principal.did(tenant.org_id, _CHANGED))

    def organization(self, principal: Principal, org_id: str, *, suspended: bool) -> None:
        caller = principal.subject
        with write_as(self._database, principal, audit.organization(org_id)) as transaction:
            scope.changeable_organization(transaction, caller, org_id, DOING)
            transaction.organizations.set_suspended(org_id, suspended=suspended)
            require_super_admin_left(transaction, Kind.ORGANIZATION, org_id)
            transaction.commit(principal.did(org_id, _CHANGED))
