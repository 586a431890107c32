"""Use cases that take access away and give it back."""

from waii_server.domain import audit
from waii_server.domain.errors import Kind
from waii_server.domain.principal import Principal
from waii_server.services import scope
from waii_server.services.authentication import write_as
from waii_server.services.users import require_super_admin_left
from waii_server.storage.database import Database

_CHANGED = ("suspended",)


class Suspension:
    def __init__(self, database: Database) -> None:
        self._database = database

    def user(self, principal: Principal, user_id: str, *, suspended: bool) -> None:
        caller = principal.subject
        with write_as(self._database, principal, audit.user(user_id)) as transaction:
            user = scope.user(transaction, caller, user_id)
            scope.require_ceiling(caller, user.roles, f"suspend or reactivate user {user_id!r}")
            transaction.users.set_suspended(user_id, suspended=suspended)
            require_super_admin_left(transaction, Kind.USER, user_id)
            transaction.commit(principal.did(user.org_id, _CHANGED))

    def tenant(self, principal: Principal, tenant_id: str, *, suspended: bool) -> None:
        caller = principal.subject
        with write_as(self._database, principal, audit.tenant(tenant_id)) as transaction:
            tenant = scope.tenant(transaction, caller, tenant_id)
            roles = transaction.users.roles_below(Kind.TENANT, tenant_id)
            scope.require_ceiling(caller, roles, f"suspend or reactivate tenant {tenant_id!r}")
            transaction.tenants.set_suspended(tenant_id, suspended=suspended)
            require_super_admin_left(transaction, Kind.TENANT, tenant_id)
            transaction.commit(principal.did(tenant.org_id, _CHANGED))

    def organization(self, principal: Principal, org_id: str, *, suspended: bool) -> None:
        caller = principal.subject
        with write_as(self._database, principal, audit.organization(org_id)) as transaction:
            scope.organization(transaction, caller, org_id)
            roles = transaction.users.roles_below(Kind.ORGANIZATION, org_id)
            scope.require_ceiling(caller, roles, f"suspend or reactivate organization {org_id!r}")
            transaction.organizations.set_suspended(org_id, suspended=suspended)
            require_super_admin_left(transaction, Kind.ORGANIZATION, org_id)
            transaction.commit(principal.did(org_id, _CHANGED))
