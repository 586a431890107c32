"""Every place of a call in which somebody may put a key, by mistake or on purpose."""

import base64
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from google.protobuf.message import Message
from leaks import canaries
from leaks.canaries import Mark
from leaks.fields import TextField, text_fields
from leaks.stage import PACKAGE, Caller, Metadata, Stage
from matrix.cells import methods
from rpc.calls import acting_as, bearer, request_id

FORMS = ("{}", "see {} here", "a.{}", "users/{}", "{0}{0}")
_IMPERSONATIONS = ("{}", "a.{}", "{0}{0}")
_REQUEST_IDS = ("{}", "r-{}", "{}.1", "{0}{0}")
_OTHER_KEYS = (
    *("x-api-key", "cookie", "x-forwarded-for", "traceparent", "x-waii-anything"),
    *("authorization-bin", "x-request-id-bin", "x-anything-bin", "proxy-authorization"),
)
_NO_FIELD = 15_000
_LENGTH_DELIMITED = 2


@dataclass(frozen=True)
class Place:
    """A call with a canary in it.

    Attributes:
        secret: whether the canary must not come back in an answer that is OK either; else it is the
            caller's own data.
    """

    number: int
    name: str
    path: str
    body: bytes = field(repr=False)
    metadata: Metadata = field(repr=False)
    secret: bool = True

    def __str__(self) -> str:
        return f"place {self.number}, {self.name}"

    @property
    def kind(self) -> str:
        """The method, and where in its call."""
        return self.name.partition(" | ")[0]

    @property
    def reaches(self) -> bool:
        """Whether nothing is wrong with the call but what the canary makes wrong, if anything."""
        where = self.kind.rpartition(" ")[2]
        return where == "x-request-id" or not self.secret or where in _OTHER_KEYS


class _Numbered:
    """Counts places, and makes the canaries of each."""

    def __init__(self) -> None:
        self.number = 0

    def next(self) -> int:
        self.number += 1
        return self.number


def every_place(stage: Stage) -> Iterator[Place]:
    """All of them; the same ones, but for the random part of canaries, for each server."""
    count = _Numbered()
    for method in methods():
        for caller in stage.callers[:3]:
            yield from _in_fields(stage, count, method, caller)
        for caller in stage.callers:
            yield from _as_impersonation(stage, count, method, caller)
            yield from _as_request_id(stage, count, method, caller)
        yield from _as_authorization(stage, count, method)
        yield from _in_other_metadata(stage, count, method)
        yield from _in_bytes(stage, count, method)
    yield from _in_paths(stage, count)


def sample(stage: Stage, seed: int, number: int) -> list[Place]:
    """So many, first of all one of each method and kind."""
    places = _shuffled(every_place(stage), seed)
    kinds: dict[str, Place] = {}
    for place in places:
        kinds.setdefault(place.kind, place)
    first = set(map(id, kinds.values()))
    return [*kinds.values(), *(place for place in places if id(place) not in first)][:number]


def reaching(stage: Stage, seed: int, number: int) -> list[Place]:
    """So many of those that get past the form of the request, to the database."""
    return _shuffled(filter(lambda place: place.reaches, every_place(stage)), seed)[:number]


def _shuffled(places: Iterable[Place], seed: int) -> list[Place]:
    shuffled = list(places)
    random.Random(seed).shuffle(shuffled)
    return shuffled


def _kinds(number: int, own: str) -> Iterator[tuple[str, str]]:
    unknown = canaries.key(number)
    yield "one's own key", own
    yield "a key", unknown
    yield "a mistyped key", canaries.mistyped(unknown)
    yield "a key cut off", canaries.cut(unknown)


def _in_fields(stage: Stage, count: _Numbered, method: str, caller: Caller) -> Iterator[Place]:
    for text_field in text_fields(methods()[method].input_type):
        for form in FORMS:
            if text_field.json and form != "{}":
                continue
            number = count.next()
            for kind, key in _kinds(number, caller.key):
                if text_field.json and not (free := _free_json(method, text_field)):
                    continue
                text, mark = form.format(key), Mark.NOWHERE
                if text_field.json and free:
                    text, mark = canaries.key(number, Mark.KEPT), Mark.KEPT
                request = stage.request(method, number)
                text_field.put(request, text)
                yield _place(
                    number,
                    f"{method} {text_field} | {kind} as {form!r} by {caller.name}",
                    method,
                    request,
                    caller.metadata,
                    secret=mark is Mark.NOWHERE,
                )
                number = count.next()
                if text_field.json:
                    break


def _free_json(method: str, text_field: TextField) -> bool:
    """Whether what stands there is the caller's own. The names in a config are not."""
    return not (method.endswith("/UpdateConfig") and text_field.json == "key")


