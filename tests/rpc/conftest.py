"""Every test here runs on every engine, but for those that look into the files of one.

The client is the same on all of them: its asyncio half is tried on SQLite alone.
"""

import pytest
from support import databases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.on_every_engine(metafunc)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = [item for item in items if "[postgresql-async" not in item.nodeid]
