"""The server that is fuzzed: a process of its own, with the world that the inputs speak of."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
from fuzz import words
from fuzz.logs import LogReader
from support import databases, inspection
from support.processes import ServerProcess, lives
from support.raw import RawClient
from support.world import World
from waii.user import v1 as pb
from waii_client import WaiiError
from waii_client.user import DeleteOrganizationRequest

_ATTEMPTS = 5
_KEEPERS_ORG = "default-org"
_FLAGS = (
    *("--listen", "127.0.0.1:0", "--workers", "1", "--reflection"),
    # All who fail here come from one address, and more often than anybody is to fail.
    *("--auth-failure-rate", "1000000", "--auth-failure-burst", "1000000"),
)


class Target:
    """The server under fuzz.

    Attributes:
        address: where it listens.
        key: that of the first admin, of whom no input knows: what the inputs do to all others, this
            one can see and mend.
        log: what the server has written, and what of it should not be there.
    """

    def __init__(self, directory: Path) -> None:
        data = directory / "data"
        data.mkdir(mode=0o700)
        self.database = databases.migrated_database_of(data)
        flags = (*_FLAGS, "--data-dir", str(data), "--database-url", self.database)
        self.process = ServerProcess(directory, *flags)
        try:
            self.address = self.process.address()
        except BaseException:
            self.process.kill()
            raise
        self.pid = self.process.process.pid
        self.key = (data / "admin.key").read_text().strip()
        self.log = LogReader(directory / "server.stderr")
        self._real: dict[bytes, bytes] = {}
        self._placeholder = re.compile(b"(?!)")

    @property
    def lives(self) -> bool:
        """Whether it is still the process that was started."""
        return self.process.process.poll() is None and lives(self.pid)

    def real(self, content: bytes) -> bytes:
        """Bytes with the keys, tokens and etags of now instead of what stands for them."""
        return self._placeholder.sub(lambda found: self._real[found[0]], content)

    def rebuild(self) -> None:
        """Makes the world as it was at first, whatever the inputs have done to it."""
        for left in reversed(range(_ATTEMPTS)):
            try:
                self._rebuild()
            except WaiiError:  # a call whose caller has hung up came in between
                if not left:
                    raise
            else:
                return

    def _rebuild(self) -> None:
        with World(self.address, self.key) as world:
            user = world.admin.user
            for organization in user.list_orgs(pb.ListOrganizationsRequest()).organizations:
                if organization.id != _KEEPERS_ORG:
                    user.delete_org(DeleteOrganizationRequest(id=organization.id, force=True))
            for org in words.ORGANIZATIONS:
                world.org(id=org)
            for tenant, org in words.TENANTS.items():
                world.tenant(org, id=tenant)
            real: dict[str, str] = {}
            for user_id, (tenant, role) in words.USERS.items():
                org = words.TENANTS[tenant]
                world.user(role, id=user_id, tenant_id=tenant, org_id=org)
                real[words.KEYS[user_id]] = world.key(user_id, words.KEY_NAME)
            etags = {entry.id: entry.etag for entry in _everything(world.admin)}
        real |= {placeholder: etags[name] for name, placeholder in words.ETAGS.items()}
        with RawClient(self.address, real[words.KEYS["fuzz-super"]]) as client:
            for method, placeholder in words.TOKENS.items():
                real[placeholder] = _token(client, method)
        for placeholder, value in real.items():
            assert len(placeholder) == len(value), (placeholder, len(value))
        self._real = {name.encode(): value.encode() for name, value in real.items()}
        self._placeholder = re.compile(b"|".join(map(re.escape, self._real)))

    def ids(self) -> set[str]:
        """Those of everything that is stored."""
        return {
            str(name)
            for table in ("organizations", "tenants", "users")
            for (name,) in inspection.rows(self.database, f"SELECT id FROM {table}")  # noqa: S608
        }

    def accepted_since(self, sequence: int) -> tuple[int, set[str]]:
        """The last event that is stored, and the ids of the calls that were accepted after that of
        this number."""
        found = inspection.rows(
            self.database,
            "SELECT sequence, request_id FROM audit_events "
            "WHERE sequence > ? AND code = 'OK' ORDER BY sequence",
            sequence,
        )
        return (found[-1][0] if found else sequence), {str(request_id) for _, request_id in found}


def _everything(admin: Any) -> Iterator[Any]:
    yield from admin.user.list_orgs(pb.ListOrganizationsRequest()).organizations
    for org in words.ORGANIZATIONS:
        yield from admin.user.list_tenants(pb.ListTenantsRequest(lookup_org_id=org)).tenants
        yield from admin.user.list_users(pb.ListUsersRequest(lookup_org_id=org)).users


def _token(client: RawClient, method: str) -> str:
    org, _ = words.FIRST_PAGES[method]
    request: Any
    match method:
        case "ListUsers":
            request = pb.ListUsersRequest(lookup_org_id=org, page_size=1)
            answer: Any = pb.ListUsersResponse
        case "ListTenants":
            request = pb.ListTenantsRequest(lookup_org_id=org, page_size=1)
            answer = pb.ListTenantsResponse
        case _:
            request = pb.ListOrganizationsRequest(page_size=1)
            answer = pb.ListOrganizationsResponse
    outcome = client.call(method, request)
    assert outcome.code is grpc.StatusCode.OK, outcome
    return str(answer.FromString(outcome.response).next_page_token)


@contextmanager
def fuzzed(directory: Path) -> Iterator[Target]:
    """A server with the world of `words`, which ends with the block."""
    target = Target(directory)
    try:
        target.rebuild()
        yield target
    finally:
        target.log.close()
        target.process.kill()
