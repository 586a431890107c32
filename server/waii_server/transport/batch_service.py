"""BatchService: decodes, calls one use case, and encodes."""

from dataclasses import dataclass

from google.protobuf.descriptor import ServiceDescriptor
from waii.user import v1 as pb
from waii.user.v1 import batch_service_pb2

from waii_server.domain.principal import Principal
from waii_server.services.batches import Batches
from waii_server.transport import batch_requests, responses

DESCRIPTOR: ServiceDescriptor = batch_service_pb2.DESCRIPTOR.services_by_name["BatchService"]


@dataclass(frozen=True, slots=True)
class BatchService:
    """The method of the service; the proto says what it promises."""

    batches: Batches

    def batch_create(self, principal: Principal, request: pb.BatchCreateRequest) -> bytes:
        # Which permissions it takes depends on the rows; that comes before their form.
        self.batches.require_may_create(principal, batch_requests.kinds(request))
        return self.batches.create(
            principal,
            batch_requests.rows(request, principal.subject),
            responses.batch_results,
            allow_partial=request.allow_partial,
        )
