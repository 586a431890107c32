"""All rounds, and how many are made of them."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from support.fleet import Fleet
from support.world import World
from waii_client import WaiiError

from races import endings, fillings, winners
from races.ground import Ground, Refuted

Round = Callable[[Ground], int | None]
"""Plays once; returns how many calls were refused behind an end. Raises Refuted."""

ROUNDS: Sequence[Round] = (
    endings.callers_own,
    winners.creates_of_one_key_name,
    endings.actors,
    winners.rotations_of_one_key,
    endings.subjects,
    winners.rotations_by_the_key_itself,
    endings.expiries,
    winners.rotations_and_a_revocation,
    endings.those_it_is_about,
    winners.changes_of_one_state,
    endings.limited_keys,
    winners.repeated_requests,
    fillings.an_organization_that_is_deleted_while_it_fills,
    winners.admins_who_remove_each_other,
    fillings.a_tenant_that_is_deleted_while_it_fills,
)
QUIET: Sequence[Round] = (
    endings.callers_own,
    endings.actors,
    endings.subjects,
    endings.expiries,
)
"""Those that are played in quiet too: one at a time, and nothing else is written."""
_MOST_FAULTS = 20


@dataclass
class Played:
    """What was played so far.

    Attributes:
        later: calls that started when the end of what they need was acknowledged; all were refused.
        rounds: how many, by their name.
    """

    later: int = 0
    rounds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __add__(self, other: "Played") -> "Played":
        return Played(
            self.later + other.later, self.rounds + other.rounds, self.faults + other.faults
        )


class Rounds:
    """Plays so many rounds, each kind in its turn.

    Args:
        seed: of what is chosen in a round; when calls meet is up to the machine.
        at_once: how many are played at the same time; one: in quiet, and of those that can be.
    """

    def __init__(
        self,
        fleet: Fleet,
        *,
        size: int,
        seed: int,
        at_once: int,
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._fleet = fleet
        self._size = size
        self._seed = seed
        self._at_once = at_once
        self._quiet = at_once == 1
        self._rounds = QUIET if self._quiet else ROUNDS
        self._advance = advance
        self._lock = threading.Lock()
        self._begun = 0
        self._played = Played()

    def play(self) -> Played:
        with (
            World(self._fleet.address, self._fleet.admin_key) as world,
            ThreadPoolExecutor(self._at_once) as pool,
        ):
            for ended in [pool.submit(self._play_on, world) for _ in range(self._at_once)]:
                ended.result()
        return self._played

    def _play_on(self, world: World) -> None:
        while True:
            with self._lock:
                number = self._begun
                if number >= self._size or len(self._played.faults) >= _MOST_FAULTS:
                    return
                self._begun += 1
            round_ = self._rounds[number % len(self._rounds)]
            name = f"{round_.__module__.rpartition('.')[2]}.{round_.__name__}"
            chance = random.Random(f"{self._seed} {number}")
            later, fault = 0, ""
            try:
                later = round_(Ground(self._fleet, world, chance, quiet=self._quiet)) or 0
            except (Refuted, WaiiError) as refuted:
                fault = (
                    f"seed {self._seed}, {self._at_once} at once, round {number}, {name}: {refuted}"
                )
            with self._lock:
                self._played.later += later
                self._played.rounds[name] += 1
                self._played.faults += [fault] if fault else []
            self._advance(1)
