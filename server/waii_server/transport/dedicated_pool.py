"""Handlers that run in threads of their own, beside those that serve calls."""

from concurrent.futures import ThreadPoolExecutor


def run_in(pool: ThreadPoolExecutor, servicer: object, method: str) -> None:
    """Lets grpc run `servicer.method` in `pool`.

    grpc looks for the pool on the function that it runs, and a bound method takes no attributes.
    """
    bound = getattr(servicer, method)

    def behavior(request: object, context: object) -> object:
        return bound(request, context)

    behavior.experimental_thread_pool = pool  # type: ignore[attr-defined]
    setattr(servicer, method, behavior)
