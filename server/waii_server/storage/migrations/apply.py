"""Has Alembic apply the versions; imported where there are some to apply."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from waii_server.storage.engine import Backend


def upgrade(backend: Backend, version: str = "head") -> None:
    """Applies what the database lacks up to a version; see `migrations.upgrade`."""
    config = Config()
    # `%` means interpolation to the parser behind it.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with backend.migrating() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
