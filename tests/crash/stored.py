"""What is stored, as the steps speak of it; and whether it is what was asked for."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crash.steps import Id, Rows, Step, said
from crash.story import Account, Story
from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct, Value
from support.inspection import damage, rows

_ROWS = {
    "org": ("organizations", "id", "name, variables, suspended"),
    "tenant": ("tenants", "id", "org_id, name, variables, suspended"),
    "user": ("users", "id", "org_id, tenant_id, name, email, roles, variables, suspended"),
    "config": ("user_configs", "user_id, key", "value"),
    "key": ("access_keys", "user_id, name", "generation, previous_digest IS NOT NULL"),
}
"""Of each noun: its table, its key, and what else of it is compared."""
_EVENTS = "SELECT request_id, method, target, subject, code FROM audit_events ORDER BY sequence"
Events = dict[str, list[tuple[str, str, str, str]]]


@dataclass(frozen=True)
class Stored:
    """What a database holds.

    Attributes:
        rows: by the story that they belong to; the first admin's belong to none.
        events: of the audit log, by the id of the call.
        answered: how many requests are noted as answered.
    """

    rows: Mapping[str, Rows]
    digests: Mapping[Id, bytes]
    events: Events
    answered: int


@dataclass
class Checked:
    """What checks have found, and what they have looked at."""

    faults: list[str] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)


def stored(where: Path | str) -> Stored:
    by_story: dict[str, Rows] = defaultdict(dict)
    for noun, (table, key, columns) in _ROWS.items():
        keys = key.count(",") + 1
        for row in rows(where, f"SELECT {key}, {columns} FROM {table}"):  # noqa: S608
            id_: Id = (noun, *row[:keys])
            message = Value if noun == "config" else Struct
            values = [_plain(value, message) for value in row[keys:]]
            by_story[story_of(id_)][id_] = tuple(values)
    events: Events = defaultdict(list)
    for request_id, *event in rows(where, _EVENTS):
        events[request_id].append(tuple(event))
    digests: dict[Id, bytes] = {
        ("key", user_id, name): bytes(digest)
        for user_id, name, digest in rows(where, "SELECT user_id, name, digest FROM access_keys")
    }
    ((answered,),) = rows(where, "SELECT count(*) FROM answered_requests")
    return Stored(by_story, digests, events, answered)


def story_of(id_: Id) -> str:
    """Every id that a story makes begins with its own."""
    return id_[1].partition(":")[0] if ":" in id_[1] else ""


def _plain(value: object, message: type[Struct | Value]) -> object:
    if isinstance(value, bytes):
        return said(MessageToDict(message.FromString(value)))
    return bool(value) if isinstance(value, int) and value in {0, 1} else value


def check(
    where: Path | str, stories: Sequence[Story], account: Account, first: Stored, checked: Checked
) -> None:
    """Whether exactly that is stored which was acknowledged, and of what is undecided each call
    either whole or not at all: with its event, and with the note that its request was answered.

    Args:
        first: what was there before the stories.
    """
    faults = checked.faults
    faults += [f"damaged: {row}" for row in damage(where)]
    now = stored(where)
    for story in stories:
        story.settle({name for name, found in now.events.items() if _done(found)})
        differences = story.compare(now.rows.get(story.id, {}), now.digests)
        checked.figures["halves"] += bool(differences)
        faults += differences
        faults += story.faults
        story.faults.clear()
    known = {story.id for story in stories}
    for story_id, found in now.rows.items():
        if story_id not in known and found != first.rows.get(story_id):
            faults.append(f"nobody asked for {sorted(found.items())}")
    if any(now.digests.get(id_) != digest for id_, digest in first.digests.items()):
        faults.append("the first admin's key is another one")
    _check_events(now.events, account, checked)
    identified = sum(step.repeatable for step in account.done.values())
    if now.answered != identified:
        faults.append(f"{now.answered} requests are noted as answered, and {identified} were")


def _check_events(events: Events, account: Account, checked: Checked) -> None:
    for name, found in events.items():
        done = _done(found)
        if name in account.done:
            expected = _events_of(account.done[name])
            if [(method.rpartition("/")[2], *rest) for method, *rest in done] != expected:
                checked.faults.append(f"{name}: the audit log has {found} and not {expected}")
        elif name in account.looks:
            if len(found) > 1:
                checked.faults.append(f"{name}: the audit log has {found}")
        elif (done or name not in account.undone) and [event[0] for event in done] != ["bootstrap"]:
            checked.faults.append(f"{name}: nobody asked for {found}")
    for name in account.done.keys() - events.keys():
        checked.figures["lost"] += 1
        checked.faults.append(f"{name}: acknowledged, and lost: {account.done[name].rpc}")


def _done(events: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Those of what was done. What is refused in somebody's name is an event too."""
    return [event for event in events if event[-1] == "OK"]


def _events_of(step: Step) -> list[tuple[str, ...]]:
    return [(step.rpc, target, step.as_user or "admin", "OK") for target in step.targets]
