"""TLS and mutual TLS: who is refused, and certificates that change while the server serves."""

import socket
import ssl
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import grpc
import pytest
import structlog
from cryptography import x509
from server.conftest import Serve
from support.certificates import Authority, Issued, replace
from support.load import Load
from support.network import has_ipv6, port_free_everywhere
from support.processes import run
from support.server import RunningServer, running_server
from waii_client import UnavailableError, Waii, _channel
from waii_client.user import GetUserInfoRequest, UpdateConfigRequest
from waii_server.app import CannotServe, build_server, prepare
from waii_server.settings import Settings
from waii_server.transport import tls

from server import health

ME = GetUserInfoRequest()
NO_CHANGE = UpdateConfigRequest()
"""Where it is refused, the client does not try again."""
TLS = ssl.TLSVersion
DAY = timedelta(days=1)
# What the ssl module raises for it differs from one version of OpenSSL to the next.
_HUNG_UP = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionResetError)


@dataclass(frozen=True)
class Files:
    """The certificates of a server and of its clients, in a directory of the test's own."""

    directory: Path
    mutual: bool

    @property
    def settings(self) -> dict[str, Any]:
        """Of the server."""
        names = ["tls_cert", "tls_key", *(["tls_client_ca"] if self.mutual else [])]
        return {name: self.directory / f"{name}.pem" for name in names}

    @property
    def flags(self) -> list[str]:
        return [
            word
            for name, path in self.settings.items()
            for word in (f"--{name.replace('_', '-')}", str(path))
        ]

    def serve(self, issued: Issued) -> None:
        """Replaces the certificate of the server, then its key: for a moment they do not fit."""
        replace(self.settings["tls_cert"], issued.cert)
        replace(self.settings["tls_key"], issued.key)

    def accept(self, *authorities: Authority) -> None:
        """Replaces the CAs of clients."""
        if self.mutual:
            replace(self.settings["tls_client_ca"], b"".join(one.pem for one in authorities))

    def client(self, own: Authority | None, *trusted: Authority) -> dict[str, Any]:
        """What a client is initialized with.

        Args:
            own: whose certificate it has.
            trusted: whose certificate the server may have.
        """
        name = "".join(str(id(one)) for one in (own, *trusted))
        ca = self.directory / f"ca-{name}.pem"
        ca.write_bytes(b"".join(one.pem for one in trusted))
        if own is None or not self.mutual:
            return {"tls_ca": ca}
        cert, key = self.directory / f"client-{name}.pem", self.directory / f"client-{name}.key"
        issued = own.issue("client")
        cert.write_bytes(issued.cert)
        key.write_bytes(issued.key)
        return {"tls_ca": ca, "tls_cert": cert, "tls_key": key}


@pytest.fixture(scope="module")
def old() -> Authority:
    return Authority("old")


@pytest.fixture(scope="module")
def new() -> Authority:
    return Authority("new")


@pytest.fixture
def make_files(tmp_path: Path, old: Authority) -> Callable[[bool], Files]:
    def make(mutual: bool) -> Files:
        files = Files(tmp_path, mutual)
        files.serve(old.issue())
        files.accept(old)
        return files

    return make


@pytest.fixture
def mutual(make_files: Callable[[bool], Files]) -> Files:
    return make_files(True)


@pytest.fixture
def one_sided(make_files: Callable[[bool], Files]) -> Files:
    return make_files(False)


def _url(address: str) -> str:
    return f"https://localhost:{address.rpartition(':')[2]}"


def _serial(address: str) -> int:
    """Of the certificate that a new connection gets."""
    host, _, port = address.rpartition(":")
    pem = ssl.get_server_certificate((host, int(port)))
    return x509.load_pem_x509_certificate(pem.encode()).serial_number


def _handshake(address: str, version: ssl.TLSVersion, protocols: list[str]) -> tuple[Any, Any]:
    """The version and the protocol that come of it.

    Raises:
        ssl.SSLError: the handshake fails.
    """
    host, _, port = address.rpartition(":")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(protocols)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")  # or OpenSSL itself would refuse TLS 1.1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    with (
        socket.create_connection((host, int(port)), timeout=5) as connection,
        context.wrap_socket(connection) as wrapped,
    ):
        return wrapped.version(), wrapped.selected_alpn_protocol()


