"""Questions that several threads ask at the same time, answered by one read."""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class _Asked(Generic[Q, A]):
    """A question, and the answer that another thread may have fetched for it."""

    __slots__ = ("answers", "error", "question", "turn")

    def __init__(self, question: Q) -> None:
        self.question = question
        self.answers: list[A] = []
        self.error: Exception | None = None
        self.turn = threading.Lock()


class JoinedReads(Generic[Q, A]):
    """One read at a time: those who ask meanwhile are answered by the next one, all together.

    A read begins after everyone whom it answers has asked: no answer is older than its question.

    Args:
        read: the answers to so many questions, in their order.
    """

    def __init__(self, read: Callable[[Sequence[Q]], Sequence[A]]) -> None:
        self._read = read
        self._lock = threading.Lock()  # guards the next two
        self._reading = False
        self._waiting: list[_Asked[Q, A]] = []

    def get(self, question: Q) -> A:
        """The answer; raises what `read` raises."""
        mine = _Asked[Q, A](question)
        with self._lock:
            self._waiting.append(mine)
            to_wait = self._reading
            self._reading = True
            if to_wait:
                mine.turn.acquire()
        if to_wait:
            mine.turn.acquire()  # until there is an answer, or it falls to this thread to read
        if not mine.answers and mine.error is None:
            self._answer_all()
        if mine.error is not None:
            raise mine.error
        return mine.answers[0]

    def _answer_all(self) -> None:
        with self._lock:
            asked, self._waiting = self._waiting, []
        try:
            answers = self._read([one.question for one in asked])
        except Exception as error:  # noqa: BLE001  it belongs to each of those who ask
            for one in asked:
                one.error = error
        else:
            for one, answer in zip(asked, answers, strict=True):
                one.answers.append(answer)
        with self._lock:
            self._reading = bool(self._waiting)
            if self._waiting:
                self._waiting[0].turn.release()
        for one in asked:
            if one.turn.locked():
                one.turn.release()
