"""The services of the package, as their descriptors have them."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from google.protobuf.descriptor import ServiceDescriptor
from waii.user import v1


def _services() -> Iterator[ServiceDescriptor]:
    # Found, not listed: a service that comes is one that no test may forget.
    for module in iter_modules(v1.__path__):
        if module.name.endswith("_pb2"):
            file = import_module(f"{v1.__name__}.{module.name}").DESCRIPTOR
            yield from file.services_by_name.values()


SERVICES: tuple[ServiceDescriptor, ...] = tuple(_services())