def test_tls_1_2_and_1_3_are_spoken_and_1_1_is_refused(one_sided: Files, tmp_path: Path) -> None:
    with running_server(tmp_path, **one_sided.settings) as running:
        for version, name in ((TLS.TLSv1_2, "TLSv1.2"), (TLS.TLSv1_3, "TLSv1.3")):
            assert _handshake(running.address, version, ["h2"]) == (name, "h2")
        # The client has sent its hello, and the server hangs up.
        with pytest.raises(_HUNG_UP):
            _handshake(running.address, TLS.TLSv1_1, ["h2"])


def test_plaintext_is_refused_where_tls_is_spoken(one_sided: Files, tmp_path: Path) -> None:
    with (
        running_server(tmp_path, **one_sided.settings) as running,
        Waii().initialize(running.address, running.admin_key) as client,
        pytest.raises(UnavailableError),
    ):
        client.user.update_config(NO_CHANGE, timeout=5)


def _health(running: RunningServer, options: dict[str, Any]) -> int:
    names = ("tls_ca", "tls_key", "tls_cert")
    pems = [options[name].read_bytes() if name in options else None for name in names]
    target = f"localhost:{running.address.rpartition(':')[2]}"
    with grpc.secure_channel(target, grpc.ssl_channel_credentials(*pems)) as channel:
        return health.check(channel)


@pytest.mark.parametrize("mutual", [False, True])
def test_health_answers_as_other_calls_do(
    make_files: Callable[[bool], Files], mutual: bool, old: Authority, tmp_path: Path
) -> None:
    files = make_files(mutual)
    with running_server(tmp_path, **files.settings) as running:
        assert _health(running, files.client(old, old)) == health.SERVING
        if mutual:
            with pytest.raises(grpc.RpcError) as refused:
                _health(running, files.client(None, old))
            assert refused.value.code() == grpc.StatusCode.UNAVAILABLE


def test_mutual_tls_refuses_who_has_no_certificate_or_one_of_another_ca(
    mutual: Files, old: Authority, new: Authority, tmp_path: Path
) -> None:
    with running_server(tmp_path, **mutual.settings) as running:
        url, key = _url(running.address), running.admin_key
        with Waii().initialize(url, key, **mutual.client(old, old)) as client:
            assert client.user.get_user_info(ME).id == "admin"
        _assert_refused(url, key, mutual.client(None, old))
        _assert_refused(url, key, mutual.client(new, old))


def _assert_refused(url: str, key: str, options: dict[str, Any]) -> None:
    with (
        Waii().initialize(url, key, **options) as client,
        pytest.raises(UnavailableError),
    ):
        client.user.update_config(NO_CHANGE, timeout=5)


# Certificates that change


@contextmanager
def _served(serve: Serve, workers: int, files: Files, directory: Path) -> Iterator[tuple[str, str]]:
    """Address and key of a server: of a process with workers, or for one, of this process."""
    if workers == 1:
        with running_server(directory, **files.settings) as running:
            yield running.address, running.admin_key
        return
    server = serve("--workers", str(workers), *files.flags)
    yield server.address(), (directory / "data" / "admin.key").read_text().strip()
    assert len(server.workers) == workers
    assert server.stop() == 0
    # Nothing but lines of the log: also of handshakes that failed.
    assert "changed certificates are served" in {line["event"] for line in server.log}


