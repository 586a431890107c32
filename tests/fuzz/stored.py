"""What must be true of everything that is stored, whoever has sent it: said again, not imported."""

import math
import re
from collections.abc import Iterator

from google.protobuf.message import DecodeError
from google.protobuf.struct_pb2 import ListValue, Struct, Value
from support import inspection

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-@+:]{0,127}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_MOST_BYTES, _MOST_LEVELS, _MOST_CHARACTERS = 64 * 1024, 32, 256


def broken_rules(database: str) -> Iterator[str]:
    """What of that which is stored breaks a rule of the specification."""
    for table in ("organizations", "tenants", "users"):
        for name, text, variables in inspection.rows(
            database,
            f"SELECT id, name, variables FROM {table}",  # noqa: S608
        ):
            if not _ID.fullmatch(name):
                yield f"{table}: {name!r} is no id"
            if len(text) > _MOST_CHARACTERS or _CONTROL.search(text):
                yield f"{table} {name}: {text!r} is no name"
            if wrong := _wrong_json(Struct, variables):
                yield f"{table} {name}: variables {wrong}"
    for user, key, value in inspection.rows(
        database, "SELECT user_id, key, value FROM user_configs"
    ):
        if not key or len(key) > _MOST_CHARACTERS or _CONTROL.search(key):
            yield f"config of {user}: {key!r} is no name"
        if wrong := _wrong_json(Value, value):
            yield f"config of {user}, {key!r}: {wrong}"


def _wrong_json(kind: type[Struct] | type[Value], content: bytes) -> str:
    if len(content) > _MOST_BYTES:
        return f"has {len(content)} bytes"
    try:
        decoded = kind.FromString(content)
    except DecodeError:
        return f"is none: {content[:200].hex()}"
    value = Value(struct_value=decoded) if isinstance(decoded, Struct) else decoded
    pending = [(value, 0)]
    while pending:
        value, level = pending.pop()
        kind_of = value.WhichOneof("kind")
        if kind_of is None or (kind_of == "number_value" and not math.isfinite(value.number_value)):
            return f"holds {value!r}"
        if kind_of in {"struct_value", "list_value"}:
            if level == _MOST_LEVELS:
                return f"has more than {_MOST_LEVELS} levels"
            pending += [(inner, level + 1) for inner in _values(value)]
    return ""


def _values(value: Value) -> Iterator[Value]:
    held: Struct | ListValue = getattr(value, str(value.WhichOneof("kind")))
    yield from held.fields.values() if isinstance(held, Struct) else held.values
