"""How messages show themselves: readably, and without keys."""

import copy
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.protobuf import any_pb2, json_format, text_format
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from support.messages import MESSAGES
from waii.user import v1
from waii_client import NotFoundError, Waii, WaiiError, to_dict
from waii_client.access_key import RotateAccessKeyRequest, RotateAccessKeyResponse
from waii_client.batch import BatchCreateRequest, BatchRow, BatchRowResult
from waii_client.user import (
    AccessKey,
    CommonResponse,
    CreateAccessKeyRequest,
    CreateUserRequest,
    DelAccessKeyRequest,
    ErrorReason,
    GetAccessKeyRequest,
    GetAccessKeyResponse,
    GetUserInfoRequest,
    UpdateConfigResponse,
    UpdateUserRequest,
    User,
)

KEY = f"waii_AbCd{41 * 'x'}WxYz"
MASKED = "waii_AbCd…WxYz"
ANN = User(id="ann", roles=["waii-user"], variables={"team": "north", "floors": [1, 2.5, None]})
ANN_SHOWN = (
    "User(id='ann', variables={'floors': [1, 2.5, None], 'team': 'north'}, roles=['waii-user'])"
)


class Breaking:
    """A printer as IPython's, for which every line is too short."""

    def __init__(self) -> None:
        self.lines = [""]
        self._indents = [0]

    def begin_group(self, indent: int = 0, open: str = "") -> None:  # noqa: A002 - as IPython's
        self.text(open)
        self._indents.append(self._indents[-1] + indent)

    def end_group(self, dedent: int = 0, close: str = "") -> None:
        assert self._indents.pop() - self._indents[-1] == dedent
        self.text(close)

    def breakable(self, sep: str = " ") -> None:
        self.lines.append(" " * self._indents[-1])

    def text(self, obj: str) -> None:
        self.lines[-1] += obj

    def pretty(self, obj: Any) -> None:
        if hasattr(type(obj), "_repr_pretty_"):
            obj._repr_pretty_(self, False)
        elif isinstance(obj, list):
            self.begin_group(1, "[")
            for number, item in enumerate(obj):
                if number:
                    self.text(",")
                    self.breakable()
                self.pretty(item)
            self.end_group(1, "]")
        else:
            self.text(repr(obj))


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (ANN, ANN_SHOWN),
        (CreateUserRequest(user=ANN), f"CreateUserRequest(user={ANN_SHOWN})"),
        (CommonResponse(), "CommonResponse()"),
        (User(suspended=False, name=""), "User()"),
        (
            BatchCreateRequest(rows=[BatchRow(user=User(id="a")), BatchRow()]),
            "BatchCreateRequest(rows=[BatchRow(user=User(id='a')), BatchRow()])",
        ),
        (
            AccessKey(name="n", created_at=datetime(2026, 11, 28, 1, 2, 3, 4000, tzinfo=UTC)),
            "AccessKey(name='n', created_at='2026-11-28T01:02:03.004Z')",
        ),
        (
            AccessKey(created_at=Timestamp(seconds=2**60)),
            f"AccessKey(created_at={{'seconds': {2**60}}})",
        ),
        (
            RotateAccessKeyRequest(name="n", overlap=timedelta(hours=1, milliseconds=500)),
            "RotateAccessKeyRequest(name='n', overlap='3600.500s')",
        ),
        (
            UpdateUserRequest(update_mask={"paths": ["name", "roles"]}),
            "UpdateUserRequest(update_mask={'paths': ['name', 'roles']})",
        ),
        (
            BatchRowResult(code=3, reason=ErrorReason.ERROR_REASON_ACCESS_KEY_INVALID),
            "BatchRowResult(code=3, reason='ERROR_REASON_ACCESS_KEY_INVALID')",
        ),
        (BatchRowResult.FromString(b"\x10\xe7\x07"), "BatchRowResult(reason=999)"),
        (
            UpdateConfigResponse(configs={"theme": "dark", "n": {"b": 2, "a": 1}}),
            "UpdateConfigResponse(configs={'n': {'a': 1, 'b': 2}, 'theme': 'dark'})",
        ),
        (AccessKey(access_key=KEY, name="n"), f"AccessKey(access_key='{MASKED}', name='n')"),
        (AccessKey(access_key=MASKED), f"AccessKey(access_key='{MASKED}')"),
        (AccessKey(access_key="hunter2"), "AccessKey(access_key='…')"),
        (AccessKey(access_key=KEY[:-1]), "AccessKey(access_key='…')"),
        (AccessKey(access_key=f"{KEY}\n"), "AccessKey(access_key='…')"),
    ],
)
def test_a_message_reads_like_its_constructor(message: Message, shown: str) -> None:
    assert repr(message) == str(message) == f"{message}" == "%s" % message == shown  # noqa: UP031
    assert "\n" not in repr(message)


def test_what_a_repr_without_timestamps_says_can_be_run() -> None:
    for message in (CreateUserRequest(user=ANN), UpdateUserRequest(update_mask={"paths": ["a"]})):
        assert eval(repr(message), vars(v1)) == message  # noqa: S307


