"""The promises that the shape of the server makes: nothing is served that nobody has thought of."""

from collections import Counter
from pathlib import Path
from typing import Any

import grpc
import pytest
from support.raw import SERVICE, RawClient
from support.server import RunningServer, running_server
from waii.user.v1 import ErrorReason, user_service_pb2
from waii_server.domain.errors import Conflict, DomainError, Reason
from waii_server.domain.rate_limit import RateLimit
from waii_server.domain.roles import Permission
from waii_server.transport import chain, status
from waii_server.transport.call import Call
from waii_server.transport.call_threads import CallThreads
from waii_server.transport.grpc_server import ConnectionLimits, add_service, new_server
from waii_server.transport.interceptors.authorization import authorization
from waii_server.transport.methods import METHODS, Access, require_listed
from waii_server.transport.patience import Patience

SERVED = user_service_pb2.DESCRIPTOR.services_by_name["UserService"]
PREFIX = f"/{SERVICE}/"

# The specification's seventeen operations: what each needs, its request and its response.
OPERATIONS: dict[str, tuple[Permission | Access, str, str]] = {
    "CreateAccessKey": (
        Permission.WRITE_ACCESS_KEY,
        "CreateAccessKeyRequest",
        "GetAccessKeyResponse",
    ),
    "ListAccessKeys": (Access.AUTHENTICATED, "GetAccessKeyRequest", "GetAccessKeyResponse"),
    "DeleteAccessKey": (Permission.WRITE_ACCESS_KEY, "DelAccessKeyRequest", "DelAccessKeyResponse"),
    "GetUserInfo": (Access.AUTHENTICATED, "GetUserInfoRequest", "GetUserInfoResponse"),
    "UpdateConfig": (Access.AUTHENTICATED, "UpdateConfigRequest", "UpdateConfigResponse"),
    "CreateUser": (Permission.WRITE_USER, "CreateUserRequest", "CommonResponse"),
    "DeleteUser": (Permission.WRITE_USER, "DeleteUserRequest", "CommonResponse"),
    "UpdateUser": (Permission.WRITE_USER, "UpdateUserRequest", "CommonResponse"),
    "ListUsers": (Permission.READ_USER, "ListUsersRequest", "ListUsersResponse"),
    "CreateTenant": (Permission.WRITE_TENANT, "CreateTenantRequest", "CommonResponse"),
    "UpdateTenant": (Permission.WRITE_TENANT, "UpdateTenantRequest", "CommonResponse"),
    "DeleteTenant": (Permission.WRITE_TENANT, "DeleteTenantRequest", "CommonResponse"),
    "ListTenants": (Permission.READ_TENANT, "ListTenantsRequest", "ListTenantsResponse"),
    "CreateOrg": (Permission.WRITE_ORG, "CreateOrganizationRequest", "CommonResponse"),
    "UpdateOrg": (Permission.WRITE_ORG, "UpdateOrganizationRequest", "CommonResponse"),
    "DeleteOrg": (Permission.WRITE_ORG, "DeleteOrganizationRequest", "CommonResponse"),
    "ListOrgs": (Permission.READ_ORG, "ListOrganizationsRequest", "ListOrganizationsResponse"),
}
PUBLIC_SERVICES = {"grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection"}


def test_a_call_meets_the_interceptors_in_this_order() -> None:
    anything: Any = object()
    limit = RateLimit(1, 1)
    every = chain.interceptors(anything, anything, anything, anything, limit, limit)
    assert list(every) == [
        "request id",
        "trace",
        "log",
        "errors",
        "measure",
        "audit",
        "retry",
        "failed attempts",
        "authentication",
        "key rate",
        "impersonation",
        "authorization",
    ]


def test_a_limit_that_is_switched_off_is_not_in_the_chain() -> None:
    anything: Any = object()
    assert not {"failed attempts", "key rate"} & chain.interceptors(anything, anything).keys()


def test_wrapping_puts_the_first_interceptor_outermost() -> None:
    met: list[str] = []

    def noting(name: str) -> Any:
        def intercept(_method: str, handler: Any) -> Any:
            def handle(call: Call) -> bytes:
                met.append(name)
                answer: bytes = handler(call)
                return answer

            return handle

        return intercept

    handler = chain.wrap({name: noting(name) for name in "abc"}, "/m", lambda _call: b"answer")
    assert handler(Call("/m", {}, lambda: b"")) == b"answer"
    assert met == ["a", "b", "c"]


def test_the_service_has_the_operations_of_the_specification_and_no_other() -> None:
    served = {
        method.name: (method.input_type.name, method.output_type.name) for method in SERVED.methods
    }
    assert served == {
        name: (request, response) for name, (_, request, response) in OPERATIONS.items()
    }
    assert len(served) == 17


def test_every_operation_is_unary() -> None:
    assert not [m.name for m in SERVED.methods if m.client_streaming or m.server_streaming]


def test_the_proto_files_declare_this_one_service() -> None:
    declared = [
        name for name in user_service_pb2.DESCRIPTOR.services_by_name if name != "UserService"
    ]
    assert declared == []
    assert SERVED.full_name == SERVICE


