"""A user, as admins see it."""

import random
from typing import Any

from google.protobuf.message import Message
from waii.user import v1 as pb

from histories.history import Planned
from histories.thing import ORG, SUSPENSION, TENANT, Thing, shown, word

_ROLES = ("waii-user", "waii-api-user", "waii-trial-user,waii-admin-user", "")


class UserThing(Thing):
    """A user, whom admins create, change, look up, suspend and delete."""

    kind = "user"

    def plan(self, chance: random.Random) -> Planned:
        return self._one_of(
            {
                self._create: 4,
                self._update: 6,
                self._delete: 2,
                self._suspend: 3,
                self._info: 3,
                self._list: 6,
            },
            chance,
        )

    def _create(self, chance: random.Random) -> Planned:
        given = _fields(chance, few=True)
        user = _user(self.id, given, tenant_id=TENANT, org_id=ORG)
        given = self._repeatable(chance, {"roles": "waii-api-user", **given})
        request = pb.CreateUserRequest(user=user, request_id=given.get("request_id", ""))
        return Planned("create", "CreateUser", request, given)

    def _update(self, chance: random.Random) -> Planned:
        fields = _fields(chance, few=False)
        chosen = chance.sample(sorted(fields), chance.randint(1, len(fields)))
        given = {name: fields[name] for name in chosen}
        expected = self._expected(chance)
        user = _user(self.id, given, etag=self._etag(expected))
        request = pb.UpdateUserRequest(user=user, update_mask={"paths": chosen})
        return Planned("update", "UpdateUser", request, given | expected)

    def _delete(self, chance: random.Random) -> Planned:
        expected = self._expected(chance)
        request = pb.DeleteUserRequest(id=self.id, etag=self._etag(expected))
        return Planned("delete", "DeleteUser", request, expected)

    def _suspend(self, chance: random.Random) -> Planned:
        if chance.random() < 0.5:
            request: Message = pb.SuspendUserRequest(id=self.id)
            return Planned("suspend", f"{SUSPENSION}SuspendUser", request)
        request = pb.ReactivateUserRequest(id=self.id)
        return Planned("reactivate", f"{SUSPENSION}ReactivateUser", request)

    def _info(self, _: random.Random) -> Planned:
        def read(response: bytes) -> str:
            info = pb.GetUserInfoResponse.FromString(response)
            return "|".join((info.name, info.email, ",".join(info.roles)))

        request = pb.GetUserInfoRequest(user_id=self.id)
        return Planned("info", "GetUserInfo", request, read=read, reads=True)

    def _list(self, _: random.Random) -> Planned:
        def read(response: bytes) -> str:
            users = pb.ListUsersResponse.FromString(response).users
            if not users:
                return "none"
            (user,) = users
            roles, variables = ",".join(user.roles), shown(user.variables)
            state = (user.name, user.email, roles, variables, word(user.suspended))
            return self._note("|".join(state), user.etag)

        request = pb.ListUsersRequest(lookup_user_id=self.id)
        return Planned("list", "ListUsers", request, read=read, reads=True)


def _fields(chance: random.Random, *, few: bool) -> dict[str, str]:
    """Name, e-mail, variables, roles of a user; few: so that requests are alike."""
    many = 2 if few else 50
    fields = {
        "name": f"N{chance.randrange(many)}",
        "email": f"e{chance.randrange(many)}@x",
        "variables": str(chance.randrange(many)),
    }
    return fields if few else fields | {"roles": chance.choice(_ROLES)}


def _user(user_id: str, given: dict[str, str], **fields: Any) -> pb.User:
    return pb.User(
        id=user_id,
        name=given.get("name", ""),
        email=given.get("email", ""),
        variables={"n": int(given["variables"])} if "variables" in given else None,
        roles=[role for role in given.get("roles", "").split(",") if role],
        **fields,
    )
