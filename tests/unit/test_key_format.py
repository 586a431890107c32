"""Access keys: `waii_` + 43 base62 characters of randomness + 6 base62 characters of CRC32."""

import re
import string
import zlib

from hypothesis import given
from hypothesis import strategies as st
from waii_server.domain import key_format

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def test_a_key_ends_in_the_crc32_of_its_random_part() -> None:
    key = key_format.generate()
    matched = re.fullmatch(r"waii_([0-9A-Za-z]{43})([0-9A-Za-z]{6})", key)
    assert matched
    value = 0
    for character in matched[2]:
        value = value * 62 + BASE62.index(character)
    assert value == zlib.crc32(matched[1].encode())


def test_keys_differ_and_use_the_whole_alphabet() -> None:
    keys = {key_format.generate() for _ in range(500)}
    assert len(keys) == 500
    assert set("".join(key.removeprefix("waii_") for key in keys)) == set(BASE62)


@given(st.integers(0, 53), st.sampled_from(BASE62 + " _-é\n\0"))
def test_any_one_mistyped_character_is_noticed(position: int, typed: str) -> None:
    key = key_format.generate()
    mistyped = key[:position] + typed + key[position + 1 :]
    assert key_format.is_well_formed(mistyped) is (mistyped == key)


@given(st.text(max_size=80))
def test_no_other_text_is_well_formed(text: str) -> None:
    assert not key_format.is_well_formed(text)


def test_a_trailing_line_feed_is_not_part_of_a_key() -> None:
    assert not key_format.is_well_formed(key_format.generate() + "\n")


def test_a_masked_key_shows_four_characters_of_each_end() -> None:
    key = key_format.generate()
    masked = key_format.masked(key_format.hint(key))
    assert masked == f"waii_{key[5:9]}…{key[-4:]}"


@given(st.text(max_size=5), st.text(max_size=5), st.integers(37, 54))
def test_a_key_is_found_in_a_text_whole_or_for_the_most_part(
    before: str, after: str, length: int
) -> None:
    assert key_format.is_in(before + key_format.generate()[:length] + after)


@given(st.integers(0, 36))
def test_less_of_a_key_is_none(length: int) -> None:
    assert not key_format.is_in(key_format.generate()[:length])
    assert not key_format.is_in(key_format.masked(key_format.hint(key_format.generate())))
