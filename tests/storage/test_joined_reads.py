"""Questions that are answered together: each gets its own answer, never an old one."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from waii_server.storage.joined_reads import JoinedReads


class _Reads:
    """Reads that the test lets end, one by one; each question is answered by what `answer` says."""

    def __init__(self, answer: Callable[[int], str]) -> None:
        self.asked: list[list[int]] = []
        self.begun = threading.Semaphore(0)
        self.may_end = threading.Semaphore(0)
        self._answer = answer

    def __call__(self, questions: Sequence[int]) -> list[str]:
        self.asked.append(list(questions))
        self.begun.release()
        assert self.may_end.acquire(timeout=20)
        return [self._answer(question) for question in questions]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as threads:
        yield threads


def _ask(
    pool: ThreadPoolExecutor, joined: JoinedReads[int, str], *questions: int
) -> list[Future[str]]:
    """Asks in this order; they wait, since a read is under way."""
    asked = []
    for question in questions:
        count = len(joined._waiting)
        asked.append(pool.submit(joined.get, question))
        deadline = time.monotonic() + 10
        while len(joined._waiting) == count:
            assert time.monotonic() < deadline
            time.sleep(0.0005)
    return asked


def test_those_who_ask_during_a_read_share_the_next_one(pool: ThreadPoolExecutor) -> None:
    reads = _Reads(str)
    joined = JoinedReads(reads)
    first = pool.submit(joined.get, 0)
    assert reads.begun.acquire(timeout=20)
    second = _ask(pool, joined, 1, 2, 2, 3)
    reads.may_end.release()
    assert first.result(20) == "0"
    assert reads.begun.acquire(timeout=20)
    third = _ask(pool, joined, 4, 5)
    assert not any(one.done() for one in second)
    reads.may_end.release()
    assert [one.result(20) for one in second] == ["1", "2", "2", "3"]
    reads.may_end.release()
    assert [one.result(20) for one in third] == ["4", "5"]
    assert reads.asked == [[0], [1, 2, 2, 3], [4, 5]]
    reads.may_end.release()
    assert joined.get(6) == "6"  # nobody reads, nobody waits
    assert reads.asked[3:] == [[6]]


def test_the_same_question_asked_during_a_read_waits_for_the_next_one(
    pool: ThreadPoolExecutor,
) -> None:
    """What the first one reads may have been changed since."""
    versions = itertools.count()
    reads = _Reads(lambda question: f"{question} {next(versions)}")
    joined = JoinedReads(reads)
    first = pool.submit(joined.get, 7)
    assert reads.begun.acquire(timeout=20)
    (again,) = _ask(pool, joined, 7)
    reads.may_end.release()
    assert first.result(20) == "7 0"
    reads.may_end.release()
    assert again.result(20) == "7 1"
    assert reads.asked == [[7], [7]]


def test_an_error_is_told_to_those_of_that_read_and_to_nobody_else(
    pool: ThreadPoolExecutor,
) -> None:
    def answer(question: int) -> str:
        if question < 0:
            raise KeyError(question)
        return str(question)

    reads = _Reads(answer)
    joined = JoinedReads(reads)
    first = pool.submit(joined.get, 0)
    assert reads.begun.acquire(timeout=20)
    second = _ask(pool, joined, 1, -2, 3)
    reads.may_end.release()
    assert first.result(20) == "0"
    assert reads.begun.acquire(timeout=20)
    third = _ask(pool, joined, 4, 5)
    for _ in range(2):
        reads.may_end.release()
    for one in second:
        with pytest.raises(KeyError, match="-2"):
            one.result(20)
    assert [one.result(20) for one in third] == ["4", "5"]
    assert reads.asked == [[0], [1, -2, 3], [4, 5]]
    reads.may_end.release()
    with pytest.raises(KeyError):
        joined.get(-1)
    reads.may_end.release()
    assert joined.get(6) == "6"


def test_no_answer_is_older_than_its_question() -> None:
    """Many threads, reads of any length, some of which fail: each answer has its own question, and
    the moment at which its read began."""
    moments = itertools.count()
    overlapping = threading.Lock()

    def read(questions: Sequence[int]) -> list[tuple[int, int]]:
        assert overlapping.acquire(blocking=False), "one at a time"
        began = next(moments)
        if began % 3 == 0:
            time.sleep(0.0002)
        overlapping.release()
        if began % 7 == 0:
            raise KeyError
        return [(question, began) for question in questions]

    joined = JoinedReads(read)

    def ask(number: int) -> int:
        answered = 0
        for step in range(150):
            question, asked = number * 1000 + step, next(moments)
            try:
                mine, began = joined.get(question)
            except KeyError:
                continue
            assert mine == question
            assert began > asked
            answered += 1
        return answered

    with ThreadPoolExecutor(12) as pool:
        assert min(pool.map(ask, range(12), timeout=60)) > 0
