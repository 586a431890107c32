"""The database keeps its own promises, whatever the code above it does, on every engine."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from storage.samples import DIGEST, key
from support import databases
from support.inspection import busy, change, damage, dump, rows
from waii_server.domain.errors import Conflict, Kind, Unavailable
from waii_server.domain.model import (
    Organization,
    OrganizationChanges,
    Tenant,
    TenantChanges,
    User,
    UserChanges,
)
from waii_server.storage.access_keys import AccessKeys
from waii_server.storage.database import Database, SchemaMismatch


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("sqlite://", "sqlite:///FILE"),
        ("sqlite:///:memory:", "sqlite:///FILE"),
        ("mysql://h/d", "unsupported"),
        ("nonsense", "malformed"),
        ("://user:hunter2@h/d", "malformed"),
        # What is special in a password was not escaped.
        ("postgresql+psycopg://user:pass@hunter2@h/d", "malformed.*%40"),
        ("postgresql+psycopg://user:pass@word:hunter2@h/d", "malformed"),
        ("postgresql+psycopg://user@h:hunter2/d", "malformed"),
        ("postgresql+psycopg://user@h/d?pasword=hunter2", "option"),
    ],
)
def test_other_databases_are_refused(address: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as refused:
        Database(address, connections=1, busy_timeout=1)
    assert "hunter2" not in str(refused.value)


# Transactions


def test_what_is_not_committed_is_not_there(shared: Database, shared_url: str) -> None:
    before = dump(shared_url)
    with shared.write() as transaction:
        transaction.organizations.add(Organization("lost", "Lost"))
        transaction.users.delete("ann")
    assert dump(shared_url) == before


def test_an_exception_undoes_everything(database: Database, url: str) -> None:
    before = dump(url)

    def fail_half_way() -> None:
        with database.write() as transaction:
            transaction.organizations.add(Organization("lost", "Lost"))
            transaction.users.delete("ann")
            raise KeyError

    with pytest.raises(KeyError):
        fail_half_way()
    assert dump(url) == before
    with database.write() as transaction:  # and the connection is good for the next one
        transaction.organizations.add(Organization("kept", "Kept"))
        transaction.commit(None)
    assert rows(url, "SELECT id FROM organizations WHERE id IN ('lost', 'kept')") == [("kept",)]


def test_what_is_committed_is_there_for_other_connections_at_once(
    database: Database, url: str
) -> None:
    with database.write() as transaction:
        transaction.organizations.add(Organization("kept", "Kept"))
        transaction.commit(None)
        assert rows(url, "SELECT name FROM organizations WHERE id = 'kept'") == [("Kept",)]


def test_a_reader_cannot_write(
    shared: Database, shared_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = dump(shared_url)

    def write() -> None:
        with shared.read() as transaction:
            transaction.organizations.add(Organization("sneaked", "in"))

    with pytest.raises(Unavailable):
        write()
    assert "read-only" in caplog.text.replace("readonly", "read-only")
    assert dump(shared_url) == before


def test_a_reader_sees_one_snapshot(database: Database) -> None:
    with database.read() as reader:
        assert reader.organizations.get("org-one") is not None
        with database.write() as writer:
            writer.organizations.add(Organization("later", "Later"))
            writer.users.delete("ann")
            writer.commit(None)
        assert reader.organizations.get("later") is None
        assert reader.users.get("ann") is not None
        assert reader.principals.by_user_id("ann") is not None
        assert database.key_owner(DIGEST, "ann") == (None, None)  # which is as of now
    with database.read() as reader:
        assert reader.organizations.get("later") is not None
        assert reader.users.get("ann") is None


def test_a_writer_that_waits_too_long_for_somebody_else_is_refused(
    database: Database, url: str
) -> None:
    def delete() -> None:
        with database.write() as transaction:
            transaction.users.delete("ann")
            transaction.commit(None)

    started = time.monotonic()
    with busy(url):
        with pytest.raises(Unavailable):
            delete()
        with database.read() as transaction:  # readers do not wait
            assert transaction.users.get("ann") is not None
        assert database.key_owner(DIGEST, "ann")[0] is not None
    assert 0.2 < time.monotonic() - started < 5
    delete()
    assert rows(url, "SELECT id FROM users") == []


def test_who_waits_too_long_for_a_connection_is_refused(shared: Database) -> None:
    release, entered = threading.Event(), threading.Semaphore(0)

    def hold() -> None:
        with shared.read():
            entered.release()
            release.wait(20)

    holders = [threading.Thread(target=hold) for _ in range(4)]
    for holder in holders:
        holder.start()
    try:
        for _ in holders:
            assert entered.acquire(timeout=20)
        with pytest.raises(Unavailable), shared.read():
            pass
    finally:
        release.set()
        for holder in holders:
            holder.join()
    with shared.read() as transaction:
        assert transaction.users.get("ann") is not None


def test_a_database_without_tables_is_unavailable(url: str) -> None:
    empty = Database(url, connections=1, busy_timeout=0.3)
    with pytest.raises(Unavailable):
        empty.ping()
    empty.migrate()
    empty.ping()
    empty.close()


def test_tables_of_another_version_are_not_served(database: Database, url: str) -> None:
    database.require_schema(migrate=False)
    change(url, "UPDATE alembic_version SET version_num = 'later'")
    with pytest.raises(SchemaMismatch, match="newer"):
        database.require_schema(migrate=True)
    change(url, "DELETE FROM alembic_version")
    with pytest.raises(Unavailable):
        database.ping()


# Look-ups of a call


def test_a_look_up_finds_the_key_with_its_user_and_the_other_user(database: Database) -> None:
    with database.write() as transaction:
        roles = ("waii-user", "waii-api-user")
        transaction.users.add(User("bob", "tenant-two", "org-two", roles, "Bob", "b@x", b"v"))
        transaction.commit(None)
    owner, bob = database.key_owner(DIGEST, "bob")
    assert owner is not None
    assert bob is not None
    assert (owner.key_id, owner.expires_at) == ("ann-key", None)
    assert (owner.identity.user_id, owner.identity.roles) == ("ann", ("waii-user",))
    assert (bob.user_id, bob.tenant_id, bob.org_id) == ("bob", "tenant-two", "org-two")
    assert (bob.roles, bob.name, bob.email) == (roles, "Bob", "b@x")
    assert database.key_owner(DIGEST, None) == (owner, None)
    assert database.key_owner(DIGEST, "nobody") == (owner, None)
    assert database.key_owner(b"another".ljust(32), "bob") == (None, bob)


def test_a_look_up_sees_every_commit_of_every_other_connection(
    database: Database, url: str
) -> None:
    for number in range(30):
        change(url, "UPDATE users SET name = ?", f"name {number}")
        owner, ann = database.key_owner(DIGEST, "ann")
        assert owner is not None
        assert ann is not None
        assert (owner.identity.name, ann.name) == (f"name {number}",) * 2
        again = database.key_owner(DIGEST, "ann")
        assert again == (owner, ann)
        if databases.current() == databases.SQLITE:
            assert again[0] is owner, "from memory, as nothing was committed"
            assert again[1] is ann
    for added in (True, False) * 10:
        if added:
            change(
                url,
                "INSERT INTO users (id, tenant_id, org_id, name, email, variables) "
                "VALUES ('bob', 'tenant-one', 'org-one', '', '', '')",
            )
        else:
            change(url, "DELETE FROM users WHERE id = 'bob'")
        assert (database.key_owner(DIGEST, "bob")[1] is not None) is added
    change(url, "DELETE FROM access_keys")
    assert database.key_owner(DIGEST, None) == (None, None)


def test_no_look_up_is_older_than_its_question(database: Database, url: str) -> None:
    """Threads ask while another one writes: what was committed before is in every answer."""
    committed = 0
    over = threading.Event()
    asked = [0] * 4

    def ask(number: int) -> None:
        while not over.is_set():
            before = committed
            owner, ann = database.key_owner(DIGEST, "ann")
            assert owner is not None
            assert ann is not None
            assert min(int(owner.identity.email or 0), int(ann.email or 0)) >= before
            asked[number] += 1
            time.sleep(0.0003)  # or the one that writes would hardly have a turn

    with ThreadPoolExecutor(len(asked)) as pool:
        asking = [pool.submit(ask, number) for number in range(len(asked))]
        try:
            # On a busy machine, all may be written before each thread had its turns.
            while committed < 60 or (min(asked) <= 10 and not any(one.done() for one in asking)):
                with database.write() as transaction:
                    transaction.users.update(UserChanges("ann", email=str(committed + 1)))
                    transaction.commit(None)
                committed += 1
        finally:
            over.set()
        for one in asking:
            one.result()
        assert min(asked) > 10
    assert rows(url, "SELECT email FROM users") == [(str(committed),)]


# Constraints

KEY_ROW = "INSERT INTO access_keys (id, user_id, name, slot, digest, hint, created_at) VALUES "
USER_ROW = "INSERT INTO users (id, tenant_id, org_id, name, email, variables) VALUES "
SAME_KEY = KEY_ROW.replace("VALUES", "SELECT 'k2', 'ann', 'n', 1, digest, '', 1 FROM access_keys")
UNIQUE, NOT_NULL, FOREIGN, CHECK = "unique constraint", "not null", "foreign key", "check"

IMPOSSIBLE = {
    "a user of an organization that is not its tenant's": (
        USER_ROW + "('bob', 'tenant-one', 'org-two', '', '', '')",
        FOREIGN,
    ),
    "a user without a tenant": (USER_ROW + "('bob', 'nothing', 'org-one', '', '', '')", FOREIGN),
    "a user that moves to a tenant of another organization": (
        "UPDATE users SET tenant_id = 'tenant-two' WHERE id = 'ann'",
        FOREIGN,
    ),
    "a user that changes its organization alone": ("UPDATE users SET org_id = 'org-two'", FOREIGN),
    "a user twice": (USER_ROW + "('ann', 'tenant-two', 'org-two', '', '', '')", UNIQUE),
    "a user with no roles, not even none": ("UPDATE users SET roles = NULL", NOT_NULL),
    "a tenant without an organization": (
        "INSERT INTO tenants (id, name, org_id, variables) VALUES ('t', 't', 'nothing', '')",
        FOREIGN,
    ),
    "a tenant twice": (
        (
            "INSERT INTO tenants (id, name, org_id, variables) "
            "VALUES ('tenant-one', 't', 'org-two', '')"
        ),
        UNIQUE,
    ),
    "a tenant that takes its users to another organization": (
        "UPDATE tenants SET org_id = 'org-two' WHERE id = 'tenant-one'",
        FOREIGN,
    ),
    "an organization twice": (
        "INSERT INTO organizations (id, name, variables) VALUES ('org-one', 'o', '')",
        UNIQUE,
    ),
    "an organization without an id": (
        "INSERT INTO organizations (id, name, variables) VALUES (NULL, 'o', '')",
        NOT_NULL,
    ),
    "a deleted organization with tenants": (
        "DELETE FROM organizations WHERE id = 'org-two'",
        FOREIGN,
    ),
    "a deleted tenant with users": ("DELETE FROM tenants WHERE id = 'tenant-one'", FOREIGN),
    "a key of nobody": (KEY_ROW + "('k2', 'nobody', 'n', 1, '2', '', 1)", FOREIGN),
    "a key's name twice": (KEY_ROW + "('k2', 'ann', 'key', 1, '2', '', 1)", UNIQUE),
    "a key twice": (SAME_KEY, UNIQUE),
    "a key without a digest": (KEY_ROW + "('k2', 'ann', 'n', 1, NULL, '', 1)", NOT_NULL),
    "a key in the place of another": (KEY_ROW + "('k2', 'ann', 'n', 0, '2', '', 1)", UNIQUE),
    "a key too many": (KEY_ROW + "('k2', 'ann', 'n', 100, '2', '', 1)", CHECK),
    "a key before the first": (KEY_ROW + "('k2', 'ann', 'n', -1, '2', '', 1)", CHECK),
    "a config of nobody": ("INSERT INTO user_configs VALUES ('nobody', 'k', '')", FOREIGN),
    "a config key twice": ("INSERT INTO user_configs VALUES ('ann', 'k', '')", UNIQUE),
}


@pytest.mark.parametrize(("statement", "constraint"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_the_database_itself_refuses(
    shared: Database, shared_url: str, statement: str, constraint: str
) -> None:
    before = dump(shared_url)

    def do_it() -> None:
        with shared.write() as transaction:
            transaction._work.connection.command(statement)
            transaction.commit(None)

    with pytest.raises(Conflict) as refused:
        do_it()
    assert constraint in str(refused.value.__cause__).lower().replace("not-null", "not null")
    assert dump(shared_url) == before


def test_a_violated_constraint_is_logged_without_its_values(
    shared: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    def add() -> None:
        with shared.write() as transaction:
            transaction.users.add(User("secret-id", "tenant-one", "org-two", (), "Secret Name"))
            transaction.commit(None)

    with pytest.raises(Conflict):
        add()
    assert "a constraint was violated" in caplog.text
    assert "secret" not in caplog.text.lower()
    assert "tenant-one" not in caplog.text


def test_what_is_there_already_is_not_added(shared: Database, shared_url: str) -> None:
    before = dump(shared_url)
    with shared.write() as transaction:
        assert not transaction.organizations.add(Organization("org-one", "Other"))
        assert not transaction.tenants.add(Tenant("tenant-one", "Other", "org-two"))
        assert not transaction.users.add(User("ann", "tenant-two", "org-two", (), "Other"))
        transaction.commit(None)
    assert dump(shared_url) == before


def test_a_deleted_user_takes_keys_and_config_along(database: Database, url: str) -> None:
    with database.write() as transaction:
        transaction.users.delete("ann")
        transaction.commit(None)
    stored = dump(url)
    for table in ("users", "access_keys", "user_configs"):
        assert stored[table] == []
    assert damage(url) == []


def test_users_are_deleted_with_what_holds_them_and_no_others(database: Database, url: str) -> None:
    with database.write() as transaction:
        transaction.tenants.add(Tenant("tenant-three", "three", "org-one"))
        for user_id, tenant_id, org_id in (
            ("bob", "tenant-three", "org-one"),
            ("cem", "tenant-two", "org-two"),
        ):
            transaction.users.add(User(user_id, tenant_id, org_id, ("waii-user",)))
        transaction.commit(None)
    for kind, holder_id, left in (
        (Kind.TENANT, "tenant-one", ["bob", "cem"]),
        (Kind.ORGANIZATION, "org-one", ["cem"]),
    ):
        with database.write() as transaction:
            transaction.users.delete_below(kind, holder_id)
            transaction.commit(None)
        assert rows(url, "SELECT id FROM users ORDER BY id") == [(user_id,) for user_id in left]


# What an update writes


def test_an_update_touches_the_given_fields_of_the_given_row_alone(
    database: Database, url: str
) -> None:
    with database.write() as transaction:
        bob = User("bob", "tenant-one", "org-one", ("waii-user",), "Bob", "b@x", b"v")
        transaction.users.add(bob)
        transaction.users.update(UserChanges("ann", name="Ann"))
        transaction.users.update(UserChanges("bob", email="", roles=()))
        transaction.tenants.update(TenantChanges("tenant-one"))
        transaction.organizations.update(OrganizationChanges("org-one", variables=b"{}"))
        transaction.commit(None)
    with database.read() as transaction:
        ann = User("ann", "tenant-one", "org-one", ("waii-user",), "Ann")
        assert transaction.users.get("ann") == ann
        assert transaction.users.get("bob") == bob._replace(email="", roles=())
    assert rows(url, "SELECT name FROM tenants ORDER BY id") == [("one",), ("two",)]
    found = rows(url, "SELECT id, name, variables FROM organizations ORDER BY id")
    assert found == [("org-one", "one", b"{}"), ("org-two", "two", b"")]


def test_a_user_moves_with_all_that_it_has(database: Database, url: str) -> None:
    with database.write() as transaction:
        transaction.users.update(UserChanges("ann", tenant_id="tenant-two", org_id="org-two"))
        transaction.commit(None)
    assert rows(url, "SELECT id, tenant_id, org_id FROM users") == [
        ("ann", "tenant-two", "org-two")
    ]
    assert len(dump(url)["access_keys"]) == len(dump(url)["user_configs"]) == 1


def test_what_is_stored_comes_back_as_it_was(database: Database) -> None:
    name, variables = "  \N{SNOWMAN}\N{PILE OF POO} 'quoted' \\ \"%s\" $1 ?\t", bytes(range(256))
    stored = key("ann", name, b"\0" * 32)
    with database.write() as transaction:
        transaction.users.update(UserChanges("ann", name=name, variables=variables))
        transaction.access_keys.add(stored, slot=7)
        transaction.user_configs.put("ann", {name: variables, "k": b""})
        transaction.commit(None)
    with database.read() as transaction:
        ann = transaction.users.get("ann")
        assert ann is not None
        assert (ann.name, ann.variables) == (name, variables)
        assert stored in transaction.access_keys.list("ann")
        assert transaction.access_keys.taken("ann") == {"key": 0, name: 7}
        assert transaction.user_configs.get("ann") == {name: variables, "k": b""}


@pytest.mark.parametrize(
    "record",
    [
        lambda keys, used_at: keys.record_use("ann-key", used_at),
        lambda keys, used_at: keys.record_uses({"ann-key": used_at, "gone": 1}),
    ],
    ids=["one", "many"],
)
def test_the_time_of_a_keys_last_use_never_moves_back(
    database: Database, url: str, record: Callable[[AccessKeys, int], object]
) -> None:
    for used_at, stored in ((5, 5), (3, 5), (9, 9)):
        with database.write() as transaction:
            assert not record(transaction.access_keys, used_at)
            transaction.commit(None)
        assert rows(url, "SELECT last_used_at FROM access_keys") == [(stored,)]


def test_ids_compare_and_order_byte_by_byte(database: Database) -> None:
    with database.write() as transaction:
        for org_id in ("b", "B", "a", "a-", "a.", "a1", "A"):
            transaction.organizations.add(Organization(org_id, "O"))
        transaction.commit(None)
    with database.read() as transaction:
        listed = [one.id for one in transaction.organizations.list(after="", limit=99)]
        assert listed == sorted(listed)
        assert {"a", "A", "b", "B"} < set(listed)
        assert transaction.organizations.get("ORG-ONE") is None
