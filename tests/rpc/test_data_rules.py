"""Data: what may be stored, how it comes back, and what updates and deletions do to it."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.protobuf.message import Message
from google.protobuf.struct_pb2 import ListValue, NullValue, Struct, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rpc.calls import (
    bearer,
    create_org,
    create_tenant,
    create_user,
    find_org,
    find_tenant,
    find_user,
    info,
    refused,
    request_id,
    update_org,
    update_tenant,
    update_user,
)
from rpc.spec import API_USER, ORG_ADMIN, SUPER_ADMIN, TRIAL_USER, USER
from support.api import Api, AsyncApi, Connect, SyncApi
from support.raw import RawClient
from support.server import RunningServer, running_server
from support.world import World
from waii_client import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    ResourceExhaustedError,
    UnauthenticatedError,
    WaiiError,
    to_dict,
)
from waii_client.user import (
    CreateAccessKeyRequest,
    DeleteOrganizationRequest,
    DeleteTenantRequest,
    DeleteUserRequest,
    GetAccessKeyRequest,
    GetUserInfoRequest,
    UpdateConfigRequest,
    User,
)

KIB = 1024


def violated(error: WaiiError) -> list[str]:
    return [violation.field for violation in error.field_violations]


# Ids.


NOUNS = ["organization", "tenant", "user"]


def creation(noun: str, world: World, **fields: Any) -> tuple[str, Message]:
    """The call that creates one with these fields; without an id, with a new one."""
    fields.setdefault("id", world.id(noun))
    if noun == "organization":
        return "create_org", create_org(**{"name": "An organization", **fields})
    if noun == "tenant":
        return "create_tenant", create_tenant(**{"name": "A tenant", **fields})
    return "create_user", create_user(**fields)


def find(noun: str, api: Api, entity_id: str) -> Any:
    """What the list shows of it; it is in the super-admin's own organization."""
    if noun == "organization":
        return find_org(api, entity_id)
    if noun == "tenant":
        return find_tenant(api, "default-org", entity_id)
    return find_user(api, entity_id)


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("shape", ["{}", "0{}", "Z{}", "{}._-@+:", "{:x<128}", "{}@example.org"])
def test_an_id_is_letters_digits_and_some_signs(
    shape: str, noun: str, admin: Api, world: World
) -> None:
    chosen = shape.format(world.id())
    admin.call(*creation(noun, world, id=chosen))
    assert find(noun, admin, chosen).id == chosen


BAD_IDS = [
    *("", " ", ".a", "-a", "@a", "a" * 129),
    *("a b", "a/b", "a,b", "a'b", "a%b", "a*", "a\\", "a;b"),
    *("a\n", "a\0", "\xe9", "\uff41", "\u0663", "a\u200b"),
]


@pytest.mark.parametrize("noun", NOUNS)
def test_no_other_id_is_taken(noun: str, admin: Api, world: World) -> None:
    for bad in BAD_IDS:
        error = refused(admin, *creation(noun, world, id=bad), InvalidArgumentError)
        assert violated(error) == [f"{noun}.id"], ascii(bad)


@pytest.mark.parametrize("noun", NOUNS)
def test_ids_are_compared_byte_by_byte(noun: str, admin: Api, world: World) -> None:
    lower = world.id()
    admin.call(*creation(noun, world, id=lower))
    admin.call(*creation(noun, world, id=lower.upper()))
    assert find(noun, admin, lower).id == lower
    assert find(noun, admin, lower.upper()).id == lower.upper()


@pytest.mark.parametrize("noun", NOUNS)
def test_an_id_is_unique_across_the_whole_service(
    noun: str, admin: Api, connect: Connect, world: World
) -> None:
    taken = {"organization": world.org, "tenant": world.tenant, "user": world.user}[noun]()
    api = admin if noun == "organization" else connect(world.org_admin().key)
    error = refused(api, *creation(noun, world, id=taken), AlreadyExistsError)
    assert error.resource is not None
    assert error.resource.name == taken


def test_the_same_id_serves_an_organization_a_tenant_and_a_user(world: World) -> None:
    shared = world.id()
    world.user(id=shared, org_id=world.org(id=shared), tenant_id=world.tenant(shared, id=shared))


# Names and e-mail addresses.


GOOD_NAMES = [
    *("a", "x" * 256, "\U0001f600" * 256, " spaces ", "a/b\\c'\"<>%", "\u2028"),
    *("Zo\xeb", "Zoe\u0308", "\u05e9\u05dc\u05d5\u05dd"),
]
BAD_NAMES = ["x" * 257, "\n", "a\0", "\x1b[1m", "\x7f", "\x85"]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_name_comes_back_as_it_was_sent(noun: str, admin: Api, world: World) -> None:
    for name in GOOD_NAMES:
        method, request = creation(noun, world, name=name)
        admin.call(method, request)
        assert find(noun, admin, getattr(request, noun).id).name == name


@pytest.mark.parametrize("noun", NOUNS)
def test_a_name_has_1_to_256_characters_and_no_control_characters(
    noun: str, admin: Api, world: World
) -> None:
    for name in BAD_NAMES:
        error = refused(admin, *creation(noun, world, name=name), InvalidArgumentError)
        assert violated(error) == [f"{noun}.name"], ascii(name)


