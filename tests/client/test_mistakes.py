"""What is said to who writes a field, a type or an operation wrong."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp
from waii_client import WAII, AsyncWaii, Waii
from waii_client.access_key import RotateAccessKeyRequest
from waii_client.batch import BatchCreateRequest, BatchRowResult
from waii_client.user import (
    AccessKey,
    CreateAccessKeyRequest,
    CreateUserRequest,
    DelAccessKeyRequest,
    GetAccessKeyRequest,
    GetUserInfoRequest,
    GetUserInfoResponse,
    ListUsersRequest,
    UpdateConfigRequest,
    UpdateUserRequest,
    User,
)

# As from a program that no type checker has seen.
make: dict[str, Callable[..., Any]] = {
    cls.__name__: cls
    for cls in (
        BatchCreateRequest,
        BatchRowResult,
        CreateAccessKeyRequest,
        CreateUserRequest,
        DelAccessKeyRequest,
        GetAccessKeyRequest,
        ListUsersRequest,
        RotateAccessKeyRequest,
        UpdateConfigRequest,
        UpdateUserRequest,
        User,
    )
}
NO_JSON = "takes what JSON has (dict, list, str, number, bool, None), not"


@pytest.mark.parametrize(
    ("name", "fields", "error", "text"),
    [
        (
            "CreateUserRequest",
            {"usr": 1},
            ValueError,
            "CreateUserRequest has no field 'usr'. Did you mean 'user'?",
        ),
        (
            "User",
            {"tenent_id": "x"},
            ValueError,
            "User has no field 'tenent_id'. Did you mean 'tenant_id'?",
        ),
        (
            "User",
            {"tenantId": "x"},
            ValueError,
            "User has no field 'tenantId'. Did you mean 'tenant_id'?",
        ),
        ("User", {"shoe_size": 1}, ValueError, "User has no field 'shoe_size'."),
        (
            "CreateUserRequest",
            {"user": {"id": "a", "tenent_id": "x"}},
            ValueError,
            "User has no field 'tenent_id'. Did you mean 'tenant_id'?",
        ),
        (
            "BatchCreateRequest",
            {"rows": [{}, {"user": {"roles": ["a"], "nam": "x"}}]},
            ValueError,
            "User has no field 'nam'. Did you mean 'name'?",
        ),
        ("User", {"id": 3}, TypeError, "User.id takes a str, not int"),
        ("User", {"id": "a", "name": ["b"]}, TypeError, "User.name takes a str, not list"),
        ("CreateUserRequest", {"user": {"id": 3}}, TypeError, "User.id takes a str, not int"),
        (
            "CreateUserRequest",
            {"user": "ann"},
            TypeError,
            "CreateUserRequest.user takes a User, or a dict of its fields, not str",
        ),
        (
            "BatchCreateRequest",
            {"rows": [{}, User(id="a")]},
            TypeError,
            "BatchCreateRequest.rows[1] takes a BatchRow, or a dict of its fields, not User",
        ),
        (
            "BatchCreateRequest",
            {"rows": User(id="a")},
            TypeError,
            "BatchCreateRequest.rows takes a list, not User",
        ),
        ("User", {"roles": 3}, TypeError, "User.roles takes a list, not int"),
        ("User", {"roles": ["a", 3]}, TypeError, "User.roles[1] takes a str, not int"),
        ("User", {"roles": "waii-user"}, TypeError, "User.roles takes a list, not str"),
        ("User", {"roles": b"waii"}, TypeError, "User.roles takes a list, not bytes"),
        (
            "CreateUserRequest",
            {"user": {"roles": "waii-user"}},
            TypeError,
            "User.roles takes a list, not str",
        ),
        (
            "BatchCreateRequest",
            {"rows": [{}, {"user": {"roles": "waii-user"}}]},
            TypeError,
            "User.roles takes a list, not str",
        ),
        (
            "BatchCreateRequest",
            {"rows": ({}, {"user": {"roles": "waii-user"}})},
            TypeError,
            "User.roles takes a list, not str",
        ),
        (
            "DelAccessKeyRequest",
            {"names": "notebook"},
            TypeError,
            "DelAccessKeyRequest.names takes a list, not str",
        ),
        (
            "CreateAccessKeyRequest",
            {"permissions": "usage:api"},
            TypeError,
            "CreateAccessKeyRequest.permissions takes a list, not str",
        ),
        (
            "CreateAccessKeyRequest",
            {"expire_time": "2026-11-28"},
            TypeError,
            (
                "CreateAccessKeyRequest.expire_time takes a datetime or a Timestamp, "
                "or a dict of its fields, not str"
            ),
        ),
        (
            "CreateAccessKeyRequest",
            {"expire_time": {"seconds": "x"}},
            TypeError,
            "Timestamp.seconds takes an int, not str",
        ),
        (
            "RotateAccessKeyRequest",
            {"overlap": {"second": 1}},
            ValueError,
            "Duration has no field 'second'. Did you mean 'seconds'?",
        ),
        (
            "RotateAccessKeyRequest",
            {"overlap": "1h"},
            TypeError,
            (
                "RotateAccessKeyRequest.overlap takes a timedelta or a Duration, "
                "or a dict of its fields, not str"
            ),
        ),
        (
            "UpdateUserRequest",
            {"update_mask": {"paths": "name"}},
            TypeError,
            "FieldMask.paths takes a list, not str",
        ),
        (
            "UpdateUserRequest",
            {"update_mask": {"paths": ["a", 3]}},
            TypeError,
            "FieldMask.paths[1] takes a str, not int",
        ),
        (
            "CreateUserRequest",
            {"user": {1: "x"}},
            ValueError,
            "User takes its fields by name, not by 1",
        ),
        (
            "CreateUserRequest",
            {"user": {"id": "a", None: "x"}},
            ValueError,
            "User takes its fields by name, not by None",
        ),
        (
            "UpdateUserRequest",
            {"update_mask": ["name"]},
            TypeError,
            (
                "UpdateUserRequest.update_mask takes a FieldMask, "
                "or a dict such as {'paths': ['name']}, not list"
            ),
        ),
        ("User", {"variables": 3}, AttributeError, "User.variables takes a dict of JSON values"),
        (
            "User",
            {"variables": {"a": [1, {"b": datetime.now(UTC)}]}},
            ValueError,
            f"User.variables['a'][1]['b'] {NO_JSON} datetime",
        ),
        (
            "UpdateConfigRequest",
            {"updated": {"a": {1, 2}}},
            ValueError,
            f"UpdateConfigRequest.updated['a'] {NO_JSON} set",
        ),
        (
            "User",
            {"variables": {1: 2}},
            TypeError,
            "User.variables has a key that is int: those of JSON are str",
        ),
        (
            "ListUsersRequest",
            {"page_size": "10"},
            TypeError,
            "ListUsersRequest.page_size takes an int, not str",
        ),
        ("ListUsersRequest", {"page_size": 2**40}, ValueError, "ListUsersRequest.page_size: "),
        (
            "BatchRowResult",
            {"message": "m", "reason": "unheard"},
            ValueError,
            "BatchRowResult.reason: unknown enum label",
        ),
    ],
)
def test_a_wrong_field(
    name: str, fields: dict[str, Any], error: type[Exception], text: str
) -> None:
    with pytest.raises(error) as refused:
        make[name](**fields)
    assert type(refused.value) is error
    assert str(refused.value).startswith(text)
    # Of several, the one that is wrong.
    if name == "User" and "roles" not in fields:
        with pytest.raises(error) as refused:
            make[name](email="a@b", roles=["a"], **fields)
        assert str(refused.value).startswith(text)


def test_fields_without_names() -> None:
    with pytest.raises(TypeError, match=r"^User takes its fields by name: User\(id=...\)$"):
        make["User"]({"id": "ann"})
    with pytest.raises(TypeError, match=r"by name: GetAccessKeyRequest\(\)$"):
        make["GetAccessKeyRequest"]("ann")


def test_what_is_right_stays_right() -> None:
    assert User(id="a", roles=("x", "y"), variables=None) == User(id="a", roles=["x", "y"])
    assert list(User(roles={"x": 1}).roles) == ["x"]
    assert make["User"](roles=None, id=None) == User()
    assert BatchRowResult(message="m").message == "m"  # a name of this module's own
    mask = {"paths": ["name"]}
    assert make["UpdateUserRequest"](update_mask=mask).update_mask == FieldMask(paths=["name"])
    assert make["CreateAccessKeyRequest"](expire_time={"seconds": 1}).expire_time.seconds == 1
    with pytest.raises(TypeError, match="bad argument type"):
        FieldMask(paths=[3])  # type: ignore[list-item] # not ours: protobuf's own words
    assert make["CreateUserRequest"](user={"roles": iter(["x"])}).user.roles == ["x"]
    # What is not made of a text alone is as it was.
    with pytest.raises(UnicodeEncodeError):
        User(id="\ud800")


def test_a_wrong_attribute() -> None:
    ann: Any = User(id="ann")
    with pytest.raises(AttributeError, match=r"^User has no field 'tenent_id'. Did you mean 'tena"):
        ann.tenent_id = "x"
    with pytest.raises(TypeError, match=r"^User.id takes a str, not int$"):
        ann.id = 3
    with pytest.raises(AttributeError, match=r"^User.roles cannot be replaced.*\.roles\[:\] = "):
        ann.roles = ["x"]
    with pytest.raises(AttributeError, match=r"^CreateUserRequest.user cannot be .*\.CopyFrom\("):
        make["CreateUserRequest"]().user = ann
    with pytest.raises(ValueError, match=r"^User.variables\['a'\] takes what JSON has"):
        ann.variables = {"a": object()}
    key: Any = AccessKey()
    # Fewer types than the constructor takes.
    for wrong in (3, Timestamp(), {"seconds": 1}):
        text = f"^AccessKey.created_at takes a datetime, not {type(wrong).__name__}$"
        with pytest.raises(TypeError, match=text):
            key.created_at = wrong
    with pytest.raises(TypeError, match=r"^RotateAccessKeyRequest.overlap takes a timedelta, not"):
        make["RotateAccessKeyRequest"]().overlap = 3
    with pytest.raises(AttributeError, match=r"\.update_mask cannot be replaced.*\.CopyFrom\("):
        make["UpdateUserRequest"]().update_mask = FieldMask()
    info: Any = GetUserInfoResponse()
    with pytest.raises(AttributeError, match="user_info"):
        info.user_info = info
    ann.roles[:] = ["x"]
    ann.name, ann.variables = "Ann", {"a": 1}
    key.created_at = datetime(2026, 11, 28, tzinfo=UTC)
    assert ann == User(id="ann", name="Ann", roles=["x"], variables={"a": 1})


@pytest.mark.parametrize("expression", ["User().tenent_id", "WAII.user.creat_user"])
def test_reading_what_is_not_there_suggests_once(expression: str) -> None:
    program = (
        f"from waii_client import WAII\nfrom waii_client.user import User\nprint({expression})"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    last = run.stderr.strip().splitlines()[-1]
    assert last.startswith("AttributeError: ")
    assert last.count("Did you mean") == 1
    assert last.count("'tenant_id'") + last.count("'create_user'") == 1


@pytest.mark.parametrize("implementation", ["upb", "python"])
def test_both_kinds_of_protobuf(implementation: str) -> None:
    """Where there is no protobuf in C, Python does it, by way of the `__setattr__` of here."""
    program = (
        "from waii_client.user import *\n"
        "from google.protobuf.internal import api_implementation\n"
        "print(api_implementation.Type())\n"
        "ann = User(roles=['x'], variables={'a': 1})\n"
        "print(ann, [CreateUserRequest(user=ann)])\n"
        "print(GetAccessKeyResponse(access_keys=[AccessKey(access_key='hunter2')]).access_keys)\n"
        "for wrong in (lambda: User(id=3), lambda: User(roles=['x', 3]), lambda: User(nam='x'),\n"
        "              lambda: setattr(ann, 'id', 3), lambda: setattr(ann, 'idd', 3)):\n"
        "    try:\n"
        "        wrong()\n"
        "    except (AttributeError, TypeError, ValueError) as error:\n"
        "        print(f'{type(error).__name__}: {error}')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION": implementation},
    )
    ann = "User(variables={'a': 1}, roles=['x'])"
    assert run.stdout.splitlines() == [
        implementation,
        f"{ann} [CreateUserRequest(user={ann})]",
        "[AccessKey(access_key='…')]",
        "TypeError: User.id takes a str, not int",
        "TypeError: User.roles[1] takes a str, not int",
        "ValueError: User has no field 'nam'. Did you mean 'name'?",
        "TypeError: User.id takes a str, not int",
        "AttributeError: User has no field 'idd'. Did you mean 'id'?",
    ]


def test_an_operation_that_is_not_there() -> None:
    text = r"^SyncUserOperations has no operation 'creat_user'. Did you mean 'create_user'\?$"
    with pytest.raises(AttributeError, match=text):
        _ = WAII.user.creat_user  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match=r"^AsyncAuditOperations has no operation 'x'.$"):
        _ = AsyncWaii().audit.x  # type: ignore[attr-defined]
    assert not hasattr(WAII.user, "rotate_access_key")


@pytest.mark.parametrize(
    ("name", "args", "others", "text"),
    [
        (
            "create_user",
            [],
            {"user": User()},
            (
                "create_user takes a CreateUserRequest, not keyword arguments: "
                "create_user(CreateUserRequest(user=...))"
            ),
        ),
        (
            "iter_users",
            [],
            {"lookup_org_id": "acme", "page_size": 3},
            (
                "iter_users takes a ListUsersRequest, not keyword arguments: "
                "iter_users(ListUsersRequest(lookup_org_id=..., page_size=...))"
            ),
        ),
        (
            "create_user",
            [User()],
            {},
            (
                "create_user takes a CreateUserRequest, not User: "
                "create_user(CreateUserRequest(user=...))"
            ),
        ),
        (
            "list_users",
            [{"page_size": 3}],
            {},
            "list_users takes a ListUsersRequest, not dict: list_users(ListUsersRequest(...))",
        ),
        (
            "get_user_info",
            [GetUserInfoRequest],
            {},
            (
                "get_user_info takes a GetUserInfoRequest, not the class GetUserInfoRequest: "
                "get_user_info(GetUserInfoRequest(...))"
            ),
        ),
        (
            "list_access_keys",
            [],
            {},
            (
                "list_access_keys takes a GetAccessKeyRequest, not NoneType: "
                "list_access_keys(GetAccessKeyRequest())"
            ),
        ),
        (
            "get_user_info",
            [GetUserInfoRequest()],
            {"deadline": 3},
            "get_user_info takes a GetUserInfoRequest and a timeout, not deadline",
        ),
    ],
)
async def test_an_operation_that_is_called_otherwise(
    name: str, args: list[Any], others: dict[str, Any], text: str
) -> None:
    # Before anything is sent: neither is connected.
    with pytest.raises(TypeError) as refused:
        getattr(Waii().user, name)(*args, **others)
    assert str(refused.value) == text
    with pytest.raises(TypeError) as refused:
        await getattr(AsyncWaii().user, name)(*args, **others)
    assert str(refused.value) == text


async def test_a_call_before_initialize_says_what_to_do() -> None:
    me = GetUserInfoRequest()
    for client, call in ((WAII, "WAII.initialize"), (Waii(), "client.initialize")):
        with pytest.raises(RuntimeError) as refused:
            client.user.get_user_info(me)
        assert str(refused.value) == (
            f"the client is not connected: call `{call}(url=..., api_key=...)` first, "
            f"or `{call}()` where WAII_URL and WAII_API_KEY are set"
        )
    with pytest.raises(RuntimeError, match=r"call `await client.initialize\(url=..., api_key="):
        await AsyncWaii().user.get_user_info(me)


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
async def test_a_forgotten_await(url: str, key: str) -> None:
    client = AsyncWaii()
    with pytest.warns(RuntimeWarning, match="'AsyncWaii.initialize' was never awaited"):
        client.initialize(url=url, api_key=key)  # type: ignore[unused-coroutine]
    with pytest.raises(RuntimeError, match=r"call `await client\.initialize"):
        await client.user.get_user_info(GetUserInfoRequest())
    async with await client.initialize(url=url, api_key=key):
        with pytest.warns(RuntimeWarning, match=r"'AsyncUserOperations.get_user_info' was never"):
            client.user.get_user_info(GetUserInfoRequest())  # type: ignore[unused-coroutine]
