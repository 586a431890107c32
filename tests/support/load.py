"""Clients that call all the time, sync and async, over connections old and new."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from waii_client import AsyncWaii, Waii
from waii_client.user import GetUserInfoRequest

from support.waiting import soon

_ME = GetUserInfoRequest()
_OF_EACH_KIND = 2


class Load:
    """From the start of the block to its end; no call may fail.

    Of each kind there are several: those that keep their connection, and those that open one for
    each call.

    Attributes:
        options: what clients are initialized with from now on.
    """

    def __init__(self, **options: Any) -> None:
        self.options = options
        self._calls: list[int] = []
        self._done = threading.Event()
        self._pool = ThreadPoolExecutor(4 * _OF_EACH_KIND)
        self._running: list[Future[None]] = []

    def turn(self) -> None:
        """Waits until every one has begun a call, and those of a connection each a new one."""
        before = list(self._calls)
        # The call after next has begun after this.
        reached = [calls + 2 for calls in before]
        assert soon(lambda: self._ended() or all(map(int.__ge__, self._calls, reached)))
        for ended in self._ended():
            ended.result()

    def __enter__(self) -> Self:
        for _ in range(_OF_EACH_KIND):
            self._start(self._keep)
            self._start(self._renew)
            self._start(lambda count: asyncio.run(self._keep_async(count)))
            self._start(lambda count: asyncio.run(self._renew_async(count)))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._done.set()
        self._pool.shutdown()
        for one in self._running:
            one.result()

    def _start(self, run: Callable[[Callable[[], None]], None]) -> None:
        number = len(self._calls)
        self._calls.append(0)

        def count() -> None:
            self._calls[number] += 1

        self._running.append(self._pool.submit(run, count))

    def _ended(self) -> list[Future[None]]:
        return [one for one in self._running if one.done()]

    def _keep(self, count: Callable[[], None]) -> None:
        with Waii().initialize(**self.options) as client:
            while not self._done.is_set():
                client.user.get_user_info(_ME)
                count()

    def _renew(self, count: Callable[[], None]) -> None:
        while not self._done.is_set():
            with Waii().initialize(**self.options) as client:
                client.user.get_user_info(_ME)
            count()

    async def _keep_async(self, count: Callable[[], None]) -> None:
        async with await AsyncWaii().initialize(**self.options) as client:
            while not self._done.is_set():
                await client.user.get_user_info(_ME)
                count()

    async def _renew_async(self, count: Callable[[], None]) -> None:
        while not self._done.is_set():
            async with await AsyncWaii().initialize(**self.options) as client:
                await client.user.get_user_info(_ME)
            count()
