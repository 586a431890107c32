"""What the commands use of the client, imported when it is first used.

To import gRPC takes longer than all else that this program imports. Help, profiles, and completion
of commands do without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from waii_client import (
        PermissionDeniedError,
        Waii,
        WaiiError,
        to_dict,
    )
    from waii_client.access_key import (
        RotateAccessKeyRequest,
    )
    from waii_client.audit import (
        AuditEvent,
        ListAuditEventsRequest,
    )
    from waii_client.authorization import (
        CheckAccessRequest,
        GetPrincipalRequest,
    )
    from waii_client.suspension import (
        ReactivateOrganizationRequest,
        ReactivateTenantRequest,
        ReactivateUserRequest,
        SuspendOrganizationRequest,
        SuspendTenantRequest,
        SuspendUserRequest,
    )
    from waii_client.user import (
        AccessKey,
        CreateAccessKeyRequest,
        CreateOrganizationRequest,
        CreateTenantRequest,
        CreateUserRequest,
        DelAccessKeyRequest,
        DeleteOrganizationRequest,
        DeleteTenantRequest,
        DeleteUserRequest,
        GetAccessKeyRequest,
        GetUserInfoRequest,
        ListOrganizationsRequest,
        ListTenantsRequest,
        ListUsersRequest,
        Organization,
        Tenant,
        UpdateConfigRequest,
        UpdateOrganizationRequest,
        UpdateTenantRequest,
        UpdateUserRequest,
        User,
        WaiiRoles,
    )

__all__ = [
    "AccessKey",
    "AuditEvent",
    "CheckAccessRequest",
    "CreateAccessKeyRequest",
    "CreateOrganizationRequest",
    "CreateTenantRequest",
    "CreateUserRequest",
    "DelAccessKeyRequest",
    "DeleteOrganizationRequest",
    "DeleteTenantRequest",
    "DeleteUserRequest",
    "GetAccessKeyRequest",
    "GetPrincipalRequest",
    "GetUserInfoRequest",
    "ListAuditEventsRequest",
    "ListOrganizationsRequest",
    "ListTenantsRequest",
    "ListUsersRequest",
    "Organization",
    "PermissionDeniedError",
    "ReactivateOrganizationRequest",
    "ReactivateTenantRequest",
    "ReactivateUserRequest",
    "RotateAccessKeyRequest",
    "SuspendOrganizationRequest",
    "SuspendTenantRequest",
    "SuspendUserRequest",
    "Tenant",
    "UpdateConfigRequest",
    "UpdateOrganizationRequest",
    "UpdateTenantRequest",
    "UpdateUserRequest",
    "User",
    "Waii",
    "WaiiError",
    "WaiiRoles",
    "to_dict",
]

_PLACES = ("", ".user", ".access_key", ".audit", ".authorization", ".suspension")


def __getattr__(name: str) -> Any:
    if name in __all__:
        for place in _PLACES:
            module = import_module(f"waii_client{place}")
            if hasattr(module, name):
                return globals().setdefault(name, getattr(module, name))
    raise AttributeError(name)