@pytest.mark.parametrize(
    ("mutual", "workers"),
    [(False, 1), (True, 1), (True, 2)],
    ids=["tls", "mutual tls", "mutual tls, two workers"],
)
def test_certificates_and_cas_change_under_load_without_one_failed_call(
    serve: Serve,
    make_files: Callable[[bool], Files],
    mutual: bool,
    workers: int,
    tmp_path: Path,
    old: Authority,
    new: Authority,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Or the client would repeat the calls that failed.
    monkeypatch.setattr(_channel, "service_config", lambda: "{}")
    files = make_files(mutual)
    with _served(serve, workers, files, tmp_path) as (address, key):
        url = _url(address)

        def put(issued: Issued) -> None:
            files.serve(issued)
            # So many connections that each worker has some.
            assert {_serial(address) for _ in range(10 * workers)} == {issued.serial}

        with Load(url=url, api_key=key, **files.client(old, old)) as load:
            load.turn()
            put(old.issue())
            load.turn()
            # To another CA, in the order that leaves nobody out.
            files.accept(old, new)
            load.options |= files.client(old, old, new)
            load.turn()
            put(new.issue())
            load.options |= files.client(new, old, new)
            load.turn()
            files.accept(new)
            load.options |= files.client(new, new)
            load.turn()
            if mutual:
                _assert_refused(url, key, files.client(old, new))


def test_what_cannot_be_served_changes_nothing_and_is_said_once(
    mutual: Files, old: Authority, new: Authority, tmp_path: Path
) -> None:
    first, second, third = old.issue(), old.issue(), old.issue()
    mutual.serve(first)
    cert, key, client_ca = (mutual.settings[f"tls_{name}"] for name in ("cert", "key", "client_ca"))
    bad = {
        # Between the two renames.
        "--tls-key: is not the key of the first certificate of --tls-cert": (cert, second.cert),
        "--tls-cert: does not hold complete certificates in PEM": (
            cert,
            first.cert + old.pem[: len(old.pem) // 2],
        ),
        "--tls-key: does not hold a complete private key in PEM": (key, first.key[:-40]),
        "--tls-client-ca: does not hold complete certificates in PEM": (client_ca, b""),
        "--tls-cert: cannot be read: No such file or directory": (cert, None),
    }
    with (
        structlog.testing.capture_logs() as log,
        running_server(tmp_path, **mutual.settings) as running,
    ):

        def call() -> None:
            options = mutual.client(old, old)
            with Waii().initialize(_url(running.address), running.admin_key, **options) as client:
                client.user.get_user_info(ME)

        for path, content in bad.values():
            good = path.read_bytes()
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content)
            for _ in range(3):
                assert _serial(running.address) == first.serial
                call()
            path.write_bytes(good)
            call()
        mutual.serve(third)
        assert _serial(running.address) == third.serial
        call()
    assert [line["problem"] for line in _warnings(log)] == list(bad)
    (taken,) = [line for line in log if line["event"] == "changed certificates are served"]
    assert taken["subject"] == "CN=localhost"


def test_a_connection_outlives_the_certificate_that_it_began_with(
    mutual: Files, old: Authority, new: Authority, tmp_path: Path
) -> None:
    with running_server(tmp_path, **mutual.settings) as running:
        url, key = _url(running.address), running.admin_key
        with Waii().initialize(url, key, **mutual.client(old, old)) as client:
            client.user.get_user_info(ME)
            mutual.serve(new.issue())
            mutual.accept(new)
            _assert_refused(url, key, mutual.client(old, new))
            client.user.get_user_info(ME)


# Start


def test_an_expired_certificate_is_warned_of_at_the_start_and_when_it_changes(
    one_sided: Files, old: Authority, tmp_path: Path
) -> None:
    one_sided.serve(old.issue("first", until=-DAY, since=-2 * DAY))
    with (
        structlog.testing.capture_logs() as log,
        running_server(tmp_path, **one_sided.settings) as running,
    ):
        assert [line["subject"] for line in _warnings(log)] == ["CN=first"]
        one_sided.serve(old.issue("second", until=-DAY, since=-2 * DAY))
        _serial(running.address)
    assert [line["subject"] for line in _warnings(log)] == ["CN=first", "CN=second"]
    assert {line["event"] for line in _warnings(log)} == {"a certificate has expired"}


def test_an_expired_certificate_is_warned_of_again_at_connections_after_a_day(
    one_sided: Files, old: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_sided.serve(old.issue(until=-DAY, since=-2 * DAY))
    with (
        structlog.testing.capture_logs() as log,
        running_server(tmp_path, **one_sided.settings) as running,
    ):
        for _ in range(2):
            _serial(running.address)
        assert len(_warnings(log)) == 1
        later = time.monotonic() + DAY.total_seconds()
        monkeypatch.setattr(tls, "time", SimpleNamespace(monotonic=lambda: later))
        for _ in range(2):
            _serial(running.address)
    assert len(_warnings(log)) == 2


def test_several_workers_warn_once_at_the_start(
    one_sided: Files, old: Authority, tmp_path: Path
) -> None:
    one_sided.serve(old.issue(until=-DAY, since=-2 * DAY))
    settings = Settings(listen="127.0.0.1:0", data_dir=tmp_path, **one_sided.settings)
    with structlog.testing.capture_logs() as log:
        prepare(settings)
        assert len(_warnings(log)) == 1
        for _ in range(2):
            build_server(settings, one_of_many=True).stop()
    assert len(_warnings(log)) == 1


def _warnings(log: list[Any]) -> list[Any]:
    return [line for line in log if line["log_level"] == "warning"]


@pytest.mark.parametrize(
    "listen",
    [
        "0.0.0.0:0",
        "[::]:0",
        "*:0",
        ":0",
        "[::ffff:0.0.0.0]:0",
        "192.0.2.1:0",
        "server.example:0",
        "localhost.example:0",
        "dns:///localhost:0",
        "ipv4:127.0.0.1:0",
    ],
)
def test_plaintext_is_for_loopback_alone(tmp_path: Path, listen: str) -> None:
    settings = Settings(listen=listen, data_dir=tmp_path / "data")
    for start in (build_server, prepare):
        with pytest.raises(CannotServe) as refused:
            start(settings)
        told = str(refused.value)
        assert told.startswith(f"--listen {listen}: plaintext is for loopback")
        assert "--tls-cert and --tls-key, or --insecure" in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "listen", ["127.0.0.1:0", "127.1.2.3:0", "[::1]:0", "[::ffff:127.0.0.1]:0", "LOCALHOST:free"]
)
def test_plaintext_is_served_on_loopback(tmp_path: Path, listen: str) -> None:
    if "[" in listen and not has_ipv6():
        pytest.skip("no IPv6 on this machine")
    listen = listen.replace("free", str(port_free_everywhere()))
    _assert_serves(Settings(listen=listen, data_dir=tmp_path))


def test_plaintext_is_served_anywhere_where_it_is_asked_for(tmp_path: Path) -> None:
    _assert_serves(Settings(listen="0.0.0.0:0", data_dir=tmp_path, insecure=True))


def test_tls_is_served_anywhere(one_sided: Files, tmp_path: Path) -> None:
    _assert_serves(Settings(listen="0.0.0.0:0", data_dir=tmp_path, **one_sided.settings))


def _assert_serves(settings: Settings) -> None:
    with build_server(settings) as server:
        host, _, wanted = settings.listen.rpartition(":")
        port = server.address.removeprefix(f"{host}:")
        assert wanted in ("0", port)
        socket.create_connection((host.strip("[]"), int(port)), timeout=5).close()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["cert"], "--tls-cert and --tls-key belong together"),
        (["key"], "--tls-cert and --tls-key belong together"),
        (["key", "client_ca"], "--tls-cert and --tls-key belong together"),
        (["client_ca"], "--tls-client-ca needs --tls-cert and --tls-key"),
    ],
)
def test_settings_that_belong_together(
    mutual: Files, tmp_path: Path, given: list[str], told: str
) -> None:
    chosen: dict[str, Any] = {f"tls_{name}": mutual.settings[f"tls_{name}"] for name in given}
    with pytest.raises(CannotServe, match=told):
        build_server(Settings(data_dir=tmp_path / "data", **chosen))
    assert not (tmp_path / "data").exists()


def test_a_start_with_bad_certificates_says_which_setting_and_nothing_of_the_key(
    mutual: Files, old: Authority, tmp_path: Path
) -> None:
    replace(mutual.settings["tls_key"], old.issue().key)
    ended = run("serve", "--listen", "127.0.0.1:0", "--workers", "2", *mutual.flags, cwd=tmp_path)
    assert ended.returncode == 1
    told = "--tls-key: is not the key of the first certificate of --tls-cert"
    assert ended.stderr.splitlines() == [f"waii-server: {told}"]
    assert not (tmp_path / "data").exists()
