"""Who may do what, rule by rule: the use cases on a database, without what carries calls to them.

What is expected is written down from the specification: `rpc.spec` and the sets below.
"""

import time
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from rpc.spec import API_USER, ORG_ADMIN, PERMISSIONS, SUPER_ADMIN, TRIAL_USER, USER
from support import databases
from unit.house import (
    CALLERS,
    FAR_AHEAD,
    HOUR,
    LONG_AGO,
    ORGS,
    ROLES,
    House,
    not_found,
    outcome,
    told,
)
from waii_server.domain import audit, clock, key_format
from waii_server.domain.errors import (
    Kind,
    PermissionDenied,
    Reason,
    Unauthenticated,
)
from waii_server.domain.model import Organization, Tenant, User, UserChanges
from waii_server.domain.origin import Origin
from waii_server.domain.principal import Identity
from waii_server.domain.roles import Permission, Scope
from waii_server.domain.validation import Violations
from waii_server.services import access, scope
from waii_server.services.access import Question
from waii_server.services.authentication import (
    Authentication,
    PrincipalChanged,
    impersonated,
    read_as,
    require_admitted,
    write_as,
)
from waii_server.services.key_usage import KeyUsage
from waii_server.storage.database import Database

CEILING = "PermissionDenied PERMISSION_CEILING_EXCEEDED"
MISSING = "PermissionDenied PERMISSION_MISSING"
LAST = "FailedPrecondition LAST_SUPER_ADMIN"


# Rule 1: the key.


def test_a_caller_is_who_the_key_belongs_to_limited_to_what_the_key_is(house: House) -> None:
    for name, caller in house.callers.items():
        principal = house.principal(name)
        assert principal.actor is principal.subject
        assert principal.actor.user_id == caller.user_id
        assert (principal.actor.tenant_id, principal.actor.org_id) == ("tenant-m", "org-m")
        assert principal.actor.permissions == caller.holds
        assert (principal.generation, principal.impersonating) == (0, False)


@pytest.mark.parametrize(
    ("expires_at", "good"), [(None, True), (FAR_AHEAD, True), (LONG_AGO, False)]
)
def test_a_key_is_good_until_it_expires(house: House, expires_at: int | None, good: bool) -> None:
    with house.database.write() as transaction:
        key = house.key(
            transaction,
            "org-m-waii-api-user",
            f"{expires_at}",
            expires_at=expires_at,
            slot=len(f"{expires_at}"),
        )
        transaction.commit(None)
    found = outcome(house.authentication.authenticate, key, None, Origin())
    assert found == ("" if good else "Unauthenticated ACCESS_KEY_INVALID")


def test_every_bad_key_is_answered_alike(house: House) -> None:
    for key in ("", "waii_", key_format.generate(), house.callers["admin"].key[:-1]):
        with pytest.raises(Unauthenticated):
            house.authentication.authenticate(key, None, Origin())


@pytest.mark.parametrize("role", ROLES)
def test_the_api_takes_usage_api_of_who_is_not_suspended(role: str) -> None:
    user = Identity("u", "t", "o", (role,))
    denied = "" if "usage:api" in PERMISSIONS[role] else "PermissionDenied API_USAGE_DENIED"
    assert outcome(require_admitted, user) == denied
    suspended = replace(user, suspended=True)
    assert outcome(require_admitted, suspended) == "PermissionDenied SUSPENDED"
    limited = replace(user, scope=frozenset({Permission.READ_USER}))
    assert outcome(require_admitted, limited) == "PermissionDenied API_USAGE_DENIED"


def test_a_mistyped_key_is_refused_without_the_database(tmp_path: Path) -> None:
    empty = Database(databases.database_of(tmp_path), connections=1, busy_timeout=10)
    service = Authentication(empty, KeyUsage(empty))
    good = key_format.generate()
    mistyped = good[:10] + ("a" if good[10] != "a" else "b") + good[11:]
    assert outcome(service.authenticate, mistyped, None, Origin()) == (
        "Unauthenticated ACCESS_KEY_INVALID"
    )
    found = outcome(service.authenticate, good, None, Origin())
    assert found == "Unavailable DATABASE_UNAVAILABLE"
    empty.close()


def test_who_comes_in_by_a_key_has_used_it(own_house: House) -> None:
    caller = own_house.principal("admin")
    own_house.usage.flush()
    with own_house.database.read() as transaction:
        (used,) = transaction.access_keys.list(caller.subject.user_id)
        (unused,) = transaction.access_keys.list(own_house.callers["org-admin"].user_id)
    assert used.last_used_at is not None
    assert unused.last_used_at is None


# Rule 2: impersonation.


