"""One engine: SQLite, or the one that `TORTURE_ENGINE` names."""

import os

import pytest
from support import databases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    engine = os.environ.get("TORTURE_ENGINE", databases.SQLITE)
    metafunc.parametrize("engine", [engine], indirect=True, scope="module")
