"""Calls on one object, with what the clients know of each: start, end, answer."""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from support.raw import Outcome

LOST = "lost"
"""The answer of a call of which nobody knows whether it was done."""
ABORTED = "aborted"

_MAYBE = (
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.CANCELLED,
)
_WORDS = {
    "ACCESS_KEY_INVALID": "unauthenticated",
    "ACCESS_KEY_NOT_FOUND": "not_found",
    "ACCESS_KEY_ALREADY_EXISTS": "exists",
    "CONFLICT": ABORTED,
    "ETAG_MISMATCH": "mismatch",
    "IMPERSONATION_TARGET_NOT_FOUND": "no_target",
    "REQUEST_ID_REUSED": "reused",
    "SUSPENDED": "suspended",
    "TENANT_ALREADY_EXISTS": "exists",
    "TENANT_NOT_FOUND": "not_found",
    "USER_ALREADY_EXISTS": "exists",
    "USER_NOT_FOUND": "not_found",
}


@dataclass(frozen=True)
class Planned:
    """A call that a client is about to make.

    Attributes:
        name, given: what the specification knows it by.
        read: makes the answer of a response.
        reads: whether it changes nothing: where it gets lost, nothing is to be told of it.
        key: of the caller; empty for the admin's.
        acting_as: whom the caller acts as.
    """

    name: str
    method: str
    request: Message
    given: dict[str, str] = field(default_factory=dict)
    read: Callable[[bytes], str] = lambda _: "ok"
    reads: bool = False
    key: str = ""
    acting_as: str = ""


@dataclass
class Operation:
    """A call that was made; times by the one clock of the machine, in nanoseconds."""

    client: int
    name: str
    given: dict[str, str]
    call: int
    return_: int
    answer: str


class History:
    """The calls on one object, from all its clients."""

    def __init__(self, identifier: str, kind: str) -> None:
        self.id = identifier
        self.kind = kind
        self.operations: list[Operation] = []
        self.lost = 0
        self._lock = threading.Lock()

    def make(self, client: int, planned: Planned, call: Callable[[], Outcome]) -> bool:
        """Makes a call, and adds it; False where it got lost."""
        began = time.monotonic_ns()
        outcome = call()
        ended = time.monotonic_ns()
        answer = _answer(planned, outcome)
        with self._lock:
            if answer == LOST:
                self.lost += 1
                if planned.reads:
                    return False
            given = planned.given
            if planned.name in {"create", "rotate"} and self.kind == "key":
                made = answer.removeprefix("ok ") if answer.startswith("ok ") else ""
                given = {**given, "made": made or f"?{len(self.operations)}"}
            self.operations.append(Operation(client, planned.name, given, began, ended, answer))
        return answer != LOST

    def as_json(self) -> dict[str, Any]:
        """What the checker reads."""
        # Whether, and when, a lost one was done, nobody knows: it may be after all others.
        never = 1 + max((one.return_ for one in self.operations), default=0)
        told = []
        for one in self.operations:
            entry = asdict(one)
            entry["return"] = entry.pop("return_") if one.answer != LOST else never
            entry["with"] = entry.pop("given")
            told.append(entry)
        return {"id": self.id, "kind": self.kind, "operations": told}


def _answer(planned: Planned, outcome: Outcome) -> str:
    if outcome.code is grpc.StatusCode.OK:
        return planned.read(outcome.response)
    if outcome.code in _MAYBE or outcome.message == "Stream removed":
        return LOST
    reason = outcome.reason.removeprefix("ERROR_REASON_")
    if reason == "TENANT_NOT_EMPTY":
        return f"holds {_metadata(outcome)['users']}"
    # What no specification knows is found there.
    return _WORDS.get(reason) or f"{outcome.code.name} {reason}: {outcome.message}"


def _metadata(outcome: Outcome) -> dict[str, str]:
    info = outcome.details["ErrorInfo"]
    assert isinstance(info, error_details_pb2.ErrorInfo)
    return dict(info.metadata)
