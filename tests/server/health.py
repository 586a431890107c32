"""The standard health service, asked without a key."""

from collections.abc import Iterator

import grpc
from grpc_health.v1 import health_pb2

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
SERVICE_UNKNOWN = health_pb2.HealthCheckResponse.SERVICE_UNKNOWN


class Watch(Iterator[int]):
    """The states that the server tells of, as it tells them."""

    def __init__(self, channel: grpc.Channel, service: str, timeout: float) -> None:
        rpc = channel.unary_stream(
            "/grpc.health.v1.Health/Watch",
            request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
            response_deserializer=health_pb2.HealthCheckResponse.FromString,
        )
        self._stream = rpc(health_pb2.HealthCheckRequest(service=service), timeout=timeout)

    def __next__(self) -> int:
        return int(next(self._stream).status)

    def cancel(self) -> None:
        self._stream.cancel()


def watch(channel: grpc.Channel, service: str = "", *, timeout: float = 20.0) -> Watch:
    return Watch(channel, service, timeout)


def check(channel: grpc.Channel, service: str = "", *, timeout: float = 5.0) -> int:
    """
    Raises:
        grpc.RpcError: the server does not know the service, or does not answer in time.
    """
    rpc = channel.unary_unary(
        "/grpc.health.v1.Health/Check",
        request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
        response_deserializer=health_pb2.HealthCheckResponse.FromString,
    )
    return int(rpc(health_pb2.HealthCheckRequest(service=service), timeout=timeout).status)
