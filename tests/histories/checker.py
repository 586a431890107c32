"""The checker, a program of its own: Porcupine, with what our objects do call by call."""

import json
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from support import go

from histories.history import History

_SOURCE = Path(__file__).parent / "checker"
_SECONDS = 60


@dataclass(frozen=True)
class Verdict:
    """What the checker says of a history: `Ok`, `Illegal`, or `Unknown` where time ran out.

    Attributes:
        placed: how many calls have a place, in the longest order that there is.
        next: the call that returned first of those that have none.
    """

    id: str
    result: str
    placed: int
    next: dict[str, Any] | None = None


class Checker:
    """Answers one history after the other; safe to share between threads."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [go.built(_SOURCE), f"-timeout={_SECONDS}s"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def check(self, history: History) -> Verdict:
        text = json.dumps(history.as_json())
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(text + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        assert answer, f"the checker ended on {text}"
        verdict = Verdict(**json.loads(answer))
        assert verdict.id == history.id
        return verdict
