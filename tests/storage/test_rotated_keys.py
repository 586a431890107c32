"""Keys that are rotated and sealed anew: of writers who meet, none undoes what the other did."""

from dataclasses import replace

import pytest
from storage.samples import DIGEST, OLD_DIGEST
from support.inspection import rows
from waii_server.domain.errors import Conflict
from waii_server.domain.model import AccessKey
from waii_server.storage.database import Database

NEW_DIGEST = b"3".ljust(32, b"\0")


def _key(database: Database) -> AccessKey:
    with database.read() as transaction:
        key = transaction.access_keys.get("ann", "key")
    assert key is not None
    return key


def _rotate(database: Database) -> None:
    with database.write() as transaction:
        key = transaction.access_keys.get("ann", "key")
        assert key is not None
        rotated = replace(key, digest=NEW_DIGEST, sealed=b"of the new secret")
        transaction.access_keys.rotate(rotated, None)
        transaction.commit(None)


def test_a_secret_before_the_last_is_nobodys(database: Database) -> None:
    assert database.key_owner(DIGEST, None)[0] is not None
    _rotate(database)
    assert database.key_owner(NEW_DIGEST, None)[0] is not None
    assert database.key_owner(DIGEST, None) == (None, None)
    assert database.key_owner(OLD_DIGEST, None) == (None, None)


def test_a_seal_that_was_replaced_since_it_was_read_is_left_as_it_is(
    database: Database, url: str
) -> None:
    read = _key(database)
    _rotate(database)
    now = _key(database)
    with database.write() as transaction:
        assert not transaction.access_keys.reseal(read, b"of the old secret")
        assert transaction.access_keys.reseal(now, b"of the new secret, again")
        transaction.commit(None)
    assert rows(url, "SELECT sealed FROM access_keys") == [(b"of the new secret, again",)]


@pytest.mark.only_on("postgresql")  # the other has one writer at a time
def test_who_seals_anew_what_is_rotated_meanwhile_loses(database: Database, url: str) -> None:
    _rotate(database)

    def lose() -> None:
        with database.write() as transaction:
            (_, key), *_ = transaction.access_keys.sealed(after="", limit=10)
            _rotate(database)
            transaction.access_keys.reseal(key, b"of the old secret")
            transaction.commit(None)

    with pytest.raises(Conflict):
        lose()
    assert rows(url, "SELECT sealed FROM access_keys") == [(b"of the new secret",)]
