"""What the server asks of its certificates before it serves them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from support.certificates import Authority, private_pem
from waii_server.transport.certificates import BadCertificates, CertificateFiles, Contents, check

CA = Authority()
EC = ec.generate_private_key(ec.SECP256R1())
GOOD = CA.issue(key=EC)
DAY = timedelta(days=1)


def test_a_chain_a_key_and_cas() -> None:
    others = Authority("another").pem
    checked = check(Contents(GOOD.cert + CA.pem, GOOD.key, CA.pem + others))
    assert checked.chain_pem == GOOD.cert + CA.pem
    assert checked.key_pem == GOOD.key
    assert checked.client_cas_pem == CA.pem + others
    assert check(Contents(GOOD.cert, GOOD.key, None)).client_cas_pem is None


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP384R1()),
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
    ],
    ids=["P-384", "RSA 2048"],
)
def test_other_keys_that_are_served(key: Any) -> None:
    issued = CA.issue(key=key)
    check(Contents(issued.cert, issued.key, None))


@pytest.mark.parametrize(
    "key",
    [
        rsa.generate_private_key(public_exponent=65537, key_size=1024),  # noqa: S505
        ec.generate_private_key(ec.SECP521R1()),
        ec.generate_private_key(ec.SECP256K1()),
        ed25519.Ed25519PrivateKey.generate(),
    ],
    ids=["RSA 1024", "P-521", "secp256k1", "Ed25519"],
)
def test_keys_that_gRPC_or_its_clients_do_not_take(key: Any) -> None:  # noqa: N802  its name
    issued = CA.issue(key=key)
    with pytest.raises(BadCertificates, match="--tls-key: must be RSA of at least 2048 bits"):
        check(Contents(issued.cert, issued.key, None))


@pytest.mark.parametrize(
    ("cert", "key", "client_ca", "problem"),
    [
        (b"", GOOD.key, None, "--tls-cert: does not hold complete certificates"),
        (b"hello", GOOD.key, None, "--tls-cert: does not hold complete certificates"),
        (GOOD.key, GOOD.key, None, "--tls-cert: does not hold complete certificates"),
        (GOOD.cert[:-40], GOOD.key, None, "--tls-cert: does not hold complete certificates"),
        (
            GOOD.cert + CA.pem[:200],
            GOOD.key,
            None,
            "--tls-cert: does not hold complete certificates",
        ),
        (
            GOOD.cert + CA.pem[:-3],
            GOOD.key,
            None,
            "--tls-cert: does not hold complete certificates",
        ),
        (GOOD.cert, b"", None, "--tls-key: does not hold a complete private key"),
        (GOOD.cert, GOOD.cert, None, "--tls-key: does not hold a complete private key"),
        (GOOD.cert, GOOD.key[:-40], None, "--tls-key: does not hold a complete private key"),
        (GOOD.cert, private_pem(EC, b"password"), None, "--tls-key: is encrypted"),
        (GOOD.cert, CA.issue().key, None, "--tls-key: is not the key of the first certificate"),
        (CA.pem + GOOD.cert, GOOD.key, None, "--tls-key: is not the key of the first certificate"),
        (GOOD.cert, GOOD.key, b"", "--tls-client-ca: does not hold complete certificates"),
        (
            GOOD.cert,
            GOOD.key,
            CA.pem + CA.pem[:99],
            "--tls-client-ca: does not hold complete certificates",
        ),
    ],
)
def test_what_cannot_be_served(
    cert: bytes, key: bytes, client_ca: bytes | None, problem: str
) -> None:
    with pytest.raises(BadCertificates) as refused:
        check(Contents(cert, key, client_ca))
    assert str(refused.value).startswith(problem)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    for path in (cert, key):
        path.touch()
    for files, problem in (
        (CertificateFiles(tmp_path / "no", key), "--tls-cert: cannot be read: No such file"),
        (CertificateFiles(cert, tmp_path), "--tls-key: is not a regular file"),
        (CertificateFiles(cert, key, cert / "x"), "--tls-client-ca: cannot be read: Not a dir"),
    ):
        with pytest.raises(BadCertificates) as refused:
            files.read()
        assert str(refused.value).startswith(problem)


def test_a_key_in_the_place_of_its_path_is_not_shown() -> None:
    secret = GOOD.key.decode()
    for files in (CertificateFiles(Path(secret), Path(secret)), CertificateFiles(Path(), Path())):
        with pytest.raises(BadCertificates) as refused:
            files.read()
        assert "KEY-----" not in str(refused.value)
    contents = Contents(GOOD.cert, GOOD.key, None)
    for shown in (repr(contents), repr(check(contents))):
        assert "PRIVATE" not in shown
        assert "PrivateKey" not in shown


@pytest.mark.parametrize(
    ("since", "until", "warning"),
    [
        (-2 * DAY, -DAY, "a certificate has expired"),
        (DAY, 2 * DAY, "a certificate is not valid yet"),
        (-90 * DAY, 13 * DAY, "a certificate expires soon"),
        (-90 * DAY, 15 * DAY, None),
        (-5 * DAY, DAY, "a certificate expires soon"),
        (-3 * DAY, 2 * DAY, None),
    ],
)
@pytest.mark.parametrize("setting", ["--tls-cert", "--tls-client-ca"])
def test_dates_that_are_warned_of(
    since: timedelta, until: timedelta, warning: str | None, setting: str
) -> None:
    own = CA.issue("dated", key=EC, since=since, until=until).cert
    contents = (
        Contents(own, GOOD.key, None)
        if setting == "--tls-cert"
        else Contents(GOOD.cert, GOOD.key, own)
    )
    with structlog.testing.capture_logs() as log:
        check(contents).warn_of_dates()
    told = [(line["event"], line["setting"], line["subject"]) for line in log]
    assert told == ([(warning, setting, "CN=dated")] if warning else [])
