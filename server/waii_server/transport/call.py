"""A call on its way through the interceptors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from waii_server.domain.principal import Principal

REQUEST_ID_KEY = "x-request-id"
AUTHORIZATION_KEY = "authorization"
IMPERSONATION_KEY = "x-waii-impersonate-user"


@dataclass(slots=True)
class Call:
    """What is known of a call; the interceptors fill in the rest.

    Attributes:
        method: the full name, `/package.Service/Method`.
        metadata: as received: keys may repeat, values may hold anything.
        receive: waits for the request message, which is not yet decoded.
        request_id: set by the first interceptor.
        principal: set by authentication, replaced by impersonation.
    """

    method: str
    metadata: Sequence[tuple[str, str | bytes]] = field(repr=False)  # holds the key
    receive: Callable[[], bytes] = field(repr=False)
    request_id: str = ""
    principal: Principal | None = None
    _request: bytes | None = field(default=None, repr=False)

    @property
    def request(self) -> bytes:
        """The request message; received when it is first asked for, behind authentication."""
        if self._request is None:
            self._request = self.receive()
        return self._request

    def metadata_values(self, key: str) -> list[str | bytes]:
        """Every value that was sent under `key`."""
        return [value for name, value in self.metadata if name == key]

    @property
    def authenticated(self) -> Principal:
        """The principal, behind the authentication interceptor."""
        if self.principal is None:
            raise RuntimeError(f"{self.method} was reached without authentication")
        return self.principal


Handler = Callable[[Call], bytes]
"""Answers a call with the serialized response."""

Interceptor = Callable[[str, Handler], Handler]
"""Wraps the handler of the method of that name; called once for each method, not for each call."""
