"""Channels: how to reach a target, what to repeat, how much to accept."""

from importlib import resources
from importlib.metadata import version

import grpc
from waii.user import v1

from waii_client._target import Target

Options = tuple[tuple[str, str | int], ...]

_MIB = 1024 * 1024
# 1,000 users in a page, each with variables of 64 KiB and its other fields.
_MAX_ANSWER = 72 * _MIB
# Only while calls are under way, so that no server takes it for abuse. It also makes the kernel
# give up on a peer that went away without a word, long before the call's own deadline.
_KEEPALIVE_TIME_MS = 60_000
_KEEPALIVE_TIMEOUT_MS = 15_000


def service_config() -> str:
    """What comes with the stubs of every language: it repeats, on UNAVAILABLE, the calls that the
    protos declare to be without side effects, and no others.
    """
    return resources.files(v1).joinpath("service_config.json").read_text()


def _options(target: Target) -> Options:
    return (
        ("grpc.primary_user_agent", f"waii-client/{version('waii-user-service')}"),
        ("grpc.service_config", service_config()),
        ("grpc.max_receive_message_length", _MAX_ANSWER),
        ("grpc.keepalive_time_ms", _KEEPALIVE_TIME_MS),
        ("grpc.keepalive_timeout_ms", _KEEPALIVE_TIMEOUT_MS),
        # A proxy of the environment may be another machine; to this one, the key goes as it is.
        ("grpc.enable_http_proxy", int(target.tls or not target.local)),
    )


def open_channel(target: Target, credentials: grpc.ChannelCredentials | None) -> grpc.Channel:
    """A channel to the target, plaintext without credentials. Connects when it is first used."""
    if credentials is None:
        return grpc.insecure_channel(target.address, _options(target))
    return grpc.secure_channel(target.address, credentials, _options(target))


def open_async_channel(
    target: Target, credentials: grpc.ChannelCredentials | None
) -> grpc.aio.Channel:
    """The same for asyncio; belongs to the running event loop."""
    if credentials is None:
        return grpc.aio.insecure_channel(target.address, _options(target))
    return grpc.aio.secure_channel(target.address, credentials, _options(target))
