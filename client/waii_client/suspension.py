"""Requests of the suspension service: access taken away at once, and given back.

    client.suspension.suspend_user(SuspendUserRequest(id="ann"))

The comments in `protos/waii/user/v1/suspension_service.proto` say what that means.
"""

from waii.user.v1 import (
    ReactivateOrganizationRequest,
    ReactivateTenantRequest,
    ReactivateUserRequest,
    SuspendOrganizationRequest,
    SuspendTenantRequest,
    SuspendUserRequest,
)

__all__ = [
    "ReactivateOrganizationRequest",
    "ReactivateTenantRequest",
    "ReactivateUserRequest",
    "SuspendOrganizationRequest",
    "SuspendTenantRequest",
    "SuspendUserRequest",
]
