"""Requests of the right form with anything in them, written byte by byte from their descriptors.

No library would write most of these: fields of the wrong type, twice, cut, in groups, in messages
that are nested without end, strings that are no text.
"""

import uuid
from collections.abc import Callable, Sequence
from functools import cache
from random import Random

from fuzz import words
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from security import wire

_TAME, _WILD = 0.0, 0.3
_HOSTILITY = (_TAME, _TAME, 0.04, 0.04, 0.12, _WILD)
_DEEPEST = 6
_LONGEST = 4096
"""Bytes of a message from which on nothing is added: what is large is large by one field of it."""

NUMBERS = (0, 1, 2, 10, 1000, 1001, 2**31 - 1, 2**31, 2**32, 2**63 - 1, 2**63, 2**64 - 1)
TIMES = (0, 1, 1_900_000_000, 4_000_000_000, 253_402_300_799, 253_402_300_800, 2**63, 2**64 - 1)
DOUBLES = (
    *("0000000000000000", "8000000000000000", "3ff0000000000000", "7fefffffffffffff"),
    *("7ff0000000000000", "fff0000000000000", "7ff8000000000000", "fff0000000000001"),
    *("0000000000000001", "433fffffffffffff"),
)
LEVELS = (31, 32, 33, 33, 33, 34, 50, 100, 500, 3000)
_IDS = tuple(name.encode() for name in words.IDS)
_MASK_PATHS = (b"name", b"variables", b"roles", b"email", b"tenant_id", b"org_id", b"*", b"id")


def request(chance: Random, kind: Descriptor) -> bytes:
    """A request of this type; how hostile it is, is a matter of chance, too."""
    return Writer(chance, chance.choice(_HOSTILITY)).request(kind)


def focused(chance: Random, kind: Descriptor) -> bytes:
    """A request that a super-admin's key has carried out, but for one value at most."""
    return FocusedWriter(chance).request(kind)


def tame(chance: Random, kind: Descriptor) -> bytes:
    """A request with nothing in it that a well-behaved caller might not send."""
    return Writer(chance, _TAME).request(kind)


