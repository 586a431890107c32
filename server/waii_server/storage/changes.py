"""From a set of changes to the columns that an UPDATE sets."""

from dataclasses import fields
from typing import Any

from waii_server.domain.model import OrganizationChanges, TenantChanges, UserChanges


def values_of(
    changes: OrganizationChanges | TenantChanges | UserChanges,
    *,
    besides: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Column and new value of each field that changes, but for the id and those `besides`."""
    given = {field.name: getattr(changes, field.name) for field in fields(changes)}
    return {
        name: value
        for name, value in given.items()
        if value is not None and name != "id" and name not in besides
    }
