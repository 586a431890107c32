"""What holds of every change, whatever it was: nobody gains what nobody gave them.

These look at two states and at who led from the one to the other, and not at the rules by which
that was let through: where a rule lets too much through, they say so. The states are the model's,
which are compared with the stored rows.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from matrix import oracle
from stateful.state import Caller, State, User

_EVERYWHERE = "*"
Reach = Mapping[str, frozenset[str]]
"""Permissions, by the organization in which they can be used; `*` for every one."""
Principal = tuple[str, int]
"""A user by a key; number 0 for a key without a limit, which the user may not have."""


@lru_cache(maxsize=4096)
def _permissions(roles: tuple[str, ...]) -> frozenset[str]:
    return oracle.permissions_of(roles)


def reaches(state: State, now: int) -> dict[Principal, Reach]:
    """How far every user reaches, and every key that works: by themselves, and as others."""
    live = {user.id: user for user in state.users.values() if not state.suspended(user)}
    found = {(user.id, 0): _reach(user, frozenset(), live) for user in live.values()}
    for key in state.keys.values():
        if key.user_id in live and not key.expired(now):
            found[key.user_id, key.number] = _reach(live[key.user_id], key.permissions, live)
    return found


def _reach(user: User, limit: frozenset[str], live: Mapping[str, User]) -> Reach:
    own = _held(user, limit)
    if "usage:api" not in own:
        return {}
    reach: dict[str, frozenset[str]] = {}

    def add(org_id: str, held: frozenset[str]) -> None:
        place = _EVERYWHERE if "write:org" in held else org_id
        reach[place] = reach.get(place, frozenset()) | held

    add(user.org_id, own)
    if "usage:impersonation" in own:
        for other in live.values():
            near = "write:org" in own or other.org_id == user.org_id
            if near and _permissions(other.roles) <= own:
                add(other.org_id, _held(other, limit))
    return reach


def _held(user: User, limit: frozenset[str]) -> frozenset[str]:
    held = _permissions(user.roles)
    return held & limit if limit else held


def violations(
    before: State,
    after: State,
    caller: Caller,
    reached: Mapping[Principal, Reach],
    reaching: Mapping[Principal, Reach],
) -> Iterator[str]:
    """What a change of the caller's has broken.

    Args:
        reached: who reached how far before it; `reaching` the same behind it.
    """
    if not after.has_super_admin:
        yield "no super-admin is left who is not suspended"
    giver = reached.get((caller.key.user_id, caller.key.number), {})
    for principal, reach in reaching.items():
        for org_id, held in reach.items():
            gained = held - _at(reached.get(principal, {}), org_id)
            if not gained <= _at(giver, org_id):
                yield f"{principal} gains {sorted(gained)} in {org_id} from who lacks it"
    own = caller.holder.org_id
    if not caller.holder.everywhere:
        touched = _changed_organizations(before, after) - {own}
        if touched:
            yield f"a caller of {own} without write:org has changed {sorted(touched)}"


def _at(reach: Reach, org_id: str) -> frozenset[str]:
    return reach.get(org_id, frozenset()) | reach.get(_EVERYWHERE, frozenset())


def _changed_organizations(before: State, after: State) -> set[str]:
    """Those of which anything was changed, made or deleted, before it and behind it."""
    found = set()
    for name in ("organizations", "tenants", "users"):
        old, new = getattr(before, name), getattr(after, name)
        for entry_id in old.keys() | new.keys():
            was, now = old.get(entry_id), new.get(entry_id)
            if was is not now:
                found |= {entry.org_id for entry in (was, now) if entry is not None}
    for state, other in ((before, after), (after, before)):
        for place, key in state.keys.items():
            if other.keys.get(place) is not key:
                found.add(state.users[key.user_id].org_id)
        for place, value in state.configs.items():
            if other.configs.get(place) != value:
                found.add(state.users[place[0]].org_id)
    return found
