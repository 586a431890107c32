"""What tells one state of a thing from every other (AIP-154)."""

from hashlib import blake2b

from waii_server.domain.errors import EtagMismatch, Kind
from waii_server.domain.model import Organization, Tenant, User

_BYTES = 12


def etag_of(entity: Organization | Tenant | User) -> str:
    """Equal for equal states, whichever server is asked. Opaque to callers."""
    # A digest of all that is shown, not a number that is counted up: what is deleted and created
    # anew would begin to count anew. Lists have it made by the thousand: no `repr`, which takes
    # longer than the rest of a row.
    if isinstance(entity, User):
        name, email = entity.name or entity.id, entity.email or entity.id
        texts = (entity.id, entity.tenant_id, entity.org_id, *entity.roles, name, email)
    else:
        texts = entity[:-2]
    # None of them holds a zero.
    state = "\0".join((*texts, "suspended" if entity.suspended else "", ""))
    return blake2b(state.encode() + entity.variables, digest_size=_BYTES).hexdigest()


def require_state(etag: str, kind: Kind, entity: Organization | Tenant | User) -> None:
    """
    Args:
        etag: of the state that the caller means; empty for any.

    Raises:
        EtagMismatch: `entity` is in another one.
    """
    if etag and etag != etag_of(entity):
        raise EtagMismatch(kind, entity.id)
