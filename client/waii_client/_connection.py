"""One channel, the key, and how one call over it goes: metadata, deadline, errors, log.

What differs between the synchronous client and the asyncio one is in the two classes at the end;
everything else is shared.
"""

# ruff: noqa: ASYNC109 - a timeout is the deadline of an RPC, which the server is told.

import asyncio
import logging
import math
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import grpc
from google.protobuf.message import Message
from waii.user.v1 import (
    AccessKeyServiceStub,
    AuditServiceStub,
    AuthorizationServiceStub,
    BatchServiceStub,
    SuspensionServiceStub,
    UserServiceStub,
)

from waii_client._channel import open_async_channel, open_channel
from waii_client._endpoint import Endpoint, given_or_from_environment
from waii_client._metadata import Metadata, authorization, call_metadata
from waii_client.errors import CancelledError, WaiiError, from_rpc_error

logger = logging.getLogger("waii_client")


@dataclass(frozen=True, slots=True)
class Settings:
    """What `initialize` was told, checked."""

    endpoint: Endpoint
    authorization: tuple[str, str] = field(repr=False)
    timeout: float | None
    verbose: bool

    @classmethod
    def checked(
        cls, endpoint: Endpoint, api_key: str, timeout: float | None, *, verbose: bool
    ) -> "Settings":
        if timeout is not None and not timeout > 0:
            raise ValueError("timeout must be a positive number of seconds, or None for no limit")
        key = given_or_from_environment("api_key", api_key, "WAII_API_KEY")
        return cls(endpoint, authorization(key), timeout, verbose)


class _Call:
    """One call under way."""

    def __init__(self, settings: Settings, method: str, impersonate: str | None) -> None:
        self._settings = settings
        self._method = method
        self._started = time.perf_counter()
        # Made here and not left to the server, so that there is an id to quote even when no answer
        # ever comes.
        self._request_id = uuid4().hex
        self._impersonate = impersonate

    def metadata(self) -> Metadata:
        return call_metadata(
            self._settings.authorization,
            request_id=self._request_id,
            impersonate=self._impersonate,
        )

    def succeeded(self) -> None:
        self._log("OK")

    def failed(self, error: grpc.RpcError) -> WaiiError:
        failure = from_rpc_error(error, request_id=self._request_id)
        self._log(failure.code.name)
        return failure

    def cancelled(self) -> CancelledError:
        self._log("CANCELLED")
        return CancelledError("the client was closed meanwhile", request_id=self._request_id)

    def _log(self, code: str) -> None:
        if self._settings.verbose:
            milliseconds = 1000 * (time.perf_counter() - self._started)
            logger.info(
                "%s %s in %.1f ms, request %s%s",
                self._method,
                code,
                milliseconds,
                self._request_id,
                f" as {self._impersonate}" if self._impersonate else "",
            )


class _State:
    """What both kinds of connections have: settings, and whether it was closed."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.closed = False

    def start(self, method: str, impersonate: str | None) -> _Call:
        # An iterator holds on to the connection that it began with.
        if self.closed:
            raise RuntimeError("the client was closed, or initialized anew, meanwhile")
        return _Call(self.settings, method, impersonate)

    def deadline(self, timeout: float | None) -> float | None:
        seconds = self.settings.timeout if timeout is None else timeout
        # grpc takes infinity for a deadline that has passed.
        return None if seconds == math.inf else seconds


def _stubs(channel: grpc.Channel | grpc.aio.Channel) -> dict[str, object]:
    return {
        "UserService": UserServiceStub(channel),
        "AccessKeyService": AccessKeyServiceStub(channel),
        "AuditService": AuditServiceStub(channel),
        "AuthorizationService": AuthorizationServiceStub(channel),
        "BatchService": BatchServiceStub(channel),
        "SuspensionService": SuspensionServiceStub(channel),
    }


class Connection(_State):
    """A synchronous connection. Threads may share it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._channel = open_channel(settings.endpoint)
        self._stubs = _stubs(self._channel)

    def call(
        self,
        service: str,
        method: str,
        params: Message,
        *,
        impersonate: str | None,
        timeout: float | None,
    ) -> Any:
        send: grpc.UnaryUnaryMultiCallable[Any, Any] = getattr(self._stubs[service], method)
        call = self.start(method, impersonate)
        try:
            response = send(params, timeout=self.deadline(timeout), metadata=call.metadata())
        except grpc.RpcError as error:
            failure = call.failed(error)
        else:
            call.succeeded()
            return response
        # Outside of the `except`, so that grpc's exception is not chained to it: it says nothing
        # more, and the frames of its traceback hold the metadata, with the key.
        raise failure

    def close(self) -> None:
        self.closed = True
        self._channel.close()


class AsyncConnection(_State):
    """A connection of the event loop in which it was made."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._loop = asyncio.get_running_loop()
        self._channel = open_async_channel(settings.endpoint)
        self._stubs = _stubs(self._channel)

    async def call(
        self,
        service: str,
        method: str,
        params: Message,
        *,
        impersonate: str | None,
        timeout: float | None,
    ) -> Any:
        if asyncio.get_running_loop() is not self._loop:
            raise RuntimeError(
                "an AsyncWaii belongs to the event loop in which it was initialized: "
                "call `await client.initialize(...)` in this one"
            )
        send: grpc.aio.UnaryUnaryMultiCallable[Any, Any] = getattr(self._stubs[service], method)
        call = self.start(method, impersonate)
        failure: WaiiError
        try:
            response = await send(params, timeout=self.deadline(timeout), metadata=call.metadata())
        except grpc.RpcError as error:
            failure = call.failed(error)
        except asyncio.CancelledError:
            # Also what grpc raises when the channel is closed under a call.
            task = asyncio.current_task()
            if not self.closed or (task is not None and task.cancelling()):
                raise
            failure = call.cancelled()
        else:
            call.succeeded()
            return response
        raise failure  # see Connection.call

    async def close(self) -> None:
        self.closed = True
        await self._channel.close()
