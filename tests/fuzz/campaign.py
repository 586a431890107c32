"""Sends inputs in batches, and looks after each whether the server is as it was."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import grpc
from fuzz import inputs, vitals, words
from fuzz.attacks import ATTACKS
from fuzz.inputs import Input
from fuzz.send import Sent, send
from fuzz.stored import broken_rules
from fuzz.world import Target
from support import inspection
from support.raw import RawClient
from support.waiting import soon
from waii.user import v1 as pb

GROWTH = 64 * 1024
"""KiB of memory by which the server may have grown in the end: what the allocator keeps after bombs
of headers is the most of it."""
_PEAK = 256 * 1024
"""KiB by which it may have grown at any moment."""
_DATABASE_FILES = 64
"""Files that the threads of the server may open, each when it first needs its database."""
_GRPC_THREADS = 16
"""Threads that gRPC may add to its own under load."""
_LATE = 4
"""Looks after which everything that was accepted has been stored: some events are written later."""
_KNOWN = {*words.ORGANIZATIONS, *words.TENANTS, *words.USERS}
_KEEPERS = {"admin", "default-org", "default-tenant"}


class Campaign:
    """A campaign against one server.

    Attributes:
        sent: how many inputs, by the way on which they went.
        answers: how many there were of each code and reason.
        faults: what was wrong, each with what it takes to see it again.
    """

    def __init__(self, target: Target) -> None:
        self._target = target
        self._last_event, _ = target.accepted_since(0)
        self._recent: deque[Sent] = deque(maxlen=_LATE)
        self._started: vitals.Vitals | None = None
        self._most_memory = 0
        self.sent: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.faults: list[str] = []

    def begin(self) -> None:
        """From now on, the server has all that it needs: what it holds is what it is to hold."""
        self._started = vitals.of(self._target.pid)

    def fuzz(self, seed: int, family: str, first: int, count: int) -> None:
        """Sends so many inputs of a family, from the one with this number on."""
        made = [inputs.make(seed, family, number) for number in range(first, first + count)]
        self.send(made, f"{family} {first} to {first + count - 1} of seed {seed}")

    def send(self, batch: Sequence[Input], name: str) -> None:
        """Sends a batch, and looks at the server."""
        sent = Sent()
        with self._told(name):
            send(self._target, sent, batch)
        self.faults += [f"{name}: {fault}" for fault in sent.faults]
        self.answers += sent.answers
        self.sent.update(type(one).__name__ for one in batch)
        self._look(name, sent)

    def attack(self, name: str, force: int) -> None:
        """Makes an attack, and looks at the server."""
        with self._told(f"attack {name}, force {force}"):
            self.sent["attacks"] += ATTACKS[name](self._target, force)
        self._look(f"attack {name}, force {force}", Sent(), rebuilds=False)

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        """What stops the fuzzer is a fault, too."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  whatever the server has done to us
            self.faults.append(f"{name}: {type(error).__name__}: {error}")

    def _look(self, name: str, sent: Sent, *, rebuilds: bool = True) -> None:
        target = self._target
        if not target.lives:
            self.faults.append(f"{name}: the server is gone: {target.process.stderr[-2000:]}")
            return
        self._most_memory = max(self._most_memory, vitals.of(target.pid).memory)
        self._recent.append(sent)
        wrong = [*self._service(), *target.log.faults(), *self._state()]
        self.faults += [f"{name}: {fault}" for fault in wrong]
        if rebuilds:
            with self._told(f"{name}: the world cannot be made again"):
                target.rebuild()
            self._last_event, _ = target.accepted_since(self._last_event)

    def _service(self) -> Iterator[str]:
        """Whether somebody else is served, and rightly."""
        target = self._target
        with RawClient(target.address, target.key) as client:
            outcome = client.call("GetUserInfo", pb.GetUserInfoRequest())
            if outcome.code is not grpc.StatusCode.OK:
                yield f"a good call is answered {outcome}"
            elif (who := pb.GetUserInfoResponse.FromString(outcome.response).id) != "admin":
                yield f"a good call is answered as if it were that of {who}"
            listed = client.call("ListUsers", pb.ListUsersRequest(lookup_org_id="default-org"))
            users = pb.ListUsersResponse.FromString(listed.response).users
            if [user.id for user in users] != ["admin"]:
                yield f"a good list is {listed.code} with {[user.id for user in users]}"
            health = client.call("/grpc.health.v1.Health/Check", b"", [])
            if health.response != b"\x08\x01":
                yield f"the health is {health}"

    def _state(self) -> Iterator[str]:
        """Whether what is stored is sound, and only what was accepted."""
        target = self._target
        if damage := inspection.damage(target.database):
            yield f"damage: {damage}"
        unheard = [message for sent in self._recent for message in sent.unheard]
        yield from broken_rules(target.database)
        created = _KNOWN.union(_KEEPERS, *(sent.created for sent in self._recent))
        for name in target.ids() - created:
            if not any(name.encode() in content for content in unheard):
                yield f"{name!r} was stored, and no answer says so"
        self._last_event, accepted = target.accepted_since(self._last_event)
        unknown = accepted.difference(*(sent.accepted for sent in self._recent))
        left = len(unknown)
        for sent in self._recent:  # the oldest first: it is the next to be forgotten
            left = sent.explain(left)
        if left:
            yield f"events of calls that nobody was told were accepted: {sorted(unknown)[:5]}"

    def end(self, growth: int = GROWTH) -> None:
        """Whether the server holds no more than it did in the beginning, but `growth` of memory."""
        assert self._started is not None
        started, target = self._started, self._target
        if not target.lives:
            return
        if not soon(lambda: self._released(started), within=40):
            self.faults.append(f"left open: {vitals.of(target.pid)}, before {started}")
        memory = vitals.of(target.pid).memory
        if memory > started.memory + growth:
            self.faults.append(f"memory has grown from {started.memory} to {memory} KiB")
        if self._most_memory > started.memory + _PEAK:
            self.faults.append(f"{self._most_memory} KiB of memory at once, from {started.memory}")

    def _released(self, started: vitals.Vitals) -> bool:
        return vitals.of(self._target.pid).holds_no_more_than(
            started, threads=_GRPC_THREADS, files=_DATABASE_FILES
        )

    @property
    def figures(self) -> dict[str, int | float | str]:
        now, started = vitals.of(self._target.pid), self._started
        assert started is not None
        return {
            "by channel": self.sent["Call"],
            "streams by hand": self.sent["Stream"],
            "connections by hand": self.sent["Bytes"],
            "in attacks": self.sent["attacks"],
            "kinds of answers": len(self.answers),
            "answered OK": self.answers["OK"],
            "MiB at start": started.memory // 1024,
            "MiB at most": max(self._most_memory, now.memory) // 1024,
            "MiB at end": now.memory // 1024,
            "threads": f"{started.threads} to {now.threads}",
            "descriptors": f"{started.descriptors} to {now.descriptors}",
            "connections": f"{started.connections} to {now.connections}",
        }
