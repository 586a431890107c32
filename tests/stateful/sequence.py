"""Makes the steps of a sequence, and compares all that comes of them with the model."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Self

from google.protobuf.message_factory import GetMessageClass
from matrix import answers, oracle
from matrix.cells import changes_something, methods
from matrix.facts import Facts
from stateful import content, effects, invariants, log, replay, rules, stored
from stateful.content import Answered, Shown
from stateful.rules import Call, Expected
from stateful.start import Start
from stateful.steps import Past, TimePasses, step
from support import databases, inspection
from support.raw import Outcome, RawClient
from support.server import RunningServer
from support.waiting import soon
from waii.user.v1 import GetUserInfoRequest

_REASON = "ERROR_REASON_"
_TRIED = "tried"
_MOST_PAGES = 100
_FEWEST = 40
"""Steps of a sequence, also where nobody is left who is let in."""
_LISTS = {"users", "tenants", "organizations"}
_READS = {name for name in methods() if not changes_something(name)}


@dataclass
class Counts:
    """What was done in all sequences."""

    sequences: int = 0
    steps: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    keys: int = 0
    """How often a key was tried that had been issued at some time."""
    events: int = 0
    """Of the log, each looked at."""
    changes: int = 0
    repeated: int = 0
    """Calls that were answered as the first time."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Of refusals."""


class Fault(Exception):
    """Something was otherwise than the model says."""


