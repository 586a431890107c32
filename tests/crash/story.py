"""One writer: what it has asked for, what it was told, and what may have become of the rest."""

import itertools
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import grpc
from crash.steps import Id, Rows, Step, Steps, is_active, said
from google.protobuf.struct_pb2 import Value
from rpc.methods import path
from support.inspection import counted
from support.raw import Outcome, RawClient
from waii.user import v1 as pb

OK = grpc.StatusCode.OK
UNDECIDED = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.ABORTED,
    # What the client says of a connection that ends in the middle.
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.UNKNOWN,
}
"""How a call may end whose server, or database, is gone: it may have been done."""
ME = pb.GetUserInfoRequest()
_LOOKS = 3
"""How many keys of each sort are tried after a restart."""
_AGAIN = 8
"""How many calls that were undecided are sent again."""


@dataclass(frozen=True)
class Sent:
    """A call: the id that it has in the audit log, and its answer where one came."""

    name: str
    step: Step
    answer: bytes | None = field(default=None, repr=False)


@dataclass
class Secrets:
    """What a key of these rows is, as far as it was told; the other one goes on to work too."""

    current: str = field(default="", repr=False)
    previous: str = field(default="", repr=False)


class Account:
    """What has to be in the audit log, once; what may be in it, once; and what may be in it as
    refused."""

    def __init__(self) -> None:
        self.done: dict[str, Step] = {}
        self.looks: set[str] = set()
        self.undone: set[str] = set()
        self.seconds: dict[str, float] = {}
        """What a call of each method has last taken."""


class Story:
    """Writes to organizations of its own, with one call after the other.

    Attributes:
        rows: what is stored of it, if nothing was lost.
        pending: calls that may have been done.
        begun: called before each call.
        wish: the method that is to be called next, where that can be.
        faults: what was answered that must not be.
    """

    def __init__(self, id_: str, chance: random.Random, account: Account) -> None:
        self.id = id_
        self.rows: Rows = {}
        self.pending: list[Sent] = []
        self.wish = ""
        self.begun: Callable[[Step], None] = lambda _: None
        self.faults: list[str] = []
        self.turned_out: Counter[str] = Counter()
        self._chance = chance
        self._steps = Steps(chance, id_)
        self._account = account
        self._numbers = itertools.count()
        self._secrets: dict[Id, Secrets] = {}
        self._gone: deque[str] = deque(maxlen=12)
        self._answered: deque[Sent] = deque(maxlen=12)
        self._settled: list[tuple[Sent, bool]] = []

    # Writing

    def write(self, client: RawClient, over: threading.Event, *, go_on: bool = False) -> None:
        """Calls until it is over, or until one is undecided.

        Args:
            go_on: then too, with what succeeds whatever became of that.
        """
        while not over.is_set():
            step = self._steps.independent() if self.pending else self._next()
            self.begun(step)
            sent = self._sent(step)
            began = time.monotonic()
            outcome = self._call(client, sent)
            if outcome.code is OK:
                self._account.seconds[step.rpc] = time.monotonic() - began
                self._acknowledge(Sent(sent.name, step, outcome.response))
            elif outcome.code in UNDECIDED:
                self.pending.append(sent)
                if not go_on:
                    return
                over.wait(0.1)
            else:
                self.faults.append(f"{self.id}: {sent.name} {step.rpc}: {outcome}")
                return

    def _next(self) -> Step:
        step = self._steps.next(self.rows, self.wish)
        if step.rpc == self.wish:
            self.wish = ""
        return step

    def _sent(self, step: Step) -> Sent:
        return Sent(f"{self.id}-{next(self._numbers)}", step)

    def _call(self, client: RawClient, sent: Sent) -> Outcome:
        metadata = [*client.key_metadata, ("x-request-id", sent.name)]
        if sent.step.as_user:
            metadata.append(("x-waii-impersonate-user", sent.step.as_user))
        return client.call(path(sent.step.rpc), sent.step.request, metadata)

    def _acknowledge(self, sent: Sent) -> None:
        self._apply(sent)
        if sent.step.repeatable:
            self._answered.append(sent)

    def _apply(self, sent: Sent) -> None:
        """It was done."""
        self._account.done[sent.name] = sent.step
        sent.step.effect(self.rows)
        if (key := sent.step.key) is not None:
            old = self._secrets.pop(key, Secrets())
            overlaps = self.rows[key][1]
            self._gone.extend(filter(None, [old.previous, "" if overlaps else old.current]))
            self._secrets[key] = Secrets(key_in(sent), old.current if overlaps else "")
        for id_ in self._secrets.keys() - self.rows.keys():
            lost = self._secrets.pop(id_)
            self._gone.extend(filter(None, [lost.current, lost.previous]))

    # After a kill

    def settle(self, noted: Collection[str]) -> None:
        """What was undecided was done where the audit log says so, and else was not."""
        for sent in self.pending:
            done = sent.name in noted
            if done:
                self._apply(sent)
            else:
                self._account.undone.add(sent.name)
            self.turned_out["done" if done else "not done"] += 1
            self._settled.append((sent, done))
        self.pending.clear()

    def compare(self, stored: Rows, digests: Mapping[Id, bytes]) -> list[str]:
        """How what is stored differs from what was asked for; from then on it is taken as it is."""
        faults = [
            f"{self.id}: {id_} is {stored.get(id_)} and not {self.rows.get(id_)}"
            for id_ in sorted({*self.rows, *stored})
            if self.rows.get(id_) != stored.get(id_)
        ]
        self.rows = dict(stored)
        faults += [
            f"{self.id}: {id_} is not the key that was answered"
            for id_, secrets in self._secrets.items()
            if secrets.current
            and id_ in digests
            and digests[id_] != sha256(secrets.current.encode()).digest()
        ]
        return faults

    def look(self, client: RawClient) -> None:
        """Asks what must be so after all that was done: keys that work and that do not, keys that
        are shown, and requests that are sent again."""
        for sent, done in self._chance.sample(self._settled, min(len(self._settled), _AGAIN)):
            if sent.step.repeatable and self._can_be_sent(sent.step):
                self._send_again(client, sent, done=done)
        self._settled.clear()
        answered = [sent for sent in self._answered if self._can_be_sent(sent.step)]
        for sent in answered[-_LOOKS:]:
            again = self._repeat(client, sent)
            if again is not None and again.answer != sent.answer:
                self.faults.append(f"{self.id}: {sent.name} has another answer when sent again")
        known = [(id_, key) for id_, key in self._secrets.items() if key.current]
        for id_, secrets in self._chance.sample(known, min(len(known), _LOOKS)):
            for text in filter(None, [secrets.current, secrets.previous]):
                self._use(client, id_[1], text)
        for text in list(self._gone)[-_LOOKS:]:
            if (code := self._as(client, text).code) is not grpc.StatusCode.UNAUTHENTICATED:
                self.faults.append(f"{self.id}: a key that is gone is answered {code.name}")
        # One key of each user.
        for user_id, key in {id_[1]: key for id_, key in known}.items():
            if is_active(self.rows, user_id):
                self._list(client, user_id, key)

    def _can_be_sent(self, step: Step) -> bool:
        """Whether one can act as whom it is sent as."""
        user_id = step.as_user
        return not user_id or (("user", user_id) in self.rows and is_active(self.rows, user_id))

    def _send_again(self, client: RawClient, sent: Sent, *, done: bool) -> None:
        """What was done is answered, and what was not is done now: either way it was done once."""
        if done:
            again = self._repeat(client, sent)
            key = sent.step.key
            if again is not None and key is not None:
                self._secrets[key].current = key_in(again)
        else:
            again = self._call_again(client, sent)
            if again is not None:
                self._acknowledge(again)
                self.turned_out["done when sent again"] += 1

    def _repeat(self, client: RawClient, sent: Sent) -> Sent | None:
        again = self._call_again(client, sent)
        if again is not None:
            self._account.looks.add(again.name)
        return again

    def _call_again(self, client: RawClient, sent: Sent) -> Sent | None:
        again = self._sent(sent.step)
        outcome = self._call(client, again)
        if outcome.code is not OK:
            self.faults.append(f"{self.id}: {sent.name} {sent.step.rpc}, sent again: {outcome}")
            return None
        return Sent(again.name, again.step, outcome.response)

    def _use(self, client: RawClient, user_id: str, key: str) -> None:
        outcome = self._as(client, key)
        if is_active(self.rows, user_id):
            shown = pb.GetUserInfoResponse.FromString(outcome.response).id
            if (outcome.code, shown) != (OK, user_id):
                self.faults.append(f"{self.id}: a key of {user_id} does not work: {outcome}")
        elif outcome.code is OK:
            self.faults.append(f"{self.id}: a key of {user_id}, who is suspended, works")

    def _list(self, client: RawClient, user_id: str, secrets: Secrets) -> None:
        """The user's keys are shown to it as they are: their seals open."""
        outcome = self._as(client, secrets.current, "ListAccessKeys", b"")
        listed = pb.GetAccessKeyResponse.FromString(outcome.response).access_keys
        shown = {("key", user_id, key.name): key.access_key for key in listed}
        for held in [held for held in self.rows if held[:2] == ("key", user_id)]:
            known = self._secrets.get(held)
            if held not in shown or (known and known.current and known.current != shown[held]):
                self.faults.append(f"{self.id}: {held} is not listed as it is: {outcome.code}")

    def _as(
        self, client: RawClient, key: str, rpc: str = "GetUserInfo", request: bytes = b""
    ) -> Outcome:
        name = f"{self.id}-{next(self._numbers)}"
        self._account.looks.add(name)
        return client.call(
            rpc, request, [("authorization", f"Bearer {key}"), ("x-request-id", name)]
        )


