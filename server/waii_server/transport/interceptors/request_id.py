"""Gives the call its id: the caller's where it is safe to log and to return, else a new one."""

import random
import re

from waii_server.transport.call import REQUEST_ID_KEY, Call, Handler

_SAFE = re.compile(r"[A-Za-z0-9._\-]{1,128}")


def request_id(_method: str, handler: Handler) -> Handler:
    def handle(call: Call) -> bytes:
        # Only to be told apart, not hard to guess: the system's randomness would take longer than
        # all the rest of this.
        call.origin.request_id = _sent(call) or f"{random.getrandbits(128):032x}"
        return handler(call)

    return handle


def _sent(call: Call) -> str | None:
    values = call.sent.get(REQUEST_ID_KEY)
    if values is None or len(values) != 1:
        return None
    (value,) = values
    return value if isinstance(value, str) and _SAFE.fullmatch(value) else None
