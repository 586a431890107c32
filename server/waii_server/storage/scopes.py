"""What a key is limited to, as the one text that a row holds of it."""

from functools import lru_cache

from waii_server.domain.roles import Permission, Scope

_SEPARATOR = ","


def joined(scope: Scope | None) -> str | None:
    return None if scope is None else _SEPARATOR.join(sorted(scope))


@lru_cache(maxsize=1024)
def scope_of(joined: str | None) -> Scope | None:
    """The permissions in such a text; None where it limits nothing."""
    if joined is None:
        return None
    # One that this program does not know is one that nothing here asks for.
    known = set(Permission)
    return frozenset(Permission(name) for name in joined.split(_SEPARATOR) if name in known)
