"""What looks for secrets finds them: in every spelling, whole and in part."""

import base64
import json
from urllib.parse import quote

import pytest
from leaks import canaries
from leaks.canaries import Mark, Searcher
from waii_server.domain import key_format

KEY = canaries.key(123)
SEARCHER = Searcher(Mark.NOWHERE, Mark.KEPT, others=["hunter2/ö"])


def test_a_canary_has_the_form_of_a_key() -> None:
    for mark in Mark:
        assert key_format.is_well_formed(canaries.key(5, mark))
    assert not key_format.is_well_formed(canaries.mistyped(KEY))


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize(
    "secret",
    [KEY, KEY[5:], KEY[:20], KEY[-20:], canaries.key(1, Mark.KEPT)],
    ids=["whole", "without its prefix", "the beginning", "the end", "one that is kept"],
)
def test_it_is_found_in_every_spelling(secret: str, number: int) -> None:
    before = "." * number
    plain = (before + secret + "..").encode()
    for spelled in (
        plain,
        plain.decode().encode("utf-16-le"),
        plain.decode().encode("utf-16-be"),
        plain.hex().encode(),
        plain.hex().upper().encode(),
        base64.b64encode(plain),
        base64.urlsafe_b64encode(plain),
        json.dumps(plain.decode()).encode(),
        repr(plain).encode(),
    ):
        assert SEARCHER.first(b"\0text" + spelled + b"text"), spelled


def test_other_secrets_are_found_too() -> None:
    assert SEARCHER.first("a hunter2/ö b")
    assert SEARCHER.first(quote("hunter2/ö", safe=""))
    assert SEARCHER.first(json.dumps("hunter2/ö"))


def test_any_other_key_is_found() -> None:
    assert SEARCHER.first(key_format.generate())


def test_what_callers_have_kept_is_found_where_it_is_looked_for_alone() -> None:
    kept = canaries.key(1, Mark.KEPT)
    assert not Searcher(Mark.NOWHERE).first(kept)
    assert Searcher(Mark.NOWHERE).first(f"{kept} {KEY}")


def test_nothing_else_is_found() -> None:
    masked = key_format.masked(key_format.hint(KEY))
    assert not SEARCHER.first(f"waii_server.services waii_client {masked} leak canary")
