"""A user's roles in the user's own row."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# From weakest to strongest: the order in which a user's roles are kept.
_ROLES = (
    "waii-trial-user",
    "waii-trial-api-user",
    "waii-user",
    "waii-api-user",
    "waii-admin-user",
    "waii-org-admin-user",
    "waii-super-admin-user",
)
_APPEND = sa.text(
    "UPDATE users SET roles = roles || CASE roles WHEN '' THEN '' ELSE ',' END || :role "
    "WHERE id IN (SELECT user_id FROM user_roles WHERE role = :role)"
)
_IS_SUPER_ADMIN = sa.text("roles LIKE '%waii-super-admin-user%'")


def upgrade() -> None:
    op.add_column("users", sa.Column("roles", sa.String(1024), nullable=False, server_default=""))
    for role in _ROLES:
        op.execute(_APPEND.bindparams(role=role))
    op.drop_table("user_roles")
    op.drop_column("users", "version")
    op.create_index(
        "ix_users_super_admin",
        "users",
        ["id"],
        sqlite_where=_IS_SUPER_ADMIN,
        postgresql_where=_IS_SUPER_ADMIN,
    )
