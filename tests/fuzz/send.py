"""Sends inputs, several at once, and says what was wrong with the answers."""

import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import islice
from queue import SimpleQueue
from typing import Any

import grpc
from fuzz.connection import Connection
from fuzz.inputs import Bytes, Call, Input, Stream, written
from fuzz.judge import verdict, verdict_on_caller, verdict_on_stream
from fuzz.methods import METHODS
from fuzz.world import Target
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass
from security import http2
from support.raw import Outcome, Pending, RawClient
from waii.user import v1 as pb

_AT_ONCE = 64
_STREAMS_AT_ONCE = 40
_CONNECTIONS = 8
_SETTLED_SECONDS = 0.02
_CANCEL = struct.pack(">I", 0x8)
_ENDLESS_SECONDS = 0.3


@dataclass
class Sent:
    """What was sent, and what came of it.

    Attributes:
        answers: how many there were of each code and reason.
        accepted: ids of calls that were answered OK.
        created: ids of what these created.
        unheard: what was sent without its answer being known: it may have been carried out.
        explained: how many of these have explained an event that no answer speaks of.
        faults: what was wrong.
    """

    answers: Counter[str] = field(default_factory=Counter)
    accepted: set[str] = field(default_factory=set)
    created: set[str] = field(default_factory=set)
    unheard: list[bytes] = field(default_factory=list)
    explained: int = 0
    faults: list[str] = field(default_factory=list)

    def hear(self, one: Input, path: str, message: bytes, outcome: Outcome) -> None:
        """Takes note of an answer."""
        self.answers[f"{outcome.code.name} {outcome.reason}".strip()] += 1
        headers = () if isinstance(one, Bytes) else one.headers
        if wrong := verdict(path, outcome) or verdict_on_caller(path, headers, outcome):
            self.blame(one, f"{path}: {wrong}")
        if outcome.code in {grpc.StatusCode.CANCELLED, grpc.StatusCode.DEADLINE_EXCEEDED}:
            self.unheard.append(message)
        if outcome.code is not grpc.StatusCode.OK:
            return
        self.accepted.update(str(value) for key, value in outcome.trailing if key == "x-request-id")
        if "Create" in path:
            with suppress(DecodeError):
                self.created.update(_created(path, message, outcome.response))

    def explain(self, events: int) -> int:
        """Explains as many of these events as it can; how many are left. One call explains one."""
        taken = min(events, len(self.unheard) - self.explained)
        self.explained += taken
        return events - taken

    def blame(self, one: Input, what: str) -> None:
        self.faults.append(f"{what}; input {written(one)}")


def _created(path: str, message: bytes, response: bytes) -> Iterator[str]:
    """The ids of what was created by a call that was answered so."""
    request: Any = GetMessageClass(METHODS[path].request).FromString(message)
    if request.validate_only:
        return
    parts: list[Any] = [request]
    if path.endswith("/BatchCreate"):
        results = pb.BatchCreateResponse.FromString(response).results
        pairs = zip(request.rows, results, strict=True)
        parts = [row for row, result in pairs if not result.code]
    for part in parts:
        for noun in ("organization", "tenant", "user"):
            if noun in part.DESCRIPTOR.fields_by_name and part.HasField(noun):
                yield getattr(part, noun).id


def calls(target: Target, sent: Sent, inputs: Iterable[Call]) -> None:
    """Over a channel, many under way at once."""
    done: SimpleQueue[int] = SimpleQueue()
    under_way: dict[int, tuple[Call, bytes, Pending]] = {}

    def hear_one() -> None:
        number = done.get(timeout=60)
        one, message, pending = under_way.pop(number)
        sent.hear(one, one.path, message, pending.outcome())

    with RawClient(target.address) as client:
        for number, one in enumerate(inputs):
            while len(under_way) >= _AT_ONCE:
                hear_one()
            message = target.real(one.message)
            headers = [(name.decode(), target.real(value)) for name, value in one.headers]
            metadata: list[tuple[str, str | bytes]] = [
                (name, value if name.endswith("-bin") else value.decode())
                for name, value in headers
            ]
            endless = one.path in METHODS and METHODS[one.path].endless
            try:
                pending = client.begin(
                    one.path,
                    message,
                    metadata,
                    timeout=_ENDLESS_SECONDS if endless else 30.0,
                    then=lambda number=number: done.put(number),  # type: ignore[misc]
                )
            except ValueError as error:
                sent.blame(one, f"the library does not send it: {error}")
                continue
            under_way[number] = (one, message, pending)
        while under_way:
            hear_one()


