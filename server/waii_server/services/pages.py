"""Lists in pages (AIP-158), the same way for every noun."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from waii_server.domain import limits
from waii_server.domain.model import Page
from waii_server.domain.validation import Violations

_MAC_BYTES = 16


class _Entry(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def variables(self) -> bytes: ...


T = TypeVar("T", bound=_Entry)


class Pages:
    """Issues and reads page tokens: opaque, and good for nothing but the request that made them.

    Args:
        key: authenticates the tokens; the same on every replica.
        max_bytes: a page ends before its `variables` exceed this together.
    """

    def __init__(self, key: bytes, max_bytes: int) -> None:
        self._key = key
        self.max_bytes = max_bytes

    def cursor(
        self, request: tuple[str, ...], size: int, token: str, violations: Violations
    ) -> "Cursor":
        """Where the page that `token` asks for begins, and how long it is.

        Args:
            request: what a token is bound to: the list, the caller's organization, the filters.
            size: entries wanted; 0 for the default, more than the maximum means the maximum.
            token: of the page before; empty for the first page.
            violations: what the rest of the request has broken already.

        Raises:
            InvalidArgument: there are violations, or the token was not issued for this request.
        """
        after = self._after(request, token) if token else ""
        if after is None:
            rule = "must be the next_page_token of the same request of the same organization"
            violations.add("page_token", rule)
        violations.raise_if_any()
        return Cursor(self, request, after or "", min(size or limits.PAGE_SIZE, limits.PAGE_SIZE))

    def token(self, request: tuple[str, ...], after: str) -> str:
        """A token that continues `request` behind the id `after`."""
        last = after.encode()
        return base64.urlsafe_b64encode(self._mac(request, last) + last).rstrip(b"=").decode()

    def _after(self, request: tuple[str, ...], token: str) -> str | None:
        try:
            padded = token.encode() + b"=" * (-len(token) % 4)
            raw = base64.b64decode(padded, altchars=b"-_", validate=True)
            mac, last = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
            # The last comparison: base64 has several spellings of the same bytes.
            if (
                hmac.compare_digest(mac, self._mac(request, last))
                and self.token(request, last.decode()) == token
            ):
                return last.decode()
        except (binascii.Error, ValueError):
            pass
        return None

    def _mac(self, request: tuple[str, ...], last: bytes) -> bytes:
        bound = json.dumps(request).encode() + b"\0" + last
        return hmac.digest(self._key, bound, hashlib.sha256)[:_MAC_BYTES]


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in a list."""

    _pages: Pages
    _request: tuple[str, ...]
    after: str
    """The id behind which the page begins."""
    size: int

    @property
    def limit(self) -> int:
        """How many entries to fetch: one more than the page, to see whether there is a next one."""
        return self.size + 1

    def page(self, entries: Sequence[T]) -> Page[T]:
        """The page that begins here, of the `limit` entries that were fetched."""
        kept: list[T] = []
        room = self._pages.max_bytes
        for entry in entries[: self.size]:
            room -= len(entry.variables)
            if kept and room < 0:
                break
            kept.append(entry)
        if len(kept) == len(entries):
            return Page(kept, "")
        return Page(kept, self._pages.token(self._request, kept[-1].id))