@pytest.mark.parametrize("noun", ["organization", "tenant"])
def test_an_organization_and_a_tenant_have_a_name(noun: str, admin: Api, world: World) -> None:
    error = refused(admin, *creation(noun, world, name=""), InvalidArgumentError)
    assert violated(error) == [f"{noun}.name"]


def test_a_user_without_a_name_and_an_e_mail_is_shown_under_the_id(
    admin: Api, connect: Connect, world: World
) -> None:
    person = world.person()
    for user in (find_user(admin, person.id), info(admin, person.id), info(connect(person.key))):
        assert user is not None
        assert (user.name, user.email) == (person.id, person.id)


def test_name_and_e_mail_are_shown_where_there_are_any(
    admin: Api, connect: Connect, world: World
) -> None:
    person = world.person(name="Ann", email="ann@example.org")
    for user in (find_user(admin, person.id), info(admin, person.id), info(connect(person.key))):
        assert user is not None
        assert (user.name, user.email) == ("Ann", "ann@example.org")


@pytest.mark.parametrize("email", ["a", "a" * 320, "ann+b@example.org", "zo\xeb@ex\xe4mple.org"])
def test_an_e_mail_comes_back_as_it_was_sent(email: str, admin: Api, world: World) -> None:
    assert info(admin, world.user(email=email)).email == email


def test_an_e_mail_has_1_to_320_characters_and_no_white_space(admin: Api, world: World) -> None:
    for email in ("a" * 321, "a b@c", "a@b\n", " a@b", "a\0@b", "a\u2003@b"):
        error = refused(admin, *creation("user", world, email=email), InvalidArgumentError)
        assert violated(error) == ["user.email"], ascii(email)


# Variables and config.


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text(), JSON, max_size=6)
CONFIG_KEYS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)
# The shared fixtures are made once for all examples; each example makes ids of its own.
QUICK = settings(
    max_examples=20,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def same(found: Any, expected: Any) -> bool:
    """Equal, and true is not 1."""
    if isinstance(expected, dict):
        return (
            isinstance(found, dict)
            and found.keys() == expected.keys()
            and all(same(found[key], expected[key]) for key in expected)
        )
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(map(same, found, expected))
        )
    return isinstance(found, bool) is isinstance(expected, bool) and bool(found == expected)


@QUICK
@given(variables=OBJECTS)
def test_variables_come_back_equal(variables: dict[str, Any], admin: Api, world: World) -> None:
    request = create_user(id=world.id(), variables=variables)
    admin.call("create_user", request)
    back = find("user", admin, request.user.id).variables
    assert back == request.user.variables
    assert same(to_dict(back), variables)


OF_EVERY_KIND: list[dict[str, Any]] = [
    {},
    {"": ""},
    {"a": None},
    {"a": {}, "b": [], "c": [{}, [], None]},
    {"yes": True, "one": 1, "no": False, "zero": 0},
    {"\0\n": "\0\n", "\xe9": "e\u0301", "\U0010ffff": "\U0001f600"},
    {"max": 1.7976931348623157e308, "min": 5e-324, "negative": -(2**53)},
    {"a.b": {"a": {"b": 1}}},
]


@pytest.mark.parametrize("noun", NOUNS)
def test_variables_of_every_kind_come_back_equal(noun: str, admin: Api, world: World) -> None:
    for variables in OF_EVERY_KIND:
        method, request = creation(noun, world, variables=variables)
        admin.call(method, request)
        back = find(noun, admin, getattr(request, noun).id)
        assert back.HasField("variables")
        assert same(to_dict(back.variables), variables)


@QUICK
@given(config=st.dictionaries(CONFIG_KEYS, JSON, max_size=6))
def test_a_config_comes_back_equal(config: dict[str, Any], admin: Api, world: World) -> None:
    user_id = world.user()
    request = UpdateConfigRequest(updated=config)
    assert admin.call("update_config", request, as_user=user_id).configs == request.updated
    read = admin.call("update_config", UpdateConfigRequest(), as_user=user_id)
    assert same(to_dict(read.configs), config)


def of_size(size: int) -> Struct:
    """An object of so many bytes."""
    struct = Struct(fields={"text": Value(string_value="x" * size)})
    excess = struct.ByteSize() - size
    struct.fields["text"].string_value = "x" * (size - excess)
    assert struct.ByteSize() == size
    return struct


def of_objects(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels - 1):
        value = {"a": value}
    return value


def of_lists(levels: int) -> dict[str, Any]:
    """An object around lists."""
    value: list[Any] = []
    for _ in range(levels - 2):
        value = [1, value]
    return {"a": value}


def modification(noun: str, entity_id: str, **fields: Any) -> tuple[str, Message]:
    """The call that updates it without a mask."""
    if noun == "organization":
        return "update_org", update_org(id=entity_id, **fields)
    if noun == "tenant":
        return "update_tenant", update_tenant(id=entity_id, **fields)
    return "update_user", update_user(id=entity_id, **fields)


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize(
    "largest",
    [of_size(64 * KIB), of_objects(32), of_lists(32)],
    ids=["64 KiB", "32 levels of objects", "32 levels of lists"],
)
def test_variables_reach_up_to_the_limit(
    largest: Struct | dict[str, Any], noun: str, admin: Api, world: World
) -> None:
    method, request = creation(noun, world, variables=largest)
    admin.call(method, request)
    sent = getattr(request, noun)
    assert find(noun, admin, sent.id).variables == sent.variables
    admin.call(*modification(noun, sent.id, variables={}))
    admin.call(*modification(noun, sent.id, variables=largest))
    assert find(noun, admin, sent.id).variables == sent.variables


