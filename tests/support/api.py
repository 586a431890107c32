"""The Python client, sync and async, behind one face: so that a test is written once for both."""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Protocol

from google.protobuf.message import Message
from waii_client import AsyncWaii, Waii


class Api(Protocol):
    """A client with a key of its own."""

    def call(self, method: str, request: Message, *, as_user: str | None = None) -> Any:
        """Calls the client's operation `method`, inside `impersonate_user(as_user)` where given."""

    def close(self) -> None: ...


Connect = Callable[[str], Api]


def _operation(client: Waii | AsyncWaii, method: str) -> Any:
    services = (
        client.user,
        client.access_key,
        client.audit,
        client.authorization,
        client.batch,
        client.suspension,
    )
    return next(getattr(one, method) for one in services if hasattr(one, method))


class SyncApi:
    def __init__(self, address: str, key: str) -> None:
        self._client = Waii()
        self._client.initialize(url=address, api_key=key)

    def call(self, method: str, request: Message, *, as_user: str | None = None) -> Any:
        block = nullcontext() if as_user is None else self._client.impersonate_user(as_user)
        with block:
            return _operation(self._client, method)(request)

    def close(self) -> None:
        self._client.close()


class AsyncApi:
    def __init__(self, address: str, key: str) -> None:
        self._runner = asyncio.Runner()
        self._client = AsyncWaii()
        self._runner.run(self._initialize(address, key))

    def call(self, method: str, request: Message, *, as_user: str | None = None) -> Any:
        async def call() -> Any:
            block = nullcontext() if as_user is None else self._client.impersonate_user(as_user)
            async with block:
                return await _operation(self._client, method)(request)

        return self._runner.run(call())

    def close(self) -> None:
        self._runner.run(self._client.close())
        self._runner.close()

    async def _initialize(self, address: str, key: str) -> None:
        await self._client.initialize(url=address, api_key=key)
