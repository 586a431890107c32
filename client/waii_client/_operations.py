"""What a client can do, declared once for `Waii` and for `AsyncWaii`."""

from typing import ClassVar

from waii.user.v1 import (
    AccessKeyServiceServicer,
    AuditServiceServicer,
    AuthorizationServiceServicer,
    BatchServiceServicer,
    SuspensionServiceServicer,
    UserServiceServicer,
)

from waii_client._rpc import AsyncCaller, Caller, Each, ListRpc, Operations, Rpc
from waii_client.access_key import RotateAccessKeyRequest, RotateAccessKeyResponse
from waii_client.audit import AuditEvent, ListAuditEventsRequest, ListAuditEventsResponse
from waii_client.authorization import (
    CheckAccessRequest,
    CheckAccessResponse,
    GetPrincipalRequest,
    GetPrincipalResponse,
)
from waii_client.batch import BatchCreateRequest, BatchCreateResponse
from waii_client.suspension import (
    ReactivateOrganizationRequest,
    ReactivateTenantRequest,
    ReactivateUserRequest,
    SuspendOrganizationRequest,
    SuspendTenantRequest,
    SuspendUserRequest,
)
from waii_client.user import (
    CommonResponse,
    CreateAccessKeyRequest,
    CreateOrganizationRequest,
    CreateTenantRequest,
    CreateUserRequest,
    DelAccessKeyRequest,
    DelAccessKeyResponse,
    DeleteOrganizationRequest,
    DeleteTenantRequest,
    DeleteUserRequest,
    GetAccessKeyRequest,
    GetAccessKeyResponse,
    GetUserInfoRequest,
    GetUserInfoResponse,
    ListOrganizationsRequest,
    ListOrganizationsResponse,
    ListTenantsRequest,
    ListTenantsResponse,
    ListUsersRequest,
    ListUsersResponse,
    Organization,
    Tenant,
    UpdateConfigRequest,
    UpdateConfigResponse,
    UpdateOrganizationRequest,
    UpdateTenantRequest,
    UpdateUserRequest,
    User,
)


class UserOperations(Operations):
    """The operations of the user service.

    Each takes its request and, as `timeout`, the seconds to wait (by default the client's), and
    returns the response. It raises a `WaiiError` when the call fails, TypeError when the request is
    of another type, and RuntimeError before `initialize`.

    `list_...` answers with all there is, however many pages that takes; `iter_...` gives one after
    the other and holds only one page at a time. `timeout` is that of each page.
    """

    _SERVICER: ClassVar = UserServiceServicer

    create_access_key = Rpc(CreateAccessKeyRequest, GetAccessKeyResponse)
    list_access_keys = Rpc(GetAccessKeyRequest, GetAccessKeyResponse)
    delete_access_key = Rpc(DelAccessKeyRequest, DelAccessKeyResponse)

    get_user_info = Rpc(GetUserInfoRequest, GetUserInfoResponse)
    update_config = Rpc(UpdateConfigRequest, UpdateConfigResponse)

    create_user = Rpc(CreateUserRequest, CommonResponse)
    delete_user = Rpc(DeleteUserRequest, CommonResponse)
    update_user = Rpc(UpdateUserRequest, CommonResponse)
    list_users = ListRpc(ListUsersRequest, ListUsersResponse)
    iter_users = Each(list_users, User, lambda page: page.users)

    create_tenant = Rpc(CreateTenantRequest, CommonResponse)
    update_tenant = Rpc(UpdateTenantRequest, CommonResponse)
    delete_tenant = Rpc(DeleteTenantRequest, CommonResponse)
    list_tenants = ListRpc(ListTenantsRequest, ListTenantsResponse)
    iter_tenants = Each(list_tenants, Tenant, lambda page: page.tenants)

    create_org = Rpc(CreateOrganizationRequest, CommonResponse)
    update_org = Rpc(UpdateOrganizationRequest, CommonResponse)
    delete_org = Rpc(DeleteOrganizationRequest, CommonResponse)
    list_orgs = ListRpc(ListOrganizationsRequest, ListOrganizationsResponse)
    iter_orgs = Each(list_orgs, Organization, lambda page: page.organizations)


class AccessKeyOperations(Operations):
    """The operation of the access key service; as those of the user service."""

    _SERVICER: ClassVar = AccessKeyServiceServicer

    rotate_access_key = Rpc(RotateAccessKeyRequest, RotateAccessKeyResponse)


class AuthorizationOperations(Operations):
    """The operations of the authorization service; as those of the user service."""

    _SERVICER: ClassVar = AuthorizationServiceServicer

    check_access = Rpc(CheckAccessRequest, CheckAccessResponse)
    get_principal = Rpc(GetPrincipalRequest, GetPrincipalResponse)


class BatchOperations(Operations):
    """The operation of the batch service; as those of the user service."""

    _SERVICER: ClassVar = BatchServiceServicer

    batch_create = Rpc(BatchCreateRequest, BatchCreateResponse)


class AuditOperations(Operations):
    """The operations of the audit service; as those of the user service."""

    _SERVICER: ClassVar = AuditServiceServicer

    list_audit_events = ListRpc(ListAuditEventsRequest, ListAuditEventsResponse)
    iter_audit_events = Each(list_audit_events, AuditEvent, lambda page: page.events)


class SuspensionOperations(Operations):
    """The operations of the suspension service; as those of the user service."""

    _SERVICER: ClassVar = SuspensionServiceServicer

    suspend_user = Rpc(SuspendUserRequest, CommonResponse)
    reactivate_user = Rpc(ReactivateUserRequest, CommonResponse)
    suspend_tenant = Rpc(SuspendTenantRequest, CommonResponse)
    reactivate_tenant = Rpc(ReactivateTenantRequest, CommonResponse)
    suspend_org = Rpc(SuspendOrganizationRequest, CommonResponse)
    reactivate_org = Rpc(ReactivateOrganizationRequest, CommonResponse)


class SyncUserOperations(UserOperations, Caller):
    """The operations of a `Waii`. Threads may share it."""


class AsyncUserOperations(UserOperations, AsyncCaller):
    """The operations of an `AsyncWaii`: coroutines, and asynchronous iterators."""


class SyncAccessKeyOperations(AccessKeyOperations, Caller):
    """The operation of a `Waii`. Threads may share it."""


class AsyncAccessKeyOperations(AccessKeyOperations, AsyncCaller):
    """The operation of an `AsyncWaii`: a coroutine."""


class SyncAuthorizationOperations(AuthorizationOperations, Caller):
    """The operations of a `Waii`. Threads may share it."""


class AsyncAuthorizationOperations(AuthorizationOperations, AsyncCaller):
    """The operations of an `AsyncWaii`: coroutines."""


class SyncBatchOperations(BatchOperations, Caller):
    """The operation of a `Waii`. Threads may share it."""


class AsyncBatchOperations(BatchOperations, AsyncCaller):
    """The operation of an `AsyncWaii`: a coroutine."""


class SyncAuditOperations(AuditOperations, Caller):
    """The operations of a `Waii`. Threads may share it."""


class AsyncAuditOperations(AuditOperations, AsyncCaller):
    """The operations of an `AsyncWaii`: coroutines, and asynchronous iterators."""


class SyncSuspensionOperations(SuspensionOperations, Caller):
    """The operations of a `Waii`. Threads may share it."""


class AsyncSuspensionOperations(SuspensionOperations, AsyncCaller):
    """The operations of an `AsyncWaii`: coroutines."""
