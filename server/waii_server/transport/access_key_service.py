"""AccessKeyService: decodes, calls one use case, and encodes."""

from dataclasses import dataclass

from google.protobuf.descriptor import ServiceDescriptor
from waii.user import v1 as pb
from waii.user.v1 import access_key_service_pb2

from waii_server.domain.principal import Principal
from waii_server.services.access_keys import AccessKeys
from waii_server.transport import key_requests, responses

DESCRIPTOR: ServiceDescriptor = access_key_service_pb2.DESCRIPTOR.services_by_name[
    "AccessKeyService"
]


@dataclass(frozen=True, slots=True)
class AccessKeyService:
    """The method of the service; the proto says what it promises."""

    access_keys: AccessKeys

    def rotate_access_key(self, principal: Principal, request: pb.RotateAccessKeyRequest) -> bytes:
        name, overlap, expires_at = key_requests.access_key_rotation(request)
        return responses.rotated_key(self.access_keys.rotate(principal, name, overlap, expires_at))
