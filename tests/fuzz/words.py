"""What the inputs speak of: the world of `fuzz.world`, and values that nobody should send.

What differs from server to server (keys, tokens, etags) stands in an input as a placeholder of the
same length, so that the same input can be sent to any server, however it was mutated around it.
"""

from waii.user.v1 import user_service_pb2
from waii_server.domain.roles import Permission, Role

CANARY = "zqcanary"
"""In names, values and headers that the log must never show."""

ROLES = tuple(Role)
PERMISSIONS = tuple(Permission)
ORGANIZATIONS = ("fuzz-a", "fuzz-b")
TENANTS = {"fuzz-a1": "fuzz-a", "fuzz-a2": "fuzz-a", "fuzz-b1": "fuzz-b"}
"""With their organization."""
USERS = {
    "fuzz-super": ("fuzz-a1", Role.SUPER_ADMIN_USER),
    "fuzz-org-admin": ("fuzz-a1", Role.ORG_ADMIN_USER),
    "fuzz-api-user": ("fuzz-a1", Role.API_USER),
    "fuzz-trial": ("fuzz-a2", Role.TRIAL_API_USER),
    "fuzz-b-admin": ("fuzz-b1", Role.ORG_ADMIN_USER),
}
"""With their tenant and their role. Each has a key, named `KEY_NAME`."""
KEY_NAME = "fuzz-key"
KEY_LENGTH = 54
_ETAG_LENGTH = 24


def _placeholder(name: str, length: int) -> str:
    assert len(name) <= length
    return name.ljust(length, "_")


KEYS = {user: _placeholder(f"waii_{user}", KEY_LENGTH) for user in USERS}
"""What stands for the key of each user."""
ETAGS = {
    name: _placeholder(f"etag-{name}", _ETAG_LENGTH) for name in (*ORGANIZATIONS, *TENANTS, *USERS)
}
FIRST_PAGES = {
    "ListUsers": ("fuzz-a", "fuzz-api-user"),
    "ListTenants": ("fuzz-a", "fuzz-a1"),
    "ListOrgs": ("", "default-org"),
}
"""Of lists in pages of one: the organization that is asked for, and the id on the first page."""
TOKENS = {
    method: _placeholder(f"token-{method}", -(-(16 + len(last)) * 4 // 3))
    for method, (_, last) in FIRST_PAGES.items()
}
"""What stands for the token of the page behind it."""

METHOD_NAMES = tuple(
    f"{service.full_name}/{method.name}"
    for service in user_service_pb2.DESCRIPTOR.services_by_name.values()
    for method in service.methods
)

IDS = (*ORGANIZATIONS, *TENANTS, *USERS, "fuzz-new", "fuzz-newer", "fuzz-nobody", "x" * 128)
TARGETS = (
    *(f"users/{user}" for user in USERS),
    *(f"tenants/{tenant}" for tenant in TENANTS),
    *(f"organizations/{org}" for org in ORGANIZATIONS),
)

HOSTILE: tuple[bytes, ...] = (
    b"",
    b" ",
    b"\0",
    b"a\0b",
    b"\n",
    b"fuzz-super\n",
    b"\x1b[31m",
    b"\x7f",
    b"\xff\xfe",  # no UTF-8
    b"\xed\xa0\x80",  # a surrogate
    b"\xc0\x80",  # NUL, over-long
    b"\xf4\x90\x80\x80",  # beyond Unicode
    b"aaa\xc3",  # cut
    "\ufeff".encode(),
    "a\u202eb".encode(),
    "a\u200bb".encode(),
    "\u2028".encode(),
    "\U000e0001".encode() * 30,
    "\U0010ffff".encode() * 64,
    "e\u0301".encode() * 100,
    "\ufdfa".encode() * 200,
    "\U0001f600".encode() * 300,
    b"x" * 129,
    b"x" * 257,
    b"x" * 70_000,
    b"%s%n%x{0}${jndi:ldap://x}",
    b"'; DROP TABLE users; --",
    b"../../etc/passwd",
    b"*",
    b"fuzz-*",
    b"FUZZ-SUPER",
    b"-",
    b"1e400",
    b"null",
    CANARY.encode(),
)
"""For every string."""
