"""First starts and `bootstrap` are killed: a later one makes one admin, whose key is there."""

import itertools
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from crash.killing import TIMES, Killed, Moment
from crash.place import ADMIN, Place
from crash.stored import Checked
from support import databases
from support.inspection import change, damage, dump, rows
from waii.user import v1 as pb

_FILES = {"waii.db", "waii.db-wal", "waii.db-shm", "waii.db-lock", "keyring.json", "admin.key"}
_RING = ("keyring.json", *("keyring.json waii.db-wal",) * 3)
"""What comes right before the transaction that makes the admin, and with it: that is hit mostly."""
_TABLES = ("organizations", "tenants", "users", "access_keys", "audit_events")


def run(directory: Path, engine: str, seed: int, kills: int) -> Checked:
    """`serve` on nothing, and `bootstrap`; on PostgreSQL the latter alone."""
    chance, checked, moment = random.Random(seed), Checked(), Moment(random.Random(seed))
    for number in itertools.count():
        if checked.figures["kills"] >= kills or checked.faults:
            break
        place = Place.of_engine(directory / f"{number}", engine)
        try:
            if engine == databases.SQLITE and chance.random() < 0.6:
                _first_serve(place, chance, moment, checked)
            else:
                _bootstrap(place, chance, moment, checked)
            checked.faults += _one_admin(place)
        finally:
            place.close()
            shutil.rmtree(place.directory)
    checked.faults[:] = [f"first start, seed {seed}: {fault}" for fault in checked.faults]
    return checked


def _first_serve(place: Place, chance: random.Random, moment: Moment, checked: Checked) -> None:
    for _ in range(chance.randint(1, TIMES)):
        server = place.start(chance.choice((1, 2)))
        until = moment.next(place, "waii.db", "waii.db-wal", "admin.key", *_RING)
        while not until() and "listening" not in server.stdout:
            time.sleep(0.0002)
        told = "created" in server.stdout
        if told:
            key = place.admin_key
        checked.faults += place.forget(server)
        checked.figures["kills"] += 1
        checked.figures["kills: first start"] += 1
        if len(_counted(place)) > 1:
            checked.faults.append("there is half of a first admin")
        if told and (place.admin_key != key or not _stored_key(place, key)):
            checked.faults.append("the admin who was told of is lost")
    began = time.monotonic()
    server = place.start()
    server.address()
    moment.took(time.monotonic() - began)
    # Of starts that were killed before they were done; none of them is a key.
    for aside in place.data.glob("admin.key.*"):
        if _stored_key(place, aside.read_text().strip()):
            checked.faults.append(f"{aside.name} is a key")
        aside.unlink()
    checked.faults += place.forget(server)


def _bootstrap(place: Place, chance: random.Random, moment: Moment, checked: Checked) -> None:
    """With the key in a file, or printed."""
    key_file = place.data / "admin.key"
    to_file = ("--key-file", str(key_file)) if chance.random() < 0.5 else ()
    for number in itertools.count():
        until: Callable[[], object] = lambda: False  # noqa: E731
        if number < TIMES:
            until = moment.next(place, "waii.db", "waii.db-wal", *_RING)
        killed = Killed(place, "bootstrap", *ADMIN, *to_file, until=until)
        checked.figures["kills"] += killed.code is None
        checked.figures["kills: bootstrap"] += killed.code is None
        if not to_file and killed.stdout.endswith("\n"):
            key_file.parent.mkdir(exist_ok=True)
            key_file.write_text(killed.stdout)
            key_file.chmod(0o600)
        if killed.code == 0:
            moment.took(killed.seconds)
        counted = _counted(place)
        if len(counted) > 1:
            checked.faults.append("there is half of a first admin")
            return
        if counted != {0} or killed.code == 0:
            if not key_file.exists() or not _stored_key(place, place.admin_key):
                checked.faults.append("there is an admin whose key nobody has")
            return
        if to_file:
            key_file.unlink(missing_ok=True)  # of an admin who was not created
        if killed.code is not None:
            checked.faults.append(f"bootstrap: {killed.code}, {killed.stderr}")
            return


def _counted(place: Place) -> set[int]:
    """How many rows the tables hold that get one each by a first start; with no tables, none."""
    if not isinstance(place.where, Path):
        return _rows_of_tables(place.where)
    # In a copy, since a look may have to undo what a killed process has left half done: the next
    # start is to find that.
    with tempfile.TemporaryDirectory(prefix="waii-crash-") as directory:
        for file in place.data.glob("waii.db*"):
            shutil.copy(file, directory)
        copy = Path(directory) / "waii.db"
        if not copy.exists():
            return {0}
        change(copy, "SELECT count(*) FROM sqlite_schema")
        return _rows_of_tables(copy)


def _rows_of_tables(where: Path | str) -> set[int]:
    try:
        return {rows(where, f"SELECT count(*) FROM {table}")[0][0] for table in _TABLES}  # noqa: S608
    except Exception as error:
        if "no such table" in str(error):
            return {0}
        raise


def _stored_key(place: Place, key: str) -> bool:
    digest = sha256(key.encode()).digest()
    return bool(rows(place.where, "SELECT id FROM access_keys WHERE digest = ?", digest))


def _one_admin(place: Place) -> Iterator[str]:
    """What is there besides one admin, whose key works and is shown."""
    yield from (f"damaged: {row}" for row in damage(place.where))
    stored = dump(place.where)
    for table in _TABLES:
        if len(stored[table]) != 1:
            yield f"{table}: {stored[table]}"
    if strangers := {file.name for file in place.data.iterdir()} - _FILES:
        yield f"nobody asked for {sorted(strangers)}"
    if (place.data / "admin.key").stat().st_mode & 0o777 != 0o600:
        yield "others can read the admin's key"
    server = place.start()
    with place.client(server) as client:
        outcome = client.call("ListAccessKeys", b"")
    listed = pb.GetAccessKeyResponse.FromString(outcome.response).access_keys
    if [key.access_key for key in listed] != [place.admin_key]:
        yield f"the admin's key is not listed as it is: {outcome.code}"
    if "created" in server.stdout:
        yield "there is a second admin"
    yield from place.forget(server)
