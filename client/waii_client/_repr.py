"""How messages show themselves: at a prompt, in a notebook, in a log line, in a traceback.

    User(id='ann', name='Ann', roles=['waii-user'], variables={'team': 'north'})

As the call of a constructor, without the fields that are absent. What the protos mark as
`debug_redact` is masked, as the service masks keys in lists: protobuf's own classes show it whole.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Protocol

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.protobuf.struct_pb2 import Struct
from google.protobuf.timestamp_pb2 import Timestamp

from waii_client._struct import to_dict

# A key, whole or masked, and what of it the service's own mask shows. Of anything else that stands
# where a key should be, nobody knows how much can be shown.
_KEY = re.compile(r"(waii_[0-9A-Za-z]{4})(?:…|[0-9A-Za-z]{41})([0-9A-Za-z]{4})")


class Printer(Protocol):
    """As much of `IPython.lib.pretty.RepresentationPrinter` as is used here."""

    def begin_group(self, indent: int = 0, open: str = "") -> None: ...  # noqa: A002 - its name
    def end_group(self, dedent: int = 0, close: str = "") -> None: ...
    def breakable(self, sep: str = " ") -> None: ...
    def text(self, obj: str) -> None: ...
    def pretty(self, obj: object) -> None: ...


def show_readably(classes: Iterable[type[Message]]) -> None:
    """Has the messages of the classes, wherever they come from, show themselves so."""
    for cls in classes:
        for name, function in (
            ("__repr__", _repr),
            ("__str__", _repr),
            ("_repr_pretty_", _repr_pretty),
        ):
            setattr(cls, name, function)


def _repr(message: Message) -> str:
    fields = ", ".join(f"{name}={value!r}" for name, value in _fields(message))
    return f"{type(message).__name__}({fields})"


def _repr_pretty(message: Message, printer: Printer, cycle: bool) -> None:
    """The same for IPython, which breaks what is too long for a line."""
    del cycle  # a message cannot hold itself
    printer.begin_group(4, f"{type(message).__name__}(")
    for number, (name, value) in enumerate(_fields(message)):
        if number:
            printer.text(",")
        printer.breakable(" " if number else "")
        printer.text(f"{name}=")
        printer.pretty(value)
    printer.end_group(4, ")")


def _fields(message: Message) -> Iterator[tuple[str, object]]:
    """The fields that are present, as Python objects whose `repr` can be shown."""
    for field, value in message.ListFields():
        if field.is_repeated:
            yield field.name, [_shown(field, item) for item in value]
        else:
            yield field.name, _shown(field, value)


def _shown(field: FieldDescriptor, value: Any) -> object:
    if field.GetOptions().debug_redact:
        return _masked(value) if isinstance(value, str) else "…"
    if field.enum_type is not None:
        known = field.enum_type.values_by_number.get(value)
        return value if known is None else known.name
    return _shown_message(value) if isinstance(value, Message) else value


def _shown_message(message: Message) -> object:
    if type(message).__repr__ is _repr:
        return message
    if isinstance(message, Struct):
        return _sorted(to_dict(message))
    if isinstance(message, Timestamp | Duration):
        with suppress(ValueError):  # out of the range that has a spelling
            return message.ToJsonString()
    return dict(_fields(message))  # which constructors take for it


def _sorted(value: object) -> object:
    """The same, its keys in order: protobuf has them in another one in every process."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _masked(secret: str) -> str:
    """`waii_AbCd…WxYz` of a key; of anything else, nothing."""
    key = _KEY.fullmatch(secret)
    return f"{key[1]}…{key[2]}" if key else "…"
