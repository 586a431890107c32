"""The clients in Python, over the generated stubs: with grpc, and with grpc.aio.

They run in the process of the proof. What both have in common is written once.
"""

import asyncio
from importlib import resources
from types import TracebackType
from typing import Any, Self

import grpc
from google.protobuf import json_format
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from google.rpc.status_pb2 import Status
from support.services import SERVICES
from waii.user import v1

from polyglot.client import Call, Outcome
from polyglot.methods import METHODS

MIB = 1024 * 1024
OPTIONS = (
    ("grpc.service_config", resources.files(v1).joinpath("service_config.json").read_text()),
    ("grpc.max_receive_message_length", 8 * MIB),
)


class PythonClient:
    """Over grpc."""

    def __init__(self, address: str) -> None:
        self._channel = grpc.insecure_channel(address, OPTIONS)
        self._methods = _methods(self._channel)

    def __enter__(self) -> Self:
        return self

    def call(self, call: Call) -> Outcome:
        method = self._methods[call.method]
        try:
            return _answered(method(_request(call), timeout=call.timeout, metadata=_metadata(call)))
        except grpc.RpcError as error:
            return _failed(error)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._channel.close()


class AsyncPythonClient:
    """Over grpc.aio."""

    def __init__(self, address: str) -> None:
        self._runner = asyncio.Runner()
        self._channel = self._runner.run(_opened(address))
        self._methods = _methods(self._channel)

    def __enter__(self) -> Self:
        return self

    def call(self, call: Call) -> Outcome:
        return self._runner.run(self._call(call))

    async def _call(self, call: Call) -> Outcome:
        method = self._methods[call.method]
        try:
            return _answered(
                await method(_request(call), timeout=call.timeout, metadata=_metadata(call))
            )
        except grpc.RpcError as error:
            return _failed(error)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._runner.run(self._channel.close())
        self._runner.close()


async def _opened(address: str) -> grpc.aio.Channel:
    return grpc.aio.insecure_channel(address, OPTIONS)


def _methods(channel: grpc.Channel | grpc.aio.Channel) -> dict[str, Any]:
    """The methods of the stubs of all services."""
    stubs = {service: getattr(v1, f"{service.name}Stub")(channel) for service in SERVICES}
    return {
        name: getattr(stubs[method.containing_service], name) for name, method in METHODS.items()
    }


def _request(call: Call) -> Message:
    kind = GetMessageClass(METHODS[call.method].input_type)
    return json_format.ParseDict(call.request, kind())


def _metadata(call: Call) -> tuple[tuple[str, str], ...]:
    pairs = (
        ("authorization", None if call.key is None else f"Bearer {call.key}"),
        ("x-waii-impersonate-user", call.impersonate),
    )
    return tuple((name, value) for name, value in pairs if value is not None)


def _answered(response: Message) -> Outcome:
    return {"response": json_format.MessageToDict(response)}


def _failed(error: Any) -> Outcome:
    info, bad = ErrorInfo(), BadRequest()
    for name, value in error.trailing_metadata() or ():
        if name == "grpc-status-details-bin":
            for detail in Status.FromString(value).details:
                # Unpacks what is of the type, and leaves the message alone otherwise.
                detail.Unpack(info)
                detail.Unpack(bad)
    return {
        "error": {
            "code": error.code().name,
            "message": error.details(),
            "reason": info.reason,
            "domain": info.domain,
            "metadata": dict(info.metadata),
            "fields": [
                {"field": violation.field, "description": violation.description}
                for violation in bad.field_violations
            ],
        }
    }
