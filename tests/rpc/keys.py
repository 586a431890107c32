"""Shorthand of the tests of access keys."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from rpc.calls import bearer
from support.api import Api
from support.raw import RawClient
from support.server import RunningServer
from waii_client.access_key import RotateAccessKeyRequest
from waii_client.user import (
    AccessKey,
    CreateAccessKeyRequest,
    DelAccessKeyRequest,
    GetAccessKeyRequest,
)

HOUR = timedelta(hours=1)
ROTATE = "/waii.user.v1.AccessKeyService/RotateAccessKey"
"""The method, for a raw client."""


def create(
    api: Api, name: str, expire_time: Any = None, *, as_user: str | None = None, **fields: Any
) -> AccessKey:
    request = CreateAccessKeyRequest(name=name, expire_time=expire_time, **fields)
    (key,) = api.call("create_access_key", request, as_user=as_user).access_keys
    assert isinstance(key, AccessKey)
    return key


def rotate(api: Api, name: str = "test", *, as_user: str | None = None, **fields: Any) -> AccessKey:
    request = RotateAccessKeyRequest(name=name, **fields)
    key = api.call("rotate_access_key", request, as_user=as_user).access_key
    assert isinstance(key, AccessKey)
    return key


def listed(api: Api, *, as_user: str | None = None) -> dict[str, AccessKey]:
    """All keys by name."""
    keys = api.call("list_access_keys", GetAccessKeyRequest(), as_user=as_user).access_keys
    return {key.name: key for key in keys}


def delete(api: Api, *names: str) -> None:
    api.call("delete_access_key", DelAccessKeyRequest(names=names))


def masked(key: str) -> str:
    return f"waii_{key[5:9]}…{key[-4:]}"


def rows(server: RunningServer, user_id: str) -> list[dict[str, Any]]:
    """The rows of the user's keys, ordered by name."""
    query = "SELECT * FROM access_keys WHERE user_id = :user_id ORDER BY name"
    return server.rows(query, user_id=user_id)


def admitted(raw: RawClient, *keys: str) -> list[bool]:
    """For each key whether the server takes it."""
    outcomes = [raw.call("GetUserInfo", b"", [bearer(key)]) for key in keys]
    assert {outcome.code.name for outcome in outcomes} <= {"OK", "UNAUTHENTICATED"}
    return [outcome.code.name == "OK" for outcome in outcomes]


def from_now(wait: timedelta) -> datetime:
    return datetime.now(UTC) + wait


def sleep_until(moment: datetime | Timestamp) -> None:
    if isinstance(moment, Timestamp):
        moment = moment.ToDatetime(UTC)
    time.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()) + 0.005)
