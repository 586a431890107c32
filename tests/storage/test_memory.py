"""What SQLite remembers of keys and users is what the database says, whoever changes it."""

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from storage.samples import DIGEST, fill, key
from support.inspection import change, opened
from waii_server.domain.model import Organization, User, UserChanges
from waii_server.domain.roles import Role
from waii_server.storage.database import Database
from waii_server.storage.sqlite import SQLite
from waii_server.storage.statements import Connection

USERS = ("ann", "bob")
KEYS = ("first", "second")
ROLES = ((), (Role.USER,), (Role.USER, Role.ADMIN_USER))

processes = st.sampled_from(("own", "own", "other"))
users = st.sampled_from(USERS)
keys = st.sampled_from(KEYS)
roles = st.sampled_from(ROLES)


def _digest(user_id: str, name: str) -> bytes:
    return f"{user_id} {name}".encode().ljust(32)


@cache
def _filled() -> bytes:
    """A file with what `fill` makes: made once, where every example begins."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "waii.db"
        database = Database(f"sqlite:///{path}", connections=1, busy_timeout=5)
        fill(database)
        database.close()
        return path.read_bytes()


@dataclass
class _Known:
    """A user as the test knows it: roles, and the names of the keys."""

    roles: tuple[str, ...]
    keys: set[str]


class Memory(RuleBasedStateMachine):
    """Two processes, of which one is asked: the other one has its own connections and memory."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        path = Path(self.directory.name) / "waii.db"
        path.write_bytes(_filled())
        self.databases = {
            process: Database(f"sqlite:///{path}", connections=2, busy_timeout=5)
            for process in ("own", "other")
        }
        self.added = 0
        self.known = {"ann": _Known((Role.USER,), set())}

    def teardown(self) -> None:
        for database in self.databases.values():
            database.close()
        self.directory.cleanup()

    @rule(by=processes, user_id=users, roles=roles)
    def add_user(self, by: str, user_id: str, roles: tuple[str, ...]) -> None:
        with self.databases[by].write() as transaction:
            added = transaction.users.add(User(user_id, "tenant-one", "org-one", roles))
            transaction.commit(None)
        assert added is (user_id not in self.known)
        self.known.setdefault(user_id, _Known(roles, set()))

    @rule(by=processes, user_id=users, name=keys)
    def add_key(self, by: str, user_id: str, name: str) -> None:
        if user_id not in self.known or name in self.known[user_id].keys:
            return
        added = key(user_id, name, _digest(user_id, name))
        with self.databases[by].write() as transaction:
            # The place before is that of the key which `fill` has made.
            transaction.access_keys.add(added, slot=1 + KEYS.index(name))
            transaction.commit(None)
        self.known[user_id].keys.add(name)

    @rule(by=processes)
    def add_something_else(self, by: str) -> None:
        self.added += 1
        with self.databases[by].write() as transaction:
            transaction.organizations.add(Organization(f"org-{self.added}", ""))
            transaction.commit(None)

    @rule(by=processes, user_id=users, roles=roles)
    def change_roles(self, by: str, user_id: str, roles: tuple[str, ...]) -> None:
        with self.databases[by].write() as transaction:
            transaction.users.update(UserChanges(user_id, roles=roles))
            transaction.commit(None)
        if user_id in self.known:
            self.known[user_id].roles = roles

    @rule(by=processes, user_id=users, name=keys)
    def revoke(self, by: str, user_id: str, name: str) -> None:
        with self.databases[by].write() as transaction:
            transaction.access_keys.delete(user_id, [name])
            transaction.commit(None)
        if user_id in self.known:
            self.known[user_id].keys.discard(name)

    @rule(by=processes, user_id=users)
    def delete_user(self, by: str, user_id: str) -> None:
        with self.databases[by].write() as transaction:
            transaction.users.delete(user_id)
            transaction.commit(None)
        self.known.pop(user_id, None)

    @rule(by=processes, user_id=users)
    def change_and_undo(self, by: str, user_id: str) -> None:
        with self.databases[by].write() as transaction:
            transaction.users.delete(user_id)

    @rule()
    def look_up(self) -> None:
        # A rule, not an invariant: what was looked up before several changes is the interesting.
        for user_id in USERS:
            known = self.known.get(user_id)
            for name in KEYS:
                owner, identity = self.databases["own"].key_owner(_digest(user_id, name), user_id)
                assert (identity is not None) == (known is not None)
                assert (owner is not None) == (known is not None and name in known.keys)
                if known is not None:
                    for found in (identity, owner.identity if owner else None):
                        assert found is None or found.roles == known.roles


TestMemory = Memory.TestCase
TestMemory.settings = settings(max_examples=30, stateful_step_count=40, deadline=None)


@pytest.mark.only_on("sqlite")
def test_what_is_remembered_outlives_commits_that_only_add(database: Database, path: Path) -> None:
    before = database.key_owner(DIGEST, "ann")
    with database.write() as transaction:
        transaction.users.add(User("bob", "tenant-one", "org-one", ()))
        transaction.access_keys.add(key("bob", "first", _digest("bob", "first")), slot=0)
        transaction.access_keys.record_use("ann-key", 5)
        transaction.user_configs.put("ann", {"k": b"v"})
        transaction.commit(None)
    after = database.key_owner(DIGEST, "ann")
    assert after[0] is before[0]
    assert after[1] is before[1]
    # Of what others do nothing is known.
    change(path, "INSERT INTO organizations (id, name, variables) VALUES ('new', '', '')")
    again = database.key_owner(DIGEST, "ann")
    assert again == before
    assert again[0] is not before[0]


@pytest.mark.only_on("sqlite")
def test_nothing_is_carried_over_a_commit_of_somebody_else(database: Database, path: Path) -> None:
    """Who comes right after this process has committed, before it looks what has become of it."""
    assert database.key_owner(b"", "ann")[1] is not None
    assert isinstance(database._backend, SQLite)
    with opened(path) as connection:
        committed = database._backend._watch(Connection(connection, "sqlite"))
    change(
        path, "INSERT INTO organizations (id, name, variables) VALUES ('of this process', '', '')"
    )
    change(path, "DELETE FROM users")
    committed()
    assert database.key_owner(b"", "ann") == (None, None)
