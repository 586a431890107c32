"""Schema versions, applied by Alembic. The versions ship with the package: no alembic.ini.

Most starts find the database at the newest version, and do without Alembic: to import it would add
a fifth to what the import of the server takes.
"""

from pathlib import Path

from sqlalchemy import inspect

from waii_server.storage.engine import Backend

_VERSIONS = Path(__file__).parent / "versions"


def upgrade(backend: Backend) -> None:
    """Applies every version that the database lacks, in one transaction, one process at a time."""
    from waii_server.storage.migrations import apply  # noqa: PLC0415  seldom needed, see above

    apply.upgrade(backend)


def versions(backend: Backend) -> tuple[str | None, str, bool]:
    """The version that the database has, the one that this program needs, and whether this program
    knows the way from the one to the other."""
    current = None
    with backend.inspecting() as connection:
        if inspect(connection).has_table("alembic_version"):
            current = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    known = sorted(file.name.partition("_")[0] for file in _VERSIONS.glob("[0-9]*.py"))
    return current, known[-1], current is None or current in known
