"""HTTP/2 by hand: the headers that no gRPC library would send."""

import re
import socket
import struct
import time
from collections.abc import Iterable

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS = 0x0, 0x1, 0x2, 0x3, 0x4
PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0x5, 0x6, 0x7, 0x8, 0x9
END_STREAM, END_HEADERS, ACK = 0x1, 0x4, 0x1
FRAME_HEAD = 9
"""Bytes before the payload of a frame."""

Header = tuple[bytes, bytes]


def call(
    address: str,
    method: str,
    headers: Iterable[Header],
    message: bytes = b"",
    *,
    source: str = "127.0.0.1",
) -> bytes:
    """Everything that the server answers to one call, from the first frame to the last.

    The answer's headers are compressed, but their values stand in it as they are.

    Args:
        source: the address that the call comes from.
    """
    with begun(address, method, headers, source=source) as connection:
        connection.sendall(frame(DATA, END_STREAM, 1, framed(message)))
        return _answer(connection)


def begun(
    address: str, method: str, headers: Iterable[Header], *, source: str = "127.0.0.1"
) -> socket.socket:
    """A connection with one call, of which nothing but the headers has been sent."""
    host, _, port = address.rpartition(":")
    block = header_block([*request_headers(method.encode(), address.encode()), *headers])
    connection = socket.create_connection((host, int(port)), 5, (source, 0))
    try:
        connection.sendall(PREFACE + frame(SETTINGS, 0, 0, b""))
        connection.sendall(frame(HEADERS, END_HEADERS, 1, block))
    except BaseException:
        connection.close()
        raise
    return connection


def status(answer: bytes) -> int:
    """The gRPC status in an answer."""
    found = re.findall(rb"grpc-status[\x01\x02](\d{1,2})", answer)
    return int(found[-1])


def _answer(connection: socket.socket) -> bytes:
    received, position = b"", 0
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        chunk = connection.recv(65536)
        if not chunk:
            return received
        received += chunk
        while len(received) - position >= FRAME_HEAD:
            length = int.from_bytes(received[position : position + 3], "big")
            if len(received) - position < FRAME_HEAD + length:
                break
            kind, flags = received[position + 3], received[position + 4]
            if kind == SETTINGS and not flags & ACK:
                connection.sendall(frame(SETTINGS, ACK, 0, b""))
            position += FRAME_HEAD + length
            ended = kind == HEADERS and flags & END_STREAM
            if ended or kind in {RST_STREAM, GOAWAY}:
                return received
    raise TimeoutError("the server did not answer")


def request_headers(path: bytes, authority: bytes = b"localhost") -> list[Header]:
    """What every call sends before its own metadata."""
    return [
        (b":method", b"POST"),
        (b":scheme", b"http"),
        (b":path", path),
        (b":authority", authority),
        (b"content-type", b"application/grpc"),
        (b"te", b"trailers"),
    ]


def header_block(headers: Iterable[Header]) -> bytes:
    """Headers as HPACK has them where it neither compresses nor remembers."""
    return b"".join(b"\0" + text(name) + text(value) for name, value in headers)


def framed(message: bytes, *, flag: int = 0) -> bytes:
    """A message as gRPC puts it into DATA; `flag` says whether it is compressed."""
    return struct.pack(">BI", flag, len(message)) + message


def frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3, "big") + struct.pack(">BBI", kind, flags, stream) + payload


def text(value: bytes) -> bytes:
    """A string of a header block: its length, in HPACK's way, and its bytes."""
    length = len(value)
    if length < 127:
        return bytes([length]) + value
    encoded, rest = b"\x7f", length - 127
    while rest > 127:
        encoded += bytes([rest & 0x7F | 0x80])
        rest >>= 7
    return encoded + bytes([rest]) + value
