"""The methods of all services of the package, as their descriptors have them."""

from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from support.services import SERVICES

METHODS: dict[str, MethodDescriptor] = {
    f"{service.full_name}/{method.name}": method
    for service in SERVICES
    for method in service.methods
}
"""By their full names, such as `waii.user.v1.UserService/ListUsers`."""

MUTATIONS = [
    name
    for name, method in METHODS.items()
    if method.GetOptions().idempotency_level != MethodOptions.NO_SIDE_EFFECTS
]
"""Those that may change something."""


def path(name: str) -> str:
    """The path of the method that is called so, whichever service has it: `/<full name>`."""
    (found,) = (method for method in METHODS if method.endswith(f"/{name}"))
    return f"/{found}"
