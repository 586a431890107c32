"""What no well-behaved caller sends: every kind of it is named, and changes nothing."""

import base64
import random
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import grpc
import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.struct_pb2 import ListValue, Struct
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from security import http2, wire
from security.samples import RPCS, sample, spoiled
from support.inspection import Row, dump
from support.raw import SERVICE, Outcome, RawClient
from support.server import RunningServer
from waii.user import v1 as pb

OK = grpc.StatusCode.OK
INVALID_ARGUMENT = grpc.StatusCode.INVALID_ARGUMENT
NOT_FOUND = grpc.StatusCode.NOT_FOUND
UNAUTHENTICATED = grpc.StatusCode.UNAUTHENTICATED
BUGS = {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN}

FIELDS_INVALID = "ERROR_REASON_FIELDS_INVALID"
REQUEST_MALFORMED = "ERROR_REASON_REQUEST_MALFORMED"
METADATA_INVALID = "ERROR_REASON_METADATA_INVALID"
IMPERSONATION = "x-waii-impersonate-user"

CLIENTS_LIMIT = 8 * 1024  # of trailing metadata, by default, in every gRPC library
MAX_REQUEST = 4 * 1024 * 1024

EVENTS = {"audit_events", "sqlite_sequence"}

Metadata = Sequence[tuple[str, str | bytes]]
Refused = Callable[..., Outcome]


@pytest.fixture(scope="module")
def client(server: RunningServer) -> Iterator[RawClient]:
    with RawClient(server.address, server.admin_key) as raw:
        yield raw


