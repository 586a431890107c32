"""Values that nobody should send: each one in each field of each method, the rest in order.

What hides behind a single value is found by these for certain, and not by luck.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from random import Random
from typing import NamedTuple

from fuzz import words
from fuzz.messages import DOUBLES, LEVELS, NUMBERS, TIMES, FocusedWriter, keys
from fuzz.methods import METHODS
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from security import wire

_DESTRUCTIVE = ("Delete", "DelAccessKey", "Suspend")
"""What requests are called that would leave the others nothing to be about: they are only tried."""
_NANOS = (0, 999_999_999, 1_000_000_000, 2**63, 2**64 - 1)


class Spoiled(NamedTuple):
    """A method, one field of its request by its full name, and what is written there."""

    path: str
    field: str
    content: bytes


@cache
def spoiled() -> tuple[Spoiled, ...]:
    """All of them, each once, in an order that has nothing to do with the methods'."""
    found = list(
        dict.fromkeys(
            Spoiled(path, field.full_name, content)
            for path, method in METHODS.items()
            for field in _fields(method.request, [])
            for content in _contents(field)
        )
    )
    Random(0).shuffle(found)
    return tuple(found)


def message(chance: Random, one: Spoiled) -> bytes:
    """A request with this in it."""
    while True:
        writer = _Writer(chance, one)
        content = writer.request(METHODS[one.path].request)
        if writer.done:
            return content


class _Writer(FocusedWriter):
    def __init__(self, chance: Random, one: Spoiled) -> None:
        super().__init__(chance)
        self._hostile_ones = 0
        self._one = one
        self._is_in_a_mask = one.field.endswith(("update_mask", "FieldMask.paths"))
        self.done = False

    def _is_tried(self, kind: Descriptor) -> bool:
        return kind.name.startswith(_DESTRUCTIVE)

    def _likely(self, field: FieldDescriptor) -> float:
        if field.name == "update_mask" and not self._is_in_a_mask:
            return 0  # it might leave out what is to be seen
        return super()._likely(field)

    def _field(self, field: FieldDescriptor, depth: int) -> bytes:
        if field.full_name == self._one.field:
            self.done = True
            return self._one.content
        return super()._field(field, depth)


def _fields(kind: Descriptor, above: list[Descriptor]) -> Iterator[FieldDescriptor]:
    """All fields of a message and of those in it."""
    for field in kind.fields:
        yield field
        inner = field.message_type
        if inner is not None and inner.full_name not in _CONTENTS and inner not in above:
            yield from _fields(inner, [*above, kind])


def _contents(field: FieldDescriptor) -> list[bytes]:
    """The field, with each value."""
    if field.message_type is not None:
        values = _CONTENTS.get(field.message_type.full_name, [b""])
    elif field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        values = list(words.HOSTILE)
    else:
        return [wire.number(field.number, number) for number in NUMBERS]
    return [wire.block(field.number, value) for value in values]


_TIMES = [wire.number(1, seconds) + wire.number(2, n) for seconds, n in product(TIMES, _NANOS)]
_JSON = [
    *(wire.double(bits) for bits in DOUBLES),
    *(wire.block(3, value) for value in (*words.HOSTILE, b"x" * 65_000, b"x" * 65_536)),
    *(wire.block(5, nested(levels)) for nested in (wire.objects, wire.lists) for levels in LEVELS),
    *(b"", wire.block(9, b"x"), b"\x0a", wire.number(1, 1), wire.number(4, 2)),
]
_CONTENTS = {
    "google.protobuf.Timestamp": _TIMES,
    "google.protobuf.Duration": _TIMES,
    "google.protobuf.Value": _JSON,
    "google.protobuf.Struct": [
        *(wire.entry(b"key", value) for value in _JSON),
        *(wire.entry(value, wire.number(4, 1)) for value in words.HOSTILE),
        *(keys(many) for many in (999, 1001)),
    ],
}
"""Of messages that are one value, those that nobody should send."""
