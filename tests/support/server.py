"""A server in this process: the one that `waii-server serve` starts, on a free port."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, text
from waii_server.app import Server, bootstrap_database, build_server, write_secret
from waii_server.services.bootstrap import FirstAdmin
from waii_server.settings import Settings

from support import databases


@dataclass(frozen=True)
class RunningServer:
    """A server that answers on `address`.

    The super-admin `admin` (tenant `default-tenant`, organization `default-org`) has `admin_key`.
    """

    server: Server
    settings: Settings
    address: str
    admin_key: str = field(repr=False)

    def rows(self, query: str, **values: object) -> list[dict[str, Any]]:
        """What a query on the server's database gives, past the server."""
        with _engine(self).begin() as connection:
            return [dict(row) for row in connection.execute(text(query), values).mappings()]

    def change(self, *statements: str, **values: object) -> None:
        """Changes the server's database behind its back, in one transaction."""
        with _engine(self).begin() as connection:
            for statement in statements:
                connection.execute(text(statement), values)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Somebody else holds what writers need; readers go on."""
        with _engine(self).connect() as connection:
            if databases.current() == databases.SQLITE:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                for table in ("organizations", "access_keys"):
                    connection.exec_driver_sql(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            yield
            connection.rollback()

    @property
    def calls(self) -> int:
        """How many there are that a thread works on or is to work on."""
        return len(self.server._threads._unfinished)

    @property
    def database_file(self) -> Path:
        return self.settings.data_dir / "waii.db"


def _engine(server: RunningServer) -> Engine:
    return create_engine(
        server.settings.database_url,
        poolclass=NullPool,
        connect_args={"timeout": 10} if databases.current() == databases.SQLITE else {},
    )


@contextmanager
def running_server(data_dir: Path, **settings: Any) -> Iterator[RunningServer]:
    """Serves from `data_dir` until the block ends."""
    settings.setdefault("database_url", databases.migrated_database_of(data_dir))
    # All who fail here come from one address.
    settings.setdefault("auth_failure_burst", 1_000_000)
    chosen = Settings(
        listen="127.0.0.1:0", data_dir=data_dir, grace=1.0, auto_migrate=True, **settings
    )
    if not chosen.admin_key_file.exists():
        # What `serve` does by itself on SQLite alone.
        admin = FirstAdmin("default-org", "default-tenant", "admin")
        bootstrap_database(chosen, admin, partial(write_secret, chosen.admin_key_file))
    with build_server(chosen) as server:
        key = chosen.admin_key_file.read_text().strip()
        yield RunningServer(server, chosen, server.address, key)
