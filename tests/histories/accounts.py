"""A user who makes calls, with one key."""

import random

from google.protobuf.message import Message
from support.fleet import Fleet
from waii.user import v1 as pb

from histories.history import Planned
from histories.thing import ACCESS_KEYS, ORG, OWNER_ROLES, SUSPENSION, TENANT, Thing

_LONG = 3600


class AccountThing(Thing):
    """A user's key: created, used, given new secrets, revoked; and the user, who may be gone."""

    kind = "key"

    def __init__(self, fleet: Fleet, number: int, chance: random.Random) -> None:
        super().__init__(fleet, number, chance)
        self._secrets: dict[str, str] = {}
        self._masks: dict[str, str] = {}

    def plan(self, chance: random.Random) -> Planned:
        return self._one_of(
            {
                self._create_owner: 6,
                self._delete_owner: 1,
                self._suspend: 3,
                self._create: 8,
                self._rotate: 9,
                self._revoke: 4,
                self._use: 16,
                self._list: 5,
                self._config: 4,
            },
            chance,
        )

    def settle(self) -> None:
        """Names the secrets that lists have shown masked: some were told only later."""
        for one in self.history.operations:
            if one.name == "list" and one.answer.startswith("mask "):
                mask = one.answer.removeprefix("mask ")
                overlaps = "+" if mask.endswith("+") else ""
                one.answer = self._masks.get(mask.removesuffix("+"), "untold") + overlaps

    def _create_owner(self, _: random.Random) -> Planned:
        user = pb.User(id=self.id, tenant_id=TENANT, org_id=ORG, roles=OWNER_ROLES)
        return Planned("create_owner", "CreateUser", pb.CreateUserRequest(user=user))

    def _delete_owner(self, _: random.Random) -> Planned:
        return Planned("delete_owner", "DeleteUser", pb.DeleteUserRequest(id=self.id))

    def _suspend(self, chance: random.Random) -> Planned:
        if chance.random() < 0.3:
            request: Message = pb.SuspendUserRequest(id=self.id)
            return Planned("suspend", f"{SUSPENSION}SuspendUser", request)
        request = pb.ReactivateUserRequest(id=self.id)
        return Planned("reactivate", f"{SUSPENSION}ReactivateUser", request)

    def _create(self, chance: random.Random) -> Planned:
        given = self._repeatable(chance, {"call": "create"})
        request = pb.CreateAccessKeyRequest(name="k", request_id=given.get("request_id", ""))

        def read(response: bytes) -> str:
            (key,) = pb.GetAccessKeyResponse.FromString(response).access_keys
            return f"ok {self._named(key.access_key)}"

        return Planned("create", "CreateAccessKey", request, given, read, acting_as=self.id)

    def _rotate(self, chance: random.Random) -> Planned:
        overlap = chance.choice(("", "long"))
        given = {"call": "rotate", **({"overlap": overlap} if overlap else {})}
        given = self._repeatable(chance, given)
        request = pb.RotateAccessKeyRequest(name="k", request_id=given.get("request_id", ""))
        if overlap:
            request.overlap.FromSeconds(_LONG)

        def read(response: bytes) -> str:
            key = pb.RotateAccessKeyResponse.FromString(response).access_key
            return f"ok {self._named(key.access_key)}"

        method = f"{ACCESS_KEYS}RotateAccessKey"
        return Planned("rotate", method, request, given, read, acting_as=self.id)

    def _revoke(self, _: random.Random) -> Planned:
        request = pb.DelAccessKeyRequest(names=["k"])
        return Planned("revoke", "DeleteAccessKey", request, acting_as=self.id)

    def _use(self, chance: random.Random) -> Planned:
        with self._lock:
            secrets = list(self._secrets.items())
        if not secrets:
            return self._create(chance)
        secret, name = chance.choice(secrets[-3:])

        def read(response: bytes) -> str:
            info = pb.GetUserInfoResponse.FromString(response)
            return "ok" if info.id == self.id else f"ok, as {info.id}"

        request = pb.GetUserInfoRequest()
        return Planned("use", "GetUserInfo", request, {"secret": name}, read, True, key=secret)

    def _list(self, _: random.Random) -> Planned:
        def read(response: bytes) -> str:
            keys = pb.GetAccessKeyResponse.FromString(response).access_keys
            if not keys:
                return "none"
            (key,) = keys
            overlaps = "+" if key.HasField("previous_expire_time") else ""
            return f"mask {key.access_key}{overlaps}"

        request = pb.GetAccessKeyRequest()
        return Planned("list", "ListAccessKeys", request, read=read, reads=True, acting_as=self.id)

    def _config(self, chance: random.Random) -> Planned:
        if chance.random() < 0.5:
            value = str(chance.randrange(100))
            request = pb.UpdateConfigRequest(updated={"c": value})
            return Planned("put", "UpdateConfig", request, {"value": value}, acting_as=self.id)

        def read(response: bytes) -> str:
            configs = pb.UpdateConfigResponse.FromString(response).configs
            return f"config {configs['c']}" if "c" in configs else "config "

        request = pb.UpdateConfigRequest()
        return Planned("read", "UpdateConfig", request, {}, read, True, acting_as=self.id)

    def _named(self, secret: str) -> str:
        with self._lock:
            name = self._secrets.setdefault(secret, f"s{len(self._secrets)}")
            self._masks[f"{secret[:9]}…{secret[-4:]}"] = name
            return name
