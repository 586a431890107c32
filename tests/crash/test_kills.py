"""SIGKILL at any moment: what was acknowledged is there, and nothing is there by half.

A few kills of each kind; `make torture` kills thousands of times.
"""

import random
import threading
from pathlib import Path

import pytest
from crash import first_starts, migrations, outages, reseals, serving
from crash.steps import MAKERS, Step
from crash.stored import Checked, check, stored
from crash.story import Account, Story
from rpc.methods import MUTATIONS
from support import databases
from support.inspection import change
from support.raw import RawClient
from support.server import RunningServer

_SEED = 7


def test_every_method_that_writes_is_called() -> None:
    assert {method.rpartition("/")[2] for method in MUTATIONS} == MAKERS.keys()


@pytest.mark.parametrize(("on", "kills"), [(databases.SQLITE, 3), (databases.POSTGRESQL, 1)])
def test_what_was_acknowledged_survives_every_kill(tmp_path: Path, on: str, kills: int) -> None:
    _require(serving.run(tmp_path, on, _SEED, kills), kills)


def test_a_first_start_that_was_killed_is_made_good_by_a_later_one(tmp_path: Path) -> None:
    _require(first_starts.run(tmp_path, databases.SQLITE, _SEED, 2), 2)


def test_a_migration_that_was_killed_has_done_all_or_nothing(tmp_path: Path) -> None:
    _require(migrations.run(tmp_path, databases.SQLITE, _SEED, 2), 2)


def test_a_reseal_that_was_killed_loses_no_key(tmp_path: Path) -> None:
    _require(reseals.run(tmp_path, databases.SQLITE, _SEED, 2), 2)


@pytest.mark.timeout(300)  # it waits for two engines to recover
def test_replicas_outlive_their_database(tmp_path: Path) -> None:
    _require(outages.run(tmp_path, databases.POSTGRESQL, _SEED, 1), 1)


def _require(checked: Checked, kills: int) -> None:
    assert checked.faults == []
    assert checked.figures["kills"] >= kills


_HARM = (
    # Of a call that is never sent again: those that only look may leave an event, or may not yet.
    (
        "DELETE FROM audit_events WHERE sequence = "
        "(SELECT max(sequence) FROM audit_events WHERE method LIKE '%/CreateUser')"
    ),
    "UPDATE audit_events SET target = 'users/x' WHERE method LIKE '%/CreateUser'",
    "UPDATE audit_events SET request_id = 'x' WHERE method LIKE '%/CreateUser'",
    "DELETE FROM audit_events WHERE method LIKE '%/BatchCreate' AND target LIKE 'users/%'",
    "UPDATE users SET name = 'x' WHERE id = (SELECT max(id) FROM users)",
    "DELETE FROM user_configs WHERE rowid = (SELECT max(rowid) FROM user_configs)",
    "DELETE FROM answered_requests WHERE id = (SELECT max(id) FROM answered_requests)",
    "UPDATE access_keys SET digest = zeroblob(32) WHERE id = (SELECT max(id) FROM access_keys)",
    "INSERT INTO organizations (id, name, variables) VALUES ('x', 'x', x'')",
    "INSERT INTO organizations (id, name, variables) VALUES ('s0:x', 'x', x'')",
    "INSERT INTO tenants (id, name, org_id, variables) VALUES ('s0:x', 'x', 'gone', x'')",
)


def test_what_is_not_as_it_was_left_is_found(fresh_server: RunningServer, tmp_path: Path) -> None:
    account, over, database = Account(), threading.Event(), fresh_server.database_file
    story = Story("s0", random.Random(_SEED), account)
    first = stored(database)

    def look_into(file: Path) -> list[str]:
        checked = Checked()
        check(file, [story], account, first, checked)
        return checked.faults

    def count(_step: Step) -> None:
        if len(account.done) >= 40:
            over.set()

    story.begun, story.wish = count, "BatchCreate"
    with RawClient(fresh_server.address, fresh_server.admin_key) as client:
        story.write(client, over)
        assert look_into(database) == []
        story.look(client)
        assert look_into(database) == []
    rows = dict(story.rows)
    for number, harm in enumerate(_HARM):
        copy = tmp_path / f"{number}.db"
        change(database, "VACUUM INTO ?", str(copy))
        change(copy, harm)
        story.rows = dict(rows)
        assert look_into(copy), harm
