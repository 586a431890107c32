"""What a call must be answered, in a state: the oracle of the matrix, and what it leaves open.

The oracle knows who may do what. Here is the rest: update masks, etags, repeated requests, times of
expiry, and the last super-admin, each in its place in the order of the answers.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from google.protobuf.message import Message
from matrix import oracle
from matrix.cells import changes_something
from matrix.facts import Facts
from stateful import effects
from stateful.state import Caller, Key, State, known

BEFORE_THE_FORM = {
    "ACCESS_KEY_INVALID",
    "SUSPENDED",
    "API_USAGE_DENIED",
    "METADATA_INVALID",
    "IMPERSONATION_DENIED",
    "IMPERSONATION_TARGET_NOT_FOUND",
    "IMPERSONATION_CEILING_EXCEEDED",
    "PERMISSION_MISSING",
}
_BEHIND_THE_ETAG = {"", "TENANT_NOT_EMPTY", "ORGANIZATION_NOT_EMPTY"}
_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Call:
    """A call, as it is sent.

    Attributes:
        secret: what is sent for a key.
        impersonate: the id in the header; empty for none.
        method: such as `UserService/CreateUser`.
    """

    secret: str = field(repr=False)
    impersonate: str
    method: str
    request: Any

    @property
    def validates_only(self) -> bool:
        return changes_something(self.method) and bool(self.request.validate_only)

    def __str__(self) -> str:
        text = " ".join(str(self.request).split())
        who = f" as {self.impersonate}" if self.impersonate else ""
        return f"{self.method}{who} {{{text}}}"


@dataclass(frozen=True)
class Expected:
    """What the model says of a call.

    Attributes:
        actor: the user whose key it is, where that is let in.
        caller: in whose name it is decided, where it gets so far.
        repeats: the answer, where the same request was answered before.
    """

    answer: oracle.Answer
    actor: Caller | None = None
    caller: Caller | None = None
    repeats: bytes | None = None

    @property
    def accepted(self) -> bool:
        return self.answer.code == "OK"


def expected(  # noqa: PLR0911  a return for each place in the order of the answers
    state: State, facts: Facts, etags: Mapping[str, object], call: Call, now: int
) -> Expected:
    """What the call must be answered.

    Args:
        facts: of this state.
        etags: what each etag stands for that was ever shown.
    """
    key = state.key_of(call.secret, now)
    impersonate = (call.impersonate,) if call.impersonate else ()
    request = effects.without_what_is_not_replaced(call.method, call.request)
    asked = oracle.Call(known(key, now) if key else None, impersonate, call.method, request)
    answer = oracle.decide(facts, asked)
    if key is None:
        return Expected(answer)
    actor = _caller(facts, replace(asked, impersonate=()), key)
    caller = _caller(facts, asked, key)
    if answer.reason in BEFORE_THE_FORM or caller is None:
        return Expected(answer, actor, caller)

    def refused(code: str, reason: str) -> Expected:
        return Expected(oracle.Answer(code, reason), actor, caller)

    if not _well_formed(call, now):
        return refused("INVALID_ARGUMENT", "FIELDS_INVALID")
    earlier = state.kept.get(place_of(call, caller)) if is_repeatable(call) else None
    if earlier is not None and _form_fits(call, caller):
        if earlier[0] != body_of(call):
            return refused("INVALID_ARGUMENT", "REQUEST_ID_REUSED")
        return Expected(oracle.Answer(shows=answer.shows), actor, caller, earlier[1])
    if answer.reason not in _BEHIND_THE_ETAG:
        return Expected(answer, actor, caller)
    target = effects.target_of(call.method, call.request)
    etag = _etag_of(call.request)
    if target is not None and etag:
        found = state.named(*target)
        assert found is not None
        if etags.get(etag) != found.shown:
            return refused("ABORTED", "ETAG_MISMATCH")
    if answer.code == "OK" and call.method in effects.ON_PEOPLE:
        after = state.copy()
        effects.apply(after, caller, call.method, call.request, None)
        if not after.has_super_admin:
            return refused("FAILED_PRECONDITION", "LAST_SUPER_ADMIN")
    return Expected(answer, actor, caller)


# Repeated requests.


def is_repeatable(call: Call) -> bool:
    return bool(getattr(call.request, "request_id", ""))


def place_of(call: Call, caller: Caller) -> tuple[int, str, str]:
    """Where the answer is kept: it counts for one key, one subject, one id."""
    return (caller.key.number, caller.user_id, call.request.request_id)


def body_of(call: Call) -> bytes:
    """All of a request that makes it the same."""
    body = type(call.request)()
    body.CopyFrom(call.request)
    body.ClearField("request_id")
    body.ClearField("validate_only")
    content: bytes = body.SerializeToString(deterministic=True)
    return call.method.encode() + b" " + content


def _form_fits(call: Call, caller: Caller) -> bool:
    """The one rule of form that depends on who calls."""
    request, users = call.request, []
    if call.method == "UserService/CreateUser":
        users = [request.user]
    elif call.method == "BatchService/BatchCreate" and not request.allow_partial:
        users = [row.user for row in request.rows if row.HasField("user")]
    return all(user.tenant_id or user.org_id in ("", caller.holder.org_id) for user in users)


# Form.


def _well_formed(call: Call, now: int) -> bool:
    request = call.request
    if (wanted := getattr(request, "request_id", "")) and not _UUID4.fullmatch(wanted):
        return False
    if getattr(request, "page_token", ""):
        return False  # the first page is asked for here: a token is one that the server never gave
    if "expire_time" in request.DESCRIPTOR.fields_by_name and request.HasField("expire_time"):
        return bool(request.expire_time.ToMicroseconds() > now)
    if call.method == "UserService/UpdateConfig":
        return not set(request.updated) & set(request.deleted)
    return effects.can_be_replaced(call.method, request)


def _etag_of(request: Any) -> str:
    for part in (request, *(value for _, value in request.ListFields())):
        if isinstance(part, Message) and "etag" in part.DESCRIPTOR.fields_by_name:
            return str(part.etag)  # type: ignore[attr-defined]
    return ""


def _caller(facts: Facts, asked: oracle.Call, key: Key) -> Caller | None:
    """In whose name the call is decided; None where it is refused before that."""
    try:
        return Caller(key, oracle.subject_of(facts, asked))
    except oracle.Refusal:
        return None
