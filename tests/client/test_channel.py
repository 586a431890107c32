"""Deadlines, repeats, limits, TLS."""

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message
from support.certificates import Authority
from waii.user.v1 import (
    access_key_service_pb2,
    audit_service_pb2,
    authorization_service_pb2,
    batch_service_pb2,
    user_service_pb2,
)
from waii_client import AsyncWaii, DeadlineExceededError, UnavailableError, UnimplementedError, Waii
from waii_client._channel import service_config
from waii_client.user import (
    CreateUserRequest,
    GetUserInfoRequest,
    GetUserInfoResponse,
    ListUsersRequest,
    ListUsersResponse,
    UpdateUserRequest,
    User,
)


def sent_ids(scripted: Any) -> list[str]:
    return [CreateUserRequest.FromString(call.request).request_id for call in scripted.calls]


def slow(_: bytes, context: grpc.ServicerContext) -> Message:
    time.sleep(0.3)
    return GetUserInfoResponse(id="late")


class Failing:
    """Fails so many times before it answers."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self, _: bytes, context: grpc.ServicerContext) -> Message:
        self.left -= 1
        if self.left >= 0:
            context.abort(grpc.StatusCode.UNAVAILABLE, "not now")
        return GetUserInfoResponse(id="at last")


def test_the_default_deadline(scripted: Any, scripted_client: Waii) -> None:
    scripted_client.user.get_user_info(GetUserInfoRequest())
    assert scripted.calls[0].timeout == pytest.approx(30, abs=3)


def test_a_deadline_of_the_clients_own(scripted: Any) -> None:
    scripted.answers["GetUserInfo"] = slow
    with Waii().initialize(scripted.address, "waii_key", timeout=0.05) as client:
        with pytest.raises(DeadlineExceededError) as raised:
            client.user.get_user_info(GetUserInfoRequest())
        assert raised.value.request_id
        assert client.user.get_user_info(GetUserInfoRequest(), timeout=10).id == "late"


@pytest.mark.parametrize("unlimited", [None, float("inf")])
def test_no_deadline(scripted: Any, unlimited: float | None) -> None:
    with Waii().initialize(scripted.address, "waii_key", timeout=unlimited) as client:
        client.user.get_user_info(GetUserInfoRequest())
        client.user.get_user_info(GetUserInfoRequest(), timeout=float("inf"))
    assert all(call.timeout > 1_000_000 for call in scripted.calls)


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_deadline_that_is_none(timeout: float) -> None:
    with pytest.raises(ValueError, match="timeout must be a positive number"):
        Waii().initialize("localhost:1", "waii_key", timeout=timeout)


async def test_deadlines_in_asyncio(scripted: Any, scripted_async_client: AsyncWaii) -> None:
    scripted.answers["GetUserInfo"] = slow
    with pytest.raises(DeadlineExceededError):
        await scripted_async_client.user.get_user_info(GetUserInfoRequest(), timeout=0.05)
    await scripted_async_client.user.get_user_info(GetUserInfoRequest())
    assert scripted.calls[1].timeout == pytest.approx(30, abs=3)


def test_only_calls_that_are_safe_to_repeat_are_repeated() -> None:
    repeated = {
        f"{name['service']}/{name['method']}"
        for policy in json.loads(service_config())["methodConfig"]
        for name in policy["name"]
    }
    reads = {"ListAccessKeys", "GetUserInfo", "ListUsers", "ListTenants", "ListOrgs"}
    identified = {"CreateAccessKey", "CreateUser", "CreateTenant", "CreateOrg"}
    assert repeated == {f"waii.user.v1.UserService/{name}" for name in reads | identified} | {
        "waii.user.v1.AccessKeyService/RotateAccessKey",
        "waii.user.v1.AuditService/ListAuditEvents",
        "waii.user.v1.AuthorizationService/CheckAccess",
        "waii.user.v1.AuthorizationService/GetPrincipal",
        "waii.user.v1.BatchService/BatchCreate",
    }
    known = {
        f"{service.full_name}/{method.name}"
        for file in (
            access_key_service_pb2,
            audit_service_pb2,
            authorization_service_pb2,
            batch_service_pb2,
            user_service_pb2,
        )
        for service in file.DESCRIPTOR.services_by_name.values()
        for method in service.methods
    }
    assert repeated < known


def test_a_read_is_repeated(scripted: Any, scripted_client: Waii) -> None:
    scripted.answers["GetUserInfo"] = Failing(2)
    assert scripted_client.user.get_user_info(GetUserInfoRequest()).id == "at last"
    assert len(scripted.calls) == 3
    assert len({call.metadata["x-request-id"] for call in scripted.calls}) == 1


async def test_a_read_is_repeated_in_asyncio(
    scripted: Any, scripted_async_client: AsyncWaii
) -> None:
    scripted.answers["GetUserInfo"] = Failing(1)
    assert (await scripted_async_client.user.get_user_info(GetUserInfoRequest())).id == "at last"


def test_repeats_come_to_an_end(scripted: Any, scripted_client: Waii) -> None:
    scripted.answers["GetUserInfo"] = Failing(99)
    with pytest.raises(UnavailableError, match="not now"):
        scripted_client.user.get_user_info(GetUserInfoRequest())
    assert len(scripted.calls) == 4


def test_a_write_without_an_id_is_not_repeated(scripted: Any, scripted_client: Waii) -> None:
    scripted.answers["UpdateUser"] = Failing(1)
    with pytest.raises(UnavailableError):
        scripted_client.user.update_user(UpdateUserRequest(user=User(id="ann")))
    assert len(scripted.calls) == 1


def test_a_create_is_repeated_with_one_id(scripted: Any, scripted_client: Waii) -> None:
    scripted.answers["CreateUser"] = Failing(2)
    request = CreateUserRequest(user=User(id="ann"))
    scripted_client.user.create_user(request)
    assert request.request_id == ""
    first, *others = sent_ids(scripted)
    assert uuid.UUID(first).version == 4
    assert others == [first, first]
    scripted_client.user.create_user(request)
    assert sent_ids(scripted)[-1] != first


async def test_a_create_is_repeated_with_one_id_in_asyncio(
    scripted: Any, scripted_async_client: AsyncWaii
) -> None:
    scripted.answers["CreateUser"] = Failing(1)
    await scripted_async_client.user.create_user(CreateUserRequest(user=User(id="ann")))
    first, second = sent_ids(scripted)
    assert first == second != ""


def test_an_id_of_the_callers_own_is_kept(scripted: Any, scripted_client: Waii) -> None:
    mine = str(uuid.uuid4())
    scripted_client.user.create_user(CreateUserRequest(user=User(id="ann"), request_id=mine))
    assert sent_ids(scripted) == [mine]


def test_a_page_of_a_thousand_users_with_all_that_they_may_hold(
    scripted: Any, scripted_client: Waii
) -> None:
    user = User(id="u" * 128, variables={"x": "y" * 65_500})
    page = ListUsersResponse(users=[user] * 1000)
    scripted.answers["ListUsers"] = lambda request, context: page
    assert len(scripted_client.user.list_users(ListUsersRequest()).users) == 1000


@pytest.fixture
def tls_server(tmp_path: Path) -> Iterator[int]:
    """The port of a server with a certificate of the CA in `ca.pem`."""
    authority = Authority()
    (tmp_path / "ca.pem").write_bytes(authority.pem)
    issued = authority.issue()
    answer = GetUserInfoResponse(id="over tls").SerializeToString()
    handler: Any = grpc.unary_unary_rpc_method_handler(lambda request, context: answer)
    methods = {"GetUserInfo": handler}
    generic = grpc.method_handlers_generic_handler("waii.user.v1.UserService", methods)
    server = grpc.server(futures.ThreadPoolExecutor(2), handlers=[generic])
    credentials = grpc.ssl_server_credentials([(issued.key, issued.cert)])
    port = server.add_secure_port("127.0.0.1:0", credentials)
    server.start()
    yield port
    server.stop(None).wait()


TLS_PROGRAM = """
import sys
from waii_client import UnavailableError, Waii
from waii_client.user import GetUserInfoRequest

