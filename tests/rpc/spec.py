"""The tables of the specification, written down a second time: what the server is held to."""

from dataclasses import dataclass

SERVICE_DOMAIN = "user.waii.ai"

_TRIAL_USER = frozenset(
    {
        "read:databases",
        "read:semantic-context",
        "read:liked-queries",
        "read:similarity-search-index",
    }
)
_API = frozenset({"usage:api", "write:access_key"})
_USER = _TRIAL_USER | {"write:databases", "write:semantic-context", "write:liked-queries"}
_API_USER = _USER | _API
_ADMIN_USER = _API_USER | {
    "publish:semantic-context",
    "publish:liked-queries",
    "publish:access-rules",
    "push:databases",
    "write:similarity-search-index",
}
_ORG_ADMIN_USER = _ADMIN_USER | {
    "read:user",
    "write:user",
    "read:tenant",
    "write:tenant",
    "read:org",
    "usage:impersonation",
    "read:usage-report",
}

PERMISSIONS = {
    "waii-trial-user": _TRIAL_USER,
    "waii-trial-api-user": _TRIAL_USER | _API,
    "waii-user": _USER,
    "waii-api-user": _API_USER,
    "waii-admin-user": _ADMIN_USER,
    "waii-org-admin-user": _ORG_ADMIN_USER,
    "waii-super-admin-user": _ORG_ADMIN_USER | {"write:org"},
}
"""What each role holds; the roles stand from weakest to strongest."""

SUPER_ADMIN = "waii-super-admin-user"
ORG_ADMIN = "waii-org-admin-user"
ADMIN = "waii-admin-user"
API_USER = "waii-api-user"
USER = "waii-user"
TRIAL_API_USER = "waii-trial-api-user"
TRIAL_USER = "waii-trial-user"


@dataclass(frozen=True)
class Operation:
    """One of the seventeen operations."""

    method: str
    """Its name in the Python client."""
    needs: str | None
    """The permission without which it is refused; None where `usage:api` suffices."""

    @property
    def rpc(self) -> str:
        """Its name in the service."""
        return self.method.title().replace("_", "")

    def __str__(self) -> str:
        return self.rpc


OPERATIONS = [
    Operation("create_access_key", "write:access_key"),
    Operation("list_access_keys", None),
    Operation("delete_access_key", "write:access_key"),
    Operation("get_user_info", None),
    Operation("update_config", None),
    Operation("create_user", "write:user"),
    Operation("delete_user", "write:user"),
    Operation("update_user", "write:user"),
    Operation("list_users", "read:user"),
    Operation("create_tenant", "write:tenant"),
    Operation("update_tenant", "write:tenant"),
    Operation("delete_tenant", "write:tenant"),
    Operation("list_tenants", "read:tenant"),
    Operation("create_org", "write:org"),
    Operation("update_org", "write:org"),
    Operation("delete_org", "write:org"),
    Operation("list_orgs", "read:org"),
]
