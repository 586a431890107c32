"""Run by Alembic for every command; the caller passes the connection and owns its transaction."""

from alembic import context

from waii_server.storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite's DDL is transactional once the driver's own transaction control is off, which it is.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
