"""What every RPC needs. An RPC that is not in this table is not served."""

from enum import Enum, auto

from google.protobuf import descriptor_pool

from waii_server.domain.roles import Permission
from waii_server.services import access
from waii_server.services.access import TargetRule


class Access(Enum):
    """What a method needs where that is not one permission."""

    PUBLIC = auto()
    """Nothing, not even a key."""
    AUTHENTICATED = auto()
    """A key whose user holds `usage:api`; what else it takes depends on the request."""


USER_SERVICE = "waii.user.v1.UserService"
AUDIT_SERVICE = "waii.user.v1.AuditService"
SUSPENSION_SERVICE = "waii.user.v1.SuspensionService"
ACCESS_KEY_SERVICE = "waii.user.v1.AccessKeyService"
AUTHORIZATION_SERVICE = "waii.user.v1.AuthorizationService"
BATCH_SERVICE = "waii.user.v1.BatchService"
SERVICES = (
    USER_SERVICE,
    ACCESS_KEY_SERVICE,
    AUDIT_SERVICE,
    AUTHORIZATION_SERVICE,
    BATCH_SERVICE,
    SUSPENSION_SERVICE,
)
"""Those of this program."""

METHODS: dict[str, Permission | Access] = {
    f"/{USER_SERVICE}/CreateAccessKey": Permission.WRITE_ACCESS_KEY,
    f"/{USER_SERVICE}/ListAccessKeys": Access.AUTHENTICATED,
    f"/{USER_SERVICE}/DeleteAccessKey": Permission.WRITE_ACCESS_KEY,
    f"/{USER_SERVICE}/GetUserInfo": Access.AUTHENTICATED,
    f"/{USER_SERVICE}/UpdateConfig": Access.AUTHENTICATED,
    f"/{USER_SERVICE}/CreateUser": Permission.WRITE_USER,
    f"/{USER_SERVICE}/DeleteUser": Permission.WRITE_USER,
    f"/{USER_SERVICE}/UpdateUser": Permission.WRITE_USER,
    f"/{USER_SERVICE}/ListUsers": Permission.READ_USER,
    f"/{USER_SERVICE}/CreateTenant": Permission.WRITE_TENANT,
    f"/{USER_SERVICE}/UpdateTenant": Permission.WRITE_TENANT,
    f"/{USER_SERVICE}/DeleteTenant": Permission.WRITE_TENANT,
    f"/{USER_SERVICE}/ListTenants": Permission.READ_TENANT,
    f"/{USER_SERVICE}/CreateOrg": Permission.WRITE_ORG,
    f"/{USER_SERVICE}/UpdateOrg": Permission.WRITE_ORG,
    f"/{USER_SERVICE}/DeleteOrg": Permission.WRITE_ORG,
    f"/{USER_SERVICE}/ListOrgs": Permission.READ_ORG,
    f"/{ACCESS_KEY_SERVICE}/RotateAccessKey": Permission.WRITE_ACCESS_KEY,
    f"/{AUTHORIZATION_SERVICE}/CheckAccess": Access.AUTHENTICATED,
    f"/{AUTHORIZATION_SERVICE}/GetPrincipal": Access.AUTHENTICATED,
    f"/{BATCH_SERVICE}/BatchCreate": Access.AUTHENTICATED,
    f"/{AUDIT_SERVICE}/ListAuditEvents": Permission.READ_USAGE_REPORT,
    f"/{SUSPENSION_SERVICE}/SuspendUser": Permission.WRITE_USER,
    f"/{SUSPENSION_SERVICE}/ReactivateUser": Permission.WRITE_USER,
    f"/{SUSPENSION_SERVICE}/SuspendTenant": Permission.WRITE_TENANT,
    f"/{SUSPENSION_SERVICE}/ReactivateTenant": Permission.WRITE_TENANT,
    f"/{SUSPENSION_SERVICE}/SuspendOrg": Permission.WRITE_ORG,
    f"/{SUSPENSION_SERVICE}/ReactivateOrg": Permission.WRITE_ORG,
    "/grpc.health.v1.Health/Check": Access.PUBLIC,
    "/grpc.health.v1.Health/List": Access.PUBLIC,
    "/grpc.health.v1.Health/Watch": Access.PUBLIC,
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo": Access.PUBLIC,
}

TARGETS: dict[str, TargetRule] = {
    f"/{USER_SERVICE}/GetUserInfo": access.READ_USER,
    f"/{USER_SERVICE}/CreateUser": access.NEW_USER,
    f"/{USER_SERVICE}/DeleteUser": access.DELETE_USER,
    f"/{USER_SERVICE}/UpdateUser": access.CHANGE_USER,
    f"/{USER_SERVICE}/ListUsers": access.IN_ORGANIZATION,
    f"/{USER_SERVICE}/CreateTenant": access.IN_ORGANIZATION,
    f"/{USER_SERVICE}/UpdateTenant": access.IN_TENANT,
    f"/{USER_SERVICE}/DeleteTenant": access.IN_TENANT,
    f"/{USER_SERVICE}/ListTenants": access.IN_ORGANIZATION,
    f"/{USER_SERVICE}/UpdateOrg": access.IN_ORGANIZATION,
    f"/{USER_SERVICE}/DeleteOrg": access.IN_ORGANIZATION,
    f"/{AUDIT_SERVICE}/ListAuditEvents": access.IN_ORGANIZATION,
    f"/{SUSPENSION_SERVICE}/SuspendUser": access.SUSPEND_USER,
    f"/{SUSPENSION_SERVICE}/ReactivateUser": access.SUSPEND_USER,
    f"/{SUSPENSION_SERVICE}/SuspendTenant": access.SUSPEND_TENANT,
    f"/{SUSPENSION_SERVICE}/ReactivateTenant": access.SUSPEND_TENANT,
    f"/{SUSPENSION_SERVICE}/SuspendOrg": access.SUSPEND_ORGANIZATION,
    f"/{SUSPENSION_SERVICE}/ReactivateOrg": access.SUSPEND_ORGANIZATION,
}
"""What a method asks of its target, for who wants it explained; the others have none but one's own
or all there is."""


def require_listed(service: str, *, public: bool) -> None:
    """Checks before anything is served that the table knows every method of `service`.

    Args:
        service: its full name.
        public: whether the service is served outside the interceptors; then all of its methods have
            to be listed as PUBLIC, else none.

    Raises:
        RuntimeError: a method is missing from the table, or listed as what it is not.
    """
    for method in descriptor_pool.Default().FindServiceByName(service).methods:
        name = f"/{service}/{method.name}"
        if name not in METHODS:
            raise RuntimeError(f"{name} has no entry in the table of methods")
        if (METHODS[name] is Access.PUBLIC) is not public:
            raise RuntimeError(
                f"{name} is served {'outside' if public else 'behind'} authentication"
            )
