"""What the shell offers after TAB. Quick, and silent: who completes wants no error.

Ids come from the server, in its order, a few pages of them at most: it has no search by prefix.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import typer

from waii_cli import api

if TYPE_CHECKING:
    from waii_cli.command import Session

MOST = 50
"""How many are offered."""
_SEARCHED = 5_000
_SECONDS = 2.0

Source = Callable[["Session", dict[str, Any]], Iterable[str]]


def _from_server(names: Source) -> Callable[[typer.Context, str], list[str]]:
    """Completes from what the server lists, as the command under way would reach it."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from waii_cli.command import Session, said  # noqa: PLC0415 - which has these completions

        try:
            session = Session(said(ctx) | {"quiet": True, "verbose": False})
            session.flags = replace(session.flags, timeout=_SECONDS)
            with session:
                found = _soon(names(session, ctx.params))
                return list(islice(_starting_with(incomplete, found), MOST))
        except Exception:  # noqa: BLE001 - whatever it is, there is nothing to offer
            return []

    return complete


def _soon(names: Iterable[str]) -> Iterator[str]:
    """As many of them as come within the time and the number that are allowed."""
    end = time.monotonic() + _SECONDS
    for name in islice(names, _SEARCHED):
        yield name
        if time.monotonic() > end:
            return


def _starting_with(prefix: str, ordered: Iterable[str]) -> Iterator[str]:
    for name in ordered:
        if name.startswith(prefix):
            yield name
        elif name > prefix:
            return


def _users(session: "Session", given: dict[str, Any]) -> Iterable[str]:
    request = api.ListUsersRequest(lookup_org_id=given.get("org") or "")
    return (user.id for user in session.client.user.iter_users(request))


def _tenants(session: "Session", given: dict[str, Any]) -> Iterable[str]:
    request = api.ListTenantsRequest(lookup_org_id=given.get("org") or "")
    return (tenant.id for tenant in session.client.user.iter_tenants(request))


def _orgs(session: "Session", _: dict[str, Any]) -> Iterable[str]:
    return (org.id for org in session.client.user.iter_orgs(api.ListOrganizationsRequest()))


def _keys(session: "Session", _: dict[str, Any]) -> Iterable[str]:
    answer = session.client.user.list_access_keys(api.GetAccessKeyRequest())
    return sorted(key.name for key in answer.access_keys)


def _config(session: "Session", _: dict[str, Any]) -> Iterable[str]:
    answer = session.client.user.update_config(api.UpdateConfigRequest())
    return sorted(answer.configs)


def _permissions(session: "Session", _: dict[str, Any]) -> Iterable[str]:
    return session.client.user.get_user_info(api.GetUserInfoRequest()).permissions


users = _from_server(_users)
tenants = _from_server(_tenants)
orgs = _from_server(_orgs)
keys = _from_server(_keys)
config_names = _from_server(_config)
permissions = _from_server(_permissions)


def roles(incomplete: str) -> list[str]:
    """The names of the roles that this version knows."""
    names = {
        value
        for name, value in vars(api.WaiiRoles).items()
        if not name.startswith("_") and isinstance(value, str)
    }
    return sorted(name for name in names if name.startswith(incomplete))


def methods(incomplete: str) -> list[str]:
    """The methods of all services."""
    from waii_cli.methods import METHODS  # noqa: PLC0415 - which imports the protos

    return [name for name in METHODS if name.startswith(incomplete)]


def profiles(incomplete: str) -> list[str]:
    """The names of the profiles."""
    from waii_cli.profiles import Profiles  # noqa: PLC0415 - it says what fails, by this module's means

    try:
        return [name for name in Profiles().names if name.startswith(incomplete)]
    except Exception:  # noqa: BLE001 - see above
        return []


__all__ = [
    "config_names",
    "keys",
    "methods",
    "orgs",
    "permissions",
    "profiles",
    "roles",
    "tenants",
    "users",
]
