"""`AuthMiddleware` around a FastAPI application, asking the real user service."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI, Request, WebSocket
from support.server import RunningServer
from support.world import World
from waii_client.auth import AuthMiddleware, current, require

Response = tuple[int, dict[str, str], Any]


def application(url: str) -> FastAPI:
    app = FastAPI()
    app.add_middleware(AuthMiddleware, url=url, public=["/healthz", "/static/"])

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.get("/who")
    def who(request: Request) -> list[str]:
        assert request.scope["waii.principal"] is current()
        return [current().user_id, current().actor_id]

    @app.get("/needs")
    @require("read:user")
    async def needs() -> str:
        return current().user_id

    @app.websocket("/socket")
    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text(current().user_id)

    return app


@pytest.fixture
async def app(server: RunningServer) -> AsyncIterator[FastAPI]:
    running = application(server.address)
    yield running
    middleware = running.middleware_stack
    while not isinstance(middleware, AuthMiddleware):
        middleware = middleware.app  # type: ignore[union-attr]
    await middleware.close()


async def get(app: FastAPI, path: str, *headers: tuple[str, str]) -> Response:
    """What a GET is answered: the status, the headers, the JSON."""
    sent: list[Any] = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *bodies = sent
    body = b"".join(message.get("body", b"") for message in bodies)
    answered = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], answered, json.loads(body)


def bearer(key: str) -> tuple[str, str]:
    return ("Authorization", f"Bearer {key}")


async def test_a_handler_is_told_who_calls(app: FastAPI, world: World) -> None:
    boss = world.org_admin()
    ann = world.user(org_id=boss.org_id)
    assert await get(app, "/who", bearer(boss.key)) == (
        200,
        {"content-length": "39", "content-type": "application/json"}
        | (await get(app, "/who", bearer(boss.key)))[1],
        [boss.id, boss.id],
    )
    status, _, body = await get(app, "/who", bearer(boss.key), ("X-Waii-Impersonate-User", ann))
    assert (status, body) == (200, [ann, boss.id])


async def test_who_has_no_key_gets_401_and_who_lacks_a_right_403(
    app: FastAPI, world: World
) -> None:
    person = world.person("waii-api-user")
    for headers in ([], [bearer("waii_bad")], [bearer(person.key), bearer(person.key)]):
        status, answered, body = await get(app, "/who", *headers)
        assert status == 401
        assert answered["www-authenticate"] == "Bearer"
        assert body["error"]["reason"] == "ERROR_REASON_ACCESS_KEY_INVALID"
    status, _, body = await get(app, "/needs", bearer(person.key))
    assert status == 403
    assert body == {
        "error": {
            "code": "PERMISSION_DENIED",
            "reason": "ERROR_REASON_PERMISSION_MISSING",
            "message": "this needs the permission read:user",
        }
    }
    status, _, body = await get(
        app, "/who", bearer(person.key), ("X-Waii-Impersonate-User", "admin")
    )
    assert (status, body["error"]["reason"]) == (403, "ERROR_REASON_IMPERSONATION_DENIED")


async def test_public_paths_need_no_key_and_what_only_looks_like_one_does(app: FastAPI) -> None:
    assert (await get(app, "/healthz"))[0] == 200
    assert (await get(app, "/static/x"))[0] == 404
    for path in ("/healthz/", "/healthzx", "/static", "/"):
        assert (await get(app, path))[0] == 401, path


async def test_where_the_user_service_is_away_it_says_503() -> None:
    status, _, body = await get(application("127.0.0.1:1"), "/who", bearer("waii_key"))
    assert status == 503
    assert body["error"] == {
        "code": "UNAVAILABLE",
        "reason": "",
        "message": "callers cannot be authenticated now",
    }


@pytest.mark.parametrize("good", [True, False])
async def test_a_websocket_is_opened_as_a_user_or_closed(
    app: FastAPI, world: World, good: bool
) -> None:
    person = world.person("waii-api-user")
    sent: list[Any] = []
    key = person.key if good else "waii_bad"
    headers = [(b"authorization", f"Bearer {key}".encode())]
    scope = {"type": "websocket", "path": "/socket", "query_string": b"", "headers": headers}

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    if good:
        assert [message["type"] for message in sent[:2]] == ["websocket.accept", "websocket.send"]
        assert sent[1]["text"] == person.id
    else:
        assert sent == [{"type": "websocket.close", "code": 1008}]
