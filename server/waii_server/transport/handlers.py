"""From the methods of an object to handlers of a service: each decodes its request."""

import re
from collections.abc import Callable
from typing import Any

from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from waii_server.domain.principal import Principal
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

    # Decoded here, not by grpc: behind authentication, and with an answer of our own for bytes
    # that are no message.
    def handle(call: Call) -> bytes:
        request = requests.parse(request_type, call.request)
        return serve(call.authenticated, request)

    return handle


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
