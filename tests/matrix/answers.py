"""Makes the calls of cells, and compares what comes back with what the oracle says."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import grpc
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from matrix import oracle
from matrix.cells import Cell, methods
from matrix.facts import Facts
from support.raw import Outcome, RawClient

_REASON = "ERROR_REASON_"
_AT_ONCE = 50
_BEFORE_THE_METHOD = {
    "ACCESS_KEY_INVALID",
    "API_USAGE_DENIED",
    "IMPERSONATION_DENIED",
    "IMPERSONATION_TARGET_NOT_FOUND",
}
"""Reasons that are the same for every method: one answer for all."""
_TELLING_NOTHING = {*_BEFORE_THE_METHOD, "PERMISSION_MISSING"} - {"IMPERSONATION_TARGET_NOT_FOUND"}
"""Reasons whose answers tell nothing of what was asked for."""


@dataclass
class Found:
    """What the calls of many cells have shown.

    Attributes:
        wrong: cells that were answered otherwise than the oracle says.
        texts: for each method and reason the answers in which nothing but an id may differ, with
            the id taken out, and a cell for each.
        missing: for each method and reason, whether what the answers were about was foreign, or
            absent.
    """

    cells: int = 0
    wrong: list[str] = field(default_factory=list)
    texts: dict[tuple[str, str], dict[object, str]] = field(default_factory=dict)
    missing: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def add(self, other: "Found") -> None:
        self.cells += other.cells
        self.wrong += other.wrong
        for where, texts in other.texts.items():
            self.texts.setdefault(where, {}).update(texts)
        for where, kinds in other.missing.items():
            self.missing.setdefault(where, set()).update(kinds)

    @property
    def telling(self) -> list[str]:
        """What could be told from answers that should be one and the same."""
        return [
            f"{method} {reason}: {len(texts)} answers, as to {' and to '.join(texts.values())}"
            for (method, reason), texts in self.texts.items()
            if len(texts) > 1
        ]


def call_all(
    address: str,
    facts: Facts,
    cells: Iterable[Cell],
    threads: int,
    advance: Callable[[int], None] = lambda _: None,
) -> Found:
    """Calls every cell, several at once; tells `advance` how many have been called."""
    remaining = iter(cells)
    chunks: Iterable[Sequence[Cell]] = iter(lambda: list(islice(remaining, _AT_ONCE)), [])
    found = Found()
    with ExitStack() as stack, ThreadPoolExecutor(threads) as pool:
        clients = [stack.enter_context(RawClient(address)) for _ in range(threads)]
        jobs = [
            pool.submit(_call, clients[number % threads], facts, chunk)
            for number, chunk in enumerate(chunks)
        ]
        for job in jobs:
            found.add(part := job.result())
            advance(part.cells)
    return found


def send(client: RawClient, cell: Cell, request: Message | bytes) -> Outcome:
    path = f"/{oracle.PACKAGE}.{cell.variant.method}"
    return client.call(path, request, cell.metadata, timeout=60.0)


def _call(client: RawClient, facts: Facts, cells: Sequence[Cell]) -> Found:
    found = Found(len(cells))
    for cell in cells:
        request = cell.request()
        expected = oracle.decide(facts, cell.call(request))
        outcome = send(client, cell, request)
        if said := difference(cell, expected, outcome):
            found.wrong.append(f"{cell}: expected {expected}, {said}")
        elif expected.missing or expected.reason in _TELLING_NOTHING:
            every = expected.reason in _BEFORE_THE_METHOD
            where = (
                "every method" if every else cell.variant.shape,
                f"{expected.reason} {expected.permission}".strip(),
            )
            found.texts.setdefault(where, {}).setdefault(
                _without(expected.missing, outcome), str(cell)
            )
            if expected.missing:
                kind = "foreign" if _is_there(facts, expected.missing) else "absent"
                found.missing.setdefault(where, set()).add(kind)
    return found


def difference(cell: Cell, expected: oracle.Answer, outcome: Outcome) -> str:
    """What is wrong about the answer; empty where nothing is."""
    answered = f"{outcome.code.name} {outcome.reason.removeprefix(_REASON)}".strip()
    if answered != str(expected):
        return f"answered {answered} ({outcome.message})"
    if outcome.code is grpc.StatusCode.OK and expected.shows is not None:
        seen = shown(cell.variant.method, outcome.response)
        # Of the log, the first page is asked for: not every organization is on it.
        only_some = cell.variant.method == "AuditService/ListAuditEvents"
        if not (seen <= expected.shows if only_some else seen == expected.shows):
            return f"shown {sorted(seen ^ expected.shows)} too much or too little"
    return ""


def shown(method: str, response: bytes) -> frozenset[str]:
    """What a response shows of the world, in the words of the oracle."""
    message = GetMessageClass(methods()[method].output_type).FromString(response)
    return frozenset(_SHOWN[method](message))


def _ids(field: str) -> Callable[[Any], Iterable[str]]:
    return lambda message: (entry.id for entry in getattr(message, field))


def _decision(message: Any) -> Iterable[str]:
    reasons = message.DESCRIPTOR.fields_by_name["reason"].enum_type.values_by_number
    return ["allowed" if message.allowed else reasons[message.reason].name.removeprefix(_REASON)]


def _results(message: Any) -> Iterable[str]:
    reasons = message.DESCRIPTOR.fields_by_name["results"].message_type.fields_by_name["reason"]
    for place, result in enumerate(message.results):
        name = reasons.enum_type.values_by_number[result.reason].name.removeprefix(_REASON)
        yield f"{place} {name if result.code else 'created'}"


def _names_of_keys(message: Any) -> Iterable[str]:
    return (key.name + " masked" * ("…" in key.access_key) for key in message.access_keys)


_SHOWN: dict[str, Callable[[Any], Iterable[str]]] = {
    "UserService/GetUserInfo": lambda message: [message.id, *message.permissions],
    "UserService/ListUsers": _ids("users"),
    "UserService/ListTenants": _ids("tenants"),
    "UserService/ListOrgs": _ids("organizations"),
    "UserService/CreateAccessKey": _names_of_keys,
    "UserService/ListAccessKeys": _names_of_keys,
    "AccessKeyService/RotateAccessKey": lambda message: [message.access_key.name],
    "AuditService/ListAuditEvents": lambda message: (event.org_id for event in message.events),
    "AuthorizationService/CheckAccess": _decision,
    "AuthorizationService/GetPrincipal": lambda message: [
        *(message.user_id, message.tenant_id, message.org_id),
        *message.permissions,
    ],
    "BatchService/BatchCreate": _results,
}


def _without(missing: str, outcome: Outcome) -> object:
    """All of an answer but for an id, which is in the trailing metadata, too."""

    def bare(value: str | bytes) -> str | bytes:
        if not missing:
            return value
        if isinstance(value, bytes):
            return value.replace(missing.encode(), b"{id}")
        return value.replace(missing, "{id}")

    trailing = tuple((key, bare(value)) for key, value in outcome.trailing)
    return (outcome.code, bare(outcome.message), trailing)


def _is_there(facts: Facts, name: str) -> bool:
    names = {key.name for keys in facts.keys.values() for key in keys}
    return any(name in known for known in (facts.organizations, facts.tenants, facts.users, names))
