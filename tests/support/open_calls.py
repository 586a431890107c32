"""Calls that send headers, and no message until they are released."""

import threading
from collections.abc import Iterator
from typing import Any, Self

import grpc

from support.raw import SERVICE
from support.server import RunningServer
from support.waiting import soon


class Hold:
    """Opens calls that never send their message, until the block ends."""

    def __init__(self, address: str, path: str, count: int, *metadata: tuple[str, str]) -> None:
        self._released = threading.Event()
        self.channel = grpc.insecure_channel(address)
        method: grpc.StreamUnaryMultiCallable[bytes, bytes] = self.channel.stream_unary(path)
        self.calls = [method.future(self._wait(), metadata=metadata) for _ in range(count)]

    def _wait(self) -> Iterator[bytes]:
        self._released.wait()
        yield from ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
        self.channel.close()

    def release(self) -> None:
        """Ends them, without a message."""
        self._released.set()

    def codes(self) -> set[grpc.StatusCode]:
        ends: list[Any] = [call.exception(timeout=10) for call in self.calls]
        return {end.code() for end in ends}


def hold_threads(server: RunningServer, count: int) -> Hold:
    """Holds up so many of the threads that serve calls, and has them wait where they are fewer."""
    key = ("authorization", f"Bearer {server.admin_key}")
    assert soon(lambda: server.calls == 0)  # those of before, answered, may yet be there
    held = Hold(server.address, f"/{SERVICE}/GetUserInfo", count, key)
    assert soon(lambda: server.calls == count)
    return held
