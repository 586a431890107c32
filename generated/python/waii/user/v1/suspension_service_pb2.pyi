from waii.user.v1 import common_pb2 as _common_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class SuspendUserRequest(_message.Message):
    __slots__ = ("id", "validate_only")
    ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    id: str
    validate_only: bool
    def __init__(self, id: _Optional[str] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class ReactivateUserRequest(_message.Message):
    __slots__ = ("id", "validate_only")
    ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    id: str
    validate_only: bool
    def __init__(self, id: _Optional[str] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class SuspendTenantRequest(_message.Message):
    __slots__ = ("id", "validate_only")
    ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    id: str
    validate_only: bool
    def __init__(self, id: _Optional[str] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class ReactivateTenantRequest(_message.Message):
    __slots__ = ("id", "validate_only")
    ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    id: str
    validate_only: bool
    def __init__(self, id: _Optional[str] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class SuspendOrganizationRequest(_message.Message):
    __slots__ = ("id", "validate_only")
    ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    id: str
    validate_only: bool
    def __init__(self, id: _Optional[str] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class ReactivateOrganizationRequest(_message.Message):
    __slots__ = ("id", "validate_only")
    ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    id: str
    validate_only: bool
    def __init__(self, id: _Optional[str] = ..., validate_only: _Optional[bool] = ...) -> None: ...
