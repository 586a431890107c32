"""Explains who may do what, by the very rules that decide it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

from waii_server.domain.errors import DomainError, Kind
from waii_server.domain.principal import Identity, Principal
from waii_server.domain.roles import Permission, roles_that_hold
from waii_server.services import scope
from waii_server.services.authentication import impersonated, read_as, require_admitted
from waii_server.services.suspension import DOING as _SUSPEND
from waii_server.storage.database import Database, Transaction


class Grants(Enum):
    """Whether a method grants roles."""

    NONE = auto()
    THOSE_GIVEN = auto()
    OR_THE_DEFAULT = auto()


@dataclass(frozen=True, slots=True)
class TargetRule:
    """What a method asks of what it is called on.

    Attributes:
        kind: of thing.
        check: takes the caller and the id; raises what the method would raise.
    """

    kind: Kind
    check: Callable[[Transaction, Identity, str], object]
    grants: Grants = Grants.NONE


IN_ORGANIZATION = TargetRule(Kind.ORGANIZATION, scope.organization)
IN_TENANT = TargetRule(Kind.TENANT, scope.tenant)
NEW_USER = TargetRule(Kind.TENANT, scope.tenant, Grants.OR_THE_DEFAULT)
READ_USER = TargetRule(Kind.USER, scope.readable_user)
CHANGE_USER = TargetRule(
    Kind.USER, partial(scope.changeable_user, doing="change"), Grants.THOSE_GIVEN
)
DELETE_USER = TargetRule(Kind.USER, partial(scope.changeable_user, doing="delete"))
SUSPEND_USER = TargetRule(Kind.USER, partial(scope.changeable_user, doing=_SUSPEND))
SUSPEND_TENANT = TargetRule(Kind.TENANT, partial(scope.changeable_tenant, doing=_SUSPEND))
SUSPEND_ORGANIZATION = TargetRule(
    Kind.ORGANIZATION, partial(scope.changeable_organization, doing=_SUSPEND)
)

_LOOK_UP: dict[Kind, Callable[[Transaction, Identity, str], object]] = {
    Kind.ORGANIZATION: scope.organization,
    Kind.TENANT: scope.tenant,
    Kind.USER: scope.user,
}


@dataclass(frozen=True, slots=True)
class Question:
    """May this user call this method?

    Attributes:
        user_id: empty for the caller.
        permission: what the method needs; None where that is not one permission.
        rule: what it asks of its target; None where it has none.
        target_id: empty where nothing is asked about a target.
        impersonate: as whom; empty for nobody.
        roles: what the call would grant.
    """

    user_id: str
    permission: Permission | None
    rule: TargetRule | None
    target_id: str
    impersonate: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer.

    Attributes:
        refusal: what a call would be refused with; None where it is let through.
        granting_roles: those that hold the method's permission.
    """

    refusal: DomainError | None
    granting_roles: tuple[str, ...]


class Access:
    def __init__(self, database: Database, default_role: str) -> None:
        self._database = database
        self._default_role = default_role

    def require_may_ask(self, principal: Principal, user_id: str) -> None:
        """
        Raises:
            PermissionDenied: the caller may not ask about this user.
        """
        if user_id not in ("", principal.subject.user_id):
            scope.require_reader_of_others(principal.subject)

    def check(self, principal: Principal, question: Question) -> Decision:
        """Answers a question that `require_may_ask` has allowed.

        Raises:
            NotFound: about somebody else: the user, the target, or whom to impersonate is not in
                the caller's own scope.
        """
        caller = principal.subject
        with read_as(self._database, principal) as transaction:
            user = self._user(transaction, caller, question)
            # Whoever asks about oneself has been let in, by the key of who acts.
            return self._decide(transaction, user, question, admitted=user is caller)

    def _user(self, transaction: Transaction, caller: Identity, question: Question) -> Identity:
        if question.user_id in ("", caller.user_id):
            return caller
        # That user may reach what the caller does not: no answer may tell that it is there.
        scope.user(transaction, caller, question.user_id)
        if question.impersonate:
            scope.user(transaction, caller, question.impersonate)
        if question.rule is not None and question.target_id:
            _LOOK_UP[question.rule.kind](transaction, caller, question.target_id)
        user = transaction.principals.by_user_id(question.user_id)
        assert user is not None  # noqa: S101  it was found in this transaction
        return user

    def _decide(
        self, transaction: Transaction, user: Identity, question: Question, *, admitted: bool
    ) -> Decision:
        subject = user
        try:
            if not admitted:
                require_admitted(user)
            if question.impersonate:
                target = transaction.principals.by_user_id(question.impersonate)
                subject = impersonated(user, question.impersonate, target)
            if question.permission is not None:
                subject.require(question.permission, "this needs")
            if question.rule is not None:
                if question.target_id:
                    question.rule.check(transaction, subject, question.target_id)
                roles = question.roles
                if not roles and question.rule.grants is Grants.OR_THE_DEFAULT:
                    roles = (self._default_role,)
                scope.require_ceiling(subject, roles, "grant these roles")
        except DomainError as error:
            return Decision(error, _granting(subject, question))
        return Decision(None, _granting(subject, question))


def _granting(subject: Identity, question: Question) -> tuple[str, ...]:
    if question.permission is None or question.permission not in subject.permissions:
        return ()
    return roles_that_hold(question.permission, subject.roles)
