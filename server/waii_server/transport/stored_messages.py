"""Responses that take JSON as it is stored: in bytes.

To the wire, a message in a field and the bytes of that message are the same. So each response that
holds `google.protobuf.Struct`s is made of types of the same fields and numbers in which they are
bytes: what was validated and serialized when it came in is not parsed to be sent.
"""

from typing import Any

from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.struct_pb2 import Struct

_PACKAGE = "waii.user.stored"
_STRUCT = f".{Struct.DESCRIPTOR.full_name}"


def stored_form(message: type[Message], *others: type[Message]) -> type[Any]:
    """A class for `message`, in which every `Struct` is bytes.

    Args:
        others: the messages that `message` and they themselves refer to.
    """
    file = FileDescriptorProto(name="stored.proto", package=_PACKAGE, syntax="proto3")
    descriptors = [one.DESCRIPTOR for one in (message, *others)]
    names = {f".{one.full_name}": f".{_PACKAGE}.{one.name}" for one in descriptors}
    for one in descriptors:
        copy = file.message_type.add()
        one.CopyToProto(copy)
        for field in copy.field:
            if field.type_name == _STRUCT:
                field.type = FieldDescriptorProto.TYPE_BYTES
                field.ClearField("type_name")
                # Sent also where it is empty, as a message is that is there.
                field.proto3_optional = True
                field.oneof_index = len(copy.oneof_decl)
                copy.oneof_decl.add(name=f"_{field.name}")
            elif field.type_name in names:
                field.type_name = names[field.type_name]
    pool = DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return GetMessageClass(pool.FindMessageTypeByName(f"{_PACKAGE}.{message.DESCRIPTOR.name}"))
