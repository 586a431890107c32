"""Canaries in every place of every call, of servers of every kind, whole and broken."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from leaks import canaries, faults, operator, sinks
from leaks import stage as stages
from leaks.calls import Called, call_all
from leaks.listening import everything_logged
from leaks.places import Place, every_place, reaching, sample
from leaks.stage import REQUEST_ID, Stage
from matrix.cells import methods
from sqlalchemy import make_url
from support import databases, inspection
from support.processes import ServerProcess, run
from support.server import running_server
from torture.proof import Proof, Result, Task

PLACES = 9_177
_KINDS = 3
WHOLE = PLACES * _KINDS
_THREADS = 4
_BROKEN = 300
"""Places that are called again under each fault, in a whole run."""
_MOST_FAULTS = 20


@dataclass(frozen=True)
class Kind:
    """A way to run the server."""

    name: str
    flags: tuple[str, ...]


_PROCESSES = (
    Kind("json", ("--log-format", "json", "--workers", "2", "--reveal-access-keys", "always")),
    Kind("console", ("--log-format", "console", "--workers", "1", "--reveal-access-keys", "once")),
)


@dataclass
class _Shown:
    """What a server has shown, of all that is counted."""

    called: Called = field(default_factory=Called)
    provoked: dict[str, int] = field(default_factory=dict)
    bytes: int = 0
    ring: list[str] = field(default_factory=list, repr=False)
    faults: list[str] = field(default_factory=list)

    @property
    def others(self) -> list[str]:
        """Secrets that are no canaries."""
        return [*_others(self.called), *self.ring]


def run_proof(task: Task) -> Result:
    share = max(1, task.size // _KINDS)
    result = Result()
    provoked = {"INTERNAL": 0, "UNAVAILABLE": 0, "DEADLINE_EXCEEDED": 0}
    searched = keys = 0
    answered: set[str] = set()
    runs = [*(partial(_by_process, task, kind, share) for kind in _PROCESSES)]
    for one in (*runs, partial(_in_process, task, share)):
        shown = one()
        result.done += shown.called.places
        result.faults += shown.called.faults[:_MOST_FAULTS] + shown.faults[:_MOST_FAULTS]
        searched += shown.bytes
        keys += len(shown.called.keys)
        answered |= shown.called.answered
        for code, number in shown.provoked.items():
            provoked[code] += number
        if len(result.faults) >= _MOST_FAULTS:
            break
    attempts = list(operator.attempts())
    attempts = attempts[:: max(1, PLACES // share)] if share < PLACES else attempts
    (task.directory / "operator").mkdir()
    result.faults += operator.try_all(task.directory / "operator", attempts)
    result.faults += [f"{code} was not provoked" for code, number in provoked.items() if not number]
    if share >= PLACES:
        carried_out = {path.partition("/waii.user.v1.")[2] for path in answered}
        result.faults += [f"{name} was never carried out" for name in set(methods()) - carried_out]
    result.figures = {
        "methods carried out": len(answered),
        "keys made": keys,
        "commands": len(attempts),
        "MiB searched": round(searched / 2**20),
        **{f"{code} provoked": number for code, number in provoked.items()},
    }
    return result


def _by_process(task: Task, kind: Kind, share: int) -> _Shown:
    """A server as an operator runs it: with its log, its processes, its files and its end."""
    directory = task.directory / kind.name
    directory.mkdir()
    data, shown = directory / "data", _Shown()
    data.mkdir()
    password = canaries.key(8_900_000)
    url = _with_password(databases.database_of(data), password)
    variables = {"WAII_SERVER_DATABASE_URL": url}
    # As they are set, PostgreSQL's own log shows every statement with its values.
    admin = ("--org-id", "root", "--tenant-id", "root", "--user-id", "root")
    for command in (("migrate",), ("bootstrap", *admin, "--key-file", "admin.key")):
        ended = run(*command, cwd=directory, variables=variables)
        assert ended.returncode == 0, ended.stderr
        shown.faults += sinks.in_text(command[0], ended.stdout + ended.stderr)
    flags = ("--listen", "127.0.0.1:0", "--busy-timeout", "0.5", "--auth-failure-rate", "0")
    with verbose(url) as log_of_database:
        server = ServerProcess(directory, *flags, *kind.flags, variables=variables)
        try:
            _use(task, share, server, url, directory, shown)
        finally:
            server.kill()
        said = server.stdout + server.stderr
        shown.faults += sinks.in_text(f"the {kind.name} log", said, shown.others)
        if said.count("place-") < share // 2 and share > 100:
            shown.faults.append("the log is not that of the calls")
        shown.faults += sinks.in_rows(url, shown.others)
        shown.faults += sinks.sealed_alike(url)
        shown.faults += sinks.in_files(directory, "admin.key", "keyring.json", others=shown.others)
        shown.bytes += _size(directory)
        if log_of_database is not None:
            shown.faults += in_postgresql(log_of_database, shown.called)
            shown.bytes += _size(log_of_database)
    return shown


def _use(
    task: Task, share: int, server: ServerProcess, url: str, directory: Path, shown: _Shown
) -> None:
    address = server.address()
    admin_key = (directory / "admin.key").read_text().strip()
    stage = stages.make(address, admin_key, url)
    shown.ring = stages.ring_secrets(directory / "data" / "keyring.json")
    with ExitStack() as stack:
        queries = None
        if databases.current() == databases.POSTGRESQL:
            queries = stack.enter_context(faults.Queries(url))
        places = _chosen(stage, share, task.seed)
        shown.called.add(call_all(address, places, _THREADS, task.advance))
    if queries is not None:
        shown.faults += sinks.in_text("pg_stat_activity", "\n".join(queries.seen))
    pids = [server.process.pid, *server.workers]
    shown.faults += sinks.in_processes(pids, url)
    some = reaching(stage, task.seed, max(40, _BROKEN * share // PLACES))
    _provoke(shown, "DEADLINE_EXCEEDED", call_all(address, some, _THREADS, timeout=0.003))
    with faults.lost(url):
        _provoke(shown, "UNAVAILABLE", call_all(address, some, _THREADS * 4))
    for break_something in (faults.break_answers, faults.break_callers):
        break_something(url)
        _provoke(shown, "INTERNAL", call_all(address, some, _THREADS))
    # With what there is of SQLite's log, index and locks only while somebody has it open.
    shown.bytes += _size(directory)
    shown.faults += sinks.in_files(directory, "admin.key", "keyring.json", others=shown.others)
    server.stop(timeout=60)


def _in_process(task: Task, share: int) -> _Shown:
    """A server all of whose loggers, and those of its libraries, say whatever they have to say."""
    directory, shown = task.directory / "in-process", _Shown()
    directory.mkdir()
    with everything_logged() as said:
        with running_server(directory, busy_timeout=0.5) as server:
            url = str(server.settings.database_url)
            stage = stages.make(server.address, server.admin_key, url)
            shown.ring = stages.ring_secrets(server.settings.key_ring_file)
            places = _chosen(stage, share, task.seed)
            shown.called.add(call_all(server.address, places, _THREADS, task.advance))
            some = reaching(stage, task.seed, max(40, _BROKEN * share // PLACES))
            for break_something in (faults.break_answers, faults.break_callers):
                break_something(url)
                _provoke(shown, "INTERNAL", call_all(server.address, some, _THREADS))
        text = said.getvalue()
    shown.bytes += len(text) + _size(directory)
    shown.faults += sinks.in_text("the log of every level", text, shown.others)
    if '"event": "call"' not in text:
        shown.faults.append("the log of every level is not that of the calls")
    shown.faults += sinks.in_rows(url, shown.others)
    shown.faults += sinks.in_files(directory, "admin.key", "keyring.json", others=shown.others)
    return shown


def _chosen(stage: Stage, share: int, seed: int) -> Sequence[Place]:
    if share >= PLACES:
        return list(every_place(stage))
    return sample(stage, seed, share)


def _provoke(shown: _Shown, code: str, called: Called) -> None:
    shown.provoked[code] = shown.provoked.get(code, 0) + called.codes[code]
    shown.faults += called.faults


def _others(called: Called) -> list[str]:
    """Secrets that are no canaries: keys that the server made, and ids that open their answers."""
    return [*sorted(called.keys)[:20], REQUEST_ID, REQUEST_ID.replace("-", "")]


def _with_password(url: str, password: str) -> str:
    if databases.current() == databases.SQLITE:
        return url
    return make_url(url).set(password=password).render_as_string(hide_password=False)


@contextmanager
def verbose(url: str) -> Iterator[Path | None]:
    """Has PostgreSQL log every statement with its values; gives its directory."""
    if databases.current() == databases.SQLITE:
        yield None
        return
    name = make_url(url).database
    for setting, value in {
        "log_statement": "'all'",
        "log_parameter_max_length": "-1",
        "log_parameter_max_length_on_error": "-1",
        "log_min_error_statement": "'error'",
    }.items():
        inspection.change(url, f"ALTER DATABASE {name} SET {setting} = {value}")
    ((directory,),) = inspection.rows(url, "SHOW data_directory")
    yield Path(directory)


def in_postgresql(where: Path, called: Called) -> Iterator[str]:
    """Its log, or every byte that it has written: tables, indexes and the log ahead of them.

    What callers have stored of their own is among the values of its log: that is no secret of ours.
    """
    time.sleep(0.2)  # its log comes by itself
    searcher = canaries.Searcher(canaries.Mark.NOWHERE, others=_others(called), keys=False)
    seen = False
    for file in sorted(where.rglob("*")) if where.is_dir() else [where]:
        if file.is_file():
            content = file.read_bytes()
            seen |= file.name == "log" and b"arameters: " in content
            yield from (f"PostgreSQL, {file.name}: {find}" for find in searcher.search(content))
    if not seen:
        yield "PostgreSQL has logged no statement with its values"


def _size(directory: Path) -> int:
    return sum(file.stat().st_size for file in directory.rglob("*") if file.is_file())


PROOF = Proof(
    name="leaks",
    claim="Wherever a key or another secret is put, on purpose or by mistake, the server writes it "
    "nowhere, keeps it nowhere and answers it to nobody but its owner.",
    units="places",
    whole=WHOLE,
    engines=databases.ENGINES,
    run=run_proof,
)
