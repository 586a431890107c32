"""`waii` and the real server, in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from cli.running import Waii
from support.server import RunningServer


@pytest.fixture(scope="module", autouse=True)
def _the_server_says_nothing() -> Iterator[None]:
    """Or its log would go to the standard output of the commands, which are in its process."""
    before = structlog.get_config()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    yield
    structlog.configure(**before)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the profiles are: of the test's own."""
    return tmp_path / "config" / "waii"


@pytest.fixture
def nobody(home: Path) -> Waii:
    """`waii` of somebody who has said nothing yet."""
    return Waii({"XDG_CONFIG_HOME": str(home.parent)})


@pytest.fixture
def waii(server: RunningServer, nobody: Waii) -> Waii:
    """`waii` of the super-admin of the shared server."""
    said = {"WAII_URL": server.address, "WAII_API_KEY": server.admin_key}
    return Waii({**nobody.variables, **said})