def struct_with(value: Value) -> Struct:
    """An object with `value` somewhere inside."""
    values = ListValue(values=[Value(string_value="b"), value])
    return Struct(fields={"a": Value(list_value=values)})


TOO_MUCH: dict[str, Struct | dict[str, Any]] = {
    "64 KiB and a byte": of_size(64 * KIB + 1),
    "33 levels of objects": of_objects(33),
    "33 levels of lists": of_lists(33),
    "NaN": struct_with(Value(number_value=math.nan)),
    "infinity": struct_with(Value(number_value=math.inf)),
    "-infinity": struct_with(Value(number_value=-math.inf)),
    "a value of no kind": struct_with(Value()),
    "a null that is none": struct_with(Value(null_value=NullValue.ValueType(1))),
}


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("what", TOO_MUCH)
def test_variables_beyond_the_limits_are_refused(
    what: str, noun: str, admin: Api, world: World
) -> None:
    entity_id = world.id()
    method, request = creation(noun, world, id=entity_id, variables=TOO_MUCH[what])
    error = refused(admin, method, request, InvalidArgumentError)
    assert violated(error) == [f"{noun}.variables"]
    assert find(noun, admin, entity_id) is None

    admin.call(*creation(noun, world, id=entity_id, variables={"old": 1}))
    change = modification(noun, entity_id, variables=TOO_MUCH[what], name="New")
    error = refused(admin, *change, InvalidArgumentError)
    assert violated(error) == [f"{noun}.variables"]
    found = find(noun, admin, entity_id)
    assert found.name != "New"
    assert to_dict(found.variables) == {"old": 1}


@pytest.mark.parametrize("levels", [40, 90, 300])
def test_what_is_nested_beyond_every_limit_is_refused(
    levels: int, server: RunningServer, world: World
) -> None:
    # Bytes: the client's own library builds no message that deep.
    struct = b""
    for _ in range(levels):
        value = b"\x2a" + varint(len(struct)) + struct
        entry = b"\x0a\x01a\x12" + varint(len(value)) + value
        struct = b"\x0a" + varint(len(entry)) + entry
    organization = create_org(id=world.id(), name="n").organization.SerializeToString()
    organization += b"\x1a" + varint(len(struct)) + struct
    request = b"\x0a" + varint(len(organization)) + organization
    with RawClient(server.address, server.admin_key) as raw:
        assert raw.call("CreateOrg", request).code.name == "INVALID_ARGUMENT"


def varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*encoded, number])


def config_call(api: Api, user_id: str, **fields: Any) -> dict[str, Any]:
    response = api.call("update_config", UpdateConfigRequest(**fields), as_user=user_id)
    return to_dict(response.configs)


def test_a_config_keeps_what_is_not_named(admin: Api, world: World) -> None:
    user_id = world.user()
    assert config_call(admin, user_id) == {}
    assert config_call(admin, user_id, updated={"a": 1, "b": {"c": []}}) == {"a": 1, "b": {"c": []}}
    assert config_call(admin, user_id, updated={"a": None}) == {"a": None, "b": {"c": []}}
    assert config_call(admin, user_id, deleted=["b", "no such key"]) == {"a": None}
    assert config_call(admin, user_id, updated={"d": ""}, deleted=["a"]) == {"d": ""}
    assert config_call(admin, user_id) == {"d": ""}


def test_a_config_value_reaches_up_to_the_limits(admin: Api, world: World) -> None:
    user_id = world.user()
    length = 64 * KIB - Value(string_value="x" * 40_000).ByteSize() + 40_000
    assert Value(string_value="x" * length).ByteSize() == 64 * KIB
    config_call(admin, user_id, updated={"k" * 256: "x" * length})
    config = config_call(admin, user_id, updated={"objects": of_objects(32), "lists": of_lists(32)})
    assert config["k" * 256] == "x" * length
    assert config["objects"] == of_objects(32)
    for too_much in ("x" * (length + 1), of_objects(33), of_lists(33)):
        request = UpdateConfigRequest(updated={"more": too_much})
        refused(admin, "update_config", request, InvalidArgumentError, as_user=user_id)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"updated": {"": 1}}, ["updated"]),
        ({"updated": {"a\n": 1}}, ["updated"]),
        ({"updated": {"k" * 257: 1}}, ["updated"]),
        ({"updated": struct_with(Value(number_value=math.nan))}, ["updated"]),
        ({"updated": struct_with(Value())}, ["updated"]),
        ({"deleted": ["ok", "", "k" * 257]}, ["deleted[1]", "deleted[2]"]),
        ({"updated": {"a": 1}, "deleted": ["b", "a"]}, ["deleted[1]"]),
        ({"deleted": [f"k{number}" for number in range(1001)]}, ["deleted"]),
        ({"updated": {f"k{number}": 1 for number in range(1001)}}, ["updated"]),
    ],
    ids=[
        "an empty key",
        "a control character in a key",
        "a key of 257 characters",
        "NaN",
        "a value of no kind",
        "bad keys to delete",
        "a key to set and to delete",
        "1,001 keys to delete",
        "1,001 keys to set",
    ],
)
def test_a_config_that_breaks_a_rule_is_refused(
    fields: dict[str, Any], expected: list[str], admin: Api, world: World
) -> None:
    user_id = world.user()
    config_call(admin, user_id, updated={"a": "old"})
    request = UpdateConfigRequest(**fields)
    error = refused(admin, "update_config", request, InvalidArgumentError, as_user=user_id)
    assert violated(error) == expected
    assert config_call(admin, user_id) == {"a": "old"}


