"""What the network of this machine can do."""

import socket
from contextlib import suppress
from pathlib import Path


def has_ipv6() -> bool:
    addresses = Path("/proc/net/if_inet6")
    return addresses.exists() and bool(addresses.read_text().strip())


def port_free_everywhere() -> int:
    """A port that is free on every loopback address: gRPC, which looks for one itself, tries it on
    the first address of a name alone."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as one:
            port: int = one.getsockname()[1]
            if not has_ipv6():
                return port
            with suppress(OSError), socket.create_server(("::1", port), family=socket.AF_INET6):
                return port
