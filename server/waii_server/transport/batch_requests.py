"""The form of the rows of a batch: each as its create would be asked for it."""

from collections.abc import Callable
from typing import Any

from waii.user.v1 import (
    BatchCreateRequest,
    CreateOrganizationRequest,
    CreateTenantRequest,
    CreateUserRequest,
)

from waii_server.domain.errors import FieldViolation, InvalidArgument
from waii_server.domain.model import Organization, Tenant, User
from waii_server.domain.principal import Identity
from waii_server.domain.validation import Violations, request_id
from waii_server.services.batches import Row
from waii_server.transport import requests

MAX_ROWS = 1000

_KINDS: dict[str, type[Row]] = {"organization": Organization, "tenant": Tenant, "user": User}
_FORMS: dict[str, Callable[[Any, Identity], Row]] = {
    "organization": lambda sent, _: requests.new_organization(
        CreateOrganizationRequest(organization=sent)
    ),
    "tenant": lambda sent, _: requests.new_tenant(CreateTenantRequest(tenant=sent)),
    "user": lambda sent, caller: requests.new_user(CreateUserRequest(user=sent), caller),
}


def kinds(request: BatchCreateRequest) -> set[type[Row]]:
    """What is among the rows."""
    sent = {row.WhichOneof("row") for row in request.rows}
    return {_KINDS[kind] for kind in sent if kind is not None}


def rows(request: BatchCreateRequest, caller: Identity) -> list[Row | InvalidArgument]:
    """The rows; for one that breaks rules, all of these.

    Raises:
        InvalidArgument: the request breaks rules, or without `allow_partial` any row does.
    """
    violations = Violations()
    if not 1 <= len(request.rows) <= MAX_ROWS:
        violations.add("rows", f"must have 1 to {MAX_ROWS} entries")
    found = [_row(row, caller) for row in request.rows[:MAX_ROWS]]
    if not request.allow_partial:
        for place, row in enumerate(found):
            if isinstance(row, InvalidArgument):
                for violation in row.violations:
                    violations.add(f"rows[{place}].{violation.field}", violation.rule)
    violations.check_if_given("request_id", request.request_id, request_id)
    violations.raise_if_any()
    return found


def _row(row: Any, caller: Identity) -> Row | InvalidArgument:
    kind = row.WhichOneof("row")
    if kind is None:
        rule = f"must be one of {', '.join(_FORMS)}"
        return InvalidArgument([FieldViolation("row", rule)])
    try:
        return _FORMS[kind](getattr(row, kind), caller)
    except InvalidArgument as broken:
        return broken
