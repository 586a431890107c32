"""The scenario says enough, and its comparison sees what it is there for."""

from typing import Any

import grpc
import pytest
from google.protobuf.descriptor_pb2 import MethodOptions
from support.services import SERVICES
from waii.user.v1 import ErrorReason

from polyglot.methods import METHODS
from polyglot.scenario import differences, fill, steps

NEVER_MET = {
    "ERROR_REASON_UNSPECIFIED",
    # Bytes that are no message: no stub writes them.
    "ERROR_REASON_REQUEST_MALFORMED",
    # Of a server that has more to do than it takes: not that of the scenario.
    "ERROR_REASON_RATE_LIMIT_EXCEEDED",
    "ERROR_REASON_OVERLOADED",
    "ERROR_REASON_DEADLINE_EXCEEDED",
}
CODES_NEVER_MET = {
    grpc.StatusCode.OK,
    # Of those who cancel, or call what is not there; stubs do neither by themselves.
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.UNIMPLEMENTED,
    # Never sent.
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.OUT_OF_RANGE,
    grpc.StatusCode.DATA_LOSS,
}


def test_the_name_of_a_method_says_of_which_service_it_is() -> None:
    assert len(SERVICES) > 1
    assert len(METHODS) == sum(len(service.methods) for service in SERVICES)


def test_the_scenario_has_every_rpc_of_every_service_succeed() -> None:
    # A server that answers with nothing, as the faulty one does, proves nothing of an RPC.
    answered = [step for step in steps() if step.server == "live" and step.error is None]
    assert {step.call for step in answered if step.call} == set(METHODS)


def test_of_every_service_the_scenario_has_reads_repeated_and_writes_not() -> None:
    repeated = {step.call: step.attempts for step in steps() if step.server == "faulty"}
    services = {METHODS[name].containing_service for name in repeated}
    assert services == set(SERVICES)
    for name, attempts in repeated.items():
        reads = METHODS[name].GetOptions().idempotency_level == MethodOptions.NO_SIDE_EFFECTS
        assert attempts == (3 if reads else 1), name


def test_the_scenario_meets_every_reason_that_a_stub_can_meet() -> None:
    met = {step.error.get("reason") for step in steps() if step.error} - {None}
    assert met == set(ErrorReason.keys()) - NEVER_MET


def test_the_scenario_meets_every_code_that_a_stub_can_meet() -> None:
    met = {step.error["code"] for step in steps() if step.error}
    assert met == {code.name for code in grpc.StatusCode} - {code.name for code in CODES_NEVER_MET}


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        (1, True),
        (0, False),
        (1, "1"),
        (None, "(nothing)"),
        ({}, None),
        ([], None),
        ("", None),
        (0.1, 0.1 + 1e-17 + 1e-16),
        ({"a": {}}, {}),
        ({"a": None}, {}),
        ({}, {"a": None}),
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        ("/x+/", "y"),
    ],
)
def test_a_difference_is_seen(expected: Any, actual: Any) -> None:
    assert list(differences(expected, actual))


@pytest.mark.parametrize(
    ("expected", "actual"),
    [(1, 1.0), (1.0, 1), (1e21, 10**21), ("/x+/", "xx"), ({"a": 1, "b": 2}, {"b": 2, "a": 1})],
)
def test_what_is_the_same_in_json_is_the_same(expected: Any, actual: Any) -> None:
    assert not list(differences(expected, actual))


def test_words_are_filled_in() -> None:
    described = {
        "list": {"$list": "n${n}", "from": 9, "to": 10},
        "text": {"$text": "ab", "times": 2},
        "object": {"$object": ["k${n}", "${n}"], "from": 1, "to": 1},
        "key": "Bearer ${key}",
    }
    assert fill(described, {"key": "waii_"}) == {
        "list": ["n009", "n010"],
        "text": "abab",
        "object": {"k001": "001"},
        "key": "Bearer waii_",
    }
