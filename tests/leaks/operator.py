"""What an operator may put where, by mistake: settings, their files, and what commands then say."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from leaks import canaries, sinks
from support.processes import run

_SECRET = canaries.key(8_000_000)
_PEM = f"-----BEGIN PRIVATE KEY-----\n{_SECRET}\n-----END PRIVATE KEY-----\n"
_RING = json.dumps({"primary": "a", "keys": {"a": _SECRET}})
_PG = "postgresql+psycopg://"
_BAD_URLS = {
    "an '@' in the password": f"{_PG}user:pass@{_SECRET}@127.0.0.1:1/d",
    "an '@' and a ':' in the password": f"{_PG}user:pass@word:{_SECRET}@127.0.0.1:1/d",
    "a '/' in the password": f"{_PG}user:{_SECRET}/rest@127.0.0.1:1/d",
    "a '#' in the password": f"{_PG}user:{_SECRET}#rest@127.0.0.1:1/d",
    "a '%' in the password": f"{_PG}user:{_SECRET}%zz@127.0.0.1:1/d",
    "the password as port": f"{_PG}user@127.0.0.1:{_SECRET}/d",
    "a server that is not there": f"{_PG}user:{_SECRET}@127.0.0.1:1/d",
    "a port that is none": f"{_PG}user:{_SECRET}@127.0.0.1:port/d",
    "an IPv6 address half closed": f"{_PG}user:{_SECRET}@[::1/d",
    "a password among the options": f"{_PG}127.0.0.1:1/d?password={_SECRET}",
    "an option that is not there": f"{_PG}127.0.0.1:1/d?pasword={_SECRET}",
    "an engine that is not supported": f"mysql://user:{_SECRET}@127.0.0.1/d",
    "a driver that is not there": f"postgresql+nothing://user:{_SECRET}@127.0.0.1/d",
    "no engine": f"//user:{_SECRET}@127.0.0.1/d",
    "one slash": f"postgresql:/user:{_SECRET}@127.0.0.1/d",
    "nothing but the password": _SECRET,
}
_COMMANDS = ("serve", "migrate", "reseal", "audit prune")


@dataclass(frozen=True)
class Attempt:
    """A command that is given a secret in the wrong place, or in the right one.

    Attributes:
        files: what there is in the directory where it runs.
    """

    name: str
    arguments: tuple[str, ...] = field(repr=False)
    variables: dict[str, str] = field(default_factory=dict, repr=False)
    files: dict[str, str] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return f"{self.arguments[0]} with {self.name}"


def attempts() -> Iterator[Attempt]:
    """All of them end by themselves, with a complaint."""
    for name, url in _BAD_URLS.items():
        for command in _COMMANDS:
            # A ring has to be there for `reseal` to come so far.
            ring = {"data/keyring.json": _RING} if command == "reseal" else {}
            given = {"WAII_SERVER_DATABASE_URL": url}
            serve = {"WAII_SERVER_LISTEN": "127.0.0.1:0", "WAII_SERVER_BUSY_TIMEOUT": "1"}
            yield Attempt(name, tuple(command.split()), given | serve, ring)
    for name, files in {
        "a key ring that is none": {"data/keyring.json": _SECRET},
        "a key ring with keys that are none": {"data/keyring.json": _RING},
        "a key ring that is cut off": {"data/keyring.json": _RING[:-2]},
        "a private key that is none": {"cert": _PEM, "key": _PEM},
    }.items():
        tls = ("--tls-cert", "cert", "--tls-key", "key") if "key" in files else ()
        yield Attempt(name, ("serve", "--listen", "127.0.0.1:0", *tls), {}, files)
    for variable in ("TLS_CERT", "TLS_KEY", "TLS_CLIENT_CA", "KEY_RING"):
        for name, content in {"a PEM": _PEM, "JSON": _RING}.items():
            pem = {"WAII_SERVER_TLS_CERT": "cert", "WAII_SERVER_TLS_KEY": "key"}
            given = pem | {f"WAII_SERVER_{variable}": content}
            yield Attempt(f"{name} as {variable}", ("serve", "--listen", "127.0.0.1:0"), given)
    for variable in (
        *("THREADS", "WORKERS", "GRACE", "LISTEN", "LOG_FORMAT", "DEFAULT_ROLE", "KEY_RATE"),
        *("BOOTSTRAP_USER_ID", "BOOTSTRAP_ORG_ID", "REVEAL_ACCESS_KEYS", "REFLECTION"),
    ):
        given = {f"WAII_SERVER_{variable}": _SECRET}
        yield Attempt(f"a key as {variable}", ("serve",), given)
    ids = ("--org-id", "o", "--tenant-id", "t", "--user-id")
    yield Attempt("a key as user id", ("bootstrap", *ids, _SECRET))
    yield Attempt("a key as user id to recover", ("recover", "--user-id", _SECRET))
    yield Attempt("a key as user name", ("bootstrap", *ids, "u", "--user-name", f"x {_SECRET}"))
    given = {"there": _SECRET}
    yield Attempt(
        "a key file with a key", ("bootstrap", *ids, "u", "--key-file", "there"), {}, given
    )


def try_all(directory: Path, chosen: list[Attempt], at_once: int = 2) -> list[str]:
    """What was told that must not be, or was not told at all."""
    with ThreadPoolExecutor(at_once) as pool:
        jobs = [
            pool.submit(_try, directory / str(number), one) for number, one in enumerate(chosen)
        ]
        return [fault for job in jobs for fault in job.result()]


def _try(directory: Path, attempt: Attempt) -> list[str]:
    directory.mkdir()
    for name, content in attempt.files.items():
        file = directory / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(content)
        file.chmod(0o600)
    ended = run(*attempt.arguments, cwd=directory, variables=attempt.variables)
    faults = list(sinks.in_text(str(attempt), ended.stdout + ended.stderr))
    if not ended.returncode:
        faults.append(f"{attempt}: it did not complain")
    if "Traceback" in ended.stderr:
        faults.append(f"{attempt}: {ended.stderr[-500:]}")
    return faults
