"""No statement takes longer because there are more rows of others."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from storage.samples import DIGEST, OLD_DIGEST, key
from support import databases
from waii_server.domain.errors import Kind
from waii_server.domain.model import OrganizationChanges, TenantChanges, UserChanges
from waii_server.storage.database import Database, Transaction
from waii_server.storage.principals import (
    BY_DIGEST,
    BY_DIGESTS,
    BY_PREVIOUS_DIGEST,
    BY_PREVIOUS_DIGESTS,
    BY_USER_ID,
    BY_USER_IDS,
)
from waii_server.storage.statements import Statement

Use = Callable[[Transaction], object]

# Not what is quickest for the few rows that there are, but whether indexes would do for any number.
_INDEXES_ALONE = ("SET LOCAL enable_seqscan = off", "SET LOCAL enable_sort = off")


class _Noting:
    """A driver that notes what it runs."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        self.ran: list[tuple[str, Sequence[object]]] = []

    def execute(self, text: str, values: Sequence[object] = ()) -> Any:
        self.ran.append((text, values))
        return self._driver.execute(text, values)


def _steps(database: Database, use: Use, *, writing: bool) -> list[str]:
    """The steps in which the engine runs the statements that `use` makes of a transaction."""
    backend = database._backend
    with backend.writing() if writing else backend.reading() as work:
        connection, driver = work.connection, work.connection.driver
        connection.driver = noting = _Noting(driver)
        try:
            use(Transaction(work, writing=writing))
        finally:
            connection.driver = driver
        assert noting.ran
        explain = _explained[databases.current()]
        return [step for text, values in noting.ran for step in explain(driver, text, values)]


def _explained_by_sqlite(driver: Any, text: str, values: Sequence[object]) -> Iterator[str]:
    for *_, step in driver.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall():
        yield str(step)


