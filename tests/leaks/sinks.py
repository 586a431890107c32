"""Where a secret must not turn up: everything that a server writes, keeps, shows or answers."""

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from leaks.canaries import Mark, Searcher
from leaks.places import Place
from support import inspection
from support.raw import Outcome

MAKES_OR_LISTS_KEYS = ("/CreateAccessKey", "/ListAccessKeys", "/RotateAccessKey")
"""Their answers hold keys, for whoever owns these."""

KEPT_COLUMNS = {
    ("organizations", "variables"),
    ("tenants", "variables"),
    ("users", "variables"),
    ("user_configs", "value"),
}
"""What callers have stored of their own: comes back to them as it was, and goes nowhere else."""

_DATABASE = "waii.db"

ANYWHERE = Searcher(Mark.NOWHERE, Mark.KEPT)
_SECRET = Searcher(Mark.NOWHERE)
_MARKED = Searcher(Mark.NOWHERE, keys=False)


def in_answer(place: Place, outcome: Outcome) -> Iterator[str]:
    """What came back, with all details."""
    refused = outcome.code.name != "OK"
    said = [outcome.message.encode("utf-8", "backslashreplace")]
    for key, value in outcome.trailing:
        said += [key.encode(), value if isinstance(value, bytes) else value.encode()]
    searcher = ANYWHERE if refused or place.secret else _SECRET
    for part in said:
        if found := searcher.first(part):
            yield f"{place}: {outcome.code.name} says {found}"
    response = _MARKED if place.path.endswith(MAKES_OR_LISTS_KEYS) else _SECRET
    if found := response.first(outcome.response):
        yield f"{place}: the response holds {found}"


def in_text(name: str, text: bytes | str, others: Iterable[str] = ()) -> Iterator[str]:
    """A log, a file, what a command prints: where nothing of anybody's may be."""
    searcher = Searcher(Mark.NOWHERE, Mark.KEPT, others=others)
    for find in searcher.search(text):
        yield f"{name}: {find}"


def in_rows(url: Path | str, others: Iterable[str] = ()) -> Iterator[str]:
    """Every value of every table."""
    own, anywhere = (Searcher(*marks, others=others) for marks in ((Mark.NOWHERE,), tuple(Mark)))
    for table, column, value in inspection.cells(url):
        content = value if isinstance(value, bytes) else str(value)
        kept = (table, column) in KEPT_COLUMNS
        if found := (own if kept else anywhere).first(content):
            yield f"{table}.{column}: {found}"


def in_files(directory: Path, *allowed: str, others: Iterable[str] = ()) -> Iterator[str]:
    """The bytes of every file below a directory, but for those of these names."""
    database = Searcher(Mark.NOWHERE, others=others)
    for file in sorted(directory.rglob("*")):
        if not file.is_file() or file.name in allowed:
            continue
        content = file.read_bytes()
        if file.name.startswith(_DATABASE) or "pgdata" in str(file):
            yield from (f"{file.name}: {find}" for find in database.search(content))
        else:
            yield from in_text(file.name, content, others)


def in_processes(pids: Iterable[int], *given: str) -> Iterator[str]:
    """The command line and the variables of processes.

    Args:
        given: what the operator has put there.
    """
    for pid in pids:
        for name in ("cmdline", "environ", "comm"):
            content = Path(f"/proc/{pid}/{name}").read_bytes()
            for text in given:
                content = content.replace(os.fsencode(text), b"")
            yield from in_text(f"/proc/{pid}/{name}", content)


_A_BATCH = b"\x0a"
"""How the answer of a batch begins: it holds no key, and is kept as it is. A seal begins with the
length of the id of the key that opens it."""


def sealed_alike(url: Path | str) -> Iterator[str]:
    """Seals that have a nonce, or an end, in common: equal keys would show that they are equal."""
    seals = [
        *inspection.rows(url, "SELECT sealed FROM access_keys WHERE sealed IS NOT NULL"),
        *inspection.rows(url, "SELECT answer FROM answered_requests WHERE length(answer) > 0"),
    ]
    nonces: set[bytes] = set()
    for seal in map(bytes, chain.from_iterable(seals)):
        if seal.startswith(_A_BATCH):
            continue
        begin = 1 + seal[0]
        nonce = seal[begin : begin + 12]
        if nonce in nonces:
            yield f"two seals have the nonce {nonce.hex()}"
        nonces.add(nonce)
