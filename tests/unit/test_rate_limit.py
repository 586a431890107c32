"""Token buckets: how many at once, how many in time, and how many of them there are."""

import pytest
from waii_server.domain.rate_limit import RateLimit


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def taken(limit: RateLimit, name: str = "a", tries: int = 100) -> int:
    """How many of so many tries got a token."""
    return sum(limit.take(name) == 0 for _ in range(tries))


@pytest.mark.parametrize("burst", [1, 2, 7, 50])
@pytest.mark.parametrize("rate", [0.001, 0.3, 3.0, 10.0, 1e6])
def test_a_full_bucket_has_a_burst_of_tokens_and_no_more(
    rate: float, burst: int, clock: Clock
) -> None:
    limit = RateLimit(rate, burst, clock=clock)
    assert taken(limit) == burst
    clock.now += 1000 * burst / rate
    assert taken(limit) == burst


def test_tokens_come_back_at_the_rate(clock: Clock) -> None:
    limit = RateLimit(5, 10, clock=clock)
    taken(limit)
    clock.now += 1
    assert taken(limit) == 5


def test_who_waits_as_long_as_it_says_gets_a_token(clock: Clock) -> None:
    limit = RateLimit(0.3, 4, clock=clock)
    taken(limit)
    wait = limit.take("a")
    assert wait == pytest.approx(1 / 0.3)
    assert limit.wait("a") == wait
    clock.now += wait * 0.999
    assert limit.take("a") > 0
    clock.now += wait * 0.001
    assert limit.wait("a") == 0
    assert limit.take("a") == 0
    assert limit.take("a") > 0


def test_to_ask_takes_no_token(clock: Clock) -> None:
    limit = RateLimit(1, 3, clock=clock)
    assert {limit.wait("a") for _ in range(10)} == {0}
    assert taken(limit) == 3


def test_each_name_has_a_bucket_of_its_own(clock: Clock) -> None:
    limit = RateLimit(1, 3, clock=clock)
    assert taken(limit, "a") == 3
    assert taken(limit, "b") == 3


def test_buckets_do_not_grow_in_number(clock: Clock) -> None:
    limit = RateLimit(1, 1, most=100, clock=clock)
    for number in range(10_000):
        limit.take(str(number))
        limit.wait(f"never {number}")
    assert limit.buckets == 100


def test_a_bucket_that_is_in_use_outlives_a_spray_of_names(clock: Clock) -> None:
    limit = RateLimit(1, 1, most=100, clock=clock)
    limit.take("a")
    for number in range(10_000):
        limit.take(str(number))
        if number % 50 == 0:
            assert limit.take("a") > 0


def test_the_one_that_was_not_asked_for_the_longest_is_forgotten(clock: Clock) -> None:
    limit = RateLimit(1, 1, most=3, clock=clock)
    for name in "abcad":  # of those that are kept, `b` was taken from first
        limit.take(name)
    assert {name for name in "abcd" if limit.wait(name)} == set("acd")
