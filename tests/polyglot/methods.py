"""The RPCs of the package: every one of every service, by its name."""

from google.protobuf.descriptor import MethodDescriptor
from support.services import SERVICES

METHODS: dict[str, MethodDescriptor] = {
    method.name: method for service in SERVICES for method in service.methods
}
"""No two services have a method of one name, so that a call needs no more to name its own."""
