"""Everything that a caller sees, row by row: what `waii import` reads again."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from waii_cli.bulk.rows import Writer
from waii_client import PermissionDeniedError, Waii, to_dict
from waii_client.user import (
    ListOrganizationsRequest,
    ListTenantsRequest,
    ListUsersRequest,
    UpdateConfigRequest,
    User,
)

_AT_ONCE = 8
_AHEAD = 64


@dataclass
class Exported:
    """How many rows of each kind were written, and of how many users the config was not seen."""

    organizations: int = 0
    tenants: int = 0
    users: int = 0
    unseen: int = 0


def export(
    client: Waii,
    writer: Writer,
    *,
    org_id: str = "",
    configs: bool = True,
    advance: Callable[[int], None] = lambda _: None,
) -> Exported:
    """Writes organizations, then tenants, then users: what holds others before what it holds.

    Args:
        org_id: only this organization, with what it holds.
        configs: whether configs are written, which takes a call for each user, in that user's name.
        advance: called with how many rows have been written since.
    """
    done = Exported()
    organizations = [
        one for one in client.user.iter_orgs(ListOrganizationsRequest()) if org_id in ("", one.id)
    ]
    for organization in organizations:
        writer.write("organization", organization)
        done.organizations += 1
        advance(1)
    for organization in organizations:
        for tenant in client.user.iter_tenants(ListTenantsRequest(lookup_org_id=organization.id)):
            writer.write("tenant", tenant)
            done.tenants += 1
            advance(1)
    for organization in organizations:
        for user, config in _users(client, organization.id, configs=configs):
            done.unseen += config is None
            writer.write("user", user, config)
            done.users += 1
            advance(1)
    return done


def _users(
    client: Waii, org_id: str, *, configs: bool
) -> Iterator[tuple[User, dict[str, Any] | None]]:
    """The users with their configs, None for one that is not seen; a few are read ahead."""
    users = client.user.iter_users(ListUsersRequest(lookup_org_id=org_id))
    if not configs:
        yield from ((user, {}) for user in users)
        return
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        under_way: deque[tuple[User, Future[dict[str, Any] | None]]] = deque()
        for user in users:
            under_way.append((user, pool.submit(_config, client, user)))
            if len(under_way) >= _AHEAD:
                first, config = under_way.popleft()
                yield first, config.result()
        for first, config in under_way:
            yield first, config.result()


def _config(client: Waii, user: User) -> dict[str, Any] | None:
    try:
        with client.impersonate_user(user.id):
            return to_dict(client.user.update_config(UpdateConfigRequest()).configs)
    except PermissionDeniedError:
        # Nobody acts as who is suspended or may not use the API, or is stronger.
        return None
