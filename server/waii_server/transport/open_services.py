"""What the services have in common that answer without a key."""

from typing import TypeVar

import grpc
from google.protobuf.message import DecodeError, Message

M = TypeVar("M", bound=Message)


def decoded(kind: type[M], message: bytes, context: grpc.ServicerContext) -> M:
    """The request, or the end of the call.

    Were it decoded by grpc, bytes that are none would be a bug of the server: INTERNAL, and a
    traceback in the log, for whoever sends them.
    """
    try:
        return kind.FromString(message)
    except DecodeError:
        pass
    # Outside of the `except`: nothing keeps a traceback, and with it a stream of the connection.
    name = kind.DESCRIPTOR.full_name
    return context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"must be a serialized {name}")
