"""The log, replayed over what was stored before: it must give what is stored behind it.

This knows nothing of the model: only rows, and the rows of the log. Events name what was changed,
and never a value; so a row that was changed may have any value in the columns that its events name,
and must have the old one in all others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
Place = tuple[str, ...]

_PLACES: dict[str, tuple[str, ...]] = {
    "organizations": ("id",),
    "tenants": ("id",),
    "users": ("id",),
    "access_keys": ("user_id", "name"),
    "user_configs": ("user_id", "key"),
}
"""What tells the rows of a table."""
_MOVED = {"tenant_id", "org_id"}
_ROTATED = {
    *("digest", "hint", "sealed", "generation", "rotated_at"),
    *("previous_digest", "previous_expires_at"),
}
_BY_CHANGED = {"access_key": _ROTATED, "expire_time": {"expires_at"}, "tenant_id": _MOVED}
"""The columns that may change with a field, where they are not the one of its name."""
# Written whenever a key is used.
_ANY_TIME = {"last_used_at"}


@dataclass
class _Thing:
    """A row, as far as the log tells.

    Attributes:
        old: the row before; None where it was made since.
        free: the columns that may have another value.
        holders: the tenant and the organization above, so far as they are known.
    """

    old: Row | None = None
    free: set[str] = field(default_factory=lambda: set(_ANY_TIME))
    holders: set[str] = field(default_factory=set)
    unsure: bool = False
    """Whether it may have gone with one of its holders."""


class _Replay:
    def __init__(self, before: Tables) -> None:
        self.things: dict[str, dict[Place, _Thing]] = {
            table: {_place(table, row): _Thing(row) for row in before[table]} for table in _PLACES
        }
        for table, columns in (("tenants", {"org_id"}), ("users", _MOVED)):
            for thing in self.things[table].values():
                assert thing.old is not None
                thing.holders = {f"{name[:-3]} {thing.old[name]}" for name in columns}
        self.wrong: list[str] = []

    def event(self, row: Row) -> None:
        method = row["method"].partition("/")[2]
        collection, _, rest = row["target"].partition("/")
        name, _, part = rest.partition("/")
        changed = set(row["changed"].split("\n")) - {""}
        if part.startswith("accessKeys"):
            self._key(method, name, part.removeprefix("accessKeys").removeprefix("/"), changed)
        elif part == "config":
            self._config(name, changed)
        elif method.startswith(("Create", "Batch")):
            holders = {f"org {row['org_id']}"} if collection != "organizations" else set()
            self._make(collection, (name,), holders)
        elif method.startswith("Delete"):
            self._delete(collection, name)
        else:
            self._change(collection, (name,), changed)
            if collection == "users" and "tenant_id" in changed:
                self.things["users"][name,].holders = set()  # no value is in the log
                for place, thing in self.things["access_keys"].items():
                    if place[0] == name:
                        thing.free.add("sealed")

    def _make(self, table: str, place: Place, holders: set[str]) -> None:
        there = self.things[table].get(place)
        if there is not None and not there.unsure:
            self.wrong.append(f"{table} {place} is made, and is there already")
        if there is not None and table == "users":
            self._drop_below_user(place[0])
        self.things[table][place] = _Thing(holders=holders)

    def _change(self, table: str, place: Place, changed: Iterable[str]) -> None:
        thing = self.things[table].get(place)
        if thing is None:
            self.wrong.append(f"{table} {place} is changed, and is not there")
            self.things[table][place] = thing = _Thing()
        thing.unsure = False
        for name in changed:
            thing.free |= _BY_CHANGED.get(name, {name})

    def _delete(self, collection: str, name: str) -> None:
        if self.things[collection].pop((name,), None) is None:
            self.wrong.append(f"{collection} {name} is deleted, and is not there")
        if collection == "users":
            self._drop_below_user(name)
            return
        holder = f"{'tenant' if collection == 'tenants' else 'org'} {name}"
        for table in ("tenants", "users"):
            for place, thing in list(self.things[table].items()):
                kinds = {known.partition(" ")[0] for known in thing.holders}
                if holder in thing.holders:
                    del self.things[table][place]
                    if table == "users":
                        self._drop_below_user(place[0])
                elif table == "users" and holder.partition(" ")[0] not in kinds:
                    thing.unsure = True

    def _drop_below_user(self, name: str) -> None:
        for table in ("access_keys", "user_configs"):
            for place in [place for place in self.things[table] if place[0] == name]:
                del self.things[table][place]

    def _key(self, method: str, user: str, name: str, changed: set[str]) -> None:
        self._change("users", (user,), ())
        keys = self.things["access_keys"]
        if method == "DeleteAccessKey":
            for one in changed:
                keys.pop((user, one), None)
        elif method == "CreateAccessKey":
            self._make("access_keys", (user, name), set())
        else:
            self._change("access_keys", (user, name), changed)

    def _config(self, user: str, changed: set[str]) -> None:
        self._change("users", (user,), ())
        for place, thing in self.things["user_configs"].items():
            if place[0] == user:
                thing.free.add("value")
                thing.unsure |= "deleted" in changed
        if "updated" in changed:
            self.things["user_configs"][user, ""] = _Thing(unsure=True)  # any other key, too


def unexplained(
    before: Tables, events: Iterable[Row], after: Tables, tampered: Mapping[Place, set[str]]
) -> list[str]:
    """The differences between two states that the events between them do not explain.

    Args:
        events: of changes, in their order.
        tampered: of keys, the columns that the test itself has changed.
    """
    replay = _Replay(before)
    for event in events:
        replay.event(event)
    wrong = replay.wrong
    for table, things in replay.things.items():
        rows = {_place(table, row): row for row in after[table]}
        for place in things.keys() - rows.keys():
            if not (things[place].unsure or _below_unsure(replay, table, place)):
                wrong.append(f"{table} {place} is gone, and the log does not say so")
        for place, row in rows.items():
            thing = things.get(place)
            if thing is None and table == "user_configs":
                thing = things.get((place[0], ""))
            if thing is None:
                wrong.append(f"{table} {place} is there, and the log does not say so")
            elif thing.old is not None:
                free = thing.free | (
                    tampered.get(place, set()) if table == "access_keys" else set()
                )
                differs = {name for name in row if row[name] != thing.old[name]} - free
                if differs:
                    wrong.append(f"{table} {place}: the log does not explain {sorted(differs)}")
    return wrong


def _below_unsure(replay: _Replay, table: str, place: Place) -> bool:
    if table not in {"access_keys", "user_configs"}:
        return False
    user = replay.things["users"].get((place[0],))
    return user is not None and user.unsure


def _place(table: str, row: Row) -> Place:
    return tuple(row[name] for name in _PLACES[table])
