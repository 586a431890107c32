"""SuspensionService: decodes, calls one use case, and encodes."""

from dataclasses import dataclass

from google.protobuf.descriptor import ServiceDescriptor
from waii.user import v1 as pb
from waii.user.v1 import suspension_service_pb2

from waii_server.domain.principal import Principal
from waii_server.services.suspension import Suspension
from waii_server.transport import requests, responses

DESCRIPTOR: ServiceDescriptor = suspension_service_pb2.DESCRIPTOR.services_by_name[
    "SuspensionService"
]


@dataclass(frozen=True, slots=True)
class SuspensionService:
    """The methods of the service; the proto says what each promises."""

    suspension: Suspension

    def suspend_user(self, principal: Principal, request: pb.SuspendUserRequest) -> bytes:
        self.suspension.user(principal, requests.target_id(request), suspended=True)
        return responses.EMPTY

    def reactivate_user(self, principal: Principal, request: pb.ReactivateUserRequest) -> bytes:
        self.suspension.user(principal, requests.target_id(request), suspended=False)
        return responses.EMPTY

    def suspend_tenant(self, principal: Principal, request: pb.SuspendTenantRequest) -> bytes:
        self.suspension.tenant(principal, requests.target_id(request), suspended=True)
        return responses.EMPTY

    def reactivate_tenant(self, principal: Principal, request: pb.ReactivateTenantRequest) -> bytes:
        self.suspension.tenant(principal, requests.target_id(request), suspended=False)
        return responses.EMPTY

    def suspend_org(self, principal: Principal, request: pb.SuspendOrganizationRequest) -> bytes:
        self.suspension.organization(principal, requests.target_id(request), suspended=True)
        return responses.EMPTY

    def reactivate_org(
        self, principal: Principal, request: pb.ReactivateOrganizationRequest
    ) -> bytes:
        self.suspension.organization(principal, requests.target_id(request), suspended=False)
        return responses.EMPTY
