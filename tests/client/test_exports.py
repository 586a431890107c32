"""What the package promises. A change here is a change for everyone who uses it."""

import subprocess
import sys

import waii_client
from waii.user import v1
from waii_client import (
    access_key,
    audit,
    authorization,
    batch,
    common,
    errors,
    suspension,
    user,
)
from waii_client import waii_client as sdk_path
from waii_client.user import BaseModel, User, UserDTO, WaiiRoles

PUBLIC = [
    "WAII",
    "Waii",
    "AsyncWaii",
    "to_dict",
    "WaiiError",
    "AbortedError",
    "AlreadyExistsError",
    "CancelledError",
    "DataLossError",
    "DeadlineExceededError",
    "FailedPreconditionError",
    "InternalError",
    "InvalidArgumentError",
    "NotFoundError",
    "OutOfRangeError",
    "PermissionDeniedError",
    "ResourceExhaustedError",
    "UnauthenticatedError",
    "UnavailableError",
    "UnimplementedError",
    "UnknownError",
]

MESSAGES = [
    "AccessKey",
    "Organization",
    "Tenant",
    "User",
    "CommonResponse",
    "CreateAccessKeyRequest",
    "GetAccessKeyRequest",
    "GetAccessKeyResponse",
    "DelAccessKeyRequest",
    "DelAccessKeyResponse",
    "GetUserInfoRequest",
    "GetUserInfoResponse",
    "UpdateConfigRequest",
    "UpdateConfigResponse",
    "CreateUserRequest",
    "UpdateUserRequest",
    "DeleteUserRequest",
    "ListUsersRequest",
    "ListUsersResponse",
    "CreateTenantRequest",
    "UpdateTenantRequest",
    "DeleteTenantRequest",
    "ListTenantsRequest",
    "ListTenantsResponse",
    "CreateOrganizationRequest",
    "UpdateOrganizationRequest",
    "DeleteOrganizationRequest",
    "ListOrganizationsRequest",
    "ListOrganizationsResponse",
]

OPERATIONS = [
    "create_access_key",
    "list_access_keys",
    "delete_access_key",
    "get_user_info",
    "update_config",
    "create_user",
    "delete_user",
    "update_user",
    "list_users",
    "create_tenant",
    "update_tenant",
    "delete_tenant",
    "list_tenants",
    "create_org",
    "update_org",
    "delete_org",
    "list_orgs",
    "iter_users",
    "iter_tenants",
    "iter_orgs",
]

CLIENT = [
    "user",
    "User",
    "tenant",
    "Tenant",
    "initialize",
    "close",
    "version",
    "impersonate_user",
    "set_impersonate_user",
    "clear_impersonation",
    "access_key",
    "audit",
    "authorization",
    "batch",
    "suspension",
]
AUDIT_MESSAGES = ["AuditEvent", "ListAuditEventsRequest", "ListAuditEventsResponse"]
AUDIT_OPERATIONS = ["list_audit_events", "iter_audit_events"]


def public(thing: object) -> set[str]:
    return {name for name in dir(thing) if not name.startswith("_")}


def test_the_package() -> None:
    assert sorted(waii_client.__all__) == sorted(PUBLIC)
    assert all(hasattr(waii_client, name) for name in PUBLIC)


def test_the_messages() -> None:
    assert sorted(user.__all__) == sorted(
        [*MESSAGES, "ErrorReason", "UserDTO", "BaseModel", "WaiiRoles"]
    )
    of_the_protos = {
        name
        for name, item in vars(v1).items()
        if isinstance(item, type) and hasattr(item, "DESCRIPTOR")
    }
    assert of_the_protos == {
        *MESSAGES,
        *AUDIT_MESSAGES,
        *suspension.__all__,
        *access_key.__all__,
        *authorization.__all__,
        *batch.__all__,
    }
    assert len(suspension.__all__) == 6
    assert sorted(audit.__all__) == AUDIT_MESSAGES
    assert all(getattr(user, name) is getattr(v1, name) for name in MESSAGES)
    assert UserDTO is User
    assert issubclass(User, BaseModel)
    assert user.ErrorReason.Name(1) == "ERROR_REASON_ACCESS_KEY_INVALID"


def test_the_clients() -> None:
    assert public(waii_client.Waii()) == set(CLIENT)
    assert public(waii_client.AsyncWaii()) == set(CLIENT)
    assert public(waii_client.Waii().user) == set(OPERATIONS)
    assert public(waii_client.AsyncWaii().user) == set(OPERATIONS)
    assert public(waii_client.Waii().audit) == set(AUDIT_OPERATIONS)
    assert public(waii_client.AsyncWaii().audit) == set(AUDIT_OPERATIONS)


def test_the_exceptions() -> None:
    exceptions = {cls.__name__ for cls in waii_client.WaiiError.__subclasses__()}
    assert exceptions == {name for name in PUBLIC if name.endswith("Error")} - {"WaiiError"}
    assert public(waii_client.WaiiError()) >= {
        "code",
        "message",
        "reason",
        "metadata",
        "field_violations",
        "preconditions",
        "resource",
        "retry_delay",
        "request_id",
    }
    assert all(getattr(errors, name) is getattr(waii_client, name) for name in exceptions)


def test_the_import_paths_of_the_sdk() -> None:
    for name in ("WAII", "Waii", "AsyncWaii"):
        assert getattr(sdk_path, name) is getattr(waii_client, name)
    assert common.CommonResponse is user.CommonResponse


def test_the_roles() -> None:
    roles = {name: value for name, value in vars(WaiiRoles).items() if name.startswith("WAII_")}
    assert roles == {
        "WAII_TRIAL_USER": "waii-trial-user",
        "WAII_USER": "waii-user",
        "WAII_API_USER": "waii-api-user",
        "WAII_ADMIN_USER": "waii-admin-user",
        "WAII_ORG_ADMIN_USER": "waii-org-admin-user",
        "WAII_SUPER_ADMIN_USER": "waii-super-admin-user",
        "WAII_TRIAL_API_USER": "waii-trial-api-user",
        "WAII_TRAIL_API_USER": "waii-trial-api-user",
    }


def test_what_it_needs() -> None:
    """The client runs where nothing but grpcio, protobuf and googleapis-common-protos is."""
    # grpc, and the client, load these where they are installed, which they need not be.
    optional = ("grpc_tools", "grpc_health", "grpc_reflection", "grpc_status", "opentelemetry")
    program = (
        "import sys\n"
        f"for name in {optional}:\n"
        "    sys.modules[name] = None\n"
        "import waii_client\n"
        "print(*{name.partition('.')[0] for name, module in sys.modules.items() if module})"
    )
    command = [sys.executable, "-c", program]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    # The first is what a distribution may put into every interpreter.
    ours = {
        "sitecustomize",
        "google",
        "grpc",
        "typing_extensions",
        "cython_runtime",
        "waii",
        "waii_client",
    }
    foreign = set(loaded) - sys.stdlib_module_names - ours
    assert {name for name in foreign if not name.startswith("_")} == set()
