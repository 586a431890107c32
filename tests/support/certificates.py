"""Certificates for the tests, made as they are needed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Issued:
    """A certificate and its key, in PEM."""

    cert: bytes
    key: bytes = field(repr=False)

    @property
    def serial(self) -> int:
        return x509.load_pem_x509_certificate(self.cert).serial_number


class Authority:
    """A CA of a test's own."""

    def __init__(self, name: str = "test CA") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name(name)

    @cached_property
    def pem(self) -> bytes:
        """Its certificate."""
        constraints = x509.BasicConstraints(ca=True, path_length=None)
        builder = _builder(self._name, self._name, self._key.public_key(), -HOUR, 24 * HOUR)
        certificate = builder.add_extension(constraints, critical=True)
        return certificate.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)

    def issue(
        self,
        name: str = "localhost",
        *,
        key: Any = None,
        since: timedelta = -HOUR,
        until: timedelta = 24 * HOUR,
    ) -> Issued:
        """A certificate for localhost and 127.0.0.1, of a server or of a client.

        Args:
            key: the private key; a new one of EC P-256 where it is None.
            since, until: when it is valid, from now on.
        """
        key = key or ec.generate_private_key(ec.SECP256R1())
        names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
        builder = _builder(_name(name), self._name, key.public_key(), since, until)
        certificate = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return Issued(
            certificate.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM),
            private_pem(key),
        )


def private_pem(key: Any, password: bytes = b"") -> bytes:
    encryption: KeySerializationEncryption = (
        BestAvailableEncryption(password) if password else NoEncryption()
    )
    pem: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    return pem


def replace(path: Path, content: bytes) -> None:
    """Puts a file into another's place, as those who renew certificates do."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(content)
    new.replace(path)


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Any, since: timedelta, until: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + since)
        .not_valid_after(now + until)
    )
