"""Calls below the client: bytes and metadata of any form, as a hostile program sends them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

SERVICE = "waii.user.v1.UserService"


@dataclass(frozen=True)
class Outcome:
    """How a call ended, with every detail that came back."""

    code: grpc.StatusCode
    message: str = ""
    response: bytes = field(default=b"", repr=False)
    trailing: tuple[tuple[str, str | bytes], ...] = ()
    details: dict[str, Message] = field(default_factory=dict)
    """By the name of their type: ErrorInfo, BadRequest, ..."""

    @property
    def reason(self) -> str:
        info = self.details.get("ErrorInfo")
        return info.reason if isinstance(info, error_details_pb2.ErrorInfo) else ""

    @property
    def fields(self) -> list[str]:
        """The fields that BadRequest names, in its order."""
        bad = self.details.get("BadRequest")
        if not isinstance(bad, error_details_pb2.BadRequest):
            return []
        return [violation.field for violation in bad.field_violations]


class RawClient:
    """A channel, and nothing between the test and the wire that grpc does not put there."""

    def __init__(self, address: str, key: str = "") -> None:
        self._channel = grpc.insecure_channel(
            address,
            options=[
                ("grpc.max_receive_message_length", -1),
                # A connection of its own: others may end at another process of the server.
                ("grpc.use_local_subchannel_pool", 1),
                # A server that stops may hang up on a new connection before it has said anything.
                # grpc's client sometimes misses that under load. This is how long it tries to
                # connect: by default as long as the calls wait.
                ("grpc.min_reconnect_backoff_ms", 10_000),
            ],
        )
        self._key = key

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Calls that are under way are cancelled."""
        self._channel.close()

    @property
    def key_metadata(self) -> list[tuple[str, str | bytes]]:
        """What is sent for the client's key."""
        return [("authorization", f"Bearer {self._key}")]

    def call(
        self,
        method: str,
        request: Message | bytes,
        metadata: Sequence[tuple[str, str | bytes]] | None = None,
        *,
        timeout: float = 20.0,
    ) -> Outcome:
        """Calls `method` (its name in UserService, or a full path) and returns how it ended.

        Args:
            metadata: all that is sent; None for the client's key alone.
        """
        return self.begin(method, request, metadata, timeout=timeout).outcome()

    def begin(
        self,
        method: str,
        request: Message | bytes,
        metadata: Sequence[tuple[str, str | bytes]] | None = None,
        *,
        timeout: float = 20.0,
        then: Callable[[], object] | None = None,
    ) -> "Pending":
        """Calls, and waits for nothing.

        Args:
            metadata: all that is sent; None for the client's key alone.
            then: called when the call has ended, in a thread of grpc's.
        """
        if metadata is None:
            metadata = self.key_metadata
        path = method if method.startswith("/") else f"/{SERVICE}/{method}"
        body = request if isinstance(request, bytes) else request.SerializeToString()
        rpc: Any = self._channel.unary_unary(path)
        call = rpc.future(body, metadata=tuple(metadata), timeout=timeout)
        if then is not None:
            call.add_done_callback(lambda _: then())
        return Pending(call)


class Pending:
    """A call under way."""

    def __init__(self, call: Any) -> None:
        self._call = call

    def outcome(self) -> Outcome:
        """How it ended; waits until it has."""
        if (error := self._call.exception()) is None:
            return Outcome(
                grpc.StatusCode.OK,
                response=self._call.result(),
                trailing=tuple(self._call.trailing_metadata()),
            )
        trailing = tuple((entry.key, entry.value) for entry in error.trailing_metadata() or ())
        return failed(error.code(), error.details() or "", trailing)


def failed(
    code: grpc.StatusCode, message: str, trailing: tuple[tuple[str, str | bytes], ...]
) -> Outcome:
    """The outcome of a call that failed, with its details."""
    details: dict[str, Message] = {}
    for key, value in trailing:
        if key == "grpc-status-details-bin":
            assert isinstance(value, bytes)
            for packed in status_pb2.Status.FromString(value).details:
                name = packed.TypeName().rpartition(".")[2]
                details[name] = getattr(error_details_pb2, name)()
                packed.Unpack(details[name])
    return Outcome(code, message, trailing=trailing, details=details)