class Writer:
    """Writes messages.

    Args:
        hostility: how probable it is, at each place, that something hostile stands there.
    """

    def __init__(self, chance: Random, hostility: float) -> None:
        self._chance = chance
        self._hostility = hostility

    def request(self, kind: Descriptor) -> bytes:
        content = self._message(kind, 0)
        if "validate_only" in kind.fields_by_name and self._is_tried(kind):
            # The last one counts: most have the whole way to go, and leave the world as it is.
            content += wire.number(kind.fields_by_name["validate_only"].number, 1)
        return content

    def _is_tried(self, kind: Descriptor) -> bool:
        """Whether the request is only tried."""
        return self._chance.random() < _validated(kind)

    def _hostile(self) -> bool:
        return self._chance.random() < self._hostility

    def _message(self, kind: Descriptor, depth: int) -> bytes:
        if kind.full_name == "google.protobuf.Struct":
            return self._json_object(depth)
        if kind.full_name == "google.protobuf.Timestamp":
            return self._time()
        content = bytearray()
        for field in kind.fields:
            if self._chance.random() < 0.25 or depth > _DEEPEST:
                continue
            times = self._chance.choice((1, 1, 2, 3)) if field.is_repeated else 1
            if self._hostile():
                times *= self._chance.choice((2, 2, 3, 3, 4, 200))
            for _ in range(times):
                if len(content) < _LONGEST:
                    content += self._field(field, depth)
        if self._hostile():
            content += self._junk()
        return bytes(content)

    def _field(self, field: FieldDescriptor, depth: int) -> bytes:
        if self._hostile():
            return self._wrong_field(field.number)
        if field.message_type is not None:
            return wire.block(field.number, self._message(field.message_type, depth + 1))
        if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
            return wire.block(field.number, self._text(field))
        if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
            return wire.number(field.number, self._chance.choice((0, 1, 1)))
        if field.name == "page_size" and not self._hostile():
            return wire.number(field.number, self._chance.choice((0, 1, 2, 10)))
        return wire.number(field.number, self._chance.choice(NUMBERS))

    def _wrong_field(self, number: int) -> bytes:  # noqa: PLR0911  one for each kind
        """The field, as anything but what it is."""
        chance = self._chance
        match chance.randrange(7):
            case 0:
                return wire.number(number, chance.choice(NUMBERS))
            case 1:
                return wire.block(number, chance.choice(words.HOSTILE))
            case 2:
                return wire.varint(number << 3 | 1) + chance.randbytes(8)
            case 3:
                return wire.varint(number << 3 | 5) + chance.randbytes(4)
            case 4:  # a length beyond the end, or beyond memory
                return wire.varint(number << 3 | 2) + wire.varint(chance.choice(NUMBERS)) + b"x"
            case 5:  # the tag in more bytes than it takes
                return bytes([(number << 3 | 2) & 0x7F | 0x80, 0x80, 0x80, 0x00, 0x01]) + b"x"
            case _:
                return wire.block(number, _nested(number, chance.choice((5, 50, 99, 101, 2000))))

    def _junk(self) -> bytes:  # noqa: PLR0911  one for each kind
        """Fields that nobody knows, groups, and the like."""
        chance = self._chance
        match chance.randrange(8):
            case 0:
                return wire.block(chance.choice((15, 1000, 2**29 - 1)), chance.randbytes(20))
            case 1:
                return wire.varint(99 << 3 | 3) + wire.number(1, 7) + wire.varint(99 << 3 | 4)
            case 2:
                return wire.varint(99 << 3 | 3) * chance.choice((1, 10, 1000))
            case 3:
                return wire.varint(99 << 3 | 4)
            case 4:
                return wire.varint(chance.choice((0, 6, 7, 2**32, 2**63)))
            case 5:
                return b"\xff" * chance.choice((1, 9, 10, 11, 30))
            case 6:  # what Any looks like
                url = b"type.googleapis.com/waii.user.v1.User"
                return wire.block(14, wire.block(1, url) + wire.block(2, b"\x0a\x01x"))
            case _:
                return chance.randbytes(chance.randint(1, 40))

    def _text(self, field: FieldDescriptor) -> bytes:
        chance = self._chance
        if self._hostile():
            return chance.choice(words.HOSTILE)
        if choose := _TEXTS.get(field.name):
            return choose(chance)
        if field.name.endswith("_id") or field.name == "id":
            return chance.choice(_IDS)
        return chance.choice((b"", *_IDS))

    def _time(self) -> bytes:
        chance = self._chance
        seconds = chance.choice(TIMES) if self._hostile() else chance.choice(TIMES[2:4])
        nanos = chance.choice(NUMBERS) if self._hostile() else chance.randrange(10**9)
        return wire.number(1, seconds) + wire.number(2, nanos)

    def _json_object(self, depth: int) -> bytes:
        chance = self._chance
        if self._hostile():
            return self._hostile_json()
        return b"".join(
            wire.entry(self._json_key(), self._json_value(depth + 1))
            for _ in range(chance.randint(0, 3))
        )

    def _json_key(self) -> bytes:
        if self._hostile():
            return self._chance.choice(words.HOSTILE)
        return self._chance.choice((b"theme", b"team", b"\xc3\xa4", b"key", words.CANARY.encode()))

    def _json_value(self, depth: int) -> bytes:
        chance = self._chance
        kind = chance.randrange(6 if depth <= _DEEPEST else 4)
        match kind:
            case 0:
                return wire.number(1, chance.choice(NUMBERS) if self._hostile() else 0)
            case 1:
                return wire.double(chance.choice(DOUBLES if self._hostile() else DOUBLES[:4]))
            case 2:
                hostile = chance.choice(words.HOSTILE) if self._hostile() else b"text"
                return wire.block(3, hostile)
            case 3:
                return wire.number(4, chance.randrange(2))
            case 4:
                return wire.block(5, self._json_object(depth))
            case _:
                values = (self._json_value(depth + 1) for _ in range(chance.randint(0, 3)))
                return wire.block(6, b"".join(wire.block(1, value) for value in values))

    def _hostile_json(self) -> bytes:  # noqa: PLR0911  one for each kind
        chance = self._chance
        match chance.randrange(7):
            case 0:
                return _objects(chance.choice(LEVELS))
            case 1:
                return _lists(chance.choice(LEVELS))
            case 2:
                return wire.entry(b"large", wire.block(3, b"x" * chance.choice((65_000, 65_536))))
            case 3:  # a key many times, the last one counts
                return wire.entry(b"key", wire.number(4, 1)) * chance.choice((2, 2000))
            case 4:
                return keys(chance.choice((999, 1001, 3000)))
            case 5:
                return wire.entry(b"none", chance.choice((b"", wire.block(9, b"x"), b"\x0a")))
            case _:
                return wire.entry(b"number", wire.double(chance.choice(DOUBLES)))


class FocusedWriter(Writer):
    """Writes messages of which everything is in order, but for the value of one field at most."""

    def __init__(self, chance: Random) -> None:
        super().__init__(chance, chance.choice((_TAME, 0.1, 0.2)))
        self._hostile_ones = 1
        self._root = ""

    def request(self, kind: Descriptor) -> bytes:
        self._root = kind.name
        return super().request(kind)

    def _hostile(self) -> bool:
        if self._hostile_ones and super()._hostile():
            self._hostile_ones -= 1
            return True
        return False

    def _message(self, kind: Descriptor, depth: int) -> bytes:
        is_json = kind.full_name == "google.protobuf.Struct"
        if is_json and self._hostile_ones and self._chance.random() < _BAD_JSON:
            self._hostile_ones = 0
            return self._hostile_json()
        if kind.full_name in _WRITTEN_BY_HAND:
            return super()._message(kind, depth)
        content = b""
        left_out = {
            other.name
            for oneof in kind.oneofs
            for other in self._chance.sample(list(oneof.fields), len(oneof.fields) - 1)
        }
        for field in kind.fields:
            if field.name in left_out or self._chance.random() >= self._likely(field):
                continue
            messages = field.is_repeated and field.message_type is not None
            for _ in range(self._chance.choice((1, 2, 3)) if messages else 1):
                content += self._field(field, depth)
        return content

    def _likely(self, field: FieldDescriptor) -> float:
        return _LIKELY.get(field.name, 0.9)

    def _field(self, field: FieldDescriptor, depth: int) -> bytes:
        if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
            return wire.block(field.number, self._text(field))
        if field.message_type is not None:
            return wire.block(field.number, self._message(field.message_type, depth + 1))
        return super()._field(field, depth)

    def _text(self, field: FieldDescriptor) -> bytes:
        chance = self._chance
        if self._hostile():
            return chance.choice(words.HOSTILE)
        if field.name == "id" and self._root.startswith(_CREATES):
            return b"fuzz-new-%d" % chance.randrange(10_000)
        if field.name == "id":
            return chance.choice(next(ids for noun, ids in _KNOWN.items() if noun in self._root))
        if field.name in _COHERENT:
            return _COHERENT[field.name]
        return super()._text(field)


