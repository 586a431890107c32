"""The goals, and how each is measured. README.md says why each comparison is fair."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from benchmarks import seed
from benchmarks.bench import POSTGRESQL, SERVICE, SQLITE, Bench, Measured
from benchmarks.load import Call

HOT_KEYS = 64
"""Callers of the hot read: one for each call in flight."""


@dataclass(frozen=True)
class Goal:
    """What is to be reached.

    Attributes:
        limit: of the median, in `unit`.
        at_least: whether the median is to reach the limit, or to stay within it.
    """

    name: str
    text: str
    limit: float
    measure: Callable[[Bench], Measured]
    unit: str = ""
    at_least: bool = True

    def met(self, median: float) -> bool:
        return median >= self.limit if self.at_least else median <= self.limit


def _hot_read(engine: str, bench: Bench) -> Measured:
    calls = _own_info(range(1, HOT_KEYS + 1))
    with bench.service(engine) as service, bench.echo(service, calls[0]) as echo:
        return bench.compare(
            bench.target("GetUserInfo", service.process.address, calls),
            bench.target("echo", echo.address, calls),
            64,
            same_answers=True,
        )


def _own_info(numbers: range) -> list[Call]:
    return [Call(f"{SERVICE}GetUserInfo", b"", _bearer(seed.user(n))) for n in numbers]


def _bearer(person: seed.Person) -> dict[str, str]:
    return {"authorization": f"Bearer {person.key}"}


GOALS = (
    Goal(
        "hot_read_sqlite",
        "GetUserInfo under one's own key / echo of the same bytes",
        0.75,
        partial(_hot_read, SQLITE),
    ),
    Goal(
        "hot_read_postgresql",
        "the same on PostgreSQL",
        0.55,
        partial(_hot_read, POSTGRESQL),
    ),
)
