"""Every test here runs on every engine, but for those that look into one, or need none.

And with both clients, but not with each on each: the network is between them, so that no mistake is
one of a client and an engine together. The sync client is tried on SQLite, the one of asyncio on
PostgreSQL; what runs on one engine alone, with both.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import databases
from support.api import AsyncApi, SyncApi
from support.raw import RawClient
from support.server import RunningServer

_LEFT_OUT: dict[object, object] = {databases.SQLITE: AsyncApi, databases.POSTGRESQL: SyncApi}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.on_every_engine(metafunc)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = [item for item in items if not _left_out(item)]


def _left_out(item: pytest.Item) -> bool:
    if Path(__file__).parent not in item.path.parents or item.get_closest_marker("only_on"):
        return False
    assert isinstance(item, pytest.Function)
    given = item.callspec.params  # every test here has its engine, at least
    # Not all have the client from `kind`: it may be a parameter of any name.
    return any(value is _LEFT_OUT[given["engine"]] for value in given.values())


@pytest.fixture(scope="module")
def raw(server: RunningServer) -> Iterator[RawClient]:
    """The super-admin of the shared server, past the client: one call at a time, as it is sent."""
    with RawClient(server.address, server.admin_key) as client:
        yield client
