"""The log of who did what as whom: what no change's own transaction holds, and who may read it."""

from collections import deque
from itertools import islice

from waii_server.domain.audit import AuditEvent, RecordedEvent
from waii_server.domain.errors import Unavailable
from waii_server.domain.model import Page
from waii_server.domain.principal import Principal
from waii_server.domain.validation import Violations
from waii_server.services import scope
from waii_server.services.authentication import read_as
from waii_server.services.pages import Pages
from waii_server.services.write_behind import WriteBehind
from waii_server.storage.database import Database

_AT_ONCE = 500


class AuditTrail(WriteBehind):
    """Stores the events of calls that change nothing, many in one transaction.

    A call does not wait until its event is stored: what a crash loses is at most the events of one
    interval. Where the database does not take them, they wait, and when too many wait, the calls
    that would add to them are refused: nobody acts unseen for long.

    Args:
        interval: seconds between two transactions.
        capacity: how many events may wait.
    """

    def __init__(self, database: Database, interval: float = 0.2, capacity: int = 10_000) -> None:
        super().__init__("audit events", interval)
        self._database = database
        self._capacity = capacity
        self._waiting: deque[AuditEvent] = deque()

    def add(self, event: AuditEvent) -> None:
        """Stores the event soon.

        Raises:
            Unavailable: too many wait already.
        """
        if len(self._waiting) >= self._capacity:
            raise Unavailable
        self._waiting.append(event)

    def _store(self) -> None:
        while self._waiting:
            # Only this method takes away: what was stored is what is at the front.
            events = list(islice(self._waiting.copy(), _AT_ONCE))
            with self._database.write() as transaction:
                transaction.audit_events.add(events)
                transaction.commit(None)
            for _ in events:
                self._waiting.popleft()


class AuditLog:
    def __init__(self, database: Database, pages: Pages) -> None:
        self._database = database
        self._pages = pages

    def list(
        self,
        principal: Principal,
        *,
        lookup_org_id: str,
        filters: dict[str, str],
        start: int | None,
        end: int | None,
        size: int,
        token: str,
        violations: Violations,
    ) -> Page[RecordedEvent]:
        """The events that match every filter, the oldest first; an empty one does not filter.

        Args:
            lookup_org_id: empty for the caller's own organization, for a super-admin all.
            filters: `actor`, `subject`, `target`, `method`.
            start: microseconds since the epoch, None for the beginning; `end` likewise, not
                included.
        """
        caller = principal.subject
        org_id = lookup_org_id or (None if caller.is_super_admin else caller.org_id)
        times = tuple("" if time is None else str(time) for time in (start, end))
        bound = ("audit events", caller.org_id, org_id or "", *filters.values(), *times)
        cursor = self._pages.cursor(bound, size, token, violations)
        with read_as(self._database, principal) as transaction:
            if org_id is not None:
                scope.organization(transaction, caller, org_id)
            return cursor.page(
                transaction.audit_events.list(
                    after=cursor.after,
                    limit=cursor.limit,
                    org_id=org_id,
                    start=start,
                    end=end,
                    **{name: value or None for name, value in filters.items()},
                )
            )


def prune(database: Database, *, before: int) -> int:
    """Deletes the events from before a time, in microseconds since the epoch; how many it were.

    In small transactions, so that a server goes on meanwhile.
    """
    deleted = 0
    while True:
        with database.write(in_turn=True) as transaction:
            count = transaction.audit_events.prune(before=before, limit=_AT_ONCE)
            transaction.commit(None)
        deleted += count
        if count < _AT_ONCE:
            return deleted