def test_impersonation_takes_its_permission_the_scope_and_the_ceiling() -> None:
    for (role, limit), target_role, org_id, suspended in product(
        CALLERS.values(), ROLES, ORGS, (False, True)
    ):
        actor = Identity("actor", "tenant-m", "org-m", (role,), scope=limit)
        target = Identity("target", "t", org_id, (target_role,), suspended=suspended)
        holds = PERMISSIONS[role] if limit is None else PERMISSIONS[role] & limit
        expected = ""
        if "usage:impersonation" not in holds:
            expected = "PermissionDenied IMPERSONATION_DENIED"
        elif org_id != "org-m" and "write:org" not in holds:
            expected = "PermissionDenied IMPERSONATION_TARGET_NOT_FOUND"
        elif suspended:
            expected = "PermissionDenied SUSPENDED"
        elif not PERMISSIONS[target_role] <= holds:
            expected = "PermissionDenied IMPERSONATION_CEILING_EXCEEDED"
        assert outcome(impersonated, actor, "target", target) == expected
        if expected.startswith("PermissionDenied IMPERSONATION_CEILING"):
            with pytest.raises(PermissionDenied) as raised:
                impersonated(actor, "target", target)
            assert raised.value.metadata == {"user_id": "target"}
        if not expected:
            # Whoever acts by a limited key is limited as somebody else too.
            assert impersonated(actor, "target", target) == replace(target, scope=limit)


def test_who_is_foreign_is_refused_like_who_is_absent_and_no_garbage_is_repeated() -> None:
    actor = Identity("actor", "tenant-m", "org-m", (ORG_ADMIN,))
    foreign = Identity("target", "t", "org-a", (USER,))
    told_: list[tuple[str, dict[str, str]]] = []
    for target in (None, foreign):
        with pytest.raises(PermissionDenied) as raised:
            impersonated(actor, "target", target)
        told_.append((raised.value.message, raised.value.metadata))
    assert told_[0] == told_[1]
    assert told_[0][1] == {"user_id": "target"}
    with pytest.raises(PermissionDenied) as raised:
        impersonated(actor, "not an id", None)
    assert raised.value.metadata == {"user_id": ""}
    assert "not an id" not in raised.value.message


def test_the_target_is_read_with_the_key_and_the_subject_counts_from_there_on(house: House) -> None:
    caller = house.callers["org-admin by a limited key"]
    for sent in (None, "not an id", b"org-m-waii-trial-user", "nobody"):
        assert house.authentication.authenticate(caller.key, sent, Origin())[1] is None
    origin = Origin(request_id="r")
    own, target = house.authentication.authenticate(caller.key, "org-m-none", origin)
    assert target is not None
    acting = house.authentication.impersonate(own, "org-m-none", target)
    assert (acting.key_id, acting.generation, acting.actor) == (own.key_id, 0, own.actor)
    assert acting.subject == replace(target, scope=own.actor.scope)
    assert acting.impersonating
    assert acting.origin is origin
    with read_as(house.database, acting) as transaction:
        assert transaction.users.get("org-m-none") is not None


def test_what_cannot_be_an_id_is_not_looked_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []
    look_up = house.database.key_owner

    def key_owner(digest: bytes, target_id: str | None) -> object:
        asked.append(target_id)
        return look_up(digest, target_id)

    monkeypatch.setattr(house.database, "key_owner", key_owner)
    for sent in (None, "", "no id", "a\0", "x" * 129, b"org-m-none"):
        house.authentication.authenticate(house.callers["admin"].key, sent, Origin())
    house.authentication.authenticate(house.callers["admin"].key, "x" * 128, Origin())
    assert asked == [None] * 6 + ["x" * 128]


def test_what_a_call_was_decided_on_must_still_be_so(house: House) -> None:
    own = house.principal("org-admin")
    target = Identity("org-m-none", "tenant-m-weak", "org-m", ())
    acting = house.authentication.impersonate(own, "org-m-none", target)
    stale = [
        replace(own, key_id="gone"),
        replace(own, generation=1),
        replace(own, actor=replace(own.actor, roles=(SUPER_ADMIN,))),
        replace(own, subject=replace(own.subject, org_id="org-a")),
        replace(acting, subject=replace(acting.subject, roles=(USER,))),
        replace(acting, subject=replace(acting.subject, user_id="nobody")),
    ]
    for principal in stale:
        with pytest.raises(PrincipalChanged), read_as(house.database, principal):
            pass
        with pytest.raises(PrincipalChanged), write_as(house.database, principal, "users/x"):
            pass
    for principal in (own, acting):
        with read_as(house.database, principal):
            pass
        with write_as(house.database, principal, "users/x"):
            pass
        assert not principal.origin.recorded  # it was only tried


