"""The tables. What the database can hold true is declared here, not only checked in code.

Times are microseconds since the epoch, in UTC: the same number in every engine. `variables` and
config values are serialized JSON, stored as they were validated and sent as they are stored.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlmodel import BigInteger, Column, Field, ForeignKey, LargeBinary, MetaData, SQLModel

from waii_server.domain.limits import ACCESS_KEYS_PER_USER

# Ids order and compare byte by byte: SQLite's default; PostgreSQL needs to be told.
_ID = String(128).with_variant(String(128, collation="C"), "postgresql")
_TARGET = String(512).with_variant(String(512, collation="C"), "postgresql")
_NAME = String(256).with_variant(String(256, collation="C"), "postgresql")

IS_SUPER_ADMIN = text("roles LIKE '%waii-super-admin-user%'")
"""Of a row of users: holds the one role with `write:org`. An index has those of whom it is true."""

# Named constraints: migrations and error handling can refer to them on every engine.
_NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


METADATA = MetaData(naming_convention=_NAMING)


class Table(SQLModel):
    metadata = METADATA


class OrganizationRow(Table, table=True):
    __tablename__ = "organizations"

    id: str = Field(sa_column=Column(_ID, primary_key=True))
    name: str = Field(sa_column=Column(_NAME, nullable=False))
    variables: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    suspended: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )


class TenantRow(Table, table=True):
    __tablename__ = "tenants"
    __table_args__ = (
        # Looks redundant beside the primary key; it is what the users' foreign key points at, so
        # that a user's organization is always that of its tenant.
        UniqueConstraint("id", "org_id"),
        Index(None, "org_id", "id"),
    )

    id: str = Field(sa_column=Column(_ID, primary_key=True))
    name: str = Field(sa_column=Column(_NAME, nullable=False))
    org_id: str = Field(sa_column=Column(_ID, ForeignKey("organizations.id"), nullable=False))
    variables: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    suspended: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )


class UserRow(Table, table=True):
    __tablename__ = "users"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "org_id"], ["tenants.id", "tenants.org_id"]),
        Index(None, "org_id", "id"),
        Index(None, "tenant_id", "id"),
        Index(
            "ix_users_super_admin",
            "id",
            sqlite_where=IS_SUPER_ADMIN,
            postgresql_where=IS_SUPER_ADMIN,
        ),
    )

    id: str = Field(sa_column=Column(_ID, primary_key=True))
    tenant_id: str = Field(sa_column=Column(_ID, nullable=False))
    org_id: str = Field(sa_column=Column(_ID, nullable=False))
    name: str = Field(default="", sa_column=Column(_NAME, nullable=False))
    email: str = Field(default="", sa_column=Column(String(320), nullable=False))
    variables: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    suspended: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    roles: str = Field(
        default="", sa_column=Column(String(1024), nullable=False, server_default=text("''"))
    )
    """Their names, joined by commas, from weakest to strongest: a set that is only ever read and
    written whole, and in the row whose lock holds it."""


class AccessKeyRow(Table, table=True):
    __tablename__ = "access_keys"
    __table_args__ = (
        UniqueConstraint("user_id", "name"),
        UniqueConstraint("digest"),
        # Each key of a user has a place of its own, of so many: the database holds the limit, also
        # against calls that race.
        UniqueConstraint("user_id", "slot"),
        Index(None, "previous_digest", unique=True),
        CheckConstraint(f"slot >= 0 AND slot < {ACCESS_KEYS_PER_USER}", name="slot"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    user_id: str = Field(
        sa_column=Column(_ID, ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    )
    name: str = Field(sa_column=Column(_NAME, nullable=False))
    slot: int = Field(sa_column=Column(SmallInteger, nullable=False))
    digest: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    hint: str = Field(sa_column=Column(String(8), nullable=False))
    sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    created_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    expires_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    last_used_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    permissions: str | None = Field(default=None, sa_column=Column(String(1024), nullable=True))
    """What the key is limited to, joined by commas; NULL where it is not."""
    generation: int = Field(
        default=0, sa_column=Column(Integer, nullable=False, server_default=text("0"))
    )
    """How many secrets it had before this one."""
    rotated_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    previous_digest: bytes | None = Field(
        default=None, sa_column=Column(LargeBinary(32), nullable=True)
    )
    """Of the secret before, which goes on to work until `previous_expires_at`."""
    previous_expires_at: int | None = Field(
        default=None, sa_column=Column(BigInteger, nullable=True)
    )


class AuditEventRow(Table, table=True):
    """Refers to nothing: it outlives what it tells of."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index(None, "transaction_id", "sequence"),
        Index(None, "org_id", "transaction_id", "sequence"),
        Index(None, "actor", "transaction_id", "sequence"),
        Index(None, "target", "transaction_id", "sequence"),
        # A number is never given twice, also not when the newest events were deleted.
        {"sqlite_autoincrement": True},
    )

    sequence: int | None = Field(
        default=None,
        sa_column=Column(
            BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
    )
    transaction_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    """Where transactions overlap, the order in which their numbers were given; see
    `storage.audit_events`."""
    time: int = Field(sa_column=Column(BigInteger, nullable=False))
    request_id: str = Field(sa_column=Column(String(128), nullable=False))
    method: str = Field(sa_column=Column(String(128), nullable=False))
    actor: str = Field(sa_column=Column(_ID, nullable=False))
    subject: str = Field(sa_column=Column(_ID, nullable=False))
    key_id: str = Field(sa_column=Column(String(32), nullable=False))
    peer: str = Field(sa_column=Column(Text, nullable=False))
    target: str = Field(sa_column=Column(_TARGET, nullable=False))
    org_id: str = Field(sa_column=Column(_ID, nullable=False))
    code: str = Field(sa_column=Column(String(32), nullable=False))
    reason: str = Field(sa_column=Column(String(64), nullable=False))
    changed: str = Field(sa_column=Column(Text, nullable=False))
    """One name a line."""
    validate_only: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )


class AnsweredRequestRow(Table, table=True):
    """A request with an id of its caller's, so that it is not done again when it is sent again."""

    __tablename__ = "answered_requests"
    __table_args__ = (Index(None, "answered_at"), {"sqlite_with_rowid": False})

    id: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    """A digest of that id, and of who sent it. What is random is not kept itself."""
    body: bytes = Field(sa_column=Column(LargeBinary(32), nullable=False))
    """A digest of the rest of the request."""
    answer: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """Empty where the answer holds nothing; else sealed, and locked with the id."""
    answered_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class UserConfigRow(Table, table=True):
    """One row a key, so that concurrent updates of different keys all last."""

    __tablename__ = "user_configs"

    user_id: str = Field(
        sa_column=Column(_ID, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    )
    key: str = Field(sa_column=Column(_NAME, primary_key=True))
    value: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