_BAD_JSON = 0.2
_CREATES = ("Create", "BatchCreate")
_WRITTEN_BY_HAND = {"google.protobuf.Struct", "google.protobuf.Timestamp"}
_KNOWN = {
    "User": (b"fuzz-trial", b"fuzz-api-user"),
    "Tenant": (b"fuzz-a2", b"fuzz-b1"),
    "Organization": (b"fuzz-b",),
}
"""Of each noun, what may be changed without an end to the world."""
_COHERENT = {
    "tenant_id": b"fuzz-a1",
    "org_id": b"fuzz-a",
    "lookup_org_id": b"fuzz-a",
    "lookup_tenant_id": b"fuzz-a1",
    "lookup_user_id": b"fuzz-trial",
    "user_id": b"fuzz-trial",
    "impersonate_user_id": b"fuzz-trial",
    "roles": b"waii-api-user",
    "permissions": b"usage:api",
    "page_token": b"",
    "etag": b"",
}
"""Values that go together."""
_LIKELY = dict.fromkeys(("etag", "page_token", "update_mask", "permissions", "deleted"), 0.3)
"""How likely it is that fields of these names are there; others are nearly always."""


# Made once: they are large, and there are few of them.
_objects, _lists = cache(wire.objects), cache(wire.lists)


@cache
def keys(many: int) -> bytes:
    return b"".join(wire.entry(b"%d" % number, wire.number(1, 0)) for number in range(many))


@cache
def _nested(number: int, levels: int) -> bytes:
    content = b""
    for _ in range(levels):
        content = wire.block(number, content)
    return content


def _validated(kind: Descriptor) -> float:
    """How many requests of this type are only tried: nearly all that could end the world."""
    return 0.4 if kind.name.startswith((*_CREATES, "UpdateConfig", "Reactivate")) else 0.97


def _one_of(*values: str | bytes) -> Callable[[Random], bytes]:
    encoded = [value if isinstance(value, bytes) else value.encode() for value in values]
    return lambda chance: chance.choice(encoded)


def _request_id(chance: Random) -> bytes:
    # A few come again and again, with other requests.
    source = Random(chance.randrange(50)) if chance.random() < 0.5 else chance
    return str(uuid.UUID(int=source.getrandbits(128), version=4)).encode()


_EMAILS = ("fuzz@example.com", f"{words.CANARY}@example.com", "fuzz")
_REFLECTED = (
    *("waii/user/v1/user.proto", "waii.user.v1.User", "waii.user.v1.UserService", "nothing"),
    *("google.protobuf.Struct", "grpc.health.v1.Health", "waii.user.v1.User.id", "."),
)
_TEXTS: dict[str, Callable[[Random], bytes]] = {
    "name": _one_of("Fuzz", words.KEY_NAME, f"name {words.CANARY}", *words.IDS[:3]),
    "names": _one_of("one", "two", f"name {words.CANARY}", words.KEY_NAME),
    "deleted": _one_of("theme", "team", "old"),
    "email": _one_of(*_EMAILS),
    "roles": _one_of(*words.ROLES),
    "permissions": _one_of("usage:api", "usage:api", *words.PERMISSIONS),
    "paths": _one_of(*_MASK_PATHS),
    "method": _one_of(*words.METHOD_NAMES),
    "target": _one_of(*words.TARGETS),
    "etag": _one_of("", "", *words.ETAGS.values()),
    "request_id": _request_id,
    "page_token": _one_of(b"", b"", *words.TOKENS.values()),
    "service": _one_of("", "waii.user.v1.UserService", "nothing"),
    "host": _one_of("", "localhost"),
    **dict.fromkeys(
        ("file_by_filename", "file_containing_symbol", "containing_type", "list_services"),
        _one_of(*_REFLECTED),
    ),
    "all_extension_numbers_of_type": _one_of(*_REFLECTED),
}
"""What stands in the fields of these names."""


def corpus(chance: Random, kinds: Sequence[Descriptor], size: int) -> list[bytes]:
    """Well-formed requests of all these types, to be mutated."""
    return [tame(chance, chance.choice(kinds)) for _ in range(size)]
