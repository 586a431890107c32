"""What the shell offers after TAB."""

import pytest
from cli.running import Waii
from support.server import RunningServer
from support.world import World
from waii_client.user import CreateTenantRequest, Tenant


def offered(waii: Waii, line: str, **variables: str) -> list[str]:
    """What bash is offered for the last word of a line."""
    of_bash = {
        "_WAII_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1),
    }
    ended = Waii({**waii.variables, **of_bash, **variables})()
    assert ended.stderr == ""
    return [word for word in ended.stdout.splitlines() if word]


def test_commands_options_and_names_that_are_known(waii: Waii) -> None:
    assert offered(waii, "waii te") == ["tenant"]
    assert offered(waii, "waii user cr") == ["create"]
    assert offered(waii, "waii user create ann --rol") == ["--role"]
    assert offered(waii, "waii user create ann --role waii-a") == [
        *("waii-admin-user", "waii-api-user")
    ]
    assert offered(waii, "waii access check Rotate") == ["RotateAccessKey"]
    assert offered(waii, "waii -o y") == ["yaml"]


def test_ids_come_from_the_server(waii: Waii, world: World) -> None:
    org_id, other = world.org(), world.org()
    tenant_id = world.tenant(org_id)
    users = sorted(world.user(org_id=org_id, tenant_id=tenant_id) for _ in range(2))
    world.key(users[0], "laptop")
    assert offered(waii, f"waii org update {org_id}") == [org_id]
    assert other in offered(waii, "waii org update org-")
    assert offered(waii, f"waii user list --org {org_id} --tenant t") == [tenant_id]
    assert offered(waii, f"waii user list --org {org_id} --user ") == users
    assert offered(waii, f"waii key delete --as {users[0]} ") == ["laptop"]
    assert offered(waii, f"waii --as {users[0]} key rotate l") == ["laptop"]
    assert offered(waii, "waii key create x --permission usage:a") == ["usage:api"]
    assert offered(waii, "waii user info no-such") == []


def test_at_most_fifty(waii: Waii, world: World) -> None:
    org_id = world.org()
    for number in range(60):
        tenant = Tenant(id=f"{org_id}-{number:02}", name="T", org_id=org_id)
        world.admin.user.create_tenant(CreateTenantRequest(tenant=tenant))
    found = offered(waii, f"waii user list --org {org_id} --tenant {org_id}")
    assert found == [f"{org_id}-{number:02}" for number in range(50)]


@pytest.mark.parametrize(
    "variables",
    [
        {"WAII_API_KEY": ""},
        {"WAII_API_KEY": "waii_x"},
        {"WAII_URL": "unix:/nothing"},
        {"WAII_URL": "?"},
        {"WAII_PROFILE": "nothing"},
    ],
)
def test_silent_where_nothing_can_be_asked(waii: Waii, variables: dict[str, str]) -> None:
    assert offered(waii, "waii user info a", **variables) == []


def test_profiles(nobody: Waii, server: RunningServer) -> None:
    assert offered(nobody, "waii --profile p") == []
    nobody("login", "--url", server.address, "--profile", "prod", stdin=server.admin_key)
    assert offered(nobody, "waii --profile p") == ["prod"]
    assert offered(nobody, "waii profile use ") == ["prod"]
