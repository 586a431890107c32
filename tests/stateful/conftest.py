"""Tests run on every engine, but for those that look at the tests themselves."""

import pytest
from support import databases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.on_every_engine(metafunc)
