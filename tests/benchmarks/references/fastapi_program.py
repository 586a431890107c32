"""The same work as a FastAPI program on SQLModel, written as their documentation teaches.

Two things it does not teach, and without which the program would be worse off: SQLite waits longer
for its lock, and there are as many connections as calls in flight. With fewer, calls that wait for
one hold all threads of the pool, those that have one get no thread to go on, and everything stands
still until the wait times out.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Field, Session, SQLModel, create_engine, select
from waii_server.domain.roles import Permission, Role, in_order, permissions_of
from waii_server.storage.tables import AccessKeyRow, TenantRow, UserRow

_URL = os.environ["DATABASE_URL"]
_SQLITE = {"check_same_thread": False, "timeout": 30}

engine = create_engine(
    _URL,
    connect_args=_SQLITE if _URL.startswith("sqlite") else {},
    pool_size=64,
    max_overflow=0,
)
app = FastAPI()
bearer = HTTPBearer()


class UserInfo(SQLModel):
    id: str
    name: str
    email: str
    roles: list[str]
    permissions: list[str]


class NewUser(SQLModel):
    id: str = Field(min_length=1, max_length=128)
    name: str = Field(default="", max_length=256)
    email: str = Field(default="", max_length=320)
    tenant_id: str
    org_id: str
    roles: list[Role] = []
    variables: dict[str, Any] = {}


class Created(SQLModel):
    pass


@dataclass
class Caller:
    user: UserRow
    roles: tuple[str, ...]
    permissions: frozenset[Permission]


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]


def get_caller(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)], session: SessionDep
) -> Caller:
    digest = hashlib.sha256(credentials.credentials.encode()).digest()
    statement = select(AccessKeyRow, UserRow).join(UserRow).where(AccessKeyRow.digest == digest)
    found = session.exec(statement).first()
    if found is None:
        raise HTTPException(401, "invalid key")
    key, user = found
    if key.expires_at is not None and key.expires_at <= time.time_ns() // 1000:
        raise HTTPException(401, "invalid key")
    roles = in_order(user.roles.split(","))
    caller = Caller(user=user, roles=roles, permissions=permissions_of(roles))
    if Permission.USAGE_API not in caller.permissions:
        raise HTTPException(403, "the API needs usage:api")
    return caller


CallerDep = Annotated[Caller, Depends(get_caller)]


@app.get("/users/me", response_model=UserInfo)
def read_users_me(caller: CallerDep) -> Any:
    user = caller.user
    return UserInfo(
        id=user.id,
        name=user.name or user.id,
        email=user.email or user.id,
        roles=list(caller.roles),
        permissions=sorted(caller.permissions),
    )


@app.post("/users", response_model=Created)
def create_user(new: NewUser, caller: CallerDep, session: SessionDep) -> Any:
    if Permission.WRITE_USER not in caller.permissions:
        raise HTTPException(403, "needs write:user")
    tenant = session.get(TenantRow, new.tenant_id)
    if tenant is None or tenant.org_id != new.org_id or new.org_id != caller.user.org_id:
        raise HTTPException(404, "no such tenant")
    if not permissions_of(tuple(new.roles)) <= caller.permissions:
        raise HTTPException(403, "roles beyond one's own")
    if session.get(UserRow, new.id) is not None:
        raise HTTPException(409, "the user exists")
    session.add(
        UserRow(
            id=new.id,
            tenant_id=new.tenant_id,
            org_id=new.org_id,
            name=new.name,
            email=new.email,
            variables=json.dumps(new.variables).encode(),
            roles=",".join(in_order(new.roles)),
        )
    )
    session.commit()
    return Created()
