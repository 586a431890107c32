"""UserService: each method decodes, calls one use case, and encodes."""

from dataclasses import dataclass

from google.protobuf.descriptor import ServiceDescriptor
from waii.user import v1 as pb
from waii.user.v1 import user_service_pb2

from waii_server.domain.principal import Principal
from waii_server.services.access_keys import AccessKeys
from waii_server.services.organizations import Organizations
from waii_server.services.tenants import Tenants
from waii_server.services.user_configs import UserConfigs
from waii_server.services.users import Users
from waii_server.transport import key_requests, requests, responses

DESCRIPTOR: ServiceDescriptor = user_service_pb2.DESCRIPTOR.services_by_name["UserService"]


@dataclass(frozen=True, slots=True)
class UserService:
    """The use cases as the seventeen methods of the service; the proto says what each promises."""

    access_keys: AccessKeys
    organizations: Organizations
    tenants: Tenants
    user_configs: UserConfigs
    users: Users

    def create_access_key(self, principal: Principal, request: pb.CreateAccessKeyRequest) -> bytes:
        name, expires_at, scope = key_requests.new_access_key(request)
        return responses.access_keys([self.access_keys.create(principal, name, expires_at, scope)])

    def list_access_keys(self, principal: Principal, _request: pb.GetAccessKeyRequest) -> bytes:
        return responses.access_keys(self.access_keys.list(principal))

    def delete_access_key(self, principal: Principal, request: pb.DelAccessKeyRequest) -> bytes:
        self.access_keys.delete(principal, key_requests.access_key_names(request))
        return responses.EMPTY

    def get_user_info(self, principal: Principal, request: pb.GetUserInfoRequest) -> bytes:
        return responses.user_info(self.users.info(principal, request.user_id))

    def update_config(self, principal: Principal, request: pb.UpdateConfigRequest) -> bytes:
        updated, deleted = requests.config_changes(request)
        return responses.config(self.user_configs.update(principal, updated, deleted))

    def create_user(self, principal: Principal, request: pb.CreateUserRequest) -> bytes:
        self.users.create(principal, requests.new_user(request, principal.subject))
        return responses.EMPTY

    def delete_user(self, principal: Principal, request: pb.DeleteUserRequest) -> bytes:
        self.users.delete(principal, requests.target_id(request), request.etag)
        return responses.EMPTY

    def update_user(self, principal: Principal, request: pb.UpdateUserRequest) -> bytes:
        self.users.update(principal, requests.user_changes(request), request.user.etag)
        return responses.EMPTY

    def list_users(self, principal: Principal, request: pb.ListUsersRequest) -> bytes:
        violations = requests.check_list(request)
        page = self.users.list(
            principal,
            lookup_org_id=request.lookup_org_id,
            lookup_tenant_id=request.lookup_tenant_id,
            lookup_user_id=request.lookup_user_id,
            size=request.page_size,
            token=request.page_token,
            violations=violations,
        )
        return responses.users(page)

    def create_tenant(self, principal: Principal, request: pb.CreateTenantRequest) -> bytes:
        self.tenants.create(principal, requests.new_tenant(request))
        return responses.EMPTY

    def update_tenant(self, principal: Principal, request: pb.UpdateTenantRequest) -> bytes:
        self.tenants.update(principal, requests.tenant_changes(request), request.tenant.etag)
        return responses.EMPTY

    def delete_tenant(self, principal: Principal, request: pb.DeleteTenantRequest) -> bytes:
        tenant_id = requests.target_id(request)
        self.tenants.delete(principal, tenant_id, request.etag, force=request.force)
        return responses.EMPTY

    def list_tenants(self, principal: Principal, request: pb.ListTenantsRequest) -> bytes:
        violations = requests.check_list(request)
        page = self.tenants.list(
            principal,
            lookup_org_id=request.lookup_org_id,
            size=request.page_size,
            token=request.page_token,
            violations=violations,
        )
        return responses.tenants(page)

    def create_org(self, principal: Principal, request: pb.CreateOrganizationRequest) -> bytes:
        self.organizations.create(principal, requests.new_organization(request))
        return responses.EMPTY

    def update_org(self, principal: Principal, request: pb.UpdateOrganizationRequest) -> bytes:
        changes = requests.organization_changes(request)
        self.organizations.update(principal, changes, request.organization.etag)
        return responses.EMPTY

    def delete_org(self, principal: Principal, request: pb.DeleteOrganizationRequest) -> bytes:
        org_id = requests.target_id(request)
        self.organizations.delete(principal, org_id, request.etag, force=request.force)
        return responses.EMPTY

    def list_orgs(self, principal: Principal, request: pb.ListOrganizationsRequest) -> bytes:
        violations = requests.check_list(request)
        page = self.organizations.list(
            principal, size=request.page_size, token=request.page_token, violations=violations
        )
        return responses.organizations(page)
