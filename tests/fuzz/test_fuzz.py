"""Whatever is sent, the server takes it: a part of the long proof, and what that has found."""

from pathlib import Path

import grpc
import pytest
from fuzz import inputs, judge, values
from fuzz.attacks import ATTACKS
from fuzz.campaign import GROWTH, Campaign
from fuzz.found import FOUND
from fuzz.inputs import FAMILIES, Call
from fuzz.logs import LogReader
from fuzz.methods import METHODS
from fuzz.send import Sent
from fuzz.world import fuzzed
from google.rpc import error_details_pb2
from support.raw import Outcome

SEED = 20_002
SIZES = {
    "values": len(values.spoiled()),
    "messages": 400,
    "metadata": 200,
    "streams": 120,
    "connections": 60,
}
BATCH = 500
LIST_USERS = "/waii.user.v1.UserService/ListUsers"
INTERNAL = grpc.StatusCode.INTERNAL


@pytest.mark.timeout(600)  # where many others run, too
def test_the_server_takes_anything(tmp_path: Path) -> None:
    with fuzzed(tmp_path) as target:
        campaign = Campaign(target)
        campaign.send(list(FOUND.values()), "found before")
        campaign.begin()
        for family, count in SIZES.items():
            for first in range(0, count, BATCH):
                campaign.fuzz(SEED, family, first, min(BATCH, count - first))
        for attack in ATTACKS:
            campaign.attack(attack, 1)
        campaign.end(growth=2 * GROWTH)  # it has begun without having been warmed up
        assert campaign.faults == []
        # Or nothing of this was ever looked at.
        assert campaign.answers["OK"] >= 50
        assert len(campaign.answers) >= 20
        assert target.log.lines >= 500


# That it would be seen.


def test_every_method_is_called_with_every_kind_of_input() -> None:
    for family in ("values", "messages", "metadata"):
        made = [inputs.make(SEED, family, number) for number in range(SIZES[family])]
        called = {one.path for one in made if isinstance(one, Call)}
        without = {
            path for path in METHODS if family == "values" and not METHODS[path].request.fields
        }
        assert called >= METHODS.keys() - without, METHODS.keys() - called


def test_each_value_that_nobody_should_send_is_sent() -> None:
    for number, one in enumerate(values.spoiled()):
        made = inputs.make(SEED, "values", number)
        assert isinstance(made, Call)
        assert made.path == one.path
        assert one.content in made.message


@pytest.mark.parametrize("family", FAMILIES)
def test_an_input_can_be_made_again(family: str) -> None:
    first, second = ([inputs.make(SEED, family, n) for n in range(20)] for _ in range(2))
    assert first == second
    assert [inputs.read(inputs.written(one)) for one in first] == first
    assert len(set(first)) == len(first)


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(INTERNAL, "Exception deserializing request!"),
        Outcome(grpc.StatusCode.UNKNOWN, "Exception calling application: x"),
        Outcome(grpc.StatusCode.INVALID_ARGUMENT, "a text without details"),
        Outcome(grpc.StatusCode.OK, response=b"\xff"),
        Outcome(
            INTERNAL,
            "internal error; request id x",
            details={
                "ErrorInfo": error_details_pb2.ErrorInfo(
                    domain="user.waii.ai", reason="ERROR_REASON_INTERNAL"
                )
            },
        ),
        Outcome(
            grpc.StatusCode.NOT_FOUND,
            details={
                "ErrorInfo": error_details_pb2.ErrorInfo(
                    domain="user.waii.ai", reason="ERROR_REASON_USER_NOT_FOUND"
                )
            },
        ),
    ],
    ids=["grpc's bug", "unknown", "no details", "no response", "our bug", "no request id"],
)
def test_an_answer_that_must_not_be_is_a_fault(outcome: Outcome) -> None:
    assert judge.verdict(LIST_USERS, outcome)


@pytest.mark.parametrize(
    "line",
    [
        '{"event":"x","level":"info","key":"waii_%s"}' % ("a" * 49),
        '{"event":"x","level":"info","header":"Bearer x"}',
        '{"event":"x","level":"info","name":"zqcanary"}',
        '{"event":"x","level":"error"}',
        '{"event":"x","level":"warning","exception":"Traceback"}',
        "E0000 00:00:1.2 3 hpack_parser.cc:1] Error",
    ],
)
def test_a_line_that_must_not_be_in_the_log_is_a_fault(tmp_path: Path, line: str) -> None:
    log = tmp_path / "log"
    log.write_text('{"event":"call","level":"info","request_id":"zqcanary"}\n')
    reader = LogReader(log)
    assert reader.faults() == []
    with log.open("a") as file:
        file.write(line + "\n")
    assert len(reader.faults()) == 1
    reader.close()


def test_a_call_whose_answer_nobody_knows_explains_one_event_and_no_more() -> None:
    sent = Sent(unheard=[b"one", b"two"])
    assert sent.explain(0) == 0
    assert sent.explain(1) == 0
    assert sent.explain(3) == 2
    assert sent.explain(1) == 1
    assert sent.explained == 2
