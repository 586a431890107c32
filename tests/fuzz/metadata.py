"""The metadata of calls, spoiled: who calls, as whom, and what HTTP/2 and gRPC put beside it."""

import base64
from collections.abc import Callable, Sequence
from random import Random

from fuzz import words
from fuzz.mutation import mutated
from security import http2
from security.http2 import Header

_AUTHORIZATION = b"authorization"
_IMPERSONATION = b"x-waii-impersonate-user"
_REQUEST_ID = b"x-request-id"

_CONTROL = b"\0\x01\x08\t\n\r\x1b\x7f\x80\xff"


def key_header(user: str) -> Header:
    """That of the user's key, by what stands for it."""
    return (_AUTHORIZATION, b"Bearer " + words.KEYS[user].encode())


def valid(chance: Random) -> list[Header]:
    """What a well-behaved caller sends, one of several."""
    headers = [key_header(chance.choice(tuple(words.USERS)))]
    if chance.random() < 0.2:
        headers.append((_IMPERSONATION, chance.choice(words.IDS).encode()))
    if chance.random() < 0.3:
        headers.append((_REQUEST_ID, b"fuzz-%d" % chance.getrandbits(64)))
    return headers


def spoiled(chance: Random, *, sendable: bool) -> list[Header]:
    """Metadata with something wrong in it.

    Args:
        sendable: only such as the libraries of gRPC send.
    """
    headers = valid(chance)
    for _ in range(chance.choice((1, 1, 2, 4))):
        chance.choice(_SPOILINGS)(chance, headers)
    if not sendable:
        for _ in range(chance.choice((1, 1, 2))):
            chance.choice(_UNSENDABLE)(chance, headers)
        return headers
    return [header for header in map(_made_sendable, headers) if header[0]]


def spoiled_request(chance: Random, path: str) -> list[Header]:
    """The headers before the metadata, with something wrong in them."""
    headers = http2.request_headers(path.encode())
    for _ in range(chance.choice((1, 1, 2))):
        chance.choice(_REQUEST_SPOILINGS)(chance, headers)
    return headers


_Spoiling = Callable[[Random, list[Header]], None]


def _value(chance: Random, value: bytes) -> bytes:  # noqa: PLR0911  one for each kind
    """A value in place of this one."""
    match chance.randrange(9):
        case 0:
            return b""
        case 1:
            return b" " * chance.choice((1, 3))
        case 2:
            return value + chance.choice((b"x", b" ", b",", b", " + value, b";q=1"))
        case 3:
            return value[: chance.randint(0, len(value))]
        case 4:
            return chance.choice((b" ", b"\t", b"  ")) + value
        case 5:
            return value.swapcase()
        case 6:
            return value * chance.choice((2, 3))
        case 7:
            return b"x" * chance.choice((129, 1000, 6000, 16_000, 20_000))
        case _:
            return chance.choice(words.HOSTILE)[:7000]


def _change(chance: Random, headers: list[Header]) -> None:
    at = chance.randrange(len(headers))
    name, value = headers[at]
    headers[at] = (name, _value(chance, value))


def _authorization(chance: Random, headers: list[Header]) -> None:
    key = words.KEYS[chance.choice(tuple(words.USERS))].encode()
    forms = (
        *(key, b"Bearer", b"Bearer ", b"Basic " + key, b"Bearer: " + key, b"bEARER " + key),
        *(b"Bearer  " + key, b"Bearer " + key + b" ", b"Bearer\t" + key, b"Bearer " + key[:-1]),
        *(b"Bearer " + key + b"x", b"Bearer " + key + b"," + key, b"Bearer waii_" + b"0" * 49),
        *(b"Bearer " + base64.b64encode(key), b'Bearer "' + key + b'"', b"Bearer " + key.upper()),
    )
    headers[0] = (_AUTHORIZATION, chance.choice(forms))


def _twice(chance: Random, headers: list[Header]) -> None:
    name, value = chance.choice(headers)
    headers.insert(
        chance.randint(0, len(headers)), (name, chance.choice((value, b"", b"x", b"fuzz-trial")))
    )


