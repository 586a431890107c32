"""The form of an access key: `waii_`, 43 base62 characters of randomness, 6 of checksum.

The prefix lets secret scanners recognise a key; the checksum lets the server refuse a mistyped one
without asking the database.
"""

import hashlib
import re
import secrets
import string
import zlib

PREFIX = "waii_"
_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM_CHARACTERS = 43  # 43 * log2(62) = 256 bits
_CHECKSUM_CHARACTERS = 6  # 62**6 > 2**32
_CHARACTERS = len(PREFIX) + _RANDOM_CHARACTERS + _CHECKSUM_CHARACTERS
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_HINT_CHARACTERS = 4
_MOST_OF_A_KEY = re.compile(rf"{PREFIX}[0-9A-Za-z]{{32}}")


def generate() -> str:
    """A new key."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_CHARACTERS))
    return PREFIX + body + _checksum(body)


def is_well_formed(key: str) -> bool:
    """Whether `key` has the form of a key and the right checksum."""
    if len(key) != _CHARACTERS or not key.startswith(PREFIX):
        return False
    if not (key.isascii() and key[len(PREFIX) :].isalnum()):
        return False
    checksum = 0
    for character in key[-_CHECKSUM_CHARACTERS:]:
        checksum = checksum * len(_ALPHABET) + _VALUES[character]
    body = key[len(PREFIX) : -_CHECKSUM_CHARACTERS]
    return checksum == zlib.crc32(body.encode())


def is_in(text: str) -> bool:
    """Whether a key stands anywhere in `text`: also one that is cut off, or mistyped.

    From what is missing of such a one, the rest might be guessed.
    """
    return PREFIX in text and _MOST_OF_A_KEY.search(text) is not None


def digest(key: str) -> bytes:
    """What is stored in place of the key. No salt: a key has 256 bits of randomness of its own."""
    return hashlib.sha256(key.encode()).digest()


def hint(key: str) -> str:
    """What of the key may be shown to recognise it."""
    random = key[len(PREFIX) :]
    return random[:_HINT_CHARACTERS] + random[-_HINT_CHARACTERS:]


def masked(hint: str) -> str:
    """How a key is shown that is not to be revealed: `waii_AbCd…WxYz`."""
    return f"{PREFIX}{hint[:_HINT_CHARACTERS]}…{hint[_HINT_CHARACTERS:]}"


def _checksum(body: str) -> str:
    value = zlib.crc32(body.encode())
    characters = []
    for _ in range(_CHECKSUM_CHARACTERS):
        value, remainder = divmod(value, len(_ALPHABET))
        characters.append(_ALPHABET[remainder])
    return "".join(reversed(characters))
