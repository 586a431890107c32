"""An etag tells one state of a thing from every other."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from waii_server.domain.errors import EtagMismatch, Kind, Reason
from waii_server.domain.etag import etag_of, require_state
from waii_server.domain.model import Organization, Tenant, User

# Few and short: else no two would be alike, or run into each other.
texts = st.text("ab", max_size=2)
ids = st.text("ab", min_size=1, max_size=2)
roles = st.lists(st.sampled_from(["a", "b"]), max_size=2).map(tuple)
blobs = st.sampled_from([b"", b"a", b"\0"])
organizations = st.builds(Organization, ids, ids, blobs, st.booleans())
tenants = st.builds(Tenant, ids, ids, ids, blobs, st.booleans())
users = st.builds(User, ids, ids, ids, roles, texts, texts, blobs, st.booleans())


def shown(entity: Organization | Tenant | User) -> object:
    """What callers see: a user without a name or an address is shown under its id."""
    if isinstance(entity, User):
        return entity._replace(name=entity.name or entity.id, email=entity.email or entity.id)
    return entity


@pytest.mark.parametrize("entities", [organizations, tenants, users], ids=["org", "tenant", "user"])
def test_etags_are_equal_if_and_only_if_the_states_are(
    entities: st.SearchStrategy[Organization | Tenant | User],
) -> None:
    @settings(max_examples=40)
    @given(entities, entities)
    def compared(one: Organization | Tenant | User, other: Organization | Tenant | User) -> None:
        assert (etag_of(one) == etag_of(other)) is (shown(one) == shown(other))

    compared()


USER = User("u", "t", "o", ("waii-user", "waii-api-user"), "Name", "u@x", b"\n\0", suspended=False)


@pytest.mark.parametrize("field", User._fields)
def test_whatever_changes_of_a_user_changes_the_etag(field: str) -> None:
    other: Any = {"roles": ("waii-user",), "variables": b"\n\1", "suspended": True}.get(
        field, "new"
    )
    assert etag_of(USER._replace(**{field: other})) != etag_of(USER)


@pytest.mark.parametrize("field", Tenant._fields)
def test_whatever_changes_of_a_tenant_changes_the_etag(field: str) -> None:
    tenant = Tenant("t", "Name", "o", b"\n\0")
    other: Any = {"variables": b"\n\1", "suspended": True}.get(field, "new")
    assert etag_of(tenant._replace(**{field: other})) != etag_of(tenant)


def test_a_user_without_a_name_is_as_one_that_is_called_by_its_id() -> None:
    # For it is shown so, and may be sent back as it was shown.
    assert etag_of(USER._replace(name="")) == etag_of(USER._replace(name="u"))
    assert etag_of(USER._replace(email="")) == etag_of(USER._replace(email="u"))


def test_an_etag_outlives_the_version_of_the_server_that_made_it() -> None:
    assert etag_of(USER) == "f818f3cf166db5985ce9a06b"
    assert etag_of(USER._replace(suspended=True)) == "2bf5c42324b2c83f56c7eeef"
    assert etag_of(Tenant("t", "Name", "o", b"\n\0")) == "b951a8662d21da2a7c4efa46"
    assert etag_of(Organization("o", "Name")) == "d3d2a12f60f60093d9cfa52b"


def test_a_state_is_required_only_where_an_etag_is_sent() -> None:
    require_state("", Kind.USER, USER)
    require_state(etag_of(USER), Kind.USER, USER)
    for etag in (etag_of(USER)[:-1], etag_of(USER).upper(), "x", " "):
        with pytest.raises(EtagMismatch) as raised:
            require_state(etag, Kind.USER, USER)
        assert raised.value.reason is Reason.ETAG_MISMATCH
        assert (raised.value.kind, raised.value.resource_id) == (Kind.USER, "u")