def _explained_by_postgresql(driver: Any, text: str, values: Sequence[object]) -> Iterator[str]:
    for setting in _INDEXES_ALONE:
        driver.execute(setting)
    (((plan,),),) = driver.execute(f"EXPLAIN (FORMAT JSON) {text}", values).fetchall()
    nodes = [plan["Plan"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        # A whole index, or the rows that it finds.
        bounds = node.get("Index Cond") or node.get("Recheck Cond")
        yield f"{node['Node Type']} {node.get('Index Name', '')} ({bounds or 'all'})"


_explained = {
    databases.SQLITE: _explained_by_sqlite,
    databases.POSTGRESQL: _explained_by_postgresql,
}


def _is_bad(step: str) -> bool:
    """Whether a step reads a whole table or index, or sorts."""
    if databases.current() == databases.SQLITE:
        if "TEMP B-TREE" in step:
            return "DISTINCT" not in step
        # An index of super-admins alone has nobody else.
        return step.startswith("SCAN") and "ix_users_super_admin" not in step
    if "Scan" in step and not step.startswith("Subquery Scan"):  # of what another step has found
        return step.endswith("(all)") and "ix_users_super_admin" not in step
    return "Sort" in step


def _list(**filters: str | None) -> Use:
    def use(transaction: Transaction) -> None:
        given = {"org_id": None, "tenant_id": None, "user_id": None} | filters
        transaction.users.list(**given, after="m", limit=10)

    return use


def _events(**filters: str | int) -> Use:
    return lambda transaction: transaction.audit_events.list(after="0.7", limit=10, **filters)


READS: dict[str, Use] = {
    "key by id": lambda t: t.principals.by_key_id("1", 0),
    "principal by user id": lambda t: t.principals.by_user_id("ann"),
    "user": lambda t: t.users.get("ann"),
    "users": _list(),
    "users of an organization": _list(org_id="org-one"),
    "users of a tenant": _list(tenant_id="tenant-one"),
    "users of both": _list(org_id="org-one", tenant_id="tenant-one"),
    "user of an organization": _list(org_id="org-one", user_id="ann"),
    "user of a tenant": _list(tenant_id="tenant-one", user_id="ann"),
    "user by id": _list(user_id="ann"),
    "super-admins": lambda t: t.users.any_super_admin(),
    "roles in an organization": lambda t: t.users.roles_below(Kind.ORGANIZATION, "org-one"),
    "roles in a tenant": lambda t: t.users.roles_below(Kind.TENANT, "tenant-one"),
    "tenant": lambda t: t.tenants.get("tenant-one"),
    "tenants": lambda t: t.tenants.list("org-one", after="m", limit=10),
    "users in a tenant": lambda t: t.tenants.count_users("tenant-one"),
    "organization": lambda t: t.organizations.get("org-one"),
    "organizations": lambda t: t.organizations.list(after="m", limit=10),
    "holdings": lambda t: t.organizations.holdings("org-one"),
    "keys": lambda t: t.access_keys.list("ann"),
    "places of keys": lambda t: t.access_keys.taken("ann"),
    "key by name": lambda t: t.access_keys.get("ann", "key"),
    "old requests": lambda t: t.answered_requests.any_from_before(5),
    "config": lambda t: t.user_configs.get("ann"),
    "events": _events(),
    "events of an organization": _events(org_id="org-one"),
    "events of an actor": _events(actor="ann"),
    "events of a target": _events(target="users/ann"),
    "events of an actor in an organization": _events(org_id="org-one", actor="ann", start=1, end=2),
}
WRITES: dict[str, Use] = {
    "principal, held, by its key": lambda t: t.principals.by_key_id("1", 0),
    "principal, held, by its user": lambda t: t.principals.by_user_id("ann"),
    "super-admin, held": lambda t: t.users.any_super_admin(),
    "update a user": lambda t: t.users.update(UserChanges("ann", name="Ann")),
    "update a tenant": lambda t: t.tenants.update(TenantChanges("tenant-one", name="One")),
    "update an organization": lambda t: t.organizations.update(
        OrganizationChanges("org-one", name="One")
    ),
    "keys, claimed": lambda t: t.principals.claim_keys("ann", ["key", "other"]),
    "user, claimed": lambda t: t.principals.claim(Kind.USER, "ann"),
    "tenant, claimed": lambda t: t.principals.claim(Kind.TENANT, "tenant-one"),
    "organization, claimed": lambda t: t.principals.claim(Kind.ORGANIZATION, "org-one"),
    "rotate a key": lambda t: t.access_keys.rotate(key("ann", "key"), b"1"),
    "seal a key": lambda t: t.access_keys.reseal(key("ann", "key"), b"sealed"),
    "note a request": lambda t: t.answered_requests.add(b"1", b"2", now=5, before=4),
    "keep an answer": lambda t: t.answered_requests.set_answer(b"1", b"answer"),
    "forget requests": lambda t: t.answered_requests.prune(before=5, limit=10),
    "note a key's use": lambda t: t.access_keys.record_use("ann-key", 1),
    "note keys' uses": lambda t: t.access_keys.record_uses({"ann-key": 1}),
    "delete a user": lambda t: t.users.delete("ann"),
    "delete users of an organization": lambda t: t.users.delete_below(Kind.ORGANIZATION, "org-one"),
    "delete users of a tenant": lambda t: t.users.delete_below(Kind.TENANT, "tenant-one"),
    "delete a tenant": lambda t: t.tenants.delete("nothing"),
    "delete tenants of an organization": lambda t: t.tenants.delete_of_organization("nothing"),
    "delete an organization": lambda t: t.organizations.delete("nothing"),
    "delete keys": lambda t: t.access_keys.delete("ann", ["key", "other"]),
    "delete a config": lambda t: t.user_configs.delete("ann", ["k", "other"]),
}


@pytest.mark.parametrize("use", READS.values(), ids=READS)
def test_no_read_goes_through_a_whole_table_or_sorts(shared: Database, use: Use) -> None:
    assert not [step for step in _steps(shared, use, writing=False) if _is_bad(step)]


@pytest.mark.parametrize("use", WRITES.values(), ids=WRITES)
def test_no_write_goes_through_a_whole_table_or_sorts(shared: Database, use: Use) -> None:
    assert not [step for step in _steps(shared, use, writing=True) if _is_bad(step)]


def _assert_good(shared: Database, statement: Statement, **values: object) -> None:
    with shared.read() as transaction:
        connection = transaction._work.connection
        assert len(connection.rows(statement, **values)) == 1
        text, names, _ = statement.compiled(databases.current())
        explain = _explained[databases.current()]
        steps = list(explain(connection.driver, text, [values[name] for name in names]))
    assert steps
    assert not [step for step in steps if _is_bad(step)]


@pytest.mark.only_on("sqlite")
def test_the_look_ups_of_a_call_use_indexes(shared: Database) -> None:
    _assert_good(shared, BY_DIGEST, digest=DIGEST)
    _assert_good(shared, BY_PREVIOUS_DIGEST, digest=OLD_DIGEST)
    _assert_good(shared, BY_USER_ID, user_id="ann")


@pytest.mark.only_on("postgresql")
def test_the_look_ups_of_many_calls_use_indexes(shared: Database) -> None:
    _assert_good(shared, BY_DIGESTS, keys=[DIGEST, b"another"])
    _assert_good(shared, BY_PREVIOUS_DIGESTS, keys=[OLD_DIGEST, b"another"])
    _assert_good(shared, BY_USER_IDS, keys=["ann", "nobody"])


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT id FROM users WHERE name = 'Ann'",
        "SELECT id FROM users WHERE org_id = 'org-one' ORDER BY name",
        "SELECT count(*) FROM users",
        "UPDATE users SET name = 'Ann'",
    ],
)
def test_what_goes_through_a_whole_table_or_sorts_is_noticed(
    shared: Database, statement: str
) -> None:
    steps = _steps(shared, lambda t: t._work.connection.command(statement), writing=True)
    assert [step for step in steps if _is_bad(step)]
