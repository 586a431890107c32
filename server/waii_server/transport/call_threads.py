"""The threads that serve calls.

The standard pool makes a future for each task, with a lock and a condition, and takes four more
locks to hand it over: for a call as short as most are here, a tenth of the whole. Of the future,
grpc asks one thing alone: to be told when the task is over.
"""

import math
import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, cast

import structlog

from waii_server.domain.rate_limit import RateLimit

_REFUSALS_A_SECOND = 500.0
_log = structlog.get_logger()


class CallThreads:
    """As much of a `ThreadPoolExecutor` as a grpc server uses.

    Args:
        number: of threads, all of which are started at once.
        most: calls that are with the threads, or wait for one, when they are full.

    Attributes:
        refusals: of calls for which there is no room: so many a second, of whichever service, take
            no time from those for which there is.
    """

    def __init__(self, number: int, most: int) -> None:
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self.most = most
        self.refusals = RateLimit(_REFUSALS_A_SECOND, math.ceil(_REFUSALS_A_SECOND / 10))
        self._unfinished: set[_Task] = set()
        self._current = threading.local()
        self._threads = [
            threading.Thread(target=self._run, name=f"call-{index}", daemon=True)
            for index in range(number)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def full(self) -> bool:
        """Whether there are as many calls as there may be. Nothing here keeps more from coming."""
        return len(self._unfinished) >= self.most

    @property
    def submitted_at(self) -> float:
        """When the task that runs in this thread was submitted, by `time.monotonic`."""
        return float(self._current.submitted_at)

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> "_Task":
        task = _Task(function, arguments)
        self._unfinished.add(task)
        self._tasks.put(task)
        return task

    def shutdown(self) -> None:
        """Waits until everything that was submitted is done."""
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def as_executor(self) -> ThreadPoolExecutor:
        """This, under the type that grpc says it wants."""
        return cast("ThreadPoolExecutor", self)

    def _run(self) -> None:
        _let_others_finish()
        while (task := self._tasks.get()) is not None:
            self._current.submitted_at = task.submitted_at
            task.run()
            self._unfinished.discard(task)
            del task  # or it would live, with all that it holds, until the next one comes


def _let_others_finish() -> None:
    """This thread, when it wakes, does not interrupt the one that runs.

    That is mostly the one that hands out the calls, in the middle of the next one. Interrupted by
    every thread that it wakes, it would not even come to refuse what is too much.
    """
    if sys.platform == "linux":
        # Where a container forbids it, calls are served all the same.
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


class _Task:
    """A task and, for grpc, its future."""

    __slots__ = ("_arguments", "_callbacks", "_done", "_function", "submitted_at")

    def __init__(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self._function = function
        self._arguments = arguments
        self._callbacks: list[Callable[[_Task], object]] = []
        self._done = False
        self.submitted_at = time.monotonic()

    def add_done_callback(self, callback: Callable[["_Task"], object]) -> None:
        self._callbacks.append(callback)
        if self._done:
            self._tell()

    def run(self) -> None:
        try:
            self._function(*self._arguments)
        except BaseException:  # noqa: BLE001  the thread has other calls to serve
            _log.exception("a call's thread failed")
        self._done = True
        self._tell()

    def _tell(self) -> None:
        # Whoever takes a callback from the list calls it: nobody else can.
        while self._callbacks:
            try:
                callback = self._callbacks.pop()
            except IndexError:
                return
            callback(self)
