"""Organizations, tenants, users with roles and configs, access keys."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.String(128).with_variant(sa.String(128, collation="C"), "postgresql")
_NAME = sa.String(256).with_variant(sa.String(256, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "organizations",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", _NAME, nullable=False),
        sa.Column("variables", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organizations"),
    )
    op.create_table(
        "tenants",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", _NAME, nullable=False),
        sa.Column("org_id", _ID, nullable=False),
        sa.Column("variables", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tenants"),
        sa.UniqueConstraint("id", "org_id", name="uq_tenants_id_org_id"),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name="fk_tenants_org_id"),
    )
    op.create_index("ix_tenants_org_id_id", "tenants", ["org_id", "id"])
    op.create_table(
        "users",
        sa.Column("id", _ID, nullable=False),
        sa.Column("tenant_id", _ID, nullable=False),
        sa.Column("org_id", _ID, nullable=False),
        sa.Column("name", _NAME, nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("variables", sa.LargeBinary, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "org_id"],
            ["tenants.id", "tenants.org_id"],
            name="fk_users_tenant_id_org_id",
        ),
    )
    op.create_index("ix_users_org_id_id", "users", ["org_id", "id"])
    op.create_index("ix_users_tenant_id_id", "users", ["tenant_id", "id"])
    op.create_table(
        "user_roles",
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "role", name="pk_user_roles"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_user_roles_user_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_user_roles_role", "user_roles", ["role"])
    op.create_table(
        "access_keys",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("name", _NAME, nullable=False),
        sa.Column("slot", sa.SmallInteger, nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("hint", sa.String(8), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=True),
        sa.Column("last_used_at", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_access_keys"),
        sa.UniqueConstraint("user_id", "name", name="uq_access_keys_user_id_name"),
        sa.UniqueConstraint("digest", name="uq_access_keys_digest"),
        sa.UniqueConstraint("user_id", "slot", name="uq_access_keys_user_id_slot"),
        sa.CheckConstraint("slot >= 0 AND slot < 100", name=op.f("ck_access_keys_slot")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_access_keys_user_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "user_configs",
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("key", _NAME, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "key", name="pk_user_configs"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_user_configs_user_id", ondelete="CASCADE"
        ),
    )
