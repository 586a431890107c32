"""Houses: see `unit.house`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import databases
from unit.house import House
from waii_server.storage.database import Database


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    directory: Path = tmp_path_factory.mktemp("rules")
    url = databases.migrated_database_of(directory)
    database = Database(url, connections=2, busy_timeout=10)
    yield House(database, url)
    database.close()


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[House]:
    """One in which something may be changed."""
    url = databases.migrated_database_of(tmp_path)
    database = Database(url, connections=1, busy_timeout=10)
    yield House(database, url)
    database.close()