def test_a_config_has_at_most_1000_keys(admin: Api, world: World) -> None:
    user_id = world.user()
    full = {f"k{number:03}": number for number in range(1000)}
    assert config_call(admin, user_id, updated=full) == full
    request = UpdateConfigRequest(updated={"one more": 1, "k000": "new"})
    error = refused(admin, "update_config", request, ResourceExhaustedError, as_user=user_id)
    assert error.reason == "ERROR_REASON_CONFIG_LIMIT_EXCEEDED"
    assert error.metadata == {"limit": "1000"}
    assert config_call(admin, user_id) == full
    del full["k999"]
    assert config_call(admin, user_id, updated={"k998": 1}, deleted=["k999"]) == {**full, "k998": 1}


def test_a_config_has_at_most_one_mebibyte(admin: Api, world: World) -> None:
    user_id = world.user()
    sixteenth = "x" * (64 * KIB - 100)
    for number in range(16):
        config_call(admin, user_id, updated={f"k{number}": sixteenth})
    request = UpdateConfigRequest(updated={"more": "x" * 2000})
    error = refused(admin, "update_config", request, ResourceExhaustedError, as_user=user_id)
    assert error.metadata == {"limit": str(KIB * KIB)}
    assert len(config_call(admin, user_id)) == 16


# Where tenants and users belong.


def test_a_tenant_without_an_organization_goes_to_the_callers_own(
    connect: Connect, world: World
) -> None:
    person = world.org_admin()
    api, tenant_id = connect(person.key), world.id()
    api.call("create_tenant", create_tenant(id=tenant_id, name="A tenant"))
    tenant = find_tenant(api, person.org_id, tenant_id)
    assert tenant is not None
    assert tenant.org_id == person.org_id


@pytest.mark.parametrize(
    "sent", [(), ("org_id",), ("tenant_id",), ("org_id", "tenant_id")], ids=str
)
def test_a_user_without_tenant_or_organization_goes_to_the_callers_own(
    sent: tuple[str, ...], connect: Connect, world: World
) -> None:
    person = world.org_admin()
    api, user_id = connect(person.key), world.id()
    home = {"org_id": person.org_id, "tenant_id": person.tenant_id}
    api.call("create_user", create_user(id=user_id, **{field: home[field] for field in sent}))
    user = find_user(api, user_id)
    assert user is not None
    assert (user.org_id, user.tenant_id) == (person.org_id, person.tenant_id)


def test_a_user_goes_to_another_tenant_of_the_callers_organization_by_naming_it_alone(
    connect: Connect, world: World
) -> None:
    person = world.org_admin()
    api, user_id, tenant_id = connect(person.key), world.id(), world.tenant(person.org_id)
    api.call("create_user", create_user(id=user_id, tenant_id=tenant_id))
    user = find_user(api, user_id)
    assert user is not None
    assert (user.org_id, user.tenant_id) == (person.org_id, tenant_id)


def test_a_user_of_another_organization_needs_a_tenant(admin: Api, world: World) -> None:
    request = create_user(id=world.id(), org_id=world.org())
    error = refused(admin, "create_user", request, InvalidArgumentError)
    assert violated(error) == ["user.tenant_id"]


def test_tenant_and_organization_of_a_user_must_agree(admin: Api, world: World) -> None:
    user_id, tenant_id, other_org = world.id(), world.tenant(), world.org()
    # Where the organization is missing, the caller's own is meant.
    for fields in ({"org_id": other_org}, {}, {"org_id": "default-org"}):
        request = create_user(id=user_id, tenant_id=tenant_id, **fields)
        error = refused(admin, "create_user", request, InvalidArgumentError)
        assert violated(error) == ["user.org_id"]
    assert find_user(admin, user_id) is None

    existing = world.user()
    move = update_user(id=existing, tenant_id=tenant_id, org_id=other_org)
    error = refused(admin, "update_user", move, InvalidArgumentError)
    assert violated(error) == ["user.org_id"]


@pytest.mark.parametrize(
    "fields", [{"org_id": "absent-org"}, {"tenant_id": "absent-tenant"}], ids=str
)
def test_a_user_is_not_created_in_what_does_not_exist(
    fields: dict[str, str], admin: Api, world: World
) -> None:
    org_id = world.org()
    home = {"org_id": org_id, "tenant_id": world.tenant(org_id)}
    error = refused(
        admin, "create_user", create_user(id=world.id(), **{**home, **fields}), NotFoundError
    )
    assert error.resource is not None
    assert error.resource.name in fields.values()


def test_a_tenant_is_not_created_in_what_does_not_exist(admin: Api, world: World) -> None:
    request = create_tenant(id=world.id(), name="A tenant", org_id="absent-org")
    error = refused(admin, "create_tenant", request, NotFoundError)
    assert error.reason == "ERROR_REASON_ORGANIZATION_NOT_FOUND"