def _as_authorization(stage: Stage, count: _Numbered, method: str) -> Iterator[Place]:
    caller = stage.callers[0]
    good = caller.key
    other = stage.callers[-1].key
    mistyped = canaries.mistyped(canaries.key(count.number))
    encoded = base64.b64encode(f"user:{good}".encode()).decode()
    ways: dict[str, Metadata] = {
        "a good key": [bearer(good)],
        **{f"a key that is {kind}": [bearer(key)] for kind, key in stage.keys.items()},
        "a mistyped key": [bearer(mistyped)],
        "a key cut off": [bearer(canaries.cut(good))],
        "a key that was never issued": [bearer(canaries.key(count.number))],
        "a key in lower case": [bearer(good.lower())],
        "no scheme": [("authorization", good)],
        "another scheme": [("authorization", f"Token {good}")],
        "basic": [("authorization", f"Basic {encoded}")],
        "scheme in capitals": [("authorization", f"BEARER   {good}  ")],
        "text behind": [("authorization", f"Bearer {good} and more")],
        "text before": [("authorization", f"my key is {good}")],
        "two in one": [("authorization", f"Bearer {good},Bearer {other}")],
        "two": [bearer(good), bearer(other)],
        "the same twice": [bearer(good), bearer(good)],
        "none, but in a cookie": [("cookie", f"key={good}")],
        "quoted": [("authorization", f'Bearer "{good}"')],
        "a long text": [("authorization", f"Bearer {good * 20}")],
    }
    for way, metadata in ways.items():
        number = count.next()
        request = stage.request(method, number)
        yield _place(number, f"{method} authorization | {way}", method, request, metadata)


def _as_impersonation(
    stage: Stage, count: _Numbered, method: str, caller: Caller
) -> Iterator[Place]:
    if caller.acts_as:
        return
    for form in _IMPERSONATIONS:
        for kind, key in _kinds(count.number + 1, caller.key):
            number = count.next()
            request = stage.request(method, number)
            yield _place(
                number,
                f"{method} impersonation | {kind} as {form!r} by {caller.name}",
                method,
                request,
                [*caller.metadata, acting_as(form.format(key))],
            )
    number = count.next()
    twice = [acting_as(caller.key), acting_as(canaries.key(number))]
    request = stage.request(method, number)
    name = f"{method} impersonation | two by {caller.name}"
    yield _place(number, name, method, request, [*caller.metadata, *twice])


def _as_request_id(stage: Stage, count: _Numbered, method: str, caller: Caller) -> Iterator[Place]:
    for form in _REQUEST_IDS:
        for kind, key in _kinds(count.number + 1, caller.key):
            number = count.next()
            request = stage.request(method, number)
            yield _place(
                number,
                f"{method} x-request-id | {kind} as {form!r} by {caller.name}",
                method,
                request,
                [*caller.metadata, request_id(form.format(key))],
            )


def _in_other_metadata(stage: Stage, count: _Numbered, method: str) -> Iterator[Place]:
    caller = stage.callers[1]
    for name in _OTHER_KEYS:
        number = count.next()
        key = canaries.key(number)
        value: str | bytes = key.encode() + b"\0" if name.endswith("-bin") else f"{key}; {key}"
        request = stage.request(method, number)
        metadata = [*caller.metadata, (name, value)]
        yield _place(number, f"{method} {name} | a key", method, request, metadata)


def _in_bytes(stage: Stage, count: _Numbered, method: str) -> Iterator[Place]:
    caller = stage.callers[1]
    number = count.next()
    key = canaries.key(number).encode()
    good = stage.request(method, number).SerializeToString()
    unknown = _tag(_NO_FIELD) + bytes([len(key)]) + key
    bodies = {
        "nothing else": key,
        "no UTF-8 behind it": _tag(1) + bytes([len(key) + 1]) + key + b"\xff",
        "cut off": good + unknown[:-1],
        "an unknown field": good + unknown,
        "an unknown field of its first message": good + _tag(1) + bytes([len(unknown)]) + unknown,
        "an unknown field of free JSON": _in_json(stage, method, number, unknown),
        "deeply nested": (_tag(1) + b"\x7f") * 200 + key,
    }
    for name, body in bodies.items():
        number = count.next()
        title = f"{method} bytes | {name}"
        metadata = [*caller.metadata, ("x-request-id", f"place-{number}")]
        yield Place(number, title, f"/{PACKAGE}.{method}", body, metadata)


def _in_json(stage: Stage, method: str, number: int, unknown: bytes) -> bytes:
    """A request in whose first object there is a field that no object has."""
    message = stage.request(method, number)
    for text_field in text_fields(methods()[method].input_type):
        if text_field.json:
            free: Message = getattr(text_field.holder(message), text_field.path[-1])
            free.MergeFromString(unknown)
            break
    return message.SerializeToString()


def _in_paths(stage: Stage, count: _Numbered) -> Iterator[Place]:
    caller = stage.callers[0]
    for path in (
        f"/{PACKAGE}.UserService/{{}}",
        f"/{PACKAGE}.UserService/ListUsers/{{}}",
        f"/{PACKAGE}.UserService/ListUsers?key={{}}",
        f"/{PACKAGE}.{{}}/ListUsers",
        "/{}/{}",
        "/{}",
    ):
        number = count.next()
        filled = path.replace("{}", canaries.key(number))
        yield Place(number, f"a path | {path}", filled, b"", caller.metadata)


def _tag(field_number: int) -> bytes:
    value, encoded = field_number << 3 | _LENGTH_DELIMITED, b""
    while value > 0x7F:
        encoded += bytes([value & 0x7F | 0x80])
        value >>= 7
    return encoded + bytes([value])


def _place(
    number: int,
    name: str,
    method: str,
    request: Message,
    metadata: Metadata,
    *,
    secret: bool = True,
) -> Place:
    sent = metadata
    if not any(key == "x-request-id" for key, _ in metadata):
        sent = [*metadata, ("x-request-id", f"place-{number}")]
    body = request.SerializeToString()
    return Place(number, name, f"/{PACKAGE}.{method}", body, sent, secret)
