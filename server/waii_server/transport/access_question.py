"""The form of a question about what somebody may do."""

from waii.user.v1 import CheckAccessRequest

from waii_server.domain import audit
from waii_server.domain.errors import Kind
from waii_server.domain.roles import Permission
from waii_server.domain.validation import Violations, identifier, is_identifier, role
from waii_server.services.access import Grants, Question, TargetRule
from waii_server.transport.methods import METHODS, TARGETS, USER_SERVICE, Access
from waii_server.transport.requests import MAX_ROLES

_COLLECTIONS = {
    Kind.ORGANIZATION: audit.organization(""),
    Kind.TENANT: audit.tenant(""),
    Kind.USER: audit.user(""),
}


def access_question(request: CheckAccessRequest) -> Question:
    violations = Violations()
    method, roles = f"/{request.method}", tuple(request.roles)
    violations.check_if_given("user_id", request.user_id, identifier)
    violations.check_if_given("impersonate_user_id", request.impersonate_user_id, identifier)
    violations.check_all("roles", roles, role, MAX_ROLES)
    needed, rule = METHODS.get(method, Access.PUBLIC), TARGETS.get(method)
    target_id = ""
    if needed is Access.PUBLIC:
        violations.add("method", f"must be one of this package, such as {USER_SERVICE}/ListUsers")
    else:
        target_id = _target_of(violations, request.target, rule)
        if roles and (rule is None or rule.grants is Grants.NONE):
            violations.add("roles", "must be empty: this method grants none")
    violations.raise_if_any()
    return Question(
        user_id=request.user_id,
        permission=needed if isinstance(needed, Permission) else None,
        rule=rule,
        target_id=target_id,
        impersonate=request.impersonate_user_id,
        roles=roles,
    )


def _target_of(violations: Violations, target: str, rule: TargetRule | None) -> str:
    """The id in the name of a target."""
    if not target:
        return ""
    if rule is None:
        violations.add("target", "must be empty: this method takes none")
        return ""
    collection = _COLLECTIONS[rule.kind]
    target_id = target.removeprefix(collection)
    if target_id == target or not is_identifier(target_id):
        violations.add("target", f"must be {collection}{{id}} for this method")
    return target_id
