"""The services in `client/examples`, run as their texts say, against a real user service."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from support.processes import environment
from support.raw import RawClient
from support.server import RunningServer
from support.world import World

EXAMPLES = Path(__file__).parents[2] / "client" / "examples"


@contextmanager
def running(url: str, *command: str) -> Iterator[str]:
    """What a command prints first, until the block ends."""
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=EXAMPLES,
        env=environment(WAII_URL=url),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield next(line for line in process.stdout if "port" in line or "running on" in line)
        finally:
            process.terminate()


def test_the_grpc_service_refuses_accepts_and_knows_who_acts(
    server: RunningServer, world: World
) -> None:
    boss = world.org_admin()
    ann = world.person("waii-api-user", org_id=boss.org_id)
    trial = world.person("waii-trial-api-user", org_id=boss.org_id)
    with (
        running(server.address, "grpc_service.py", "127.0.0.1:0") as line,
        RawClient(f"127.0.0.1:{line.split()[-1]}") as client,
    ):

        def call(method: str, key: str, *others: tuple[str, str]) -> Any:
            sent = [("authorization", f"Bearer {key}"), *others]
            outcome = client.call(f"/example.Databases/{method}", b"sales", sent)
            return json.loads(outcome.response) if outcome.response else outcome.code.name

        assert call("Add", "waii_bad") == "UNAUTHENTICATED"
        assert call("Add", trial.key) == "PERMISSION_DENIED"
        assert call("Add", ann.key) == {"for": ann.id, "by": ann.id}
        impersonated = call("Add", boss.key, ("x-waii-impersonate-user", ann.id))
        assert impersonated == {"for": ann.id, "by": boss.id}
        assert call("List", trial.key) == ["sales", "sales"]
        assert call("List", server.admin_key) == []


def test_the_web_service_does_the_same(server: RunningServer, world: World) -> None:
    boss = world.org_admin()
    ann = world.person("waii-api-user", org_id=boss.org_id)
    with running(server.address, "-m", "uvicorn", "web_service:app", "--port", "0") as line:
        (url,) = (word for word in line.split() if word.startswith("http"))

        def call(method: str, path: str, key: str = "", as_user: str = "") -> Any:
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            if as_user:
                headers["X-Waii-Impersonate-User"] = as_user
            request = Request(f"{url}{path}", method=method, headers=headers)  # noqa: S310
            try:
                with urlopen(request, timeout=10) as response:  # noqa: S310 - our own
                    return json.load(response)
            except HTTPError as error:
                with error:
                    return error.code

        assert call("GET", "/healthz") == "ok"
        assert call("GET", "/databases") == 401
        assert call("POST", "/databases/sales", ann.key) == {"for": ann.id, "by": ann.id}
        assert call("POST", "/databases/hr", boss.key, ann.id) == {"for": ann.id, "by": boss.id}
        assert call("GET", "/databases", ann.key) == ["sales", "hr"]
        assert call("GET", "/databases", ann.key, boss.id) == 403
