"""A valid request of every RPC, and ways to spoil it.

The samples are of the first super-admin: each would succeed, or find nothing.
"""

from typing import Any

from google.protobuf.message import Message
from waii.user import v1 as pb
from waii.user.v1 import user_service_pb2

RPCS = [
    method.name for method in user_service_pb2.DESCRIPTOR.services_by_name["UserService"].methods
]
ORG, TENANT = "default-org", "default-tenant"
_VARIABLES = {"team": {"floor": 3, "tags": ["a", None, True]}}


def sample(rpc: str) -> Any:
    """A new copy of the sample request of `rpc`."""
    request: Message = _SAMPLES[rpc]
    copy = type(request)()
    copy.CopyFrom(request)
    return copy


def spoiled(rpc: str, path: str, value: object) -> Any:
    """The sample with `value` in the field `path`, spelled as violations spell it."""
    request = message = sample(rpc)
    *parents, last = path.split(".")
    for parent in parents:
        message = getattr(message, parent)
    name, bracket, _ = last.partition("[")
    if bracket:
        getattr(message, name)[:] = [value]
    else:
        setattr(message, name, value)
    return request


_SAMPLES: dict[str, Message] = {
    "CreateAccessKey": pb.CreateAccessKeyRequest(
        name="laptop", expire_time={"seconds": 4_000_000_000}
    ),
    "ListAccessKeys": pb.GetAccessKeyRequest(),
    "DeleteAccessKey": pb.DelAccessKeyRequest(names=["one", "two"]),
    "GetUserInfo": pb.GetUserInfoRequest(user_id="nobody"),
    "UpdateConfig": pb.UpdateConfigRequest(updated=_VARIABLES, deleted=["old"]),
    "CreateUser": pb.CreateUserRequest(
        user=pb.User(
            id="sample-user",
            name="Sample",
            tenant_id=TENANT,
            org_id=ORG,
            variables=_VARIABLES,
            roles=["waii-user"],
            email="sample@example.com",
        )
    ),
    "DeleteUser": pb.DeleteUserRequest(id="nobody"),
    "UpdateUser": pb.UpdateUserRequest(
        user=pb.User(id="nobody", name="Sample", variables=_VARIABLES, roles=["waii-user"])
    ),
    "ListUsers": pb.ListUsersRequest(lookup_org_id=ORG, lookup_tenant_id=TENANT, page_size=10),
    "CreateTenant": pb.CreateTenantRequest(
        tenant=pb.Tenant(id="sample-tenant", name="Sample", org_id=ORG, variables=_VARIABLES)
    ),
    "UpdateTenant": pb.UpdateTenantRequest(
        tenant=pb.Tenant(id="nothing", name="Sample", variables=_VARIABLES)
    ),
    "DeleteTenant": pb.DeleteTenantRequest(id="nothing", force=True),
    "ListTenants": pb.ListTenantsRequest(lookup_org_id=ORG, page_size=10),
    "CreateOrg": pb.CreateOrganizationRequest(
        organization=pb.Organization(id="sample-org", name="Sample", variables=_VARIABLES)
    ),
    "UpdateOrg": pb.UpdateOrganizationRequest(
        organization=pb.Organization(id="nothing", name="Sample", variables=_VARIABLES)
    ),
    "DeleteOrg": pb.DeleteOrganizationRequest(id="nothing", force=True),
    "ListOrgs": pb.ListOrganizationsRequest(page_size=10),
}