def key_in(sent: Sent) -> str:
    """The key in the answer; empty where there is none."""
    if sent.answer is None or sent.step.key is None:
        return ""
    if sent.step.rpc == "RotateAccessKey":
        return pb.RotateAccessKeyResponse.FromString(sent.answer).access_key.access_key
    return pb.GetAccessKeyResponse.FromString(sent.answer).access_keys[0].access_key


def crowd(story: Story, name: str, size: int) -> list[tuple[str, bytes]]:
    """Fills a tenant of the story with users, as if they had been created: what deletes it takes
    longer then.

    Args:
        name: that no other crowd has.

    Returns:
        The statements that store them, each with its parameter; none where the story has no tenant.
    """
    tenants = [(id_[1], row[0]) for id_, row in story.rows.items() if id_[0] == "tenant"]
    if not tenants:
        return []
    tenant_id, org_id = tenants[0]
    for number in range(size):
        id_ = f"{tenant_id}-{name}-{number}"
        row = (org_id, tenant_id, id_, "", "waii-api-user", said({}), False)
        story.rows["user", id_] = row
        story.rows["config", id_, "k"] = (said(1.0),)
    numbers = counted(size)
    users = f"'{tenant_id}-{name}-' || i"
    columns = "id, tenant_id, org_id, name, email, roles, variables"
    values = f"{users}, '{tenant_id}', '{org_id}', {users}, '', 'waii-api-user', ?"
    one = Value(number_value=1).SerializeToString()
    return [
        (f"INSERT INTO users ({columns}) {numbers} SELECT {values} FROM n", b""),  # noqa: S608
        (f"INSERT INTO user_configs {numbers} SELECT {users}, 'k', ? FROM n", one),  # noqa: S608
    ]
