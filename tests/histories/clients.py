"""Clients that call objects at the same time, and what the checker says of what they saw."""

import json
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock

from support.fleet import Fleet, call

from histories.accounts import AccountThing
from histories.checker import Checker, Verdict
from histories.configs import ConfigThing
from histories.history import ABORTED, History
from histories.tenants import TenantThing
from histories.thing import Thing
from histories.users import UserThing

_THINGS = (UserThing, AccountThing, ConfigThing, TenantThing)
_CLIENTS = (2, 6)
_MOST_LOST = 4
"""Each may have happened at any later time, or not: more would be more than can be searched."""
_MOST_FAULTS = 20


@dataclass
class Found:
    """What was seen so far.

    Attributes:
        lost: calls of which nobody knows whether they were done.
        unsure: histories in which there is one.
        aborted: calls that lost a race too often.
    """

    histories: int = 0
    operations: int = 0
    illegal: int = 0
    unknown: int = 0
    lost: int = 0
    unsure: int = 0
    aborted: int = 0
    faults: list[str] = field(default_factory=list)


class Clients:
    """Makes so many operations, and has each history checked.

    Args:
        seed: of what is called; when it is called is up to the machine.
        at_once: how many objects are called at the same time.
        lengths: of the shortest history, and of the longest.
        kept: where histories are written that are not linearizable.
    """

    def __init__(
        self,
        fleet: Fleet,
        checker: Checker,
        *,
        size: int,
        seed: int,
        at_once: int,
        lengths: tuple[int, int],
        kept: Path,
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._fleet = fleet
        self._checker = checker
        self._size = size
        self._seed = seed
        self._at_once = at_once
        self._lengths = lengths
        self._kept = kept
        self._advance = advance
        self._found = Found()
        self._lock = Lock()
        self._begun = 0
        self._planned = 0

    def run(self) -> Found:
        with ThreadPoolExecutor(self._at_once) as pool:
            running = [pool.submit(self._object_after_object) for _ in range(self._at_once)]
            for one in running:
                one.result()
        return self._found

    def _object_after_object(self) -> None:
        for thing, chance, count in self._things():
            thing.prepare()
            _call_all(thing, self._fleet, chance, count)
            thing.settle()
            self._judge(thing, self._checker.check(thing.history))

    def _things(self) -> Iterator[tuple[Thing, random.Random, int]]:
        while True:
            with self._lock:
                left = self._size - self._planned
                if left <= 0 or len(self._found.faults) >= _MOST_FAULTS:
                    return
                number = self._begun
                chance = random.Random(f"{self._seed} {number}")
                count = min(left, chance.randint(*self._lengths))
                self._begun += 1
                self._planned += count
            yield _THINGS[number % len(_THINGS)](self._fleet, number, chance), chance, count

    def _judge(self, thing: Thing, verdict: Verdict) -> None:
        history = thing.history
        with self._lock:
            found = self._found
            found.histories += 1
            found.operations += len(history.operations)
            found.lost += history.lost
            found.unsure += history.lost > 0
            found.aborted += sum(one.answer == ABORTED for one in history.operations)
            found.faults += thing.faults
            if verdict.result == "Illegal":
                found.illegal += 1
                found.faults.append(self._fault(history, verdict))
            elif verdict.result != "Ok":
                found.unknown += 1
        self._advance(len(history.operations))

    def _fault(self, history: History, verdict: Verdict) -> str:
        self._kept.mkdir(parents=True, exist_ok=True)
        file = self._kept / f"{self._seed}-{history.id}.json"
        file.write_text(json.dumps(history.as_json()))
        assert verdict.next is not None
        told = {name: verdict.next[name] for name in ("name", "with", "answer")}
        return (
            f"seed {self._seed}, {history.id}: of {len(history.operations)} operations, "
            f"{verdict.placed} have a place, and {told} has none (written to {file})"
        )


def _call_all(thing: Thing, fleet: Fleet, chance: random.Random, count: int) -> None:
    clients = min(count, chance.randint(*_CLIENTS))
    shares = [count // clients + (number < count % clients) for number in range(clients)]
    chances = [random.Random(chance.random()) for _ in range(clients)]

    def call_on(client: int) -> None:
        for _ in range(shares[client]):
            planned = thing.plan(chances[client])
            ask = partial(
                call,
                fleet,
                chances[client],
                planned.method,
                planned.request,
                key=planned.key,
                as_user=planned.acting_as,
            )
            if not thing.history.make(client, planned, ask):
                if thing.history.lost >= _MOST_LOST:
                    return
                time.sleep(0.05)  # not all at once while the servers are away

    with ThreadPoolExecutor(clients) as pool:
        for ended in [pool.submit(call_on, client) for client in range(clients)]:
            ended.result()
