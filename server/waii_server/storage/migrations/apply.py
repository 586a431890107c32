"""Has Alembic apply the versions; imported where there are some to apply."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from waii_server.storage.engine import Backend


def upgrade(backend: Backend) -> None:
    """Applies every version that the database lacks, in one transaction, one process at a time."""
    config = _config()
    with backend.migrating() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    # `%` means interpolation to the parser behind it.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
