"""Asks the user service who sent an access key, as seldom as that may be."""

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Generic, TypeVar

import grpc
from waii.user.v1 import AuthorizationServiceStub, GetPrincipalRequest

from waii_client._channel import open_async_channel, open_channel
from waii_client._endpoint import Endpoint
from waii_client._metadata import trace_context
from waii_client.auth._principal import Principal
from waii_client.errors import WaiiError, from_rpc_error

T = TypeVar("T")

AUTHORIZATION = "authorization"
IMPERSONATE = "x-waii-impersonate-user"
REQUEST_ID = "x-request-id"
STATUS = "grpc-status-details-bin"
_FORWARDED = (AUTHORIZATION, IMPERSONATE, REQUEST_ID)

Sent = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """What the user service, or nobody, answered.

    Attributes:
        status: the serialized `google.rpc.Status`; empty where there is none.
    """

    error: WaiiError
    status: bytes = b""


Answer = Principal | Refused


def forwarded(metadata: Iterable[tuple[str, str | bytes]]) -> Sent:
    """What the user service is to see of a call, with whatever is wrong with it."""
    return tuple(
        (key, value if isinstance(value, str) else value.decode("latin-1"))
        for key, value in metadata
        if key in _FORWARDED
    )


class _Answers:
    """Answers that are kept for a time, of so many callers at most; the oldest go first.

    By a digest of what was sent: no key is kept.
    """

    def __init__(self, seconds: float, most: int) -> None:
        self._seconds = seconds
        self._most = most
        self._kept: OrderedDict[bytes, tuple[float, Principal]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, caller: bytes) -> Principal | None:
        with self._lock:
            kept = self._kept.get(caller)
        return None if kept is None or kept[0] < time.monotonic() else kept[1]

    def put(self, caller: bytes, asked: float, answer: Answer) -> None:
        """Keeps the answer to a question that was asked at that time; no refusal is kept."""
        if not self._seconds or isinstance(answer, Refused):
            return
        with self._lock:
            self._kept.pop(caller, None)
            self._kept[caller] = asked + self._seconds, answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


class _Shared(Generic[T]):
    """Has callers who ask the same at the same time share an answer.

    Nobody gets the answer to a question that was asked before they came: who comes while one is
    under way shares the next one. So a key that was revoked is refused by the next call.
    """

    def __init__(self) -> None:
        self._next: dict[bytes, Future[T]] = {}
        self._asked: dict[bytes, Future[T]] = {}
        self._lock = threading.Lock()

    def get(self, caller: bytes, ask: Callable[[], T]) -> T:
        with self._lock:
            shared = self._next.get(caller)
            if shared is not None:
                earlier = None
            else:
                mine: Future[T] = Future()
                self._next[caller] = mine
                earlier = self._asked.get(caller)
        if shared is not None:
            return shared.result()
        if earlier is not None:
            earlier.exception()  # waits for its end, whatever that is
        with self._lock:
            self._asked[caller] = self._next.pop(caller)
        try:
            mine.set_result(ask())
        except BaseException as error:
            mine.set_exception(error)
            raise
        finally:
            with self._lock:
                if self._asked.get(caller) is mine:
                    del self._asked[caller]
        return mine.result()


class _AsyncShared(Generic[T]):
    """The same for the tasks of one event loop."""

    def __init__(self) -> None:
        self._next: dict[bytes, asyncio.Task[T]] = {}
        self._asked: dict[bytes, asyncio.Task[T]] = {}

    async def get(self, caller: bytes, ask: Callable[[], Awaitable[T]]) -> T:
        task = self._next.get(caller)
        if task is None:
            # A task of its own: who began it may be cancelled while others wait for it.
            task = asyncio.create_task(self._ask(caller, ask, self._asked.get(caller)))
            self._next[caller] = task
        return await asyncio.shield(task)

    async def _ask(
        self, caller: bytes, ask: Callable[[], Awaitable[T]], earlier: "asyncio.Task[T] | None"
    ) -> T:
        if earlier is not None:
            await asyncio.wait([earlier])
        task = self._asked[caller] = self._next.pop(caller)
        try:
            return await ask()
        finally:
            if self._asked.get(caller) is task:
                del self._asked[caller]


class _Questions:
    """What asking takes, besides the channel."""

    def __init__(self, endpoint: Endpoint, timeout: float, keep: float, most: int) -> None:
        if not timeout > 0:
            raise ValueError("timeout must be a positive number of seconds")
        if keep < 0 or most < 1:
            raise ValueError("keep must not be negative, and keep_at_most at least 1")
        self.endpoint = endpoint
        self.timeout = timeout
        self.answers = _Answers(keep, most)

    @staticmethod
    def caller(sent: Sent) -> bytes:
        """Who asks: the same for the same key and the same impersonation."""
        said = [entry for entry in sent if entry[0] != REQUEST_ID]
        return sha256(repr(said).encode()).digest()


def _refused(error: grpc.RpcError) -> Refused:
    # grpc promises no more of an RpcError than that it is an exception.
    trailing: Any = error.trailing_metadata() if hasattr(error, "trailing_metadata") else None
    status = next((value for key, value in trailing or () if key == STATUS), b"")
    return Refused(from_rpc_error(error), status)


class Verifier:
    """Asks synchronously; threads may share it. Connects when it is first asked."""

    def __init__(self, endpoint: Endpoint, timeout: float, keep: float, most: int) -> None:
        self._questions = _Questions(endpoint, timeout, keep, most)
        self._shared: _Shared[Answer] = _Shared()
        self._channel = open_channel(endpoint)
        self._stub = AuthorizationServiceStub(self._channel)

    def principal(self, sent: Sent) -> Answer:
        questions = self._questions
        caller = questions.caller(sent)
        return questions.answers.get(caller) or self._shared.get(
            caller, lambda: self._ask(caller, sent)
        )

    def close(self) -> None:
        self._channel.close()

    def _ask(self, caller: bytes, sent: Sent) -> Answer:
        asked = time.monotonic()
        try:
            found = self._stub.GetPrincipal(
                GetPrincipalRequest(),
                timeout=self._questions.timeout,
                metadata=(*sent, *trace_context()),
            )
        except grpc.RpcError as error:
            return _refused(error)
        answer = Principal.of(found)
        self._questions.answers.put(caller, asked, answer)
        return answer


class AsyncVerifier:
    """Asks in asyncio; belongs to the event loop in which it is first asked."""

    def __init__(self, endpoint: Endpoint, timeout: float, keep: float, most: int) -> None:
        self._questions = _Questions(endpoint, timeout, keep, most)
        self._shared: _AsyncShared[Answer] = _AsyncShared()
        self._channel: grpc.aio.Channel | None = None

    async def principal(self, sent: Sent) -> Answer:
        questions = self._questions
        caller = questions.caller(sent)
        return questions.answers.get(caller) or await self._shared.get(
            caller, lambda: self._ask(caller, sent)
        )

    async def close(self) -> None:
        if self._channel is not None:
            await self._channel.close()

    async def _ask(self, caller: bytes, sent: Sent) -> Answer:
        if self._channel is None:
            endpoint = self._questions.endpoint
            self._channel = open_async_channel(endpoint)
        stub = AuthorizationServiceStub(self._channel)
        asked = time.monotonic()
        try:
            found = await stub.GetPrincipal(
                GetPrincipalRequest(),
                timeout=self._questions.timeout,
                metadata=(*sent, *trace_context()),
            )
        except grpc.RpcError as error:
            return _refused(error)
        answer = Principal.of(found)
        self._questions.answers.put(caller, asked, answer)
        return answer
