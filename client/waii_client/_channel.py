"""Channels: how to reach a target, what to repeat, how much to accept."""

import json
from functools import cache
from importlib import resources
from importlib.metadata import version

import grpc
from waii.user import v1
from waii.user.v1 import access_key_service_pb2, batch_service_pb2, user_service_pb2

from waii_client._endpoint import Endpoint
from waii_client._target import Target

Options = tuple[tuple[str, str | int], ...]

_MIB = 1024 * 1024
# 1,000 users in a page, each with variables of 64 KiB and its other fields.
_MAX_ANSWER = 72 * _MIB
# Only while calls are under way, so that no server takes it for abuse. It also makes the kernel
# give up on a peer that went away without a word, long before the call's own deadline.
_KEEPALIVE_TIME_MS = 60_000
_KEEPALIVE_TIMEOUT_MS = 15_000


@cache
def service_config() -> str:
    """What is repeated, on UNAVAILABLE: with the stubs of every language, the calls that the protos
    declare to be without side effects; with this client those too to which it gives an id.
    """
    config = json.loads(resources.files(v1).joinpath("service_config.json").read_text())
    config["methodConfig"][0]["name"] += [
        {"service": service.full_name, "method": method.name}
        for file in (user_service_pb2, access_key_service_pb2, batch_service_pb2)
        for service in file.DESCRIPTOR.services_by_name.values()
        for method in service.methods
        if "request_id" in method.input_type.fields_by_name
    ]
    return json.dumps(config)


@cache
def _user_agent() -> str:
    # Once: to know the version, Python reads and parses the metadata of the whole package.
    return f"waii-client/{version('waii-user-service')}"


def _options(target: Target) -> Options:
    return (
        ("grpc.primary_user_agent", _user_agent()),
        ("grpc.service_config", service_config()),
        ("grpc.max_receive_message_length", _MAX_ANSWER),
        ("grpc.keepalive_time_ms", _KEEPALIVE_TIME_MS),
        ("grpc.keepalive_timeout_ms", _KEEPALIVE_TIMEOUT_MS),
        # A proxy of the environment may be another machine; to this one, the key goes as it is.
        ("grpc.enable_http_proxy", int(target.tls or not target.local)),
    )


def open_channel(endpoint: Endpoint) -> grpc.Channel:
    """A channel to the endpoint, which connects when it is first used."""
    address, options = endpoint.target.address, _options(endpoint.target)
    if endpoint.credentials is None:
        return grpc.insecure_channel(address, options)
    return grpc.secure_channel(address, endpoint.credentials, options)


def open_async_channel(endpoint: Endpoint) -> grpc.aio.Channel:
    """The same for asyncio; belongs to the running event loop."""
    address, options = endpoint.target.address, _options(endpoint.target)
    if endpoint.credentials is None:
        return grpc.aio.insecure_channel(address, options)
    return grpc.aio.secure_channel(address, endpoint.credentials, options)
