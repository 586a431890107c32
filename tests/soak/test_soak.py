"""What is called for hours by `make torture`, for a moment; and what growth is told from."""

import dataclasses
import random
import threading
from collections.abc import Sequence

import pytest
from soak.traffic import CHORES, call_many, never_called
from soak.watch import MIB, Sample, growth
from soak.worlds import seats
from support import inspection
from support.server import RunningServer
from support.waiting import soon

_CALLS = 2_000_000
_FLAT = Sample(
    calls=0,
    memory=(70.0, 71.0),
    descriptors=(30, 31),
    threads=(17, 17),
    library_threads=(6, 6),
    connections=12,
    file=1.0,
    wal=4.0,
    rows={"users": 50},
)


def _samples(calls: int = _CALLS, per_call: float = 0.0, noise: float = 0.5) -> list[Sample]:
    """Those of a run in which one worker forgets so many bytes with every call."""
    chance = random.Random(1)

    def sample(number: int) -> Sample:
        done = calls * number // 24
        # It fills at first, as caches do.
        filled = 10 * min(1.0, number / 8)
        grown = filled + per_call * done / MIB
        memory = tuple(one + grown + chance.uniform(-noise, noise) for one in _FLAT.memory)
        return dataclasses.replace(_FLAT, calls=done, memory=memory)

    return [sample(number) for number in range(1, 25)]


def _at_the_end(**changed: object) -> Sequence[Sample]:
    samples = _samples()
    return [*samples[:-1], dataclasses.replace(samples[-1], **changed)]  # type: ignore[arg-type]


def test_what_fills_and_then_stays_is_no_growth() -> None:
    assert not growth(_samples())
    assert not growth(_samples(calls=20_000))


@pytest.mark.parametrize(("per_call", "calls"), [(16, 2_000_000), (64, 200_000), (600, 20_000)])
def test_a_few_bytes_that_each_call_leaves_are_growth(per_call: float, calls: int) -> None:
    faults = growth(_samples(calls, per_call))
    assert len(faults) == 2
    assert all("memory" in fault for fault in faults)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"descriptors": (30, 32)}, "descriptors"),
        ({"threads": (18, 17)}, "threads"),
        ({"library_threads": (6, 40)}, "gRPC"),
        ({"connections": 13}, "connections"),
        ({"wal": 17.0}, "write-ahead log"),
        ({"file": 9.5}, "database grew"),
        ({"rows": {"users": 51}}, "rows"),
    ],
)
def test_one_more_of_what_comes_back_is_growth(changed: dict[str, object], told: str) -> None:
    (fault,) = growth(_at_the_end(**changed))
    assert told in fault


def test_every_method_is_called_and_all_comes_back(fresh_server: RunningServer) -> None:
    """In one process with its clients: what these leave is gone, too."""
    address, url = fresh_server.address, str(fresh_server.settings.database_url)
    places = seats(address, fresh_server.admin_key, 2)
    warm = call_many(address, places, 2 * len(CHORES), 1)
    rows = {table: len(found) for table, found in inspection.dump(url).items()}
    threads = threading.active_count()
    tally = call_many(address, places, 2 * len(CHORES), 2)
    assert not [*warm.faults, *tally.faults]
    assert not never_called(tally)
    assert tally.codes.keys() >= {"OK", "CANCELLED", "UNAUTHENTICATED", "INVALID_ARGUMENT"}
    assert soon(lambda: fresh_server.calls == 0)
    assert soon(lambda: threading.active_count() <= threads)
    after = {table: len(found) for table, found in inspection.dump(url).items()}
    for table in ("organizations", "tenants", "users", "access_keys", "user_configs"):
        assert after[table] == rows[table], table
