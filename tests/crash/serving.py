"""A server is killed while stories are written; each time, all that is stored is looked through."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from crash.place import Place
from crash.steps import MAKERS, Step
from crash.stored import Checked, check, stored
from crash.story import Account, Story, crowd
from support.inspection import change
from support.processes import ServerProcess, lives
from support.waiting import soon

STORIES = 3
_CROWD = 300
_CROWDED = 0.25
"""How often there is a crowd that a forced delete is to take away."""
_OF_SEVERAL_STATEMENTS = (
    "DeleteTenant",
    "DeleteOrg",
    "UpdateUser",
    "UpdateConfig",
    "CreateAccessKey",
    "RotateAccessKey",
    "BatchCreate",
)
"""Those of which half could be done; they are called more often."""
_LONGEST_CLOCK = 0.25
_PATIENCE = 5.0

Kill = Callable[[], None]


def run(directory: Path, engine: str, seed: int, kills: int) -> Checked:
    """Kills a server on a new database so many times."""
    checked = Checked()
    place = Place.of_engine(directory, engine)
    try:
        _Scene(place, random.Random(seed), checked).run(kills)
    finally:
        place.close()
    checked.faults[:] = [f"serving, seed {seed}: {fault}" for fault in checked.faults]
    return checked


class _Scene:
    def __init__(self, place: Place, chance: random.Random, checked: Checked) -> None:
        self._place = place
        self._chance = chance
        self._checked = checked
        self._account = Account()
        self._stories = [
            Story(f"s{number}", random.Random(chance.random()), self._account)
            for number in range(STORIES)
        ]
        self._server = place.start()
        self._server.address()
        self._first = stored(place.where)
        self._methods = [*MAKERS, *_OF_SEVERAL_STATEMENTS * 2]
        chance.shuffle(self._methods)

    def run(self, kills: int) -> None:
        for number in range(kills):
            if self._server.process.poll() is not None:
                wish = self._make_crowd(f"{number}") if self._chance.random() < _CROWDED else ""
                self._server = self._place.start(self._chance.choice((1, 2)))
            else:
                wish = ""
            self._server.address()
            self._look_through()
            if self._checked.faults:
                return
            rpc = self._methods[number % len(self._methods)]
            self._kill_while_writing(wish or rpc, crowded=bool(wish))
            if self._checked.faults:
                return
        if self._server.process.poll() is not None:
            self._server = self._place.start()
        self._look_through()
        if (code := self._server.stop()) != 0:
            self._checked.faults.append(f"the last server ended with {code}")
        self._check()
        figures = self._checked.figures
        figures["acknowledged"] = len(self._account.done)
        for story in self._stories:
            for how, count in story.turned_out.items():
                figures[f"undecided: {how}"] += count

    def _look_through(self) -> None:
        self._check()
        if self._checked.faults:
            return
        with self._place.client(self._server) as client:
            for story in self._stories:
                story.look(client)

    def _check(self) -> None:
        check(self._place.where, self._stories, self._account, self._first, self._checked)

    def _make_crowd(self, name: str) -> str:
        """While no server runs; not where a tenant may be gone already."""
        sure = [
            story
            for story in self._stories
            if not {sent.step.rpc for sent in story.pending} & {"DeleteTenant", "DeleteOrg"}
        ]
        made = crowd(self._chance.choice(sure), name, _CROWD) if sure else []
        for statement, value in made:
            change(self._place.where, statement, value)
        return self._chance.choice(("DeleteTenant", "DeleteOrg")) if made else ""

    # Kills

    def _kill_while_writing(self, rpc: str, *, crowded: bool) -> None:
        server, over = self._server, threading.Event()
        workers = server.workers
        one_alone = len(workers) > 1 and self._chance.random() < 0.4
        with writing(self._place, server, self._stories, over):
            moment = self._moment(rpc, crowded=crowded)
            if one_alone:
                os.kill(self._chance.choice(workers), signal.SIGKILL)
                time.sleep(0.02)
                over.set()
            else:
                server.kill()
        self._checked.figures["kills"] += 1
        self._checked.figures[f"kills: {moment}"] += 1
        under_way = Counter(sent.step.rpc for story in self._stories for sent in story.pending)
        for name, count in under_way.items():
            self._checked.figures[f"cut off: {name}"] += count
        if one_alone:
            self._checked.figures["kills: one worker of two"] += 1
            self._await_worker(server, workers)
        else:
            self._checked.faults += self._place.forget(server)

    def _await_worker(self, server: ServerProcess, workers: Sequence[int]) -> None:
        replaced = soon(
            lambda: (
                len([pid for pid in server.workers if lives(pid)]) == len(workers)
                and server.workers != workers
            )
        )
        if not replaced:
            self._checked.faults.append("a worker that was killed is not replaced")

    def _moment(self, rpc: str, *, crowded: bool) -> str:
        """Waits until the server is to be killed; says what for."""
        kinds = ["clock", "call", "call"]
        if not self._place.url:
            kinds.append("log")
        kind = "call" if crowded else self._chance.choice(kinds)
        if not crowded:
            time.sleep(self._chance.uniform(0, _LONGEST_CLOCK))
        if kind == "log":
            _await_growth(self._place.data / "waii.db-wal")
        elif kind == "call":
            self._await_call(rpc, 5 if crowded else 1)
        return {"call": "in a call of a method", "log": "as the WAL grows"}.get(kind, kind)

    def _await_call(self, rpc: str, longer: float) -> None:
        """Until a call of the method is under way; at any moment of it, or shortly after.

        Args:
            longer: how much longer than the last one it may take.
        """
        begun = threading.Event()

        def tell(step: Step) -> None:
            if step.rpc == rpc:
                begun.set()

        for story in self._stories:
            story.begun, story.wish = tell, rpc
        begun.wait(_PATIENCE)
        usual = self._account.seconds.get(rpc, 0.003)
        _sleep(self._chance.uniform(0, 1.2 * usual * longer))
        for story in self._stories:
            story.begun, story.wish = lambda _: None, ""


@contextmanager
def writing(
    place: Place,
    server: ServerProcess,
    stories: Sequence[Story],
    over: threading.Event,
    *,
    go_on: bool = False,
) -> Iterator[None]:
    """All stories are written; at the end of the block it is waited for them."""
    with ThreadPoolExecutor(len(stories)) as pool, ExitStack() as stack:
        clients = [stack.enter_context(place.client(server)) for _ in stories]
        running = [
            pool.submit(story.write, client, over, go_on=go_on)
            for story, client in zip(stories, clients, strict=True)
        ]
        try:
            yield
        except BaseException:
            over.set()
            raise
        for one in running:
            one.result()


def _await_growth(file: Path) -> None:
    """Until the file is changed by what is written next."""

    def state() -> tuple[int, int]:
        if not file.exists():
            return (0, 0)
        found = file.stat()
        return (found.st_size, found.st_mtime_ns)

    before, deadline = state(), time.monotonic() + _PATIENCE
    while state() == before and time.monotonic() < deadline:
        time.sleep(0)


def _sleep(seconds: float) -> None:
    """More exactly than the clock of the operating system wakes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0)
