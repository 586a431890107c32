"""What is known of a call besides who makes it."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RepeatableRequest:
    """A request that its caller may send again without having it done again.

    Attributes:
        request_id: chosen by the caller, and told to nobody: kept answers are locked with it.
        body: a digest of the method and of everything else in the request.
    """

    request_id: str = field(repr=False)
    body: bytes


@dataclass(slots=True)
class Origin:
    """Where a call comes from and what it is about, so far as that is known.

    Attributes:
        peer: tells where the call comes from, when somebody wants to know.
        target: what the call is about.
        recorded: whether its event is written, in the transaction of what it changed.
        reveals: whether it tells secrets, and so is accounted for though it changes nothing.
        validate_only: whether what it does is undone, since it only asks what it would be answered.
        repeatable: the request, where it has an id that makes it safe to repeat.
    """

    request_id: str = ""
    method: str = ""
    peer: Callable[[], str] = str
    target: str = ""
    recorded: bool = False
    reveals: bool = False
    validate_only: bool = False
    repeatable: RepeatableRequest | None = None