def _holders() -> Iterator[Any]:
    key = AccessKey(access_key=KEY, user_id="ann", name="n")
    listed = GetAccessKeyResponse(access_keys=[key, key])
    rotated = RotateAccessKeyResponse(access_key=key)
    yield from (key, listed, rotated)
    yield from (listed.access_keys, list(listed.access_keys), {"it": key}, (rotated,))
    yield from (copy.deepcopy(listed), pickle.loads(pickle.dumps(rotated)))  # noqa: S301
    yield from (GetAccessKeyResponse.FromString(listed.SerializeToString()),)


def test_nothing_that_holds_a_key_shows_it() -> None:
    for holder in _holders():
        for show in (repr, str, "{}".format, "%r".__mod__, _pretty):
            # A tuple is what `%` takes for several.
            text = show((holder,)) if show == "%r".__mod__ else show(holder)
            assert "xx" not in text
            assert MASKED in text


def _pretty(holder: object) -> str:
    printer = Breaking()
    printer.pretty(holder)
    return "\n".join(printer.lines)


def test_ipython_breaks_what_is_long() -> None:
    assert _pretty(GetAccessKeyResponse(access_keys=[AccessKey(access_key=KEY, name="n")])) == (
        "GetAccessKeyResponse(\n"
        "    access_keys=[AccessKey(\n"
        f"         access_key='{MASKED}',\n"
        "         name='n')])"
    )
    assert _pretty(CommonResponse()) == "CommonResponse()"


def test_of_what_the_protos_say_is_secret() -> None:
    secret = {
        field.full_name
        for cls in MESSAGES
        for field in cls.DESCRIPTOR.fields
        if field.GetOptions().debug_redact
    }
    assert secret == {"waii.user.v1.AccessKey.access_key"}


@pytest.mark.parametrize("cls", MESSAGES, ids=lambda cls: cls.__name__)
def test_every_field_of_every_message_is_shown(cls: type[Message]) -> None:
    fill: dict[str, Any] = {
        "google.protobuf.Struct": {"a": 1},
        "google.protobuf.Timestamp": {"seconds": 1},
        "google.protobuf.Duration": {"seconds": 1},
        "google.protobuf.FieldMask": {"paths": ["a"]},
    }
    for field in cls.DESCRIPTOR.fields:
        value: Any = {field.CPPTYPE_STRING: "w", field.CPPTYPE_BOOL: True}.get(field.cpp_type, 7)
        if field.message_type is not None:
            value = fill.get(field.message_type.full_name, {})
        message = cls(**{field.name: [value] if field.is_repeated else value})
        assert repr(message).startswith(f"{cls.__name__}({field.name}=")
        # As Python's own, not protobuf's text with its lines and braces.
        assert "{\n" not in repr(message)


def test_everything_else_is_as_protobuf_has_it() -> None:
    key = AccessKey(access_key=KEY, name="n")
    assert key.access_key == KEY
    assert AccessKey.FromString(key.SerializeToString()) == key == copy.copy(key)
    assert pickle.loads(pickle.dumps(key)) == key  # noqa: S301
    assert text_format.MessageToString(key) == f'access_key: "{KEY}"\nname: "n"\n'
    assert text_format.Parse(text_format.MessageToString(key), AccessKey()) == key
    assert json_format.MessageToDict(key) == {"accessKey": KEY, "name": "n"}
    assert to_dict(ANN.variables) == {"team": "north", "floors": [1, 2.5, None]}
    assert type(key).__eq__(key, AccessKey(name="n")) is False


def test_a_message_of_another_package_shows_what_it_holds() -> None:
    """Not a promise: what is so, and has to be known."""
    packed = any_pb2.Any()
    packed.Pack(AccessKey(access_key=KEY))
    assert KEY in repr(packed)


def test_no_answer_of_the_service_shows_a_key(client: Waii, key: str) -> None:
    created = client.user.create_access_key(CreateAccessKeyRequest(name="shown"))
    rotated = client.access_key.rotate_access_key(RotateAccessKeyRequest(name="shown"))
    listed = client.user.list_access_keys(GetAccessKeyRequest())
    client.user.delete_access_key(DelAccessKeyRequest(names=["shown"]))
    keys = [key, created.access_keys[0].access_key, rotated.access_key.access_key]
    assert keys[2] in {one.access_key for one in listed.access_keys}
    for holder in (created, rotated, listed, created.access_keys, list(listed.access_keys)):
        assert not [one for one in keys if one[9:] in repr(holder) or one in _pretty(holder)]
    # What is shown is what the service's own mask shows.
    assert f"'{keys[2][:9]}…{keys[2][-4:]}'" in repr(listed)


def test_the_mask_is_that_of_the_service() -> None:
    from waii_server.domain import key_format

    key = key_format.generate()
    expected = key_format.masked(key_format.hint(key))
    assert repr(AccessKey(access_key=key)) == f"AccessKey(access_key={expected!r})"


def test_an_error_shows_what_it_is(client: Waii) -> None:
    with pytest.raises(NotFoundError) as missing:
        client.user.get_user_info(GetUserInfoRequest(user_id="nobody-there"))
    error = missing.value
    assert repr(error) == (
        f"NotFoundError({error.message!r}, code='NOT_FOUND', reason={error.reason!r}, "
        f"request_id={error.request_id!r})"
    )
    assert error.reason
    assert error.request_id
    assert repr(WaiiError("so")) == "WaiiError('so', code='UNKNOWN')"
