"""Frames of HTTP/2, and what is none, in any order."""

import struct
import zlib
from collections.abc import Sequence
from random import Random

from fuzz.mutation import mutated
from security import http2
from security.http2 import Header

_KINDS = (*range(10), 0xA, 0xC, 0xF, 0x10, 0x42, 0xFF)
_STREAMS = (0, 1, 1, 1, 2, 3, 5, 7, 2**31 - 1, 2**31, 2**32 - 1)
_LENGTHS = (0, 1, 4, 5, 6, 8, 9, 100, 16_384, 16_385)


def compressed(content: bytes) -> bytes:
    """As gzip has it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()


def anything(chance: Random, headers: Sequence[Header], message: bytes) -> bytes:
    """All that is sent on a connection: a call, and something else in it, before it or instead."""
    if chance.random() < 0.08:
        return _no_http2(chance)
    block = http2.header_block(headers)
    parts = [
        http2.frame(http2.SETTINGS, 0, 0, b""),
        http2.frame(http2.HEADERS, http2.END_HEADERS, 1, block),
        http2.frame(http2.DATA, http2.END_STREAM, 1, http2.framed(message)),
    ]
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        match chance.randrange(6):
            case 0:
                at = chance.randrange(len(parts))
                parts[at] = mutated(chance, parts[at], parts)
            case 1:
                chance.shuffle(parts)
            case 2:
                parts.insert(chance.randint(0, len(parts)), chance.choice(parts))
            case _:
                parts.insert(chance.randint(0, len(parts)), _frame(chance, block))
    preface = http2.PREFACE
    if chance.random() < 0.05:
        preface = mutated(chance, preface)
    return preface + b"".join(parts)


def _frame(chance: Random, block: bytes) -> bytes:  # noqa: PLR0911  one for each kind
    stream = chance.choice(_STREAMS)
    flags = chance.choice((0, 1, 4, 5, 8, 0x20, 0x2D, 0xFF, chance.randrange(256)))
    match chance.randrange(9):
        case 0:
            setting = struct.pack(">HI", chance.randrange(12), chance.choice(_NUMBERS))
            return http2.frame(http2.SETTINGS, 0, 0, setting * chance.choice((1, 2, 100)))
        case 1:
            size = struct.pack(">I", chance.choice(_NUMBERS))
            return http2.frame(http2.WINDOW_UPDATE, 0, stream, size)
        case 2:
            return http2.frame(http2.HEADERS, flags, stream, _headers(chance, block))
        case 3:
            return http2.frame(http2.CONTINUATION, flags, stream, _headers(chance, block))
        case 4:
            return http2.frame(http2.RST_STREAM, 0, stream, chance.randbytes(4))
        case 5:  # says another length than it has
            whole = http2.frame(chance.choice(_KINDS), flags, stream, chance.randbytes(20))
            return chance.choice(_LENGTHS).to_bytes(3, "big") + whole[3:]
        case 6:
            return http2.frame(http2.PRIORITY, 0, stream, chance.randbytes(chance.choice((4, 5))))
        case _:
            payload = chance.randbytes(chance.choice(_LENGTHS[:-2]))
            return http2.frame(chance.choice(_KINDS), flags, stream, payload)


def _headers(chance: Random, block: bytes) -> bytes:
    """A block of HPACK: good, cut, or full of references to what is not there."""
    match chance.randrange(6):
        case 0:
            return block
        case 1:
            return block[: chance.randint(0, len(block))]
        case 2:
            return mutated(chance, block)
        case 3:  # indexes, among them 0 and those beyond the table
            return bytes(chance.randrange(0x80, 0x100) for _ in range(chance.randint(1, 50)))
        case 4:  # sizes of the table
            return b"\x3f" + chance.choice((b"\xe1\x1f", b"\xff" * 9 + b"\x01", b"\x00")) + block
        case _:
            return chance.randbytes(chance.randint(0, 100))


def _no_http2(chance: Random) -> bytes:
    match chance.randrange(4):
        case 0:
            return chance.randbytes(chance.choice((1, 24, 100, 3000)))
        case 1:
            return b"GET / HTTP/1.1\r\nhost: x\r\n" + b"x: y\r\n" * chance.choice((0, 1, 1000))
        case 2:
            return TLS_HELLO + chance.randbytes(200)
        case _:
            return http2.PREFACE[: chance.randint(0, len(http2.PREFACE))]


TLS_HELLO = bytes.fromhex("16030100c8010000c40303")
"""How a client that speaks TLS begins."""
_NUMBERS = (0, 1, 100, 16_383, 16_384, 2**24 - 1, 2**24, 2**31 - 1, 2**31, 2**32 - 1)
