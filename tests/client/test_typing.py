"""What type checkers and `inspect` see."""

import inspect
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest
from waii_client import AsyncWaii, Waii
from waii_client.user import (
    CommonResponse,
    CreateAccessKeyRequest,
    CreateUserRequest,
    DeleteUserRequest,
    GetAccessKeyResponse,
    UpdateConfigRequest,
)

ROOT = Path(__file__).parents[2]

# Each line that ends in a comment must be reported, with that error code; no other may be.
PROGRAM = """
from collections.abc import AsyncIterator, Iterator
from typing import assert_type

from waii_client import WAII, AsyncWaii, NotFoundError, Waii
from waii_client.user import *
from waii_client.waii_client import WAII as same

client: Waii = Waii(True).initialize(url="localhost:50051", api_key="key", verbose=True)
assert_type(client.user.create_user(CreateUserRequest(user=UserDTO(id="a"))), CommonResponse)
assert_type(WAII.User.create_access_key(params=CreateAccessKeyRequest()), GetAccessKeyResponse)
assert_type(Waii.user.list_users(ListUsersRequest(), timeout=1.5), ListUsersResponse)
assert_type(same.Tenant.delete_tenant(DeleteTenantRequest(id="t")), CommonResponse)
assert_type(client.user.iter_users(ListUsersRequest()), Iterator[User])
assert_type(client.user.iter_orgs(ListOrganizationsRequest()), Iterator[Organization])
assert_type(client.user.get_user_info(GetUserInfoRequest()).user_info.roles[0], str)
UpdateConfigRequest(updated={"key": "value"})
with client.impersonate_user(user_id="a"), Waii().initialize() as other:
    assert_type(other, Waii)
try:
    client.user.delete_user(DeleteUserRequest(id="a"))
except NotFoundError as error:
    assert_type(error.reason, str)
    assert_type(error.field_violations[0].field, str)


async def main() -> None:
    client = AsyncWaii()
    await client.initialize(url="localhost:50051", api_key="key")
    assert_type(await client.user.create_user(CreateUserRequest()), CommonResponse)
    assert_type(client.user.iter_tenants(ListTenantsRequest()), AsyncIterator[Tenant])
    async with client.impersonate_user("a"):
        assert_type(await client.User.delete_org(DeleteOrganizationRequest()), CommonResponse)
    async with await AsyncWaii().initialize() as other:
        assert_type(other, AsyncWaii)
    client.user.create_user(CreateUserRequest())  # unused-coroutine
    await client.user.create_user(DeleteUserRequest())  # arg-type
    client.user.iter_users(ListTenantsRequest())  # arg-type


client.user.create_user(DeleteUserRequest())  # arg-type
client.user.create_user(UserDTO())  # arg-type
client.user.list_users()  # call-arg
client.user.list_users(ListUsersRequest(), timeout="1")  # arg-type
client.user.list_users(ListUsersRequest(), 1)  # call-arg
client.user.create_secret(ListUsersRequest())  # attr-defined
client.user.get_user_info(GetUserInfoRequest()).no_such_field  # attr-defined
client.impersonate_user(1)  # arg-type
"""


def test_mypy_sees_precise_types(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--show-error-codes"]
    command += ["--hide-error-context", "--config-file="]
    command += ["--cache-dir", str(ROOT / ".mypy_cache" / "programs"), str(program)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    reported = {
        (int(line.split(":")[1]), line.rpartition("[")[2].rstrip("]"))
        for line in done.stdout.splitlines()
        if ": error: " in line
    }
    expected = {
        (number, line.rpartition("# ")[2])
        for number, line in enumerate(PROGRAM.splitlines(), start=1)
        if "# " in line
    }
    assert reported == expected, done.stdout


def test_signatures() -> None:
    function = Waii().user.create_access_key
    signature = inspect.signature(function)
    assert list(signature.parameters) == ["params", "timeout"]
    assert signature.parameters["params"].annotation is CreateAccessKeyRequest
    assert signature.return_annotation is GetAccessKeyResponse
    assert get_type_hints(function)["return"] is GetAccessKeyResponse
    assert not inspect.iscoroutinefunction(function)
    assert function.__name__ == "create_access_key"
    assert "Permission: `write:access_key`." in (inspect.getdoc(function) or "")
    assert "one by one" in (inspect.getdoc(Waii().user.iter_orgs) or "")


def test_signatures_of_asyncio() -> None:
    function = AsyncWaii().user.create_user
    assert inspect.iscoroutinefunction(function)
    signature = inspect.signature(function)
    assert signature.parameters["params"].annotation is CreateUserRequest
    assert signature.return_annotation is CommonResponse


@pytest.mark.parametrize("wrong", [DeleteUserRequest(), UpdateConfigRequest(), {}, None, "ann"])
async def test_a_request_of_another_type(wrong: object) -> None:
    text = f"create_user takes a CreateUserRequest, not {type(wrong).__name__}"
    with pytest.raises(TypeError, match=text):
        Waii().user.create_user(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=text):
        await AsyncWaii().user.create_user(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="iter_users takes a ListUsersRequest, not"):
        Waii().user.iter_users(wrong)  # type: ignore[arg-type]