def streams(target: Target, sent: Sent, inputs: Iterable[Stream]) -> None:
    """By hand, many on a connection, of which one may end it for all; several connections at once:
    what gRPC cannot parse, it answers after a pause."""
    remaining = iter(inputs)
    while round_ := list(islice(remaining, _CONNECTIONS * _STREAMS_AT_ONCE)):
        with ExitStack() as stack:
            groups: list[tuple[Connection, list[Stream]]] = []
            for begin in range(0, len(round_), _STREAMS_AT_ONCE):
                group = round_[begin : begin + _STREAMS_AT_ONCE]
                connection = stack.enter_context(Connection(target.address))
                groups.append((connection, group))
                connection.start()
                for number, one in enumerate(group):
                    connection.send(_frames_of(target, one, 2 * number + 1))
            for connection, sent_on_it in groups:
                _hear_streams(target, sent, connection, sent_on_it)


def _hear_streams(
    target: Target, sent: Sent, connection: Connection, group: Sequence[Stream]
) -> None:
    if not connection.settle():
        sent.blame(group[0], "the server reads no further on a connection with")
    awaited = [2 * number + 1 for number, one in enumerate(group) if _is_answered(one)]
    connection.wait_for(*awaited)
    for number, one in enumerate(group):
        answer = connection.answers.get(2 * number + 1)
        wrong = verdict_on_stream(
            answer, connection, awaited=_is_answered(one), call=_is_a_call(one)
        )
        if wrong:
            sent.blame(one, f"{_path_of(one)}: {wrong}")
        if answer is not None and (outcome := answer.outcome()):
            sent.hear(one, _path_of(one), target.real(one.data[5:]), outcome)
        else:
            sent.answers["no answer" if answer is None else "no gRPC"] += 1
            sent.unheard.append(target.real(one.data))


def connections(target: Target, sent: Sent, inputs: Iterable[Bytes]) -> None:
    """Each a connection of its own, several at once, which are closed without a word."""
    remaining = iter(inputs)
    while group := list(islice(remaining, _CONNECTIONS)):
        with ExitStack() as stack:
            opened = [stack.enter_context(Connection(target.address)) for _ in group]
            for connection, one in zip(opened, group, strict=True):
                connection.send(target.real(one.content))
            for connection, one in zip(opened, group, strict=True):
                # Where a frame is cut, what comes next is a part of it: no answer can be awaited.
                connection.settle(_SETTLED_SECONDS)
                sent.answers["hung up" if connection.closed else "left"] += 1
                sent.unheard.append(target.real(one.content))
                for answer in connection.answers.values():
                    outcome = answer.outcome()
                    if outcome is not None and (wrong := verdict(None, outcome)):
                        sent.blame(one, wrong)


def send(target: Target, sent: Sent, inputs: Sequence[Input]) -> None:
    """Sends each in its way."""
    calls(target, sent, (one for one in inputs if isinstance(one, Call)))
    streams(target, sent, (one for one in inputs if isinstance(one, Stream)))
    connections(target, sent, (one for one in inputs if isinstance(one, Bytes)))


def _frames_of(target: Target, one: Stream, number: int) -> bytes:
    headers = http2.header_block((name, target.real(value)) for name, value in one.headers)
    data = target.real(one.data)
    pieces = [data[at : at + _FRAME] for at in range(0, len(data), _FRAME)] or [b""]
    content = _header_frames(number, headers)
    for piece in pieces[:-1]:
        content += http2.frame(http2.DATA, 0, number, piece)
    last = http2.END_STREAM if one.ends else 0
    content += http2.frame(http2.DATA, last, number, pieces[-1])
    if not _is_answered(one):
        content += http2.frame(http2.RST_STREAM, 0, number, _CANCEL)
    return content


_FRAME = 16_384


def _header_frames(number: int, block: bytes) -> bytes:
    """A block of any length: the first frame, and those that continue it."""
    pieces = [block[at : at + _FRAME] for at in range(0, len(block), _FRAME)] or [b""]
    kinds: Iterator[int] = iter((http2.HEADERS, *[http2.CONTINUATION] * (len(pieces) - 1)))
    return b"".join(
        http2.frame(kind, http2.END_HEADERS if piece is pieces[-1] else 0, number, piece)
        for kind, piece in zip(kinds, pieces, strict=True)
    )


def _path_of(one: Stream) -> str:
    return next((value.decode("latin-1") for name, value in one.headers if name == b":path"), "")


def _is_a_call(one: Stream) -> bool:
    """Whether HTTP/2 could carry a call so."""
    sent = dict(one.headers)
    return (
        sent.get(b":method") == b"POST"
        and _path_of(one).startswith("/")
        and sent.keys() >= {b":scheme", b"te"}
        and not sent.keys().isdisjoint({b":authority", b"host"})
    )


def _is_answered(one: Stream) -> bool:
    """Whether the stream has all that a server needs to answer it and to end it."""
    method = METHODS.get(_path_of(one))
    return one.ends and not (method is not None and method.endless)
