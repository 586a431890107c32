"""Counts and times every call. In the chain only where somebody may want to read it."""

import time

import grpc

from waii_server.metrics import Metrics
from waii_server.transport.call import Call, Handler, Interceptor
from waii_server.transport.status import code_and_reason

_REFUSED = {grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED}


def measure(metrics: Metrics) -> Interceptor:
    def intercept(method: str, handler: Handler) -> Handler:
        _, service, name = method.split("/")
        started = metrics.started.labels(service, name)
        handling = metrics.handling.labels(service, name)

        def handle(call: Call) -> bytes:
            began = time.perf_counter()
            code = grpc.StatusCode.OK
            started.inc()
            metrics.in_flight.inc()
            try:
                return handler(call)
            except Exception as error:
                code, reason = code_and_reason(error)
                if code in _REFUSED:
                    metrics.refused.labels(reason).inc()
                raise
            finally:
                handling.observe(time.perf_counter() - began)
                metrics.handled.labels(service, name, code.name).inc()
                metrics.in_flight.dec()
                if call.principal is not None and call.principal.impersonating:
                    metrics.impersonated.inc()

        return handle

    return intercept