class _Stored:
    """What is stored, but for the log: events of calls that changed nothing follow later."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._looking = sqlite3.connect(file)
        self._version = -1
        self._content: dict[str, list[Row]] = {}

    def read(self) -> dict[str, list[Row]]:
        # Another number, when anybody else has written to the file: most calls here do not.
        ((version,),) = self._looking.execute("PRAGMA data_version").fetchall()
        if version != self._version:
            content = dump(self._file)
            self._content = {name: rows for name, rows in content.items() if name not in EVENTS}
            self._version = version
        return self._content

    def close(self) -> None:
        self._looking.close()


@pytest.fixture(scope="module")
def stored(server: RunningServer) -> Iterator[_Stored]:
    with closing(_Stored(server.database_file)) as looking:
        yield looking


@pytest.fixture
def refused(client: RawClient, stored: _Stored) -> Refused:
    """Makes a call that must change nothing, and whose refusal must reach any client whole."""

    def call(rpc: str, request: Message | bytes, metadata: Metadata | None = None) -> Outcome:
        before = stored.read()
        outcome = client.call(rpc, request, metadata)
        assert stored.read() == before
        assert outcome.code not in {OK, *BUGS}
        assert _wire_size(outcome) < CLIENTS_LIMIT
        return outcome

    return call


def _wire_size(outcome: Outcome) -> int:
    """The bytes of the trailing metadata, as HTTP/2 counts them."""
    message = quote(outcome.message, safe=" !#$&'()*+,/:;<=>?@[]^`{|}\"\\~")
    pairs = [("grpc-status", "00"), ("grpc-message", message), *outcome.trailing]
    return sum(
        32 + len(key) + len(base64.b64encode(value) if isinstance(value, bytes) else value)
        for key, value in pairs
    )


def _assert_names(outcome: Outcome, *fields: str) -> None:
    assert (outcome.code, outcome.reason) == (INVALID_ARGUMENT, FIELDS_INVALID)
    assert outcome.fields == list(fields)


# Fields

REQUIRED_IDS = [
    ("CreateOrg", "organization.id"),
    ("UpdateOrg", "organization.id"),
    ("DeleteOrg", "id"),
    ("CreateTenant", "tenant.id"),
    ("UpdateTenant", "tenant.id"),
    ("DeleteTenant", "id"),
    ("CreateUser", "user.id"),
    ("UpdateUser", "user.id"),
    ("DeleteUser", "id"),
]
OPTIONAL_IDS = [
    ("CreateTenant", "tenant.org_id"),
    ("UpdateTenant", "tenant.org_id"),
    ("ListTenants", "lookup_org_id"),
    ("CreateUser", "user.tenant_id"),
    ("CreateUser", "user.org_id"),
    ("UpdateUser", "user.tenant_id"),
    ("UpdateUser", "user.org_id"),
    ("ListUsers", "lookup_org_id"),
    ("ListUsers", "lookup_tenant_id"),
    ("ListUsers", "lookup_user_id"),
    ("GetUserInfo", "user_id"),
]
BAD_IDS = {
    "129 characters": "a" * 129,
    "64 KiB": "a" * 65536,
    "control character": "a\x01b",
    "NUL": "a\0b",
    "NUL at the end": "ann\0",
    "line feed at the end": "ann\n",
    "line feed at the start": "\nann",
    "CR LF": "ann\r\n",
    "space": "ann lee",
    "white space alone": " ",
    "slash": "a/b",
    "percent": "%",
    "quote": "a'; DROP TABLE users; --",
    "starts with a dot": ".a",
    "starts with a dash": "-a",
    "letter beyond ASCII": "änn",
    "digit beyond ASCII": "1\uff11",
    "byte order mark": "\ufeffann",
    "zero width space": "a\u200bnn",
    "emoji": "\U0001f600",
}
# What an id is, is said in one place, and tried there: of the other fields, that they ask there.
OF_EACH_KIND = ("129 characters", "line feed at the end", "slash", "starts with a dash")
NAMES = [
    ("CreateOrg", "organization.name"),
    ("UpdateOrg", "organization.name"),
    ("CreateTenant", "tenant.name"),
    ("UpdateTenant", "tenant.name"),
    ("CreateUser", "user.name"),
    ("UpdateUser", "user.name"),
    ("CreateAccessKey", "name"),
    ("DeleteAccessKey", "names[0]"),
    ("UpdateConfig", "deleted[0]"),
]
BAD_NAMES = {
    "257 characters": "n" * 257,
    "257 characters beyond ASCII": "ä" * 257,
    "NUL": "a\0",
    "line feed at the end": "a\n",
    "tab": "a\tb",
    "escape": "\x1b[31m",
    "delete": "\x7f",
    "C1 control": "a\x85b",
}
REQUIRED_NAMES = [
    ("CreateOrg", "organization.name"),
    ("CreateTenant", "tenant.name"),
    ("CreateAccessKey", "name"),
    ("DeleteAccessKey", "names[0]"),
    ("UpdateConfig", "deleted[0]"),
]
UPDATES = {"UpdateOrg": "organization", "UpdateTenant": "tenant", "UpdateUser": "user"}
LISTS = ["ListUsers", "ListTenants", "ListOrgs"]


@pytest.mark.parametrize("bad", BAD_IDS.values(), ids=BAD_IDS)
@pytest.mark.parametrize(("rpc", "field"), [REQUIRED_IDS[0], OPTIONAL_IDS[0]])
def test_what_cannot_be_an_id_is_refused(refused: Refused, rpc: str, field: str, bad: str) -> None:
    _assert_names(refused(rpc, spoiled(rpc, field, bad)), field)


@pytest.mark.parametrize("bad", OF_EACH_KIND)
@pytest.mark.parametrize(("rpc", "field"), [*REQUIRED_IDS[1:], *OPTIONAL_IDS[1:]])
def test_no_field_takes_what_cannot_be_an_id(
    refused: Refused, rpc: str, field: str, bad: str
) -> None:
    _assert_names(refused(rpc, spoiled(rpc, field, BAD_IDS[bad])), field)


@pytest.mark.parametrize(("rpc", "field"), REQUIRED_IDS)
def test_an_id_is_required(refused: Refused, rpc: str, field: str) -> None:
    _assert_names(refused(rpc, spoiled(rpc, field, "")), field)


@pytest.mark.parametrize(("rpc", "field"), [*REQUIRED_IDS, *OPTIONAL_IDS])
def test_an_id_may_have_128_characters(client: RawClient, rpc: str, field: str) -> None:
    outcome = client.call(rpc, spoiled(rpc, field, f"{rpc[0]}{field[0]}".ljust(128, ":")))
    assert outcome.code in {OK, NOT_FOUND}


@pytest.mark.parametrize("bad", BAD_NAMES.values(), ids=BAD_NAMES)
@pytest.mark.parametrize(("rpc", "field"), NAMES)
def test_what_cannot_be_a_name_is_refused(refused: Refused, rpc: str, field: str, bad: str) -> None:
    _assert_names(refused(rpc, spoiled(rpc, field, bad)), field)


@pytest.mark.parametrize(("rpc", "field"), REQUIRED_NAMES)
def test_a_name_is_required(refused: Refused, rpc: str, field: str) -> None:
    _assert_names(refused(rpc, spoiled(rpc, field, "")), field)


@pytest.mark.parametrize("bad", ["e" * 321, "a b@c", "a@b\n", "a@b\0", "a\u00a0b@c", "a\x85"])
@pytest.mark.parametrize("rpc", ["CreateUser", "UpdateUser"])
def test_what_cannot_be_an_email_is_refused(refused: Refused, rpc: str, bad: str) -> None:
    _assert_names(refused(rpc, spoiled(rpc, "user.email", bad)), "user.email")


@pytest.mark.parametrize(
    "bad", ["", "waii-root", "WAII-USER", "waii-user ", "waii-user\n", "waii-user\0", "write:org"]
)
@pytest.mark.parametrize("rpc", ["CreateUser", "UpdateUser"])
def test_an_unknown_role_is_refused(refused: Refused, rpc: str, bad: str) -> None:
    request = sample(rpc)
    request.user.roles[:] = ["waii-user", bad, "waii-api-user"]
    _assert_names(refused(rpc, request), "user.roles[1]")


@pytest.mark.parametrize(
    "bad", ["", "id", "nome", "Name", "name ", "name,variables", "variables.a", "**", "\0"]
)
@pytest.mark.parametrize("rpc", UPDATES)
def test_an_unknown_path_in_a_mask_is_refused(refused: Refused, rpc: str, bad: str) -> None:
    request = sample(rpc)
    request.update_mask.paths[:] = ["name", bad]
    _assert_names(refused(rpc, request), "update_mask.paths[1]")


@pytest.mark.parametrize(
    ("rpc", "path"),
    [
        ("UpdateOrg", "name"),
        ("UpdateTenant", "name"),
        ("UpdateTenant", "org_id"),
        ("UpdateUser", "tenant_id"),
        ("UpdateUser", "org_id"),
    ],
)
def test_a_mask_does_not_empty_what_has_to_be_there(refused: Refused, rpc: str, path: str) -> None:
    request = sample(rpc)
    field = f"{UPDATES[rpc]}.{path}"
    request = spoiled(rpc, field, "")
    request.update_mask.paths[:] = [path]
    _assert_names(refused(rpc, request), field)


@pytest.mark.parametrize("bad", [-1, -1000, -(2**31)])
@pytest.mark.parametrize("rpc", LISTS)
def test_a_negative_page_size_is_refused(refused: Refused, rpc: str, bad: int) -> None:
    _assert_names(refused(rpc, spoiled(rpc, "page_size", bad)), "page_size")


@pytest.mark.parametrize(
    "bad",
    ["x", "=", "!!!!", "AAAA", "A" * 43, "ä", "\0", "../../etc/passwd", "A" * 100_000, " "],
    ids=lambda token: token[:8],
)
@pytest.mark.parametrize("rpc", LISTS)
def test_a_made_up_page_token_is_refused(refused: Refused, rpc: str, bad: str) -> None:
    _assert_names(refused(rpc, spoiled(rpc, "page_token", bad)), "page_token")


@pytest.mark.parametrize(
    ("seconds", "nanos"),
    [
        (0, 0),
        (1, 0),
        (-1, 0),
        (253_402_300_800, 0),
        (4_000_000_000, -1),
        (4_000_000_000, 1_000_000_000),
        (2**63 - 1, 0),
        (-(2**63), 0),
    ],
)
def test_a_time_that_is_past_or_no_time_is_refused(
    refused: Refused, seconds: int, nanos: int
) -> None:
    request = pb.CreateAccessKeyRequest(
        name="expiring", expire_time={"seconds": seconds, "nanos": nanos}
    )
    _assert_names(refused("CreateAccessKey", request), "expire_time")


@pytest.mark.parametrize(
    ("rpc", "fields"),
    [
        ("CreateOrg", ["organization"]),
        ("UpdateOrg", ["organization"]),
        ("DeleteOrg", ["id"]),
        ("CreateTenant", ["tenant"]),
        ("UpdateTenant", ["tenant"]),
        ("DeleteTenant", ["id"]),
        ("CreateUser", ["user"]),
        ("UpdateUser", ["user"]),
        ("DeleteUser", ["id"]),
        ("CreateAccessKey", ["name"]),
        ("DeleteAccessKey", ["names"]),
    ],
)
def test_an_empty_request_lacks_what_it_needs(
    refused: Refused, rpc: str, fields: list[str]
) -> None:
    _assert_names(refused(rpc, b""), *fields)


@pytest.mark.parametrize("rpc", sorted(set(RPCS) - {rpc for rpc, _ in REQUIRED_IDS}))
def test_an_empty_request_is_no_bug(client: RawClient, rpc: str) -> None:
    assert client.call(rpc, b"").code in {OK, INVALID_ARGUMENT}


def test_every_broken_field_is_named_at_once(refused: Refused) -> None:
    user = pb.User(id="a b", name="\0", tenant_id="-", org_id="-", roles=["x"], email=" ")
    user.variables.fields["nothing"].SetInParent()
    _assert_names(
        refused("CreateUser", pb.CreateUserRequest(user=user)),
        "user.id",
        "user.name",
        "user.tenant_id",
        "user.org_id",
        "user.email",
        "user.roles[0]",
        "user.variables",
    )


# Bytes

UNDECODABLE = {
    "unknown wire type": b"\x07",
    "group that does not end": b"\x0b",
    "end of no group": b"\x0c",
    "tag that does not end": b"\xff",
    "varint of eleven bytes": b"\xff" * 10 + b"\x01",
    "length beyond the end": b"\x7a\x05ab",
    "length beyond memory": b"\x7a\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
    "half a fixed64": b"\x79\x00\x00",
    "groups without end": b"\x7b" * 1000,
}


def _assert_malformed(outcome: Outcome) -> None:
    assert (outcome.code, outcome.reason) == (INVALID_ARGUMENT, REQUEST_MALFORMED)
    assert outcome.fields == ["request"]


@pytest.mark.parametrize("bad", UNDECODABLE.values(), ids=UNDECODABLE)
def test_undecodable_bytes_are_refused(refused: Refused, bad: bytes) -> None:
    for rpc in RPCS:
        _assert_malformed(refused(rpc, bad))


@pytest.mark.parametrize("rpc", sorted(set(RPCS) - {"ListAccessKeys"}))  # its request is empty
def test_a_request_without_its_last_byte_is_refused(refused: Refused, rpc: str) -> None:
    _assert_malformed(refused(rpc, sample(rpc).SerializeToString()[:-1]))


STRINGS = [*REQUIRED_IDS, *OPTIONAL_IDS, *NAMES]
STRINGS += [("CreateUser", "user.email"), ("CreateUser", "user.roles[0]")]
STRINGS += [(rpc, "update_mask.paths[0]") for rpc in UPDATES]
STRINGS += [(rpc, "page_token") for rpc in LISTS]
NOT_UTF8 = {"stray bytes": b"\xff\xfe\xfd\xfc", "surrogate": b"\xed\xa0\x80a", "cut": b"aaa\xc3"}


@pytest.mark.parametrize("bad", NOT_UTF8.values(), ids=NOT_UTF8)
@pytest.mark.parametrize(("rpc", "field"), STRINGS)
def test_a_string_that_is_not_utf8_is_refused(
    refused: Refused, rpc: str, field: str, bad: bytes
) -> None:
    request = spoiled(rpc, field, "~~~~").SerializeToString()
    assert b"~~~~" in request
    _assert_malformed(refused(rpc, request.replace(b"~~~~", bad)))


@pytest.mark.parametrize(
    "variables",
    [wire.entry(b"\xff", wire.number(4, 1)), wire.entry(b"k", wire.block(3, b"\xff"))],
    ids=["key", "value"],
)
def test_json_that_is_not_utf8_is_refused(refused: Refused, variables: bytes) -> None:
    _assert_malformed(refused("CreateOrg", _organization_with(variables)))
    _assert_malformed(refused("UpdateConfig", wire.block(1, variables)))


@pytest.mark.parametrize(("rpc", "field"), [(r, f) for r, f in REQUIRED_IDS if "." not in f])
def test_a_field_of_another_wire_type_is_not_the_field(
    refused: Refused, rpc: str, field: str
) -> None:
    _assert_names(refused(rpc, wire.number(1, 7)), field)


@pytest.mark.parametrize("rpc", [r for r, f in REQUIRED_IDS if "." in f])
def test_a_message_of_another_wire_type_is_not_the_message(refused: Refused, rpc: str) -> None:
    noun = sample(rpc).DESCRIPTOR.fields[0].name
    _assert_names(refused(rpc, wire.number(1, 7)), noun)


@pytest.mark.parametrize("rpc", ["CreateOrg", "ListAccessKeys", "UpdateConfig"])
def test_a_request_of_more_than_4_mib_is_refused(refused: Refused, rpc: str) -> None:
    outcome = refused(rpc, wire.block(1000, bytes(MAX_REQUEST)))
    assert outcome.code == grpc.StatusCode.RESOURCE_EXHAUSTED


def test_a_request_of_almost_4_mib_is_read(client: RawClient) -> None:
    unknown_field = wire.block(1000, bytes(MAX_REQUEST - 100))
    assert client.call("ListAccessKeys", unknown_field).code == OK


# JSON


def _organization_with(variables: bytes, org_id: bytes = b"json") -> bytes:
    """A CreateOrganizationRequest around a serialized Struct."""
    name = wire.block(2, b"JSON")
    return wire.block(1, wire.block(1, org_id) + name + wire.block(3, variables))


BAD_JSON = {
    "NaN": wire.entry(b"n", wire.double("7ff8000000000000")),
    "NaN with a payload": wire.entry(b"n", wire.double("fff0000000000001")),
    "infinity": wire.entry(b"n", wire.double("7ff0000000000000")),
    "-infinity": wire.entry(b"n", wire.double("fff0000000000000")),
    "value without a kind": wire.entry(b"n", b""),
    "value with a kind of the future": wire.entry(b"n", wire.block(9, b"x")),
    "null of another number": wire.entry(b"n", wire.number(1, 7)),
    "entry without a value": wire.block(1, wire.block(1, b"n")),
    "entry without anything": wire.block(1, b""),
    "NaN in a list": wire.entry(
        b"l", wire.block(6, wire.block(1, wire.double("7ff8000000000000")))
    ),
    "value without a kind in an object": wire.entry(b"o", wire.block(5, wire.entry(b"n", b""))),
}
TOO_DEEP = {"33 objects": wire.objects(33), "33 lists": wire.lists(33)}
# The values are the objects that have a depth: the config around them does not count.
TOO_DEEP_CONFIG = {"33 objects": wire.objects(34), "33 lists": wire.lists(34)}
TOO_DEEP_TO_DECODE = {
    "36 objects": wire.objects(36),
    "99 objects": wire.objects(99),
    "1,000 objects": wire.objects(1000),
    "1,000 lists": wire.lists(1000),
}
DEEPEST = {"32 objects": wire.objects(32), "32 lists": wire.lists(32)}
DEEPEST_CONFIG = {"32 objects": wire.objects(33), "32 lists": wire.lists(33)}


@pytest.mark.parametrize(
    "bad", [*BAD_JSON.values(), *TOO_DEEP.values()], ids=[*BAD_JSON, *TOO_DEEP]
)
def test_what_is_not_json_is_refused(refused: Refused, bad: bytes) -> None:
    _assert_names(refused("CreateOrg", _organization_with(bad)), "organization.variables")
    tenant = wire.block(1, b"json") + wire.block(2, b"JSON") + wire.block(4, bad)
    _assert_names(refused("CreateTenant", wire.block(1, tenant)), "tenant.variables")
    user = wire.block(1, b"json") + wire.block(5, bad)
    for rpc in ("CreateUser", "UpdateUser"):
        _assert_names(refused(rpc, wire.block(1, user)), "user.variables")


@pytest.mark.parametrize(
    "bad",
    [*BAD_JSON.values(), *TOO_DEEP_CONFIG.values()],
    ids=[*BAD_JSON, *TOO_DEEP_CONFIG],
)
def test_a_config_that_is_not_json_is_refused(refused: Refused, bad: bytes) -> None:
    outcome = refused("UpdateConfig", wire.block(1, bad))
    assert (outcome.code, outcome.reason) == (INVALID_ARGUMENT, FIELDS_INVALID)
    assert "updated" in outcome.fields


@pytest.mark.parametrize("bad", TOO_DEEP_TO_DECODE.values(), ids=TOO_DEEP_TO_DECODE)
def test_json_too_deep_to_decode_is_refused(refused: Refused, bad: bytes) -> None:
    _assert_malformed(refused("CreateOrg", _organization_with(bad)))
    _assert_malformed(refused("UpdateConfig", wire.block(1, bad)))


@pytest.mark.parametrize("levels", range(33, 60))
def test_between_too_deep_and_undecodable_there_is_no_gap(refused: Refused, levels: int) -> None:
    for variables in (wire.objects(levels), wire.lists(levels)):
        outcome = refused("CreateOrg", _organization_with(variables))
        assert outcome.code == INVALID_ARGUMENT


@pytest.mark.parametrize("deepest", DEEPEST.values(), ids=DEEPEST)
def test_json_of_32_levels_comes_back_equal(client: RawClient, deepest: bytes) -> None:
    org_id = f"deep-{len(deepest)}"
    assert client.call("CreateOrg", _organization_with(deepest, org_id.encode())).code == OK
    answer = client.call("ListOrgs", b"").response
    listed = {org.id: org for org in pb.ListOrganizationsResponse.FromString(answer).organizations}
    assert listed[org_id].variables == Struct.FromString(deepest)


@pytest.mark.parametrize("deepest", DEEPEST_CONFIG.values(), ids=DEEPEST_CONFIG)
def test_a_config_value_of_32_levels_comes_back_equal(client: RawClient, deepest: bytes) -> None:
    config = client.call("UpdateConfig", wire.block(1, deepest))
    assert config.code == OK
    answered = pb.UpdateConfigResponse.FromString(config.response).configs.fields
    ((key, value),) = Struct.FromString(deepest).fields.items()
    assert answered[key] == value
    assert client.call("UpdateConfig", pb.UpdateConfigRequest(deleted=[key])).code == OK


def _string(key: bytes, value_bytes: int) -> bytes:
    """An entry of a Struct whose serialized Value has this many bytes."""
    content = wire.block(3, b"x" * (value_bytes - 4))
    assert len(content) == value_bytes
    return wire.entry(key, content)


def _object_of(total: int) -> bytes:
    overhead = len(_string(b"k", 60_000)) - 60_000
    content = _string(b"k", total - overhead)
    assert len(content) == total
    return content


@pytest.mark.parametrize("noun", ["organization", "tenant", "user"])
def test_variables_may_have_64_kib_and_not_a_byte_more(
    client: RawClient, refused: Refused, noun: str
) -> None:
    rpc = {"organization": "CreateOrg", "tenant": "CreateTenant", "user": "CreateUser"}[noun]
    request = spoiled(rpc, f"{noun}.id", f"large-{noun}")
    getattr(request, noun).variables.ParseFromString(_object_of(65_537))
    _assert_names(refused(rpc, request), f"{noun}.variables")
    getattr(request, noun).variables.ParseFromString(_object_of(65_536))
    assert client.call(rpc, request).code == OK


def test_a_config_value_may_have_64_kib_and_not_a_byte_more(
    client: RawClient, refused: Refused
) -> None:
    large = wire.block(1, _string(b"large", 65_537))
    _assert_names(refused("UpdateConfig", large), "updated.large")
    assert client.call("UpdateConfig", wire.block(1, _string(b"large", 65_536))).code == OK
    assert client.call("UpdateConfig", pb.UpdateConfigRequest(deleted=["large"])).code == OK


def test_a_config_over_1_mib_is_refused(refused: Refused) -> None:
    entries = b"".join(_string(b"%d" % number, 60_000) for number in range(18))
    outcome = refused("UpdateConfig", wire.block(1, entries))
    assert outcome.code == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert outcome.reason == "ERROR_REASON_CONFIG_LIMIT_EXCEEDED"


def test_a_config_of_more_than_1000_keys_is_refused(refused: Refused) -> None:
    entries = b"".join(wire.entry(b"%d" % number, wire.number(4, 1)) for number in range(1001))
    _assert_names(refused("UpdateConfig", wire.block(1, entries)), "updated")
    deleted = pb.UpdateConfigRequest(deleted=[str(number) for number in range(1001)])
    _assert_names(refused("UpdateConfig", deleted), "deleted")


def test_a_config_grows_to_1000_keys_and_no_further(client: RawClient, refused: Refused) -> None:
    keys = [str(number) for number in range(1000)]
    for part in (keys[:600], keys[600:]):
        request = pb.UpdateConfigRequest(updated=dict.fromkeys(part, True))
        assert client.call("UpdateConfig", request).code == OK
    outcome = refused("UpdateConfig", pb.UpdateConfigRequest(updated={"one more": True}))
    assert outcome.code == grpc.StatusCode.RESOURCE_EXHAUSTED
    assert outcome.reason == "ERROR_REASON_CONFIG_LIMIT_EXCEEDED"
    assert client.call("UpdateConfig", pb.UpdateConfigRequest(deleted=keys)).code == OK


@pytest.mark.parametrize("bad", [*BAD_NAMES.values(), ""], ids=[*BAD_NAMES, "empty"])
def test_what_cannot_be_a_config_key_is_refused(refused: Refused, bad: str) -> None:
    request = wire.block(1, wire.entry(bad.encode(), wire.number(4, 1)))
    _assert_names(refused("UpdateConfig", request), "updated")


def test_a_config_key_is_not_set_and_deleted_at_once(refused: Refused) -> None:
    request = pb.UpdateConfigRequest(updated={"a": 1, "b": 2}, deleted=["c", "b"])
    _assert_names(refused("UpdateConfig", request), "deleted[1]")


def test_more_names_of_keys_than_a_user_may_have_are_refused(refused: Refused) -> None:
    _assert_names(refused("DeleteAccessKey", pb.DelAccessKeyRequest(names=["k"] * 101)), "names")


# Metadata

BAD_AUTHORIZATION: dict[str, Callable[[str], Metadata]] = {
    "none": lambda _: [],
    "empty": lambda _: [("authorization", "")],
    "blank": lambda _: [("authorization", " ")],
    "no scheme": lambda key: [("authorization", key)],
    "scheme alone": lambda _: [("authorization", "Bearer")],
    "scheme and blank": lambda _: [("authorization", "Bearer ")],
    "other scheme": lambda key: [("authorization", f"Basic {key}")],
    "scheme with more": lambda key: [("authorization", f"Bearer: {key}")],
    "twice the same": lambda key: [("authorization", f"Bearer {key}")] * 2,
    "valid, then empty": lambda key: [("authorization", f"Bearer {key}"), ("authorization", "")],
    "empty, then valid": lambda key: [("authorization", ""), ("authorization", f"Bearer {key}")],
    "two in one": lambda key: [("authorization", f"Bearer {key}, Bearer {key}")],
    "two keys": lambda key: [("authorization", f"Bearer {key} {key}")],
    "with more behind": lambda key: [("authorization", f"Bearer {key}x")],
    "cut": lambda key: [("authorization", f"Bearer {key[:-1]}")],
    "mistyped": lambda key: [
        ("authorization", f"Bearer {key[:-1]}{'a' if key[-1] != 'a' else 'b'}")
    ],
    "other case": lambda key: [("authorization", f"Bearer {key.swapcase()}")],
    "unknown": lambda _: [("authorization", f"Bearer {_well_formed_key()}")],
    "in a binary header": lambda key: [("authorization-bin", f"Bearer {key}".encode())],
    "in another header": lambda key: [("x-api-key", key), ("cookie", key)],
    "several KB": lambda _: [("authorization", f"Bearer {'k' * 6000}")],
    "impersonation alone": lambda _: [(IMPERSONATION, "admin")],
}


def _well_formed_key() -> str:
    from waii_server.domain import key_format

    return key_format.generate()


@pytest.mark.parametrize("metadata", BAD_AUTHORIZATION.values(), ids=BAD_AUTHORIZATION)
def test_there_is_one_answer_to_every_bad_key(
    refused: Refused, server: RunningServer, metadata: Callable[[str], Metadata]
) -> None:
    without_key = refused("ListAccessKeys", b"", [])
    for rpc in RPCS:
        outcome = refused(rpc, sample(rpc), metadata(server.admin_key))
        assert outcome.code == UNAUTHENTICATED
        assert outcome.message == without_key.message
        assert outcome.details["ErrorInfo"] == without_key.details["ErrorInfo"]
        assert set(outcome.details) == {"ErrorInfo", "RequestInfo"}


@pytest.mark.parametrize("rpc", RPCS)
def test_the_key_is_asked_for_before_the_request_is_read(refused: Refused, rpc: str) -> None:
    outcome = refused(rpc, b"\xff", [])
    assert (outcome.code, outcome.reason) == (UNAUTHENTICATED, "ERROR_REASON_ACCESS_KEY_INVALID")


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
def test_the_scheme_may_be_in_any_case(
    client: RawClient, server: RunningServer, scheme: str
) -> None:
    metadata = [("authorization", f"{scheme} {server.admin_key}")]
    assert client.call("ListAccessKeys", b"", metadata).code == OK


BAD_IMPERSONATION: dict[str, Metadata] = {
    "empty": [(IMPERSONATION, "")],
    "twice the same": [(IMPERSONATION, "admin")] * 2,
    "two": [(IMPERSONATION, "admin"), (IMPERSONATION, "nobody")],
    "valid, then empty": [(IMPERSONATION, "admin"), (IMPERSONATION, "")],
}


@pytest.mark.parametrize("metadata", BAD_IMPERSONATION.values(), ids=BAD_IMPERSONATION)
def test_an_empty_or_repeated_impersonation_is_refused(
    refused: Refused, server: RunningServer, metadata: Metadata
) -> None:
    key = ("authorization", f"Bearer {server.admin_key}")
    for rpc in RPCS:
        outcome = refused(rpc, sample(rpc), [key, *metadata])
        assert (outcome.code, outcome.reason) == (INVALID_ARGUMENT, METADATA_INVALID)
        assert outcome.fields == [IMPERSONATION]


@pytest.mark.parametrize(
    "target", ["nobody", "a" * 129, "%41", "a'b", "a,b", "x" * 3000, "x" * 7000, "~ " * 3000]
)
def test_whoever_does_not_exist_cannot_be_impersonated(
    refused: Refused, server: RunningServer, target: str
) -> None:
    key = ("authorization", f"Bearer {server.admin_key}")
    outcome = refused("ListAccessKeys", b"", [key, (IMPERSONATION, target)])
    assert outcome.code == grpc.StatusCode.PERMISSION_DENIED
    assert outcome.reason == "ERROR_REASON_IMPERSONATION_TARGET_NOT_FOUND"


@pytest.mark.parametrize(
    "sent", ["", "a b", "a" * 129, "a" * 6000, "<script>", "a,b", "%0a", '"', "\\n"]
)
def test_an_unsafe_request_id_is_replaced(
    client: RawClient, server: RunningServer, sent: str
) -> None:
    key = ("authorization", f"Bearer {server.admin_key}")
    for metadata in ([key, ("x-request-id", sent)], [("x-request-id", sent)]):
        outcome = client.call("ListAccessKeys", b"", metadata)
        (returned,) = [value for name, value in outcome.trailing if name == "x-request-id"]
        assert returned
        assert returned != sent


def test_of_two_request_ids_none_is_taken(client: RawClient, server: RunningServer) -> None:
    key = ("authorization", f"Bearer {server.admin_key}")
    metadata = [key, ("x-request-id", "one"), ("x-request-id", "two")]
    outcome = client.call("ListAccessKeys", b"", metadata)
    (returned,) = [value for name, value in outcome.trailing if name == "x-request-id"]
    assert returned not in {"one", "two"}


UNSENDABLE: dict[str, Callable[[bytes], list[http2.Header]]] = {
    "key with bytes beyond ASCII": lambda _: [(b"authorization", b"Bearer \xff\xfe\xfd")],
    "key with NUL": lambda key: [(b"authorization", b"Bearer " + key + b"\0")],
    "key with CR LF": lambda key: [(b"authorization", b"Bearer " + key + b"\r\n")],
    "key with a line feed in front": lambda key: [(b"authorization", b"\nBearer " + key)],
    "key with more lines": lambda key: [(b"authorization", b"Bearer " + key + b"\r\nx: y")],
    "key and one beyond ASCII": lambda key: [
        (b"authorization", b"Bearer " + key),
        (b"authorization", b"\xff"),
    ],
}


@pytest.mark.parametrize("headers", UNSENDABLE.values(), ids=UNSENDABLE)
def test_a_key_that_no_library_sends_is_a_bad_key(
    server: RunningServer, headers: Callable[[bytes], list[http2.Header]]
) -> None:
    sent = headers(server.admin_key.encode())
    assert _status_of_raw_call(server, sent) == UNAUTHENTICATED


@pytest.mark.parametrize(
    "target", [b"\xe4nn", b"ad\0min", b"admin\0", b"admin\r\n", b"\xff" * 3000, b"admin\n"]
)
def test_nobody_has_an_id_that_no_library_sends(server: RunningServer, target: bytes) -> None:
    sent = [
        (b"authorization", b"Bearer " + server.admin_key.encode()),
        (IMPERSONATION.encode(), target),
    ]
    assert _status_of_raw_call(server, sent) == grpc.StatusCode.PERMISSION_DENIED


@pytest.mark.parametrize("request_id", [b"a\r\nx: y", b"\xff\xfe", b"a\0", b"a\n"])
def test_a_request_id_that_no_library_sends_is_replaced(
    server: RunningServer, request_id: bytes
) -> None:
    sent = [
        (b"authorization", b"Bearer " + server.admin_key.encode()),
        (b"x-request-id", request_id),
    ]
    answer = http2.call(server.address, f"/{SERVICE}/GetUserInfo", sent)
    assert http2.status(answer) == OK.value[0]
    (returned,) = re.findall(rb"x-request-id.(.{32})", answer, re.DOTALL)
    assert re.fullmatch(rb"[0-9a-f]{32}", returned)


def _status_of_raw_call(server: RunningServer, headers: list[http2.Header]) -> grpc.StatusCode:
    number = http2.status(http2.call(server.address, f"/{SERVICE}/GetUserInfo", headers))
    return next(code for code in grpc.StatusCode if code.value[0] == number)


# Very much at once: `refused` checks that the answer still fits what a client receives


@pytest.mark.parametrize("bad", ["x", "x" * 1000, "\U0001f600" * 300, "\0\0\0"], ids=len)
@pytest.mark.parametrize("count", [100, 3000])
def test_thousands_of_bad_roles_are_answered(refused: Refused, count: int, bad: str) -> None:
    request = sample("CreateUser")
    request.user.roles[:] = [bad] * count
    outcome = refused("CreateUser", request)
    assert outcome.code == INVALID_ARGUMENT
    too_many = ["user.roles"] if count > 100 else []
    assert outcome.fields[: len(too_many) + 1] == [*too_many, "user.roles[0]"]


def test_thousands_of_bad_paths_in_a_mask_are_answered(refused: Refused) -> None:
    request = sample("UpdateUser")
    request.update_mask.paths[:] = ["\U0001f600" * 50] * 5000
    outcome = refused("UpdateUser", request)
    assert outcome.code == INVALID_ARGUMENT
    assert outcome.fields[:2] == ["update_mask.paths", "update_mask.paths[0]"]


@pytest.mark.parametrize("key", ["k" * 256, "\U0001f600" * 256, "\ue000" * 256, "\u2028" * 256])
def test_config_keys_as_long_as_may_be_are_answered(refused: Refused, key: str) -> None:
    too_large = wire.block(3, b"x" * 65_536)
    keys = [f"{key[:-2]}{number}" for number in range(10, 40)]
    entries = b"".join(wire.entry(one.encode(), too_large) for one in keys)
    outcome = refused("UpdateConfig", wire.block(1, entries))
    assert outcome.code == INVALID_ARGUMENT
    assert outcome.fields


def test_config_keys_far_too_long_are_answered(refused: Refused) -> None:
    entries = b"".join(
        wire.entry(b"%d" % number + b"k" * 20_000, wire.block(3, b"x" * 65_536))
        for number in range(40)
    )
    outcome = refused("UpdateConfig", wire.block(1, entries))
    assert outcome.code == INVALID_ARGUMENT
    assert outcome.fields


@pytest.mark.parametrize(
    "name",
    ["ä" * 256, "\U0001f600" * 256, "\ue000" * 256, "\U000e0001" * 256, "'" * 256, "%" * 256],
)
def test_a_name_that_is_as_long_as_may_be_is_repeated_in_an_answer_of_bounded_size(
    client: RawClient, refused: Refused, name: str
) -> None:
    request = pb.CreateAccessKeyRequest(name=name)
    assert client.call("CreateAccessKey", request).code == OK
    outcome = refused("CreateAccessKey", request)
    assert outcome.code == grpc.StatusCode.ALREADY_EXISTS
    assert client.call("DeleteAccessKey", pb.DelAccessKeyRequest(names=[name])).code == OK


def test_an_id_that_is_as_long_as_may_be_is_named_whole(refused: Refused) -> None:
    absent = "x".ljust(128, "+")
    outcome = refused("DeleteUser", pb.DeleteUserRequest(id=absent))
    assert outcome.code == NOT_FOUND
    info = outcome.details["ResourceInfo"]
    assert (info.resource_type, info.resource_name) == ("waii.user.v1.User", absent)  # type: ignore[attr-defined]


# Anything at all

_NASTY = st.sampled_from(
    ["", "admin", "default-org", "\0", "a\n", "ä" * 300, "a" * 128, "*", "name"]
)
_TEXT = st.one_of(_NASTY, st.text(max_size=12))


def _mutated(rpc: str) -> st.SearchStrategy[bytes]:
    """The sample, with a few bytes changed, put in or taken out."""
    original = sample(rpc).SerializeToString()

    @st.composite
    def mutate(draw: st.DrawFn) -> bytes:
        content = bytearray(original)
        for _ in range(draw(st.integers(1, 4))):
            at = draw(st.integers(0, len(content)))
            content[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
        return bytes(content)

    return mutate()


def _messages(rpc: str) -> st.SearchStrategy[bytes]:
    """Requests of the right type with anything in their fields."""
    return _message(type(sample(rpc)), levels=6).map(lambda message: message.SerializeToString())


def _message(kind: type[Message], levels: int) -> st.SearchStrategy[Message]:
    @st.composite
    def build(draw: st.DrawFn) -> Message:
        message = kind()
        for field in kind.DESCRIPTOR.fields:
            if draw(st.booleans()):
                _fill(draw, message, field, levels)
        return message

    return build()


def _fill(draw: st.DrawFn, message: Message, field: Any, levels: int) -> None:
    if field.message_type is not None:
        if levels == 0:
            return
        if isinstance(message, Struct | ListValue):
            _fill_json(draw, message, levels)
            return
        inner = GetMessageClass(field.message_type)
        getattr(message, field.name).CopyFrom(draw(_message(inner, levels - 1)))
        return
    scalars: dict[int, st.SearchStrategy[object]] = {
        FieldDescriptor.CPPTYPE_STRING: _TEXT,
        FieldDescriptor.CPPTYPE_BOOL: st.booleans(),
        FieldDescriptor.CPPTYPE_INT32: st.integers(-(2**31), 2**31 - 1),
        FieldDescriptor.CPPTYPE_INT64: st.integers(-(2**63), 2**63 - 1),
        FieldDescriptor.CPPTYPE_DOUBLE: st.floats(),
        FieldDescriptor.CPPTYPE_ENUM: st.just(0),
    }
    value = scalars[field.cpp_type]
    if field.is_repeated:
        getattr(message, field.name).extend(draw(st.lists(value, max_size=3)))
    else:
        setattr(message, field.name, draw(value))


def _fill_json(draw: st.DrawFn, message: Struct | ListValue, levels: int) -> None:
    from google.protobuf.struct_pb2 import Value

    for key in draw(st.lists(_TEXT, max_size=2)):
        value = draw(_message(Value, levels - 1))
        if isinstance(message, Struct):
            message.fields[key].CopyFrom(value)  # type: ignore[arg-type]
        else:
            message.values.append(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("rpc", RPCS)
def test_no_bytes_are_a_bug(client: RawClient, rpc: str) -> None:
    # A few: the fuzzer makes many more.
    @settings(
        max_examples=15,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.one_of(st.binary(max_size=64), _mutated(rpc), _messages(rpc)))
    def call(request: bytes) -> None:
        assert client.call(rpc, request).code not in BUGS

    call()
    assert client.call("ListAccessKeys", b"").code == OK


@pytest.mark.parametrize("rpc", RPCS)
def test_no_prefix_of_a_request_is_a_bug(client: RawClient, rpc: str) -> None:
    request = sample(rpc).SerializeToString()
    for end in range(len(request)):
        assert client.call(rpc, request[:end]).code not in BUGS


def test_long_random_bytes_are_no_bug(client: RawClient) -> None:
    chance = random.Random(1)
    for rpc in RPCS:
        assert client.call(rpc, chance.randbytes(10_000)).code not in BUGS
