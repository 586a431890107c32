"""Gives the call its id: the caller's where it is safe to log and to return, else a new one."""

import random
import re

from waii_server.domain import key_format
from waii_server.transport.call import REQUEST_ID_KEY, Call, Handler, Sent

_SAFE = re.compile(r"[A-Za-z0-9._\-]{1,128}")


def request_id(_method: str, handler: Handler) -> Handler:
    def handle(call: Call) -> bytes:
        call.origin.request_id = request_id_of(call.sent)
        return handler(call)

    return handle


def request_id_of(sent: Sent) -> str:
    """The id of the call with this metadata."""
    values = sent.get(REQUEST_ID_KEY, ())
    if len(values) == 1:
        (value,) = values
        if isinstance(value, str) and _SAFE.fullmatch(value) and not key_format.is_in(value):
            return value
    # Only to be told apart, not hard to guess: the system's randomness would take longer than all
    # the rest of this.
    return f"{random.getrandbits(128):032x}"
