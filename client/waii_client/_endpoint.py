"""Where the service is and how it is spoken to: from what a program and its environment say."""

import os
from dataclasses import dataclass

import grpc

from waii_client._target import Target, parse_url
from waii_client._tls import PathLike, TlsFiles


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address, and the credentials of TLS; without these, plaintext."""

    target: Target
    credentials: grpc.ChannelCredentials | None

    @classmethod
    def chosen(
        cls,
        url: str,
        tls_ca: PathLike | None,
        tls_cert: PathLike | None,
        tls_key: PathLike | None,
        insecure: bool | None,
    ) -> "Endpoint":
        """The endpoint that the arguments name; the variables WAII_URL, WAII_TLS_CA, WAII_TLS_CERT,
        WAII_TLS_KEY and WAII_INSECURE say what they leave open.

        Raises:
            ValueError, TypeError: an argument is missing or malformed; the text does not show it.
        """
        target = parse_url(given_or_from_environment("url", url, "WAII_URL"))
        tls = TlsFiles(tls_ca, tls_cert, tls_key).or_from_environment()
        if insecure is None:
            insecure = os.environ.get("WAII_INSECURE") == "1"
        if tls.given and not target.tls:
            raise ValueError(
                "tls_ca, tls_cert and tls_key (WAII_TLS_CA, ...) need a url of https:// or grpcs://"
            )
        if not (target.tls or target.local or insecure):
            raise ValueError(
                "url is plaintext to another machine, and others could read the access key on its "
                "way: use https:// or grpcs://, or pass insecure=True (or set WAII_INSECURE=1) "
                "where the network is trusted"
            )
        return cls(target, tls.credentials() if target.tls else None)


def given_or_from_environment(name: str, given: str, variable: str) -> str:
    """
    Raises:
        ValueError: it is in neither of the two.
    """
    value = given or os.environ.get(variable, "")
    if not value:
        raise ValueError(f"{name} is missing: pass {name}=... or set {variable}")
    return value
