"""The certificates of the server: PEM files, and what has to hold of them before they are served.

No error shows what a file holds, nor its path: where a key was given in the place of a path, the
path is the key.
"""

import re
import stat
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    EllipticCurvePrivateKey,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

CERT, KEY, CLIENT_CA = "--tls-cert", "--tls-key", "--tls-client-ca"

_SOON = timedelta(days=14)
_MIN_RSA_BITS = 2048
_END = re.compile(rb"-----END [^-\n]+-----")
_log = structlog.get_logger()

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey


class BadCertificates(ValueError):
    """The files cannot be served; the text names the setting and what is wrong."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What the files hold, as it was read."""

    cert: bytes = field(repr=False)
    key: bytes = field(repr=False)
    client_ca: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Certificates:
    """Certificates that can be served: the key is that of the first one.

    Attributes:
        chain: the server's own certificate, and those between it and its CA.
        client_cas: whose certificates clients must have; empty where they need none.
    """

    chain: tuple[x509.Certificate, ...]
    key: PrivateKey = field(repr=False)
    client_cas: tuple[x509.Certificate, ...]

    @property
    def chain_pem(self) -> bytes:
        return _pem(self.chain)

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def client_cas_pem(self) -> bytes | None:
        return _pem(self.client_cas) if self.client_cas else None

    def described(self) -> dict[str, str]:
        """The server's own certificate, for the log."""
        return _described(self.chain[0])

    def warn_of_dates(self) -> None:
        """Logs each certificate that is not valid now, or will not be for long."""
        now = datetime.now(UTC)
        for setting, certificates in ((CERT, self.chain), (CLIENT_CA, self.client_cas)):
            for certificate in certificates:
                if problem := _date_problem(certificate, now):
                    _log.warning(problem, setting=setting, **_described(certificate))


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Where the certificates are.

    Attributes:
        cert: the server's certificate, and those between it and its CA, in this order.
        key: its private key.
        client_ca: the CAs of clients; None where clients need no certificate.
    """

    cert: Path
    key: Path
    client_ca: Path | None = None

    def read(self) -> Contents:
        """
        Raises:
            BadCertificates: a file cannot be read.
        """
        return Contents(
            _read(CERT, self.cert),
            _read(KEY, self.key),
            None if self.client_ca is None else _read(CLIENT_CA, self.client_ca),
        )


def check(contents: Contents) -> Certificates:
    """The certificates in the files.

    Raises:
        BadCertificates: a file is not complete, or not what it should be, or the files do not fit.
    """
    chain = _certificates(CERT, contents.cert)
    key = _private_key(contents.key)
    client_cas = () if contents.client_ca is None else _certificates(CLIENT_CA, contents.client_ca)
    try:
        fits = chain[0].public_key() == key.public_key()
    except (ValueError, UnsupportedAlgorithm):
        fits = False
    if not fits:
        raise BadCertificates(f"{KEY}: is not the key of the first certificate of {CERT}")
    return Certificates(chain, key, client_cas)


def _read(setting: str, path: Path) -> bytes:
    try:
        # A pipe could be read once, and would hold up whoever opens it again.
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadCertificates(f"{setting}: is not a regular file")
        return path.read_bytes()
    except OSError as error:
        problem = error.strerror
    raise BadCertificates(f"{setting}: cannot be read: {problem}")


def _certificates(setting: str, pem: bytes) -> tuple[x509.Certificate, ...]:
    # Of a file that is half written, the parser would be content with the first certificates.
    complete = pem.count(b"-----BEGIN ") == len(_END.findall(pem))
    try:
        found = tuple(x509.load_pem_x509_certificates(pem)) if complete else ()
        for certificate in found:
            _described(certificate)  # the parser looks into a certificate when it is asked
    except ValueError:
        found = ()
    if not found:
        raise BadCertificates(f"{setting}: does not hold complete certificates in PEM")
    return found


def _private_key(pem: bytes) -> PrivateKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except TypeError:
        raise BadCertificates(f"{KEY}: is encrypted; the server has no password for it") from None
    except (ValueError, UnsupportedAlgorithm):
        raise BadCertificates(f"{KEY}: does not hold a complete private key in PEM") from None
    # What gRPC serves with, and gRPC's own clients accept.
    if isinstance(key, RSAPrivateKey) and key.key_size >= _MIN_RSA_BITS:
        return key
    if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1 | SECP384R1):
        return key
    raise BadCertificates(f"{KEY}: must be RSA of at least {_MIN_RSA_BITS} bits, EC P-256 or P-384")


def _described(certificate: x509.Certificate) -> dict[str, str]:
    return {
        "subject": certificate.subject.rfc4514_string(),
        "not_before": certificate.not_valid_before_utc.isoformat(),
        "not_after": certificate.not_valid_after_utc.isoformat(),
    }


def _date_problem(certificate: x509.Certificate, now: datetime) -> str:
    begin, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now < begin:
        return "a certificate is not valid yet"
    if now > end:
        return "a certificate has expired"
    # Those that live for days only are renewed when about a third of that is left.
    if end - now < min(_SOON, (end - begin) / 4):
        return "a certificate expires soon"
    return ""


def _pem(certificates: tuple[x509.Certificate, ...]) -> bytes:
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)
