"""The inputs: each follows from a seed, a family and a number, and can be written as a line."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from fuzz import frames, messages, metadata, values
from fuzz.methods import METHODS, UNKNOWN
from fuzz.mutation import mutated
from security import http2, wire
from security.http2 import Header

_PATHS = tuple(METHODS)
_KINDS = tuple(method.request for method in METHODS.values())
_FOCUSED = 0.4
"""The share of messages of which nearly all is in order: they get furthest."""
_CORPUS = messages.corpus(Random(0), _KINDS, 300)


@dataclass(frozen=True)
class Call:
    """A call by the library of gRPC; what stands for a key or a token is in it."""

    path: str
    message: bytes
    headers: tuple[Header, ...]


@dataclass(frozen=True)
class Stream:
    """A stream of HTTP/2, with all its headers.

    Attributes:
        data: what its DATA holds; framed as gRPC wants it, or not.
        ends: whether the client ends it in order.
    """

    headers: tuple[Header, ...]
    data: bytes
    ends: bool


@dataclass(frozen=True)
class Bytes:
    """All that is sent on a connection."""

    content: bytes


Input = Call | Stream | Bytes


def written(one: Input) -> str:
    """The input as one line, from which `read` makes it again."""
    fields = {name: _plain(value) for name, value in vars(one).items()}
    content = json.dumps({"kind": type(one).__name__, **fields})
    return base64.b64encode(content.encode()).decode()


def read(line: str) -> Input:
    """The input that was written so."""
    fields = json.loads(base64.b64decode(line))
    match fields["kind"]:
        case "Call":
            return Call(fields["path"], _bytes(fields["message"]), _headers(fields["headers"]))
        case "Stream":
            return Stream(_headers(fields["headers"]), _bytes(fields["data"]), fields["ends"])
        case _:
            return Bytes(_bytes(fields["content"]))


def _headers(pairs: list[list[str]]) -> tuple[Header, ...]:
    return tuple((_bytes(name), _bytes(value)) for name, value in pairs)


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value


_bytes = bytes.fromhex


def _message_call(chance: Random) -> Call:
    """Well-known callers, and anything as their request."""
    path = chance.choice(_PATHS)
    kind = METHODS[path].request
    if chance.random() < _FOCUSED:
        return Call(path, messages.focused(chance, kind), (metadata.key_header("fuzz-super"),))
    match chance.randrange(10):
        case 0:
            message = mutated(chance, chance.choice(_CORPUS), _CORPUS)
        case 1 | 2:
            message = mutated(chance, messages.tame(chance, kind), _CORPUS)
        case 3:
            message = chance.randbytes(chance.choice((0, 1, 4, 30, 1000)))
        case _:
            message = messages.request(chance, kind)
    return Call(path, message, tuple(metadata.valid(chance)))


def _values_call(seed: int, number: int) -> Call:
    """One value that nobody should send: all there are, one after the other."""
    every = values.spoiled()
    one = every[number % len(every)]
    message = values.message(Random(f"{seed} values {number}"), one)
    return Call(one.path, message, (metadata.key_header("fuzz-super"),))


def _metadata_call(chance: Random) -> Call:
    """Well-formed requests, and anything as their metadata; now and then to no method there is."""
    path = chance.choice(_PATHS)
    message = messages.tame(chance, METHODS[path].request)
    headers = metadata.spoiled(chance, sendable=True)
    if chance.random() < 0.1:
        path = chance.choice(UNKNOWN)
    return Call(path, message, tuple(headers))


def _stream(chance: Random) -> Stream:
    """What no library sends: in the headers, in the metadata, or in the framing of the message."""
    path = chance.choice(_PATHS) if chance.random() < 0.9 else chance.choice(UNKNOWN)
    method = METHODS.get(path)
    message = messages.request(chance, method.request) if method else b""
    headers, own = http2.request_headers(path.encode()), metadata.valid(chance)
    data = http2.framed(message)
    where = chance.randrange(6)
    if where <= 1:
        own = metadata.spoiled(chance, sendable=False)
    elif where == 2:
        headers = metadata.spoiled_request(chance, path)
    else:
        if chance.random() < 0.3:
            headers.append((b"grpc-encoding", chance.choice((b"gzip", b"deflate", b"identity"))))
        data = _misframed(chance, message)
    ends = chance.random() < 0.9
    return Stream((*headers, *own), data[:_MOST_DATA], ends)


_MOST_DATA = 60_000
"""Below the window that a server opens at first."""


def _misframed(chance: Random, message: bytes) -> bytes:  # noqa: PLR0911  one for each kind
    framed = http2.framed(message)
    match chance.randrange(9):
        case 0:
            return b""
        case 1:  # two in a call of one
            return framed + http2.framed(messages.tame(chance, chance.choice(_KINDS)))
        case 2:  # a flag that is none, or says that it is compressed
            return http2.framed(message, flag=chance.choice((1, 1, 2, 3, 0x80, 0xFF)))
        case 3:  # longer than what comes
            length = len(message) + chance.choice((1, 5, 2**20, 2**22, 2**22 + 1, 2**31))
            return b"\0" + min(length, 2**32 - 1).to_bytes(4, "big") + message
        case 4:  # shorter than what comes
            return b"\0" + (len(message) // 2).to_bytes(4, "big") + message
        case 5:
            return framed[: chance.randint(0, len(framed))]
        case 6:
            return mutated(chance, framed)
        case 7:
            return http2.framed(frames.compressed(wire.block(15, message)), flag=1)
        case _:
            return framed + bytes(chance.choice((1, 4, 5, 50)))


def _connection(chance: Random) -> Bytes:
    """Frames in no order, of no length, of no kind: or no HTTP/2 at all."""
    path = chance.choice(_PATHS)
    headers = [*http2.request_headers(path.encode()), *metadata.valid(chance)]
    message = messages.tame(chance, METHODS[path].request)
    return Bytes(frames.anything(chance, headers, message))


_BY_CHANCE: dict[str, Callable[[Random], Input]] = {
    "messages": _message_call,
    "metadata": _metadata_call,
    "streams": _stream,
    "connections": _connection,
}
FAMILIES = ("values", *_BY_CHANCE)


def make(seed: int, family: str, number: int) -> Input:
    """Input `number` of a family; the same one, whenever it is asked for."""
    if family == "values":
        return _values_call(seed, number)
    return _BY_CHANCE[family](Random(f"{seed} {family} {number}"))
