from waii.user.v1 import error_reason_pb2 as _error_reason_pb2
from waii.user.v1 import organization_pb2 as _organization_pb2
from waii.user.v1 import tenant_pb2 as _tenant_pb2
from waii.user.v1 import user_pb2 as _user_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BatchCreateRequest(_message.Message):
    __slots__ = ("rows", "allow_partial", "request_id", "validate_only")
    ROWS_FIELD_NUMBER: _ClassVar[int]
    ALLOW_PARTIAL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    rows: _containers.RepeatedCompositeFieldContainer[BatchRow]
    allow_partial: bool
    request_id: str
    validate_only: bool
    def __init__(self, rows: _Optional[_Iterable[_Union[BatchRow, _Mapping]]] = ..., allow_partial: _Optional[bool] = ..., request_id: _Optional[str] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class BatchRow(_message.Message):
    __slots__ = ("organization", "tenant", "user")
    ORGANIZATION_FIELD_NUMBER: _ClassVar[int]
    TENANT_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    organization: _organization_pb2.Organization
    tenant: _tenant_pb2.Tenant
    user: _user_pb2.User
    def __init__(self, organization: _Optional[_Union[_organization_pb2.Organization, _Mapping]] = ..., tenant: _Optional[_Union[_tenant_pb2.Tenant, _Mapping]] = ..., user: _Optional[_Union[_user_pb2.User, _Mapping]] = ...) -> None: ...

class BatchCreateResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[BatchRowResult]
    def __init__(self, results: _Optional[_Iterable[_Union[BatchRowResult, _Mapping]]] = ...) -> None: ...

class BatchRowResult(_message.Message):
    __slots__ = ("code", "reason", "message", "field_violations")
    CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    FIELD_VIOLATIONS_FIELD_NUMBER: _ClassVar[int]
    code: int
    reason: _error_reason_pb2.ErrorReason
    message: str
    field_violations: _containers.RepeatedCompositeFieldContainer[BatchFieldViolation]
    def __init__(self, code: _Optional[int] = ..., reason: _Optional[_Union[_error_reason_pb2.ErrorReason, str]] = ..., message: _Optional[str] = ..., field_violations: _Optional[_Iterable[_Union[BatchFieldViolation, _Mapping]]] = ...) -> None: ...

class BatchFieldViolation(_message.Message):
    __slots__ = ("field", "description")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    field: str
    description: str
    def __init__(self, field: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...
