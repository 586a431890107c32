"""Every test here runs on every engine."""

import pytest
from support import databases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    metafunc.parametrize("engine", databases.ENGINES, indirect=True, scope="module")
