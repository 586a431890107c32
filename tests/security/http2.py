"""HTTP/2 by hand: the headers that no gRPC library would send."""

import re
import socket
import struct
import time
from collections.abc import Iterable

_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_DATA, _HEADERS, _RST_STREAM, _SETTINGS, _GOAWAY = 0x0, 0x1, 0x3, 0x4, 0x7
_END_STREAM, _END_HEADERS, _ACK = 0x1, 0x4, 0x1

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
    body = struct.pack(">BI", 0, len(message)) + message
    with begun(address, method, headers, source=source) as connection:
        connection.sendall(_frame(_DATA, _END_STREAM, 1, body))
        return _answer(connection)


def begun(
    address: str, method: str, headers: Iterable[Header], *, source: str = "127.0.0.1"
) -> socket.socket:
    """A connection with one call, of which nothing but the headers has been sent."""
    host, _, port = address.rpartition(":")
    sent = [
        (b":method", b"POST"),
        (b":scheme", b"http"),
        (b":path", method.encode()),
        (b":authority", address.encode()),
        (b"content-type", b"application/grpc"),
        (b"te", b"trailers"),
        *headers,
    ]
    block = b"".join(b"\0" + _text(name) + _text(value) for name, value in sent)
    connection = socket.create_connection((host, int(port)), 5, (source, 0))
    try:
        connection.sendall(_PREFACE + _frame(_SETTINGS, 0, 0, b""))
        connection.sendall(_frame(_HEADERS, _END_HEADERS, 1, block))
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
        while len(received) - position >= 9:
            length = int.from_bytes(received[position : position + 3], "big")
            if len(received) - position < 9 + length:
                break
            kind, flags = received[position + 3], received[position + 4]
            if kind == _SETTINGS and not flags & _ACK:
                connection.sendall(_frame(_SETTINGS, _ACK, 0, b""))
            position += 9 + length
            ended = kind == _HEADERS and flags & _END_STREAM
            if ended or kind in {_RST_STREAM, _GOAWAY}:
                return received
    raise TimeoutError("the server did not answer")


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3, "big") + struct.pack(">BBI", kind, flags, stream) + payload


def _text(value: bytes) -> bytes:
    """A string of a header block: its length, in HPACK's way, and its bytes."""
    length = len(value)
    if length < 127:
        return bytes([length]) + value
    encoded, rest = b"\x7f", length - 127
    while rest > 127:
        encoded += bytes([rest & 0x7F | 0x80])
        rest >>= 7
    return encoded + bytes([rest]) + value
