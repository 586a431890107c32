"""What the network of this machine can do."""

from pathlib import Path


def has_ipv6() -> bool:
    addresses = Path("/proc/net/if_inet6")
    return addresses.exists() and bool(addresses.read_text().strip())
