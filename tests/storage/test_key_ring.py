"""The key ring: opens what it sealed, where it belongs, and nothing else."""

import base64
import json
import logging
import os
import stat
from pathlib import Path

import pytest
from storage.racing import run_at_once
from waii_server.services.key_ring import KeyRing

SECRET = b"waii_secret"
CONTEXT = ("access key", "org", "user", "key")
OLD, NEW = b"o" * 32, b"n" * 32

CREATE = """
import sys
from pathlib import Path
from waii_server.services.key_ring import KeyRing
print("ready", flush=True)
sys.stdin.readline()
print(KeyRing.load_or_create(Path(sys.argv[1])).derive("test").hex())
"""


def _file(path: Path, content: object) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    path.chmod(0o600)
    return path


def _encoded(key: bytes) -> str:
    return base64.b64encode(key).decode()


def test_a_seal_opens() -> None:
    ring = KeyRing({"a": OLD}, "a")
    assert ring.open(ring.seal(SECRET, CONTEXT), CONTEXT) == SECRET


@pytest.mark.parametrize("position", range(len(CONTEXT)))
def test_a_seal_does_not_open_in_another_context(position: int) -> None:
    ring = KeyRing({"a": OLD}, "a")
    other = tuple("x" if i == position else part for i, part in enumerate(CONTEXT))
    assert ring.open(ring.seal(SECRET, CONTEXT), other) is None


def test_parts_of_a_context_do_not_run_together() -> None:
    ring = KeyRing({"a": OLD}, "a")
    for first, second in (
        (("ab", "c"), ("a", "bc")),
        (("a", "b"), ("ab",)),
        (('a","b',), ("a", "b")),
    ):
        assert ring.open(ring.seal(SECRET, first), second) is None


def test_two_seals_of_one_secret_differ() -> None:
    ring = KeyRing({"a": OLD}, "a")
    seals = {ring.seal(SECRET, CONTEXT) for _ in range(100)}
    assert len(seals) == 100
    assert not [seal for seal in seals if SECRET in seal]


def test_a_changed_seal_does_not_open() -> None:
    ring = KeyRing({"a": OLD}, "a")
    sealed = ring.seal(SECRET, CONTEXT)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        assert ring.open(bytes(changed), CONTEXT) is None


@pytest.mark.parametrize("length", range(40))
def test_a_cut_seal_does_not_open(length: int) -> None:
    ring = KeyRing({"a": OLD}, "a")
    assert ring.open(ring.seal(SECRET, CONTEXT)[:length], CONTEXT) is None


def test_after_a_rotation_old_seals_open_and_new_ones_are_made_with_the_new_key(
    tmp_path: Path,
) -> None:
    sealed = KeyRing({"old": OLD}, "old").seal(SECRET, CONTEXT)
    both = {"old": _encoded(OLD), "new": _encoded(NEW)}
    path = _file(tmp_path / "ring.json", {"primary": "new", "keys": both})
    rotated = KeyRing.load_or_create(path)
    assert rotated.open(sealed, CONTEXT) == SECRET
    resealed = rotated.seal(SECRET, CONTEXT)
    assert KeyRing({"new": NEW}, "new").open(resealed, CONTEXT) == SECRET
    assert KeyRing({"old": OLD}, "old").open(resealed, CONTEXT) is None


def test_a_ring_without_the_key_does_not_open() -> None:
    sealed = KeyRing({"old": OLD}, "old").seal(SECRET, CONTEXT)
    assert KeyRing({"new": NEW}, "new").open(sealed, CONTEXT) is None
    assert KeyRing({"old": NEW}, "old").open(sealed, CONTEXT) is None


def test_what_is_locked_opens_with_the_ring_and_the_secret_together_alone() -> None:
    ring = KeyRing({"a": OLD}, "a")
    sealed = ring.locked_with("secret").seal(SECRET, CONTEXT)
    assert ring.locked_with("secret").open(sealed, CONTEXT) == SECRET
    assert ring.locked_with("secret").open(sealed, CONTEXT[:-1]) is None
    for other in ("", "Secret", "secret ", "secret\0", "other"):
        assert ring.locked_with(other).open(sealed, CONTEXT) is None
    assert ring.open(sealed, CONTEXT) is None
    assert KeyRing({"a": NEW}, "a").locked_with("secret").open(sealed, CONTEXT) is None
    # Nor does a locked ring open what the ring itself has sealed, or what it derives.
    assert ring.locked_with("secret").open(ring.seal(SECRET, CONTEXT), CONTEXT) is None
    derived = {ring.derive("locked"), ring.locked_with("secret").derive("locked")}
    assert len(derived) == 2


def test_a_locked_ring_opens_what_each_of_its_keys_has_locked() -> None:
    old, rotated = KeyRing({"old": OLD}, "old"), KeyRing({"old": OLD, "new": NEW}, "new")
    sealed = old.locked_with("secret").seal(SECRET, CONTEXT)
    assert rotated.locked_with("secret").open(sealed, CONTEXT) == SECRET
    newer = rotated.locked_with("secret").seal(SECRET, CONTEXT)
    assert KeyRing({"new": NEW}, "new").locked_with("secret").open(newer, CONTEXT) == SECRET
    assert old.locked_with("secret").open(newer, CONTEXT) is None


