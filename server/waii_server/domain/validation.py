"""The form of what callers send: each rule is a function that names what is broken."""

import re
from collections.abc import Callable

from waii_server.domain import key_format, limits
from waii_server.domain.errors import FieldViolation, InvalidArgument
from waii_server.domain.roles import Permission, Role, is_role

Rule = Callable[[str], str | None]
"""Takes a value; returns the sentence that says what is wrong with it, or None."""

# fullmatch, not `$`: that would let a trailing line feed pass.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-@+:]{0,127}")
_UUID4 = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE
)
MUST_BE_IN_THE_FUTURE = "must be in the future"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"\s")
_NO_KEY = "must not contain an access key"
"""What has a name is told of: in errors, in the log, in the log of who did what."""


def is_identifier(value: str) -> bool:
    """Whether `value` can be the id of anything."""
    return _ID.fullmatch(value) is not None and not key_format.is_in(value)


def identifier(value: str) -> str | None:
    if is_identifier(value):
        return None
    if key_format.is_in(value):
        return _NO_KEY
    return (
        "must have 1-128 letters, digits or any of . _ - @ + : "
        "and must start with a letter or a digit"
    )


def _unfit_to_be_told(value: str) -> str | None:
    if key_format.is_in(value):
        return _NO_KEY
    if _CONTROL.search(value):
        return "must not contain control characters"
    return None


def display_name(value: str) -> str | None:
    if not 1 <= len(value) <= limits.NAME_MAX_CHARACTERS:
        return f"must have 1-{limits.NAME_MAX_CHARACTERS} characters"
    return _unfit_to_be_told(value)


def name_of(value: str) -> str | None:
    """Of something else: a target, a method."""
    if len(value) > limits.REFERENCE_MAX_CHARACTERS:
        return f"must have at most {limits.REFERENCE_MAX_CHARACTERS} characters"
    return _unfit_to_be_told(value)


def email(value: str) -> str | None:
    # No more than this: a user without an address reports its id as one, and what was read must be
    # good to be written back.
    if not 1 <= len(value) <= limits.EMAIL_MAX_CHARACTERS:
        return f"must have 1-{limits.EMAIL_MAX_CHARACTERS} characters"
    if key_format.is_in(value):
        return _NO_KEY
    if _CONTROL.search(value) or _SPACE.search(value):
        return "must not contain control characters or white space"
    return None


def role(value: str) -> str | None:
    if is_role(value):
        return None
    return "must be the name of a role, such as " + Role.API_USER


def permission(value: str) -> str | None:
    if value in set(Permission):
        return None
    return f"must be the name of a permission, such as {Permission.USAGE_API}"


def request_id(value: str) -> str | None:
    if _UUID4.fullmatch(value):
        return None
    return "must be a random UUID (version 4)"


class Violations:
    """Collects every broken rule of a request, so that the caller can mend all at once."""

    def __init__(self) -> None:
        self._found: list[FieldViolation] = []

    def add(self, field: str, rule: str) -> None:
        self._found.append(FieldViolation(field, rule))

    def check(self, field: str, value: str, rule: Rule) -> None:
        if broken := rule(value):
            self.add(field, broken)

    def check_if_given(self, field: str, value: str, rule: Rule) -> None:
        if value:
            self.check(field, value, rule)

    def check_all(self, field: str, values: tuple[str, ...], rule: Rule, at_most: int) -> None:
        if len(values) > at_most:
            self.add(field, f"must have at most {at_most} entries")
        for index, value in enumerate(values[:at_most]):
            self.check(f"{field}[{index}]", value, rule)

    @property
    def found(self) -> bool:
        """Whether any rule is broken."""
        return bool(self._found)

    def raise_if_any(self) -> None:
        """Raises InvalidArgument with all that was found, if anything was."""
        if self._found:
            raise InvalidArgument(self._found)
