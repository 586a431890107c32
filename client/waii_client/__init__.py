"""Client of the Waii user service: organizations, tenants, users and access keys.

    from waii_client import WAII
    from waii_client.user import GetUserInfoRequest

    WAII.initialize(url="localhost:50051", api_key="waii_...")
    print(WAII.user.get_user_info(GetUserInfoRequest()).name)

`WAII` is a ready instance for programs that talk to one service as one user; `Waii` and `AsyncWaii`
make as many as a program needs. Requests and responses are in `waii_client.user`.
"""

from waii_client._struct import to_dict
from waii_client.client import WAII, AsyncWaii, Waii
from waii_client.errors import (
    AbortedError,
    AlreadyExistsError,
    CancelledError,
    DataLossError,
    DeadlineExceededError,
    FailedPreconditionError,
    InternalError,
    InvalidArgumentError,
    NotFoundError,
    OutOfRangeError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnauthenticatedError,
    UnavailableError,
    UnimplementedError,
    UnknownError,
    WaiiError,
)

__all__ = [
    "WAII",
    "AbortedError",
    "AlreadyExistsError",
    "AsyncWaii",
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
    "Waii",
    "WaiiError",
    "to_dict",
]
