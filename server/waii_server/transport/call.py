"""A call on its way through the interceptors."""

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from waii_server.domain.errors import DeadlineExceeded
from waii_server.domain.origin import Origin
from waii_server.domain.principal import Identity, Principal

REQUEST_ID_KEY = "x-request-id"
AUTHORIZATION_KEY = "authorization"
IMPERSONATION_KEY = "x-waii-impersonate-user"

Sent = Mapping[str, Sequence[str | bytes]]
"""The metadata that a client has sent, each key with its values."""


@dataclass(slots=True)
class Call:
    """What is known of a call; the interceptors fill in the rest.

    Attributes:
        method: the full name, `/package.Service/Method`.
        sent: what the metadata holds under the keys of this module, each as often as it was sent;
            values may hold anything.
        receive: waits for the request message, which is not yet decoded.
        origin: what is kept of the call in the log of who did what; the first interceptor sets its
            request id.
        deadline: when it is too late to begin with the call, by `time.monotonic`.
        principal: set by authentication, replaced by impersonation.
        target: the user whom the call asks to act as, where there is such a user; read in one with
            the key, and not yet allowed.
        counted: whether the call has cost its key a token.
    """

    method: str
    sent: Sent = field(repr=False)  # holds the key
    receive: Callable[[], bytes] = field(repr=False)
    origin: Origin = field(default_factory=Origin)
    deadline: float = math.inf
    principal: Principal | None = None
    target: Identity | None = None
    counted: bool = False
    _request: bytes | None = field(default=None, repr=False)

    @property
    def request_id(self) -> str:
        return self.origin.request_id

    @property
    def request(self) -> bytes:
        """The request message; received when it is first asked for, behind authentication.

        Raises:
            DeadlineExceeded: it came too late to begin with it.
        """
        if self._request is None:
            self._request = self.receive()
            self.check_deadline()
        return self._request

    def check_deadline(self) -> None:
        """
        Raises:
            DeadlineExceeded: it is too late to begin with the call.
        """
        if time.monotonic() > self.deadline:
            raise DeadlineExceeded

    @property
    def authenticated(self) -> Principal:
        """The principal, behind the authentication interceptor."""
        if self.principal is None:
            raise RuntimeError(f"{self.method} was reached without authentication")
        return self.principal


def values_sent(metadata: Iterable[tuple[str, str | bytes]]) -> dict[str, list[str | bytes]]:
    """The values of every key, in one pass: most keys are asked for, and few are sent."""
    values: dict[str, list[str | bytes]] = {}
    for key, value in metadata:
        if key in values:
            values[key].append(value)
        else:
            values[key] = [value]
    return values


Handler = Callable[[Call], bytes]
"""Answers a call with the serialized response."""

Interceptor = Callable[[str, Handler], Handler]
"""Wraps the handler of the method of that name; called once for each method, not for each call."""
