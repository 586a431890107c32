"""Inputs that found something, and what it was: each is sent again in every run of the suite."""

from fuzz import words
from fuzz.inputs import Call, Input, Stream
from fuzz.metadata import key_header
from security import http2, wire

_KEY = words.KEYS["fuzz-super"].encode()
_CHECK = "/grpc.health.v1.Health/Check"
_WATCH = "/grpc.health.v1.Health/Watch"
_REFLECTION = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
_LIST = "/waii.user.v1.UserService/ListUsers"
_LIST_ORGS = "/waii.user.v1.UserService/ListOrgs"


def _stream(path: str, *headers: http2.Header, message: bytes = b"") -> Stream:
    return Stream(
        (*http2.request_headers(path.encode()), *headers), http2.framed(message), ends=True
    )


FOUND: dict[str, Input] = {
    # gRPC logged every header that is no UTF-8, with a traceback.
    "a key with a stray byte was logged": _stream(
        _LIST, (b"authorization", b"Bearer " + _KEY + b"\xff")
    ),
    "a user id with a stray byte was logged": _stream(
        _LIST, key_header("fuzz-super"), (b"x-waii-impersonate-user", b"zqcanary\xe4")
    ),
    # gRPC wrote a line past the log, to whoever sent them.
    "a te that is none was a line in the log": _stream(_LIST, (b"te", b"gzip")),
    "a timeout that is none was a line in the log": _stream(_LIST, (b"grpc-timeout", b"1X")),
    "a status that is none was a line in the log": _stream(_LIST, (b"grpc-status", b"x")),
    # INTERNAL, with a traceback in the log that kept the stream.
    "a health check that is none was a bug": Call(_CHECK, b"\xff", ()),
    "a watch that is none was a bug": Call(_WATCH, b"\x0a\x02\xff\xfe", ()),
    "a reflection that is none was a bug": Call(_REFLECTION, b"\xff", ()),
    "a reflection of what is no text was a bug": Call(_REFLECTION, wire.block(4, b"\xff"), ()),
}
"""By what they found."""
