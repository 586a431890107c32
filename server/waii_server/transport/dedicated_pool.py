"""Handlers that run in threads of their own, beside those that serve calls."""

from concurrent.futures import ThreadPoolExecutor


def run_in(pool: ThreadPoolExecutor, servicer: object, *methods: str) -> None:
    """Lets grpc run these methods of `servicer` in `pool`.

    grpc looks for the pool on the function that it runs, and a bound method takes no attributes.
    """
    for method in methods:
        _run_in(pool, servicer, method)


def _run_in(pool: ThreadPoolExecutor, servicer: object, method: str) -> None:
    bound = getattr(servicer, method)

    def behavior(*arguments: object) -> object:
        return bound(*arguments)

    vars(behavior).update(vars(bound.__func__), experimental_thread_pool=pool)
    setattr(servicer, method, behavior)