@dataclass
class Arena:
    """A server, on which sequences run one after the other."""

    server: RunningServer
    start: Start
    counts: Counts = field(default_factory=Counts)
    told: list[str] = field(default_factory=list)
    """The steps of the last sequence, in words."""

    def __enter__(self) -> Self:
        self._client = RawClient(self.server.address)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.__exit__(kind, error, traceback)

    def run(self, numbers: Sequence[int]) -> str:
        """Makes the steps of these numbers, from the start on; says what was wrong first."""
        self.start.restore(self.server)
        self.counts.sequences += 1
        sequence = _Sequence(self.server, self._client, self.start, self.counts)
        self.told = sequence.told
        at = "before the first step"
        try:
            for index, number in enumerate(numbers):
                if index > _FEWEST and not sequence.goes_on:
                    break
                at = f"step {index} ({number})"
                sequence.step(index, number)
                if index == len(numbers) // 3:
                    sequence.try_all_keys()
                    sequence.checkpoint()
            at = "at the end"
            sequence.finish()
        except Fault as fault:
            sequence.wait_for_the_log()
            return f"{at}: {fault}"
        return ""

    def shortest(self, numbers: Sequence[int], runs: int = 80) -> Sequence[int]:
        """A shorter sequence of these steps in which something is wrong, too."""
        left, size = list(numbers), max(1, len(numbers) // 2)
        while size and runs:
            begin = 0
            while begin < len(left) and runs:
                fewer = left[:begin] + left[begin + size :]
                runs -= 1
                if self.run(fewer):
                    left = fewer
                else:
                    begin += size
            size //= 2
        return left


class _Sequence:
    def __init__(
        self, server: RunningServer, client: RawClient, start: Start, counts: Counts
    ) -> None:
        self._server, self._client, self._counts = server, client, counts
        self._state = start.state
        self._key_ids: dict[int, str] = {}
        self._shown = Shown(secrets=dict.fromkeys(start.secrets), key_ids=self._key_ids)
        self.told: list[str] = []
        self._events: list[log.Event] = []
        self._repeated: set[str] = set()
        self._repeatable: list[Call] = []
        self._changes: list[tuple[Call, str, str]] = []
        self._tampered: dict[replay.Place, set[str]] = {}
        self._reached = invariants.reaches(self._state, _now())
        self._stored: replay.Tables = start.tables
        self._replayed: set[int] = set()
        stored.differences(start.tables, self._state, self._key_ids)

    @property
    def goes_on(self) -> bool:
        """Whether anybody is left who may do anything."""
        return any(reach for (_, number), reach in self._reached.items() if number)

    def step(self, index: int, number: int) -> None:
        past = Past(list(self._shown.secrets), self._repeatable, self._shown.etags, self._changes)
        now = _now()
        facts = self._state.facts(now)
        made = step(number, self._state, facts, past, now)
        self._counts.steps += 1
        if isinstance(made, TimePasses):
            self.told.append(str(made))
            self._pass_time(made)
            return
        key = self._state.key_of(made.secret, now)
        told = f"{key.user_id} by {key.name}" if key else "somebody by a key that is good no more"
        self.told.append(f"{told}: {made}")
        try:
            self._call(f"step-{index}", made, facts)
        except Fault as fault:
            raise Fault(f"{self.told[-1]}: {fault}") from None

    # Calls.

    def _call(self, request_id: str, call: Call, facts: Facts) -> None:
        began = _now()
        expected = rules.expected(self._state, facts, self._shown.etags, call, began)
        outcome = self._send(request_id, call.request, call)
        ended = _now()
        answered = f"{outcome.code.name} {outcome.reason.removeprefix(_REASON)}".strip()
        if answered != str(expected.answer):
            raise Fault(f"expected {expected.answer}, answered {answered} ({outcome.message})")
        if rules.is_repeatable(call) and expected.answer.reason != "FIELDS_INVALID":
            self._repeatable.append(call)
        if not expected.accepted:
            self._counts.refused[call.method] += 1
            self._counts.reasons[expected.answer.reason] += 1
            if event := log.event_of_refusal(request_id, call, expected):
                self._events.append(event)
            return
        self._counts.accepted[call.method] += 1
        response, pages = self._followed(request_id, call, outcome)
        if wrong := content.shown_otherwise(call, expected, response):
            raise Fault(wrong)
        answer = self._answered(call, expected, response, began, ended)
        if wrong := content.difference(answer, self._shown):
            raise Fault(wrong)
        if call.method == "AuditService/ListAuditEvents":
            self._look_at_the_log(answer)
        self._events += log.events_of(request_id, answer, pages)
        if expected.repeats is not None:
            self._repeated.add(request_id)
            self._counts.repeated += 1
        if log.is_change(call, expected):
            self._adopt(answer)
            if target := effects.target_of(call.method, call.request):
                self._changes.append((call, *target))

    def _send(self, request_id: str, request: Any, call: Call) -> Outcome:
        metadata = [
            ("authorization", f"Bearer {call.secret}"),
            ("x-request-id", request_id),
        ]
        if call.impersonate:
            metadata.append(("x-waii-impersonate-user", call.impersonate))
        path = f"/{oracle.PACKAGE}.{call.method}"
        return self._client.call(path, request, metadata, timeout=60.0)

    def _followed(self, request_id: str, call: Call, outcome: Outcome) -> tuple[Any, int]:
        """The response, with all pages of a list in it, and how many they were."""
        message_type = GetMessageClass(methods()[call.method].output_type)
        response: Any = message_type.FromString(outcome.response)
        request, page, pages = type(call.request)(), response, 1
        request.CopyFrom(call.request)
        while token := getattr(page, "next_page_token", ""):
            (name,) = _LISTS & set(response.DESCRIPTOR.fields_by_name)
            if not 1 <= len(getattr(page, name)) <= request.page_size:
                raise Fault(f"a page of {len(getattr(page, name))}, not {request.page_size}")
            if pages == _MOST_PAGES:
                raise Fault("the list has no end")
            request.page_token = token
            outcome = self._send(request_id, request, call)
            page = message_type.FromString(outcome.response)
            getattr(response, name).extend(getattr(page, name))
            pages += 1
        return response, pages

    def _answered(
        self, call: Call, expected: Expected, response: Any, began: int, ended: int
    ) -> Answered:
        after = self._state
        assert expected.caller is not None
        if expected.repeats is None and call.method not in _READS:
            after = self._state.copy()
            effects.apply(after, expected.caller, call.method, call.request, response)
            if rules.is_repeatable(call):
                kept = (rules.body_of(call), response.SerializeToString())
                after.kept[rules.place_of(call, expected.caller)] = kept
        return Answered(call, expected, self._state, after, response, began, ended)

    def _adopt(self, answered: Answered) -> None:
        """Goes on from the state behind the call, if that is a good one."""
        reaching = invariants.reaches(answered.after, answered.ended)
        for broken in invariants.violations(
            answered.before, answered.after, answered.caller, self._reached, reaching
        ):
            raise Fault(broken)
        self._state, self._reached = answered.after, reaching
        self._counts.changes += 1

    def _look_at_the_log(self, answered: Answered) -> None:
        holder = answered.caller.holder
        bound_to = "" if holder.everywhere else holder.org_id
        # There, what others have just done may still be behind a transaction that goes on.
        exact = databases.current() == databases.SQLITE
        if wrong := log.shown_wrongly(
            answered.call.request, answered.response, self._events, bound_to, exact=exact
        ):
            raise Fault(wrong)

    # Time.

    def _pass_time(self, passing: TimePasses) -> None:
        """Lets what lasts for hours be over, in the database and in the model."""
        url, over = self._server.settings.database_url, _now() - 1_000_000
        if passing.key is None:
            day = 25 * 60 * 60 * 1_000_000
            inspection.change(
                url, "UPDATE answered_requests SET answered_at = answered_at - ?", day
            )
            self._state.kept.clear()
            return
        key = passing.key
        until = None if key.previous_expires_at is None else min(key.previous_expires_at, over)
        ended = replace(key, previous_expires_at=until)
        if passing.of == "expiry":
            ended = replace(ended, expires_at=over)
        inspection.change(
            url,
            "UPDATE access_keys SET expires_at = ?, previous_expires_at = ? "
            "WHERE user_id = ? AND name = ?",
            ended.expires_at,
            ended.previous_expires_at,
            key.user_id,
            key.name,
        )
        self._state = self._state.copy()
        self._state.keys[key.user_id, key.name] = ended
        self._reached = invariants.reaches(self._state, _now())
        tampered = self._tampered.setdefault((key.user_id, key.name), set())
        tampered |= {"expires_at", "previous_expires_at"}

    # Looking at all of it.

    def checkpoint(self) -> replay.Tables:
        """Compares what is stored with the model, and with the log replayed over what was."""
        tables = inspection.content(self._server.settings.database_url)
        _require(stored.differences(tables, self._state, self._key_ids))
        rows = [row for row in log.stored_events(tables) if row["sequence"] not in self._replayed]
        changes = [row for row in rows if log.tells_of_a_change(row, self._repeated)]
        _require(replay.unexplained(self._stored, changes, tables, self._tampered))
        self._replayed |= {row["sequence"] for row in rows}
        self._stored, self._tampered = tables, {}
        return tables

    def finish(self) -> None:
        """Looks at everything, the log of calls that changed nothing too."""
        self.try_all_keys()
        self.wait_for_the_log()
        tables = self.checkpoint()
        rows = log.stored_events(tables)
        _require(log.differences(self._events, rows, self._key_ids))
        _require([str(row) for row in inspection.damage(self._server.settings.database_url)])
        self._counts.events += len(rows)

    def try_all_keys(self) -> None:
        """Tries every key that was ever issued: none works that should not, and all that should."""
        facts = self._state.facts(_now())
        for secret in self._shown.secrets:
            self._try(secret, facts)

    def _try(self, secret: str, facts: Facts) -> None:
        call = Call(secret, "", "UserService/GetUserInfo", GetUserInfoRequest())
        expected = rules.expected(self._state, facts, {}, call, _now())
        outcome = self._send(_TRIED, call.request, call)
        answered = f"{outcome.code.name} {outcome.reason.removeprefix(_REASON)}".strip()
        self._counts.keys += 1
        key = self._state.key_of(secret, _now())
        whose = f"{key.name} of {key.user_id}" if key else "that is good no more"
        if answered != str(expected.answer):
            raise Fault(f"key {whose}: expected {expected.answer}, answered {answered}")
        if expected.accepted:
            assert expected.answer.shows is not None
            said = answers.shown(call.method, outcome.response)
            if said != expected.answer.shows:
                raise Fault(f"key {whose}: shown {sorted(said ^ expected.answer.shows)}")

    def wait_for_the_log(self) -> None:
        """Events of calls that changed nothing are stored a little later."""
        assert soon(lambda: not self._server.server._trail._waiting)


def _require(wrong: Sequence[str]) -> None:
    if wrong:
        raise Fault("; ".join(wrong[:5]))


def _now() -> int:
    """Microseconds since the epoch."""
    return time.time_ns() // 1000
