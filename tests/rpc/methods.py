"""The methods of all services of the package, as their descriptors have them."""

import pkgutil
from importlib import import_module

import waii.user.v1
from google.protobuf.descriptor import FileDescriptor, MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions


def _files() -> list[FileDescriptor]:
    names = [module.name for module in pkgutil.iter_modules(waii.user.v1.__path__)]
    modules = [
        import_module(f"waii.user.v1.{name}") for name in names if name.endswith("_service_pb2")
    ]
    return [module.DESCRIPTOR for module in modules]


METHODS: dict[str, MethodDescriptor] = {
    f"{service.full_name}/{method.name}": method
    for file in _files()
    for service in file.services_by_name.values()
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
