"""TLS: which authorities to trust, and the client's own certificate.

No error shows what was given: where a key went into the place of a path, the path is the key.
"""

import os
import ssl
from dataclasses import dataclass
from pathlib import Path

import grpc

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True, repr=False)
class TlsFiles:
    """PEM files, by path; None for what is not needed."""

    ca: PathLike | None = None
    cert: PathLike | None = None
    key: PathLike | None = None

    def or_from_environment(self) -> "TlsFiles":
        """With those of WAII_TLS_CA, WAII_TLS_CERT and WAII_TLS_KEY for what is missing."""
        return TlsFiles(
            self.ca or os.environ.get("WAII_TLS_CA") or None,
            self.cert or os.environ.get("WAII_TLS_CERT") or None,
            self.key or os.environ.get("WAII_TLS_KEY") or None,
        )

    @property
    def given(self) -> bool:
        return (self.ca, self.cert, self.key) != (None, None, None)

    def credentials(self) -> grpc.ChannelCredentials:
        """Reads and checks the files.

        Raises:
            ValueError, TypeError: a file cannot be read, or is not what it should be.
        """
        if (self.cert is None) != (self.key is None):
            raise ValueError("tls_cert and tls_key belong together: give both, or neither")
        ca, cert, key = (
            None if path is None else _read(name, path)
            for name, path in (("tls_ca", self.ca), ("tls_cert", self.cert), ("tls_key", self.key))
        )
        if problem := self._problem():
            raise ValueError(problem)
        # Without CAs of its own, grpc takes those of GRPC_DEFAULT_SSL_ROOTS_FILE_PATH, or its own.
        return grpc.ssl_channel_credentials(ca, key, cert)

    def _problem(self) -> str:
        # grpc would take anything, and each call would fail without saying why.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            if self.ca is not None:
                context.load_verify_locations(self.ca)
        except OSError:  # ssl.SSLError is one
            return "tls_ca is no file of certificates in PEM"
        try:
            if self.cert is not None:
                # Without a password, OpenSSL would ask for one at the terminal.
                context.load_cert_chain(self.cert, self.key, password="")
        except OSError:  # ssl.SSLError is one
            return "tls_cert and tls_key are no certificate and its key, in PEM and not encrypted"
        return ""


def _read(name: str, path: PathLike) -> bytes:
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"{name} must be the path of a file, not {type(path).__name__}")
    try:
        return Path(path).read_bytes()
    except OSError as error:
        problem = error.strerror
    except ValueError:
        problem = "not a path"
    raise ValueError(f"{name} cannot be read: {problem}")
