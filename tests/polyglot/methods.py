"""The RPCs of the package: every one of every service, by its name."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from waii.user import v1


def _services() -> Iterator[ServiceDescriptor]:
    # Found, not listed: a service that comes is one that no client may forget.
    for module in iter_modules(v1.__path__):
        if module.name.endswith("_pb2"):
            file = import_module(f"{v1.__name__}.{module.name}").DESCRIPTOR
            yield from file.services_by_name.values()


SERVICES: tuple[ServiceDescriptor, ...] = tuple(_services())
METHODS: dict[str, MethodDescriptor] = {
    method.name: method for service in SERVICES for method in service.methods
}
"""No two services have a method of one name, so that a call needs no more to name its own."""
