"""Where a call comes from."""

from ipaddress import IPv6Address, IPv6Network
from urllib.parse import unquote

_OF_ONE_SITE = 64  # bits: an address of its own for each call is within everybody's reach


def address_of(peer: str) -> str | None:
    """What calls from the same place have in common.

    Args:
        peer: as grpc says it: `ipv4:192.0.2.7:4711`, `ipv6:%5B2001:db8::7%5D:4711`, `unix:...`.

    Returns:
        The IPv4 address, or the /64 network of the IPv6 address. None for a unix socket: all of its
        callers are the same.
    """
    kind, _, place = unquote(peer).partition(":")
    host = place.rpartition(":")[0]
    if kind == "ipv4":
        return host
    if kind != "ipv6":
        return None
    address = IPv6Address(host.strip("[]"))
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), _OF_ONE_SITE), strict=False))