def _drop(chance: Random, headers: list[Header]) -> None:
    if len(headers) > 1 or chance.random() < 0.3:
        del headers[chance.randrange(len(headers))]
    if not headers:
        headers.append((_REQUEST_ID, b"alone"))


def _impersonate(chance: Random, headers: list[Header]) -> None:
    value = chance.choice((*words.HOSTILE, *(name.encode() for name in words.IDS)))
    headers.append((_IMPERSONATION, value[:7000]))


def _identify(chance: Random, headers: list[Header]) -> None:
    headers.append((_REQUEST_ID, chance.choice((*words.HOSTILE, b"a" * 128, b"a" * 129))[:7000]))


def _binary(chance: Random, headers: list[Header]) -> None:
    name = chance.choice((_AUTHORIZATION, _IMPERSONATION, _REQUEST_ID, b"trace"))
    headers.append((name + b"-bin", chance.randbytes(chance.choice((0, 1, 20, 500)))))


def _other(chance: Random, headers: list[Header]) -> None:
    name, value = chance.choice(_OTHERS)
    headers.append((name, _value(chance, value) if chance.random() < 0.5 else value))


def _many(chance: Random, headers: list[Header]) -> None:
    count = chance.choice((50, 200, 500))
    headers += [(b"x-%d" % number, words.CANARY.encode()) for number in range(count)]


def _shuffle(chance: Random, headers: list[Header]) -> None:
    chance.shuffle(headers)


_OTHERS: Sequence[Header] = (
    (b"cookie", words.CANARY.encode()),
    (b"x-api-key", words.CANARY.encode()),
    (b"x-forwarded-for", b"127.0.0.1"),
    (b"user-agent", words.CANARY.encode()),
    (b"proxy-authorization", b"Basic " + words.CANARY.encode()),
    (b"grpc-trace-bin", b"\0\x01"),
    (b"grpc-tags-bin", b"\xff" * 30),
    (b"grpc-previous-rpc-attempts", b"99999999999"),
    (b"grpc-status", b"0"),
    (b"grpc-message", b"%zz%"),
    (b"grpc-status-details-bin", b"\xff\xff"),
    (b"lb-token", b"x"),
    (b"endpoint-load-metrics-bin", b"\xff"),
    (b"host", b"elsewhere"),
    (b"range", b"bytes=0-"),
    (b"expect", b"100-continue"),
    (b"content-length", b"5"),
    (b"accept-encoding", b"gzip, identity;q=0, *"),
    (b"grpc-accept-encoding", b"gzip,deflate,unheard," + b"x" * 100),
    (b"x-" + words.CANARY.encode(), b"1"),
)
_SPOILINGS: Sequence[_Spoiling] = (
    *(_change, _change, _authorization, _authorization, _twice, _twice, _drop, _impersonate),
    *(_identify, _binary, _binary, _other, _other, _many, _shuffle),
)


# What no library sends.


def _uncontrolled(chance: Random, headers: list[Header]) -> None:
    at = chance.randrange(len(headers))
    name, value = headers[at]
    headers[at] = (name, mutated(chance, value))


def _control(chance: Random, headers: list[Header]) -> None:
    at = chance.randrange(len(headers))
    name, value = headers[at]
    where = chance.randint(0, len(value))
    control = bytes([chance.choice(_CONTROL)])
    headers[at] = (name, value[:where] + control + value[where:])


def _odd_name(chance: Random, headers: list[Header]) -> None:
    at = chance.randrange(len(headers))
    name, value = headers[at]
    headers[at] = (
        chance.choice((name.upper(), b"", b":" + name, name + b" ", b"\0", b"a\nb")),
        value,
    )


def _bad_base64(chance: Random, headers: list[Header]) -> None:
    value = chance.choice((b"!!!!", b"A", b"AA=A", b"====", b"\xff", b"AAAA,BBBB", b"A" * 5))
    name = chance.choice((b"authorization-bin", b"x-bin", b"grpc-trace-bin", b"x-request-id-bin"))
    headers.append((name, value))


