"""Begins with a call in time, or not at all, and repeats it where it lost a race: decided anew,
from the key on, with the data as it is now.

Safe for every method: a call that lost a race has changed nothing.
"""

import random
import time

from waii_server.domain.errors import Conflict
from waii_server.transport.call import Call, Handler

ATTEMPTS = 8
_FIRST_PAUSE = 0.002  # seconds; doubles with each attempt, to a quarter of a second in the end


def retry(_method: str, handler: Handler) -> Handler:
    def handle(call: Call) -> bytes:
        for attempt in range(ATTEMPTS - 1):
            call.check_deadline()
            try:
                return handler(call)
            except Conflict:
                # Spread out, so that those who raced do not meet again.
                time.sleep(random.uniform(0, _FIRST_PAUSE * 2**attempt))  # noqa: S311
        call.check_deadline()
        return handler(call)

    return handle
