"""`reseal` is killed, beside a server on which keys are rotated: each key can still be shown."""

import base64
import itertools
import json
import random
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import grpc
from crash.killing import TIMES, Killed, Moment
from crash.place import Place
from crash.stored import Checked
from rpc.methods import path
from support.inspection import change, damage, rows
from support.processes import ServerProcess
from support.raw import RawClient
from waii.user import v1 as pb
from waii_server.services.key_ring import KeyRing
from waii_server.services.sealed_keys import Reveal, SealedKeys
from waii_server.storage.database import Database

OK = grpc.StatusCode.OK
_USERS = 4
_ROTATING = 3
"""Threads, so that there is a rotation at any moment."""


def run(directory: Path, engine: str, seed: int, kills: int) -> Checked:
    """`reseal`, beside a server on which keys are rotated."""
    chance, checked, moment = random.Random(seed), Checked(), Moment(random.Random(seed))
    place = Place.of_engine(directory, engine)
    try:
        _reseals(place, chance, moment, checked, kills)
    finally:
        place.close()
    checked.faults[:] = [f"reseal, seed {seed}: {fault}" for fault in checked.faults]
    return checked


def _reseals(
    place: Place, chance: random.Random, moment: Moment, checked: Checked, kills: int
) -> None:
    first = place.start()
    first.address()
    checked.faults += place.forget(first)
    ring = place.data / "keyring.json"
    texts = _seal_many(place)
    for number in itertools.count():
        if checked.figures["kills"] >= kills or checked.faults:
            return
        content = json.loads(ring.read_text())
        old, new = content["primary"], f"new-{number}"
        content["keys"][new] = base64.b64encode(secrets.token_bytes(32)).decode()
        # Servers that run seal with the one that they know; the file is read by the next one.
        server = place.start()
        server.address()
        _replace(ring, content | {"primary": new})
        for _ in range(TIMES):
            over = threading.Event()
            with ThreadPoolExecutor(_ROTATING) as pool:
                rotating = [
                    pool.submit(_rotate, place, server, texts, over, checked, part)
                    for part in range(_ROTATING)
                ]
                try:
                    killed = Killed(place, "reseal", until=moment.next(place, "waii.db-wal"))
                finally:
                    over.set()
                for one in rotating:
                    one.result()
            checked.figures["kills"] += killed.code is None
            checked.figures["kills: reseal"] += killed.code is None
            checked.faults += _seals(place, texts)
        checked.faults += place.forget(server)
        ended = Killed(place, "reseal", until=lambda: False)
        moment.took(ended.seconds)
        if ended.code != 0:
            checked.faults.append(f"reseal: {ended.code}, {ended.stderr}")
        del content["keys"][old]
        _replace(ring, content | {"primary": new})
        checked.faults += _seals(place, texts)  # without the old one


def _replace(ring: Path, content: dict[str, Any]) -> None:
    ring.write_text(json.dumps(content))
    ring.chmod(0o600)


def _seal_many(place: Place) -> dict[str, str]:
    """Keys of many users of one tenant: what they are, by their ids; among them the admin's."""
    ring = KeyRing.load_or_create(place.data / "keyring.json")
    sealed_keys = SealedKeys(ring, Reveal.ALWAYS)
    texts = dict.fromkeys((id_ for (id_,) in rows(place.where, "SELECT id FROM access_keys")), "")
    (admin,) = texts
    texts[admin] = place.admin_key
    database = Database(place.url or f"sqlite:///{place.where}", connections=1, busy_timeout=5)
    with database.write() as transaction:
        for slot in range(99):
            shown = sealed_keys.new(f"k{slot}", user_id="admin", org_id="default-org")
            transaction.access_keys.add(shown.key, slot + 1)
            texts[shown.key.id] = shown.text
        transaction.commit(None)
    for number in range(_USERS):
        user_id = f"u{number}"
        change(
            place.where,
            "INSERT INTO users (id, tenant_id, org_id, name, email, variables, roles) "
            "SELECT ?, tenant_id, org_id, name, email, variables, 'waii-api-user' FROM users "
            "WHERE id = 'admin'",
            user_id,
        )
        with database.write() as transaction:
            for slot in range(100):
                shown = sealed_keys.new(f"k{slot}", user_id=user_id, org_id="default-org")
                transaction.access_keys.add(shown.key, slot)
                texts[shown.key.id] = shown.text
            transaction.commit(None)
    database.close()
    return texts


def _rotate(
    place: Place,
    server: ServerProcess,
    texts: dict[str, str],
    over: threading.Event,
    checked: Checked,
    part: int,
) -> None:
    """Rotates a part of the admin's keys, but not that of the calls."""
    # In an order: the parts must have no key in common, while the others are rotating already.
    ids: dict[str, str] = dict(
        rows(place.where, "SELECT name, id FROM access_keys WHERE user_id = 'admin' ORDER BY name")
    )
    names = [name for name in ids if name != "bootstrap"][part::_ROTATING]
    with RawClient(server.address(), place.admin_key) as client:
        for name in itertools.cycle(names):
            outcome = client.call(path("RotateAccessKey"), pb.RotateAccessKeyRequest(name=name))
            if outcome.code is not OK:
                checked.faults.append(f"a rotation beside a reseal: {outcome}")
                return
            answer = pb.RotateAccessKeyResponse.FromString(outcome.response)
            texts[ids[name]] = answer.access_key.access_key
            checked.figures["rotations"] += 1
            if over.is_set():
                return


def _seals(place: Place, texts: dict[str, str]) -> list[str]:
    """What is wrong with the keys: each is stored, and its seal opens to what it is."""
    faults = [f"damaged: {row}" for row in damage(place.where)]
    ring = KeyRing.load_or_create(place.data / "keyring.json")
    found = rows(place.where, "SELECT id, user_id, digest, sealed FROM access_keys")
    if {id_ for id_, *_ in found} != texts.keys():
        faults.append("there are other keys than before")
    for id_, user_id, digest, sealed in found:
        expected = texts[id_].encode()
        if bytes(digest) != sha256(expected).digest():
            faults.append(f"{id_} is another key")
        if ring.open(bytes(sealed), ("access key", "default-org", user_id, id_)) != expected:
            faults.append(f"the seal of {id_} does not open to what it is")
    return faults[:5]
