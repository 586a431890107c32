"""The scenario: read from scenario.yaml, its words filled in, its outcomes compared."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "scenario.yaml"

Words = dict[str, str]
"""What `${...}` stands for: keys and page tokens that earlier steps saved."""


@dataclass(frozen=True)
class Step:
    """One line of the scenario; its comments at the top say what each field means."""

    name: str
    call: str = ""
    as_: str = "admin"
    impersonate: str | None = None
    request: dict[str, Any] = field(default_factory=dict)
    timeout: float = 20.0
    server: str = "live"
    response: Any = None
    error: dict[str, Any] | None = None
    save: dict[str, str] = field(default_factory=dict)
    attempts: int | None = None
    database: str = ""
    sql: str = ""
    number: int = 1
    """Which one it is of those that `repeat` makes of it."""


def steps() -> list[Step]:
    """The scenario, with repeated steps written out."""
    return [step for raw in yaml.safe_load(FILE.read_text()) for step in _written_out(raw)]


def _written_out(raw: dict[str, Any]) -> Iterator[Step]:
    fields = {("as_" if name == "as" else name): value for name, value in raw.items()}
    repeat = fields.pop("repeat", 1)
    for number in range(1, repeat + 1):
        yield Step(**fields, number=number)


_WORD = re.compile(r"\$\{(\w+)\}")


def fill(value: Any, words: Words) -> Any:
    """Puts words for `${name}`, and lists, objects and texts for what describes them."""
    match value:
        case str():
            return _WORD.sub(lambda found: str(words[found[1]]), value)
        case {"$text": text, "times": times}:
            return text * times
        case {"$list": item, "from": first, "to": last}:
            return [fill(item, each) for each in _counted(first, last, words)]
        case {"$object": [key, item], "from": first, "to": last}:
            return {fill(key, each): fill(item, each) for each in _counted(first, last, words)}
        case dict() | list():
            return _filled_inside(value, words)
    return value


def _filled_inside(value: dict[str, Any] | list[Any], words: Words) -> Any:
    if isinstance(value, list):
        return [fill(item, words) for item in value]
    return {key: fill(item, words) for key, item in value.items()}


def _counted(first: int, last: int, words: Words) -> Iterator[Words]:
    for number in range(first, last + 1):
        yield {**words, "n": counter(number)}


def counter(number: int) -> str:
    """What `${n}` stands for."""
    return f"{number:03}"


def differences(expected: Any, actual: Any, path: str = "") -> Iterator[str]:
    """Where what came back is not what the scenario says.

    JSON has one kind of number, so 1 and 1.0 are the same; true and 1 are not. A text of the form
    `/.../` in the scenario is a regular expression.
    """
    match expected, actual:
        case dict(), dict():
            for key in expected.keys() | actual.keys():
                yield from differences(
                    expected.get(key, _ABSENT), actual.get(key, _ABSENT), f"{path}.{key}"
                )
        case list(), list() if len(expected) == len(actual):
            for number, (one, other) in enumerate(zip(expected, actual, strict=True)):
                yield from differences(one, other, f"{path}[{number}]")
        case list(), list():
            yield f"{path}: {len(expected)} items expected, {len(actual)} came"
        case str(), str() if len(expected) > 1 and expected[0] == expected[-1] == "/":
            if not re.fullmatch(expected[1:-1], actual):
                yield f"{path}: {expected} expected, {_short(actual)} came"
        case _ if not _same(expected, actual):
            yield f"{path}: {_short(expected)} expected, {_short(actual)} came"


_ABSENT = "(nothing)"


def _same(expected: Any, actual: Any) -> bool:
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, float) and isinstance(actual, int | float):
        return math.isclose(expected, actual, rel_tol=0, abs_tol=0)
    return bool(expected == actual)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 200 else f"{text[:100]} ... ({len(text)} characters)"


def wrong(step: Step, outcome: Mapping[str, Any], words: Words) -> list[str]:
    """What is wrong with a step's outcome."""
    if step.error is None:
        expected = {"response": fill(step.response or {}, words)}
        return list(differences(expected, outcome))
    if "error" not in outcome:
        return [f"{step.error['code']} expected, {_short(dict(outcome))} came"]
    error = outcome["error"]
    reason = step.error.get("reason", "")
    found = {
        "code": error["code"],
        "reason": error["reason"],
        "domain": error["domain"],
        "fields": [violation["field"] for violation in error["fields"]],
        "metadata": error["metadata"],
    }
    expected = {
        "code": step.error["code"],
        "reason": reason,
        "domain": "user.waii.ai" if reason else "",
        "fields": step.error.get("fields", []),
        "metadata": step.error.get("metadata", {}),
    }
    return list(differences(expected, found, "error"))


def saved(step: Step, outcome: Mapping[str, Any]) -> Words:
    """The words that a step's response gives to the steps after it."""
    found = {}
    for word, path in step.save.items():
        value: Any = outcome.get("response", {})
        for part in path.split("."):
            value = value[int(part)] if isinstance(value, list) else value.get(part, "")
        found[word] = value
    return found
