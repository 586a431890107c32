"""Handlers that do not run in the threads that serve calls."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


def run_in(pool: ThreadPoolExecutor, method: Callable[..., Any]) -> Callable[..., Any]:
    """`method`, such that grpc runs it in `pool`.

    grpc looks for the pool on the function that it runs, and a bound method takes no attributes.
    """

    def behavior(*arguments: object) -> Any:
        return method(*arguments)

    vars(behavior).update(vars(getattr(method, "__func__", method)), experimental_thread_pool=pool)
    return behavior


class AtOnce(ThreadPoolExecutor):
    """No pool: runs what it is given in the thread that gives it, which is grpc's own.

    It waits for no thread and for no queue. Every other call waits for it: nothing that is run here
    may wait for anything.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done
