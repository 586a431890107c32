"""Reads what the server logs, as it grows, and finds what should never be there."""

import re
from collections.abc import Iterator
from pathlib import Path

import orjson
from fuzz.words import CANARY

_REQUEST_ID = re.compile(rb'"request_id":"[^"]*"')
"""The one thing of a caller's choice that is meant to be there."""
_SECRET = re.compile(rb"waii_[0-9A-Za-z]{20}|bearer ", re.IGNORECASE)


class LogReader:
    """A log of one JSON object a line.

    Attributes:
        lines: how many were read.
    """

    def __init__(self, file: Path) -> None:
        self._file = file.open("rb")
        self._rest = b""
        self.lines = 0

    def close(self) -> None:
        self._file.close()

    def faults(self) -> list[str]:
        """What is wrong with the lines that have come since this was last asked."""
        return list(self._wrong(self._file.read()))

    def _wrong(self, content: bytes) -> Iterator[str]:
        *lines, self._rest = (self._rest + content).split(b"\n")
        for line in lines:
            self.lines += 1
            if _SECRET.search(line) or CANARY.encode() in _REQUEST_ID.sub(b"", line):
                yield f"the log shows what was sent: {line[:1000]!r}"
                continue
            try:
                said = orjson.loads(line)
            except orjson.JSONDecodeError:
                yield f"the log has a line that is no JSON: {line[:1000]!r}"
                continue
            if "exception" in said or said["level"] in {"error", "critical"}:
                yield f"the log has an error: {line[:3000]!r}"
