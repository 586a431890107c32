"""What is stored, beside what the model has: every row."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from google.protobuf.struct_pb2 import Struct, Value
from stateful.state import State, canonical

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
_CHECKED = ("organizations", "tenants", "users", "access_keys", "user_configs")


def differences(tables: Tables, state: State, key_ids: dict[int, str]) -> list[str]:
    """What is stored and is not in the model, or the other way round.

    Args:
        key_ids: what the server calls a key, by its number; learned here.
    """
    wrong = []
    known = {table: modelled(state) for table, modelled in _MODELLED.items()}
    for table in _CHECKED:
        stored = dict(map(_READ[table], tables[table]))
        for place in stored.keys() | known[table].keys():
            there, modelled = stored.get(place), known[table].get(place)
            if there != modelled:
                wrong.append(f"{table} {place}: stored {there}, the model has {modelled}")
    for row in tables["access_keys"]:
        key = state.keys.get((row["user_id"], row["name"]))
        if key is not None and key_ids.setdefault(key.number, row["id"]) != row["id"]:
            wrong.append(f"key {key.name!r} of {key.user_id} has another id than before")
    slots = [(row["user_id"], row["slot"]) for row in tables["access_keys"]]
    if len(set(slots)) != len(slots):
        wrong.append("two keys have one place")
    return wrong


def _json(value: bytes) -> str:
    return canonical(Struct.FromString(bytes(value)))


def _organization(row: Mapping[str, Any]) -> tuple[object, object]:
    return row["id"], (row["name"], _json(row["variables"]), bool(row["suspended"]))


def _tenant(row: Mapping[str, Any]) -> tuple[object, object]:
    place, rest = _organization(row)
    return place, (row["org_id"], rest)


def _user(row: Mapping[str, Any]) -> tuple[object, object]:
    place, rest = _organization(row)
    roles = tuple(filter(None, row["roles"].split(",")))
    return place, (row["tenant_id"], row["org_id"], roles, row["email"], rest)


_KEY_COLUMNS = ("created_at", "expires_at", "generation", "rotated_at", "previous_expires_at")


def _key(row: Mapping[str, Any]) -> tuple[object, object]:
    permissions = frozenset(filter(None, (row["permissions"] or "").split(",")))
    digests = tuple(
        None if row[name] is None else bytes(row[name]) for name in ("digest", "previous_digest")
    )
    values = tuple(row[name] for name in _KEY_COLUMNS)
    return (row["user_id"], row["name"]), (permissions, digests, values)


def _config(row: Mapping[str, Any]) -> tuple[object, object]:
    value = json.loads(canonical(Value.FromString(bytes(row["value"]))))
    return (row["user_id"], row["key"]), value


_READ = {
    "organizations": _organization,
    "tenants": _tenant,
    "users": _user,
    "access_keys": _key,
    "user_configs": _config,
}


def _digest(secret: str | None) -> bytes | None:
    return None if secret is None else sha256(secret.encode()).digest()


_MODELLED: dict[str, Any] = {
    "organizations": lambda state: {
        org.id: (org.name, org.variables, org.suspended) for org in state.organizations.values()
    },
    "tenants": lambda state: {
        tenant.id: (tenant.org_id, (tenant.name, tenant.variables, tenant.suspended))
        for tenant in state.tenants.values()
    },
    "users": lambda state: {
        user.id: (
            *(user.tenant_id, user.org_id, user.roles, user.email),
            (user.name, user.variables, user.suspended),
        )
        for user in state.users.values()
    },
    "access_keys": lambda state: {
        place: (
            key.permissions,
            (_digest(key.secret), _digest(key.previous)),
            tuple(getattr(key, name) for name in _KEY_COLUMNS),
        )
        for place, key in state.keys.items()
    },
    "user_configs": lambda state: {
        place: json.loads(value) for place, value in state.configs.items()
    },
}
