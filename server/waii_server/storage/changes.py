"""Updates of the fields that are given: one statement for every choice of them."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func
from sqlmodel import col

from waii_server.domain.model import OrganizationChanges, TenantChanges, UserChanges
from waii_server.storage.tables import Table


def given_or_kept(table: type[Table], *columns: str) -> dict[str, ColumnElement[Any]]:
    """What an UPDATE sets: each column to its value in `values_of`, where there is one."""
    return {
        name: func.coalesce(bindparam(f"new_{name}"), col(getattr(table, name))) for name in columns
    }


def values_of(changes: OrganizationChanges | TenantChanges | UserChanges) -> dict[str, Any]:
    """The values of such a statement, which finds its row by the parameter `new_id`."""
    return {f"new_{name}": value for name, value in asdict(changes).items()}
