"""Who makes a call, and as whom: scope, ceiling, the limits of a key, and what is accounted for."""

from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest
from rpc.spec import API_USER, ORG_ADMIN, PERMISSIONS, SUPER_ADMIN, TRIAL_USER
from waii_server.domain.audit import AuditEvent
from waii_server.domain.clock import now
from waii_server.domain.errors import PermissionDenied, Reason
from waii_server.domain.origin import Origin, RepeatableRequest
from waii_server.domain.principal import Identity, Principal
from waii_server.domain.roles import Permission, Scope

ROLES = list(PERMISSIONS)
USAGE = frozenset({Permission.USAGE_API})
READERS = frozenset({Permission.USAGE_API, Permission.READ_USER})
OWNERS = frozenset({Permission.USAGE_API, Permission.WRITE_ORG})
SCOPES: tuple[Scope | None, ...] = (None, frozenset(), USAGE, READERS, OWNERS)
each_scope = pytest.mark.parametrize("scope", SCOPES, ids=["any", "none", "usage", "read", "own"])


def user(*roles: str, scope: Scope | None = None) -> Identity:
    return Identity("user-m", "tenant-m", "org-m", roles, scope=scope)


@each_scope
@pytest.mark.parametrize("role", ROLES)
def test_one_may_do_what_both_the_roles_and_the_key_allow(role: str, scope: Scope | None) -> None:
    allowed = PERMISSIONS[role] if scope is None else PERMISSIONS[role] & scope
    caller = user(role, scope=scope)
    assert caller.permissions == allowed
    for permission in Permission:
        if permission in allowed:
            caller.require(permission, "this needs")
            continue
        with pytest.raises(PermissionDenied) as raised:
            caller.require(permission, "this needs")
        assert raised.value.reason is Reason.PERMISSION_MISSING
        assert raised.value.metadata == {"permission": permission}
        assert raised.value.message == f"this needs the permission {permission}"


def test_a_refusal_has_the_reason_of_the_rule_that_refuses() -> None:
    with pytest.raises(PermissionDenied) as raised:
        user().require(Permission.USAGE_API, "the API needs", Reason.API_USAGE_DENIED)
    assert raised.value.reason is Reason.API_USAGE_DENIED


@each_scope
@pytest.mark.parametrize("role", ROLES)
def test_the_scope_is_ones_own_organization_or_with_write_org_every_one(
    role: str, scope: Scope | None
) -> None:
    caller = user(role, scope=scope)
    everywhere = role == SUPER_ADMIN and scope in {None, OWNERS}
    assert caller.is_super_admin is everywhere
    for org_id in ("org-a", "org-m", "org-z", "", "org-m "):
        assert caller.reaches(org_id) is (everywhere or org_id == "org-m")


@each_scope
def test_the_ceiling_is_what_one_may_do_oneself(scope: Scope | None) -> None:
    for role, granted in product(ROLES, combinations(ROLES, 2)):
        allowed = PERMISSIONS[role] if scope is None else PERMISSIONS[role] & scope
        needed = PERMISSIONS[granted[0]] | PERMISSIONS[granted[1]]
        assert user(role, scope=scope).covers(granted) is (needed <= allowed)


def test_everybody_covers_their_own_roles_and_those_that_hold_nothing() -> None:
    for role in ROLES:
        assert user(role).covers((role,))
        assert user(role).covers(())
        assert user(role).covers(("no role",))


def test_a_limited_key_gets_hold_of_no_key_that_can_do_more() -> None:
    for own, other in product(SCOPES, SCOPES):
        expected = own is None or (other is not None and other <= own)
        assert user(SUPER_ADMIN, scope=own).reaches_as_far_as(other) is expected, (own, other)


def test_a_key_limits_its_user_and_changes_nothing_else_of_them() -> None:
    whole = Identity("u", "t", "o", (ORG_ADMIN,), "Name", "a@b", suspended=True)
    limited = whole.limited_to(READERS)
    assert limited == Identity(
        "u", "t", "o", (ORG_ADMIN,), "Name", "a@b", suspended=True, scope=READERS
    )
    assert limited.permissions == READERS
    assert whole.limited_to(None) == whole
    assert limited.limited_to(None) == whole
    assert limited.limited_to(USAGE) != limited


def test_of_a_user_nothing_is_known_unless_it_is_said() -> None:
    bare = user(API_USER)
    assert (bare.name, bare.email, bare.suspended, bare.scope) == ("", "", False, None)


def test_a_principal_is_the_same_only_if_every_fact_is() -> None:
    actor, subject = user(SUPER_ADMIN), replace(user(TRIAL_USER), user_id="user-s")
    one = Principal("key", 3, actor, subject, impersonating=True)
    assert one == Principal("key", 3, actor, subject, impersonating=True)
    facts: dict[str, Any] = {
        "key_id": "other",
        "generation": 4,
        "actor": subject,
        "subject": actor,
        "impersonating": False,
    }
    for name, value in facts.items():
        assert replace(one, **{name: value}) != one
    changed: dict[str, Any] = {
        "user_id": "x",
        "tenant_id": "x",
        "org_id": "x",
        "roles": (API_USER,),
        "name": "x",
        "email": "x",
        "suspended": True,
        "scope": USAGE,
    }
    for name, value in changed.items():
        # A change of either of them while the call runs has it decided anew.
        assert replace(one, actor=replace(actor, **{name: value})) != one
        assert replace(one, subject=replace(subject, **{name: value})) != one


def test_which_call_it_is_makes_no_other_principal() -> None:
    one = Principal("key", 0, user(), user())
    assert replace(one, origin=Origin(request_id="r", target="t")) == one
    assert not one.impersonating
    assert one.origin == Origin()
    assert "origin" not in repr(one)


ORIGIN = Origin(
    request_id="request",
    method="UserService/CreateUser",
    peer=lambda: "ipv4:192.0.2.1:1",
    target="users/x",
    validate_only=True,
)


def test_an_event_says_who_did_what_as_whom() -> None:
    acting = Principal(
        "key", 0, user(SUPER_ADMIN), replace(user(), user_id="subject"), True, ORIGIN
    )
    before = now()
    event = acting.did("org-x", ["name", "roles"])
    assert before <= event.time <= now()
    assert event == AuditEvent(
        time=event.time,
        request_id="request",
        method="UserService/CreateUser",
        actor="user-m",
        subject="subject",
        key_id="key",
        peer="ipv4:192.0.2.1:1",
        target="users/x",
        org_id="org-x",
        code="OK",
        reason="",
        changed=("name", "roles"),
        validate_only=True,
    )


def test_an_event_of_a_refusal_names_its_reason_and_whom_it_was_to_act_as() -> None:
    own = Principal("key", 0, user(), user(), origin=Origin())
    refused = own.event(org_id="org-m", code="PERMISSION_DENIED", subject="other", reason="WHY")
    assert (refused.subject, refused.code, refused.reason) == ("other", "PERMISSION_DENIED", "WHY")
    assert (refused.changed, refused.validate_only, refused.peer) == ((), False, "")
    done = own.did("org-m")
    assert (done.subject, done.actor, done.changed) == ("user-m", "user-m", ())


def test_of_a_call_nothing_is_known_unless_it_is_said() -> None:
    bare = Origin()
    assert bare.peer() == ""
    assert (bare.request_id, bare.method, bare.target) == ("", "", "")
    assert (bare.recorded, bare.reveals, bare.validate_only) == (False, False, False)
    assert bare.repeatable is None


def test_the_id_that_locks_a_kept_answer_is_not_printed() -> None:
    assert "secret" not in repr(RepeatableRequest("secret", b"body"))
