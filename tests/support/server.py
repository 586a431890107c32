"""A server in this process: the one that `waii-server serve` starts, on a free port."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from waii_server.app import Server, bootstrap_database, build_server
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

    @property
    def database_file(self) -> Path:
        return self.settings.data_dir / "waii.db"


@contextmanager
def running_server(data_dir: Path, **settings: Any) -> Iterator[RunningServer]:
    """Serves from `data_dir` until the block ends."""
    settings.setdefault("database_url", databases.database_of(data_dir))
    chosen = Settings(
        listen="127.0.0.1:0", data_dir=data_dir, grace=1.0, auto_migrate=True, **settings
    )
    if not chosen.admin_key_file.exists():
        # What `serve` does by itself on SQLite alone.
        bootstrap_database(
            chosen, FirstAdmin("default-org", "default-tenant", "admin"), chosen.admin_key_file
        )
    with build_server(chosen) as server:
        key = chosen.admin_key_file.read_text().strip()
        yield RunningServer(server, chosen, server.address, key)
