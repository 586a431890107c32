"""JSON objects of the callers: checked once, stored as bytes, sent as stored.

The message types of the requests carry them as `google.protobuf.Struct`.
"""

import math

from google.protobuf.struct_pb2 import ListValue, Struct, Value

from waii_server.domain import limits
from waii_server.domain.validation import Violations


def check_object(violations: Violations, field: str, value: Struct) -> None:
    """Checks an object that is stored whole: its size, and everything in it."""
    if value.ByteSize() > limits.OBJECT_MAX_BYTES:
        violations.add(field, f"must have at most {limits.OBJECT_MAX_BYTES} bytes")
    else:
        check_values(violations, field, value)


def check_values(violations: Violations, field: str, value: Struct, *, depth: int = 1) -> None:
    """Checks the depth of an object and every value in it; reports the first that breaks a rule.

    Args:
        depth: the level that `value` itself counts as.
    """
    pending: list[tuple[Struct | ListValue, int]] = [(value, depth)]
    while pending:
        container, level = pending.pop()
        if level > limits.OBJECT_MAX_DEPTH:
            violations.add(field, f"must have at most {limits.OBJECT_MAX_DEPTH} levels")
            return
        values = container.fields.values() if isinstance(container, Struct) else container.values
        for entry in values:
            match entry.WhichOneof("kind"):
                case "struct_value":
                    pending.append((entry.struct_value, level + 1))
                case "list_value":
                    pending.append((entry.list_value, level + 1))
                case "number_value" if not math.isfinite(entry.number_value):
                    violations.add(field, "must not contain NaN or infinity")
                    return
                case "null_value" if entry.null_value != 0:
                    violations.add(field, "must not contain a null other than NULL_VALUE")
                    return
                case None:
                    violations.add(field, "must not contain a value without a kind; null has one")
                    return


def serialized(value: Struct | Value) -> bytes:
    """The bytes to store; equal objects give equal bytes."""
    return value.SerializeToString(deterministic=True)
