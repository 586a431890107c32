"""From a status, whatever is in it, to an exception."""

import copy
import pickle
import traceback
from typing import Any

import grpc
import pytest
import waii_client
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import (
    BadRequest,
    ErrorInfo,
    PreconditionFailure,
    RequestInfo,
    ResourceInfo,
    RetryInfo,
)
from google.rpc.status_pb2 import Status
from waii_client import (
    AsyncWaii,
    InternalError,
    NotFoundError,
    UnknownError,
    Waii,
    WaiiError,
    errors,
)
from waii_client.errors import FieldViolation, PreconditionViolation, Resource, from_rpc_error
from waii_client.user import GetUserInfoRequest, ListUsersRequest, UpdateConfigRequest

FAILURES = [code for code in grpc.StatusCode if code is not grpc.StatusCode.OK]


def packed(*details: Message) -> bytes:
    status = Status(code=5, message="in the status")
    for detail in details:
        status.details.add().Pack(detail)
    serialized: bytes = status.SerializeToString()
    return serialized


DETAILS = packed(
    ErrorInfo(
        domain="user.waii.ai", reason="ERROR_REASON_USER_NOT_FOUND", metadata={"user_id": "ann"}
    ),
    BadRequest(
        field_violations=[
            BadRequest.FieldViolation(field="user.id", description="must not be empty"),
            BadRequest.FieldViolation(field="user.name", description="must not be long"),
        ]
    ),
    PreconditionFailure(
        violations=[
            PreconditionFailure.Violation(type="EMPTY", subject="tenants/t", description="2 users")
        ]
    ),
    ResourceInfo(resource_type="user", resource_name="ann", description="no such user"),
    RetryInfo(retry_delay=Duration(seconds=1, nanos=500_000_000)),
    RequestInfo(request_id="from-details"),
)


class Failure(grpc.RpcError):
    """A failed call, as grpc's synchronous API raises it."""

    def __init__(self, code: grpc.StatusCode, text: str | None, trailing: object = None) -> None:
        self._code, self._text, self._trailing = code, text, trailing

    def code(self) -> grpc.StatusCode:
        return self._code

    def details(self) -> str | None:
        return self._text

    def trailing_metadata(self) -> object:  # type: ignore[override]
        return self._trailing


@pytest.mark.parametrize("code", FAILURES, ids=lambda code: code.name)
def test_a_class_for_each_code(code: grpc.StatusCode) -> None:
    error = from_rpc_error(Failure(code, "why"))
    assert error.code is code
    assert error.message == "why"
    assert type(error).__name__.removesuffix("Error").upper() == code.name.replace("_", "")
    assert type(error).__mro__[1:3] == (WaiiError, Exception)
    assert type(error) is getattr(waii_client, type(error).__name__)
    assert f"{type(error).__name__} " in str(errors.__doc__), "missing in the drawn tree"


def test_everything_that_the_details_say() -> None:
    trailing = (("grpc-status-details-bin", DETAILS), ("x-request-id", "from-trailing"))
    error = from_rpc_error(
        Failure(grpc.StatusCode.NOT_FOUND, "no such user", trailing), request_id="sent"
    )
    assert isinstance(error, NotFoundError)
    assert error.reason == "ERROR_REASON_USER_NOT_FOUND"
    assert error.metadata == {"user_id": "ann"}
    assert error.field_violations == [
        FieldViolation("user.id", "must not be empty"),
        FieldViolation("user.name", "must not be long"),
    ]
    assert error.preconditions == [PreconditionViolation("EMPTY", "tenants/t", "2 users")]
    assert error.resource == Resource("user", "ann", "no such user")
    assert error.retry_delay == 1.5
    assert error.request_id == "from-details"
    assert str(error) == (
        "NOT_FOUND: no such user [user.id: must not be empty; user.name: must not be long] "
        "(request from-details)"
    )


def test_nothing_but_a_code() -> None:
    error = from_rpc_error(Failure(grpc.StatusCode.UNAVAILABLE, None))
    assert str(error) == "UNAVAILABLE: "
    assert (error.reason, error.metadata, error.field_violations) == ("", {}, [])
    assert (error.preconditions, error.resource, error.retry_delay) == ([], None, None)
    assert error.request_id == ""