def test_every_rpc_needs_what_the_specification_says() -> None:
    listed = {
        name.removeprefix(PREFIX): need for name, need in METHODS.items() if name.startswith(PREFIX)
    }
    assert listed == {name: need for name, (need, _, _) in OPERATIONS.items()}


def test_no_rpc_of_the_service_is_public_and_nothing_but_health_and_reflection_is() -> None:
    public = {name for name, need in METHODS.items() if need is Access.PUBLIC}
    assert {name.split("/")[1] for name in public} == PUBLIC_SERVICES
    ours = {"AccessKey", "Audit", "Authorization", "Batch", "Suspension", "User"}
    assert {name.split("/")[1] for name in METHODS} == PUBLIC_SERVICES | {
        f"waii.user.v1.{name}Service" for name in ours
    }


@pytest.mark.parametrize("rpc", OPERATIONS)
def test_a_server_does_not_start_with_an_rpc_that_is_not_listed(
    rpc: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delitem(METHODS, PREFIX + rpc)
    with pytest.raises(RuntimeError, match=f"{rpc} has no entry"), running_server(tmp_path):
        pass


@pytest.mark.parametrize(
    "method", [name for name in METHODS if name.startswith("/grpc.")], ids=lambda m: m[6:]
)
def test_a_server_does_not_start_with_a_public_method_that_is_not_listed(
    method: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delitem(METHODS, method)
    with pytest.raises(RuntimeError), running_server(tmp_path, reflection=True):
        pass


def test_an_rpc_cannot_be_listed_as_public(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(METHODS, PREFIX + "ListUsers", Access.PUBLIC)
    with pytest.raises(RuntimeError, match="ListUsers"), running_server(tmp_path):
        pass


def test_health_cannot_be_listed_as_anything_but_public(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(METHODS, "/grpc.health.v1.Health/Check", Access.AUTHENTICATED)
    with pytest.raises(RuntimeError, match="Check"), running_server(tmp_path):
        pass


def test_a_method_that_is_not_listed_cannot_be_wrapped() -> None:
    with pytest.raises(KeyError):
        authorization(PREFIX + "Unheard", lambda _call: b"")


def test_a_service_without_a_handler_for_a_method_is_not_served() -> None:
    handlers = dict.fromkeys(list(OPERATIONS)[:-1], lambda _call: b"")
    threads = CallThreads(1, 1)
    server = new_server(threads, ConnectionLimits(1024, 1024, 1))
    with pytest.raises(RuntimeError, match="ListOrgs"):
        add_service(server, SERVED, handlers, {}, threads, Patience(1))


def test_the_table_knows_no_service_by_half() -> None:
    for service in PUBLIC_SERVICES:
        require_listed(service, public=True)
    require_listed(SERVICE, public=False)


@pytest.mark.parametrize(
    "method",
    [
        "/waii.user.v1.UserService/Unheard",
        "/waii.user.v1.UserService/listUsers",
        "/waii.user.v1.UserService/ListUsers/",
        "/waii.user.v1.UserService//ListUsers",
        "/waii.user.v1.userservice/ListUsers",
        "/UserService/ListUsers",
        "/waii.user.v2.UserService/ListUsers",
        "/grpc.health.v1.Health/Reset",
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        "/grpc.channelz.v1.Channelz/GetServers",
        "//",
    ],
)
def test_whatever_is_not_listed_is_not_served(server: RunningServer, method: str) -> None:
    with RawClient(server.address, server.admin_key) as client:
        assert client.call(method, b"").code == grpc.StatusCode.UNIMPLEMENTED


def test_the_reasons_are_those_of_the_proto() -> None:
    declared = dict(ErrorReason.items())
    assert declared.pop("ERROR_REASON_UNSPECIFIED") == 0
    assert {str(reason) for reason in Reason} == set(declared)
    assert all(str(reason) == f"ERROR_REASON_{reason.name}" for reason in Reason)


def test_every_kind_of_error_has_a_status_code() -> None:
    kinds = set(DomainError.__subclasses__())
    direct = {kind for kind in kinds if not kind.__name__.startswith("_")}
    indirect = {leaf for kind in kinds - direct for leaf in kind.__subclasses__()}
    assert set(status.CODES) == direct | indirect
    twice = [code for code, times in Counter(status.CODES.values()).items() if times > 1]
    assert twice == [grpc.StatusCode.ABORTED]  # a lost race, and a stale etag
    assert grpc.StatusCode.INTERNAL not in status.CODES.values()
    assert grpc.StatusCode.UNKNOWN not in status.CODES.values()


@pytest.mark.parametrize(
    "bug", [KeyError("secret"), ValueError("secret"), RecursionError("secret"), Exception()]
)
def test_what_is_no_domain_error_says_nothing(bug: Exception) -> None:
    failed = status.failure(bug, "request-1")
    assert failed.code == grpc.StatusCode.INTERNAL
    assert b"secret" not in failed.status.SerializeToString()
    assert "request-1" in failed.status.message


def test_a_lost_race_is_decided_anew_from_the_key_on() -> None:
    anything: Any = object()
    order = list(chain.interceptors(anything, anything))
    assert order.index("retry") < order.index("authentication")
    assert status.CODES[Conflict] == grpc.StatusCode.ABORTED
