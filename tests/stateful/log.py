"""The log of events, beside the calls that were made: one for each that is accounted for, no other.

Calls are told by their `x-request-id`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matrix import oracle
from matrix.cells import changes_something
from stateful import effects
from stateful.content import Answered, keys_in
from stateful.rules import Call, Expected

_REFUSALS = {
    "IMPERSONATION_DENIED",
    "IMPERSONATION_TARGET_NOT_FOUND",
    "IMPERSONATION_CEILING_EXCEEDED",
    "PERMISSION_CEILING_EXCEEDED",
    "SUSPENDED",
}
_NOT_AN_ID = "-"


@dataclass(frozen=True)
class Event:
    """An event that must be in the log.

    Attributes:
        key: the number of the key that was used.
        change: whether it tells of a change, with which it was stored at once.
        targets: what it may name.
        changed: what it says to be changed; None where the model does not say.
        super_admin: whether the subject might change something in any organization.
        subject_org: where the subject was.
        times: how often it is there: a list has a call for each page.
    """

    request_id: str
    change: bool
    method: str
    actor: str
    subject: str
    key: int
    targets: frozenset[str]
    org_id: str
    code: str
    reason: str
    changed: frozenset[str] | None
    validate_only: bool
    super_admin: bool
    subject_org: str
    times: int = 1


def event_of_refusal(request_id: str, call: Call, expected: Expected) -> Event | None:
    """The event of a call that is refused, where it is accounted for."""
    answer, actor, caller = expected.answer, expected.actor, expected.caller
    acts = bool(call.impersonate) and caller is not None
    if actor is None or not (acts or answer.reason in _REFUSALS):
        return None
    wanted = call.impersonate if call.impersonate not in ("", _NOT_AN_ID) else ""
    subject = caller or actor
    return Event(
        request_id,
        False,
        f"{oracle.PACKAGE}.{call.method}",
        actor.user_id,
        wanted or subject.user_id,
        actor.key.number,
        frozenset({"", _target(call, subject.user_id)}),
        subject.holder.org_id,
        answer.code,
        answer.reason,
        None,
        call.validates_only,
        subject.holder.everywhere,
        subject.holder.org_id,
    )


def events_of(request_id: str, answered: Answered, pages: int) -> list[Event]:
    """The events of a call that was let through, where it is accounted for: one, or one for each
    row of a batch that was created."""
    call, expected, caller = answered.call, answered.expected, answered.caller
    own = _target(call, caller.user_id)
    targets = [own]
    if call.method == "BatchService/BatchCreate":
        made = effects.created_of(call.request, answered.response)
        targets = [f"{kind}s/{name}" for kind, name, _ in made]
    change = is_change(call, expected) and bool(targets)
    reveals = (
        call.method == "UserService/ListAccessKeys"
        and any("…" not in key.access_key for key in answered.response.access_keys)
    ) or (expected.repeats is not None and keys_in(answered.response) and not call.validates_only)
    if not (change or reveals or call.impersonate):
        return []
    actor = expected.actor
    assert actor is not None

    def event(targets: set[str], org_id: str) -> Event:
        return Event(
            request_id,
            change,
            f"{oracle.PACKAGE}.{call.method}",
            actor.user_id,
            caller.user_id,
            caller.key.number,
            frozenset(targets),
            org_id,
            "OK",
            "",
            frozenset(_changed(call)) if change else None,
            call.validates_only,
            caller.holder.everywhere,
            caller.holder.org_id,
            pages,
        )

    if not change:
        return [event({"", own}, caller.holder.org_id)]
    return [event({target}, _org_of(answered, target)) for target in targets]


def is_change(call: Call, expected: Expected) -> bool:
    """Whether an acknowledged call has changed something, or might have."""
    reads = call.method == "UserService/UpdateConfig" and not _changed(call)
    repeats = expected.repeats is not None
    return changes_something(call.method) and not (call.validates_only or repeats or reads)


def _target(call: Call, subject: str) -> str:
    """What the call is about, as events name it."""
    request, method = call.request, call.method.partition("/")[2]
    if method in {"CreateAccessKey", "RotateAccessKey"}:
        return f"users/{subject}/accessKeys/{request.name}"
    if method in {"DeleteAccessKey", "ListAccessKeys"}:
        return f"users/{subject}/accessKeys"
    if method == "UpdateConfig":
        return f"users/{subject}/config" if _changed(call) else ""
    if changed := effects.target_of(call.method, request):
        return "/".join(changed)
    made = {"CreateUser": "user", "CreateTenant": "tenant", "CreateOrg": "organization"}
    return f"{made[method]}s/{getattr(request, made[method]).id}" if method in made else ""


def _changed(call: Call) -> Sequence[str]:
    """What an event of the call says to be changed."""
    request, (service, _, method) = call.request, call.method.partition("/")
    if service == "SuspensionService":
        return ["suspended"]
    if method == "UpdateConfig":
        return [part for part in ("updated", "deleted") if getattr(request, part)]
    if method == "DeleteAccessKey":
        return list(request.names)
    if method == "RotateAccessKey":
        return ["access_key", *(["expire_time"] if request.HasField("expire_time") else [])]
    if method.startswith("Update"):
        return effects.replaced(call.method, request)
    return []


def _org_of(answered: Answered, target: str) -> str:
    """The organization in which what was changed is, or was."""
    collection, _, name = target.partition("/")
    name = name.partition("/")[0]
    before, after = (state.named(collection, name) for state in (answered.before, answered.after))
    found = before or after
    assert found is not None
    return found.org_id


# What is in the log.


def stored_events(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Mapping[str, Any]]:
    """The events in their order."""
    return sorted(tables["audit_events"], key=lambda row: (row["transaction_id"], row["sequence"]))


def differences(
    events: Sequence[Event], rows: Iterable[Mapping[str, Any]], key_ids: Mapping[int, str]
) -> list[str]:
    """What the log has too much, too little, or otherwise than it was."""
    wrong = []
    found: Counter[Event] = Counter()
    changes = []
    expected: dict[str, list[Event]] = {}
    for event in events:
        expected.setdefault(event.request_id, []).append(event)
    for row in rows:
        known = expected.get(row["request_id"])
        if known is None:
            wrong.append(f"an event of a call that has none: {_told(row)}")
            continue
        event = next((event for event in known if row["target"] in event.targets), known[0])
        found[event] += 1
        if event.change:
            changes.append(event)
        if said := _difference(event, row, key_ids):
            wrong.append(f"event of {event.request_id}: {said}: {_told(row)}")
        # The rows are what is looked at, not the model alone: nobody else reaches so far.
        if event.change and row["org_id"] != event.subject_org and not event.super_admin:
            wrong.append(f"a change in another organization: {_told(row)}")
    wrong += [
        f"{found[event]} events, not {event.times}, of {event}"
        for event in events
        if found[event] != event.times
    ]
    if changes != [event for event in events if event.change]:
        wrong.append("the log has another order than the changes had")
    return wrong


def _difference(event: Event, row: Mapping[str, Any], key_ids: Mapping[int, str]) -> str:
    for name in ("method", "actor", "subject", "org_id", "code"):
        if row[name] != getattr(event, name):
            return f"{name} is not {getattr(event, name)!r}"
    changed = set(row["changed"].split("\n")) - {""}
    tried = bool(row["validate_only"])
    differs = {
        "target": row["target"] not in event.targets,
        "reason": row["reason"].removeprefix("ERROR_REASON_") != event.reason,
        # Of who is refused before the request is read, nobody knows what it asks for.
        "validate_only": tried != event.validate_only and event.code == "OK",
        "changed": event.changed is not None and changed != event.changed,
        "key_id": key_ids.get(event.key, row["key_id"]) != row["key_id"],
        "time or peer": not (row["time"] and row["peer"]),
    }
    return next((f"another {name}" for name, wrong in differs.items() if wrong), "")


def _told(row: Mapping[str, Any]) -> str:
    names = ("request_id", "method", "actor", "subject", "target", "org_id", "code", "reason")
    return ", ".join(f"{name} {row[name]}" for name in names)


def tells_of_a_change(row: Mapping[str, Any], repeated: Collection[str]) -> bool:
    """Whether something has changed, of which the event tells.

    Args:
        repeated: the ids of calls that were answered as the first time: the log has them where they
            revealed a key, and they have done nothing.
    """
    method = row["method"].removeprefix(f"{oracle.PACKAGE}.")
    # A config that was only read is nothing to name.
    done = row["code"] == "OK" and not row["validate_only"] and row["target"] != ""
    return done and changes_something(method) and row["request_id"] not in repeated


def shown_wrongly(
    request: Any, response: Any, events: Sequence[Event], bound_to: str, *, exact: bool
) -> str:
    """What is wrong about a page of ListAuditEvents; empty where nothing is.

    Args:
        bound_to: the organization whose events are meant where none is asked for; empty for all.
        exact: whether the newest must be there already.
    """
    org_id = request.lookup_org_id or bound_to

    def fits(event: Event) -> bool:
        return (
            org_id in ("", event.org_id)
            and request.actor in ("", event.actor)
            and request.subject in ("", event.subject)
            and (not request.target or request.target in event.targets)
        )

    wanted = [event.request_id for event in events if event.change and fits(event)]
    changes = {event.request_id for event in events if event.change}
    others = {event.request_id for event in events if not event.change and fits(event)}
    listed = [event.request_id for event in response.events if event.request_id in changes]
    if listed != (wanted if exact else wanted[: len(listed)]):
        return f"changes {listed} are listed, and not {wanted}"
    # Other events come within a second; those that are there must be such.
    strange = {event.request_id for event in response.events} - changes - others
    return f"events of {sorted(strange)} are listed" if strange else ""
