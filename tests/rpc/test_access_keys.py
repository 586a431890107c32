"""Access keys: their form, their life, and what the server keeps of them."""

import base64
import binascii
import hashlib
import json
import re
import secrets
import stat
import string
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from rpc.calls import bearer, denied, info, refused, update_user
from rpc.keys import create, delete, listed, masked, rows
from rpc.spec import API_USER
from support.api import Api, AsyncApi, Connect, SyncApi
from support.raw import RawClient
from support.server import RunningServer, running_server
from support.world import World
from waii_client import (
    AlreadyExistsError,
    InvalidArgumentError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnauthenticatedError,
)
from waii_client.user import (
    CreateAccessKeyRequest,
    CreateTenantRequest,
    DelAccessKeyRequest,
    DeleteOrganizationRequest,
    DeleteTenantRequest,
    DeleteUserRequest,
    GetUserInfoRequest,
)

OpenApi = Callable[[str, str], Api]
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def works(server: RunningServer, key: str) -> bool:
    with RawClient(server.address, key) as raw:
        outcome = raw.call("GetUserInfo", GetUserInfoRequest())
    assert outcome.code.name in {"OK", "UNAUTHENTICATED"}
    return outcome.code.name == "OK"


@pytest.fixture(params=[SyncApi, AsyncApi], ids=["sync", "async"])
def api(request: pytest.FixtureRequest) -> OpenApi:
    """Opens a client of any server."""
    kind: OpenApi = request.param
    return kind


# Form.


