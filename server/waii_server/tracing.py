"""Traces of OpenTelemetry: a span for each call, each transaction and each statement.

Imported only where traces are asked for, by the variable OTEL_TRACES_EXPORTER: all that it needs is
in the extra `otel`. The other variables of OpenTelemetry (the exporter's address, sampling, the
name of the service, limits) are read by its SDK.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from importlib.metadata import entry_points
from typing import Any

import grpc
from opentelemetry import propagate
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode

from waii_server.domain.principal import Identity
from waii_server.storage.engine import Backend, Work
from waii_server.storage.principals import KeyOwner
from waii_server.storage.statements import Connection, Row, Statement
from waii_server.storage.wrapped import WrappedBackend
from waii_server.transport.call import Call, Handler
from waii_server.transport.status import RpcFailure

_SERVICE = "waii-user-service"
_SERVERS_FAULT = {
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.UNIMPLEMENTED,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DATA_LOSS,
}
"""What OpenTelemetry counts as an error of a server; other refusals are the caller's."""


class Tracing:
    """The spans of one process, and where they go.

    A span never holds a value, a key or the text of an error: of a call its method, request id and
    code, of a statement its words without what is put into them.

    Raises:
        ValueError: there is no such exporter.
    """

    def __init__(self) -> None:
        named = {} if "OTEL_SERVICE_NAME" in os.environ else {SERVICE_NAME: _SERVICE}
        self._provider = TracerProvider(resource=Resource.create(named))
        for name in os.environ["OTEL_TRACES_EXPORTER"].split(","):
            self._provider.add_span_processor(BatchSpanProcessor(_exporter(name.strip())))
        self._tracer = self._provider.get_tracer(_SERVICE)

    def stop(self) -> None:
        """Sends what has not been sent yet."""
        self._provider.shutdown()

    def trace(self, method: str, handler: Handler) -> Handler:
        """The interceptor."""
        name = method.removeprefix("/")
        service, _, rpc = name.partition("/")
        attributes = {"rpc.system": "grpc", "rpc.service": service, "rpc.method": rpc}

        def handle(call: Call) -> bytes:
            with self.span(name, SpanKind.SERVER, attributes, _context_of(call)) as span:
                code = grpc.StatusCode.OK
                try:
                    return handler(call)
                except RpcFailure as failure:
                    code = failure.code
                    raise
                finally:
                    span.set_attribute("waii.request_id", call.request_id)
                    span.set_attribute("rpc.grpc.status_code", code.value[0])
                    if code in _SERVERS_FAULT:
                        span.set_status(StatusCode.ERROR)

        return handle

    def around(self, backend: Backend) -> Backend:
        """The same backend, with spans of transactions and statements."""
        return _TracedBackend(backend, self)

    def span(
        self,
        name: str,
        kind: SpanKind,
        attributes: dict[str, str],
        context: Any = None,
    ) -> AbstractContextManager[Span]:
        """A span around a block, below the one around that, or below that of a caller."""
        return self._tracer.start_as_current_span(
            name,
            context,
            kind,
            attributes,
            # What an exception says may quote values.
            record_exception=False,
            set_status_on_exception=False,
        )


def _exporter(name: str) -> Any:
    if name == "otlp":
        protocol = os.environ.get(
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
            os.environ.get("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        )
        name = f"otlp_proto_{protocol.partition('/')[0]}"
    found = entry_points(group="opentelemetry_traces_exporter", name=name)
    if not found:
        raise ValueError(f"OTEL_TRACES_EXPORTER: no exporter {name!r} is installed")
    return next(iter(found)).load()()


def _context_of(call: Call) -> Any:
    """The context that the caller sent, if any; of all metadata, only that is looked at."""
    carrier: dict[str, str] = {}
    for name in propagate.get_global_textmap().fields:
        if len(values := call.sent.get(name, ())) == 1 and isinstance(value := values[0], str):
            carrier[name] = value
    return propagate.extract(carrier)


class _TracedBackend(WrappedBackend):
    def __init__(self, backend: Backend, tracing: Tracing) -> None:
        super().__init__(backend)
        self._tracing = tracing
        self._attributes = {"db.system.name": backend.name}

    def key_owner(
        self, digest: bytes, user_id: str | None
    ) -> tuple[KeyOwner | None, Identity | None]:
        with self._tracing.span("look up key", SpanKind.CLIENT, self._attributes):
            return super().key_owner(digest, user_id)

    def reading(self) -> AbstractContextManager[Work]:
        return self._traced("read", super().reading)

    def writing(self, *, in_turn: bool = False) -> AbstractContextManager[Work]:
        return self._traced("write", partial(super().writing, in_turn=in_turn))

    @contextmanager
    def _traced(
        self, name: str, begin: Callable[[], AbstractContextManager[Work]]
    ) -> Iterator[Work]:
        with self._tracing.span(name, SpanKind.CLIENT, self._attributes), begin() as work:
            yield _TracedWork(work, self._of_statement)

    def _of_statement(self, text: str) -> AbstractContextManager[Span]:
        words = {**self._attributes, "db.query.text": text}
        return self._tracing.span(text.partition(" ")[0], SpanKind.CLIENT, words)


_SpanOf = Callable[[str], AbstractContextManager[Span]]


class _TracedWork:
    def __init__(self, work: Work, span: _SpanOf) -> None:
        self._work = work
        self._span = span
        self.connection: Connection = _TracedConnection(work.connection, span)

    def commit(self, last: Statement | None = None, **values: object) -> None:
        with self._span("COMMIT"):
            self._work.commit(last, **values)


class _TracedConnection(Connection):
    """Runs everything on another connection, in spans."""

    __slots__ = ("_inner", "_span")

    def __init__(self, inner: Connection, span: _SpanOf) -> None:
        super().__init__(inner.driver, inner.engine)
        self._inner = inner
        self._span = span

    def run(self, statement: Statement, **values: object) -> Any:
        with self._of(statement):
            return self._inner.run(statement, **values)

    def rows(self, statement: Statement, **values: object) -> list[Row]:
        with self._of(statement):
            return self._inner.rows(statement, **values)

    def row(self, statement: Statement, **values: object) -> Row | None:
        with self._of(statement):
            return self._inner.row(statement, **values)

    def rows_of_all(self, *asked: tuple[Statement, dict[str, object]]) -> list[list[Row]]:
        with self._span("; ".join(self._text(statement) for statement, _ in asked)):
            return self._inner.rows_of_all(*asked)

    def _of(self, statement: Statement) -> AbstractContextManager[Span]:
        return self._span(self._text(statement))

    def _text(self, statement: Statement) -> str:
        return statement.compiled(self.engine)[0]
