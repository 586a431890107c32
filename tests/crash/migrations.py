"""`migrate` is killed, from every earlier version of the tables: all is done, or nothing."""

import itertools
import random
import shutil
from contextlib import ExitStack
from pathlib import Path

from crash.killing import TIMES, Killed, Moment
from crash.place import Place
from crash.stored import Checked
from sqlalchemy import text
from support import databases
from support.inspection import counted, damage
from waii_server.storage.database import Database
from waii_server.storage.migrations import apply

_MANY = 400
_USER = {
    "id": "'u-' || i",
    "tenant_id": "'t-' || i",
    "org_id": "'o-' || i",
    "name": "''",
    "email": "''",
    "variables": ":none",
}
_LATER = {
    "organizations": {"id": "'o-' || i", "name": "'O'", "variables": ":none"},
    "tenants": {"id": "'t-' || i", "name": "'T'", "org_id": "'o-' || i", "variables": ":none"},
    "users": _USER,
    "user_configs": {"user_id": "'u-' || i", "key": "'k'", "value": ":none"},
}
_FIRST = _LATER | {
    "users": _USER | {"version": "1"},
    "user_roles": {"user_id": "'u-' || i", "role": "'waii-api-user'"},
}
"""Rows of the first version: their columns, and what is in them. Later ones have no roles."""
_VERSIONS = ("", "0001", "0002", "0003", "0004")


def run(directory: Path, engine: str, seed: int, kills: int) -> Checked:
    """`migrate`, from every earlier version of the tables, with rows in them."""
    chance, checked, moment = random.Random(seed), Checked(), Moment(random.Random(seed))
    for number in itertools.count():
        if checked.figures["kills"] >= kills or checked.faults:
            break
        version = chance.choice(_VERSIONS)
        with databases.using(engine), ExitStack() as stack:
            place = Place(directory / f"{number}")
            place.data.mkdir()
            url = databases.database_of(place.data)
            place.url = url if engine == databases.POSTGRESQL else ""
            place.where = url
            stack.callback(shutil.rmtree, place.directory)
            stack.callback(place.close)
            _fill(url, version)
            _migrate(place, version, chance, moment, checked)
    checked.faults[:] = [f"migration, seed {seed}: {fault}" for fault in checked.faults]
    return checked


def _migrate(
    place: Place, version: str, chance: random.Random, moment: Moment, checked: Checked
) -> None:
    before = place.dump()
    whole = None
    for _ in range(chance.randint(1, TIMES)):
        killed = Killed(place, "migrate", until=moment.next(place, "waii.db-wal"))
        checked.figures["kills"] += killed.code is None
        checked.figures["kills: migration"] += killed.code is None
        checked.faults += [f"damaged: {row}" for row in damage(place.where)]
        now = place.dump()
        if now != before:
            # Then it was all done, and the rest changes nothing.
            whole = now
        elif killed.code == 0:
            checked.faults.append(f"from {version!r}: migrate says that it is done")
    killed = Killed(place, "migrate", until=lambda: False)
    if killed.code != 0:
        checked.faults.append(f"from {version!r}: migrate: {killed.code}, {killed.stderr}")
    moment.took(killed.seconds)
    after = place.dump()
    if whole is not None and after != whole:
        checked.faults.append(f"from {version!r}: a migration was there by half")
    if version and len(after["users"]) != _MANY:
        checked.faults.append(f"from {version!r}: users are lost")


def _fill(url: str, version: str) -> None:
    """Rows in the tables as they were in that version; without one there are no tables."""
    if not version:
        if url.startswith("sqlite"):
            Path(url.removeprefix("sqlite:///")).touch()
        return
    database = Database(url, connections=1, busy_timeout=5)
    apply.upgrade(database._backend, version)
    with database._backend.migrating() as connection:
        for table, row in (_FIRST if version == "0001" else _LATER).items():
            columns = ", ".join(row)
            values = ", ".join(row.values())
            connection.execute(
                text(f"INSERT INTO {table} ({columns}) {counted(_MANY)} SELECT {values} FROM n"),  # noqa: S608
                {"none": b""},
            )
    database.close()
