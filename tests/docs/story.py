"""Carries out a page, in a clone of its own, against servers on ports of its own."""

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from support import databases
from support.api import SyncApi
from support.network import port_free_everywhere
from support.processes import environment
from support.server import running_server
from waii_client.batch import BatchCreateRequest, BatchRow
from waii_client.user import Organization, Tenant, User

from docs.forks import forks, stand_in
from docs.page import ROOT, Block, begins_with, blocks
from docs.shell import Reader, alike

_QUICK_START = (
    BatchRow(organization=Organization(id="acme", name="ACME")),
    BatchRow(tenant=Tenant(id="sales", name="Sales", org_id="acme")),
    BatchRow(
        user=User(
            id="ann@acme",
            name="Ann",
            tenant_id="sales",
            org_id="acme",
            variables={"team": "north"},
        )
    ),
)
"""What there is at the end of the quick start."""
_PIP = Path(__file__).with_name("pip.py")
SERVED = ("a server", "the quick start")
_PORTS = ("50051", "50052", "50053", "9464")
_DATABASE = "postgresql+psycopg://waii:secret@db.example.com/waii"


def failure(page: Path, directory: Path, programs: Sequence[Path] = ()) -> str:
    """What does not go as the page says, and where; empty where all does.

    Args:
        directory: an empty one.
        programs: directories of programs that the reader has, besides those of this machine.
    """
    begin, ports = begins_with(page), {f":{one}": f":{port_free_everywhere()}" for one in _PORTS}
    with ExitStack() as stack:
        clone = _clone(directory)
        replaced = {}
        if any(_DATABASE in block.text for block in blocks(page)):
            stack.enter_context(databases.using(databases.POSTGRESQL))
            replaced[_DATABASE] = databases.database_of(directory / "postgresql")
        elif begin in SERVED:
            ports[":50051"] = stack.enter_context(_served(clone, begin))
        stand_ins = directory / "bin"
        stand_ins.mkdir()
        stand_in(stand_ins / "pip", _PIP)
        variables = _environment(directory, ports[":50051"])
        variables |= stack.enter_context(forks(stand_ins))
        path = [stand_ins, *([clone / ".venv" / "bin"] if begin else [])]
        variables["PATH"] = ":".join(map(str, [*path, *programs, variables["PATH"]]))
        state = directory / "reader"
        state.mkdir()
        reader = Reader(clone, state, variables)
        stack.callback(reader.leave)
        story = _Story(reader, ports | replaced)
        for block in blocks(page):
            try:
                wrong = story.tell(block)
            except subprocess.TimeoutExpired:
                wrong = "it does not end"
            if wrong:
                return f"{page.relative_to(ROOT)}:{block.line}: {wrong}"
    return ""


class _Story:
    """A page that is carried out, on ports of its own."""

    def __init__(self, reader: Reader, replaced: Mapping[str, str]) -> None:
        """
        Args:
            replaced: what stands here for what a page says.
        """
        self._reader = reader
        self._ours = replaced
        self._printed: str | None = None

    def tell(self, block: Block) -> str:
        """What is wrong; empty where it went as the page says."""
        if block.file:
            self._reader.write(block.file, self._here(block.text))
            return ""
        ways = {
            "console": self._terminal,
            "mermaid": lambda _: "",
            "python": self._cell,
            "sh": self._script,
            "text": self._shown,
        }
        way = ways.get(block.language)
        return way(block) if way else f"nobody knows how to run {block.language!r}"

    def _script(self, block: Block) -> str:
        code, self._printed = self._reader.run(self._here(block.text))
        return f"exit code {code}:\n{self._printed}" if code else ""

    def _cell(self, block: Block) -> str:
        well, self._printed = self._reader.cell(self._here(block.text))
        return "" if well else self._printed

    def _shown(self, block: Block) -> str:
        printed, self._printed = self._printed, None
        if printed is None:
            return "there is nothing before it that printed"
        return self._compared(block.text, printed)

    def _terminal(self, block: Block) -> str:
        return "".join(self._typed(block, *command) for command in block.commands())

    def _typed(self, block: Block, command: str, shown: str) -> str:
        if not block.serves:
            code, got = self._reader.type(self._here(command))
            if code and not shown.replace("...", "").strip():
                return f"{command}: exit code {code}:\n{got}"
            return self._compared(shown, got)
        well, got = self._reader.serve(
            self._here(command), lambda got: alike(shown, self._there(got))
        )
        return "" if well else self._compared(shown, got)

    def _compared(self, shown: str, got: str) -> str:
        got = self._there(got)
        return "" if alike(shown, got) else f"shown:\n{shown}\nbut it was:\n{got}"

    def _here(self, text: str) -> str:
        return _replaced(text, self._ours)

    def _there(self, text: str) -> str:
        return _replaced(text, {ours: theirs for theirs, ours in self._ours.items()})


def _replaced(text: str, pairs: Mapping[str, str]) -> str:
    """At once: what was put in for one may be what another is looked for by."""
    return re.sub("|".join(map(re.escape, pairs)), lambda found: pairs[found[0]], text)


def _clone(directory: Path) -> Path:
    """A clone in which everything is installed, but nothing has been run."""
    clone = directory / "waii"
    clone.mkdir()
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in {line.partition("/")[0] for line in tracked.splitlines()}:
        (clone / name).symlink_to(ROOT / name)
    # Where make may note something down without having installed anything into ours.
    installed = clone / ".venv"
    installed.mkdir()
    for entry in (ROOT / ".venv").iterdir():
        if not entry.name.startswith("."):
            (installed / entry.name).symlink_to(entry)
    (installed / ".server").touch()
    return clone


def _environment(tmp_path: Path, listen: str) -> dict[str, str]:
    """That of a new user of this machine; the port is not the one of the pages."""
    return environment(
        HOME=str(tmp_path),
        XDG_CONFIG_HOME=str(tmp_path / "config"),
        WAII_SERVER_LISTEN=f"127.0.0.1{listen}",
        TERM="xterm",
        NO_COLOR="1",
    )


@contextmanager
def _served(clone: Path, begin: str) -> Iterator[str]:
    """The server that a page begins with, in the clone; its port, behind a colon."""
    data = clone / "data"
    data.mkdir()
    with running_server(data) as running:
        if begin == "the quick start":
            admin = SyncApi(running.address, running.admin_key)
            admin.call("batch_create", BatchCreateRequest(rows=_QUICK_START))
            admin.close()
        yield ":" + running.address.rpartition(":")[2]
