"""Every kind of round, on two servers of one database."""

from collections.abc import Iterator, Sequence

import pytest
from support import databases
from support.fleet import Fleet, fleet_of_threads
from support.inspection import damage

from races.rounds import QUIET, ROUNDS, Round, Rounds


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.on_every_engine(metafunc)


@pytest.fixture(scope="module")
def fleet(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with fleet_of_threads(tmp_path_factory.mktemp(engine)) as running:
        yield running


@pytest.mark.parametrize(("at_once", "rounds"), [(5, ROUNDS), (1, QUIET)], ids=["busy", "quiet"])
def test_rounds(fleet: Fleet, at_once: int, rounds: Sequence[Round]) -> None:
    played = Rounds(fleet, size=len(rounds), seed=1, at_once=at_once).play()
    assert played.faults == []
    assert len(played.rounds) == len(rounds)
    assert played.later > 0
    assert damage(fleet.database) == []
