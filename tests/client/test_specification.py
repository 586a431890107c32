"""Every code block of the specification, run as it is written there."""

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import waii_client
from waii_client import WAII, AsyncWaii, Waii, user
from waii_client.user import (
    DelAccessKeyRequest,
    DeleteOrganizationRequest,
    ListOrganizationsRequest,
)

# Not under its own name: formatters of Markdown would change the code in it.
SPECIFICATION = Path(__file__).with_name("user-module.md.txt")
ORIGINAL = SPECIFICATION.parents[3] / "shared" / "spec" / SPECIFICATION.stem

BLOCKS = re.findall(r"^```python\n(.*?)^ *```", SPECIFICATION.read_text(), re.DOTALL | re.MULTILINE)
SIGNATURE = re.compile(r"WAII\.User\.(\w+)\(params: (\w+)\) -> (\w+)")
SIGNATURES = [match.groups() for block in BLOCKS if (match := SIGNATURE.fullmatch(block.strip()))]
EXAMPLES = [block for block in BLOCKS if not SIGNATURE.fullmatch(block.strip())]
IMPERSONATION = [block for block in EXAMPLES if "impersonate" in block]
OPERATIONS = [block for block in EXAMPLES if "impersonate" not in block]


def test_the_copy_is_the_original() -> None:
    if not ORIGINAL.exists():
        pytest.skip("the original is not here")
    assert SPECIFICATION.read_bytes() == ORIGINAL.read_bytes()


def test_every_block_is_found() -> None:
    assert SPECIFICATION.read_text().count("```python") == len(BLOCKS)
    assert (len(SIGNATURES), len(OPERATIONS), len(IMPERSONATION)) == (17, 17, 2)
    assert len({name for name, _, _ in SIGNATURES}) == 17


@pytest.mark.parametrize(("name", "request_name", "response_name"), SIGNATURES)
def test_signatures(name: str, request_name: str, response_name: str) -> None:
    for client in (WAII, AsyncWaii()):
        method = getattr(client.User, name)
        hints = get_type_hints(method)
        assert next(iter(inspect.signature(method).parameters)) == "params"
        assert hints["params"] is getattr(user, request_name)
        assert hints["return"] is getattr(user, response_name)


@pytest.fixture
def names(shared: Waii, make_org: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """What a program has that imports everything, where there is what the examples assume."""
    make_org("my_org_id", tenant_id="my_tenant_id", users=("user_1", "user_id_1", "user_id_2"))
    make_org("org123")
    make_org("org1")
    names: dict[str, Any] = {}
    exec("from waii_client import *\nfrom waii_client.user import *", names)  # noqa: S102
    assert names["WAII"] is shared
    yield names
    shared.user.delete_access_key(DelAccessKeyRequest(names=["test-key"]))
    if "o1" in {org.id for org in shared.user.iter_orgs(ListOrganizationsRequest())}:
        shared.user.delete_org(DeleteOrganizationRequest(id="o1"))


def run(block: str, names: dict[str, Any]) -> None:
    program = re.sub("^>>> ", "", block, flags=re.MULTILINE)
    exec(program, names)  # noqa: S102


def test_operations(names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    for block, (name, _, response_name) in zip(OPERATIONS, SIGNATURES, strict=True):
        assert f".{name}(params)" in block
        run(block, names)
        response = names[re.findall(r"^(resp\w*) = ", block, re.MULTILINE)[-1]]
        assert type(response) is getattr(user, response_name)
        printed = capsys.readouterr().out
        if name in AFTERWARDS:
            AFTERWARDS[name](response, printed)


def after_create_access_key(response: Any, printed: str) -> None:
    assert [key.name for key in response.access_keys] == ["test-key"]
    # The key is there to be read; what is printed of it is what can be shown to others.
    key = response.access_keys[0].access_key
    assert f"access_key='{key[:9]}…{key[-4:]}'" in printed
    assert key not in printed


def after_list_access_keys(response: Any, printed: str) -> None:
    assert "test-key" in [key.name for key in response.access_keys]
    assert "name='test-key'" in printed


def after_get_user_info(response: Any, printed: str) -> None:
    assert response.user_info.id == response.id == "user_1"
    assert "id='user_1'" in printed


def after_update_config(response: Any, printed: str) -> None:
    assert (response.configs["key1"], response.configs["key2"]) == ("value1", "value2")
    assert "value1" in printed


def after_list_users(response: Any, printed: str) -> None:
    assert {u.id: u.name for u in response.users} == {
        "user1": "Pravin",  # created and updated; user_1 was deleted
        "user_id_1": "user_id_1",
        "user_id_2": "user_id_2",
    }
    assert "Pravin" in printed


def after_update_tenant(response: Any, printed: str) -> None:
    tenants = WAII.user.list_tenants(user.ListTenantsRequest(lookup_org_id="org123")).tenants
    assert [(tenant.id, tenant.name) for tenant in tenants] == [("tenant1", "Updated Tenant")]
    assert waii_client.to_dict(tenants[0].variables) == {"key2": "value2"}


def after_list_tenants(response: Any, printed: str) -> None:
    assert list(response.tenants) == []


def after_list_orgs(response: Any, printed: str) -> None:
    assert {"o1": "My Org2", "my_org_id": "my_org_id"}.items() <= {
        org.id: org.name for org in response.organizations
    }.items()
    assert "org1" not in {org.id for org in response.organizations}


AFTERWARDS: dict[str, Callable[[Any, str], None]] = {
    name.removeprefix("after_"): function
    for name, function in list(globals().items())
    if name.startswith("after_")
}


def test_impersonation(names: dict[str, Any], url: str, key: str) -> None:
    """With a call of this module in the place of the "other operations", which others offer."""
    whoami = "client1_sdk.user.get_user_info(GetUserInfoRequest()).id"
    with_block, set_and_clear = IMPERSONATION
    with_block = with_block.replace("'...'", repr(url)).replace("<your-api-key>", key)
    with_block, replaced = re.subn(
        r"( +)client1_sdk\.semantic_context.*(?=^ +# it will)",
        rf"\1inside = {whoami}\n",
        with_block,
        flags=re.DOTALL | re.MULTILINE,
    )
    assert replaced == 1
    run(f"{with_block}\nafter = {whoami}", names)
    assert (names["inside"], names["after"]) == ("user_id_1", "admin")

    assert "# do other operations" in set_and_clear
    set_and_clear = re.sub("# do other operations.*", f"inside = {whoami}", set_and_clear)
    run(f"{set_and_clear}\nafter = {whoami}", names)
    assert (names["inside"], names["after"]) == ("user_id_2", "admin")
    names["client1_sdk"].close()
