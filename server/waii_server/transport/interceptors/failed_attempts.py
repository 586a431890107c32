"""Slows down an address from which attempts to authenticate keep failing.

When it has used up its failures, its calls are refused before their keys are looked up, whatever
the keys are: the answer says nothing about them. A key that was good not long ago is the exception.
Else one who fails would lock out all who share the address, and behind a proxy these are everybody.

In the chain only where failures are limited.
"""

import structlog

from waii_server.domain.errors import RateLimitExceeded, Unauthenticated
from waii_server.domain.rate_limit import RateLimit
from waii_server.transport.call import AUTHORIZATION_KEY, Call, Handler, Interceptor
from waii_server.transport.peer import address_of

_GOOD_KEYS = 8192
_WARNINGS_A_SECOND = 1 / 60  # for each address
_log = structlog.get_logger()


def failed_attempts(limit: RateLimit) -> Interceptor:
    good = _Recent(_GOOD_KEYS)
    warnings = RateLimit(_WARNINGS_A_SECOND, 1, clock=limit.clock)

    def intercept(_method: str, handler: Handler) -> Handler:
        def handle(call: Call) -> bytes:
            # Not the key itself: of that, nothing is kept.
            sent = hash(tuple(call.sent.get(AUTHORIZATION_KEY, ())))
            known = good.knows(sent)
            if not known and (address := address_of(call.origin.peer())):
                _refuse_if_empty(address)
            try:
                return handler(call)
            except Unauthenticated:
                good.discard(sent)
                if address := address_of(call.origin.peer()):
                    _count(address)
                raise
            finally:
                if not known and call.principal is not None:
                    good.add(sent)

        return handle

    def _refuse_if_empty(address: str) -> None:
        if wait := limit.wait(address):
            raise RateLimitExceeded(
                "failed attempts to authenticate from this address", limit.rate, wait
            )

    def _count(address: str) -> None:
        limit.take(address)
        if limit.wait(address) and not warnings.take(address):
            _log.warning("attempts to authenticate keep failing", address=address)

    return intercept


class _Recent:
    """Marks that were added or asked for not long ago: up to twice `number` of them."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._young: set[int] = set()
        self._old: set[int] = set()

    def knows(self, mark: int) -> bool:
        if mark in self._young:
            return True
        if mark not in self._old:
            return False
        self.add(mark)
        return True

    def add(self, mark: int) -> None:
        if len(self._young) >= self._number:
            self._old, self._young = self._young, set()
        self._young.add(mark)

    def discard(self, mark: int) -> None:
        self._young.discard(mark)
        self._old.discard(mark)
