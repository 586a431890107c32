"""Look-ups that several threads make at the same time, joined into one statement."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class _Question(Generic[K, V]):
    """What one thread asks, and the answer that another may have fetched for it."""

    __slots__ = ("answer", "answered", "error", "key", "turn")

    def __init__(self, key: K) -> None:
        self.key = key
        self.answered = False
        self.answer: V | None = None
        self.error: Exception | None = None
        self.turn = threading.Lock()


class JoinedReads(Generic[K, V]):
    """One read at a time: those who come meanwhile are answered by the next one, all together.

    A read begins after everyone whom it answers has asked, so that no answer is older than its
    question.

    Args:
        read: finds those of the keys that there are.
    """

    def __init__(self, read: Callable[[Sequence[K]], Mapping[K, V]]) -> None:
        self._read = read
        self._lock = threading.Lock()  # guards the next two
        self._reading = False
        self._waiting: list[_Question[K, V]] = []

    def get(self, key: K) -> V | None:
        """What there is under `key`; raises what `read` raises."""
        mine = _Question[K, V](key)
        with self._lock:
            self._waiting.append(mine)
            first, self._reading = not self._reading, True
            if not first:
                mine.turn.acquire()
        if not first:
            mine.turn.acquire()  # until there is an answer, or it falls to this thread to fetch it
        if not mine.answered:
            self._answer_all()
        if mine.error is not None:
            raise mine.error
        return mine.answer

    def _answer_all(self) -> None:
        with self._lock:
            questions, self._waiting = self._waiting, []
        try:
            found = self._read([question.key for question in questions])
        except Exception as error:  # noqa: BLE001  it belongs to each of those who ask
            for question in questions:
                question.error = error
        else:
            for question in questions:
                question.answer = found.get(question.key)
        for question in questions:
            question.answered = True
        with self._lock:
            if self._waiting:
                self._waiting[0].turn.release()
            else:
                self._reading = False
        for question in questions:
            if question.turn.locked():
                question.turn.release()
