"""A server in this process: the one that `waii-server serve` starts, on a free port."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from waii_server.app import Server, build_server
from waii_server.settings import Settings


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
    chosen = Settings(listen="127.0.0.1:0", data_dir=data_dir, grace=1.0, **settings)
    with build_server(chosen) as server:
        key = chosen.admin_key_file.read_text().strip()
        yield RunningServer(server, chosen, server.address, key)
