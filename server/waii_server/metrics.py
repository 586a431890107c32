"""What is counted and timed, in the words of Prometheus, and where it is read."""

import os

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    start_http_server,
    values,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_OF_METHOD = ("grpc_service", "grpc_method")


class Metrics:
    """The metrics of one process. Those of calls are named as gRPC's own middleware names them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()

        def counter(name: str, says: str, labels: tuple[str, ...] = ()) -> Counter:
            return Counter(name, says, labels, registry=self.registry)

        def histogram(name: str, says: str, labels: tuple[str, ...]) -> Histogram:
            return Histogram(name, says, labels, registry=self.registry, buckets=_SECONDS)

        def gauge(name: str, says: str, labels: tuple[str, ...] = ()) -> Gauge:
            return Gauge(name, says, labels, registry=self.registry, multiprocess_mode="livesum")

        self.started = counter("grpc_server_started", "Calls that were begun.", _OF_METHOD)
        self.handled = counter(
            "grpc_server_handled", "Calls that were answered.", (*_OF_METHOD, "grpc_code")
        )
        self.handling = histogram(
            "grpc_server_handling_seconds", "How long answered calls took.", _OF_METHOD
        )
        self.in_flight = gauge("waii_calls_in_flight", "Calls that are worked on now.")
        self.overloaded = counter(
            "waii_calls_overloaded", "Calls that were refused since there were too many."
        )
        self.refused = counter(
            "waii_auth_failures",
            "Calls that were refused for their key, their impersonation or a missing right.",
            ("reason",),
        )
        self.impersonated = counter(
            "waii_impersonated_calls", "Calls that went on in somebody else's name."
        )
        self._waiting = histogram(
            "waii_database_wait_seconds",
            "How long transactions waited for a connection, or for their turn.",
            ("kind",),
        )
        self._transactions = histogram(
            "waii_database_transaction_seconds", "How long transactions took then.", ("kind",)
        )
        self._under_way = gauge(
            "waii_database_transactions_in_progress", "Transactions under way now.", ("kind",)
        )

    def began(self, kind: str, waited: float | None) -> None:
        """A transaction of this kind has begun, after so many seconds where it had to wait."""
        if waited is not None:
            self._waiting.labels(kind).observe(waited)
        self._under_way.labels(kind).inc()

    def ended(self, kind: str, seconds: float) -> None:
        """A transaction that has begun has ended, after so many seconds more."""
        self._transactions.labels(kind).observe(seconds)
        self._under_way.labels(kind).dec()


class Endpoint:
    """Serves metrics over HTTP, at any path, to anyone; it begins to when it is made.

    Args:
        address: HOST:PORT.
        metrics: those of this process; None for all processes that count together.

    Attributes:
        address: with the port that it has got.

    Raises:
        OSError: the address cannot be listened on.
    """

    def __init__(self, address: str, metrics: Metrics | None) -> None:
        host, _, port = address.rpartition(":")
        if metrics is None:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        else:
            registry = metrics.registry
        self._server, self._thread = start_http_server(
            int(port), host.strip("[]"), registry=registry
        )
        self.address = f"{host}:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def count_together(directory: str) -> None:
    """From now on, this process and those that it starts count into files of this directory."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = directory
    values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]


def forget(pid: int) -> None:
    """What a process had under way when it ended is not under way any more."""
    mark_process_dead(pid)  # type: ignore[no-untyped-call]