def test_a_key_that_expires_during_a_call_does_not_outlast_it(
    own_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time_ns()
    with own_house.database.write() as transaction:
        in_an_hour = now // 1000 + HOUR
        key = own_house.key(transaction, "org-m-none", "key", expires_at=in_an_hour)
        transaction.users.update(UserChanges("org-m-none", roles=(API_USER,)))
        transaction.commit(None)
    principal, _ = own_house.authentication.authenticate(key, None, Origin())
    with read_as(own_house.database, principal):
        pass
    monkeypatch.setattr(time, "time_ns", lambda: now + 2 * HOUR * 1000)
    with pytest.raises(PrincipalChanged), read_as(own_house.database, principal):
        pass
    with pytest.raises(PrincipalChanged), write_as(own_house.database, principal, "users/x"):
        pass


# Rules 3 and 4: scope, and ceiling.


@pytest.mark.parametrize("name", CALLERS)
def test_a_user_is_in_scope_and_below_the_ceiling_or_out_of_reach(name: str, house: House) -> None:
    caller = house.callers[name]
    subject = house.principal(name).subject
    with house.database.read() as transaction:
        for target in (*house.users.values(), User("nobody", "t", "org-m", ())):
            there = target.id != "nobody" and caller.sees(target.org_id)
            seen = "" if there else not_found(Kind.USER, target.id)
            changed = seen or ("" if caller.covers(*target.roles) else CEILING)
            own = target.id == caller.user_id
            read = seen if own or "read:user" in caller.holds else MISSING
            assert outcome(scope.user, transaction, subject, target.id) == seen
            assert outcome(scope.changeable_user, transaction, subject, target.id, "do") == changed
            assert outcome(scope.readable_user, transaction, subject, target.id) == read


@pytest.mark.parametrize("name", CALLERS)
def test_what_holds_users_is_as_far_away_as_the_strongest_of_them(name: str, house: House) -> None:
    caller = house.callers[name]
    subject = house.principal(name).subject
    with house.database.read() as transaction:
        for org_id in (*ORGS, "org-none"):
            there = org_id in ORGS and caller.sees(org_id)
            seen = "" if there else not_found(Kind.ORGANIZATION, org_id)
            changed = seen or ("" if caller.covers(*ROLES) else CEILING)
            check = scope.changeable_organization
            assert outcome(scope.organization, transaction, subject, org_id) == seen
            assert outcome(check, transaction, subject, org_id, "do") == changed
            tenant_id = org_id.replace("org", "tenant")
            for held, roles in ((tenant_id, ROLES), (f"{tenant_id}-weak", [USER])):
                seen = "" if there else not_found(Kind.TENANT, held)
                changed = seen or ("" if caller.covers(*roles) else CEILING)
                assert outcome(scope.tenant, transaction, subject, held) == seen
                assert outcome(scope.changeable_tenant, transaction, subject, held, "do") == changed


def test_what_is_in_reach_is_found_as_it_is_stored(house: House) -> None:
    caller = house.principal("super-admin").subject
    with house.database.read() as transaction:
        for org_id in ORGS:
            organization = Organization(org_id, "Org")
            assert scope.organization(transaction, caller, org_id) == organization
            assert scope.changeable_organization(transaction, caller, org_id, "x") == organization
            tenant_id = org_id.replace("org", "tenant")
            tenant = Tenant(tenant_id, "Tenant", org_id)
            assert scope.tenant(transaction, caller, tenant_id) == tenant
            assert scope.changeable_tenant(transaction, caller, tenant_id, "x") == tenant
        for user in house.users.values():
            assert scope.user(transaction, caller, user.id) == user
            assert scope.changeable_user(transaction, caller, user.id, "x") == user
            assert scope.readable_user(transaction, caller, user.id) == user


def test_a_refusal_says_what_cannot_be_done(house: House) -> None:
    subject = house.principal("org-admin").subject
    with house.database.read() as transaction:
        for call, says in (
            (
                lambda: scope.changeable_user(
                    transaction, subject, f"org-m-{SUPER_ADMIN}", "delete"
                ),
                f"you cannot delete user 'org-m-{SUPER_ADMIN}': ",
            ),
            (
                lambda: scope.changeable_tenant(transaction, subject, "tenant-m", "suspend"),
                "you cannot suspend the users of tenant 'tenant-m': ",
            ),
            (
                lambda: scope.changeable_organization(transaction, subject, "org-m", "suspend"),
                "you cannot suspend the users of organization 'org-m': ",
            ),
        ):
            with pytest.raises(PermissionDenied) as raised:
                call()
            assert raised.value.message.startswith(says)
    principal, strong = house.principal("org-admin"), f"org-m-{SUPER_ADMIN}"
    with pytest.raises(PermissionDenied, match=f"^you cannot change user '{strong}': "):
        house.user_cases.update(principal, UserChanges(strong, name="x"), "")
    with pytest.raises(PermissionDenied, match=f"^you cannot delete user '{strong}': "):
        house.user_cases.delete(principal, strong, "")


TARGETS = [f"org-m-{role}" for role in ROLES] + ["org-a-none", "org-z-weak", "nobody"]


@pytest.mark.parametrize("name", CALLERS)
def test_users_are_changed_deleted_and_suspended_by_the_same_rules(name: str, house: House) -> None:
    caller = house.callers[name]
    principal = house.principal(name)
    for user_id in TARGETS:
        target = house.users.get(user_id)
        expected = ""
        if target is None or not caller.sees(target.org_id):
            expected = not_found(Kind.USER, user_id)
        elif not caller.covers(*target.roles):
            expected = CEILING
        changes = UserChanges(user_id, name="New")
        assert outcome(house.user_cases.update, principal, changes, "") == expected
        assert outcome(house.user_cases.delete, principal, user_id, "") == expected
        for suspended in (True, False):
            call = house.suspension.user
            assert outcome(call, principal, user_id, suspended=suspended) == expected
        for roles in ((), (TRIAL_USER,), (ORG_ADMIN,), (SUPER_ADMIN,)):
            granting = UserChanges(user_id, roles=roles)
            granted = expected or ("" if caller.covers(*roles) else CEILING)
            assert outcome(house.user_cases.update, principal, granting, "") == granted


@pytest.mark.parametrize("name", CALLERS)
def test_a_new_user_gets_no_more_than_the_caller_holds(name: str, house: House) -> None:
    caller = house.callers[name]
    principal = house.principal(name)
    for org_id, roles in product(("", *ORGS), ((), *((role,) for role in ROLES))):
        tenant_id = org_id.replace("org", "tenant")
        expected = ""
        if org_id and not caller.sees(org_id):
            expected = not_found(Kind.ORGANIZATION, org_id)
        elif not caller.covers(*(roles or (API_USER,))):
            expected = CEILING
        user = User("new", tenant_id, org_id, roles)
        assert outcome(house.user_cases.create, principal, user) == expected


def test_a_tenant_and_an_organization_have_to_belong_together(house: House) -> None:
    principal = house.principal("super-admin")
    for tenant_id, org_id, expected in (
        ("tenant-a", "org-a", ""),
        ("tenant-a", "org-z", "InvalidArgument FIELDS_INVALID user.org_id"),
        ("tenant-a", "", "InvalidArgument FIELDS_INVALID user.org_id"),  # that is the caller's own
        ("", "org-a", "InvalidArgument FIELDS_INVALID user.org_id"),
        ("tenant-x", "org-a", not_found(Kind.TENANT, "tenant-x")),
        ("tenant-a", "org-x", not_found(Kind.ORGANIZATION, "org-x")),
        ("tenant-a", "org", not_found(Kind.ORGANIZATION, "org")),
    ):
        user = User("new", tenant_id, org_id, ())
        assert outcome(house.user_cases.create, principal, user) == expected
    move = UserChanges("org-m-weak", tenant_id="tenant-a")
    assert outcome(house.user_cases.update, principal, move, "") == ""
    wrong = replace(move, org_id="org-z")
    expected = "InvalidArgument FIELDS_INVALID user.org_id"
    assert outcome(house.user_cases.update, principal, wrong, "") == expected
    org_admin = house.principal("org-admin")
    expected = not_found(Kind.TENANT, "tenant-a")
    assert outcome(house.user_cases.update, org_admin, move, "") == expected


@pytest.mark.parametrize("name", CALLERS)
def test_lists_of_users_end_at_the_scope(name: str, house: House) -> None:
    caller = house.callers[name]
    principal = house.principal(name)

    def listed(org: str = "", tenant: str = "", user: str = "") -> set[str]:
        page = house.user_cases.list(
            principal,
            lookup_org_id=org,
            lookup_tenant_id=tenant,
            lookup_user_id=user,
            size=0,
            token="",
            violations=Violations(),
        )
        return {entry.id for entry in page.entries}

    own = {user.id for user in house.users.values() if user.org_id == "org-m"}
    assert listed() == own
    everywhere = "write:org" in caller.holds
    for org_id in ORGS:
        of_org = {user.id for user in house.users.values() if user.org_id == org_id}
        if caller.sees(org_id):
            assert listed(org=org_id) == of_org
        else:
            refused = outcome(listed, org=org_id)
            assert refused == not_found(Kind.ORGANIZATION, org_id)
        weak = f"{org_id.replace('org', 'tenant')}-weak"
        found = {f"{org_id}-none", f"{org_id}-weak"}
        assert listed(tenant=weak) == (found if everywhere or org_id == "org-m" else set())
        user_id = f"{org_id}-none"
        assert listed(user=user_id) == ({user_id} if everywhere or org_id == "org-m" else set())
        assert listed(tenant=weak, user=f"{org_id}-{USER}") == set()
        other = ORGS[ORGS.index(org_id) - 1]
        if caller.sees(other):
            assert listed(org=other, user=user_id) == set()


@pytest.mark.parametrize("name", CALLERS)
def test_users_are_looked_up_by_themselves_or_with_read_user(name: str, house: House) -> None:
    caller = house.callers[name]
    principal = house.principal(name)
    for user_id in ("", caller.user_id):
        assert house.user_cases.info(principal, user_id) is principal.subject
    for user_id in (*TARGETS, "caller", "not an id"):
        target = house.users.get(user_id)
        expected = ""
        if "read:user" not in caller.holds:
            expected = MISSING
        elif user_id == "not an id":
            expected = "InvalidArgument FIELDS_INVALID user_id"
        elif target is None or not caller.sees(target.org_id):
            expected = not_found(Kind.USER, user_id)
        assert outcome(house.user_cases.info, principal, user_id) == expected
        if not expected and target is not None:
            found = house.user_cases.info(principal, user_id)
            assert (found.user_id, found.tenant_id, found.org_id, found.roles) == target[:4]
            assert (found.name, found.email) == (target.name, target.email)


@pytest.mark.parametrize("name", CALLERS)
def test_tenants_and_organizations_are_suspended_with_all_who_are_in_them(
    name: str, house: House
) -> None:
    caller = house.callers[name]
    principal = house.principal(name)
    for org_id, suspended in product(("org-a", "org-z", "org-none"), (True, False)):
        there = org_id in ORGS and caller.sees(org_id)
        strong = "" if caller.covers(*ROLES) else CEILING
        found = outcome(house.suspension.organization, principal, org_id, suspended=suspended)
        assert found == (strong if there else not_found(Kind.ORGANIZATION, org_id))
        tenant_id = org_id.replace("org", "tenant")
        found = outcome(house.suspension.tenant, principal, tenant_id, suspended=suspended)
        assert found == (strong if there else not_found(Kind.TENANT, tenant_id))


def test_what_is_done_is_done_to_that_one_and_accounted_for(own_house: House) -> None:
    own, database = own_house, own_house.database
    states = dict.fromkeys(("org-a-none", "tenant-a", "org-a"), False)
    for suspended in (True, False):
        for call, target, there in (
            (own.suspension.user, audit.user("org-a-none"), "org-a-none"),
            (own.suspension.tenant, audit.tenant("tenant-a"), "tenant-a"),
            (own.suspension.organization, audit.organization("org-a"), "org-a"),
        ):
            principal = own.principal("super-admin", tried=False)
            call(principal, there, suspended=suspended)
            assert principal.origin.target == target
            assert principal.origin.recorded
            with database.read() as transaction:
                found = (
                    transaction.users.get("org-a-none"),
                    transaction.tenants.get("tenant-a"),
                    transaction.organizations.get("org-a"),
                )
            states[there] = suspended
            assert {one.id: bool(one.suspended) for one in found if one} == states


def test_the_last_super_admin_stays(own_house: House) -> None:
    own = own_house
    for org_id in ORGS:
        own.user_cases.delete(
            own.principal("super-admin", tried=False), f"{org_id}-{SUPER_ADMIN}", ""
        )
    own.user_cases.delete(
        own.principal("super-admin", tried=False),
        own.callers["super-admin by a limited key"].user_id,
        "",
    )
    principal = own.principal("super-admin")
    last = own.callers["super-admin"].user_id
    for call, what in (
        (lambda: own.user_cases.delete(principal, last, ""), f"user {last}"),
        (
            lambda: own.user_cases.update(principal, UserChanges(last, roles=(ORG_ADMIN,)), ""),
            f"user {last}",
        ),
        (lambda: own.suspension.user(principal, last, suspended=True), f"user {last}"),
        (lambda: own.suspension.tenant(principal, "tenant-m", suspended=True), "tenant tenant-m"),
        (
            lambda: own.suspension.organization(principal, "org-m", suspended=True),
            "organization org-m",
        ),
    ):
        assert outcome(call) == f"{LAST} {what}"
    assert outcome(own.user_cases.update, principal, UserChanges(last, name="x"), "") == ""
    # Nor does the last one move to where nobody gets in.
    doing = own.principal("super-admin", tried=False)
    for tenant_id in ("tenant-a", "tenant-z"):
        move = UserChanges(last, tenant_id=tenant_id)
        assert outcome(own.user_cases.update, principal, move, "") == ""
        own.suspension.tenant(doing, tenant_id, suspended=True)
        assert outcome(own.user_cases.update, principal, move, "") == f"{LAST} user {last}"


# The limits of keys.

LIMITS: tuple[Scope | None, ...] = (
    None,
    frozenset({Permission.USAGE_API}),
    frozenset({Permission.USAGE_API, Permission.READ_USER}),
    frozenset({Permission.USAGE_API, Permission.WRITE_ORG}),
)


@pytest.mark.parametrize("name", CALLERS)
def test_a_key_gets_no_more_than_the_key_of_the_call_holds(name: str, house: House) -> None:
    caller = house.callers[name]
    principal = house.principal(name)
    for limit in LIMITS:
        expected = "" if (limit or frozenset()) <= caller.holds else CEILING
        assert outcome(house.keys.create, principal, "new", None, limit) == expected
        if not expected:
            made = house.keys.create(principal, "new", None, limit)
            assert made.key.scope == (limit or principal.subject.scope)
            assert made.text == ""  # it was only tried
    expected = "InvalidArgument FIELDS_INVALID expire_time"
    assert outcome(house.keys.create, principal, "new", LONG_AGO, None) == expected
    assert outcome(house.keys.create, principal, "new", FAR_AHEAD, None) == ""
    taken = f"AlreadyExists ACCESS_KEY_ALREADY_EXISTS access key {name}"
    assert outcome(house.keys.create, principal, name, None, None) == taken


def test_keys_are_rotated_deleted_and_shown_up_to_the_key_of_the_call(own_house: House) -> None:
    whole = own_house.principal("org-admin", tried=False)
    user_id = whole.subject.user_id
    with own_house.database.write() as transaction:
        limit = frozenset({Permission.USAGE_API, Permission.WRITE_ACCESS_KEY})
        text = own_house.key(transaction, user_id, "limited", limit=limit, slot=50)
        transaction.commit(None)
    made = {
        name: own_house.keys.create(whole, name, None, scope_of).text
        for name, scope_of in (
            ("all", None),
            ("same", limit),
            ("less", frozenset({Permission.USAGE_API})),
            ("other", frozenset({Permission.USAGE_API, Permission.READ_USER})),
        )
    }
    limited, _ = own_house.authentication.authenticate(text, None, Origin())

    shown = {one.key.name: one.text for one in own_house.keys.list(limited)}
    assert limited.origin.reveals
    assert {name for name in made if shown[name] == made[name]} == {"same", "less"}
    assert shown["all"] == f"waii_{made['all'][5:9]}…{made['all'][-4:]}"
    for name in ("all", "other"):
        assert outcome(own_house.keys.rotate, limited, name, 0, None) == CEILING
        assert outcome(own_house.keys.delete, limited, [name]) == CEILING
        assert outcome(own_house.keys.delete, limited, ["less", name]) == CEILING
    for name in ("same", "less"):
        turned = own_house.keys.rotate(limited, name, 0, None).text
        assert turned not in ("", made[name])
        assert outcome(own_house.authentication.authenticate, turned, None, Origin()) == ""
    assert outcome(own_house.keys.delete, limited, ["same", "no such key"]) == ""

    everything = {one.key.name: one.text for one in own_house.keys.list(whole)}
    assert everything.keys() == {"org-admin", "limited", "all", "less", "other"}
    assert everything["all"] == made["all"]
    assert outcome(own_house.keys.delete, whole, ["all", "less"]) == ""

    admin = own_house.principal("super-admin", tried=False)
    _, target = own_house.authentication.authenticate(
        own_house.callers["super-admin"].key, user_id, Origin()
    )
    acting = own_house.authentication.impersonate(admin, user_id, target)
    assert all("…" in one.text for one in own_house.keys.list(acting))
    assert not acting.origin.reveals
    missing = not_found(Kind.ACCESS_KEY, "all")
    assert outcome(own_house.keys.rotate, whole, "all", 0, None) == missing


def test_an_old_secret_ends_with_its_overlap_or_with_its_key(own_house: House) -> None:
    caller = own_house.principal("admin", tried=False)
    now = clock.now()
    soon, later = now + HOUR, now + 3 * HOUR
    with own_house.database.write() as transaction:
        user_id = caller.subject.user_id
        # Before the others, which take any slot that is free.
        own_house.key(transaction, user_id, "expired", expires_at=LONG_AGO, slot=1)
        transaction.commit(None)
    for name, expires_at in (("none", None), ("soon", soon), ("later", later)):
        own_house.keys.create(caller, name, expires_at, None)

    def ends(name: str, overlap: int, expires_at: int | None = None) -> tuple[int | None, ...]:
        """When the old secret ends, from now, and when the new one does."""
        key = own_house.keys.rotate(caller, name, overlap, expires_at).key
        assert key.rotated_at is not None
        assert now <= key.rotated_at <= clock.now()
        ended = key.previous_expires_at
        if ended == key.rotated_at + overlap:
            return overlap, key.expires_at
        return ended, key.expires_at

    assert ends("none", 0) == (None, None)
    assert ends("none", 2 * HOUR) == (2 * HOUR, None)
    assert ends("soon", 2 * HOUR) == (soon, soon)
    assert ends("soon", 2 * HOUR, later) == (soon, later)
    assert ends("later", 2 * HOUR) == (2 * HOUR, later)
    assert ends("later", 2 * HOUR, soon) == (soon, soon)
    past = "InvalidArgument FIELDS_INVALID expire_time"
    assert outcome(own_house.keys.rotate, caller, "later", 0, LONG_AGO) == past
    expired = "FailedPrecondition ACCESS_KEY_EXPIRED access key expired"
    assert outcome(own_house.keys.rotate, caller, "expired", HOUR, None) == expired
    assert ends("expired", HOUR, later) == (None, later)


# Decisions that are explained.


@pytest.mark.parametrize("name", CALLERS)
def test_an_explained_decision_is_the_decision(name: str, house: House) -> None:
    caller = house.callers[name]
    principal = house.principal(name)
    for rule, target in product((access.CHANGE_USER, access.DELETE_USER), TARGETS):
        user = house.users.get(target)
        expected = ""
        if "write:user" not in caller.holds:
            expected = MISSING
        elif user is None or not caller.sees(user.org_id):
            expected = not_found(Kind.USER, target)
        elif not caller.covers(*user.roles):
            expected = CEILING
        question = Question("", Permission.WRITE_USER, rule, target, "", ())
        decision = house.access.check(principal, question)
        assert ("" if decision.refusal is None else told(decision.refusal)) == expected
        role = CALLERS[name][0]
        assert decision.granting_roles == ((role,) if "write:user" in caller.holds else ())


def test_a_decision_about_what_would_be_granted_looks_at_the_roles(house: House) -> None:
    principal = house.principal("org-admin")
    for rule, roles, allowed in (
        (access.NEW_USER, (), True),
        (access.NEW_USER, (ORG_ADMIN,), True),
        (access.NEW_USER, (SUPER_ADMIN,), False),
        (access.CHANGE_USER, (SUPER_ADMIN,), False),
        (access.CHANGE_USER, (ORG_ADMIN,), True),
    ):
        question = Question("", Permission.WRITE_USER, rule, "", "", roles)
        assert (house.access.check(principal, question).refusal is None) is allowed
    weak = house.principal("org-admin by a limited key")
    question = Question("", None, access.NEW_USER, "", "", ())
    refusal = house.access.check(weak, question).refusal
    assert refusal is not None
    assert refusal.reason is Reason.PERMISSION_CEILING_EXCEEDED


def test_who_asks_of_oneself_has_been_let_in_and_grants_nothing_unless_asked_to(
    house: House,
) -> None:
    own = house.principal("org-admin")
    _, target = house.authentication.authenticate(
        house.callers["org-admin"].key, "org-m-none", Origin()
    )
    acting = house.authentication.impersonate(own, "org-m-none", target)
    weak = house.principal("org-admin by a limited key")
    about_others = ("org-m-none", "", ())
    for principal, rule, asked in (
        (acting, None, ("", "", ())),  # lacks `usage:api`, and needs none of its own
        (own, None, ("", "", ())),
        (weak, access.READ_USER, about_others),  # holds less than the default role
        (own, access.CHANGE_USER, about_others),
    ):
        question = Question("", None, rule, *asked)
        assert house.access.check(principal, question).refusal is None


def test_an_explained_refusal_is_that_of_the_call(house: House) -> None:
    principal = house.principal("org-admin")
    strong = f"org-m-{SUPER_ADMIN}"
    for rule, target, says in (
        (access.CHANGE_USER, strong, f"you cannot change user {strong!r}: "),
        (access.DELETE_USER, strong, f"you cannot delete user {strong!r}: "),
        (access.SUSPEND_USER, strong, f"you cannot suspend or reactivate user {strong!r}: "),
        (
            access.SUSPEND_TENANT,
            "tenant-m",
            "you cannot suspend or reactivate the users of tenant 'tenant-m': ",
        ),
        (
            access.SUSPEND_ORGANIZATION,
            "org-m",
            "you cannot suspend or reactivate the users of organization 'org-m': ",
        ),
    ):
        refusal = house.access.check(principal, Question("", None, rule, target, "", ())).refusal
        assert refusal is not None
        assert refusal.message.startswith(says)


def test_a_question_about_others_is_about_what_the_caller_sees(house: House) -> None:
    """Each kind of target is looked up as what it is, whatever the other may see."""
    principal = house.principal("org-admin")
    one = f"org-m-{SUPER_ADMIN}"
    for rule, kind, own, foreign in (
        (access.IN_ORGANIZATION, Kind.ORGANIZATION, "org-m", "org-a"),
        (access.IN_TENANT, Kind.TENANT, "tenant-m", "tenant-a"),
        (access.NEW_USER, Kind.TENANT, "tenant-m", "tenant-a"),
        (access.READ_USER, Kind.USER, "org-m-none", "org-a-none"),
        (access.CHANGE_USER, Kind.USER, "org-m-none", "org-a-none"),
        (access.DELETE_USER, Kind.USER, "org-m-none", "org-a-none"),
        (access.SUSPEND_USER, Kind.USER, "org-m-none", "org-a-none"),
        (access.SUSPEND_TENANT, Kind.TENANT, "tenant-m", "tenant-a"),
        (access.SUSPEND_ORGANIZATION, Kind.ORGANIZATION, "org-m", "org-a"),
    ):
        for target in ("", own):
            question = Question(one, None, rule, target, "", ())
            assert house.access.check(principal, question).refusal is None
        question = Question(one, None, rule, foreign, "", ())
        assert outcome(house.access.check, principal, question) == not_found(kind, foreign)


def test_who_asks_about_the_own_id_asks_about_oneself(house: House) -> None:
    for name, caller in house.callers.items():
        principal = house.principal(name)
        question = Question(caller.user_id, Permission.WRITE_USER, None, "", "", ())
        refusal = house.access.check(principal, question).refusal
        assert (refusal is None) is ("write:user" in caller.holds)
        # That is somebody else, though a part of the own id.
        asked = outcome(house.access.require_may_ask, principal, "caller")
        assert asked == ("" if "read:user" in caller.holds else MISSING)
        if "write:org" not in caller.holds:
            found = outcome(house.access.check, principal, replace(question, user_id="caller"))
            assert found == not_found(Kind.USER, "caller")


def test_about_others_asks_who_may_look_them_up_and_only_where_they_may(house: House) -> None:
    for name, caller in house.callers.items():
        principal = house.principal(name)
        may = "read:user" in caller.holds
        assert outcome(house.access.require_may_ask, principal, "") == ""
        own = caller.user_id
        assert outcome(house.access.require_may_ask, principal, own) == ""
        asked = outcome(house.access.require_may_ask, principal, "org-m-none")
        assert asked == ("" if may else MISSING)
    principal = house.principal("org-admin")
    one = f"org-m-{ORG_ADMIN}"
    for user_id, target, impersonate, expected in (
        (one, "org-m-none", "", ""),
        ("org-a-none", "org-m-none", "", not_found(Kind.USER, "org-a-none")),
        (one, "org-a-none", "", not_found(Kind.USER, "org-a-none")),
        (one, "org-m-none", "org-z-none", not_found(Kind.USER, "org-z-none")),
        ("nobody", "", "", not_found(Kind.USER, "nobody")),
    ):
        question = Question(
            user_id, Permission.WRITE_USER, access.DELETE_USER, target, impersonate, ()
        )
        assert outcome(house.access.check, principal, question) == expected
    for user_id, impersonate, reason in (
        ("org-m-none", "", Reason.API_USAGE_DENIED),
        (f"org-m-{API_USER}", "", Reason.PERMISSION_MISSING),
        (one, "org-m-weak", Reason.PERMISSION_MISSING),
        (one, f"org-m-{SUPER_ADMIN}", Reason.IMPERSONATION_CEILING_EXCEEDED),
        (f"org-m-{API_USER}", "org-m-weak", Reason.IMPERSONATION_DENIED),
    ):
        question = Question(user_id, Permission.WRITE_USER, access.DELETE_USER, "", impersonate, ())
        refusal = house.access.check(principal, question).refusal
        assert refusal is not None
        assert refusal.reason is reason
