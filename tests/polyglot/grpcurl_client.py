"""A client that knows nothing of the service: grpcurl, which asks the server's reflection."""

import json
import subprocess
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import grpc
from google.protobuf.field_mask_pb2 import FieldMask
from support.services import SERVICES

from polyglot.client import Call, Outcome
from polyglot.methods import METHODS

CODES = {code.value[0]: code.name for code in grpc.StatusCode}


class GrpcurlClient:
    """Starts grpcurl for each call."""

    def __init__(self, program: str, address: str) -> None:
        self._program, self._address = program, address

    def __enter__(self) -> Self:
        described = self._run(["list"])
        for service in SERVICES:
            assert service.full_name in described.stdout.splitlines(), described
            asked = json.dumps({"service": service.full_name})
            healthy = self._run(["-d", asked, "grpc.health.v1.Health/Check"])
            assert json.loads(healthy.stdout or "{}") == {"status": "SERVING"}, healthy
        return self

    def call(self, call: Call) -> Outcome:
        flags = ["-format-error", "-max-time", str(call.timeout), "-d", "@"]
        if call.key is not None:
            flags += ["-rpc-header", f"authorization: Bearer {call.key}"]
        if call.impersonate is not None:
            flags += ["-rpc-header", f"x-waii-impersonate-user: {call.impersonate}"]
        request = json.dumps(_without_short_masks(call.request))
        service = METHODS[call.method].containing_service.full_name
        finished = self._run([*flags, f"{service}/{call.method}"], request)
        if finished.returncode == 0:
            return {"response": json.loads(finished.stdout)}
        try:
            return _failed(json.loads(finished.stderr))
        except ValueError:
            raise AssertionError(f"{call.method}: {finished.stderr}") from None

    def _run(self, arguments: Sequence[str], request: str = "") -> subprocess.CompletedProcess[str]:
        *flags, verb = arguments
        return subprocess.run(
            [self._program, "-plaintext", *flags, self._address, verb],
            input=request,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """There is nothing that is kept open."""


def _without_short_masks(request: dict[str, Any]) -> dict[str, Any]:
    """A mask as the message that it is: grpcurl does not know protobuf's short form of it."""
    if "updateMask" not in request:
        return request
    mask = FieldMask()
    mask.FromJsonString(request["updateMask"])
    return request | {"updateMask": {"paths": list(mask.paths)}}


def _failed(status: dict[str, Any]) -> Outcome:
    details = {detail["@type"].rpartition(".")[2]: detail for detail in status.get("details", ())}
    info = details.get("ErrorInfo", {})
    return {
        "error": {
            "code": CODES[status["code"]],
            "message": status["message"],
            "reason": info.get("reason", ""),
            "domain": info.get("domain", ""),
            "metadata": info.get("metadata", {}),
            "fields": details.get("BadRequest", {}).get("field_violations", []),
        }
    }
