"""Every test here runs on every engine, but for those that look into the files of one.

The client is the same on all of them: its asyncio half is tried on SQLite alone.
"""

import pytest
from support import databases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.on_every_engine(metafunc)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = [item for item in items if not {"postgresql", "async"} <= _parameters(item)]


def _parameters(item: pytest.Item) -> set[str]:
    # In whatever order pytest puts them.
    return set(item.name.partition("[")[2].removesuffix("]").split("-"))
