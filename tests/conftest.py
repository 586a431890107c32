"""Fixtures of every suite: real servers over real databases, with every interceptor."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from support import databases
from support.api import Api, AsyncApi, Connect, SyncApi
from support.server import RunningServer, running_server
from support.world import World

Kind = Callable[[str, str], Api]
"""Opens a client of a server, with a key."""

# A machine that is busy makes no example wrong.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: one that began last would keep the others' cores idle until its end."""
    order = ("server", "storage")
    items.sort(key=lambda item: [directory not in item.path.parts for directory in order])


def pytest_sessionfinish() -> None:
    databases.stop()


@pytest.fixture(scope="module", autouse=True)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """The database engine that servers run on: SQLite, unless a suite asks for every one."""
    with databases.using(getattr(request, "param", databases.SQLITE)) as chosen:
        yield chosen


@pytest.fixture(scope="module")
def server(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that the tests of a module share: use ids of your own (see `world`)."""
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def fresh_server(engine: str, tmp_path: Path) -> Iterator[RunningServer]:
    """A server of the test's own, with nothing but the first admin in it."""
    with running_server(tmp_path) as running:
        yield running


@pytest.fixture(params=[SyncApi, AsyncApi], ids=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> Kind:
    """The sync client or the async one: each test that has clients runs with both."""
    chosen: Kind = request.param
    return chosen


@pytest.fixture
def connect(kind: Kind, server: RunningServer) -> Iterator[Connect]:
    """Opens clients of the shared server."""
    opened: list[Api] = []

    def open_client(key: str) -> Api:
        opened.append(kind(server.address, key))
        return opened[-1]

    yield open_client
    for api in opened:
        api.close()


@pytest.fixture(scope="module")
def admins(server: RunningServer) -> Iterator[Callable[[Kind], Api]]:
    """The super-admin of the shared server, by either client, which the tests of a module share."""
    opened: dict[Kind, Api] = {}

    def open_once(kind: Kind) -> Api:
        if kind not in opened:
            opened[kind] = kind(server.address, server.admin_key)
        return opened[kind]

    yield open_once
    for api in opened.values():
        api.close()


@pytest.fixture
def admin(kind: Kind, admins: Callable[[Kind], Api]) -> Api:
    """The super-admin of the shared server, by the sync and by the async client."""
    return admins(kind)


@pytest.fixture(scope="module")
def world(server: RunningServer) -> Iterator[World]:
    """Makes organizations, tenants and users with ids that no other test has."""
    with World(server.address, server.admin_key) as made:
        yield made
