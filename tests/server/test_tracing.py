"""Traces: what is in them, and that they go on where the caller's began."""

import json
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc
from opentelemetry.sdk.trace import TracerProvider
from server.conftest import Serve
from support import databases
from support.raw import RawClient
from support.server import running_server
from waii.user import v1 as pb
from waii_client import Waii
from waii_client.user import CreateUserRequest, User

SERVICE = "waii.user.v1.UserService"


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """What servers export to; keeps the spans."""

    def __init__(self) -> None:
        self.spans: list[Any] = []

    def holds(self, *words: str) -> bool:
        exported = b"".join(span.SerializeToString() for span in self.spans)
        return any(word.encode() in exported for word in words)

    def Export(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        del context
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                self.spans += scope.spans
        return trace_service_pb2.ExportTraceServiceResponse()


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """Servers that are started now export to it."""
    collecting = Collector()
    server = grpc.server(futures.ThreadPoolExecutor(2))
    serve: Any = trace_service_pb2_grpc.add_TraceServiceServicer_to_server
    serve(collecting, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "otlp")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{port}")
    yield collecting
    server.stop(None).wait()


def words(span: Any) -> dict[str, Any]:
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


@pytest.mark.parametrize("engine", databases.ENGINES, indirect=True)
def test_a_call_a_transaction_and_a_statement_are_spans_of_the_callers_trace(
    engine: str, tmp_path: Path, collector: Collector
) -> None:
    with running_server(tmp_path) as server, Waii() as client:
        client.initialize(url=server.address, api_key=server.admin_key)
        with TracerProvider().get_tracer("test").start_as_current_span("mine") as mine:
            client.user.create_user(CreateUserRequest(user=User(id="secret-user")))
        trace = mine.get_span_context()
    spans = [s for s in collector.spans if s.trace_id == trace.trace_id.to_bytes(16, "big")]
    by_id = {span.span_id: span for span in spans}
    (call,) = (span for span in spans if span.name == f"{SERVICE}/CreateUser")
    assert call.parent_span_id == trace.span_id.to_bytes(8, "big")
    assert words(call)["rpc.method"] == "CreateUser"
    assert words(call)["rpc.grpc.status_code"] == 0
    (write,) = (span for span in spans if span.name == "write")
    assert by_id[write.parent_span_id] is call
    (insert,) = (
        span for span in spans if "INSERT INTO users" in words(span).get("db.query.text", "")
    )
    assert by_id[insert.parent_span_id] is write
    assert words(insert)["db.system.name"] == engine
    assert any(span.name == "COMMIT" and by_id[span.parent_span_id] is write for span in spans)
    assert not collector.holds("secret-user", server.admin_key)


def test_a_refusal_is_no_error_of_the_server_and_its_span_says_nothing_of_the_request(
    tmp_path: Path, collector: Collector
) -> None:
    with running_server(tmp_path) as server:
        with RawClient(server.address, server.admin_key) as client:
            client.call("DeleteUser", pb.DeleteUserRequest(id="secret-user"))
        server.change("DROP TABLE user_configs")
        with RawClient(server.address, server.admin_key) as client:
            client.call("UpdateConfig", b"")
    refused, broken = (
        next(span for span in collector.spans if span.name == f"{SERVICE}/{method}")
        for method in ("DeleteUser", "UpdateConfig")
    )
    assert words(refused)["rpc.grpc.status_code"] == grpc.StatusCode.NOT_FOUND.value[0]
    assert refused.status.code == 0
    assert broken.status.code == 2
    assert not [span for span in collector.spans if span.events]
    assert not collector.holds("secret-user")


def test_traces_can_go_to_a_file(serve: Serve, data: Path) -> None:
    server = serve(variables={"OTEL_TRACES_EXPORTER": "console"})
    with RawClient(server.address(), (data / "admin.key").read_text().strip()) as client:
        client.call("GetUserInfo", b"")
    assert server.stop() == 0
    spans = server.stdout[server.stdout.index("{") :]
    decoder, found = json.JSONDecoder(), []
    while spans.strip():
        span, end = decoder.raw_decode(spans)
        found.append(span["name"])
        spans = spans[end:].lstrip()
    assert f"{SERVICE}/GetUserInfo" in found


def test_an_exporter_that_is_not_installed_is_named(serve: Serve) -> None:
    server = serve(variables={"OTEL_TRACES_EXPORTER": "zipkin"})
    assert server.process.wait(20) == 1
    assert "OTEL_TRACES_EXPORTER: no exporter 'zipkin' is installed" in server.stderr
