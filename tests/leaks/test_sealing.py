"""What is stored of keys that can be shown again, and of those that cannot."""

from pathlib import Path

import pytest
from leaks import sinks
from leaks.stage import REQUEST_ID
from support import databases
from support.inspection import change, rows
from support.raw import RawClient
from support.server import RunningServer, running_server
from waii.user import v1 as pb
from waii_server.services.key_ring import KeyRing


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.on_every_engine(metafunc)


def _create(raw: RawClient, number: int) -> tuple[str, str]:
    """A new key, and the id of the request for it."""
    request_id = f"{REQUEST_ID}000-8000-{number:012d}"
    request = pb.CreateAccessKeyRequest(name=f"key {number}", request_id=request_id)
    answer = pb.GetAccessKeyResponse.FromString(raw.call("CreateAccessKey", request).response)
    return answer.access_keys[0].access_key, request_id


@pytest.mark.only_on(databases.SQLITE)
def test_equal_secrets_have_seals_that_differ_in_every_part(tmp_path: Path) -> None:
    ring = KeyRing.load_or_create(tmp_path / "ring")
    seals = [ring.seal(b"the same secret, twice", ("context",)) for _ in range(200)]
    begin = 1 + seals[0][0]
    parts = ((begin, begin + 12), (begin + 12, -16), (-16, None))
    for start, end in parts:
        assert len({seal[start:end] for seal in seals}) == len(seals)
    assert not any(b"secret" in seal for seal in seals)


def test_no_two_seals_in_the_database_have_a_nonce_in_common(fresh_server: RunningServer) -> None:
    with RawClient(fresh_server.address, fresh_server.admin_key) as raw:
        made = [_create(raw, number)[0] for number in range(10)]
    url = str(fresh_server.settings.database_url)
    assert not list(sinks.sealed_alike(url))
    assert not list(sinks.in_rows(url))
    for (sealed,) in rows(url, "SELECT sealed FROM access_keys"):
        assert not any(key.encode() in bytes(sealed) for key in made)


def test_of_keys_that_are_shown_once_nothing_is_stored_that_opens(tmp_path: Path) -> None:
    with running_server(tmp_path, reveal_access_keys="once") as server:
        url = str(server.settings.database_url)
        with RawClient(server.address, server.admin_key) as raw:
            made = [_create(raw, number) for number in range(3)]
            rotate = pb.RotateAccessKeyRequest(
                name="key 0", request_id=f"{REQUEST_ID}001-8000-0" + "0" * 11
            )
            assert (
                raw.call("/waii.user.v1.AccessKeyService/RotateAccessKey", rotate).code.name == "OK"
            )
        assert rows(url, "SELECT count(*) FROM access_keys WHERE sealed IS NOT NULL") == [(0,)]
        kept = [bytes(row[0]) for row in rows(url, "SELECT answer FROM answered_requests")]
        ring = KeyRing.load_or_create(server.settings.key_ring_file)
        assert len(kept) == 4
        for answer in kept:
            # The ring alone opens nothing; it takes the id, which only its caller has.
            assert ring.open(answer, ("answer",)) is None
            assert ring.locked_with("").open(answer, ("answer",)) is None
        for key, request_id in made:
            opened = [ring.locked_with(request_id).open(answer, ("answer",)) for answer in kept]
            assert [key.encode() in text for text in opened if text is not None] == [True]
        secrets = [*(key for key, _ in made), REQUEST_ID]
        assert not list(sinks.in_files(tmp_path, "admin.key", others=secrets))
        # A day later.
        change(url, "UPDATE answered_requests SET answered_at = 1")
    assert rows(url, "SELECT count(*) FROM answered_requests") == [(0,)]
