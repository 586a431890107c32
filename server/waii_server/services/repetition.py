"""Requests that are safe to send again (AIP-155): done once, and answered as the first time."""

from hashlib import sha256

from waii_server.domain import clock, limits
from waii_server.domain.errors import FieldViolation, InvalidArgument, Reason
from waii_server.domain.origin import RepeatableRequest
from waii_server.domain.principal import Principal
from waii_server.services.write_behind import WriteBehind
from waii_server.storage.database import Database, Transaction

_KEPT = limits.REQUEST_ID_SECONDS * 1_000_000  # microseconds
_PRUNED_AT_ONCE = 500


class AlreadyAnswered(Exception):
    """The request was done before.

    Attributes:
        answer: what is kept of its answer; empty where that holds nothing.
    """

    def __init__(self, answer: bytes) -> None:
        super().__init__("the request was answered before")
        self.answer = answer


def require_first(
    transaction: Transaction, principal: Principal, request: RepeatableRequest
) -> None:
    """Notes in `transaction` that the request is answered by it.

    Of requests that come at the same time, the database lets one through; where that fails, nothing
    is noted.

    Raises:
        AlreadyAnswered: it was done before, less than a day ago.
        InvalidArgument: its id belongs to another request.
    """
    now = clock.now()
    earlier = transaction.answered_requests.add(
        _id(principal, request), request.body, now=now, before=now - _KEPT
    )
    if earlier is None:
        return
    if earlier.body != request.body:
        raise InvalidArgument(
            [FieldViolation("request_id", "was sent with another request less than a day ago")],
            Reason.REQUEST_ID_REUSED,
        )
    raise AlreadyAnswered(earlier.answer)


def keep_answer(
    transaction: Transaction, principal: Principal, request: RepeatableRequest, answer: bytes
) -> None:
    """Keeps what the request is answered, where that is more than nothing."""
    transaction.answered_requests.set_answer(_id(principal, request), answer)


class ExpiredRequests(WriteBehind):
    """Deletes the answers that need not be kept any longer.

    Args:
        interval: seconds between two times.
    """

    def __init__(self, database: Database, interval: float = 300.0) -> None:
        super().__init__("answered requests", interval)
        self._database = database

    def _store(self) -> None:
        before = clock.now() - _KEPT
        while self._any(before):
            # Many servers look for the same ones at the same time.
            with self._database.write(in_turn=True) as transaction:
                transaction.answered_requests.prune(before=before, limit=_PRUNED_AT_ONCE)
                transaction.commit(None)

    def _any(self, before: int) -> bool:
        with self._database.read() as transaction:
            return transaction.answered_requests.any_from_before(before)


def _id(principal: Principal, request: RepeatableRequest) -> bytes:
    # Of the key, and not of its user: a later user of the same id is somebody else.
    sender = f"{principal.key_id} {principal.subject.user_id} "
    return sha256((sender + request.request_id).encode()).digest()
