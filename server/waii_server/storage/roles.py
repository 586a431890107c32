"""A user's roles, as one column of a statement on users."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ScalarSelect, func, literal_column, select
from sqlmodel import col

from waii_server.domain.roles import in_order
from waii_server.storage.tables import UserRoleRow, UserRow

_SEPARATOR = ","


def roles_column() -> ScalarSelect[str]:
    """The roles of the user that the enclosing statement is on, joined into one text."""
    # A literal, not a parameter: the statement is also run without SQLAlchemy.
    separator: Any = literal_column(f"'{_SEPARATOR}'")
    return (
        select(func.aggregate_strings(col(UserRoleRow.role), separator))
        .where(col(UserRoleRow.user_id) == col(UserRow.id))
        .correlate(UserRow)
        .scalar_subquery()
    )


@lru_cache(maxsize=1024)
def roles_of(joined: str | None) -> tuple[str, ...]:
    """The roles in such a text, from weakest to strongest."""
    return in_order(joined.split(_SEPARATOR)) if joined else ()
