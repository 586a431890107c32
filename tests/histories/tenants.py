"""A tenant, with the users in it."""

import random
from typing import Any

from google.protobuf.message import Message
from waii.user import v1 as pb

from histories.history import Planned
from histories.thing import SUSPENSION, Thing, shown, word


class TenantThing(Thing):
    """A tenant, alone in its organization, and the users who come into it and go."""

    kind = "tenant"

    def prepare(self) -> None:
        organization = pb.Organization(id=self.id, name="O")
        self._sure("CreateOrg", pb.CreateOrganizationRequest(organization=organization))

    def plan(self, chance: random.Random) -> Planned:
        return self._one_of(
            {
                self._create: 5,
                self._update: 5,
                self._delete: 3,
                self._suspend: 2,
                self._list: 5,
                self._add: 6,
                self._remove: 3,
                self._users: 5,
            },
            chance,
        )

    def _create(self, chance: random.Random) -> Planned:
        given = {"name": f"T{chance.randrange(3)}", "variables": str(chance.randrange(2))}
        tenant = self._tenant(given, org_id=self.id)
        given = self._repeatable(chance, given)
        request = pb.CreateTenantRequest(tenant=tenant, request_id=given.get("request_id", ""))
        return Planned("create", "CreateTenant", request, given)

    def _update(self, chance: random.Random) -> Planned:
        fields = {"name": f"N{chance.randrange(100)}", "variables": str(chance.randrange(100))}
        chosen = chance.sample(sorted(fields), chance.randint(1, 2))
        given = {name: fields[name] for name in chosen}
        expected = self._expected(chance)
        tenant = self._tenant(given, etag=self._etag(expected))
        request = pb.UpdateTenantRequest(tenant=tenant, update_mask={"paths": chosen})
        return Planned("update", "UpdateTenant", request, given | expected)

    def _delete(self, chance: random.Random) -> Planned:
        force = chance.random() < 0.3
        expected = self._expected(chance)
        request = pb.DeleteTenantRequest(id=self.id, force=force, etag=self._etag(expected))
        given = expected | ({"force": "yes"} if force else {})
        return Planned("delete", "DeleteTenant", request, given)

    def _suspend(self, chance: random.Random) -> Planned:
        if chance.random() < 0.5:
            request: Message = pb.SuspendTenantRequest(id=self.id)
            return Planned("suspend", f"{SUSPENSION}SuspendTenant", request)
        request = pb.ReactivateTenantRequest(id=self.id)
        return Planned("reactivate", f"{SUSPENSION}ReactivateTenant", request)

    def _list(self, _: random.Random) -> Planned:
        def read(response: bytes) -> str:
            tenants = pb.ListTenantsResponse.FromString(response).tenants
            if not tenants:
                return "none"
            (tenant,) = tenants
            state = (tenant.name, shown(tenant.variables), word(tenant.suspended))
            return self._note("|".join(state), tenant.etag)

        request = pb.ListTenantsRequest(lookup_org_id=self.id)
        return Planned("list", "ListTenants", request, read=read, reads=True)

    def _add(self, chance: random.Random) -> Planned:
        number = chance.choice("123")
        user = pb.User(id=f"{self.id}-{number}", tenant_id=self.id, org_id=self.id)
        return Planned("add", "CreateUser", pb.CreateUserRequest(user=user), {"user": number})

    def _remove(self, chance: random.Random) -> Planned:
        number = chance.choice("123")
        request = pb.DeleteUserRequest(id=f"{self.id}-{number}")
        return Planned("remove", "DeleteUser", request, {"user": number})

    def _users(self, _: random.Random) -> Planned:
        def read(response: bytes) -> str:
            users = pb.ListUsersResponse.FromString(response).users
            return "users " + "\n".join(f"{user.id[-1]}=" for user in users)

        request = pb.ListUsersRequest(lookup_tenant_id=self.id)
        return Planned("users", "ListUsers", request, read=read, reads=True)

    def _tenant(self, given: dict[str, str], **fields: Any) -> pb.Tenant:
        variables = {"n": int(given["variables"])} if "variables" in given else None
        return pb.Tenant(id=self.id, name=given.get("name", ""), variables=variables, **fields)
