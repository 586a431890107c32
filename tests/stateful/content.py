"""What a response shows, beside what the model has."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from matrix import answers, oracle
from stateful.effects import METHODS
from stateful.rules import Call, Expected
from stateful.state import Caller, Key, State, canonical

_SECRET = re.compile(r"waii_[0-9A-Za-z]{49}")


@dataclass
class Shown:
    """What responses have shown in a sequence.

    Attributes:
        etags: what each etag stands for.
        secrets: every key that was ever whole in an answer.
        key_ids: what the server calls a key, by its number.
    """

    etags: dict[str, object] = field(default_factory=dict)
    secrets: dict[str, None] = field(default_factory=dict)
    key_ids: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answered:
    """A call that was let through, with what it was answered.

    Attributes:
        after: the state behind it; of a call that only validates, the one that it asks about.
        began: microseconds since the epoch when it was sent; `ended` when it was answered.
    """

    call: Call
    expected: Expected
    before: State
    after: State
    response: Any
    began: int
    ended: int

    @property
    def caller(self) -> Caller:
        assert self.expected.caller is not None
        return self.expected.caller


def shown_otherwise(call: Call, expected: Expected, response: Any) -> str:
    """How a response shows something else than the oracle says; empty where it does not."""
    shows = expected.answer.shows
    left_open = call.method == "AuditService/ListAuditEvents" or expected.repeats is not None
    if shows is None or left_open:
        return ""
    visible = answers.shown(call.method, response.SerializeToString())
    return "" if visible == shows else f"shown {sorted(visible ^ shows)} too much or too little"


def difference(answered: Answered, seen: Shown) -> str:
    """What else is wrong about the response; empty where nothing is."""
    earlier = answered.expected.repeats
    if earlier is not None:
        return _repeated(answered, earlier)
    return _DIFFERENCES[answered.call.method](answered, seen)


def _repeated(answered: Answered, earlier: bytes) -> str:
    first = type(answered.response).FromString(earlier)
    if answered.call.validates_only:
        for key in keys_in(first):
            key.access_key = ""
    return "" if first == answered.response else "the answer is not that of the first time"


def keys_in(response: Any) -> Sequence[Any]:
    """The access keys that a response has."""
    if hasattr(response, "access_keys"):
        return list(response.access_keys)
    return [response.access_key] if hasattr(response, "access_key") else []


def _compared(said: object, modelled: object) -> str:
    return "" if said == modelled else f"shown {said}, the model has {modelled}"


def _nothing(answered: Answered, _seen: Shown) -> str:
    return "the answer is not empty" if answered.response.ListFields() else ""


def _info(answered: Answered, _seen: Shown) -> str:
    said, caller = answered.response, answered.caller
    user = answered.before.users[answered.call.request.user_id or caller.user_id]
    own = user.id == caller.user_id
    permissions = caller.holder.holds if own else oracle.permissions_of(user.roles)
    return _compared(
        (said.id, said.name, said.email, tuple(said.roles), list(said.permissions)),
        (user.id, user.name or user.id, user.email or user.id, user.roles, sorted(permissions)),
    )


def _principal(answered: Answered, seen: Shown) -> str:
    said, caller, actor = answered.response, answered.caller, answered.expected.actor
    assert actor is not None
    user = answered.before.users[caller.user_id]
    key_id = seen.key_ids.setdefault(caller.key.number, said.key_id)
    called = (user.name or user.id, user.email or user.id)
    return _compared(
        (
            *(said.user_id, said.name, said.email, said.tenant_id, said.org_id),
            *(tuple(said.roles), list(said.permissions), said.actor_id, said.key_id),
        ),
        (
            *(user.id, *called, user.tenant_id, user.org_id),
            *(user.roles, sorted(caller.holder.holds), actor.user_id, key_id),
        ),
    )


# Batches.

_CODES = {
    "FIELDS_INVALID": 3,
    "NOT_FOUND": 5,
    "ALREADY_EXISTS": 6,
    "PERMISSION_CEILING_EXCEEDED": 7,
}
"""The number of the code, by how the reason ends."""


def _results(answered: Answered, _seen: Shown) -> str:
    """What is wrong about what is told of rows, beside the reasons."""
    for result in answered.response.results:
        reasons = result.DESCRIPTOR.fields_by_name["reason"].enum_type.values_by_number
        reason = reasons[result.reason].name
        code = next((code for end, code in _CODES.items() if reason.endswith(end)), 0)
        if result.code != code or bool(result.message) != bool(code):
            return f"{reason} is told with code {result.code}, {result.message!r}"
        if bool(result.field_violations) != (code == _CODES["FIELDS_INVALID"]):
            return f"{reason} is told with fields {result.field_violations}"
    return ""


# Lists.


def _user(said: Any) -> tuple[object, ...]:
    where, called = (said.tenant_id, said.org_id), (said.name, said.email)
    rest = (tuple(said.roles), canonical(said.variables), said.suspended)
    return ("users", said.id, *where, *called, *rest)


def _tenant(said: Any) -> tuple[object, ...]:
    text = canonical(said.variables)
    return ("tenants", said.id, said.org_id, said.name, text, said.suspended)


def _organization(said: Any) -> tuple[object, ...]:
    return ("organizations", said.id, said.name, canonical(said.variables), said.suspended)


def _listed(
    collection: str, of: Callable[[Any], tuple[object, ...]]
) -> Callable[[Answered, Shown], str]:
    def compare(answered: Answered, seen: Shown) -> str:
        entries = list(getattr(answered.response, collection))
        states = {state: etag for etag, state in seen.etags.items()}
        ids = [entry.id for entry in entries]
        if ids != sorted(set(ids)):
            return f"not in the order of ids: {ids}"
        for entry in entries:
            modelled = answered.before.named(collection, entry.id)
            assert modelled is not None  # by the oracle, it is there
            if said := _compared(of(entry), modelled.shown):
                return said
            if seen.etags.setdefault(entry.etag, modelled.shown) != modelled.shown:
                return f"etag {entry.etag} stands for two states: {modelled.shown} is one"
            if states.setdefault(modelled.shown, entry.etag) != entry.etag:
                return f"two etags for one state: {modelled.shown}"
        return ""

    return compare


# Keys.

_TIMES = ("created_at", "expire_time", "rotate_time", "previous_expire_time")


def _key(said: Any, key: Key, now: int) -> str:
    """Compares all but the secret; `last_used_time` is not exact, and not compared."""
    until = key.previous_expires_at
    until = None if until is None or until <= now else until
    return _compared(
        (said.user_id, said.name, set(said.permissions), [_time(said, name) for name in _TIMES]),
        (
            *(key.user_id, key.name, key.permissions),
            [key.created_at, key.expires_at, key.rotated_at, until],
        ),
    )


def _time(said: Any, name: str) -> int | None:
    return getattr(said, name).ToMicroseconds() if said.HasField(name) else None


def _list_keys(answered: Answered, seen: Shown) -> str:
    for said in answered.response.access_keys:
        key = answered.before.keys[answered.caller.user_id, said.name]
        if difference := _key(said, key, answered.ended):
            return difference
        masked = f"{key.secret[:9]}…{key.secret[-4:]}"
        whole = "…" not in said.access_key
        if said.access_key != (key.secret if whole else masked):
            return f"key {key.name!r} of {key.user_id} is shown as another one"
    names = [said.name for said in answered.response.access_keys]
    return "" if names == sorted(names) else f"not in the order of names: {names}"


def _new_secret(said: Any, answered: Answered, seen: Shown) -> str:
    """What is wrong about a secret that was made by this call."""
    if answered.call.validates_only:
        return "a key is shown where none was made" if said.access_key else ""
    if not _SECRET.fullmatch(said.access_key) or said.access_key in seen.secrets:
        return "the key has another form, or is not new"
    seen.secrets[said.access_key] = None
    return ""


def _within(time: int | None, answered: Answered) -> bool:
    """Whether it happened during the call."""
    return time is not None and answered.began <= time <= answered.ended


def _created(answered: Answered, seen: Shown) -> str:
    (said,) = answered.response.access_keys
    if difference := _new_secret(said, answered, seen):
        return difference
    if not _within(_time(said, "created_at"), answered):
        return "created_at is not now"
    if answered.call.validates_only:
        return ""
    key = answered.after.keys[answered.caller.user_id, answered.call.request.name]
    return _key(said, key, answered.ended)


def _rotated(answered: Answered, seen: Shown) -> str:
    said, request = answered.response.access_key, answered.call.request
    if difference := _new_secret(said, answered, seen):
        return difference
    place = (answered.caller.user_id, request.name)
    old = answered.before.keys[place]
    # An old secret goes on for its overlap, but not beyond its own expiry, nor the new one.
    ends = [end for end in (old.expires_at, _time(said, "expire_time")) if end is not None]
    overlap = request.overlap.seconds * 1_000_000
    first, last = (min([time + overlap, *ends]) for time in (answered.began, answered.ended))
    until = _time(said, "previous_expire_time")
    if until is not None and not first <= until <= last:
        return f"the old secret works until {until}, not {first} to {last}"
    if (until is not None) != (first > answered.ended):
        return "the old secret goes on to work, or does not, otherwise than was asked for"
    if not _within(_time(said, "rotate_time"), answered):
        return "rotate_time is not now"
    if answered.call.validates_only:
        return ""
    return _key(said, answered.after.keys[place], answered.ended)


def _config(answered: Answered, _seen: Shown) -> str:
    said = {key: canonical(value) for key, value in answered.response.configs.fields.items()}
    return _compared(said, answered.after.config_of(answered.caller.user_id))


def _decision(answered: Answered, _seen: Shown) -> str:
    said = answered.response
    method = answered.call.request.method.removeprefix(f"{oracle.PACKAGE}.")
    if said.permission != oracle.NEEDS[method]:
        return f"needs {said.permission!r}"
    return "" if said.allowed != bool(said.message) else "a message, or none, for no reason"


def _left_to_the_log(_answered: Answered, _seen: Shown) -> str:
    return ""  # see `stateful.log`


_DIFFERENCES: dict[str, Callable[[Answered, Shown], str]] = {
    **dict.fromkeys(METHODS, _nothing),
    "UserService/GetUserInfo": _info,
    "UserService/ListUsers": _listed("users", _user),
    "UserService/ListTenants": _listed("tenants", _tenant),
    "UserService/ListOrgs": _listed("organizations", _organization),
    "UserService/ListAccessKeys": _list_keys,
    "UserService/CreateAccessKey": _created,
    "AccessKeyService/RotateAccessKey": _rotated,
    "UserService/UpdateConfig": _config,
    "AuthorizationService/CheckAccess": _decision,
    "AuthorizationService/GetPrincipal": _principal,
    "BatchService/BatchCreate": _results,
    "AuditService/ListAuditEvents": _left_to_the_log,
}
