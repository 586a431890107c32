"""Who makes the call that is being served, and what that takes."""

import functools
import inspect
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from waii.user.v1 import GetPrincipalResponse

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a call, and as whom.

    Attributes:
        user_id: the user as whom the call is made: the one whose rights count.
        permissions: what this call may do: those of the user, as far as the key is good for them.
        actor_id: the user whose key it is; another one under impersonation.
        key_id: the key, as the audit log of the user service names it.
    """

    user_id: str
    name: str
    email: str
    tenant_id: str
    org_id: str
    roles: tuple[str, ...]
    permissions: frozenset[str]
    actor_id: str
    key_id: str

    @property
    def impersonated(self) -> bool:
        """Whether somebody else makes the call in this user's name."""
        return self.actor_id != self.user_id

    @classmethod
    def of(cls, answer: GetPrincipalResponse) -> "Principal":
        return cls(
            user_id=answer.user_id,
            name=answer.name,
            email=answer.email,
            tenant_id=answer.tenant_id,
            org_id=answer.org_id,
            roles=tuple(answer.roles),
            permissions=frozenset(answer.permissions),
            actor_id=answer.actor_id,
            key_id=answer.key_id,
        )


class PermissionMissing(Exception):
    """The caller may not do this. Interceptors and middleware make the refusal of it."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"this needs the permission {permission}")
        self.permission = permission


_current: ContextVar[Principal] = ContextVar("waii_principal")
serve_as = _current.set


def current() -> Principal:
    """Who makes the call that is being served, here and now.

    In threads that the handler starts, only where they run in a copy of its context, as those of
    `asyncio.to_thread` do.

    Raises:
        LookupError: no call is being served, or one that is public.
    """
    try:
        return _current.get()
    except LookupError:
        raise LookupError(
            "no principal: is the call served behind AuthInterceptor, AsyncAuthInterceptor or "
            "AuthMiddleware, and not public?"
        ) from None


def require(*permissions: str) -> Callable[[F], F]:
    """Decorates a handler that only those may call who hold all of these permissions.

    For functions, coroutine functions, and both kinds of generators. Others are refused: over gRPC
    with PERMISSION_DENIED, over HTTP with 403.
    """

    def check() -> None:
        held = current().permissions
        for permission in permissions:
            if permission not in held:
                raise PermissionMissing(permission)

    def decorate(function: F) -> F:
        if inspect.isasyncgenfunction(function):

            @functools.wraps(function)
            async def guarded_stream(*args: Any, **kwargs: Any) -> Any:
                check()
                async for item in function(*args, **kwargs):
                    yield item

            return cast("F", guarded_stream)
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def guarded_coroutine(*args: Any, **kwargs: Any) -> Any:
                check()
                return await function(*args, **kwargs)

            return cast("F", guarded_coroutine)

        @functools.wraps(function)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            check()
            return function(*args, **kwargs)

        return cast("F", guarded)

    return decorate
