"""The log of who did what as whom."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.String(128).with_variant(sa.String(128, collation="C"), "postgresql")
_TARGET = sa.String(512).with_variant(sa.String(512, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "audit_events",
        sa.Column(
            "sequence",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("transaction_id", sa.BigInteger(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.String(128), nullable=False),
        sa.Column("method", sa.String(128), nullable=False),
        sa.Column("actor", _ID, nullable=False),
        sa.Column("subject", _ID, nullable=False),
        sa.Column("key_id", sa.String(32), nullable=False),
        sa.Column("peer", sa.Text(), nullable=False),
        sa.Column("target", _TARGET, nullable=False),
        sa.Column("org_id", _ID, nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_audit_events_transaction_id_sequence", "audit_events", ["transaction_id", "sequence"]
    )
    for column in ("org_id", "actor", "target"):
        op.create_index(
            f"ix_audit_events_{column}_transaction_id_sequence",
            "audit_events",
            [column, "transaction_id", "sequence"],
        )
