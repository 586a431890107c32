"""SIGKILL at any moment: what was acknowledged is there, and nothing is there by half.

WAII_TEST_CRASH_CYCLES says how many times the server is killed.
"""

import itertools
import os
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import grpc
import pytest
from server.conftest import Serve
from support.inspection import damage, dump
from support.processes import ServerProcess
from support.raw import Outcome, RawClient
from waii.user import v1 as pb

CYCLES = int(os.environ.get("WAII_TEST_CRASH_CYCLES", "8"))
WRITERS = 4
OK = grpc.StatusCode.OK
# How a call ends whose server is gone.
GONE = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.UNKNOWN}

Facts = frozenset[tuple[str, ...]]


@dataclass
class Story:
    """What one writer does to a tenant of its own, step by step: each step is one call."""

    id: str
    deleted: bool
    """Whether the last step is to delete the tenant with everything in it."""
    acknowledged: int = 0
    """How many steps have succeeded."""
    attempted: int = 0
    key: str = field(default="", repr=False)

    def steps(self, client: RawClient, admin_key: str) -> Iterator[Callable[[], Outcome]]:
        def call(rpc: str, request: object, as_user: str = "") -> Outcome:
            metadata = [("authorization", f"Bearer {admin_key}")]
            if as_user:
                metadata.append(("x-waii-impersonate-user", as_user))
            return client.call(rpc, request, metadata)  # type: ignore[arg-type]

        first, second = f"{self.id}:ann", f"{self.id}:bob"
        tenant = pb.Tenant(id=self.id, name="T", org_id="default-org", variables={"k": "v"})
        roles = ["waii-user", "waii-api-user"]
        yield lambda: call("CreateTenant", pb.CreateTenantRequest(tenant=tenant))
        for user_id in (first, second):
            user = pb.User(id=user_id, tenant_id=self.id, org_id="default-org", roles=roles)
            yield lambda u=user: call("CreateUser", pb.CreateUserRequest(user=u))  # type: ignore[misc]
        updated = pb.UpdateConfigRequest(updated={"x": 1, "y": {"z": [1, 2]}})
        yield lambda: call("UpdateConfig", updated, first)
        yield lambda: call("CreateAccessKey", pb.CreateAccessKeyRequest(name="key"), first)
        if self.deleted:
            request = pb.DeleteTenantRequest(id=self.id, force=True)
            yield lambda: call("DeleteTenant", request)

    def facts(self, steps: int) -> Facts:
        """What the database holds of this story after so many steps."""
        first, second = f"{self.id}:ann", f"{self.id}:bob"
        told: list[set[tuple[str, ...]]] = [
            {("tenant",)},
            *(
                {("user", user), ("role", user, "waii-user"), ("role", user, "waii-api-user")}
                for user in (first, second)
            ),
            {("config", first, "x"), ("config", first, "y")},
            {("key", first, "key")},
        ]
        if steps > len(told):
            return frozenset()
        return frozenset[tuple[str, ...]]().union(*told[:steps])


def _facts(database: Path) -> dict[str, Facts]:
    """What the database holds, by story."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    stored = dump(database)
    for row in stored["tenants"]:
        found[row[0]].add(("tenant",))
    for user_id, *_, roles, _suspended in stored["users"]:
        found[user_id.partition(":")[0]] |= {
            ("user", user_id),
            *(("role", user_id, role) for role in roles.split(",")),
        }
    for user_id, key, _ in stored["user_configs"]:
        found[user_id.partition(":")[0]].add(("config", user_id, key))
    for _, user_id, name, *_ in stored["access_keys"]:
        found[user_id.partition(":")[0]].add(("key", user_id, name))
    return {story: frozenset(facts) for story, facts in found.items()}


def _write(
    server: ServerProcess, admin_key: str, prefix: str, stories: list[Story], begun: threading.Event
) -> None:
    """Writes until the server is gone."""
    with RawClient(server.address(), admin_key) as client:
        for number in itertools.count():
            story = Story(f"{prefix}-{number}", deleted=number % 3 > 0)
            stories.append(story)
            for step in story.steps(client, admin_key):
                story.attempted += 1
                outcome = step()
                if outcome.code != OK:
                    assert outcome.code in GONE, outcome
                    return
                story.acknowledged += 1
                if story.acknowledged == 5:
                    answer = pb.GetAccessKeyResponse.FromString(outcome.response)
                    story.key = answer.access_keys[0].access_key
            begun.set()


@pytest.mark.timeout(60 + 6 * CYCLES)
def test_what_was_acknowledged_survives_every_kill(serve: Serve, data: Path) -> None:
    chance = random.Random(7)
    known: list[Story] = []
    # Kills of one process, and of several at the same moment.
    turns = itertools.cycle(["1", "2"])
    server = serve("--workers", next(turns))
    server.address()
    admin_key = (data / "admin.key").read_text().strip()
    for cycle in range(CYCLES):
        written: list[list[Story]] = [[] for _ in range(WRITERS)]
        begun = threading.Event()
        with ThreadPoolExecutor(WRITERS) as pool:
            writers = [
                pool.submit(_write, server, admin_key, f"{cycle}-{i}", written[i], begun)
                for i in range(WRITERS)
            ]
            assert begun.wait(20)
            time.sleep(chance.uniform(0, 0.3))
            server.kill()
            for writer in writers:
                writer.result()
        known += [story for one in written for story in one]

        server = serve("--workers", next(turns))
        server.address()
        _verify(data / "waii.db", known)
        _verify_keys(server, [story for one in written for story in one[-3:]])
    assert len(known) > CYCLES * WRITERS


def _verify(database: Path, known: list[Story]) -> None:
    assert damage(database) == []
    stored = _facts(database)
    for story in known:
        facts = stored.pop(story.id, frozenset())
        possible = [
            steps
            for steps in range(story.acknowledged, story.attempted + 1)
            if story.facts(steps) == facts
        ]
        assert possible, f"{story} is neither whole nor absent: {sorted(facts)}"
        # From now on it is known how the last call ended, and that must not change.
        story.acknowledged = story.attempted = possible[0]
    assert set(stored) == {"default-tenant", "admin"}  # and nothing that nobody asked for


def _verify_keys(server: ServerProcess, stories: list[Story]) -> None:
    for story in stories:
        if story.key:
            with RawClient(server.address(), story.key) as client:
                outcome = client.call("GetUserInfo", b"")
            if story.acknowledged == 5:
                answer = pb.GetUserInfoResponse.FromString(outcome.response)
                assert (outcome.code, answer.id) == (OK, f"{story.id}:ann")
            else:
                assert outcome.code == grpc.StatusCode.UNAUTHENTICATED


@pytest.mark.parametrize(
    "moments", [("waii.db", "keyring.json", "admin.key"), ("admin.key",)], ids=len
)
def test_a_first_start_that_was_killed_is_made_good_by_a_later_one(
    serve: Serve, data: Path, moments: tuple[str, ...]
) -> None:
    """Killed as soon as a file is there: it may be empty, and what follows it has not happened."""
    for moment in moments:
        server = serve()
        while not (data / moment).exists():
            assert server.process.poll() is None
            time.sleep(0.0002)
        server.kill()
    server = serve()
    address = server.address()
    with RawClient(address, (data / "admin.key").read_text().strip()) as client:
        outcome = client.call("ListOrgs", b"")
    assert outcome.code == OK
    assert (data / "admin.key").stat().st_mode & 0o777 == 0o600
    assert damage(data / "waii.db") == []
    stored = dump(data / "waii.db")
    for table in ("organizations", "tenants", "users", "access_keys"):
        assert len(stored[table]) == 1, table
