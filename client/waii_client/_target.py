"""Where the service is: the `url` of `initialize`, taken apart.

The errors name what is wrong without showing the url: a key that went into the wrong argument, or
stands in front of an `@`, must not end in a log.
"""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

_FORMS = (
    "expected host:port, http(s)://host:port, grpc://host:port, grpcs://host:port, "
    "dns:///host:port or unix:path"
)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://(.*)", re.DOTALL)
_HOST = re.compile(r"[a-zA-Z0-9_]([a-zA-Z0-9_.-]*[a-zA-Z0-9_.])?")
_PORT = re.compile(r"[0-9]{1,5}", re.ASCII)
_MAX_PORT = 65535

# Scheme -> whether it means TLS, and the port where the url names none. grpc and grpcs have no
# registered port, and a guess would fail later and less clearly.
_SCHEMES: dict[str, tuple[bool, int | None]] = {
    "grpc": (False, None),
    "grpcs": (True, None),
    "http": (False, 80),
    "https": (True, 443),
}


@dataclass(frozen=True, slots=True)
class Target:
    """An address as grpc takes it, and whether to speak TLS there."""

    address: str
    tls: bool = False

    @property
    def local(self) -> bool:
        """Whether nothing that is sent there leaves this machine: by its form alone.

        A name that means this machine today may mean another one tomorrow; `localhost` may not,
        unless the url has a certain name server asked for it.
        """
        if self.address.startswith("unix:"):
            return True
        name = self.address.removeprefix("dns:///")
        return not name.startswith("dns:") and _is_loopback(_split(name)[0])


def parse_url(url: str) -> Target:
    """The target that `url` means; ValueError or TypeError where it means none."""
    if not isinstance(url, str):
        raise TypeError(f"url must be a str, not {type(url).__name__}")
    url = url.strip()
    if not url:
        raise _error("is empty")
    if url.startswith("unix:"):
        return Target(_unix(url))
    if url.startswith("dns:"):
        return Target(_dns(url))
    if not (match := _SCHEME.fullmatch(url)):
        return Target(_host_and_port(url, default_port=None))
    scheme, rest = match[1].lower(), match[2]
    if scheme not in _SCHEMES:
        raise _error(f"has the unknown scheme {scheme}://")
    tls, default_port = _SCHEMES[scheme]
    return Target(_host_and_port(rest, default_port=default_port), tls)


def _unix(url: str) -> str:
    path = url.removeprefix("unix:")
    if not path.strip("/"):
        raise _error("has no path after unix:")
    if path.startswith("//") and not path.startswith("///"):
        raise _error("needs an absolute path after unix:// (a relative one goes after unix:)")
    if "\0" in path:
        raise _error("has a NUL character in its path")
    return url


def _dns(url: str) -> str:
    # dns:host:port, dns:///host:port, or dns://server/host:port to ask a certain name server.
    server, name = "", url.removeprefix("dns:")
    if name.startswith("//"):
        server, _, name = name[2:].partition("/")
    target = _host_and_port(name, default_port=None)
    return (
        f"dns://{_host_and_port(server, default_port=53)}/{target}"
        if server
        else f"dns:///{target}"
    )


def _host_and_port(text: str, *, default_port: int | None) -> str:
    """`host:port`; whatever follows it (path, query, fragment) is ignored."""
    text = re.split(r"[/?#]", text, maxsplit=1)[0]
    if "@" in text:
        raise _error("has something in front of an @; pass the access key as api_key")
    host, port = _split(text)
    if not host:
        raise _error("has no host")
    if not host.startswith("[") and not _HOST.fullmatch(host):
        raise _error("has a character in its host that no host name has")
    if port is None:
        if default_port is None:
            raise _error("has no port")
        return f"{host}:{default_port}"
    if not _PORT.fullmatch(port) or not 0 < int(port) <= _MAX_PORT:
        raise _error(f"has a port that is not a number from 1 to {_MAX_PORT}")
    return f"{host}:{int(port)}"


def _split(text: str) -> tuple[str, str | None]:
    """Host and port; None where there is no port. An IPv6 address stands in brackets."""
    if text.startswith("["):
        address, bracket, rest = text[1:].partition("]")
        try:
            IPv6Address(address)
        except AddressValueError:
            bracket = ""
        if not bracket or (rest and not rest.startswith(":")):
            raise _error("has no IPv6 address between the brackets")
        return f"[{address}]", rest[1:] if rest else None
    if text.count(":") > 1:
        raise _error("has more than one colon; an IPv6 address goes in brackets, as in [::1]:50051")
    host, colon, port = text.partition(":")
    return host, port if colon else None


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        if not host.startswith("["):
            return IPv4Address(host).is_loopback
        address = IPv6Address(host[1:-1])
    except AddressValueError:
        return False
    return (address.ipv4_mapped or address).is_loopback


def _error(problem: str) -> ValueError:
    return ValueError(f"url {problem}; {_FORMS}")
