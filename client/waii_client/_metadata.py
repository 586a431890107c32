"""What goes into the metadata of a call. No text made here ever holds the access key."""

import re

try:
    from opentelemetry.propagate import inject
except ModuleNotFoundError:

    def inject(carrier: dict[str, str]) -> None:  # type: ignore[misc]
        """Nobody traces."""


Metadata = tuple[tuple[str, str], ...]

# What HTTP/2 carries in a header value, without white space, which no key and no id contains.
_VISIBLE_ASCII = re.compile(r"[!-~]+")


def authorization(api_key: str) -> tuple[str, str]:
    """The entry that holds the access key.

    Raises TypeError or ValueError where it cannot be one; the text does not show it.
    """
    if not isinstance(api_key, str):
        raise TypeError(f"api_key must be a str, not {type(api_key).__name__}")
    if not _VISIBLE_ASCII.fullmatch(api_key):
        raise ValueError(
            "api_key holds a character that no access key has: a space, a line break, a control "
            "character or one that is not ASCII (was it read from a file without stripping it?)"
        )
    return ("authorization", f"Bearer {api_key}")


def checked_user_id(user_id: str) -> str:
    """The id of a user to impersonate; TypeError or ValueError where no user can have it."""
    if not isinstance(user_id, str):
        raise TypeError(f"user_id must be a str, not {type(user_id).__name__}")
    if not user_id:
        raise ValueError("user_id must not be empty")
    if not _VISIBLE_ASCII.fullmatch(user_id):
        raise ValueError(
            "user_id must consist of visible ASCII characters: "
            f"{user_id!a} cannot be the id of a user"
        )
    return user_id


def call_metadata(
    authorization: tuple[str, str], *, request_id: str, impersonate: str | None
) -> Metadata:
    """The metadata of one call; `impersonate` is the id of the user to act as, if any.

    Where the program traces with OpenTelemetry, the context of the trace goes along.
    """
    metadata = (authorization, ("x-request-id", request_id), *trace_context())
    if impersonate is None:
        return metadata
    return (*metadata, ("x-waii-impersonate-user", impersonate))


def trace_context() -> Metadata:
    """The context of the program's trace, where it traces with OpenTelemetry."""
    carrier: dict[str, str] = {}
    inject(carrier)
    return tuple(carrier.items())
