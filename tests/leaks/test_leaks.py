"""Keys in every place of a call: they turn up nowhere.

A sample is called here, of a server whose loggers say everything; `make torture` calls every place,
of servers of every kind, whole and broken.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from leaks import canaries, faults, operator, sinks
from leaks import stage as stages
from leaks.calls import Called, call_all
from leaks.fields import text_fields
from leaks.listening import everything_logged
from leaks.places import every_place, reaching, sample
from leaks.proof import PLACES, in_postgresql, verbose
from leaks.stage import GOOD, REQUEST_ID, Stage, ring_secrets
from matrix.cells import methods
from rpc.calls import acting_as, bearer, request_id
from support import databases
from support.raw import RawClient
from support.server import RunningServer, running_server
from waii.user import v1 as pb

_SEED = 7
_SAMPLE = {databases.SQLITE: 560, databases.POSTGRESQL: 120}
_BROKEN = 30
_SHOWN = 10


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    databases.on_every_engine(metafunc)


@dataclass(frozen=True)
class Seen:
    """What a server has shown.

    Attributes:
        broken: when something was wrong with the rows.
        log: of every level.
        others: secrets that are no keys.
        database_log: what PostgreSQL has written of it.
    """

    stage: Stage
    called: Called
    broken: Called
    log: str = field(repr=False)
    others: list[str] = field(repr=False)
    rows: list[str]
    files: list[str]
    database_log: list[str]


@pytest.fixture(scope="module")
def seen(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    directory = tmp_path_factory.mktemp("leaks")
    with everything_logged() as said, verbose(databases.migrated_database_of(directory)) as where:
        with running_server(directory) as server:
            url = str(server.settings.database_url)
            stage = stages.make(server.address, server.admin_key, url)
            called = call_all(server.address, sample(stage, _SEED, _SAMPLE[engine]), 4)
            # Nobody can be read any more: what the server says of its bugs is in the log, too.
            faults.break_callers(url)
            broken = call_all(server.address, reaching(stage, _SEED, _BROKEN), 4)
            called.faults += broken.faults
            # While it runs: afterwards there is no log of SQLite's any more.
            others = [REQUEST_ID, *ring_secrets(server.settings.key_ring_file)]
            files = list(sinks.in_files(directory, "admin.key", "keyring.json", others=others))
        written = [] if where is None else list(in_postgresql(where / "log", called))
        rows = [*sinks.in_rows(url, others), *sinks.sealed_alike(url)]
        log = said.getvalue()
        yield Seen(stage, called, broken, log, others, rows, files, written)


@pytest.fixture
def raw(server: RunningServer) -> Iterator[RawClient]:
    with RawClient(server.address, server.admin_key) as client:
        yield client


# What there is.


@pytest.mark.only_on(databases.SQLITE)
def test_every_method_of_the_package_is_called() -> None:
    assert set(GOOD) == set(methods())
    with_texts = [name for name, one in methods().items() if list(text_fields(one.input_type))]
    assert len(with_texts) == len(methods()) - 2  # ListAccessKeys and GetPrincipal ask for nothing


@pytest.mark.only_on(databases.SQLITE)
def test_the_places_do_not_become_fewer(seen: Seen) -> None:
    places = list(every_place(seen.stage))
    assert len(places) == PLACES
    assert len({place.number for place in places}) == PLACES
    assert {place.kind for place in sample(seen.stage, _SEED, 560)} == {
        place.kind for place in places
    }


def test_the_calls_are_carried_out_for_the_most_part(seen: Seen, engine: str) -> None:
    assert seen.called.places == _SAMPLE[engine]
    assert {"OK", "INVALID_ARGUMENT", "PERMISSION_DENIED", "UNAUTHENTICATED"} <= set(
        seen.called.codes
    )
    assert seen.log.count('"event": "call"') > seen.called.places / 2
    assert seen.called.keys
    assert seen.broken.codes["INTERNAL"] > _BROKEN / 2
    assert "Traceback" in seen.log


# Where nothing is to be found.


def test_no_answer_repeats_a_key(seen: Seen) -> None:
    assert not seen.called.faults[:_SHOWN]


def test_no_level_of_the_log_has_a_key(seen: Seen) -> None:
    others = [*sorted(seen.called.keys)[:_SHOWN], *seen.others]
    assert not list(sinks.in_text("log", seen.log, others))[:_SHOWN]


def test_no_row_has_a_key_but_what_callers_have_stored_of_their_own(seen: Seen) -> None:
    assert not seen.rows[:_SHOWN]


def test_no_file_beside_the_first_admins_has_a_key(seen: Seen) -> None:
    assert not seen.files[:_SHOWN]


@pytest.mark.only_on(databases.POSTGRESQL)
def test_the_log_of_postgresql_has_hashes_and_no_keys(seen: Seen) -> None:
    assert not seen.database_log[:_SHOWN]


@pytest.mark.only_on(databases.SQLITE)
@pytest.mark.parametrize(
    "name", ["serve with an '@' in the password", "serve with JSON as KEY_RING"]
)
def test_no_command_repeats_a_secret(tmp_path: Path, name: str) -> None:
    (attempt,) = [one for one in operator.attempts() if str(one) == name]
    assert not operator.try_all(tmp_path, [attempt])


# What is answered instead.


@pytest.mark.only_on(databases.SQLITE)
@pytest.mark.parametrize("form", ["{}", "a.{}", "{}0"])
@pytest.mark.parametrize("part", [54, 37])
def test_what_has_a_key_in_it_is_no_id_and_no_name(raw: RawClient, form: str, part: int) -> None:
    text = form.format(canaries.key(1)[:part])
    user = pb.User(id=text, name=text, email=text)
    refused = raw.call("CreateUser", pb.CreateUserRequest(user=user))
    assert refused.fields == ["user.id", "user.name", "user.email"]
    assert refused.message.count("must not contain an access key") == 3


@pytest.mark.only_on(databases.SQLITE)
def test_less_than_most_of_a_key_can_be_an_id(raw: RawClient) -> None:
    # Of a key, so much does no harm; and who shall know that it is one?
    request = pb.DeleteUserRequest(id=canaries.key(1)[:36])
    assert raw.call("DeleteUser", request).code.name == "NOT_FOUND"


@pytest.mark.only_on(databases.SQLITE)
def test_a_request_id_with_a_key_in_it_is_replaced(raw: RawClient) -> None:
    key = canaries.key(2)
    answered = raw.call("GetUserInfo", b"", [*raw.key_metadata, request_id(f"r-{key}")])
    assert answered.code.name == "OK"
    (given,) = [value for name, value in answered.trailing if name == "x-request-id"]
    assert len(given) == 32


@pytest.mark.only_on(databases.SQLITE)
def test_whoever_pastes_a_key_as_user_to_act_as_is_told_of_no_user(raw: RawClient) -> None:
    key = canaries.key(3)
    refused = raw.call("GetUserInfo", b"", [*raw.key_metadata, acting_as(key)])
    assert refused.reason == "ERROR_REASON_IMPERSONATION_TARGET_NOT_FOUND"
    assert "user ''" in refused.message


@pytest.mark.only_on(databases.SQLITE)
def test_an_object_of_ones_own_may_hold_a_key(raw: RawClient) -> None:
    key = canaries.key(4)
    update = pb.UpdateConfigRequest(updated={"upstream": key})
    assert raw.call("UpdateConfig", update, [bearer(raw._key)]).code.name == "OK"
    response = raw.call("UpdateConfig", b"").response
    assert pb.UpdateConfigResponse.FromString(response).configs["upstream"] == key


@pytest.mark.only_on(databases.SQLITE)
def test_a_bad_name_of_a_config_is_not_repeated_with_its_bad_value(raw: RawClient) -> None:
    key = canaries.key(5)
    update = pb.UpdateConfigRequest(updated={key: "x" * 70_000})
    refused = raw.call("UpdateConfig", update)
    assert refused.fields == ["updated", "updated"]
    assert key not in refused.message