def test_a_seal_tells_whether_it_is_of_the_primary_key() -> None:
    # One id begins with the other: the whole of it counts.
    for one, other in (("a", "b"), ("a", "ab"), ("ab", "a"), ("x" * 255, "x" * 254)):
        keys = {one: OLD, other: NEW}
        first, second = KeyRing(keys, one), KeyRing(keys, other)
        sealed = first.seal(SECRET, CONTEXT)
        assert first.sealed_with_primary(sealed)
        assert not second.sealed_with_primary(sealed)
        assert first.sealed_with_primary(first.locked_with("secret").seal(SECRET, CONTEXT))
    assert not first.sealed_with_primary(b"")


def test_derived_keys_differ_by_purpose_and_from_the_key() -> None:
    ring = KeyRing({"a": OLD}, "a")
    derived = {ring.derive("one"), ring.derive("two"), OLD}
    assert len(derived) == 3
    assert ring.derive("one") == ring.derive("one")


def test_a_new_ring_is_its_owners_alone_and_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "data" / "keyring.json"
    sealed = KeyRing.load_or_create(path).seal(SECRET, CONTEXT)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["keyring.json"]
    content = path.read_bytes()
    assert KeyRing.load_or_create(path).open(sealed, CONTEXT) == SECRET
    assert path.read_bytes() == content


def test_until_a_new_ring_is_whole_there_is_no_file_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was killed meanwhile would leave it behind, with a key in it."""
    seen: list[list[Path]] = []

    def written(descriptor: int) -> None:
        assert os.fstat(descriptor).st_size > 0
        seen.append(list(tmp_path.iterdir()))

    monkeypatch.setattr(os, "fsync", written)
    KeyRing.load_or_create(tmp_path / "keyring.json")
    assert seen == [[]]


def test_where_files_need_names_a_new_ring_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE")
    path = tmp_path / "keyring.json"
    sealed = KeyRing.load_or_create(path).seal(SECRET, CONTEXT)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["keyring.json"]
    assert KeyRing.load_or_create(path).open(sealed, CONTEXT) == SECRET


def test_two_new_rings_differ(tmp_path: Path) -> None:
    rings = [KeyRing.load_or_create(tmp_path / name) for name in ("one", "two")]
    assert rings[0].derive("x") != rings[1].derive("x")


CANARY = "c2VjcmV0LWNhbmFyeQ"
MALFORMED: dict[str, object] = {
    "no JSON": CANARY,
    "empty": "",
    "cut": f'{{"primary": "a", "keys": {{"a": "{CANARY}',
    "no object": [CANARY],
    "no keys": {"primary": CANARY},
    "no primary": {"keys": {"a": _encoded(OLD), CANARY: CANARY}},
    "primary is missing": {"primary": CANARY, "keys": {"a": _encoded(OLD)}},
    "primary is no text": {"primary": [CANARY], "keys": {"a": _encoded(OLD)}},
    "keys are a list": {"primary": "a", "keys": [CANARY]},
    "key is a number": {"primary": "a", "keys": {"a": 7, "b": CANARY}},
    "key is no base64": {"primary": "a", "keys": {"a": CANARY + "!"}},
    "key is too short": {"primary": "a", "keys": {"a": _encoded(b"short" + CANARY.encode())}},
    "key without a name": {"primary": "", "keys": {"": _encoded(OLD)}},
    "key with a name beyond ASCII": {"primary": "ä", "keys": {"ä": _encoded(OLD)}},
    "key with a name of 256": {"primary": "a" * 256, "keys": {"a" * 256: _encoded(OLD)}},
}


@pytest.mark.parametrize("content", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_ring_is_refused_without_a_word_of_it(tmp_path: Path, content: object) -> None:
    path = _file(tmp_path / "ring.json", content)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="ring\\.json is not a key ring") as caught:
        KeyRing.load_or_create(path)
    told = f"{caught.value!r} {caught.value.__cause__!r}"
    assert CANARY not in told
    assert _encoded(OLD) not in told
    assert caught.value.__suppress_context__
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00" * 64])
def test_a_ring_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ring.json"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(ValueError, match="is not a key ring"):
        KeyRing.load_or_create(path)


def test_a_ring_never_shows_its_keys() -> None:
    ring = KeyRing({"a": OLD}, "a")
    for shown in (repr(ring), str(ring), f"{ring}"):
        assert "ooo" not in shown
        assert _encoded(OLD) not in shown


def test_a_ring_that_others_can_read_is_warned_about(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "ring.json"
    KeyRing.load_or_create(path)
    path.chmod(0o644)
    with caplog.at_level(logging.WARNING):
        KeyRing.load_or_create(path)
    assert "0600" in caplog.text


def test_processes_that_race_to_make_a_ring_make_one(tmp_path: Path) -> None:
    path = tmp_path / "data" / "keyring.json"
    ended = run_at_once(CREATE, str(path), processes=4, timeout=30)
    assert [one.returncode for one in ended] == [0] * 4, ended
    assert len({one.stdout for one in ended}) == 1
    assert [file.name for file in path.parent.iterdir()] == ["keyring.json"]
