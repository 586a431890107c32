"""A tenant or an organization that is deleted while others put things into it."""

from functools import partial

import grpc
from support.raw import Outcome
from waii.user import v1 as pb

from races.ground import ORG_ADMIN, SUSPENSION, Call, Ground, ends, pause, require


def an_organization_that_is_deleted_while_it_fills(ground: Ground) -> None:
    """Nothing is left of it, nor of what was made in it."""
    world, chance = ground.world, ground.chance
    org = world.org()
    tenant = world.tenant(org)
    owner = world.person(ORG_ADMIN, org_id=org, tenant_id=tenant)
    elsewhere = world.user()
    ids = [world.id() for _ in range(3)]
    tenant_in_it = pb.Tenant(id=ids[0], name="T", org_id=org)
    user_in_it = pb.User(id=ids[1], tenant_id=tenant, org_id=org)
    owners_own = pb.User(id=ids[2], tenant_id=tenant)
    moved = pb.User(id=elsewhere, tenant_id=tenant, org_id=org)
    made = [
        ("CreateTenant", pb.CreateTenantRequest(tenant=tenant_in_it), ""),
        ("CreateUser", pb.CreateUserRequest(user=user_in_it), ""),
        ("CreateUser", pb.CreateUserRequest(user=owners_own), owner.key),
        ("UpdateUser", pb.UpdateUserRequest(user=moved), ""),
        ("CreateAccessKey", pb.CreateAccessKeyRequest(name="new"), owner.key),
        ("UpdateConfig", pb.UpdateConfigRequest(updated={"new": 1}), owner.key),
        (
            "UpdateTenant",
            pb.UpdateTenantRequest(tenant=pb.Tenant(id=tenant, name="N")),
            owner.key,
        ),
        (f"{SUSPENSION}SuspendTenant", pb.SuspendTenantRequest(id=tenant), ""),
    ]
    chance.shuffle(made)

    def delete() -> Outcome:
        pause(chance, 0.02)
        return ground.ask("DeleteOrg", pb.DeleteOrganizationRequest(id=org, force=True))

    calls: list[Call] = [
        partial(ground.ask, method, request, key=key) for method, request, key in made[:6]
    ]
    deleted, *filled = ends([delete, *calls])[0]
    require(deleted.code is grpc.StatusCode.OK, deleted)
    for (method, _, key), outcome in zip(made, filled, strict=False):
        allowed = {"OK", "NOT_FOUND", *(("UNAUTHENTICATED", "PERMISSION_DENIED") if key else ())}
        require(outcome.code.name in allowed, (method, outcome))
    _nothing_is_left(ground, "org_id", org, [*ids[1:], owner.id])
    require(not ground.rows("SELECT id FROM tenants WHERE org_id = ?", org), "a tenant is left")
    require(not ground.rows("SELECT id FROM tenants WHERE id = ?", ids[0]), "a tenant is left")
    (gone,) = ground.rows("SELECT count(*) FROM users WHERE id = ?", elsewhere)
    into_it = [
        out for (method, *_), out in zip(made, filled, strict=False) if method == "UpdateUser"
    ]
    was_moved = any(outcome.code is grpc.StatusCode.OK for outcome in into_it)
    require(gone == (0 if was_moved else 1,), f"moved: {was_moved}, left: {gone}")


def a_tenant_that_is_deleted_while_it_fills(ground: Ground) -> None:
    """It goes where it holds nobody; with force, with all whom it holds."""
    world, chance = ground.world, ground.chance
    org = world.org()
    tenant, other = world.tenant(org), world.tenant(org)
    force = chance.random() < 0.5
    mover = world.user(org_id=org, tenant_id=other)
    new = world.id()
    create = pb.CreateUserRequest(user=pb.User(id=new, tenant_id=tenant, org_id=org))
    move = pb.UpdateUserRequest(user=pb.User(id=mover, tenant_id=tenant))
    request = pb.DeleteTenantRequest(id=tenant, force=force)
    outcomes, codes = ends(
        [
            partial(ground.ask, "CreateUser", create),
            partial(ground.ask, "UpdateUser", move),
            partial(ground.ask, "DeleteTenant", request),
        ]
    )
    deleted = outcomes[2].code is grpc.StatusCode.OK
    came = [outcome.code is grpc.StatusCode.OK for outcome in outcomes[:2]]
    require(deleted or not force, outcomes[2])
    require(set(codes) <= {"OK", "NOT_FOUND", "FAILED_PRECONDITION"}, codes)
    held = {one for (one,) in ground.rows("SELECT id FROM users WHERE tenant_id = ?", tenant)}
    if deleted:
        require(force or not any(came), "it held somebody")
        _nothing_is_left(ground, "tenant_id", tenant, [new])
        (left,) = ground.rows("SELECT count(*) FROM users WHERE id = ?", mover)
        require(left == (0 if came[1] else 1,), "who did not move is gone, or who did is left")
    else:
        expected = {one for one, here in zip((new, mover), came, strict=True) if here}
        require(bool(expected), "it held nobody")
        require(held == expected, (held, expected))
    there = bool(ground.rows("SELECT id FROM tenants WHERE id = ?", tenant))
    require(there != deleted, "the tenant is not as it was acknowledged")


def _nothing_is_left(ground: Ground, column: str, holder: str, users: list[str]) -> None:
    found = ground.rows(f"SELECT id FROM users WHERE {column} = ?", holder)  # noqa: S608  our own
    require(not found, f"users are left: {found}")
    for one in users:
        for query in (
            "SELECT id FROM users WHERE id = ?",
            "SELECT user_id FROM access_keys WHERE user_id = ?",
            "SELECT user_id FROM user_configs WHERE user_id = ?",
        ):
            require(not ground.rows(query, one), f"{query}: of {one}")
