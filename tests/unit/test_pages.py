"""Page tokens: opaque, bound to the request that made them."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from waii_server.domain.errors import InvalidArgument
from waii_server.domain.validation import Violations
from waii_server.services.pages import Pages

PAGES = Pages(b"k" * 32, 3 * 1024 * 1024)
REQUEST = ("users", "org", "", "")
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)


@dataclass(frozen=True)
class Entry:
    id: str
    variables: bytes = b""


@given(st.lists(texts, max_size=5), texts)
def test_a_token_continues_behind_the_id_that_it_was_made_for(bound: list[str], after: str) -> None:
    request = tuple(bound)
    assert PAGES.cursor(request, 0, PAGES.token(request, after), Violations()).after == after


@given(st.tuples(texts, texts), st.tuples(texts, texts))
def test_a_token_of_another_request_is_refused(
    made: tuple[str, str], used: tuple[str, str]
) -> None:
    token = PAGES.token(made, "last")
    if made == used:
        return
    with pytest.raises(InvalidArgument, match="page_token"):
        PAGES.cursor(used, 0, token, Violations())


@given(st.integers(0, 200), st.characters())
def test_a_token_that_was_changed_is_refused(position: int, typed: str) -> None:
    token = PAGES.token(REQUEST, "ann@acme")
    position %= len(token)
    changed = token[:position] + typed + token[position + 1 :]
    if changed == token:
        return
    with pytest.raises(InvalidArgument):
        PAGES.cursor(REQUEST, 0, changed, Violations())


@given(st.text(min_size=1, max_size=60))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidArgument):
        PAGES.cursor(REQUEST, 0, text, Violations())


def test_a_token_of_another_key_is_refused() -> None:
    with pytest.raises(InvalidArgument):
        Pages(b"x" * 32, 1).cursor(REQUEST, 0, PAGES.token(REQUEST, "a"), Violations())


@pytest.mark.parametrize(("asked", "size"), [(0, 1000), (1, 1), (1000, 1000), (5000, 1000)])
def test_the_default_and_the_maximum_size_is_a_thousand(asked: int, size: int) -> None:
    assert PAGES.cursor(REQUEST, asked, "", Violations()).size == size


def test_only_a_page_that_has_a_next_one_has_a_token() -> None:
    cursor = PAGES.cursor(REQUEST, 2, "", Violations())
    entries = [Entry("a"), Entry("b"), Entry("c")]
    assert cursor.limit == 3
    assert cursor.page(entries[:2]).next_page_token == ""
    page = cursor.page(entries)
    assert page.entries == entries[:2]
    assert PAGES.cursor(REQUEST, 2, page.next_page_token, Violations()).after == "b"


def test_a_page_ends_before_its_variables_exceed_what_a_message_can_hold() -> None:
    cursor = PAGES.cursor(REQUEST, 1000, "", Violations())
    large = [Entry(f"{number:04}", b"x" * 64 * 1024) for number in range(100)]
    page = cursor.page(large)
    assert len(page.entries) == 48
    assert PAGES.cursor(REQUEST, 1000, page.next_page_token, Violations()).after == "0047"
    assert cursor.page([Entry("one", b"x" * 4 * 1024 * 1024)]).entries, "one entry in any case"


def test_a_bad_token_is_named_with_everything_else_that_is_wrong() -> None:
    violations = Violations()
    violations.add("page_size", "must not be negative")
    with pytest.raises(InvalidArgument) as raised:
        PAGES.cursor(REQUEST, -1, "no token", violations)
    assert [broken.field for broken in raised.value.violations] == ["page_size", "page_token"]
