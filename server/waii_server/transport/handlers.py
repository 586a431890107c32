"""From the methods of an object to handlers of a service: each decodes its request."""

import re
from collections.abc import Callable
from typing import Any

from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from waii_server.domain.principal import Principal
from waii_server.services.repetition import AlreadyAnswered
from waii_server.transport import requests
from waii_server.transport.call import Call, Handler


def handlers(service: ServiceDescriptor, implementation: object) -> dict[str, Handler]:
    """A handler for each method of the proto service, by its name there.

    Args:
        implementation: has a method of the same name in snake case, which takes the principal and
            the request and returns the serialized response.
    """
    return {method.name: _handler(method, implementation) for method in service.methods}


def _handler(method: MethodDescriptor, implementation: object) -> Handler:
    request_type: type[Message] = GetMessageClass(method.input_type)
    serve: Callable[[Principal, Any], bytes] = getattr(implementation, _snake_case(method.name))

    can_validate = "validate_only" in method.input_type.fields_by_name
    can_repeat = "request_id" in method.input_type.fields_by_name

    # Decoded here, not by grpc: behind authentication, and with an answer of our own for bytes
    # that are no message.
    def handle(call: Call) -> bytes:
        request: Any = requests.parse(request_type, call.request)
        origin = call.origin
        origin.validate_only = can_validate and request.validate_only
        origin.repeatable = None
        if can_repeat and request.request_id:
            origin.repeatable = requests.repeatable(method.name, request)
        try:
            return serve(call.authenticated, request)
        except AlreadyAnswered as before:
            return before.answer

    return handle


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
