"""Calls places, several at once, and looks at what comes back."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice

from leaks import sinks
from leaks.places import Place
from support.raw import RawClient
from waii.user import v1 as pb

_AT_ONCE = 50
_MAKES_KEY = ("/CreateAccessKey", "/RotateAccessKey")


@dataclass
class Called:
    """What calls have shown.

    Attributes:
        codes: how often calls ended with each, by its name.
        answered: the methods that were carried out at least once.
        keys: that the server made, as it answered them.
    """

    places: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    answered: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set, repr=False)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Called") -> None:
        self.places += other.places
        self.codes.update(other.codes)
        self.answered |= other.answered
        self.keys |= other.keys
        self.faults += other.faults


def call_all(
    address: str,
    places: Iterable[Place],
    threads: int,
    advance: Callable[[int], None] = lambda _: None,
    *,
    timeout: float = 60.0,
) -> Called:
    """Calls every place; tells `advance` how many have been called."""
    remaining = iter(places)
    chunks: Iterable[Sequence[Place]] = iter(lambda: list(islice(remaining, _AT_ONCE)), [])
    called = Called()
    with ExitStack() as stack, ThreadPoolExecutor(threads) as pool:
        clients = [stack.enter_context(RawClient(address)) for _ in range(threads)]
        jobs = [
            pool.submit(_call, clients[number % threads], chunk, timeout)
            for number, chunk in enumerate(chunks)
        ]
        for job in jobs:
            called.add(part := job.result())
            advance(part.places)
    return called


def _call(client: RawClient, places: Sequence[Place], timeout: float) -> Called:
    called = Called(len(places))
    for place in places:
        outcome = client.call(place.path, place.body, place.metadata, timeout=timeout)
        called.codes[outcome.code.name] += 1
        called.faults += sinks.in_answer(place, outcome)
        if outcome.code.name == "OK":
            called.answered.add(place.path)
            if place.path.endswith(_MAKES_KEY):
                called.keys.update(_keys(place.path, outcome.response))
    return called


def _keys(path: str, response: bytes) -> list[str]:
    if path.endswith("/RotateAccessKey"):
        return [pb.RotateAccessKeyResponse.FromString(response).access_key.access_key]
    keys = pb.GetAccessKeyResponse.FromString(response).access_keys
    return [key.access_key for key in keys]
