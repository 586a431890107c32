"""Whom the calls of a client act as, when not as the key's own user."""

from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType

from waii_client._metadata import checked_user_id


@dataclass(frozen=True, eq=False)
class Subject:
    """A user to act as. Compared by identity: each time one is set is a new time."""

    user_id: str


@dataclass(frozen=True, slots=True)
class _Here:
    """The state of one thread or task."""

    blocks: tuple[Subject, ...] = ()
    """The subjects of the blocks around, innermost last."""
    dismissed: Subject | None = None
    """The client-wide subject that the end of an outermost block put an end to, here."""


_NOWHERE = _Here()


class Impersonation:
    """Whom one client acts as: by blocks, each for its thread or task; and client-wide.

    Blocks live in a context variable: threads do not see each other's, and an asyncio task starts
    with those that are around the place where it was created, and keeps them.
    """

    def __init__(self) -> None:
        self._here: ContextVar[_Here] = ContextVar("waii_impersonation", default=_NOWHERE)
        self._everywhere: Subject | None = None

    def current(self) -> str | None:
        """The id of the user to act as, here and now; None for the key's own user."""
        here = self._here.get()
        if here.blocks:
            return here.blocks[-1].user_id
        everywhere = self._everywhere
        if everywhere is None or everywhere is here.dismissed:
            return None
        return everywhere.user_id

    def block(self, user_id: str) -> "ImpersonationBlock":
        return ImpersonationBlock(self, Subject(checked_user_id(user_id)))

    def set(self, user_id: str) -> None:
        """From now on and for the whole client; `""` clears."""
        self._everywhere = None if user_id == "" else Subject(checked_user_id(user_id))

    def clear(self) -> None:
        self._everywhere = None

    def enter(self, subject: Subject) -> None:
        here = self._here.get()
        self._here.set(_Here((*here.blocks, subject), here.dismissed))

    def leave(self, subject: Subject) -> None:
        # By identity and not by ContextVar.reset: two generators that hold blocks may end in any
        # order, and a block that ends must never take another one's subject along, or the calls in
        # that one would go on as the key's own user.
        here = self._here.get()
        blocks = list(here.blocks)
        for index in reversed(range(len(blocks))):
            if blocks[index] is subject:
                del blocks[index]
                dismissed = here.dismissed if blocks else self._everywhere
                self._here.set(_Here(tuple(blocks), dismissed))
                return


class ImpersonationBlock:
    """What `impersonate_user` returns: `with` it, or `async with` it, to act as the user."""

    def __init__(self, impersonation: Impersonation, subject: Subject) -> None:
        self._impersonation = impersonation
        self._subject = subject

    def __enter__(self) -> None:
        self._impersonation.enter(self._subject)

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._impersonation.leave(self._subject)

    async def __aenter__(self) -> None:
        self._impersonation.enter(self._subject)

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._impersonation.leave(self._subject)

    def __repr__(self) -> str:
        return f"<impersonation of {self._subject.user_id!r}>"
