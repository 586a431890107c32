"""The same over HTTP, with FastAPI.

WAII_URL=127.0.0.1:50051 uvicorn web_service:app
"""

from fastapi import FastAPI
from waii_client.auth import AuthMiddleware, current, require

app = FastAPI()
app.add_middleware(AuthMiddleware, public=["/healthz"])
_databases: dict[str, list[str]] = {}


@app.get("/healthz")
def healthz() -> str:
    """Without a key."""
    return "ok"


@app.get("/databases")
@require("read:databases")
async def list_databases() -> list[str]:
    """Those of the caller's organization."""
    return _databases.get(current().org_id, [])


@app.post("/databases/{name}")
@require("write:databases")
def add_database(name: str) -> dict[str, str]:
    """Adds one to them."""
    caller = current()
    _databases.setdefault(caller.org_id, []).append(name)
    return {"for": caller.user_id, "by": caller.actor_id}