def _of_the_connection(chance: Random, headers: list[Header]) -> None:
    name = chance.choice((b"connection", b"transfer-encoding", b"upgrade", b"keep-alive", b"te"))
    headers.append((name, chance.choice((b"close", b"chunked", b"h2c", b"gzip", b""))))


def _late_pseudo_header(chance: Random, headers: list[Header]) -> None:
    pseudo = (
        b":path",
        b":method",
        b":scheme",
        b":authority",
        b":status",
        b":protocol",
        b":x",
        b":",
    )
    headers.append((chance.choice(pseudo), chance.choice((b"/", b"200", b"", b"GET"))))


def _timeout(chance: Random, headers: list[Header]) -> None:
    headers.append((b"grpc-timeout", chance.choice(_TIMEOUTS)))


_TIMEOUTS = (
    *(b"10S", b"1H", b"99999999H", b"0n", b"1n", b"1u", b"5m", b"0S", b"-1S", b"", b"S", b"1"),
    *(b"1X", b"1.5S", b"123456789S", b"1 S", b" 1S", b"\xff", b"9" * 300 + b"S", b"1S1S", b"NaNS"),
)
_UNSENDABLE: Sequence[_Spoiling] = (
    *(_uncontrolled, _control, _control, _odd_name, _bad_base64, _of_the_connection),
    *(_late_pseudo_header, _timeout),
)


def _set(name: bytes, *values: bytes) -> _Spoiling:
    def spoil(chance: Random, headers: list[Header]) -> None:
        for at, (known, _) in enumerate(headers):
            if known == name:
                headers[at] = (name, chance.choice(values))
                return
        headers.append((name, chance.choice(values)))

    return spoil


_ENCODINGS = (
    b"gzip",
    b"deflate",
    b"identity",
    b"br",
    b"",
    b"gzip, gzip",
    b"GZIP",
    b"\xff",
    b"stream",
)
_REQUEST_SPOILINGS: Sequence[_Spoiling] = (
    _set(
        b":path",
        *(b"", b"*", b"x", b"waii.user.v1.UserService/GetUserInfo", b"/\0", b"/\xff", b"/a b"),
        *(b"/waii.user.v1.UserService/GetUserInfo\0", b"/waii.user.v1.UserService", b"http://x/y"),
    ),
    _set(b":method", b"GET", b"PUT", b"", b"post", b"CONNECT", b"OPTIONS", b"\0", b"PRI"),
    _set(b":scheme", b"https", b"", b"ftp", b"grpc", b"\xff"),
    _set(b":authority", b"", b"\0", b"a" * 5000, b"x:y:z", b"[::1", b"user:pass@host"),
    _set(
        b"content-type",
        *(
            b"application/grpc+proto",
            b"application/grpc+json",
            b"application/json",
            b"",
            b"x" * 500,
        ),
        *(b"application/grpc-web", b"APPLICATION/GRPC", b"application/grpc; charset=x", b"\xff"),
    ),
    _set(b"te", b"", b"trailers, gzip", b"chunked", b"TRAILERS", b"\0"),
    _set(b"grpc-encoding", *_ENCODINGS),
    _set(b"grpc-internal-encoding-request", *_ENCODINGS),
    _set(b"content-encoding", *_ENCODINGS),
    _timeout,
    _drop,
    _shuffle,
    _late_pseudo_header,
)


def _made_sendable(header: Header) -> Header:
    """What gRPC's Python client takes; with an empty name, what it does not."""
    name, value = header
    name = bytes(byte for byte in name.lower() if byte in _NAME_BYTES)
    if name.startswith((b"grpc-", b":")) or name in _RESERVED:
        return (b"", b"")
    if not name.endswith(b"-bin"):
        value = bytes(byte for byte in value if 0x20 <= byte < 0x7F)
    return (name, value)


_NAME_BYTES = b"abcdefghijklmnopqrstuvwxyz0123456789-_."
_RESERVED = {b"host", b"te", b"content-type", b"user-agent", b"content-length", b"accept-encoding"}
