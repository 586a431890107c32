"""What is said of a failure, and the exit code of each kind."""

from pathlib import Path

import grpc
import pytest
from cli.running import Waii
from support.server import RunningServer
from support.world import World
from waii_cli.exits import MEANINGS, OF_STATUS, Exit
from waii_cli.failures import lines_of
from waii_client.errors import (
    FailedPreconditionError,
    FieldViolation,
    InvalidArgumentError,
    PreconditionViolation,
    ResourceExhaustedError,
    WaiiError,
)


def test_every_status_code_has_an_exit_code_and_every_exit_code_a_meaning() -> None:
    assert OF_STATUS.keys() == {code.name for code in grpc.StatusCode} - {"OK"}
    assert MEANINGS.keys() == set(Exit)
    assert set(OF_STATUS.values()) <= set(Exit) - {Exit.OK, Exit.FAILED, Exit.USAGE}
    assert {OF_STATUS[error.code.name] for error in WaiiError.__subclasses__()} == {*range(3, 11)}


def test_each_kind_of_refusal(waii: Waii, world: World) -> None:
    person = world.person("waii-api-user")
    tenant_id = world.tenant()
    for code, arguments, said in (
        (3, ("user", "create", "--", "-x"), "user.id: must have 1-128"),
        (5, ("--as", person.id, "user", "list"), "PERMISSION_MISSING"),
        (6, ("user", "delete", "nobody"), "'nobody' does not exist"),
        (7, ("tenant", "create", tenant_id, "--name", "x"), "TENANT_ALREADY_EXISTS"),
        (7, ("org", "delete", person.org_id), "still holds"),
    ):
        ended = waii(*arguments, code=code)
        assert ended.stdout == ""
        assert said in ended.stderr
        assert "\n  request id: " in ended.stderr


def test_a_key_that_is_no_good_is_not_repeated(waii: Waii, server: RunningServer) -> None:
    wrong = server.admin_key[:-1] + ("a" if server.admin_key[-1] != "a" else "b")
    ended = waii("-v", "whoami", code=4, WAII_API_KEY=wrong)
    assert "(UNAUTHENTICATED)" in ended.stderr
    assert "waii login" in ended.stderr
    for text in (wrong[5:15], server.admin_key[5:15]):
        assert text not in ended.stderr


def test_a_server_that_is_not_there(waii: Waii, tmp_path: Path) -> None:
    nowhere = ("--url", f"unix:{tmp_path / 'no.sock'}", "--timeout", "20")
    ended = waii("user", "delete", "ann", *nowhere, code=8)
    assert "(UNAVAILABLE)" in ended.stderr
    assert len(ended.stderr.splitlines()) <= 4


def test_a_server_that_takes_too_long(waii: Waii, server: RunningServer, world: World) -> None:
    user_id = world.user()
    with server.busy():
        ended = waii("user", "delete", user_id, "--timeout", "0.2", code=8)
    assert "(DEADLINE_EXCEEDED)" in ended.stderr


def test_a_request_beyond_a_limit(waii: Waii) -> None:
    large = '{"a": "' + "x" * 5_000_000 + '"}'
    ended = waii("user", "create", "ann", "--variables-file", "-", stdin=large, code=9)
    assert "RESOURCE_EXHAUSTED" in ended.stderr


def test_files_that_cannot_be_read(waii: Waii, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    ended = waii("user", "create", "ann", "--variables-file", str(missing), code=1)
    assert ended.stderr == f"waii: {missing}: No such file or directory\n"
    assert "missing" in waii("--key-file", str(missing), "whoami", code=1).stderr


def test_all_that_a_failure_says() -> None:
    both = [
        FieldViolation("user.id", "must be short"),
        FieldViolation("user.name", "must be there"),
    ]
    error = InvalidArgumentError(
        "invalid request: user.id: must be short; user.n…",
        reason="ERROR_REASON_FIELDS_INVALID",
        field_violations=both,
        request_id="r1",
    )
    assert lines_of(error) == [
        "waii: invalid request (INVALID_ARGUMENT)",
        "  user.id: must be short",
        "  user.name: must be there",
        "  reason: FIELDS_INVALID",
        "  request id: r1",
    ]
    precondition = PreconditionViolation("T", "tenants/t", "it holds 2 users")
    assert lines_of(FailedPreconditionError("it cannot go", preconditions=[precondition])) == [
        "waii: it cannot go (FAILED_PRECONDITION)",
        "  it holds 2 users",
    ]
    assert lines_of(
        FailedPreconditionError("no: it holds 2 users", preconditions=[precondition])
    ) == ["waii: no: it holds 2 users (FAILED_PRECONDITION)"]
    assert lines_of(ResourceExhaustedError("too fast", retry_delay=0.25))[1:] == [
        "  try again in: 0.25 s"
    ]


@pytest.mark.parametrize("text", ["a\x1b[31mred", "a\x9b31m", "a\rb", "a\x07"])
def test_no_control_character_of_a_server_reaches_the_terminal(text: str) -> None:
    (line,) = lines_of(WaiiError(text))
    assert line.isprintable()
