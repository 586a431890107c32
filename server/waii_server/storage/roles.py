"""A user's roles, as the one text that a row holds of them."""

from collections.abc import Iterable
from functools import lru_cache

from waii_server.domain.roles import in_order

_SEPARATOR = ","


def joined(roles: Iterable[str]) -> str:
    return _SEPARATOR.join(roles)


@lru_cache(maxsize=1024)
def roles_of(joined: str) -> tuple[str, ...]:
    """The roles in such a text, from weakest to strongest."""
    return in_order(joined.split(_SEPARATOR)) if joined else ()
