"""Who asks the same at the same time shares an answer, but never one to an earlier question."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from support.waiting import soon
from waii_client.auth._verifier import _AsyncShared, _Shared


class Question:
    """Answers with the number of the question, when it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.released = threading.Semaphore(0)

    def __call__(self) -> int:
        self.asked += 1
        number = self.asked
        assert self.released.acquire(timeout=10)
        return number


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as threads:
        yield threads


def test_who_comes_while_a_question_is_under_way_shares_the_next_one(
    pool: ThreadPoolExecutor,
) -> None:
    shared: _Shared[int] = _Shared()
    question = Question()
    first = pool.submit(shared.get, b"ann", question)
    assert soon(lambda: question.asked == 1)
    later = [pool.submit(shared.get, b"ann", question) for _ in range(10)]
    assert soon(lambda: len(pool._threads) == 11 and not pool._work_queue.qsize())
    question.released.release()
    assert first.result(10) == 1
    assert soon(lambda: question.asked == 2)
    question.released.release(10)
    assert {one.result(10) for one in later} == {2}
    assert shared._next == shared._asked == {}


def test_others_do_not_wait(pool: ThreadPoolExecutor) -> None:
    shared: _Shared[int] = _Shared()
    question = Question()
    waiting = pool.submit(shared.get, b"ann", question)
    assert soon(lambda: question.asked == 1)
    assert shared.get(b"bob", lambda: 7) == 7
    question.released.release()
    assert waiting.result(10) == 1


def test_a_question_that_fails_fails_for_those_who_share_it_alone() -> None:
    shared: _Shared[int] = _Shared()

    def fail() -> int:
        raise RuntimeError("lost")

    with pytest.raises(RuntimeError, match="lost"):
        shared.get(b"ann", fail)
    assert shared.get(b"ann", lambda: 3) == 3


async def test_in_asyncio_it_is_the_same_also_where_who_asked_is_cancelled() -> None:
    shared: _AsyncShared[int] = _AsyncShared()
    asked = 0
    released = asyncio.Semaphore(0)

    async def question() -> int:
        nonlocal asked
        asked += 1
        number = asked
        await released.acquire()
        return number

    first = asyncio.create_task(shared.get(b"ann", question))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert asked == 1
    later = [asyncio.create_task(shared.get(b"ann", question)) for _ in range(10)]
    await asyncio.sleep(0)
    assert await shared.get(b"bob", lambda: asyncio.sleep(0, 7)) == 7
    later[0].cancel()
    released.release()
    assert await first == 1
    released.release()
    assert await asyncio.gather(*later[1:]) == [2] * 9
    assert later[0].cancelled()
    assert asked == 2
    assert shared._next == shared._asked == {}
