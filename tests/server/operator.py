"""What the operator does beside a server that runs, and what comes of it."""

from subprocess import CompletedProcess

from support.processes import run
from support.raw import RawClient
from support.server import RunningServer
from waii.user import v1 as pb


def run_beside(server: RunningServer, *words: str) -> CompletedProcess[str]:
    """Runs a command of `waii-server` on the database and the data directory of the server."""
    settings = server.settings
    where = ("--data-dir", str(settings.data_dir), "--database-url", str(settings.database_url))
    ended = run(*words, *where, cwd=settings.data_dir)
    assert "Traceback" not in ended.stdout + ended.stderr
    return ended


def complaints(ended: CompletedProcess[str]) -> list[str]:
    """What it says on standard error besides its log."""
    return [line for line in ended.stderr.splitlines() if not line.startswith("{")]


def listed(raw: RawClient) -> dict[str, str]:
    """The caller's keys, by their names."""
    outcome = raw.call("ListAccessKeys", b"")
    assert outcome.code.name == "OK", outcome
    keys = pb.GetAccessKeyResponse.FromString(outcome.response).access_keys
    return {key.name: key.access_key for key in keys}
