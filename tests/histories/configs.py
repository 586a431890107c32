"""A user's config."""

import random

from waii.user import v1 as pb

from histories.history import Planned
from histories.thing import ORG, OWNER_ROLES, TENANT, Thing


class ConfigThing(Thing):
    """A user's config, which the user's own clients change."""

    kind = "config"
    _key = ""

    def prepare(self) -> None:
        user = pb.User(id=self.id, tenant_id=TENANT, org_id=ORG, roles=OWNER_ROLES)
        self._sure("CreateUser", pb.CreateUserRequest(user=user))
        request = pb.CreateAccessKeyRequest(name="k", request_id=self._request_ids[0])
        made = self._sure("CreateAccessKey", request, as_user=self.id)
        self._key = pb.GetAccessKeyResponse.FromString(made).access_keys[0].access_key

    def plan(self, chance: random.Random) -> Planned:
        names = chance.sample("abcd", 4)
        updated = {name: str(chance.randrange(1000)) for name in names[: chance.randrange(3)]}
        deleted = names[3:] if chance.random() < 0.3 else []
        request = pb.UpdateConfigRequest(updated=updated, deleted=deleted)
        given = {
            "updated": "\n".join(f"{name}={value}" for name, value in updated.items()),
            "deleted": "\n".join(deleted),
        }

        def read(response: bytes) -> str:
            configs = pb.UpdateConfigResponse.FromString(response).configs
            return "\n".join(f"{name}={configs[name]}" for name in sorted(configs))

        reads = not updated and not deleted
        return Planned("update", "UpdateConfig", request, given, read, reads, key=self._key)
