"""Values of options: JSON, times, durations."""

import json
import math
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import typer

# Up to here a double, which is what a JSON number becomes on its way, holds every whole number.
_EXACT_INTEGERS = 2**53

_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_DURATION = re.compile(r"(?:\d+[wdhms])+", re.ASCII)
_PART = re.compile(r"(\d+)([wdhms])", re.ASCII)


def assignments(given: Sequence[str], option: str) -> dict[str, Any]:
    """`name=value` each; a value is JSON where it is, else a string."""
    values: dict[str, Any] = {}
    for assignment in given:
        name, equals, text = assignment.partition("=")
        if not (name and equals):
            raise typer.BadParameter(f"{assignment!r} is not name=value", param_hint=option)
        if name in values:
            raise typer.BadParameter(f"{name!r} is given twice", param_hint=option)
        values[name] = _checked(_json_or_text(text), f"{option} {name}")
    return values


def variables(given: Sequence[str] | None, file: Path | None) -> dict[str, Any] | None:
    """Those of the file, and over them those that are given one by one; None where neither is."""
    if not given and file is None:
        return None
    return _json_object(file) | assignments(given or (), "--variable")


def _json_object(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    try:
        values = json.loads(text, parse_constant=_no_json)
    except (ValueError, RecursionError) as error:
        raise typer.BadParameter(f"no JSON: {error}", param_hint="--variables-file") from None
    if not isinstance(values, dict):
        raise typer.BadParameter("no JSON object", param_hint="--variables-file")
    _checked(values, "--variables-file")
    return values


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_json)
    except (ValueError, RecursionError):
        return text


def _no_json(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _checked(value: Any, where: str) -> Any:
    """The value; refused where a number in it would reach the server as another one."""
    match value:
        case bool() | str() | None:
            return value
        case int() if abs(value) > _EXACT_INTEGERS:
            problem = f"{value} has more digits than a number keeps: make it a string, in quotes"
            raise typer.BadParameter(problem, param_hint=where)
        case float() if not math.isfinite(value):
            raise typer.BadParameter("a number is too large", param_hint=where)
        case dict():
            for item in value.values():
                _checked(item, where)
        case list():
            for item in value:
                _checked(item, where)
    return value


def duration(text: str) -> timedelta:
    """`90d`, `1h30m`, `45s`, `2w`."""
    if not _DURATION.fullmatch(text):
        raise typer.BadParameter(f"{text!r} is no duration such as 90d, 12h, 30m, 45s or 1h30m")
    try:
        parts = (timedelta(**{_UNITS[unit]: int(n)}) for n, unit in _PART.findall(text))
        return sum(parts, timedelta())
    except OverflowError:
        raise typer.BadParameter(f"{text!r} is too long") from None


def time(text: str) -> datetime:
    """A time of RFC 3339, such as `2027-01-31T12:00:00Z`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise typer.BadParameter(f"{text!r} is no time such as 2027-01-31T12:00:00Z")
    return moment


def past(text: str) -> datetime:
    """A time of RFC 3339, or a duration: so long ago."""
    return _now_plus(-duration(text), text) if _DURATION.fullmatch(text) else time(text)


def expiry(within: timedelta | None, at: datetime | None) -> datetime | None:
    """The end that `--expires-in` or `--expires-at` says; None where neither does."""
    if within is None:
        return at
    if at is not None:
        raise typer.BadParameter("give one of them", param_hint="--expires-in, --expires-at")
    return _now_plus(within, "--expires-in")


def _now_plus(delta: timedelta, given: str) -> datetime:
    try:
        return datetime.now(UTC) + delta
    except OverflowError:
        raise typer.BadParameter(f"{given!r} is beyond all calendars") from None
