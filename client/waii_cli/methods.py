"""The methods of the service, by their short names: no two of its services have one in common."""

from waii.user.v1 import (
    access_key_service_pb2,
    audit_service_pb2,
    authorization_service_pb2,
    batch_service_pb2,
    suspension_service_pb2,
    user_service_pb2,
)

METHODS: dict[str, str] = {
    method.name: f"{service.full_name}/{method.name}"
    for file in (
        user_service_pb2,
        access_key_service_pb2,
        audit_service_pb2,
        authorization_service_pb2,
        batch_service_pb2,
        suspension_service_pb2,
    )
    for service in file.DESCRIPTOR.services_by_name.values()
    for method in service.methods
}
"""`CreateUser` -> `waii.user.v1.UserService/CreateUser`."""


def full_name(name: str) -> str:
    """The name as the service has it, of a short one; any other stays as it is."""
    return METHODS.get(name, name)
