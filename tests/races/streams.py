"""Calls without a pause, while something ends that they need: none that starts later succeeds."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import grpc
from google.protobuf.message import Message
from support.raw import Outcome

from races.ground import Ground, pause, require

_CLIENTS = 3
_LATER = 4
"""Calls that each client makes when the end was acknowledged: so that they come to every server."""
_MOST = 2000


@dataclass(frozen=True)
class Kind:
    """A kind of call that is made without a pause.

    Attributes:
        needs: what it cannot do without, besides what all need.
        make: method and request, about a new id.
        effect: counts, for the values that `about` makes of that id, what the call leaves behind;
            empty where it leaves nothing.
        shows: whether an answer shows what it must not.
        bare: whether nothing but the key, and whom it stands for, is looked at.
    """

    name: str
    needs: str
    make: Callable[[str], tuple[str, Message]]
    effect: str = ""
    about: Callable[[str], tuple[str, ...]] = lambda one: (one,)
    shows: Callable[[bytes], bool] = lambda _: False
    bare: bool = False


@dataclass(frozen=True)
class Caller:
    """Who makes the calls."""

    key: str
    as_user: str = ""


@dataclass(frozen=True)
class Ended:
    """What the end takes away.

    Attributes:
        refusals: with what calls are refused, by what they need; others go on.
        undoes: the needs of kinds of calls whose effects go with it.
        never: what was not there before either.
        meanwhile: with what a call may be refused, too, that was under way: its key, and whom it
            acts as, are looked up one after the other, and both may go in between.
    """

    refusals: dict[str, str]
    undoes: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    meanwhile: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Made:
    kind: Kind
    about: str
    began: int
    ended: int
    outcome: Outcome


def run(
    ground: Ground,
    caller: Caller,
    kinds: Sequence[Kind],
    end: Callable[[], Outcome | None],
    ended: Ended,
) -> int:
    """Has clients call, ends what they need, and looks at what became of each call.

    Args:
        end: ends it, and returns when that is acknowledged; None where it comes by itself.

    Returns:
        How many calls that need it started after the acknowledgement.

    Raises:
        Refuted: one of them succeeded, one before it did not, or the database has other effects
            than were acknowledged.
    """
    over = threading.Event()
    warm = threading.Barrier(_CLIENTS + 1)
    bare = [kind for kind in kinds if kind.bare] or kinds
    before = bare if ground.quiet else kinds

    def client(chance: random.Random) -> list[_Made]:
        made: list[_Made] = []
        later = 0
        warm.wait()
        while later < _LATER and len(made) < _MOST:
            after = over.is_set()
            later += after
            # Only these see what is remembered of a key, and nothing behind it.
            asked = bare if after and later % 2 else before
            kind, about = chance.choice(asked), ground.world.id()
            method, request = kind.make(about)
            began = time.monotonic_ns()
            outcome = ground.ask(method, request, key=caller.key, as_user=caller.as_user)
            made.append(_Made(kind, about, began, time.monotonic_ns(), outcome))
        return made

    with ThreadPoolExecutor(_CLIENTS) as pool:
        running = [
            pool.submit(client, random.Random(ground.chance.random())) for _ in range(_CLIENTS)
        ]
        warm.wait()
        pause(ground.chance, 0.05)
        ending = time.monotonic_ns()
        try:
            acknowledgement = end()
            acknowledged = time.monotonic_ns()
        finally:
            over.set()
        calls = [one for client_ in running for one in client_.result()]
    if acknowledgement is None:
        ending = 0  # nobody knows when it began
    else:
        require(acknowledgement.code is grpc.StatusCode.OK, acknowledgement)
    for one in calls:
        _require_right(one, ended, ending, acknowledged)
        _require_effect(ground, one, ended)
    refused = [one for one in calls if one.kind.needs in ended.refusals]
    return sum(one.began > acknowledged for one in refused)


def _require_right(one: _Made, ended: Ended, ending: int, acknowledged: int) -> None:
    code, refusal = one.outcome.code.name, ended.refusals.get(one.kind.needs)
    if refusal is None or (one.ended < ending and one.kind.needs not in ended.never):
        allowed = {"OK"}
    elif one.began > acknowledged or one.kind.needs in ended.never:
        allowed = {refusal}
    else:
        allowed = {"OK", refusal, *ended.meanwhile}
    when = (one.began - acknowledged) / 1e6
    said = f"{one.kind.name}, begun {when:+.3f} ms after the acknowledgement, was answered {code}"
    require(code in allowed, f"{said} {one.outcome.reason} {one.outcome.message}")
    shows = code == "OK" and one.kind.shows(one.outcome.response)
    require(not shows, f"{said}, and shows what it must not")


def _require_effect(ground: Ground, one: _Made, ended: Ended) -> None:
    if not one.kind.effect:
        return
    done = one.outcome.code is grpc.StatusCode.OK and one.kind.needs not in ended.undoes
    (found,) = ground.rows(one.kind.effect, *one.kind.about(one.about))
    require(found == (int(done),), f"{one.kind.name}: {one.outcome.code.name}, stored: {found}")