def ask(scheme):
    with Waii().initialize(f"{scheme}://localhost:{sys.argv[1]}/api/", "waii_key") as client:
        return client.user.get_user_info(GetUserInfoRequest(), timeout=5).id

print(ask("https"), ask("grpcs"))
try:
    ask("http")
except UnavailableError:
    print("no plaintext")
"""


def test_tls(tls_server: int, tmp_path: Path) -> None:
    # In a process of its own: grpc reads the variable once.
    trust = {"GRPC_DEFAULT_SSL_ROOTS_FILE_PATH": str(tmp_path / "ca.pem")}
    program = [sys.executable, "-c", TLS_PROGRAM, str(tls_server)]
    done = subprocess.run(program, env=trust, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["over tls over tls", "no plaintext"]


def test_a_certificate_that_nobody_trusts(tls_server: int) -> None:
    client = Waii().initialize(f"https://localhost:{tls_server}", "waii_key")
    with client, pytest.raises(UnavailableError):
        client.user.create_user(CreateUserRequest(), timeout=5)


def test_a_unix_socket(tmp_path: Path) -> None:
    server = grpc.server(futures.ThreadPoolExecutor(2))
    server.add_insecure_port(f"unix:{tmp_path}/waii.sock")
    server.start()
    client = Waii().initialize(f"unix:{tmp_path}/waii.sock", "waii_key")
    with client, pytest.raises(UnimplementedError):
        client.user.get_user_info(GetUserInfoRequest(), timeout=5)
    server.stop(None).wait()
