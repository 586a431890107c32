"""Sequences of calls by chance: answers, rows and events, beside those of a model.

Some are made here; `make torture` makes as many as one likes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matrix import oracle
from matrix.cells import methods
from stateful import effects, invariants, log, replay, steps
from stateful.proof import sequences
from stateful.sequence import Arena
from stateful.start import Start, make
from stateful.state import Caller, State
from support import databases, inspection
from support.server import RunningServer

_SEED = 7
of_the_test_itself = pytest.mark.only_on(databases.SQLITE)


@pytest.fixture(scope="module")
def arena(server: RunningServer) -> Iterator[Arena]:
    with Arena(server, make(server)) as made:
        yield made


@settings(
    max_examples=3,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(numbers=st.lists(st.integers(0, 2**32 - 1), min_size=50, max_size=60, unique=True))
def test_whatever_is_called_comes_out_as_in_the_model(arena: Arena, numbers: Sequence[int]) -> None:
    fault = arena.run(numbers)
    assert not fault, "\n".join([fault, *arena.told])


# That it can fail.


@of_the_test_itself
def test_steps_and_model_know_every_method_of_the_package() -> None:
    assert len(methods()) >= 26
    assert set(methods()) == steps.METHODS == effects.METHODS


@of_the_test_itself
def test_the_model_has_nothing_of_the_server() -> None:
    files = [file for file in Path(__file__).parent.glob("*.py") if file != Path(__file__)]
    assert len(files) > 10
    assert not [file.name for file in files if "waii_server" in file.read_text()]


@of_the_test_itself
def test_the_same_seed_makes_the_same_steps(arena: Arena) -> None:
    numbers = next(sequences(_SEED))[:25]
    assert next(sequences(_SEED))[:25] == numbers
    told = []
    for _ in range(2):
        assert not arena.run(numbers)
        told.append(arena.told)
    assert told[0] == told[1]
    assert len(set(told[0])) > 20


def test_a_row_that_differs_from_the_model_is_a_fault(arena: Arena) -> None:
    state = arena.start.state.copy()
    state.users["u1"] = replace(state.users["u1"], roles=())
    with Arena(arena.server, Start(state, arena.start.tables)) as wrong:
        # Also where no call has shown it.
        assert "u1" in wrong.run([])
        assert "API_USAGE_DENIED" in wrong.run([])


@of_the_test_itself
def test_a_fault_is_found_in_few_steps(arena: Arena) -> None:
    numbers = next(sequences(_SEED))[:12]
    state = arena.start.state.copy()
    state.tenants["t2"] = replace(state.tenants["t2"], name="Another name")
    with Arena(arena.server, Start(state, arena.start.tables)) as wrong:
        assert wrong.run(numbers)
        assert wrong.shortest(numbers, runs=12) == []


@of_the_test_itself
def test_a_change_without_an_event_and_an_event_without_a_change_are_faults(
    arena: Arena,
) -> None:
    arena.start.restore(arena.server)
    before = inspection.content(arena.server.settings.database_url)
    after = {table: [dict(row) for row in rows] for table, rows in before.items()}
    user = next(row for row in after["users"] if row["id"] == "u1")
    user["name"] = "Somebody"
    event = {
        "method": f"{oracle.PACKAGE}.UserService/UpdateUser",
        "target": "users/u1",
        "changed": "name",
        "org_id": "o0",
        "code": "OK",
        "validate_only": False,
        "request_id": "step-0",
    }
    assert log.tells_of_a_change(event, ())
    assert not replay.unexplained(before, [event], after, {})
    assert replay.unexplained(before, [], after, {})
    assert replay.unexplained(before, [{**event, "changed": "email"}], after, {})
    after["users"].remove(user)
    assert replay.unexplained(before, [event], after, {})
    deleted = {**event, "method": f"{oracle.PACKAGE}.UserService/DeleteUser", "changed": ""}
    said = replay.unexplained(before, [deleted], after, {})
    assert said  # the keys of the user are there still
    assert all("access_keys" in one for one in said)
    assert log.differences([], [{**event, "actor": "u0", "subject": "u0", "reason": ""}], {})


@of_the_test_itself
def test_who_gains_what_nobody_gave_is_a_fault(arena: Arena) -> None:
    before = arena.start.state

    def changed(user_id: str, **fields: object) -> State:
        after = before.copy()
        after.users[user_id] = replace(after.users[user_id], **fields)  # type: ignore[arg-type]
        return after

    promoted = changed("u1", roles=("waii-org-admin-user",))
    assert not _broken(before, promoted, "u0", "k0")
    assert _broken(before, promoted, "u0", "k1")  # a key that does not reach so far
    assert _broken(before, promoted, "u4", "k0")
    moved = changed("u1", tenant_id="t2", org_id="o1")
    assert not _broken(before, moved, "u7", "k0")
    assert _broken(before, moved, "u0", "k0")
    assert _broken(before, moved, "u5", "k0")
    assert _broken(before, changed("u6", name="Another"), "u0", "k0")
    nobody = changed("u7", suspended=True)
    nobody.suspend("tenants", "default-tenant", suspended=True)
    assert _broken(before, nobody, "admin", "k0")


def _broken(before: State, after: State, user_id: str, name: str) -> list[str]:
    own = [key for place, key in before.keys.items() if place[0] == user_id]
    key = next((key for key in own if key.name == name), own[0])
    facts = before.facts(0)
    user = facts.users[user_id]
    caller = Caller(key, oracle.Holder(user, facts.org_of(user), key.permissions))
    reached, reaching = invariants.reaches(before, 0), invariants.reaches(after, 0)
    return list(invariants.violations(before, after, caller, reached, reaching))
