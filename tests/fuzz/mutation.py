"""Bytes that were something, changed without a thought for what they were."""

from collections.abc import Callable, Sequence
from random import Random

_LIMITS = (
    *(b"\x00", b"\xff", b"\x7f", b"\x80"),
    b"\xff" * 9 + b"\x01",  # the largest varint
    b"\x80" * 10,  # one that does not end
    b"\xff\xff\xff\xff\x0f",  # the largest length
    b"\x0b" * 8,  # groups
)
_LONGEST = 64 * 1024
"""A repetition does not make more of it than this."""

_Change = Callable[[Random, bytearray, Sequence[bytes]], None]


def mutated(chance: Random, content: bytes, others: Sequence[bytes] = ()) -> bytes:
    """`content` after a few changes; pieces of `others` may come in."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        chance.choice(_CHANGES)(chance, changed, others)
    return bytes(changed)


def _flip(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _replace(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    if content:
        content[chance.randrange(len(content))] = chance.randrange(256)


def _insert(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    at = chance.randint(0, len(content))
    content[at:at] = (
        chance.choice(_LIMITS) if chance.random() < 0.5 else chance.randbytes(chance.randint(1, 8))
    )


def _delete(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    at = chance.randint(0, len(content))
    del content[at : at + chance.randint(1, 8)]


def _truncate(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    del content[chance.randint(0, len(content)) :]


def _repeat(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    start = chance.randint(0, len(content))
    piece = content[start : start + chance.randint(1, 64)]
    times = chance.choice((1, 2, 3, 20, 200))
    if len(piece) * times < _LONGEST:
        content[start:start] = piece * times


def _splice(chance: Random, content: bytearray, others: Sequence[bytes]) -> None:
    if others:
        other = chance.choice(others)
        content[chance.randint(0, len(content)) :] = other[chance.randint(0, len(other)) :]


def _swap(chance: Random, content: bytearray, _: Sequence[bytes]) -> None:
    middle = chance.randint(0, len(content))
    content[:] = content[middle:] + content[:middle]


_CHANGES: Sequence[_Change] = (
    *(_flip, _flip, _replace, _replace, _insert, _insert),
    *(_delete, _truncate, _repeat, _splice, _swap),
)
