"""Which calls come from the same place."""

import pytest
from waii_server.transport.peer import address_of


@pytest.mark.parametrize(
    ("peer", "address"),
    [
        ("ipv4:192.0.2.7:4711", "192.0.2.7"),
        ("ipv6:%5B2001:db8:1:2:3:4:5:6%5D:4711", "2001:db8:1:2::/64"),
        ("ipv6:[2001:db8:1:2:ffff::1]:4711", "2001:db8:1:2::/64"),
        ("ipv6:%5B2001:db8:1:3::1%5D:4711", "2001:db8:1:3::/64"),
        ("ipv6:%5B::1%5D:4711", "::/64"),
        ("ipv6:%5B::ffff:192.0.2.7%5D:4711", "192.0.2.7"),
        ("ipv6:%5Bfe80::1%25eth0%5D:4711", "fe80::/64"),
    ],
)
def test_an_address_counts_without_its_port_and_of_ipv6_the_network(
    peer: str, address: str
) -> None:
    assert address_of(peer) == address


@pytest.mark.parametrize("peer", ["unix:", "unix:/run/waii.sock", "unix-abstract:waii", "", "fd:7"])
def test_the_callers_on_a_unix_socket_are_not_told_apart(peer: str) -> None:
    assert address_of(peer) is None
