"""Requests and responses of the authorization service: who calls, who may do what, and why.

    CheckAccessRequest(user_id="ann", method="waii.user.v1.UserService/ListUsers")

The comments in `protos/waii/user/v1/authorization_service.proto` describe every field.
"""

from waii.user.v1 import (
    CheckAccessRequest,
    CheckAccessResponse,
    GetPrincipalRequest,
    GetPrincipalResponse,
)

__all__ = [
    "CheckAccessRequest",
    "CheckAccessResponse",
    "GetPrincipalRequest",
    "GetPrincipalResponse",
]