def test_a_user_moves_within_the_organization(connect: Connect, world: World) -> None:
    person = world.org_admin()
    api = connect(person.key)
    user_id, tenant_id = world.user(org_id=person.org_id, name="Ann"), world.tenant(person.org_id)
    api.call("update_user", update_user(id=user_id, tenant_id=tenant_id))
    user = find_user(api, user_id)
    assert user is not None
    assert (user.org_id, user.tenant_id, user.name) == (person.org_id, tenant_id, "Ann")


@pytest.mark.parametrize("with_org", [False, True])
def test_a_super_admin_moves_a_user_across_organizations(
    with_org: bool, admin: Api, world: World
) -> None:
    user_id, org_id = world.user(name="Ann", variables={"a": 1}), world.org()
    tenant_id = world.tenant(org_id)
    fields = {"org_id": org_id} if with_org else {}
    admin.call("update_user", update_user(id=user_id, tenant_id=tenant_id, **fields))
    user = find_user(admin, user_id)
    assert user is not None
    assert (user.org_id, user.tenant_id, user.name) == (org_id, tenant_id, "Ann")
    assert to_dict(user.variables) == {"a": 1}


@pytest.mark.parametrize("field", ["tenant_id", "org_id"])
def test_nobody_else_moves_a_user_across_organizations(
    field: str, server: RunningServer, world: World
) -> None:
    person = world.org_admin()
    user_id = world.user(org_id=person.org_id, tenant_id=person.tenant_id)
    elsewhere = world.id()
    request = update_user(id=user_id, **{field: elsewhere})
    metadata = [bearer(person.key), request_id("the-same")]
    with RawClient(server.address) as raw:
        absent = raw.call("UpdateUser", request, metadata)
        world.tenant(world.org(id=elsewhere), id=elsewhere)
        foreign = raw.call("UpdateUser", request, metadata)
    assert absent.code.name == "NOT_FOUND"
    assert foreign == absent


def test_an_organization_alone_does_not_move_a_user(admin: Api, world: World) -> None:
    user_id = world.user()
    before = find_user(admin, user_id)
    request = update_user(id=user_id, org_id=world.org())
    error = refused(admin, "update_user", request, InvalidArgumentError)
    assert violated(error) == ["user.org_id"]
    assert find_user(admin, user_id) == before


def test_a_tenant_stays_in_its_organization(admin: Api, connect: Connect, world: World) -> None:
    person = world.org_admin()
    request = update_tenant(id=person.tenant_id, org_id=world.org(), name="New")
    error = refused(admin, "update_tenant", request, InvalidArgumentError)
    assert violated(error) == ["tenant.org_id"]
    refused(connect(person.key), "update_tenant", request, NotFoundError)
    tenant = find_tenant(admin, person.org_id, person.tenant_id)
    assert tenant is not None
    assert (tenant.org_id, tenant.name) == (person.org_id, "A tenant")
    request = update_tenant(id=person.tenant_id, org_id=person.org_id, name="New")
    admin.call("update_tenant", request)


# Roles that nobody named.


def test_a_user_created_without_roles_is_an_api_user(admin: Api, world: World) -> None:
    assert list(info(admin, world.user()).roles) == [API_USER]


