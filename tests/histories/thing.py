"""An object that clients call at the same time, and the calls that they may make next."""

import random
import threading
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

import grpc
from google.protobuf.message import Message
from google.protobuf.struct_pb2 import Struct
from support.fleet import Fleet, call
from support.raw import Outcome
from support.waiting import soon

from histories.history import History, Planned

SUSPENSION = "/waii.user.v1.SuspensionService/"
ACCESS_KEYS = "/waii.user.v1.AccessKeyService/"
ORG, TENANT = "default-org", "default-tenant"
OWNER_ROLES = ["waii-api-user"]

Choices = Mapping[Callable[[random.Random], Planned], int]
"""What may be called next, and how likely each is."""


class Thing(ABC):
    """An object that is called by several clients.

    Args:
        number: no other object of the fleet has it.
    """

    kind: str

    def __init__(self, fleet: Fleet, number: int, chance: random.Random) -> None:
        self.id = f"{self.kind}-{number}"
        self.history = History(self.id, self.kind)
        self.faults: list[str] = []
        self._fleet = fleet
        self._chance = chance
        # The etags of states, each with the one state that it may belong to.
        self._etags: dict[str, str] = {}
        self._seen: list[str] = []
        self._lock = threading.Lock()
        # The same for every run of a seed, and other than all other objects'.
        self._request_ids = [str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in "123"]

    def prepare(self) -> None:  # noqa: B027  most need nothing
        """Makes what the object stands on."""

    @abstractmethod
    def plan(self, chance: random.Random) -> Planned:
        """What a client calls next."""

    def settle(self) -> None:  # noqa: B027  most have nothing to add
        """Completes the history, when all calls are made."""

    def _sure(self, method: str, request: Message, **options: Any) -> bytes:
        """A call that is repeated until its answer comes; its response, or nothing where it says
        that it was done before."""
        found: list[Outcome] = []

        def done() -> bool:
            found.append(call(self._fleet, self._chance, method, request, **options))
            return found[-1].code not in {
                grpc.StatusCode.UNAVAILABLE,
                grpc.StatusCode.CANCELLED,
                grpc.StatusCode.ABORTED,
            }

        soon(done, within=60)
        code = found[-1].code
        assert code in {grpc.StatusCode.OK, grpc.StatusCode.ALREADY_EXISTS}, found[-1]
        return found[-1].response

    def _note(self, state: str, etag: str) -> str:
        """Keeps the etag of a state that was read; returns the state."""
        with self._lock:
            if self._etags.setdefault(state, etag) != etag:
                self.faults.append(f"{self.id}: {state!r} had two etags")
            others = [one for one, known in self._etags.items() if known == etag and one != state]
            if others:
                self.faults.append(f"{self.id}: {state!r} had the etag of {others[0]!r}")
            self._seen.append(state)
        return state

    def _expected(self, chance: random.Random) -> dict[str, str]:
        """The state that a change is meant for, one of the last that was seen; or any."""
        with self._lock:
            if self._seen and chance.random() < 0.5:
                return {"expected": chance.choice(self._seen[-2:])}
        return {}

    def _etag(self, expected: dict[str, str]) -> str:
        return self._etags[expected["expected"]] if expected else ""

    def _repeatable(self, chance: random.Random, given: dict[str, str]) -> dict[str, str]:
        """What makes a request one that may be sent again, for some of them."""
        if chance.random() < 0.5:
            return given
        body = ",".join(f"{name}={value}" for name, value in sorted(given.items()))
        return {**given, "request_id": chance.choice(self._request_ids), "body": body}

    def _one_of(self, choices: Choices, chance: random.Random) -> Planned:
        (plan,) = chance.choices(list(choices), list(choices.values()))
        return plan(chance)


def shown(variables: Struct) -> str:
    """The one number that the variables of our objects hold."""
    number = variables["n"]
    assert isinstance(number, float)
    return str(int(number))


def word(truth: bool) -> str:
    """As Go writes it."""
    return "true" if truth else "false"
