"""Servers in processes of their own, which end with the test whatever happens in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.processes import ServerProcess

Serve = Callable[..., ServerProcess]
DEFAULTS = {
    "WAII_SERVER_LISTEN": "127.0.0.1:0",
    "WAII_SERVER_WORKERS": "2",
    # All who fail here come from one address.
    "WAII_SERVER_AUTH_FAILURE_RATE": "0",
}


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts servers in the test's directory, by default on a free port, with `./data`, and from
    two processes."""
    started: list[ServerProcess] = []

    def start(*flags: str, **options: Any) -> ServerProcess:
        variables = DEFAULTS | options.pop("variables", {})
        name = f"server-{len(started)}"
        started.append(ServerProcess(tmp_path, *flags, variables=variables, name=name, **options))
        return started[-1]

    yield start
    for server in started:
        server.kill()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data directory of the servers that `serve` starts."""
    return tmp_path / "data"
