"""Many creates in one transaction."""

from collections.abc import Callable, Iterable, Sequence

from waii_server.domain import audit
from waii_server.domain.audit import AuditEvent
from waii_server.domain.errors import (
    AlreadyExists,
    DomainError,
    InvalidArgument,
    NotFound,
    PermissionDenied,
)
from waii_server.domain.model import Organization, Tenant, User
from waii_server.domain.principal import Principal
from waii_server.domain.roles import Permission
from waii_server.services.authentication import write_as
from waii_server.services.organizations import Organizations
from waii_server.services.repetition import keep_answer
from waii_server.services.tenants import Tenants
from waii_server.services.users import Users
from waii_server.storage.database import Database, Transaction

Row = Organization | Tenant | User
Results = list[DomainError | None]
"""Of each row why it was not created; None where it was."""

_OF_A_ROW = (PermissionDenied, InvalidArgument, NotFound, AlreadyExists)
"""What is wrong with one row, and not with the call."""
_PERMISSIONS: dict[type[Row], Permission] = {
    Organization: Permission.WRITE_ORG,
    Tenant: Permission.WRITE_TENANT,
    User: Permission.WRITE_USER,
}


class Batches:
    def __init__(
        self, database: Database, organizations: Organizations, tenants: Tenants, users: Users
    ) -> None:
        self._database = database
        self._organizations = organizations
        self._tenants = tenants
        self._users = users

    @staticmethod
    def require_may_create(principal: Principal, kinds: Iterable[type[Row]]) -> None:
        """
        Raises:
            PermissionDenied: a permission is missing that the create of one of these kinds needs.
        """
        for kind in sorted(set(kinds), key=list(_PERMISSIONS).index):
            principal.subject.require(_PERMISSIONS[kind], "this needs")

    def create(
        self,
        principal: Principal,
        rows: Sequence[Row | InvalidArgument],
        answer: Callable[[Results], bytes],
        *,
        allow_partial: bool,
    ) -> bytes:
        """Creates the rows in their order, all of them in one transaction; returns the answer.

        Args:
            rows: what to create; for one that has not the form of what it should be, what is wrong.
            answer: makes the answer, which is kept for who sends the same request again.
            allow_partial: whether rows that can be created are, where others cannot.

        Raises:
            DomainError: without `allow_partial`, what is wrong with the first row that cannot be
                created; its metadata say which one that is.
        """
        origin = principal.origin
        with write_as(self._database, principal, target="") as transaction:
            results: Results = []
            events: list[AuditEvent] = []
            for place, row in enumerate(rows):
                try:
                    events.append(self._create(transaction, principal, row))
                except _OF_A_ROW as refused:
                    if not allow_partial:
                        refused.metadata["row"] = str(place)
                        raise
                    results.append(refused)
                else:
                    results.append(None)
            answered = answer(results)
            if origin.repeatable is not None:
                keep_answer(transaction, principal, origin.repeatable, answered)
            transaction.audit_events.add(events)
            transaction.commit(None)
        origin.recorded &= bool(events)
        return answered

    def _create(
        self, transaction: Transaction, principal: Principal, row: Row | InvalidArgument
    ) -> AuditEvent:
        caller = principal.subject
        match row:
            case InvalidArgument():
                raise row
            case Organization():
                org_id = self._organizations.add(transaction, caller, row)
                target = audit.organization(row.id)
            case Tenant():
                org_id = self._tenants.add(transaction, caller, row)
                target = audit.tenant(row.id)
            case User():
                org_id = self._users.add(transaction, caller, row)
                target = audit.user(row.id)
        return principal.did(org_id)._replace(target=target)
