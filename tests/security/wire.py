"""Protobuf by hand: what no library would serialize."""

import struct


def varint(number: int) -> bytes:
    encoded = b""
    while number > 0x7F:
        encoded += bytes([number & 0x7F | 0x80])
        number >>= 7
    return encoded + bytes([number])


def block(field: int, content: bytes) -> bytes:
    """A field of bytes: a string or a message."""
    return varint(field << 3 | 2) + varint(len(content)) + content


def number(field: int, value: int) -> bytes:
    """A field that is an integer."""
    return varint(field << 3) + varint(value)


# google.protobuf.Struct { map<string, Value> fields = 1; }
# Value { null_value = 1; number_value = 2; string_value = 3; bool_value = 4; struct_value = 5;
#         list_value = 6; }
# ListValue { repeated Value values = 1; }


def entry(key: bytes, value: bytes) -> bytes:
    """An entry of a Struct, with a serialized Value."""
    return block(1, block(1, key) + block(2, value))


def double(bits: str) -> bytes:
    """A Value: the number with these bits, in hexadecimal, highest first."""
    return varint(2 << 3 | 1) + struct.pack("<Q", int(bits, 16))


def objects(levels: int) -> bytes:
    """A Struct of this many objects, one in the other."""
    content = b""
    for _ in range(levels - 1):
        content = entry(b"o", block(5, content))
    return content


def lists(levels: int) -> bytes:
    """A Struct with lists, one in the other: `levels` containers in all."""
    content = b""  # of the innermost list
    for _ in range(levels - 2):
        content = block(1, block(6, content))
    return entry(b"l", block(6, content))
