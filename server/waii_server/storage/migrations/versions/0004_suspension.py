"""Users, tenants and organizations that are suspended."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("organizations", "tenants", "users"):
        op.add_column(
            table, sa.Column("suspended", sa.Boolean(), nullable=False, server_default=sa.false())
        )
