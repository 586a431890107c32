"""AuditService: decodes, calls the log, and encodes."""

from dataclasses import dataclass

from google.protobuf.descriptor import ServiceDescriptor
from waii.user import v1 as pb
from waii.user.v1 import audit_service_pb2

from waii_server.domain.principal import Principal
from waii_server.services.audit import AuditLog
from waii_server.transport import requests, responses

DESCRIPTOR: ServiceDescriptor = audit_service_pb2.DESCRIPTOR.services_by_name["AuditService"]


@dataclass(frozen=True, slots=True)
class AuditService:
    """The methods of the service; the proto says what each promises."""

    log: AuditLog

    def list_audit_events(self, principal: Principal, request: pb.ListAuditEventsRequest) -> bytes:
        violations = requests.check_list(request)
        filters, start, end = requests.audit_filters(violations, request)
        page = self.log.list(
            principal,
            lookup_org_id=request.lookup_org_id,
            filters=filters,
            start=start,
            end=end,
            size=request.page_size,
            token=request.page_token,
            violations=violations,
        )
        return responses.audit_events(page)
