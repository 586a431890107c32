"""Clients of the real server, and a server that answers whatever a test tells it to."""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent import futures
from dataclasses import dataclass, field
from typing import Any, Protocol

import grpc
import pytest
from google.protobuf.message import Message
from waii_client import WAII, AsyncWaii, Waii
from waii_client.user import (
    CreateOrganizationRequest,
    CreateTenantRequest,
    CreateUserRequest,
    DeleteOrganizationRequest,
    GetUserInfoResponse,
    ListOrganizationsRequest,
    Organization,
    Tenant,
    User,
)


class Server(Protocol):
    """What tests/conftest.py offers as `server`."""

    address: str
    admin_key: str


@pytest.fixture
def url(server: Server) -> str:
    return server.address


@pytest.fixture
def key(server: Server) -> str:
    return server.admin_key


@pytest.fixture
def client(url: str, key: str) -> Iterator[Waii]:
    """The admin's client."""
    with Waii().initialize(url=url, api_key=key) as client:
        yield client


@pytest.fixture
async def async_client(url: str, key: str) -> AsyncIterator[AsyncWaii]:
    async with await AsyncWaii().initialize(url=url, api_key=key) as client:
        yield client


@pytest.fixture
def shared(url: str, key: str) -> Iterator[Waii]:
    """`WAII`, initialized, and as it was afterwards."""
    yield WAII.initialize(url=url, api_key=key)
    WAII.close()


@pytest.fixture
def make_org(client: Waii) -> Iterator[Callable[..., None]]:
    """Creates an organization with one tenant of users, for the time of the test."""
    made: list[str] = []

    def make(org_id: str, *, tenant_id: str = "", users: tuple[str, ...] = ()) -> None:
        client.user.create_org(
            CreateOrganizationRequest(organization=Organization(id=org_id, name=org_id))
        )
        made.append(org_id)
        if tenant_id:
            tenant = Tenant(id=tenant_id, name=tenant_id, org_id=org_id)
            client.user.create_tenant(CreateTenantRequest(tenant=tenant))
        for user_id in users:
            user = User(id=user_id, name=user_id, tenant_id=tenant_id, org_id=org_id)
            client.user.create_user(CreateUserRequest(user=user))

    yield make
    client.clear_impersonation()
    present = {org.id for org in client.user.iter_orgs(ListOrganizationsRequest())}
    for org_id in made:
        if org_id in present:
            client.user.delete_org(DeleteOrganizationRequest(id=org_id, force=True))


Answer = Callable[[bytes, grpc.ServicerContext], Message]


@dataclass
class Call:
    method: str
    metadata: dict[str, str]
    timeout: float
    request: bytes = field(repr=False)


@dataclass
class ScriptedServer(grpc.GenericRpcHandler):
    """Answers as `answers` says, by method; GetUserInfo tells whom the call acts as.

    It stands in for servers that ours cannot be made into: dead ones, and ones that send garbage.
    """

    address: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    def wait_for_a_call(self) -> None:
        deadline = time.monotonic() + 10
        while not self.calls:
            assert time.monotonic() < deadline
            time.sleep(0.005)

    def service(self, details: grpc.HandlerCallDetails) -> Any:
        method = details.method.rsplit("/", 1)[1]

        def behave(request: bytes, context: grpc.ServicerContext) -> bytes:
            metadata = {key: str(value) for key, value in context.invocation_metadata()}
            self.calls.append(Call(method, metadata, context.time_remaining(), request))
            if method in self.answers:
                return self.answers[method](request, context).SerializeToString()
            acting = metadata.get("x-waii-impersonate-user", "oneself")
            return GetUserInfoResponse(id=acting).SerializeToString()

        return grpc.unary_unary_rpc_method_handler(behave)


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    handler = ScriptedServer()
    server = grpc.server(futures.ThreadPoolExecutor(8), handlers=[handler])
    handler.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    yield handler
    server.stop(None).wait()


@pytest.fixture
def scripted_client(scripted: ScriptedServer) -> Iterator[Waii]:
    with Waii().initialize(url=scripted.address, api_key="waii_key") as client:
        yield client


@pytest.fixture
async def scripted_async_client(scripted: ScriptedServer) -> AsyncIterator[AsyncWaii]:
    async with await AsyncWaii().initialize(url=scripted.address, api_key="waii_key") as client:
        yield client
