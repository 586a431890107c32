"""AuthorizationService: decodes, calls one use case, and encodes."""

from dataclasses import dataclass

from google.protobuf.descriptor import ServiceDescriptor
from waii.user import v1 as pb
from waii.user.v1 import authorization_service_pb2

from waii_server.domain.principal import Principal
from waii_server.services.access import Access
from waii_server.transport import responses
from waii_server.transport.access_question import access_question

DESCRIPTOR: ServiceDescriptor = authorization_service_pb2.DESCRIPTOR.services_by_name[
    "AuthorizationService"
]


@dataclass(frozen=True, slots=True)
class AuthorizationService:
    """The methods of the service; the proto says what each promises."""

    access: Access

    def check_access(self, principal: Principal, request: pb.CheckAccessRequest) -> bytes:
        # Before the form of the rest: nobody else may learn even what that has to be.
        self.access.require_may_ask(principal, request.user_id)
        question = access_question(request)
        return responses.decision(question, self.access.check(principal, question))

    def get_principal(self, principal: Principal, _request: pb.GetPrincipalRequest) -> bytes:
        return responses.principal(principal)
