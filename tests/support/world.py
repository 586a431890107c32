"""Makes what a test needs to stand on: organizations, tenants, users, keys."""

import itertools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from waii_client import Waii
from waii_client.batch import BatchCreateRequest, BatchRow
from waii_client.suspension import SuspendUserRequest
from waii_client.user import (
    CreateAccessKeyRequest,
    CreateOrganizationRequest,
    CreateTenantRequest,
    CreateUserRequest,
    Organization,
    Tenant,
    UpdateUserRequest,
    User,
    WaiiRoles,
)

_WITHOUT_KEYS = frozenset((WaiiRoles.WAII_TRIAL_USER, WaiiRoles.WAII_USER))


@dataclass(frozen=True)
class Person:
    """A user with a key."""

    id: str
    org_id: str
    tenant_id: str
    key: str = field(repr=False)


class World:
    """Creates things as the super-admin whose key it is given."""

    def __init__(self, address: str, admin_key: str) -> None:
        self.admin = Waii()
        self.admin.initialize(url=address, api_key=admin_key)
        self._prefix = uuid.uuid4().hex[:8]
        self._numbers = itertools.count()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.admin.close()

    def id(self, noun: str = "x") -> str:
        """An id that nobody has."""
        return f"{noun}-{self._prefix}-{next(self._numbers)}"

    def org(self, **fields: Any) -> str:
        row = self._new_org(**fields)
        self.admin.user.create_org(CreateOrganizationRequest(organization=row.organization))
        return row.organization.id

    def tenant(self, org_id: str | None = None, **fields: Any) -> str:
        """A tenant, in an organization of its own unless one is given."""
        rows = [] if org_id else [self._new_org()]
        org_id = org_id or rows[0].organization.id
        rows.append(self._new_tenant(org_id, **fields))
        self._create(rows)
        return rows[-1].tenant.id

    def user(
        self,
        *roles: str,
        org_id: str | None = None,
        tenant_id: str | None = None,
        variables: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> str:
        """A user without a key, in a tenant (and organization) of its own unless they are given."""
        user = self._user(*roles, org_id=org_id, tenant_id=tenant_id, variables=variables, **fields)
        return user.id

    def person(
        self,
        *roles: str,
        org_id: str | None = None,
        tenant_id: str | None = None,
        **fields: Any,
    ) -> Person:
        """A user with a key; without roles, the server's default role.

        Also with roles that may not have keys: the key is made before the user gets them.
        """
        later = roles if _WITHOUT_KEYS.issuperset(roles) else ()
        now = () if later else roles
        user = self._user(*now, org_id=org_id, tenant_id=tenant_id, **fields)
        key = self.key(user.id)
        if later:
            self.set_roles(user.id, *later)
        return Person(user.id, user.org_id, user.tenant_id, key)

    def set_roles(self, user_id: str, *roles: str) -> None:
        """Replaces the user's roles; by none, too."""
        self.admin.user.update_user(
            UpdateUserRequest(user=User(id=user_id, roles=roles), update_mask={"paths": ["roles"]})
        )

    def suspend(self, user_id: str) -> None:
        self.admin.suspension.suspend_user(SuspendUserRequest(id=user_id))

    def org_admin(self, org_id: str | None = None) -> Person:
        return self.person(WaiiRoles.WAII_ORG_ADMIN_USER, org_id=org_id)

    def key(self, user_id: str, name: str = "test", **fields: Any) -> str:
        """A new key of the user, who has to hold `write:access_key`."""
        request = CreateAccessKeyRequest(name=name, **fields)
        with self.admin.impersonate_user(user_id):
            response = self.admin.user.create_access_key(request)
        return str(response.access_keys[0].access_key)

    def _user(self, *roles: str, org_id: str | None, tenant_id: str | None, **fields: Any) -> User:
        rows = []
        if not org_id:
            rows.append(self._new_org())
            org_id = rows[-1].organization.id
        if not tenant_id:
            rows.append(self._new_tenant(org_id))
            tenant_id = rows[-1].tenant.id
        fields.setdefault("id", self.id("user"))
        user = User(tenant_id=tenant_id, org_id=org_id, roles=roles, **fields)
        self._create([*rows, BatchRow(user=user)])
        return user

    def _new_org(self, **fields: Any) -> BatchRow:
        fields = {"name": "An organization", **fields}
        fields.setdefault("id", self.id("org"))
        return BatchRow(organization=Organization(**fields))

    def _new_tenant(self, org_id: str, **fields: Any) -> BatchRow:
        fields = {"name": "A tenant", **fields}
        fields.setdefault("id", self.id("tenant"))
        return BatchRow(tenant=Tenant(org_id=org_id, **fields))

    def _create(self, rows: list[BatchRow]) -> None:
        """Several in one call: what tests wait for most is what they stand on."""
        match rows:
            case [BatchRow(tenant=tenant) as row] if row.HasField("tenant"):
                self.admin.user.create_tenant(CreateTenantRequest(tenant=tenant))
            case [BatchRow(user=user)]:
                self.admin.user.create_user(CreateUserRequest(user=user))
            case _:
                self.admin.batch.batch_create(BatchCreateRequest(rows=rows))
