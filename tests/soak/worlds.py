"""Who calls: users with a key, each in an organization of its own."""

from dataclasses import dataclass, field

from support.world import World

_OTHERS = 5


@dataclass(frozen=True)
class Seat:
    """An admin of an organization, and what there is in it.

    Attributes:
        others: ids of the other users.
        admin_key: of the super-admin.
    """

    user_id: str
    key: str = field(repr=False)
    others: tuple[str, ...]
    admin_key: str = field(repr=False)


def seats(address: str, admin_key: str, number: int) -> list[Seat]:
    made = []
    with World(address, admin_key) as world:
        for _ in range(number):
            person = world.org_admin()
            others = tuple(
                world.user(org_id=person.org_id, tenant_id=person.tenant_id) for _ in range(_OTHERS)
            )
            made.append(Seat(person.id, person.key, others, admin_key))
    return made
