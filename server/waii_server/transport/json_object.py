"""JSON of the callers: checked once, stored as bytes, sent as stored.

The message types of the requests carry it as `google.protobuf.Struct` and `Value`.
"""

import math

from google.protobuf.struct_pb2 import ListValue, Struct, Value

from waii_server.domain import limits
from waii_server.domain.validation import Violations


def check_object(violations: Violations, field: str, value: Struct) -> None:
    """Checks an object that is stored whole: its size, its depth, and every value in it."""
    if _fits(violations, field, value):
        _check_values(violations, field, value)


def check_value(violations: Violations, field: str, value: Value, *, name: str) -> None:
    """Checks a value of the object in `field` that is stored by itself, as `name`."""
    if _fits(violations, name, value):
        # The list around it is not one of its levels.
        _check_values(violations, field, ListValue(values=[value]), level=0)


def serialized(value: Struct | Value) -> bytes:
    """The bytes to store: nothing but JSON, equal for equal values."""
    value.DiscardUnknownFields()
    return value.SerializeToString(deterministic=True)


def _fits(violations: Violations, field: str, value: Struct | Value) -> bool:
    if value.ByteSize() <= limits.OBJECT_MAX_BYTES:
        return True
    violations.add(field, f"must have at most {limits.OBJECT_MAX_BYTES} bytes")
    return False


def _check_values(
    violations: Violations, field: str, value: Struct | ListValue, *, level: int = 1
) -> None:
    """Reports the first value that breaks a rule; `level` is what `value` itself counts as."""
    pending: list[tuple[Struct | ListValue, int]] = [(value, level)]
    while pending:
        container, depth = pending.pop()
        if depth > limits.OBJECT_MAX_DEPTH:
            violations.add(field, f"must have at most {limits.OBJECT_MAX_DEPTH} levels")
            return
        values = container.fields.values() if isinstance(container, Struct) else container.values
        for entry in values:
            match entry.WhichOneof("kind"):
                case "struct_value":
                    pending.append((entry.struct_value, depth + 1))
                case "list_value":
                    pending.append((entry.list_value, depth + 1))
                case "number_value" if not math.isfinite(entry.number_value):
                    violations.add(field, "must not contain NaN or infinity")
                    return
                case "null_value" if entry.null_value != 0:
                    violations.add(field, "must not contain a null other than NULL_VALUE")
                    return
                case None:
                    violations.add(field, "must not contain a value without a kind; null has one")
                    return
