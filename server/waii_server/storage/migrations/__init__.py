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
    with backend.migrating() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def versions(backend: Backend) -> tuple[str | None, str | None, bool]:
    """The version that the database has, the one that this program needs, and whether this program
    knows the way from the one to the other."""
    with backend.inspecting() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(_config())
    known = current is None or current in {script.revision for script in scripts.walk_revisions()}
    return current, scripts.get_current_head(), known


def _config() -> Config:
    config = Config()
    # `%` means interpolation to the parser behind it.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