def test_the_default_role_is_a_setting(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("server")
    with (
        running_server(directory, default_role=TRIAL_USER) as server,
        World(server.address, server.admin_key) as world,
    ):
        api = SyncApi(server.address, server.admin_key)
        assert list(info(api, world.user()).roles) == [TRIAL_USER]
        assert list(info(api, world.user(USER)).roles) == [USER]
        api.close()


# Updates. The user is Ann, an api user; what an update does not replace stays.


ANN: dict[str, Any] = {
    "name": "Ann",
    "email": "ann@example.org",
    "roles": [API_USER],
    "variables": {"a": 1},
}


def shown(user: User | None) -> dict[str, Any]:
    assert user is not None
    return {
        "name": user.name,
        "email": user.email,
        "roles": list(user.roles),
        "variables": to_dict(user.variables),
    }


USER_UPDATES: list[tuple[tuple[str, ...], dict[str, Any], dict[str, Any]]] = [
    # Without a mask: what is present.
    ((), {}, {}),
    ((), {"name": "Bob"}, {"name": "Bob"}),
    ((), {"email": "bob@example.org"}, {"email": "bob@example.org"}),
    ((), {"variables": {"b": []}}, {"variables": {"b": []}}),
    ((), {"roles": [TRIAL_USER, USER]}, {"roles": [TRIAL_USER, USER]}),
    ((), {"name": "", "email": "", "roles": [], "variables": {}}, {}),
    ((), {"name": "Bob", "roles": [USER]}, {"name": "Bob", "roles": [USER]}),
    # With one: what it names, present or not.
    (("name",), {"name": "Bob", "email": "bob@example.org", "roles": [USER]}, {"name": "Bob"}),
    (("name", "email"), {"name": "Bob", "email": "b"}, {"name": "Bob", "email": "b"}),
    (("name", "name"), {"name": "Bob"}, {"name": "Bob"}),
    (("roles",), {}, {"roles": []}),
    (("variables",), {}, {"variables": {}}),
    (("variables",), {"variables": {}}, {"variables": {}}),
    (("roles", "variables"), {"name": "Bob"}, {"roles": [], "variables": {}}),
    (("name",), {}, {"name": "the id"}),
    (("email",), {}, {"email": "the id"}),
    (
        ("*",),
        {"name": "Bob", "roles": [USER]},
        {"name": "Bob", "email": "the id", "roles": [USER], "variables": {}},
    ),
    (("*",), {}, {"name": "the id", "email": "the id", "roles": [], "variables": {}}),
    (("*", "name"), ANN, {}),
]


@pytest.mark.parametrize(("paths", "sent", "changed"), USER_UPDATES, ids=str)
def test_an_update_of_a_user_replaces_what_is_present_or_named(
    paths: tuple[str, ...],
    sent: dict[str, Any],
    changed: dict[str, Any],
    admin: Api,
    world: World,
) -> None:
    org_id = world.org()
    home = {"org_id": org_id, "tenant_id": world.tenant(org_id)}
    user_id = world.user(
        *ANN["roles"], **{k: v for k, v in {**ANN, **home}.items() if k != "roles"}
    )
    if "*" in paths:
        sent = {**sent, **home}
    for _ in range(2):  # the same update again changes nothing more
        admin.call("update_user", update_user(*paths, id=user_id, **sent))
        expected = {
            field: user_id if value == "the id" else value
            for field, value in {**ANN, **changed}.items()
        }
        assert shown(find_user(admin, user_id)) == expected


UPDATES: list[tuple[tuple[str, ...], dict[str, Any], dict[str, Any]]] = [
    ((), {}, {}),
    ((), {"name": "New"}, {"name": "New"}),
    ((), {"variables": {"b": 2}}, {"variables": {"b": 2}}),
    ((), {"name": "", "variables": {}}, {}),
    (("name",), {"name": "New", "variables": {"b": 2}}, {"name": "New"}),
    (("variables",), {"name": "New"}, {"variables": {}}),
    (("name", "variables"), {"name": "New"}, {"name": "New", "variables": {}}),
    (("*",), {"name": "New"}, {"name": "New", "variables": {}}),
]


@pytest.mark.parametrize("noun", ["organization", "tenant"])
@pytest.mark.parametrize(("paths", "sent", "changed"), UPDATES, ids=str)
def test_an_update_of_an_organization_or_a_tenant_replaces_what_is_present_or_named(
    paths: tuple[str, ...],
    sent: dict[str, Any],
    changed: dict[str, Any],
    noun: str,
    admin: Api,
    world: World,
) -> None:
    old = {"name": "Old", "variables": {"a": 1}}
    method, request = creation(noun, world, **old)
    admin.call(method, request)
    entity_id = getattr(request, noun).id
    if noun == "organization":
        admin.call("update_org", update_org(*paths, id=entity_id, **sent))
    else:
        home = {"org_id": "default-org"} if "*" in paths else {}
        admin.call("update_tenant", update_tenant(*paths, id=entity_id, **sent, **home))
    entity = find(noun, admin, entity_id)
    assert {"name": entity.name, "variables": to_dict(entity.variables)} == {**old, **changed}


MASKS: dict[str, Callable[..., Message]] = {
    "update_org": update_org,
    "update_tenant": update_tenant,
    "update_user": update_user,
}


PATHS = {
    "update_org": {"name", "variables"},
    "update_tenant": {"name", "variables", "org_id"},
    "update_user": {"name", "variables", "org_id", "tenant_id", "roles", "email"},
}
ODD_PATHS = ["id", "", " name", "Name", "nope", "variables.a", "name,variables", "**", "user.name"]


@pytest.mark.parametrize("method", MASKS)
def test_an_unknown_mask_path_is_refused(method: str, admin: Api) -> None:
    of_others = PATHS["update_user"] - PATHS[method]
    for path in [*ODD_PATHS, *sorted(of_others)]:
        # Nobody has that id: an update that ignored the path would end otherwise.
        request = MASKS[method]("name", path, id="absent", name="New")
        error = refused(admin, method, request, InvalidArgumentError)
        assert violated(error) == ["update_mask.paths[1]"], path


@pytest.mark.parametrize("method", MASKS)
def test_every_mask_path_that_the_protos_name_is_known(method: str, admin: Api) -> None:
    home = dict.fromkeys(PATHS[method] & {"org_id", "tenant_id"}, "absent")
    for path in ["*", *sorted(PATHS[method])]:
        request = MASKS[method](path, id="absent", name="New", **home)
        refused(admin, method, request, NotFoundError)


@pytest.mark.parametrize(
    ("method", "path", "field"),
    [
        ("update_org", "name", "organization.name"),
        ("update_tenant", "name", "tenant.name"),
        ("update_tenant", "org_id", "tenant.org_id"),
        ("update_user", "tenant_id", "user.tenant_id"),
        ("update_user", "org_id", "user.org_id"),
    ],
)
def test_what_must_not_be_empty_is_not_emptied(
    method: str, path: str, field: str, admin: Api
) -> None:
    error = refused(admin, method, MASKS[method](path, id="absent"), InvalidArgumentError)
    assert violated(error) == [field]


def test_a_bad_value_that_the_mask_does_not_name_is_not_looked_at(admin: Api, world: World) -> None:
    user_id, org_id, bad = world.user(), world.org(), "\n"
    tenant_id = world.tenant(org_id)
    admin.call("update_org", update_org("variables", id=org_id, name=bad))
    admin.call("update_tenant", update_tenant("name", id=tenant_id, name="New", org_id=bad))
    admin.call("update_user", update_user("name", id=user_id, name="New", roles=[bad]))
    admin.call("update_user", update_user("roles", id=user_id, name=bad, roles=[USER]))
    assert info(admin, user_id).name == "New"


def test_what_was_read_can_be_written_back(admin: Api, world: World) -> None:
    user_id = world.user(TRIAL_USER, USER, name="Ann", variables={"a": [None]})
    before = find_user(admin, user_id)
    assert before is not None
    admin.call("update_user", update_user("*", **fields_of(before)))
    assert find_user(admin, user_id) == before
    # Its id stands for the name and the address that it has not.
    nameless = find_user(admin, world.user(id=f"{world.id()}@+:"))
    assert nameless is not None
    admin.call("update_user", update_user(**fields_of(nameless)))
    assert find_user(admin, nameless.id) == nameless


def fields_of(message: Message) -> dict[str, Any]:
    return {field.name: value for field, value in message.ListFields()}


@pytest.mark.parametrize(
    ("method", "request_", "noun"),
    [
        ("update_org", update_org(id="absent", name="New"), "ORGANIZATION"),
        ("update_tenant", update_tenant(id="absent", name="New"), "TENANT"),
        ("update_user", update_user(id="absent", name="New"), "USER"),
        ("delete_org", DeleteOrganizationRequest(id="absent", force=True), "ORGANIZATION"),
        ("delete_tenant", DeleteTenantRequest(id="absent", force=True), "TENANT"),
        ("delete_user", DeleteUserRequest(id="absent"), "USER"),
        ("get_user_info", GetUserInfoRequest(user_id="absent"), "USER"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_exist_is_not_found(
    method: str, request_: Message, noun: str, admin: Api
) -> None:
    error = refused(admin, method, request_, NotFoundError)
    assert error.reason == f"ERROR_REASON_{noun}_NOT_FOUND"
    assert error.resource is not None
    assert error.resource.name == "absent"


# Deletion.


def test_a_tenant_that_holds_users_is_not_deleted(admin: Api, world: World) -> None:
    org_id = world.org()
    tenant_id = world.tenant(org_id)
    users = [world.user(org_id=org_id, tenant_id=tenant_id) for _ in range(3)]
    request = DeleteTenantRequest(id=tenant_id)
    error = refused(admin, "delete_tenant", request, FailedPreconditionError)
    assert error.reason == "ERROR_REASON_TENANT_NOT_EMPTY"
    assert error.metadata == {"users": "3"}
    assert len(error.preconditions) == 1
    for user_id in users:
        admin.call("delete_user", DeleteUserRequest(id=user_id))
    admin.call("delete_tenant", request)
    assert find_tenant(admin, org_id, tenant_id) is None


def test_an_organization_that_holds_anything_is_not_deleted(admin: Api, world: World) -> None:
    org_id = world.org()
    tenants = [world.tenant(org_id) for _ in range(2)]
    users = [world.user(org_id=org_id, tenant_id=tenants[0]) for _ in range(3)]
    request = DeleteOrganizationRequest(id=org_id)
    error = refused(admin, "delete_org", request, FailedPreconditionError)
    assert error.reason == "ERROR_REASON_ORGANIZATION_NOT_EMPTY"
    assert error.metadata == {"tenants": "2", "users": "3"}
    for user_id in users:
        admin.call("delete_user", DeleteUserRequest(id=user_id))
    error = refused(admin, "delete_org", request, FailedPreconditionError)
    assert error.metadata == {"tenants": "2", "users": "0"}
    for tenant_id in tenants:
        admin.call("delete_tenant", DeleteTenantRequest(id=tenant_id))
    admin.call("delete_org", request)
    assert find_org(admin, org_id) is None


@pytest.mark.parametrize("what", ["delete_user", "delete_tenant", "delete_org"])
def test_what_is_deleted_takes_everything_below_along(
    what: str, server: RunningServer, admin: Api, connect: Connect, world: World
) -> None:
    person = world.person(ORG_ADMIN, name="Ann", email="ann@example.org", variables={"a": 1})
    neighbour = world.user(org_id=world.org())
    api = connect(person.key)
    api.call("update_config", UpdateConfigRequest(updated={"a": 1}))
    api.call("create_access_key", CreateAccessKeyRequest(name="second"))
    request = {
        "delete_user": DeleteUserRequest(id=person.id),
        "delete_tenant": DeleteTenantRequest(id=person.tenant_id, force=True),
        "delete_org": DeleteOrganizationRequest(id=person.org_id, force=True),
    }[what]
    admin.call(what, request)

    refused(api, "get_user_info", GetUserInfoRequest(), UnauthenticatedError)
    assert rows_of(server, person.id) == {}
    assert find_user(admin, neighbour) is not None
    # A later user with the same ids gets nothing of the old one.
    if what == "delete_org":
        world.org(id=person.org_id)
    if what != "delete_user":
        world.tenant(person.org_id, id=person.tenant_id)
    world.user(id=person.id, org_id=person.org_id, tenant_id=person.tenant_id)
    refused(api, "get_user_info", GetUserInfoRequest(), UnauthenticatedError)
    assert shown(find_user(admin, person.id)) == {
        "name": person.id,
        "email": person.id,
        "roles": [API_USER],
        "variables": {},
    }
    keys = admin.call("list_access_keys", GetAccessKeyRequest(), as_user=person.id)
    assert not keys.access_keys
    assert config_call(admin, person.id) == {}


def rows_of(server: RunningServer, user_id: str) -> dict[str, int]:
    """How many rows each table has of the user, where it has any."""
    columns = {
        "users": "id",
        "access_keys": "user_id",
        "user_configs": "user_id",
    }
    counts = {
        table: server.rows(
            f"SELECT count(*) AS n FROM {table} WHERE {column} = :id",  # noqa: S608 - our own names
            id=user_id,
        )[0]["n"]
        for table, column in columns.items()
    }
    return {table: count for table, count in counts.items() if count}


def test_force_deletes_what_is_empty_too(admin: Api, world: World) -> None:
    org_id = world.org()
    tenant_id = world.tenant(org_id)
    admin.call("delete_tenant", DeleteTenantRequest(id=tenant_id, force=True))
    admin.call("delete_org", DeleteOrganizationRequest(id=org_id, force=True))
    assert find_org(admin, org_id) is None


def test_a_deletion_leaves_the_neighbours_alone(admin: Api, world: World) -> None:
    org_id = world.org()
    kept, gone = world.tenant(org_id), world.tenant(org_id)
    user_id = world.user(org_id=org_id, tenant_id=kept)
    world.user(org_id=org_id, tenant_id=gone)
    admin.call("delete_tenant", DeleteTenantRequest(id=gone, force=True))
    assert find_tenant(admin, org_id, kept) is not None
    assert find_user(admin, user_id) is not None


def test_an_org_admin_may_delete_the_tenant_that_holds_oneself(
    admin: Api, connect: Connect, world: World
) -> None:
    person = world.org_admin()
    api = connect(person.key)
    api.call("delete_tenant", DeleteTenantRequest(id=person.tenant_id, force=True))
    refused(api, "get_user_info", GetUserInfoRequest(), UnauthenticatedError)
    assert find_user(admin, person.id) is None


# The last super-admin.


@pytest.fixture(params=[SyncApi, AsyncApi], ids=["sync", "async"])
def lone(request: pytest.FixtureRequest, fresh_server: RunningServer) -> Iterator[Api]:
    """A server's only super-admin, `admin` of `default-tenant` of `default-org`."""
    api: Api = request.param(fresh_server.address, fresh_server.admin_key)
    yield api
    api.close()


def ends_of(user_id: str, tenant_id: str, org_id: str) -> list[tuple[str, Message]]:
    """Every call after which the user is no super-admin any more."""
    return [
        ("delete_user", DeleteUserRequest(id=user_id)),
        ("update_user", update_user(id=user_id, roles=[ORG_ADMIN, API_USER])),
        ("update_user", update_user("roles", id=user_id)),
        ("update_user", update_user("*", id=user_id, org_id=org_id, tenant_id=tenant_id)),
        ("delete_tenant", DeleteTenantRequest(id=tenant_id, force=True)),
        ("delete_org", DeleteOrganizationRequest(id=org_id, force=True)),
    ]


def test_the_last_super_admin_can_be_neither_deleted_nor_demoted(
    lone: Api, fresh_server: RunningServer
) -> None:
    with World(fresh_server.address, fresh_server.admin_key) as world:
        # In the same tenant, and strong, but no super-admin.
        other = world.user(ORG_ADMIN, org_id="default-org", tenant_id="default-tenant")
    before = find_user(lone, "admin")
    for method, request in ends_of("admin", "default-tenant", "default-org"):
        error = refused(lone, method, request, FailedPreconditionError)
        assert error.reason == "ERROR_REASON_LAST_SUPER_ADMIN"
        assert [violation.type for violation in error.preconditions] == [error.reason]
        assert find_user(lone, "admin") == before
        assert find_user(lone, other) is not None
    lone.call("update_user", update_user(id="admin", name="New", roles=[USER, SUPER_ADMIN]))
    assert info(lone).name == "New"


def test_one_of_two_super_admins_can_go_in_every_way(
    lone: Api, fresh_server: RunningServer
) -> None:
    with World(fresh_server.address, fresh_server.admin_key) as world:
        for index in range(len(ends_of("", "", ""))):
            org_id = world.org()
            tenant_id = world.tenant(org_id)
            user_id = world.user(SUPER_ADMIN, org_id=org_id, tenant_id=tenant_id)
            lone.call(*ends_of(user_id, tenant_id, org_id)[index])
            user = find_user(lone, user_id)
            assert user is None or SUPER_ADMIN not in user.roles


def test_the_first_super_admin_can_go_where_there_is_another(
    lone: Api, fresh_server: RunningServer
) -> None:
    with World(fresh_server.address, fresh_server.admin_key) as world:
        world.user(SUPER_ADMIN)
    lone.call("update_user", update_user(id="admin", roles=[API_USER]))
    assert list(info(lone).roles) == [API_USER]


def test_all_super_admins_do_not_go_at_once(lone: Api, fresh_server: RunningServer) -> None:
    with World(fresh_server.address, fresh_server.admin_key) as world:
        org_id = world.org()
        tenant_id = world.tenant(org_id)
        users = [world.user(SUPER_ADMIN, org_id=org_id, tenant_id=tenant_id) for _ in range(2)]
    lone.call("update_user", update_user(id="admin", tenant_id=tenant_id))
    for method, request in (
        ("delete_tenant", DeleteTenantRequest(id=tenant_id, force=True)),
        ("delete_org", DeleteOrganizationRequest(id=org_id, force=True)),
    ):
        refused(lone, method, request, FailedPreconditionError)
    assert all(find_user(lone, user_id) is not None for user_id in users)
