"""Schema versions, applied by Alembic. The versions ship with the package: no alembic.ini."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from waii_server.storage.engine import Backend


def upgrade(backend: Backend) -> None:
    """Applies every version that the database lacks, in one transaction, one process at a time."""
    config = _config()
    with backend.migrator.begin() as connection:
        backend.lock_for_migration(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def versions(backend: Backend) -> tuple[str | None, str | None]:
    """The version that the database has, and the one that this program needs."""
    with backend.reader.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current, ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
