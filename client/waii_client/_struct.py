"""Plain Python values out of `google.protobuf.Struct`."""

from typing import Any

from google.protobuf.struct_pb2 import Struct, Value

# Up to here a double holds every whole number exactly.
_EXACT_INTEGERS = 2**53


def to_dict(struct: Struct) -> dict[str, Any]:
    """The object as nested dicts, lists, strings, numbers, booleans and None.

    A Struct knows only doubles: whole numbers up to 2**53 become `int`, whatever they were sent as
    (they compare equal to what was sent), all others `float`. An absent Struct gives `{}`.
    """
    return {key: _plain(value) for key, value in struct.fields.items()}


def _plain(value: Value) -> Any:
    match value.WhichOneof("kind"):
        case "struct_value":
            return to_dict(value.struct_value)
        case "list_value":
            return [_plain(item) for item in value.list_value.values]
        case "number_value":
            number = value.number_value
            exact = number.is_integer() and abs(number) <= _EXACT_INTEGERS
            return int(number) if exact else number
        case "string_value":
            return value.string_value
        case "bool_value":
            return value.bool_value
        case _:
            return None
