"""Use cases on users."""

from dataclasses import replace

from waii_server.domain import audit
from waii_server.domain.errors import (
    AlreadyExists,
    FailedPrecondition,
    FieldViolation,
    InvalidArgument,
    Kind,
    Reason,
)
from waii_server.domain.etag import require_state
from waii_server.domain.model import Page, Tenant, User, UserChanges
from waii_server.domain.principal import Identity, Principal
from waii_server.domain.validation import Violations, identifier
from waii_server.services import scope
from waii_server.services.authentication import read_as, write_as
from waii_server.services.pages import Pages
from waii_server.services.sealed_keys import SealedKeys
from waii_server.storage.database import Database, Transaction


class Users:
    def __init__(
        self,
        database: Database,
        pages: Pages,
        sealed_keys: SealedKeys,
        default_role: str,
    ) -> None:
        self._database = database
        self._pages = pages
        self._sealed_keys = sealed_keys
        self._default_role = default_role

    def info(self, principal: Principal, user_id: str) -> Identity:
        """The user `user_id`; empty, or the caller's own id, for oneself.

        Raises:
            PermissionDenied: another user is asked for, and the caller does not hold `read:user`.
            InvalidArgument: `user_id` cannot be an id.
            NotFound: there is no such user in the caller's scope.
        """
        caller = principal.subject
        if user_id in ("", caller.user_id):
            return caller
        scope.require_reader_of_others(caller)
        # Not in transport with the other checks of form: the permission depends on the request.
        violations = Violations()
        violations.check("user_id", user_id, identifier)
        violations.raise_if_any()
        with read_as(self._database, principal) as transaction:
            user = scope.readable_user(transaction, caller, user_id)
        return Identity(user.id, user.tenant_id, user.org_id, user.roles, user.name, user.email)

    def create(self, principal: Principal, user: User) -> None:
        """Creates `user`.

        An empty `org_id` or `tenant_id` means the caller's own (tenant: where the organization is
        the caller's too); no roles mean the default role.
        """
        with write_as(self._database, principal, audit.user(user.id)) as transaction:
            org_id = self.add(transaction, principal.subject, user)
            transaction.commit(principal.did(org_id))

    def add(self, transaction: Transaction, caller: Identity, user: User) -> str:
        """Creates `user` in `transaction`, as `create` does; returns its organization."""
        user = user._replace(
            org_id=user.org_id or caller.org_id,
            tenant_id=user.tenant_id or caller.tenant_id,
            roles=user.roles or (self._default_role,),
        )
        _tenant_of_organization(transaction, caller, user.tenant_id, user.org_id)
        scope.require_ceiling(caller, user.roles, "grant these roles")
        if not transaction.users.add(user):
            raise AlreadyExists(Kind.USER, user.id)
        return user.org_id

    def update(self, principal: Principal, changes: UserChanges, etag: str) -> None:
        """Changes a user; with an etag, only one that is in that state."""
        caller = principal.subject
        with write_as(self._database, principal, audit.user(changes.id)) as transaction:
            user = scope.user(transaction, caller, changes.id)
            home = _tenant_of_organization(
                transaction,
                caller,
                changes.tenant_id or user.tenant_id,
                changes.org_id or "",
            )
            scope.require_changeable(caller, user, "change")
            if changes.roles is not None:
                scope.require_ceiling(caller, changes.roles, "grant these roles")
            require_state(etag, Kind.USER, user)
            moved = home.org_id != user.org_id
            transaction.users.update(replace(changes, org_id=home.org_id if moved else None))
            if moved:
                # Keys are sealed for a user of an organization.
                self._sealed_keys.move(transaction, user, home.org_id)
            # Also where the user lives may take access away: a tenant or organization is suspended.
            if changes.roles is not None or home.id != user.tenant_id:
                require_super_admin_left(transaction, Kind.USER, user.id)
            transaction.commit(principal.did(user.org_id, changes.fields))

    def delete(self, principal: Principal, user_id: str, etag: str) -> None:
        caller = principal.subject
        with write_as(self._database, principal, audit.user(user_id)) as transaction:
            user = scope.changeable_user(transaction, caller, user_id, "delete")
            require_state(etag, Kind.USER, user)
            transaction.users.delete(user_id)
            require_super_admin_left(transaction, Kind.USER, user_id)
            transaction.commit(principal.did(user.org_id))

    def list(
        self,
        principal: Principal,
        *,
        lookup_org_id: str,
        lookup_tenant_id: str,
        lookup_user_id: str,
        size: int,
        token: str,
        violations: Violations,
    ) -> Page[User]:
        """The users that match every filter; an empty one does not filter.

        Without an organization the caller's own is meant; for a super-admin who names a tenant or a
        user, all.
        """
        caller = principal.subject
        org_id: str | None = lookup_org_id or caller.org_id
        if not lookup_org_id and caller.is_super_admin and (lookup_tenant_id or lookup_user_id):
            org_id = None
        bound = ("users", caller.org_id, org_id or "", lookup_tenant_id, lookup_user_id)
        cursor = self._pages.cursor(bound, size, token, violations)
        with read_as(self._database, principal) as transaction:
            if org_id is not None:
                scope.organization(transaction, caller, org_id)
            return cursor.page(
                transaction.users.list(
                    org_id=org_id,
                    tenant_id=lookup_tenant_id or None,
                    user_id=lookup_user_id or None,
                    after=cursor.after,
                    limit=cursor.limit,
                )
            )


def require_super_admin_left(transaction: Transaction, kind: Kind, resource_id: str) -> None:
    """Refuses what has just been done in `transaction` if nobody holds `write:org` any more.

    Raises:
        FailedPrecondition: the last super-admin would be gone, with what the arguments name.
    """
    if not transaction.users.any_super_admin():
        raise FailedPrecondition(
            Reason.LAST_SUPER_ADMIN,
            "the service would be left without a super-admin",
            kind,
            resource_id,
        )


def _tenant_of_organization(
    transaction: Transaction, caller: Identity, tenant_id: str, org_id: str
) -> Tenant:
    """The tenant; where an organization is given too, the one that it belongs to.

    Raises:
        NotFound: one of the two does not exist in the caller's scope.
        InvalidArgument: they do not belong together.
    """
    tenant = transaction.tenants.get(tenant_id)
    if tenant is not None and caller.reaches(tenant.org_id) and org_id in ("", tenant.org_id):
        return tenant  # and where there is a tenant, there is its organization
    if org_id:
        scope.organization(transaction, caller, org_id)
    scope.tenant(transaction, caller, tenant_id)
    raise InvalidArgument(
        [
            FieldViolation(
                "user.org_id",
                f"must be the organization of tenant {tenant_id!r}; empty means the one that "
                "it has, or in a create your own",
            )
        ]
    )
