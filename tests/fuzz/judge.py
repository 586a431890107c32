"""What a server may answer to anything at all."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import grpc
from fuzz.connection import Answer, Connection
from fuzz.methods import METHODS, Method
from google.protobuf.message import DecodeError
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2
from security import http2
from support.raw import Outcome
from waii.user.v1 import ErrorReason

_Code = grpc.StatusCode
_DOMAIN = "user.waii.ai"
_REASONS = frozenset(ErrorReason.keys())
_NEVER = {"ERROR_REASON_INTERNAL", "ERROR_REASON_UNSPECIFIED"}


@dataclass(frozen=True)
class OfGrpc:
    """An answer that gRPC gives by itself, without details of ours.

    Attributes:
        when: what it answers so.
        text: what it says, as a regular expression for the whole.
    """

    when: str
    code: grpc.StatusCode
    text: str


_HPACK = (
    r"Incomplete header at the end of a header/continuation sequence",
    r"Invalid HPACK index received \(\d+\)",
    r"integer overflow in hpack integer decoding: have 0x[0-9a-f]+, got byte 0x[0-9a-f]+( .*)?",
    r"More than two max table size changes in a single frame",
    r"Failed huffman decoding ('.*' )?metadata",
    r"Illegal hpack op code",
    r"Attempt to make hpack table \d+ bytes when max is \d+ bytes",
)
OF_GRPC: tuple[OfGrpc, ...] = (
    OfGrpc("a method that there is not", _Code.UNIMPLEMENTED, r"Method not found!"),
    OfGrpc(
        "metadata beyond the limit",
        _Code.RESOURCE_EXHAUSTED,
        r"received metadata size exceeds hard limit .*",
    ),
    OfGrpc("the same, where that text would be too long", _Code.RESOURCE_EXHAUSTED, r""),
    OfGrpc(
        "a message beyond the limit",
        _Code.RESOURCE_EXHAUSTED,
        r"SERVER: Received message larger than max \(\d+ vs\. 4194304\)",
    ),
    OfGrpc(
        "a message that is beyond it when it is unpacked",
        _Code.RESOURCE_EXHAUSTED,
        r"Decompressed message larger than max",
    ),
    OfGrpc(
        "a call whose deadline is over",
        _Code.DEADLINE_EXCEEDED,
        r"(Stream removed \()?Deadline Exceeded\)?",
    ),
    OfGrpc("who has hung up", _Code.CANCELLED, r"CANCELLED|the caller is gone|the request did .*"),
    # Health and reflection have no details.
    OfGrpc(
        "who watches and sends no request",
        _Code.UNIMPLEMENTED,
        r'".*" requires exactly one request message\.',
    ),
    OfGrpc("a service that there is not", _Code.NOT_FOUND, r""),
    OfGrpc("a call without a request", _Code.INVALID_ARGUMENT, r"a request is required"),
    OfGrpc(
        "bytes that are no request",
        _Code.INVALID_ARGUMENT,
        r"must be a serialized grpc\.(health\.v1|reflection\.v1alpha)\.\w+Request",
    ),
    # What it calls INTERNAL, and what in truth the caller has done.
    OfGrpc(
        "a header that is not what its name promises",
        _Code.INTERNAL,
        r"Error parsing '[^']*' metadata(: illegal base64 encoding)?",
    ),
    OfGrpc("a header with a name that is none", _Code.INTERNAL, r"Illegal header key: .*"),
    OfGrpc("a header without a name", _Code.INTERNAL, r"Metadata keys cannot be zero length"),
    OfGrpc(
        "a header of HTTP/2 that comes twice",
        _Code.INTERNAL,
        r"Duplicate '(:\w+|host)' header received",
    ),
    OfGrpc(
        "a message that says it is packed, without saying how",
        _Code.INTERNAL,
        r"Compression bit set but no encoding configured",
    ),
    OfGrpc(
        "a message that cannot be unpacked",
        _Code.INTERNAL,
        r"Decompression failed due to (zlib|data) error",
    ),
    OfGrpc(
        "headers that are not packed as HPACK has it",
        _Code.INTERNAL,
        rf"Failed parsing HTTP/2 \(({'|'.join(_HPACK)})\)( \(GOAWAY received; .*\))?",
    ),
    OfGrpc(
        "more calls at once than a connection may have, those included that were just cancelled",
        _Code.UNAVAILABLE,
        r"Stream removed \(RST_STREAM \(Received RST_STREAM with error code 7\)\)",
    ),
    OfGrpc("frames that are none", _Code.UNAVAILABLE, r"Failed parsing HTTP/2 \(.*\)"),
)
"""All that may be answered without details of ours: mostly by gRPC, before any handler is asked."""


def verdict(path: str | None, outcome: Outcome) -> str:
    """What is wrong about an answer; empty where nothing is.

    Args:
        path: what was called; None where that cannot be known.
    """
    method = METHODS.get(path or "")
    if outcome.code is _Code.OK:
        if path is None:
            return ""
        if method is None:
            return "a method that does not exist was answered"
        return _wrong_response(method, outcome.response)
    info = outcome.details.get("ErrorInfo")
    if isinstance(info, error_details_pb2.ErrorInfo):
        return _of_ours(outcome, info)
    for own in OF_GRPC:
        if outcome.code is own.code and re.fullmatch(own.text, outcome.message, re.DOTALL):
            return ""
    return f"{outcome.code.name} without details: {outcome.message!r}"


def _wrong_response(method: Method, response: bytes) -> str:
    try:
        GetMessageClass(method.response).FromString(response)
    except DecodeError:
        return f"the answer is no {method.response.full_name}: {response.hex()}"
    return ""


def _of_ours(outcome: Outcome, info: error_details_pb2.ErrorInfo) -> str:
    if info.domain != _DOMAIN or info.reason in _NEVER or info.reason not in _REASONS:
        return f"{outcome.code.name} {info.domain} {info.reason}: {outcome.message!r}"
    if outcome.code in {_Code.INTERNAL, _Code.UNKNOWN}:
        return f"{outcome.code.name} with {info.reason}"
    said = outcome.details.get("RequestInfo")
    ids = [value for name, value in outcome.trailing if name == "x-request-id"]
    if not isinstance(said, error_details_pb2.RequestInfo) or [said.request_id] != ids:
        return f"{info.reason} with the request ids {said} and {ids}"
    return ""


def verdict_on_caller(path: str, headers: Iterable[http2.Header], outcome: Outcome) -> str:
    """What is wrong about an answer to somebody who sends these headers."""
    method = METHODS.get(path)
    if method is None or method.endless:
        return ""
    names = Counter(name for name, _ in headers)
    if outcome.code is _Code.DEADLINE_EXCEEDED and not names[b"grpc-timeout"]:
        return "not answered in time"
    if method.ours and outcome.code is _Code.OK:
        if names[b"authorization"] != 1:
            return f"carried out with {names[b'authorization']} keys"
        if names[b"x-waii-impersonate-user"] > 1:
            return "carried out as two users"
    return ""


def verdict_on_stream(
    answer: Answer | None, connection: Connection, *, awaited: bool, call: bool
) -> str:
    """What is wrong about how a stream ended that was sent by hand, beside what gRPC says.

    Args:
        awaited: whether the stream had all that it takes to be answered.
        call: whether it could be a call of gRPC: those that cannot may be reset.
    """
    if connection.closed or not awaited:
        return ""
    if answer is None or not answer.ended:
        return "no answer"
    if answer.outcome() is None and (call or answer.reset != _INTERNAL_ERROR):
        return f"neither a status of gRPC's nor a reset: {answer}"
    return ""


_INTERNAL_ERROR = 2
"""What HTTP/2 calls it."""
