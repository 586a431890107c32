"""Statements on audit events. There is none that changes one.

The log is read page by page, by readers who go on where they were: nothing may ever appear behind
them. Numbers are given before transactions commit, and transactions overlap in PostgreSQL; so there
the order is that of transactions, and a reader sees only those before the first that still runs.
In SQLite one writer follows the other, and the number is the order.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, tuple_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col

from waii_server.domain.audit import AuditEvent, RecordedEvent
from waii_server.storage.statements import Connection, EngineText, Row, Statement
from waii_server.storage.tables import AuditEventRow

_SEQUENCE = col(AuditEventRow.sequence)
_TRANSACTION = col(AuditEventRow.transaction_id)
_PLACE = (_TRANSACTION, _SEQUENCE)
_COLUMNS = (
    *_PLACE,
    *(col(getattr(AuditEventRow, name)) for name in AuditEvent._fields),
)
_THIS_TRANSACTION = EngineText(
    sqlite="0", postgresql="CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
)
_FIRST_THAT_RUNS = EngineText(
    sqlite="1",
    postgresql="CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)",
)


def _insert(number: int) -> Statement:
    """So many events, in one statement; of the parameters of the n-th, the names end in n."""
    rows: list[dict[str, Any]] = [
        {"transaction_id": _THIS_TRANSACTION}
        | {name: bindparam(f"{name}{index}") for name in AuditEvent._fields}
        for index in range(number)
    ]
    return Statement(insert(AuditEventRow).values(rows), keeps_principals=True)


ADD = _insert(1)
_ADD_MANY = {number: _insert(number) for number in (100, 10)} | {1: ADD}
"""By how many they add: while a statement runs, other threads go on; between statements, the
thread that runs them waits for its turn."""
_PRUNE = Statement(
    delete(AuditEventRow).where(
        _SEQUENCE.in_(
            select(_SEQUENCE)
            .where(col(AuditEventRow.time) < bindparam("before"))
            .order_by(_SEQUENCE)
            .limit(bindparam("limit"))
        )
    ),
    keeps_principals=True,
)
_FILTERS: dict[str, ColumnElement[bool]] = {
    name: col(getattr(AuditEventRow, name)) == bindparam(name)
    for name in ("org_id", "actor", "subject", "target", "method")
} | {
    "start": col(AuditEventRow.time) >= bindparam("start"),
    "end": col(AuditEventRow.time) < bindparam("end"),
}


class AuditEvents:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, events: Sequence[AuditEvent]) -> None:
        """Adds them in their order."""
        added = 0
        for number, statement in _ADD_MANY.items():
            while len(events) - added >= number:
                self._connection.run(statement, **values_of(*events[added : added + number]))
                added += number

    def list(self, *, after: str, limit: int, **filters: str | int | None) -> list[RecordedEvent]:
        """Up to `limit` events in their order, from the one behind the place `after`.

        Args:
            after: the `id` of an event; empty for the first ones.
            filters: `org_id`, `actor`, `subject`, `target`, `method`, and `start` and `end` in
                microseconds since the epoch; None does not filter.
        """
        transaction_id, _, sequence = (after or "0.0").partition(".")
        given = {name: value for name, value in filters.items() if value is not None}
        rows = self._connection.rows(
            _list(*given),
            after_transaction=int(transaction_id),
            after_sequence=int(sequence),
            limit=limit,
            **given,
        )
        return [_entity(row) for row in rows]

    def prune(self, *, before: int, limit: int) -> int:
        """Deletes up to `limit` events from before a time; returns how many it were."""
        deleted: int = self._connection.run(_PRUNE, before=before, limit=limit).rowcount
        return deleted


def values_of(*events: AuditEvent) -> dict[str, object]:
    """The values of a statement that adds these events; of `ADD`, for one."""
    values: dict[str, object] = {}
    for index, event in enumerate(events):
        for name, value in zip(AuditEvent._fields, event, strict=True):
            values[f"{name}{index}"] = value
        values[f"changed{index}"] = "\n".join(event.changed)
    return values


@cache
def _list(*filters: str) -> Statement:
    return Statement(
        select(*_COLUMNS)
        .where(
            *(_FILTERS[name] for name in filters),
            tuple_(*_PLACE) > tuple_(bindparam("after_transaction"), bindparam("after_sequence")),
            _TRANSACTION < _FIRST_THAT_RUNS,
        )
        .order_by(*_PLACE)
        .limit(bindparam("limit"))
    )


def _entity(row: Row) -> RecordedEvent:
    transaction_id, sequence, *values, changed, validate_only = row
    names = tuple(changed.split("\n")) if changed else ()
    event = AuditEvent._make((*values, names, bool(validate_only)))
    return RecordedEvent(transaction_id, sequence, event)
