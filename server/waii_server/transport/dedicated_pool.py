"""Handlers that run in threads of their own, beside those that serve calls."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run_in(pool: ThreadPoolExecutor, method: Callable[..., Any]) -> Callable[..., Any]:
    """`method`, such that grpc runs it in `pool`.

    grpc looks for the pool on the function that it runs, and a bound method takes no attributes.
    """

    def behavior(*arguments: object) -> Any:
        return method(*arguments)

    vars(behavior).update(vars(getattr(method, "__func__", method)), experimental_thread_pool=pool)
    return behavior
