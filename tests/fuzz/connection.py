"""A connection on which anything can be sent, and all that comes back is understood."""

import base64
import select
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import unquote

import grpc
import hpack
from security import http2
from support.raw import Outcome, failed

_PADDED, _PRIORITY = 0x8, 0x20
_LARGE = 1 << 20
_CODES = {code.value[0]: code for code in grpc.StatusCode}
_SIGN = b"are-you?"
"""What a PING of ours holds: it is answered when all before it has been read."""

PLAIN_SETTINGS = struct.pack(">HIHI", 0x4, 2**31 - 1, 0x6, _LARGE)
"""A window that is never full, and headers as large as they come."""


@dataclass
class Answer:
    """What came back on a stream.

    Attributes:
        reset: the code with which the server ended the stream, if it did not end it in order.
    """

    headers: list[tuple[str, str]] = field(default_factory=list)
    data: bytes = b""
    ended: bool = False
    reset: int | None = None

    def outcome(self) -> Outcome | None:
        """As gRPC has it; None where it has no status of gRPC's."""
        said = dict(self.headers)
        if not said.get("grpc-status", "").isdecimal():
            return None
        code = _CODES[int(said["grpc-status"])]
        trailing = tuple((name, _value(name, value)) for name, value in self.headers)
        message = unquote(said.get("grpc-message", ""))
        if code is grpc.StatusCode.OK:
            return Outcome(code, message, _first_message(self.data), trailing)
        return failed(code, message, trailing)


class Connection:
    """A client's side of HTTP/2, of which nothing happens by itself but what the other side waits
    for: its SETTINGS and PINGs are answered.

    Attributes:
        answers: by the number of their stream.
        closed: whether the server has hung up.
        goaway: what the server said before.
    """

    def __init__(self, address: str, *, deaf: bool = False) -> None:
        host, _, port = address.rpartition(":")
        self._socket = socket.create_connection((host, int(port)), 10)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)
        self._deaf = deaf
        self._decoder = hpack.Decoder(max_header_list_size=_LARGE)
        self._received = b""
        self._block = b""
        self._outgoing = b""
        self._signs = 0
        self.answers: dict[int, Answer] = {}
        self.closed = False
        self.goaway = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._socket.close()

    def start(self, settings: bytes = PLAIN_SETTINGS) -> None:
        """Sends what a connection begins with."""
        window = http2.frame(http2.WINDOW_UPDATE, 0, 0, struct.pack(">I", 2**31 - 1 - 65_535))
        self.send(http2.PREFACE + http2.frame(http2.SETTINGS, 0, 0, settings) + window)

    def send(self, content: bytes) -> None:
        """Sends all of it, or as much as the server takes before it hangs up."""
        self._outgoing += content
        self._until(lambda: not self._outgoing, 20.0)

    def settle(self, seconds: float = 10.0) -> bool:
        """Whether the server has read everything, or has hung up, within so many seconds."""
        self._signs = 0
        self.send(http2.frame(http2.PING, 0, 0, _SIGN))
        return self._until(lambda: self._signs > 0, seconds) or self.closed

    def wait_for(self, *streams: int, seconds: float = 20.0) -> bool:
        """Whether these streams have ended, or the server has hung up, within so many seconds."""

        def ended() -> bool:
            known = (self.answers.get(stream) for stream in streams)
            return all(answer is not None and answer.ended for answer in known)

        return self._until(ended, seconds) or self.closed

    def wait_for_the_end(self, seconds: float = 10.0) -> bool:
        """Whether the server has hung up within so many seconds."""
        self._until(lambda: False, seconds)
        return self.closed

    def _until(self, holds: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not holds() and not self.closed:
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            reading = [] if self._deaf else [self._socket]
            writing = [self._socket] if self._outgoing else []
            readable, writable, _ = select.select(reading, writing, [], min(left, 0.2))
            try:
                if writable:
                    sent = self._socket.send(self._outgoing[: 4 * _LARGE])
                    self._outgoing = self._outgoing[sent:]
                if readable:
                    self._read()
            except BlockingIOError:
                continue
            except OSError:  # the server has hung up in the middle of it
                self._hung_up()
        return holds()

    def _read(self) -> None:
        chunk = self._socket.recv(_LARGE)
        if not chunk:
            self._hung_up()
            return
        self._received += chunk
        while len(self._received) >= http2.FRAME_HEAD:
            end = http2.FRAME_HEAD + int.from_bytes(self._received[:3], "big")
            if len(self._received) < end:
                return
            kind, flags, stream = struct.unpack(">BBI", self._received[3 : http2.FRAME_HEAD])
            payload, self._received = self._received[http2.FRAME_HEAD : end], self._received[end:]
            self._frame(kind, flags, stream, payload)

    def _hung_up(self) -> None:
        self.closed = True
        self._outgoing = b""

    def _frame(self, kind: int, flags: int, stream: int, payload: bytes) -> None:
        answer = self.answers.setdefault(stream, Answer()) if stream else Answer()
        if kind in {http2.HEADERS, http2.CONTINUATION}:
            if kind == http2.HEADERS:
                answer.ended = answer.ended or bool(flags & http2.END_STREAM)
                self._block = _bare(flags, payload)
            else:
                self._block += payload
            if flags & http2.END_HEADERS:
                decoded = self._decoder.decode(self._block, raw=True)
                answer.headers += [
                    (name.decode("latin-1"), value.decode("latin-1")) for name, value in decoded
                ]
        elif kind == http2.DATA:
            answer.data += _bare(flags, payload)
            answer.ended = answer.ended or bool(flags & http2.END_STREAM)
        elif kind == http2.RST_STREAM:
            answer.reset, answer.ended = int.from_bytes(payload, "big"), True
        elif kind == http2.GOAWAY:
            self.goaway = payload[8:]
        elif kind == http2.SETTINGS and not flags & http2.ACK:
            self._outgoing += http2.frame(http2.SETTINGS, http2.ACK, 0, b"")
        elif kind == http2.PING:
            if not flags & http2.ACK:
                self._outgoing += http2.frame(http2.PING, http2.ACK, 0, payload)
            elif payload == _SIGN:
                self._signs += 1


def _bare(flags: int, payload: bytes) -> bytes:
    """A payload without padding and priority."""
    if flags & _PADDED:
        payload = payload[1 : len(payload) - payload[0]]
    return payload[5:] if flags & _PRIORITY else payload


def _first_message(data: bytes) -> bytes:
    return data[5 : 5 + int.from_bytes(data[1:5], "big")]


def _value(name: str, value: str) -> str | bytes:
    if not name.endswith("-bin"):
        return value
    with suppress(ValueError):
        return base64.b64decode(value + "=" * (-len(value) % 4))
    return value.encode("latin-1")
