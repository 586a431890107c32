"""Who looks on while calls are served: metrics and traces, each where it is asked for."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from waii_server.metrics import Metrics
from waii_server.settings import Settings
from waii_server.storage.engine import Backend
from waii_server.storage.timing import TimedBackend
from waii_server.transport.call import Interceptor
from waii_server.transport.interceptors.measure import measure

if TYPE_CHECKING:
    from waii_server.tracing import Tracing  # needs an extra


@dataclass(frozen=True)
class Instruments:
    """Those of one process; without any, nothing is put in the way of a call."""

    metrics: Metrics | None = None
    tracing: "Tracing | None" = None

    @classmethod
    def chosen(cls, settings: Settings) -> "Instruments":
        """Those that the settings, and the variables of OpenTelemetry, ask for.

        Raises:
            ValueError: traces are asked for, and cannot be made.
        """
        return cls(Metrics() if settings.metrics_listen else None, _tracing())

    @property
    def trace(self) -> Interceptor | None:
        return None if self.tracing is None else self.tracing.trace

    @property
    def measure(self) -> Interceptor | None:
        return None if self.metrics is None else measure(self.metrics)

    @property
    def count_overload(self) -> Callable[[], None]:
        return (lambda: None) if self.metrics is None else self.metrics.overloaded.inc

    def around(self, backend: Backend) -> Backend:
        """The backend, looked upon."""
        if self.metrics is not None:
            backend = TimedBackend(backend, self.metrics)
        if self.tracing is not None:
            backend = self.tracing.around(backend)
        return backend

    def stop(self) -> None:
        if self.tracing is not None:
            self.tracing.stop()


def _tracing() -> "Tracing | None":
    exporter = os.environ.get("OTEL_TRACES_EXPORTER", "none").strip().lower()
    if exporter in {"", "none"} or os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return None
    try:
        module = import_module("waii_server.tracing")
    except ModuleNotFoundError as error:
        raise ValueError(
            f"OTEL_TRACES_EXPORTER is set, but {error}; "
            "install the extra [otel]: pip install '.[otel]' in a clone"
        ) from None
    tracing: Tracing = module.Tracing()
    return tracing