def checksum(random: str) -> str:
    """CRC32 of the random part, in six base62 characters, the most significant first."""
    value = binascii.crc32(random.encode())
    return "".join(BASE62[value // 62**power % 62] for power in range(5, -1, -1))


def test_a_key_is_a_prefix_randomness_and_a_checksum(admin: Api, world: World) -> None:
    user_id = world.user()
    keys = [create(admin, f"k{n}", as_user=user_id).access_key for n in range(10)]
    for key in keys:
        form = re.fullmatch(r"waii_([0-9A-Za-z]{43})([0-9A-Za-z]{6})", key)
        assert form is not None
        assert form[2] == checksum(form[1])
    for position in range(5, 48):
        assert len({key[position] for key in keys}) > 1, f"character {position} never varies"


def test_a_key_that_is_mistyped_anywhere_is_refused(server: RunningServer, world: World) -> None:
    key = world.person().key
    with RawClient(server.address) as raw:
        for position, character in enumerate(key):
            other = "a" if character != "a" else "b"
            mistyped = key[:position] + other + key[position + 1 :]
            outcome = raw.call("GetUserInfo", b"", [bearer(mistyped)])
            assert denied(outcome) == "UNAUTHENTICATED ACCESS_KEY_INVALID"


def test_a_well_formed_key_that_nobody_has_is_refused(server: RunningServer) -> None:
    random = "".join(secrets.choice(BASE62) for _ in range(43))
    assert not works(server, f"waii_{random}{checksum(random)}")


# Creation.


def test_create_answers_with_the_new_key_alone(connect: Connect, world: World) -> None:
    person = world.person()
    before = datetime.now(UTC) - timedelta(seconds=1)
    key = create(connect(person.key), "second")  # `create` unpacks exactly one
    assert (key.name, key.user_id) == ("second", person.id)
    assert before < key.created_at.ToDatetime(UTC) < datetime.now(UTC) + timedelta(seconds=1)
    assert not key.HasField("expire_time")
    assert not key.HasField("last_used_time")
    assert info(connect(key.access_key)).id == person.id


def test_a_key_made_under_impersonation_belongs_to_the_subject_and_is_answered_whole(
    admin: Api, connect: Connect, world: World
) -> None:
    user_id = world.user()
    key = create(admin, "made for them", as_user=user_id)
    assert key.user_id == user_id
    assert info(connect(key.access_key)).id == user_id


def test_names_are_unique_for_a_user(connect: Connect, world: World) -> None:
    api, other = connect(world.person().key), connect(world.person().key)
    first = create(api, "name")
    request = CreateAccessKeyRequest(name="name")
    error = refused(api, "create_access_key", request, AlreadyExistsError)
    assert error.reason == "ERROR_REASON_ACCESS_KEY_ALREADY_EXISTS"
    assert error.resource is not None
    assert error.resource.name == "name"
    assert listed(api)["name"].access_key == first.access_key
    create(other, "name")
    for distinct in ("Name", "name ", " name", "nam\xe9", "name2"):
        create(api, distinct)


def test_a_name_has_1_to_256_characters_and_no_control_characters(
    connect: Connect, world: World
) -> None:
    api = connect(world.person().key)
    for name in ("", "x" * 257, "a\nb", "\0", "\x9b"):
        request = CreateAccessKeyRequest(name=name)
        error = refused(api, "create_access_key", request, InvalidArgumentError)
        assert [violation.field for violation in error.field_violations] == ["name"]
    for name in ("x", "x" * 256, "\U0001f600" * 256):
        assert create(api, name).name == name


def test_a_user_has_at_most_100_keys(connect: Connect, world: World) -> None:
    person = world.person()
    api = connect(person.key)
    for number in range(99):
        create(api, f"k{number}")
    request = CreateAccessKeyRequest(name="one more")
    error = refused(api, "create_access_key", request, ResourceExhaustedError)
    assert error.reason == "ERROR_REASON_ACCESS_KEY_LIMIT_EXCEEDED"
    assert error.metadata == {"limit": "100"}
    assert len(listed(api)) == 100
    delete(api, "k0")
    create(api, "one more")
    create(connect(world.person().key), "of another user")


# List.


def test_the_list_shows_the_owner_all_keys_whole_and_ordered_by_name(
    connect: Connect, world: World
) -> None:
    person = world.person()
    api = connect(person.key)
    made = {name: create(api, name) for name in ("b", "a", "B", "\xe9", "10", "9", "a b")}
    keys = listed(api)
    assert list(keys) == sorted([*made, "test"], key=str.encode)
    assert keys.pop("test").access_key == person.key
    for name, key in keys.items():
        key.ClearField("last_used_time")
        assert key == made[name]


def test_a_user_without_keys_has_an_empty_list(admin: Api, world: World) -> None:
    assert listed(admin, as_user=world.user()) == {}


# Deletion.


def test_several_keys_are_deleted_at_once(connect: Connect, world: World) -> None:
    api = connect(world.person().key)
    for name in "abc":
        create(api, name)
    delete(api, "a", "c", "a")
    assert list(listed(api)) == ["b", "test"]


def test_a_name_that_does_not_exist_is_no_error(connect: Connect, world: World) -> None:
    api = connect(world.person().key)
    create(api, "a")
    delete(api, "no such key")
    delete(api, "no such key", "a", "A")
    delete(api, "a")
    assert list(listed(api)) == ["test"]


def test_keys_are_deleted_all_or_none(connect: Connect, world: World) -> None:
    api = connect(world.person().key)
    create(api, "a")
    for names, fields in (
        (["a", "", "test", "\n"], ["names[1]", "names[3]"]),
        (["a", "x" * 257], ["names[1]"]),
        ([], ["names"]),
        (["a"] * 101, ["names"]),
    ):
        request = DelAccessKeyRequest(names=names)
        error = refused(api, "delete_access_key", request, InvalidArgumentError)
        assert [violation.field for violation in error.field_violations] == fields
        assert list(listed(api)) == ["a", "test"]
    delete(api, *["a"] * 100)


def test_the_keys_of_others_are_not_deleted(connect: Connect, world: World) -> None:
    person = world.person()
    other = world.person(org_id=person.org_id, tenant_id=person.tenant_id)
    create(connect(other.key), "shared")
    delete(connect(person.key), "shared")
    assert list(listed(connect(other.key))) == ["shared", "test"]


def test_a_revoked_key_is_refused_by_the_very_next_call(connect: Connect, world: World) -> None:
    api = connect(world.person().key)
    second = connect(create(api, "second").access_key)
    assert info(second).id == info(api).id
    delete(api, "second")
    refused(second, "get_user_info", GetUserInfoRequest(), UnauthenticatedError)
    # Also where a key revokes itself.
    delete(api, "test")
    refused(api, "get_user_info", GetUserInfoRequest(), UnauthenticatedError)


def test_a_new_key_of_the_name_of_a_revoked_one_does_not_revive_it(
    connect: Connect, world: World
) -> None:
    api = connect(world.person().key)
    revoked = create(api, "name").access_key
    delete(api, "name")
    assert create(api, "name").access_key != revoked
    refused(connect(revoked), "get_user_info", GetUserInfoRequest(), UnauthenticatedError)


@pytest.mark.parametrize("what", ["delete_user", "delete_tenant", "delete_org"])
def test_a_key_of_what_was_deleted_is_refused_by_the_very_next_call(
    what: str, admin: Api, connect: Connect, world: World
) -> None:
    person = world.person()
    api = connect(person.key)
    assert info(api).id == person.id
    request = {
        "delete_user": DeleteUserRequest(id=person.id),
        "delete_tenant": DeleteTenantRequest(id=person.tenant_id, force=True),
        "delete_org": DeleteOrganizationRequest(id=person.org_id, force=True),
    }[what]
    admin.call(what, request)
    refused(api, "get_user_info", GetUserInfoRequest(), UnauthenticatedError)


def test_every_replica_refuses_a_revoked_key_by_its_very_next_call(
    server: RunningServer, api: OpenApi, world: World
) -> None:
    person = world.person()
    with running_server(server.settings.data_dir) as replica:
        here, there = api(server.address, person.key), api(replica.address, person.key)
        second = api(replica.address, create(here, "second").access_key)
        assert info(second).id == person.id
        assert list(listed(there)) == ["second", "test"]
        assert listed(there)["test"].access_key == person.key
        delete(here, "second")
        refused(second, "get_user_info", GetUserInfoRequest(), UnauthenticatedError)
        for client in (here, there, second):
            client.close()


# Times.


def test_a_key_expires(connect: Connect, world: World) -> None:
    api = connect(world.person().key)
    expires = datetime.now(UTC) + timedelta(seconds=1)
    key = create(api, "short", expires)
    short = connect(key.access_key)
    assert key.expire_time.ToDatetime(UTC) == expires
    assert info(short).id == key.user_id
    assert listed(api)["short"].expire_time.ToDatetime(UTC) == expires
    time.sleep(max(0.0, (expires - datetime.now(UTC)).total_seconds()) + 0.01)
    for _ in range(2):
        refused(short, "get_user_info", GetUserInfoRequest(), UnauthenticatedError)
    refused(short, "delete_access_key", DelAccessKeyRequest(names=["test"]), UnauthenticatedError)
    # It is there until it is deleted, and its name is taken.
    assert "short" in listed(api)
    refused(api, "create_access_key", CreateAccessKeyRequest(name="short"), AlreadyExistsError)


@pytest.mark.parametrize(
    "expire_time",
    [
        Timestamp(),
        Timestamp(seconds=-1),
        Timestamp(seconds=int(time.time()) - 1),
        Timestamp(seconds=253_402_300_800),
        Timestamp(seconds=4_000_000_000, nanos=-1),
        Timestamp(seconds=4_000_000_000, nanos=1_000_000_000),
    ],
    ids=["1970", "before 1970", "a second ago", "year 10,000", "nanos < 0", "nanos > 1 s"],
)
def test_an_expire_time_that_is_past_or_no_time_is_refused(
    expire_time: Timestamp, connect: Connect, world: World
) -> None:
    api = connect(world.person().key)
    request = CreateAccessKeyRequest(name="key", expire_time=expire_time)
    error = refused(api, "create_access_key", request, InvalidArgumentError)
    assert [violation.field for violation in error.field_violations] == ["expire_time"]
    assert list(listed(api)) == ["test"]


def test_a_key_may_last_until_the_year_9999(connect: Connect, world: World) -> None:
    api = connect(world.person().key)
    last = Timestamp(seconds=253_402_300_799)
    key = create(api, "long", last)
    assert key.expire_time == last
    assert info(connect(key.access_key)).id == key.user_id


def test_the_time_of_the_last_use_is_kept(
    server: RunningServer, connect: Connect, world: World
) -> None:
    api = connect(world.person().key)
    key = create(api, "second")
    server.server._key_usage.flush()
    assert not listed(api)["second"].HasField("last_used_time")
    before = datetime.now(UTC) - timedelta(seconds=1)
    info(connect(key.access_key))
    server.server._key_usage.flush()
    used = listed(api)["second"].last_used_time.ToDatetime(UTC)
    assert before < used <= datetime.now(UTC)
    assert listed(api)["test"].HasField("last_used_time")


def test_a_use_is_not_a_write_for_every_call(
    server: RunningServer, connect: Connect, world: World
) -> None:
    person = world.person()
    api = connect(person.key)
    server.server._key_usage.flush()
    before = rows(server, person.id)
    for _ in range(5):
        info(api)
    assert rows(server, person.id) == before


# What the server keeps.


def stored_bytes(directory: Path) -> bytes:
    """Everything that is in the database's files, journals included."""
    files = sorted(directory.glob("waii.db*"))
    assert len(files) > 1, "the database has a journal while it is served"
    return b"".join(file.read_bytes() for file in files)


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("reveal", ["always", "once"])
def test_the_plain_key_stands_in_no_table_and_no_file_of_the_database(
    reveal: str, tmp_path: Path
) -> None:
    with running_server(tmp_path, reveal_access_keys=reveal) as server:
        with World(server.address, server.admin_key) as world:
            person = world.person()
        keys = [server.admin_key, person.key]
        for row in [*rows(server, person.id), *rows(server, "admin")]:
            assert set(row) == {
                *("id", "user_id", "name", "slot", "digest", "hint", "sealed"),
                *("created_at", "expires_at", "last_used_at", "permissions"),
                *("generation", "rotated_at", "previous_digest", "previous_expires_at"),
            }
        for key in keys:
            assert works(server, key)
            kept = stored_bytes(tmp_path)
            assert hashlib.sha256(key.encode()).digest() in kept, "this sees what is stored"
            for secret in (key, key[5:], key[5:48], key[10:40]):
                assert secret.encode() not in kept
                assert base64.b64encode(secret.encode()).rstrip(b"=") not in kept
                assert secret.encode().hex().encode() not in kept
    left = b"".join(file.read_bytes() for file in tmp_path.glob("waii.db*"))
    assert not [key for key in keys if key.encode() in left]


def test_in_a_row_there_are_the_digest_and_the_hint(server: RunningServer, world: World) -> None:
    person = world.person()
    (row,) = rows(server, person.id)
    assert row["digest"] == hashlib.sha256(person.key.encode()).digest()
    assert row["hint"] == person.key[5:9] + person.key[-4:]


def test_the_files_of_the_server_are_its_owners_alone(server: RunningServer) -> None:
    for file in server.settings.data_dir.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_the_plain_key_is_never_logged(
    fresh_server: RunningServer, capfd: pytest.CaptureFixture[str]
) -> None:
    with World(fresh_server.address, fresh_server.admin_key) as world:
        person = world.person()
    api = SyncApi(fresh_server.address, person.key)
    second = create(api, "second").access_key
    listed(api)
    with RawClient(fresh_server.address) as raw:
        for value in (f"Bearer {person.key}x", person.key, f"Basic {person.key}"):
            raw.call("ListAccessKeys", b"", [("authorization", value), ("x-request-id", "seen")])
        raw.call("CreateOrg", b"\xff", [bearer(person.key), ("x-waii-impersonate-user", second)])
    api.close()
    logged = "".join(capfd.readouterr())
    assert "seen" in logged
    for key in (fresh_server.admin_key, person.key, second):
        assert key[5:] not in logged


# Reveal once.


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("once"), reveal_access_keys="once") as server:
        yield server


def test_with_reveal_once_the_list_shows_every_key_masked(
    once: RunningServer, api: OpenApi
) -> None:
    with World(once.address, once.admin_key) as world:
        person = world.person()
    client = api(once.address, person.key)
    second = create(client, "second").access_key
    assert works(once, second)
    keys = {name: key.access_key for name, key in listed(client).items()}
    assert keys == {"second": masked(second), "test": masked(person.key)}
    client.close()


def test_with_reveal_once_nothing_but_hash_and_hint_is_stored(once: RunningServer) -> None:
    with World(once.address, once.admin_key) as world:
        person = world.person()
    for row in [*rows(once, person.id), *rows(once, "admin")]:
        assert row["sealed"] is None


def test_what_was_sealed_is_not_revealed_any_more_after_a_change_to_once(
    tmp_path: Path,
) -> None:
    with running_server(tmp_path) as server:
        key = server.admin_key
    with running_server(tmp_path, reveal_access_keys="once") as server:
        client = SyncApi(server.address, key)
        assert listed(client)["bootstrap"].access_key == masked(key)
        client.close()


# The key ring.


@pytest.mark.only_on("sqlite")
def test_the_key_ring_is_a_private_file_outside_the_database(server: RunningServer) -> None:
    ring = server.settings.key_ring_file
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    for secret in json.loads(ring.read_text())["keys"].values():
        kept = stored_bytes(server.settings.data_dir)
        assert base64.b64decode(secret) not in kept
        assert secret.encode() not in kept


def test_a_lost_key_ring_costs_the_reveal_and_never_the_login(tmp_path: Path, api: OpenApi) -> None:
    with running_server(tmp_path) as server:
        key = server.admin_key
        server.settings.key_ring_file.unlink()
    with running_server(tmp_path) as server:
        client = api(server.address, key)
        assert info(client).id == "admin"
        assert listed(client)["bootstrap"].access_key == masked(key)
        new = create(client, "new").access_key
        assert listed(client)["new"].access_key == new
        client.close()


def test_a_rotated_key_ring_opens_what_the_old_key_sealed(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        key = server.admin_key
        file = server.settings.key_ring_file
    ring = json.loads(file.read_text())
    ring["keys"]["new"] = base64.b64encode(secrets.token_bytes(32)).decode()
    ring["primary"] = "new"
    file.write_text(json.dumps(ring))
    with running_server(tmp_path) as server:
        client = SyncApi(server.address, key)
        new = create(client, "new").access_key
        assert listed(client)["bootstrap"].access_key == key
        assert listed(client)["new"].access_key == new
        client.close()
        old, sealed_with_new = (row["sealed"] for row in rows(server, "admin"))
        assert b"new" not in old[:10]
        assert b"new" in sealed_with_new[:10]


def test_a_sealed_key_opens_for_its_own_row_alone(
    server: RunningServer, connect: Connect, world: World
) -> None:
    person = world.person()
    api = connect(person.key)
    second = create(api, "second").access_key
    other = world.person(org_id=person.org_id, tenant_id=person.tenant_id)
    own, _ = (row["sealed"] for row in rows(server, person.id))
    # Another key of the same user, and a key of another user of the same organization.
    change = "UPDATE access_keys SET sealed = :own WHERE user_id = :user_id AND name = 'test'"
    server.change(change, own=own, user_id=person.id)
    server.change(change, own=own, user_id=other.id)
    keys = {name: key.access_key for name, key in listed(api).items()}
    assert keys == {"second": second, "test": masked(person.key)}
    assert listed(connect(other.key))["test"].access_key == masked(other.key)
    # A whole row that is put under another user.
    (taken,) = (row["slot"] for row in rows(server, other.id))
    server.change(
        "UPDATE access_keys SET user_id = :other, slot = :free "
        "WHERE user_id = :own AND name = 'second'",
        other=other.id,
        own=person.id,
        free=1 if taken == 0 else 0,
    )
    assert listed(connect(other.key))["second"].access_key == masked(second)


@pytest.mark.parametrize("damaged", [b"", b"\0", b"\xff" * 5, b"\x08" + b"0" * 40])
def test_a_damaged_seal_costs_the_reveal_alone(
    damaged: bytes, server: RunningServer, connect: Connect, world: World
) -> None:
    person = world.person()
    change = "UPDATE access_keys SET sealed = :damaged WHERE user_id = :user_id"
    server.change(change, damaged=damaged, user_id=person.id)
    assert listed(connect(person.key))["test"].access_key == masked(person.key)


def test_no_two_seals_are_equal(server: RunningServer, admin: Api, world: World) -> None:
    user_id = world.user()
    for number in range(5):
        create(admin, f"k{number}", as_user=user_id)
    assert len({row["sealed"] for row in rows(server, user_id)}) == 5
    assert len({row["digest"] for row in rows(server, user_id)}) == 5


def test_a_user_who_moves_across_organizations_keeps_the_keys_and_their_reveal(
    server: RunningServer, admin: Api, connect: Connect, world: World
) -> None:
    person = world.person()
    api = connect(person.key)
    second = create(api, "second").access_key
    before = [row["sealed"] for row in rows(server, person.id)]
    admin.call("update_user", update_user(id=person.id, tenant_id=world.tenant()))
    keys = {name: key.access_key for name, key in listed(api).items()}
    assert keys == {"second": second, "test": person.key}
    # Sealed anew, for the organization where the user is now.
    after = [row["sealed"] for row in rows(server, person.id)]
    assert not set(before) & set(after)
    for seal, name in zip(before, ("second", "test"), strict=True):
        change = "UPDATE access_keys SET sealed = :seal WHERE user_id = :user_id AND name = :name"
        server.change(change, seal=seal, user_id=person.id, name=name)
    assert {key.access_key for key in listed(api).values()} == {masked(second), masked(person.key)}


def test_a_move_within_the_organization_leaves_the_keys_alone(
    server: RunningServer, admin: Api, connect: Connect, world: World
) -> None:
    person = world.person()
    before = rows(server, person.id)
    admin.call("update_user", update_user(id=person.id, tenant_id=world.tenant(person.org_id)))
    assert rows(server, person.id) == before
    assert listed(connect(person.key))["test"].access_key == person.key


def test_a_key_works_with_the_rights_that_its_user_has_now(connect: Connect, world: World) -> None:
    person = world.org_admin()
    api = connect(person.key)
    request = CreateTenantRequest(tenant={"id": world.id(), "name": "A tenant"})
    api.call("create_tenant", request)
    world.set_roles(person.id, API_USER)
    refused(api, "create_tenant", request, PermissionDeniedError)
    assert listed(api)["test"].access_key == person.key
