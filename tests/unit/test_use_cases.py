"""What is done is accounted for, what is tried is undone, and what is repeated is done once."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from rpc.spec import ORG_ADMIN, SUPER_ADMIN
from support.inspection import rows
from unit.house import FAR_AHEAD, House, outcome
from waii_server.domain import audit, key_format
from waii_server.domain.errors import DomainError
from waii_server.domain.model import User, UserChanges
from waii_server.domain.origin import Origin, RepeatableRequest
from waii_server.domain.principal import Principal
from waii_server.domain.roles import Permission
from waii_server.domain.validation import Violations
from waii_server.services.access_keys import AccessKeys
from waii_server.services.key_ring import KeyRing
from waii_server.services.repetition import AlreadyAnswered
from waii_server.services.sealed_keys import Reveal, SealedKeys, ShownKey

Do = Callable[[House, Principal], object]
OWN_KEY = audit.access_key("caller-0", "super-admin")
WEAK = UserChanges("org-a-weak", name="N", roles=(ORG_ADMIN,))

CHANGES: dict[str, tuple[Do, str, str, tuple[str, ...]]] = {
    "create a user": (
        lambda house, who: house.user_cases.create(who, User("new", "tenant-a", "org-a", ())),
        *("users/new", "org-a", ()),
    ),
    "change a user": (
        lambda house, who: house.user_cases.update(who, WEAK, ""),
        *("users/org-a-weak", "org-a", ("name", "roles")),
    ),
    "move a user": (
        lambda house, who: house.user_cases.update(
            who, UserChanges("org-a-weak", tenant_id="tenant-z"), ""
        ),
        *("users/org-a-weak", "org-a", ("tenant_id",)),
    ),
    "delete a user": (
        lambda house, who: house.user_cases.delete(who, "org-a-weak", ""),
        *("users/org-a-weak", "org-a", ()),
    ),
    "suspend a user": (
        lambda house, who: house.suspension.user(who, "org-a-weak", suspended=True),
        *("users/org-a-weak", "org-a", ("suspended",)),
    ),
    "suspend a tenant": (
        lambda house, who: house.suspension.tenant(who, "tenant-a", suspended=True),
        *("tenants/tenant-a", "org-a", ("suspended",)),
    ),
    "suspend an organization": (
        lambda house, who: house.suspension.organization(who, "org-a", suspended=True),
        *("organizations/org-a", "org-a", ("suspended",)),
    ),
    "create a key": (
        lambda house, who: house.keys.create(who, "new", None, None),
        *(audit.access_key("caller-0", "new"), "org-m", ()),
    ),
    "rotate a key": (
        lambda house, who: house.keys.rotate(who, "super-admin", 0, None),
        *(OWN_KEY, "org-m", ("access_key",)),
    ),
    "rotate a key for longer": (
        lambda house, who: house.keys.rotate(who, "super-admin", 0, FAR_AHEAD),
        *(OWN_KEY, "org-m", ("access_key", "expire_time")),
    ),
    "delete keys": (
        lambda house, who: house.keys.delete(who, ["super-admin", "none"]),
        *(audit.access_keys("caller-0"), "org-m", ("super-admin", "none")),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_one_event_and_what_is_tried_is_none(change: str, own_house: House) -> None:
    do, target, org_id, changed = CHANGES[change]
    do(own_house, own_house.principal("super-admin"))
    assert own_house.events() == []
    do(own_house, own_house.principal("super-admin", tried=False))  # as if nothing had been done
    (event,) = own_house.events()
    assert (event.target, event.org_id, event.changed) == (target, org_id, changed)
    assert (event.actor, event.subject) == ("caller-0", "caller-0")
    assert (event.request_id, event.method, event.code, event.reason) == ("r", "m", "OK", "")
    assert not event.validate_only


def test_what_is_listed_is_named(house: House) -> None:
    principal = house.principal("org-admin")
    house.keys.list(principal)
    assert principal.origin.target == audit.access_keys(principal.subject.user_id)


# Users


def test_an_id_is_given_once(house: House) -> None:
    principal = house.principal("super-admin")
    for taken in ("org-a-weak", "org-m-weak"):
        found = outcome(house.user_cases.create, principal, User(taken, "", "", ()))
        assert found == f"AlreadyExists USER_ALREADY_EXISTS user {taken}"


def test_a_user_is_changed_and_deleted_in_the_state_of_the_etag(house: House) -> None:
    principal = house.principal("super-admin")
    stale = "EtagMismatch ETAG_MISMATCH user org-a-weak"
    assert outcome(house.user_cases.update, principal, WEAK, "stale") == stale
    assert outcome(house.user_cases.delete, principal, "org-a-weak", "stale") == stale


@pytest.mark.parametrize("tenant_id", ["tenant-a", "tenant-m-weak", "tenant-z"])
def test_keys_of_a_user_who_moves_are_shown_as_before(own_house: House, tenant_id: str) -> None:
    own = own_house.principal("admin", tried=False)
    made = own_house.keys.create(own, "new", None, None)
    user_id = own.subject.user_id
    mover = own_house.principal("super-admin", tried=False)
    own_house.user_cases.update(mover, UserChanges(user_id, tenant_id=tenant_id), "")
    moved, _ = own_house.authentication.authenticate(made.text, None, Origin())
    assert moved.subject.tenant_id == tenant_id
    assert moved.subject.org_id == tenant_id.replace("tenant", "org").removesuffix("-weak")
    shown = {one.key.name: one.text for one in own_house.keys.list(moved)}
    assert shown["new"] == made.text


def test_a_page_goes_on_in_the_list_of_the_same_question(house: House) -> None:
    def page(who: str, token: str = "", **filters: str) -> str:
        """The token of the next page, or how this one is refused."""
        named = {f"lookup_{name}_id": filters.get(name, "") for name in ("org", "tenant", "user")}

        def listed() -> str:
            found = house.user_cases.list(
                house.principal(who), size=1, token=token, violations=Violations(), **named
            )
            return found.next_page_token

        refused = outcome(listed)
        return refused or listed()

    foreign = "InvalidArgument FIELDS_INVALID page_token"
    questions: list[dict[str, str]] = [
        {},
        {"org": "org-a"},
        {"org": "org-z"},
        {"tenant": "tenant-a"},
        {"tenant": "tenant-m"},
        {"org": "org-a", "tenant": "tenant-a"},
    ]
    tokens = [page("super-admin", **question) for question in questions]
    for index, token in enumerate(tokens):
        for other, question in enumerate(questions):
            again = page("super-admin", token, **question)
            assert (again == foreign) is (index != other), (again, question)
    assert page("super-admin", tokens[0], user="org-m-none") == foreign
    # Somebody of the same organization asks the same; somebody of another does not.
    own = page("org-admin")
    assert page("super-admin", own) != foreign
    assert page("org-admin", own, user="org-m-none") == foreign
    with house.database.write() as transaction:
        key = house.key(transaction, "org-a-" + SUPER_ADMIN, "lists")
        transaction.commit(None)
    other_admin, _ = house.authentication.authenticate(key, None, Origin(validate_only=True))
    asked = {"lookup_org_id": "org-a", "lookup_tenant_id": "", "lookup_user_id": ""}
    found = outcome(
        house.user_cases.list,
        other_admin,
        size=1,
        token=tokens[1],
        violations=Violations(),
        **asked,
    )
    assert found == foreign


# Keys


def test_a_user_has_so_many_keys(own_house: House) -> None:
    principal = own_house.principal("admin")
    with own_house.database.write() as transaction:
        for slot in range(1, 100):
            own_house.key(transaction, principal.subject.user_id, f"{slot}", slot=slot)
        transaction.commit(None)
    with pytest.raises(DomainError) as raised:
        own_house.keys.create(principal, "one more", None, None)
    assert raised.value.reason.name == "ACCESS_KEY_LIMIT_EXCEEDED"
    assert raised.value.metadata == {"limit": "100"}
    assert raised.value.message == "a user has at most 100 access keys"


def test_an_old_secret_is_known_while_it_works(own_house: House) -> None:
    old = own_house.callers["admin"].key
    for overlap, works in ((1_000_000_000, True), (0, False)):
        principal = own_house.principal("admin", tried=False)
        key = own_house.keys.rotate(principal, "admin", overlap, None)
        assert (outcome(own_house.authentication.authenticate, old, None, Origin()) == "") is works
        kept = rows(own_house.url, "SELECT previous_digest FROM access_keys WHERE name = 'admin'")
        assert kept == [(key_format.digest(old) if works else None,)]
        old = key.text
        own_house.callers["admin"] = replace(own_house.callers["admin"], key=old)


# Requests that are repeated

REQUEST = RepeatableRequest("chosen", b"body")
ANOTHER = RepeatableRequest("chosen", b"other body")
REUSED = "InvalidArgument REQUEST_ID_REUSED request_id"

SHOWN: dict[str, Callable[[AccessKeys, Principal], ShownKey]] = {
    "create": lambda keys, who: keys.create(who, "new", None, frozenset({Permission.USAGE_API})),
    "rotate": lambda keys, who: keys.rotate(who, "other", 0, None),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_repeated_request_is_answered_as_before_and_done_once(
    name: str, own_house: House
) -> None:
    make, keys = SHOWN[name], own_house.keys
    keys.create(own_house.principal("admin", tried=False), "other", None, None)
    before = len(own_house.events())

    def asking(request: RepeatableRequest, *, tried: bool = False) -> Principal:
        return own_house.principal("admin", tried=tried, repeatable=request)

    tried = asking(REQUEST, tried=True)
    assert make(keys, tried).text == ""
    first = make(keys, asking(REQUEST))
    again = asking(REQUEST)
    answered = make(keys, again)
    assert answered.text == first.text
    assert (answered.key.id, answered.key.name) == (first.key.id, first.key.name)
    assert answered.key.scope == first.key.scope
    assert again.origin.reveals
    assert len(own_house.events()) == before + 1
    asks = asking(REQUEST, tried=True)
    assert make(keys, asks).text == ""
    assert not asks.origin.reveals
    assert outcome(make, keys, asking(ANOTHER)) == REUSED
    # By a server whose ring lacks the key that sealed the answer.
    other = SealedKeys(KeyRing({"b": b"o" * 32}, "b"), Reveal.ALWAYS)
    assert outcome(make, AccessKeys(own_house.database, other), asking(REQUEST)) == REUSED


def test_a_repeated_request_that_answers_nothing_is_done_once(own_house: House) -> None:
    def create(request: RepeatableRequest) -> None:
        principal = own_house.principal("super-admin", tried=False, repeatable=request)
        own_house.user_cases.create(principal, User("new", "", "", ()))

    create(REQUEST)
    with pytest.raises(AlreadyAnswered):
        create(REQUEST)
    assert outcome(create, ANOTHER) == REUSED
    assert len(own_house.events()) == 1
    taken = "AlreadyExists USER_ALREADY_EXISTS user new"
    assert outcome(create, RepeatableRequest("another", b"body")) == taken
