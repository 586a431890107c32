"""Requests, responses and data of the user service: every message of `waii.user.v1`.

All of them are protobuf messages. Fields are keyword arguments of the constructor; a message may be
given as a dict of its fields, and `variables` and config values as any dict of JSON values:

    CreateUserRequest(user=User(id="ann", name="Ann", variables={"team": {"floor": 3}}))

An object that came back reads like a dict (`user.variables["team"]["floor"]`), and
`waii_client.to_dict` makes a real one of it. `help(User)` describes every field, with the comments
of `protos/waii/user/v1/*.proto`. What is printed of a message reads like its constructor, and shows
keys masked; the field itself holds the key.
"""

from typing import TYPE_CHECKING, Final, Self

import waii.user.v1 as _v1
from google.protobuf.message import Message
from waii.user.v1 import (
    AccessKey,
    CommonResponse,
    CreateAccessKeyRequest,
    CreateOrganizationRequest,
    CreateTenantRequest,
    CreateUserRequest,
    DelAccessKeyRequest,
    DelAccessKeyResponse,
    DeleteOrganizationRequest,
    DeleteTenantRequest,
    DeleteUserRequest,
    ErrorReason,
    GetAccessKeyRequest,
    GetAccessKeyResponse,
    GetUserInfoRequest,
    ListOrganizationsRequest,
    ListOrganizationsResponse,
    ListTenantsRequest,
    ListTenantsResponse,
    ListUsersRequest,
    ListUsersResponse,
    Organization,
    Tenant,
    UpdateConfigRequest,
    UpdateConfigResponse,
    UpdateOrganizationRequest,
    UpdateTenantRequest,
    UpdateUserRequest,
    User,
)

from waii_client._mistakes import explain_mistakes
from waii_client._repr import show_readably

_CLASSES = [cls for cls in vars(_v1).values() if isinstance(cls, type) and issubclass(cls, Message)]
show_readably(_CLASSES)
explain_mistakes(_CLASSES)

# The specification spells both `response.user_info` and `response.id`: the response is its own
# `user_info`. The wire has no such field, so the property is added here, to the class itself: an
# object that grpc makes has it too. Type checkers see a subclass that declares it.
if TYPE_CHECKING:

    class GetUserInfoResponse(_v1.GetUserInfoResponse):
        @property
        def user_info(self) -> Self:
            return self

else:
    GetUserInfoResponse = _v1.GetUserInfoResponse
    GetUserInfoResponse.user_info = property(lambda self: self, doc="The response itself.")

UserDTO = User
"""The name that the specification gives to `User`."""

BaseModel = Message
"""What all messages derive from, under the name that `waii_sdk_py.user` has for it."""


class WaiiRoles:
    """The names of the roles, from weakest to strongest; each holds what the one before it holds.

    The trial API user is a trial user who may use the API.
    """

    WAII_TRIAL_USER: Final = "waii-trial-user"
    WAII_TRIAL_API_USER: Final = "waii-trial-api-user"
    WAII_USER: Final = "waii-user"
    WAII_API_USER: Final = "waii-api-user"
    WAII_ADMIN_USER: Final = "waii-admin-user"
    WAII_ORG_ADMIN_USER: Final = "waii-org-admin-user"
    WAII_SUPER_ADMIN_USER: Final = "waii-super-admin-user"

    # The spelling of waii-sdk-py, for programs that come from there.
    WAII_TRAIL_API_USER: Final = WAII_TRIAL_API_USER


__all__ = [
    "AccessKey",
    "BaseModel",
    "CommonResponse",
    "CreateAccessKeyRequest",
    "CreateOrganizationRequest",
    "CreateTenantRequest",
    "CreateUserRequest",
    "DelAccessKeyRequest",
    "DelAccessKeyResponse",
    "DeleteOrganizationRequest",
    "DeleteTenantRequest",
    "DeleteUserRequest",
    "ErrorReason",
    "GetAccessKeyRequest",
    "GetAccessKeyResponse",
    "GetUserInfoRequest",
    "GetUserInfoResponse",
    "ListOrganizationsRequest",
    "ListOrganizationsResponse",
    "ListTenantsRequest",
    "ListTenantsResponse",
    "ListUsersRequest",
    "ListUsersResponse",
    "Organization",
    "Tenant",
    "UpdateConfigRequest",
    "UpdateConfigResponse",
    "UpdateOrganizationRequest",
    "UpdateTenantRequest",
    "UpdateUserRequest",
    "User",
    "UserDTO",
    "WaiiRoles",
]
