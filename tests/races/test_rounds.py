"""Every kind of round, on two servers of one database."""

from collections.abc import Iterator

import pytest
from support import databases
from support.fleet import Fleet, fleet_of_threads
from support.inspection import damage

from races.rounds import ROUNDS, Rounds


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.on_every_engine(metafunc)


@pytest.fixture(scope="module")
def fleet(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with fleet_of_threads(tmp_path_factory.mktemp(engine)) as running:
        yield running


def test_rounds(fleet: Fleet) -> None:
    played = Rounds(fleet, size=len(ROUNDS), seed=1, at_once=3).play()
    assert played.faults == []
    assert len(played.rounds) == len(ROUNDS)
    assert played.later > 0
    assert damage(fleet.database) == []
