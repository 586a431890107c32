"""Where servers that get killed run: a directory, a database, and one server after the other."""

import itertools
from pathlib import Path

from support import databases
from support.inspection import dump, rows
from support.processes import ServerProcess, run
from support.raw import RawClient
from support.waiting import soon

DEFAULTS = {
    "WAII_SERVER_LISTEN": "127.0.0.1:0",
    # All who fail here come from one address.
    "WAII_SERVER_AUTH_FAILURE_RATE": "0",
    "WAII_SERVER_AUTO_MIGRATE": "true",
    "WAII_SERVER_BUSY_TIMEOUT": "2",
}
_OTHERS = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name ~ ?
"""
ONE_WHO_IS_KILLED = "waii-killed"
"""Under which name the database knows a command that is killed beside a server that goes on."""
ADMIN = ("--org-id", "default-org", "--tenant-id", "default-tenant", "--user-id", "admin")


class Place:
    """A data directory, and the database that belongs to it.

    Args:
        url: of the database; SQLite's file in the directory where it is empty.

    Attributes:
        data: the data directory.
        where: the database, for a look into it.
    """

    def __init__(self, directory: Path, url: str = "") -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.data = directory / "data"
        self.url = url
        self.where: Path | str = url or self.data / "waii.db"
        self._numbers = itertools.count()
        self._servers: list[ServerProcess] = []

    @classmethod
    def of_engine(cls, directory: Path, engine: str) -> "Place":
        """On a new database, with the first admin in it."""
        if engine == databases.SQLITE:
            return cls(directory)
        with databases.using(engine):
            return cls(directory, databases.migrated_database_of(directory))

    @property
    def variables(self) -> dict[str, str]:
        return DEFAULTS | ({"WAII_SERVER_DATABASE_URL": self.url} if self.url else {})

    @property
    def admin_key(self) -> str:
        return (self.data / "admin.key").read_text().strip()

    def bootstrap(self) -> None:
        """What `serve` does by itself on SQLite alone."""
        key_file = ("--key-file", str(self.data / "admin.key"))
        ended = run("bootstrap", *ADMIN, *key_file, cwd=self.directory, variables=self.variables)
        assert ended.returncode == 0, ended.stderr

    def start(self, workers: int = 1, **variables: str) -> ServerProcess:
        if self.url and not (self.data / "admin.key").exists():
            self.bootstrap()
        server = ServerProcess(
            self.directory,
            variables=self.variables | {"WAII_SERVER_WORKERS": str(workers)} | variables,
            name=f"server-{next(self._numbers)}",
        )
        self._servers.append(server)
        return server

    def await_rest(self, name: str = "") -> None:
        """Until the database has nothing more to do for processes that are gone.

        What they have sent it is done after their end, to COMMIT too.

        Args:
            name: under which it knows these; all, where others do not go on.
        """
        if self.url.startswith("postgresql"):
            assert soon(lambda: rows(self.url, _OTHERS, name) == [(0,)]), "somebody is left"

    def forget(self, server: ServerProcess) -> list[str]:
        """Ends it, and removes what it has said; what of that must not be."""
        server.kill()
        self._servers.remove(server)
        self.await_rest()
        faults = complaints(server)
        server.remove_output()
        return faults

    def close(self) -> None:
        for server in self._servers:
            server.kill()

    def client(self, server: ServerProcess) -> RawClient:
        return RawClient(server.address(), self.admin_key)

    def dump(self) -> dict[str, list[tuple[object, ...]]]:
        return dump(self.where)


def complaints(server: ServerProcess) -> list[str]:
    """What a server has said that is no log, or tells of a fault of its own."""
    return [
        f"the server has said: {line[:500]}"
        for line in server.stderr.splitlines(keepends=True)
        # The last line may be cut short by the end of the process.
        if line.endswith("\n")
        and (not line.startswith("{") or '"exception"' in line or '"INTERNAL"' in line)
    ]
