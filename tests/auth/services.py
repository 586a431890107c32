"""A service with all kinds of methods, behind the interceptors of both kinds of servers."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc
from waii_client.auth import AsyncAuthInterceptor, AuthInterceptor, current, require

SERVICE = "test.Service"
WHO = f"/{SERVICE}/Who"
NEEDS = f"/{SERVICE}/Needs"
STREAM = f"/{SERVICE}/Stream"
UPLOAD = f"/{SERVICE}/Upload"
CHAT = f"/{SERVICE}/Chat"
PUBLIC = f"/{SERVICE}/Public"
BROKEN = f"/{SERVICE}/Broken"


def told() -> bytes:
    caller = current()
    return f"{caller.user_id} by {caller.actor_id} of {caller.org_id}".encode()


class Sync:
    def who(self, _request: bytes, _context: Any) -> bytes:
        return told()

    @require("read:user", "write:user")
    def needs(self, _request: bytes, _context: Any) -> bytes:
        return told()

    def public(self, _request: bytes, _context: Any) -> bytes:
        try:
            current()
        except LookupError:
            return b"nobody"
        return b"somebody"

    def broken(self, _request: bytes, _context: Any) -> bytes:
        raise ValueError

    @require("read:user")
    def stream(self, _request: bytes, _context: Any) -> Iterator[bytes]:
        for _ in range(3):
            yield told()

    def upload(self, requests: Iterator[bytes], _context: Any) -> bytes:
        return b" ".join([*requests, told()])

    def chat(self, requests: Iterator[bytes], _context: Any) -> Iterator[bytes]:
        for request in requests:
            yield request + b" " + told()


class Async:
    async def who(self, _request: bytes, _context: Any) -> bytes:
        return told()

    @require("read:user", "write:user")
    async def needs(self, _request: bytes, _context: Any) -> bytes:
        return told()

    async def public(self, request: bytes, context: Any) -> bytes:
        return Sync().public(request, context)

    async def broken(self, request: bytes, context: Any) -> bytes:
        return Sync().broken(request, context)

    @require("read:user")
    async def stream(self, _request: bytes, _context: Any) -> AsyncIterator[bytes]:
        for _ in range(3):
            yield told()

    async def upload(self, requests: AsyncIterator[bytes], _context: Any) -> bytes:
        return b" ".join([*[one async for one in requests], told()])

    async def chat(self, requests: AsyncIterator[bytes], _context: Any) -> AsyncIterator[bytes]:
        async for request in requests:
            yield request + b" " + told()


def _handlers(service: Any) -> grpc.GenericRpcHandler:
    unary = grpc.unary_unary_rpc_method_handler
    return grpc.method_handlers_generic_handler(
        SERVICE,
        {
            "Who": unary(service.who),
            "Needs": unary(service.needs),
            "Public": unary(service.public),
            "Broken": unary(service.broken),
            "Stream": grpc.unary_stream_rpc_method_handler(service.stream),
            "Upload": grpc.stream_unary_rpc_method_handler(service.upload),
            "Chat": grpc.stream_stream_rpc_method_handler(service.chat),
        },
    )


@contextmanager
def sync_service(url: str, **options: Any) -> Iterator[str]:
    """Serves behind `AuthInterceptor` until the block ends; gives the address."""
    auth = AuthInterceptor(url, public=[PUBLIC], **options)
    server = grpc.server(ThreadPoolExecutor(8), interceptors=[auth])
    server.add_generic_rpc_handlers([_handlers(Sync())])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"127.0.0.1:{port}"
    server.stop(None).wait()
    auth.close()


@contextmanager
def async_service(url: str, **options: Any) -> Iterator[str]:
    """The same behind `AsyncAuthInterceptor`, in an event loop of another thread."""
    bound: list[str] = []
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    async def serve() -> None:
        auth = AsyncAuthInterceptor(url, public=[PUBLIC], **options)
        server = grpc.aio.server(interceptors=[auth])
        server.add_generic_rpc_handlers([_handlers(Async())])
        bound.append(f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}")
        await server.start()
        ready.set()
        await over.wait()
        await server.stop(None)
        await auth.close()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    ready.wait(10)
    yield bound[0]
    loop.call_soon_threadsafe(over.set)
    thread.join()
    loop.close()
