"""Every place in a request where a text can stand, found by the descriptors."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.struct_pb2 import Struct

_TEXTS = {FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES}
_FREE_JSON = Struct.DESCRIPTOR.full_name


@dataclass(frozen=True)
class TextField:
    """A field that holds a text, by its way from the top.

    Attributes:
        json: `key`, `value` or `list` for a place in free JSON; else empty.
    """

    path: tuple[str, ...]
    json: str = ""

    def __str__(self) -> str:
        return ".".join((*self.path, *([self.json] if self.json else [])))

    def holder(self, message: Message) -> Message:
        """The message that has the field; of those in a list, the first one that has."""
        for name, inner in pairwise(self.path):
            part = getattr(message, name)
            if message.DESCRIPTOR.fields_by_name[name].is_repeated:
                part = next((one for one in part if one.HasField(inner)), None) or part.add()
            message = part
        return message

    def put(self, message: Message, text: str) -> None:
        """Puts the text into the field, into a repeated one besides what is there."""
        message, last = self.holder(message), self.path[-1]
        if self.json:
            free: Struct = getattr(message, last)
            if self.json == "key":
                free.fields[text].number_value = 1
            elif self.json == "value":
                free.fields["token"].string_value = text
            else:
                free.fields["deep"].list_value.values.add().struct_value.fields[
                    "inner"
                ].string_value = text
        elif message.DESCRIPTOR.fields_by_name[last].is_repeated:
            getattr(message, last).append(text)
        else:
            setattr(message, last, text)


def text_fields(message: Descriptor, way: tuple[str, ...] = ()) -> Iterator[TextField]:
    for field in message.fields:
        path = (*way, field.name)
        if field.type in _TEXTS:
            yield TextField(path)
        elif field.message_type is not None:
            if field.message_type.full_name == _FREE_JSON:
                yield from (TextField(path, place) for place in ("key", "value", "list"))
            else:
                # There is none in a map; one that comes is to be seen.
                assert not field.message_type.GetOptions().map_entry, field.full_name
                yield from text_fields(field.message_type, path)
