"""Access keys that are limited and rotated; answers that are kept for who repeats a request."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("permissions", sa.String(1024), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("rotated_at", sa.BigInteger(), nullable=True),
        sa.Column("previous_digest", sa.LargeBinary(32), nullable=True),
        sa.Column("previous_expires_at", sa.BigInteger(), nullable=True),
    ):
        op.add_column("access_keys", column)
    op.create_index(
        "ix_access_keys_previous_digest", "access_keys", ["previous_digest"], unique=True
    )
    op.create_table(
        "answered_requests",
        sa.Column("id", sa.LargeBinary(32), nullable=False),
        sa.Column("body", sa.LargeBinary(32), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answered_requests"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answered_requests_answered_at", "answered_requests", ["answered_at"])
    op.add_column(
        "audit_events",
        sa.Column("validate_only", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
