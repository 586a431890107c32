"""Short histories, on two servers of one database; and what the checker makes of wrong ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import databases
from support.fleet import Fleet, fleet_of_threads

from histories.checker import Checker
from histories.clients import Clients
from histories.history import History, Operation

_OPERATIONS = 320


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "fleet" in metafunc.fixturenames:
        databases.on_every_engine(metafunc)


@pytest.fixture(scope="module")
def fleet(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with fleet_of_threads(tmp_path_factory.mktemp(engine)) as running:
        yield running


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with Checker() as one:
        yield one


def test_what_concurrent_clients_see_could_have_come_one_by_one(
    fleet: Fleet, checker: Checker, tmp_path: Path
) -> None:
    clients = Clients(
        fleet, checker, size=_OPERATIONS, seed=1, at_once=4, lengths=(30, 50), kept=tmp_path
    )
    found = clients.run()
    assert found.faults == []
    assert (found.operations, found.illegal, found.unknown, found.lost) == (_OPERATIONS, 0, 0, 0)


def _history(kind: str, *told: str) -> History:
    """Calls, each in a line: the client, start and end, the name, what it is given, the answer."""
    history = History("one", kind)
    for line in told:
        client, began, ended, name, given, answer = line.split(" ", 5)
        fields = dict(field.split(":") for field in given.split(",") if field != "-")
        history.operations.append(
            Operation(int(client), name, fields, int(began), int(ended), answer)
        )
    return history


_WAITING = "0 1 2 create_owner - ok", "0 3 4 create made:s0 ok s0"

# What was seen, and the call that cannot have been answered so.
_WRONG = {
    "a revoked key that works": (
        "key",
        (*_WAITING, "0 5 6 revoke - ok", "1 7 8 use secret:s0 ok"),
        "use",
    ),
    "an old secret that works beside the new one": (
        "key",
        (*_WAITING, "0 5 6 rotate made:s1 ok s1", "1 7 8 use secret:s0 ok"),
        "use",
    ),
    "two rotations of one secret": (
        "key",
        (
            *_WAITING,
            "0 5 9 rotate made:s1,overlap:long ok s1",
            "1 6 9 rotate made:s2,overlap:long ok s2",
            "1 10 11 use secret:s1 ok",
            "1 12 13 use secret:s2 ok",
            "1 14 15 use secret:s0 ok",
        ),
        "use",
    ),
    "a repeated request that is done again": (
        "key",
        (
            "0 1 2 create_owner - ok",
            "0 3 4 create made:s0,request_id:r,body:b ok s0",
            "0 5 6 revoke - ok",
            "0 7 8 create made:s1,request_id:r,body:b ok s1",
        ),
        "create",
    ),
    "an update that is lost": (
        "config",
        ("0 1 4 update updated:a=1 a=1", "1 2 5 update updated:b=1 b=1"),
        "update",
    ),
    "two changes of one state": (
        "user",
        (
            "0 1 2 create name:n,email:e,roles:r,variables:0 ok",
            "0 3 6 update name:x,expected:n|e|r|0|false ok",
            "1 4 7 update name:y,expected:n|e|r|0|false ok",
        ),
        "update",
    ),
    "a list of a moment ago": (
        "user",
        (
            "0 1 2 create name:n,email:e,roles:r,variables:0 ok",
            "0 3 4 delete - ok",
            "1 5 6 list - n|e|r|0|false",
        ),
        "list",
    ),
    "a tenant that went though it held a user": (
        "tenant",
        (
            "0 1 2 create name:n,variables:0 ok",
            "0 3 4 add user:1 ok",
            "1 5 6 delete - ok",
        ),
        "delete",
    ),
}


@pytest.mark.parametrize(("kind", "told", "wrong"), _WRONG.values(), ids=_WRONG)
def test_the_checker_tells_a_wrong_history(
    checker: Checker, kind: str, told: tuple[str, ...], wrong: str
) -> None:
    verdict = checker.check(_history(kind, *told))
    assert verdict.result == "Illegal"
    assert verdict.next is not None
    assert verdict.next["name"] == wrong


# With a call that got lost: done at once, done later, never done.
_RIGHT = {
    "at once": ("0 5 6 revoke - lost", "1 7 8 use secret:s0 unauthenticated"),
    "later": (
        "0 5 6 revoke - lost",
        "1 7 8 use secret:s0 ok",
        "1 9 10 use secret:s0 unauthenticated",
    ),
    "never": ("0 5 6 revoke - lost", "1 7 8 use secret:s0 ok", "1 9 10 list - s0"),
    "a secret that a repeated request tells": (
        "0 5 6 rotate made:?2,request_id:r,body:b lost",
        "1 7 8 list - s1",
        "1 9 10 rotate made:s1,request_id:r,body:b ok s1",
        "1 11 12 use secret:s0 unauthenticated",
        "1 13 14 use secret:s1 ok",
    ),
}


@pytest.mark.parametrize("told", _RIGHT.values(), ids=_RIGHT)
def test_a_lost_call_was_done_or_not(checker: Checker, told: tuple[str, ...]) -> None:
    assert checker.check(_history("key", *_WAITING, *told)).result == "Ok"
