"""The form of what callers send: characters, lengths, and every broken rule at once."""

import string
from collections.abc import Callable

import pytest
from rpc.spec import PERMISSIONS
from waii_server.domain import key_format, limits, validation
from waii_server.domain.errors import FieldViolation, InvalidArgument, Reason
from waii_server.domain.validation import Violations

ALNUM = set(string.ascii_letters + string.digits)
# The first of each block that text has, and all of ASCII and Latin-1.
CHARACTERS = [chr(code) for code in (*range(0x100), 0x130, 0x3B1, 0x660, 0x2028, 0xFF21, 0x1F600)]
CONTROL = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))}
UUID = "0f9A1b2c-3d4e-4f5a-8b6c-7d8e9f0a1b2c"

# A length that is allowed, and whether its neighbours are.
LENGTHS = [
    (validation.identifier, 1, 128),
    (validation.display_name, 1, 256),
    (validation.name_of, 0, 512),
    (validation.email, 1, 320),
]


@pytest.mark.parametrize(
    ("rule", "least", "most"), LENGTHS, ids=lambda one: getattr(one, "__name__", one)
)
def test_a_text_has_so_many_characters(
    rule: Callable[[str], str | None], least: int, most: int
) -> None:
    for length in (0, 1, 2, most - 1, most, most + 1, 2 * most):
        assert (rule("a" * length) is None) is (least <= length <= most), length


@pytest.mark.parametrize("character", CHARACTERS, ids=ascii)
def test_a_character_is_allowed_where_the_specification_says_so(character: str) -> None:
    within, first = f"a{character}z", f"{character}z"
    last = f"a{character}"
    anywhere = character in ALNUM
    for text in (within, last):
        assert validation.is_identifier(text) is (anywhere or character in set("._-@+:"))
    assert validation.is_identifier(first) is anywhere
    for text in (within, first, last):
        assert (validation.display_name(text) is None) is (character not in CONTROL)
        assert (validation.name_of(text) is None) is (character not in CONTROL)
        blank = character in CONTROL or character.isspace()
        assert (validation.email(text) is None) is not blank


@pytest.mark.parametrize("rule", [rule for rule, _, _ in LENGTHS], ids=lambda rule: rule.__name__)
def test_what_is_told_of_contains_no_key(rule: Callable[[str], str | None]) -> None:
    key = key_format.generate()
    for text in (key, f"a{key}", f"a-{key[:-5]}", f"a:{key}@b"):
        assert rule(text) == "must not contain an access key"
        assert not validation.is_identifier(text)
    assert rule(f"a{key[5:]}") is None
    assert rule("waii_") is None


def test_roles_and_permissions_are_known_by_their_exact_names() -> None:
    permissions = frozenset[str]().union(*PERMISSIONS.values())
    for rule, known in (
        (validation.role, set(PERMISSIONS)),
        (validation.permission, permissions),
    ):
        assert {name for name in PERMISSIONS.keys() | permissions if rule(name) is None} == known
        assert all(rule(wrong) for name in known for wrong in ("", name.upper(), f"{name} "))


def test_a_request_id_is_a_random_uuid() -> None:
    assert validation.request_id(UUID) is None
    assert validation.request_id(UUID.upper()) is None
    for position, character in enumerate(UUID):
        for typed in ("g", "-", "", "0-"):
            changed = UUID[:position] + typed + UUID[position + 1 :]
            if typed != character:
                assert validation.request_id(changed), changed
    for version in "0123567":
        assert validation.request_id(f"{UUID[:14]}{version}{UUID[15:]}")
    variants = {one for one in "0123456789abcdef" if not validation.request_id(_variant(one))}
    assert variants == set("89ab")
    for more in (f"{UUID}\n", f" {UUID}", f"{UUID}0", f"{{{UUID}}}"):
        assert validation.request_id(more)


def _variant(digit: str) -> str:
    return f"{UUID[:19]}{digit}{UUID[20:]}"


RULES = [
    (validation.identifier, "", "must have 1-128 letters"),
    (validation.display_name, "", "must have 1-256 characters"),
    (validation.display_name, "\0", "must not contain control characters"),
    (validation.name_of, "x" * 513, "must have at most 512 characters"),
    (validation.name_of, "\0", "must not contain control characters"),
    (validation.email, "", "must have 1-320 characters"),
    (validation.email, " ", "must not contain control characters or white space"),
    (validation.role, "x", "must be the name of a role, such as waii-api-user"),
    (validation.permission, "x", "must be the name of a permission, such as usage:api"),
    (validation.request_id, "x", "must be a random UUID"),
]


@pytest.mark.parametrize(("rule", "value", "says"), RULES)
def test_a_broken_rule_is_named(rule: Callable[[str], str | None], value: str, says: str) -> None:
    assert (rule(value) or "").startswith(says)


def test_where_nothing_is_broken_nothing_is_raised() -> None:
    violations = Violations()
    violations.raise_if_any()
    assert not violations.found
    violations.check("good", "a", validation.identifier)
    violations.check_if_given("not given", "", validation.identifier)
    for few in ((), ("a",), ("a", "b")):
        violations.check_all("few", few, validation.identifier, 2)
    violations.raise_if_any()
    assert not violations.found


def test_every_violation_is_told_in_the_order_of_the_fields() -> None:
    violations = Violations()
    violations.check("id", "", validation.identifier)
    violations.check_if_given("given", " ", validation.identifier)
    violations.check_all("many", ("a", " ", "b", ""), validation.identifier, 2)
    violations.add("last", "is wrong")
    assert violations.found
    with pytest.raises(InvalidArgument) as raised:
        violations.raise_if_any()
    told = raised.value.violations
    assert [one.field for one in told] == ["id", "given", "many", "many[1]", "last"]
    assert told[2] == FieldViolation("many", "must have at most 2 entries")
    assert told[4] == FieldViolation("last", "is wrong")
    assert raised.value.reason is Reason.FIELDS_INVALID
    assert raised.value.message.endswith("; last: is wrong")


def test_the_limits_are_those_of_the_specification() -> None:
    assert {name: value for name, value in vars(limits).items() if name.isupper()} == {
        "NAME_MAX_CHARACTERS": 256,
        "REFERENCE_MAX_CHARACTERS": 512,
        "EMAIL_MAX_CHARACTERS": 320,
        "OBJECT_MAX_BYTES": 65_536,
        "OBJECT_MAX_DEPTH": 32,
        "PAGE_SIZE": 1_000,
        "ACCESS_KEYS_PER_USER": 100,
        "OVERLAP_MAX_SECONDS": 2_592_000,
        "REQUEST_ID_SECONDS": 86_400,
        "CONFIG_MAX_KEYS": 1_000,
        "CONFIG_MAX_BYTES": 1_048_576,
    }
