"""GetPrincipal: whose key it is, and as whom the call is made."""

from rpc.calls import acting_as
from rpc.methods import path
from rpc.spec import ORG_ADMIN, PERMISSIONS
from support.api import Connect
from support.raw import RawClient
from support.server import RunningServer
from support.world import World
from waii.user import v1 as pb
from waii_client.authorization import GetPrincipalRequest

ASK = path("GetPrincipal")


def test_it_says_who_calls_where_and_with_which_rights(
    connect: Connect, server: RunningServer, world: World
) -> None:
    boss = world.person(ORG_ADMIN, name="The boss", email="boss@example.org")
    found = connect(boss.key).call("get_principal", GetPrincipalRequest())
    (row,) = server.rows("SELECT id FROM access_keys WHERE user_id = :id", id=boss.id)
    assert found == pb.GetPrincipalResponse(
        user_id=boss.id,
        name="The boss",
        email="boss@example.org",
        tenant_id=boss.tenant_id,
        org_id=boss.org_id,
        roles=[ORG_ADMIN],
        permissions=sorted(PERMISSIONS[ORG_ADMIN]),
        actor_id=boss.id,
        key_id=row["id"],
    )


def test_without_a_name_and_an_email_it_says_the_id(server: RunningServer, world: World) -> None:
    person = world.person()
    with RawClient(server.address, person.key) as client:
        found = pb.GetPrincipalResponse.FromString(client.call(ASK, b"").response)
    assert (found.name, found.email) == (person.id, person.id)


def test_under_impersonation_it_names_the_actor_too(
    connect: Connect, server: RunningServer, world: World
) -> None:
    boss = world.org_admin()
    ann = world.person(org_id=boss.org_id)
    found = connect(boss.key).call("get_principal", GetPrincipalRequest(), as_user=ann.id)
    assert (found.user_id, found.actor_id, found.tenant_id) == (ann.id, boss.id, ann.tenant_id)
    assert list(found.permissions) == sorted(PERMISSIONS["waii-api-user"])


def test_a_limited_key_is_good_for_its_own_permissions_alone_also_as_another_user(
    server: RunningServer, world: World
) -> None:
    boss = world.org_admin()
    ann = world.person(org_id=boss.org_id)
    key = world.key(
        boss.id, "limited", permissions=[*PERMISSIONS["waii-api-user"], "usage:impersonation"]
    )
    with RawClient(server.address, key) as client:
        for metadata in (client.key_metadata, [*client.key_metadata, acting_as(ann.id)]):
            answer = client.call(ASK, b"", metadata).response
            found = set(pb.GetPrincipalResponse.FromString(answer).permissions)
            expected = set(PERMISSIONS["waii-api-user"])
            assert found - {"usage:impersonation"} == expected
            assert ("usage:impersonation" in found) is (metadata == client.key_metadata)
