"""Every test here runs on every engine."""

import pytest
from support import databases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.on_every_engine(metafunc)
