"""Statements on requests that were answered, and may be sent again."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql
from sqlmodel import col

from waii_server.storage.statements import Connection, Statement
from waii_server.storage.tables import AnsweredRequestRow

_ID = col(AnsweredRequestRow.id)
_TIME = col(AnsweredRequestRow.answered_at)
_THIS = bindparam("id") == _ID
_OLD = bindparam("before") > _TIME

# Both engines have it, and SQLAlchemy has it for each; either form compiles for both.
_INSERT = postgresql.insert(AnsweredRequestRow)
_ADD = Statement(
    _INSERT.on_conflict_do_update(
        index_elements=["id"],
        set_={name: _INSERT.excluded[name] for name in ("body", "answer", "answered_at")},
        where=_OLD,
    ),
    keeps_principals=True,
)
_GET = Statement(select(col(AnsweredRequestRow.body), col(AnsweredRequestRow.answer)).where(_THIS))
_SET_ANSWER = Statement(
    update(AnsweredRequestRow).where(_THIS).values(answer=bindparam("new_answer")),
    keeps_principals=True,
)
_ANY_OLD = Statement(select(_ID).where(_OLD).limit(bindparam("limit")))
_PRUNE = Statement(
    delete(AnsweredRequestRow).where(_ID.in_(select(_ID).where(_OLD).limit(bindparam("limit")))),
    keeps_principals=True,
)


class Answered(NamedTuple):
    """A request that was answered before."""

    body: bytes
    answer: bytes


class AnsweredRequests:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, request: bytes, body: bytes, *, now: int, before: int) -> Answered | None:
        """Adds a request, answered with nothing; or returns the one that is there already.

        Args:
            request: a digest of its id.
            before: what was answered before this time counts as not there.
        """
        values = {"id": request, "body": body, "answer": b"", "answered_at": now}
        if self._connection.changed(_ADD, **values, before=before):
            return None
        (row,) = self._connection.rows(_GET, id=request)
        return Answered(*row)

    def set_answer(self, request: bytes, answer: bytes) -> None:
        self._connection.run(_SET_ANSWER, id=request, new_answer=answer)

    def any_from_before(self, time: int) -> bool:
        return self._connection.row(_ANY_OLD, before=time, limit=1) is not None

    def prune(self, *, before: int, limit: int) -> int:
        """Deletes up to `limit` of those from before a time; returns how many it were."""
        deleted: int = self._connection.run(_PRUNE, before=before, limit=limit).rowcount
        return deleted
