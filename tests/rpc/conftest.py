"""Every test here runs on every engine, but for those that look into the files of one.

The client is the same on all of them: its asyncio half is tried on SQLite alone.
"""

from pathlib import Path

import pytest
from support import databases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.on_every_engine(metafunc)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = [item for item in items if not _left_out(item)]


def _left_out(item: pytest.Item) -> bool:
    parameters = item.nodeid.rpartition("[")[2].rstrip("]").split("-")
    here = Path(__file__).parent in item.path.parents
    return here and {"postgresql", "async"} <= set(parameters)
