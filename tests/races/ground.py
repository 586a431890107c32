"""What a round stands on: servers of one database, and things of its own in it."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf.message import Message
from rpc.calls import at_once
from support import inspection
from support.fleet import Fleet, call
from support.raw import Outcome
from support.world import World
from waii.user import v1 as pb

SUSPENSION = "/waii.user.v1.SuspensionService/"
ACCESS_KEYS = "/waii.user.v1.AccessKeyService/"
ORG_ADMIN = "waii-org-admin-user"
SUPER_ADMIN = "waii-super-admin-user"
API_USER = "waii-api-user"

_ATTEMPTS = 20

Call = Callable[[], Outcome]


class Refuted(Exception):
    """What was to hold in a round did not."""


def require(holds: bool, otherwise: object) -> None:
    """
    Raises:
        Refuted: with what was seen, where it does not hold.
    """
    if not holds:
        raise Refuted(str(otherwise))


@dataclass(frozen=True)
class Ground:
    """The servers, and who makes things there.

    Attributes:
        chance: of this round.
        quiet: whether nothing is to be written but what the round is about. What a server remembers
            of keys is forgotten soon where others write.
    """

    fleet: Fleet
    world: World
    chance: random.Random
    quiet: bool = False

    def ask(self, method: str, request: Message, *, key: str = "", as_user: str = "") -> Outcome:
        """A call of any of the servers; made again where it lost a race, which changed nothing."""
        for _ in range(_ATTEMPTS):
            outcome = call(self.fleet, self.chance, method, request, key=key, as_user=as_user)
            if outcome.reason != "ERROR_REASON_CONFLICT":
                return outcome
        raise Refuted(f"{method} lost every race: {outcome}")

    def do(self, method: str, request: Message, **options: Any) -> bytes:
        """A call that has to succeed; its response."""
        outcome = self.ask(method, request, **options)
        require(outcome.code is grpc.StatusCode.OK, (method, outcome))
        return outcome.response

    def rows(self, query: str, *values: object) -> list[inspection.Row]:
        return inspection.rows(self.fleet.database, query, *values)

    def works(self, key: str) -> bool:
        """Whether the key is good for a call."""
        outcome = self.ask("GetUserInfo", pb.GetUserInfoRequest(), key=key)
        return outcome.code is grpc.StatusCode.OK

    def new_key(self, user_id: str, name: str, **fields: Any) -> str:
        request = pb.CreateAccessKeyRequest(name=name, **fields)
        made = self.do("CreateAccessKey", request, as_user=user_id)
        return pb.GetAccessKeyResponse.FromString(made).access_keys[0].access_key


def ends(calls: Sequence[Call]) -> tuple[list[Outcome], Counter[str]]:
    """How the calls ended, made all at the same time, in their order and counted."""
    outcomes = at_once(calls)
    return outcomes, Counter(outcome.code.name for outcome in outcomes)


def pause(chance: random.Random, most: float) -> None:
    """Some part of so many seconds."""
    time.sleep(chance.uniform(0, most))
