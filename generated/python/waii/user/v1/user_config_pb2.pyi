from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class UpdateConfigRequest(_message.Message):
    __slots__ = ("updated", "deleted", "validate_only")
    UPDATED_FIELD_NUMBER: _ClassVar[int]
    DELETED_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    updated: _struct_pb2.Struct
    deleted: _containers.RepeatedScalarFieldContainer[str]
    validate_only: bool
    def __init__(self, updated: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., deleted: _Optional[_Iterable[str]] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class UpdateConfigResponse(_message.Message):
    __slots__ = ("configs",)
    CONFIGS_FIELD_NUMBER: _ClassVar[int]
    configs: _struct_pb2.Struct
    def __init__(self, configs: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