def test_the_request_id_of_whoever_knows_best() -> None:
    code = grpc.StatusCode.INTERNAL
    trailing = (("x-request-id", "trailing"),)
    assert from_rpc_error(Failure(code, ""), request_id="sent").request_id == "sent"
    assert from_rpc_error(Failure(code, "", trailing), request_id="sent").request_id == "trailing"


def test_an_rpc_error_that_is_nothing_but_an_exception() -> None:
    error = from_rpc_error(grpc.RpcError("odd"))
    assert isinstance(error, UnknownError)
    assert error.message == "odd"


def half_decodable() -> bytes:
    status = Status.FromString(DETAILS)
    status.details[0].value = b"\xff\xff"
    status.details.append(AnyMessage(type_url="type.googleapis.com/no.such.Type", value=b"\xff"))
    status.details.append(AnyMessage(type_url="", value=b""))
    serialized: bytes = status.SerializeToString()
    return serialized


@pytest.mark.parametrize("garbage", [b"\xff", b"", b"\x00" * 9, DETAILS[:-3], b"\x1a\x02\xff\xff"])
def test_garbage_for_details(garbage: bytes) -> None:
    trailing = (("grpc-status-details-bin", garbage), ("x-request-id", "r"))
    error = from_rpc_error(Failure(grpc.StatusCode.NOT_FOUND, "no such user", trailing))
    assert isinstance(error, NotFoundError)
    assert (error.message, error.request_id, error.reason) == ("no such user", "r", "")


def test_one_detail_that_is_garbage_takes_no_other_along() -> None:
    trailing = (("grpc-status-details-bin", half_decodable()),)
    error = from_rpc_error(Failure(grpc.StatusCode.NOT_FOUND, "", trailing))
    assert error.reason == ""
    assert error.request_id == "from-details"


def test_pickled_and_copied() -> None:
    trailing = (("grpc-status-details-bin", DETAILS),)
    error = from_rpc_error(Failure(grpc.StatusCode.NOT_FOUND, "no such user", trailing))
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own
        assert type(twin) is type(error)
        assert vars(twin) == vars(error)
        assert str(twin) == str(error)


def refuse(_: bytes, context: grpc.ServicerContext) -> Message:
    context.set_trailing_metadata(
        (("grpc-status-details-bin", DETAILS), ("x-request-id", "trailing"))
    )
    context.abort(grpc.StatusCode.NOT_FOUND, "no such user")


def test_raised_by_a_call(scripted: Any, scripted_client: Waii) -> None:
    scripted.answers = {"GetUserInfo": refuse, "ListUsers": refuse}
    with pytest.raises(NotFoundError, match="no such user") as raised:
        scripted_client.user.get_user_info(GetUserInfoRequest())
    assert raised.value.reason == "ERROR_REASON_USER_NOT_FOUND"
    printed = "".join(traceback.format_exception(raised.value))
    assert printed.count("Traceback") == 1, "grpc's own exception is shown too"
    with pytest.raises(NotFoundError):
        list(scripted_client.user.iter_users(ListUsersRequest()))


async def test_raised_by_an_asyncio_call(scripted: Any, scripted_async_client: AsyncWaii) -> None:
    scripted.answers["GetUserInfo"] = refuse
    with pytest.raises(NotFoundError) as raised:
        await scripted_async_client.user.get_user_info(GetUserInfoRequest())
    assert raised.value.reason == "ERROR_REASON_USER_NOT_FOUND"
    assert raised.value.field_violations[0].field == "user.id"
    assert "".join(traceback.format_exception(raised.value)).count("Traceback") == 1


def test_an_answer_that_is_no_message(scripted: Any, scripted_client: Waii) -> None:
    scripted.answers["UpdateConfig"] = lambda request, context: ListUsersRequest(lookup_org_id="x")
    with pytest.raises(InternalError) as raised:
        scripted_client.user.update_config(UpdateConfigRequest())
    assert raised.value.request_id
