"""Secrets that are recognised wherever they turn up, whole or in part, plain or encoded.

A canary has the form of an access key. It begins and ends with a mark, so that what is left of one
that was cut off is recognised, too; and it has a number, which says where it was put.
"""

import base64
import json
import re
import secrets
import string
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote

_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM = 22
_CUT = 40
_FEWEST = 7
"""Characters of a mark: what is shorter is found by chance in a lot of random bytes."""


class Mark(Enum):
    """Where a canary may be: nowhere, or as what its caller has stored, with the caller."""

    NOWHERE = ("LeakCan", "nryTail")
    KEPT = ("KeptCan", "nryKept")


def key(number: int, mark: Mark = Mark.NOWHERE) -> str:
    """A key of the right form, checksum and all."""
    head, tail = mark.value
    middle = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    body = f"{head}{number:07d}{middle}{tail}"
    return f"waii_{body}{_checksum(body)}"


def mistyped(whole: str) -> str:
    """The key with a wrong last character."""
    return whole[:-1] + ("0" if whole[-1] != "0" else "1")


def cut(whole: str) -> str:
    """The key without its end."""
    return whole[:_CUT]


def _checksum(body: str) -> str:
    value, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        value, digit = divmod(value, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits


def spellings(text: str) -> set[bytes]:
    """The bytes by which a text, or a part of it, is recognised: as it is, and in each encoding."""
    plain = text.encode()
    found = {
        plain,
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        plain.hex().encode(),
        plain.hex().upper().encode(),
        quote(text, safe="").encode(),
        json.dumps(text)[1:-1].encode(),
        repr(text)[1:-1].encode(),
        repr(plain)[2:-1].encode(),
    }
    for encode in (base64.standard_b64encode, base64.urlsafe_b64encode):
        for before in range(3):
            # Without the characters at the ends, which depend on the neighbours, too.
            whole = before + len(plain)
            found.add(encode(b"\0" * before + plain)[-(-before * 8 // 6) : whole * 8 // 6])
    return found


@dataclass(frozen=True)
class Find:
    """A place in some bytes where a secret stands, with what is around it."""

    around: bytes

    def __str__(self) -> str:
        return self.around.decode("utf-8", "backslashreplace")


class Searcher:
    """Finds canaries in bytes, and other secrets that it is given.

    Args:
        marks: of the canaries that are looked for.
        others: secrets of another form.
        keys: whether to look for whatever looks like a key.
    """

    def __init__(
        self, *marks: Mark, others: Iterable[str] = (), keys: bool = True, around: int = 120
    ) -> None:
        texts = [part for mark in marks for part in mark.value]
        texts += [other for other in others if len(other) >= _FEWEST]
        self._forms = {form for text in texts for form in spellings(text) if len(form) >= _FEWEST}
        # What its caller has stored is only looked for where it may not be.
        but = "".join(f"(?!{mark.value[0]})" for mark in Mark if mark not in marks)
        self._key = re.compile(rf"waii_{but}[0-9A-Za-z]{{40}}".encode()) if keys else None
        self._around = around

    def search(self, content: bytes | str) -> Iterator[Find]:
        """Every place, but of several close to each other the first."""
        if isinstance(content, str):
            content = content.encode("utf-8", "backslashreplace")
        end = -1
        for start in sorted(self._starts(content)):
            if start >= end:
                end = start + self._around
                yield Find(content[max(0, start - self._around) : end])

    def first(self, content: bytes | str) -> str:
        """The first place, in words; empty where there is none."""
        return next((str(find) for find in self.search(content)), "")

    def _starts(self, content: bytes) -> Iterator[int]:
        # Each by itself: a pattern of all of them is slower by far on many megabytes.
        for form in self._forms:
            start = content.find(form)
            while start >= 0:
                yield start
                start = content.find(form, start + 1)
        if self._key is not None and b"waii_" in content:
            yield from (match.start() for match in self._key.finditer(content))
