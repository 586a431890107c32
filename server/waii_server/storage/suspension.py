"""Who is suspended: a user, or the tenant or the organization above."""

from typing import Any

from sqlalchemy import or_
from sqlmodel import col

from waii_server.storage.tables import OrganizationRow, TenantRow, UserRow

IS_SUSPENDED = or_(col(UserRow.suspended), col(TenantRow.suspended), col(OrganizationRow.suspended))
"""Of a row `with_all_above`."""
ALL_ABOVE = (OrganizationRow, TenantRow)


def with_all_above(statement: Any) -> Any:
    """A statement that selects from users, with the tenant and the organization of each."""
    return statement.join(TenantRow, col(TenantRow.id) == col(UserRow.tenant_id)).join(
        OrganizationRow, col(OrganizationRow.id) == col(TenantRow.org_id)
    )
