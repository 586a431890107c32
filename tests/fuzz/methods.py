"""Every RPC that the server has, of our services and of the standard ones, and names of none."""

from dataclasses import dataclass
from typing import Any

from google.protobuf.descriptor import Descriptor
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2
from support.services import SERVICES

_STANDARD: tuple[Any, ...] = (
    health_pb2.DESCRIPTOR.services_by_name["Health"],
    reflection_pb2.DESCRIPTOR.services_by_name["ServerReflection"],
)


NOT_SERVED = "/grpc.health.v1.Health/List"
"""The descriptor of the health service has it; the library that serves it has not."""


@dataclass(frozen=True)
class Method:
    """An RPC.

    Attributes:
        path: as HTTP/2 has it.
        ours: whether its errors are ours: those of health and reflection have no details.
        endless: whether its answer goes on until the caller hangs up.
    """

    path: str
    request: Descriptor
    response: Descriptor
    ours: bool
    endless: bool


METHODS: dict[str, Method] = {
    (path := f"/{service.full_name}/{method.name}"): Method(
        path,
        method.input_type,
        method.output_type,
        service in SERVICES,
        method.server_streaming and not method.client_streaming,
    )
    for service in (*SERVICES, *_STANDARD)
    for method in service.methods
    if f"/{service.full_name}/{method.name}" != NOT_SERVED
}
"""By their paths."""

UNKNOWN = (
    "/waii.user.v1.UserService/DropTables",
    "/waii.user.v1.UserService/createuser",
    "/waii.user.v1.UserService/",
    "/waii.user.v1.UserService/CreateUser/",
    "/waii.user.v1.UserService/CreateUser?x=1",
    "/waii.user.v1.UserService/../UserService/CreateUser",
    "/waii.user.v2.UserService/CreateUser",
    "/WAII.user.v1.UserService/CreateUser",
    "//waii.user.v1.UserService/CreateUser",
    NOT_SERVED,
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
    "/",
    "//",
    "/x",
    "/x/y/z",
    "/%77aii.user.v1.UserService/CreateUser",
    "/" + "x" * 3000,
)
