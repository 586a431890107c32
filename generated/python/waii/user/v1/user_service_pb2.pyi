from waii.user.v1 import access_key_pb2 as _access_key_pb2
from waii.user.v1 import common_pb2 as _common_pb2
from waii.user.v1 import organization_pb2 as _organization_pb2
from waii.user.v1 import tenant_pb2 as _tenant_pb2
from waii.user.v1 import user_pb2 as _user_pb2
from waii.user.v1 import user_config_pb2 as _user_config_pb2
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor
