"""What protects the access key on its way: TLS, and no plaintext to another machine."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from support.certificates import Authority, private_pem
from support.server import RunningServer, running_server
from waii_client import AsyncWaii, Waii
from waii_client.user import GetUserInfoRequest

ME = GetUserInfoRequest()


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "API_KEY", "TLS_CA", "TLS_CERT", "TLS_KEY", "INSECURE"):
        monkeypatch.delenv(f"WAII_{name}", raising=False)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With `ca.pem`, and the certificate and the key of a server and of a client."""
    directory = tmp_path_factory.mktemp("certificates")
    authority = Authority()
    (directory / "ca.pem").write_bytes(authority.pem)
    for name in ("server", "client"):
        issued = authority.issue()
        (directory / f"{name}.pem").write_bytes(issued.cert)
        (directory / f"{name}.key").write_bytes(issued.key)
    return directory


@pytest.fixture
def files(directory: Path) -> dict[str, Any]:
    names = {"tls_ca": "ca.pem", "tls_cert": "client.pem", "tls_key": "client.key"}
    return {argument: directory / name for argument, name in names.items()}


@pytest.fixture(scope="module")
def mutual_server(
    directory: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    with running_server(
        tmp_path_factory.mktemp("server"),
        tls_cert=directory / "server.pem",
        tls_key=directory / "server.key",
        tls_client_ca=directory / "ca.pem",
    ) as running:
        yield running


@pytest.fixture
def url(mutual_server: RunningServer) -> str:
    return f"https://localhost:{mutual_server.address.rpartition(':')[2]}/api/"


async def test_files_by_argument(
    mutual_server: RunningServer, url: str, files: dict[str, Any]
) -> None:
    key = mutual_server.admin_key
    with Waii().initialize(url, key, **files) as client:
        assert client.user.get_user_info(ME).id == "admin"
    async with await AsyncWaii().initialize(url, key, **files) as async_client:
        assert (await async_client.user.get_user_info(ME)).id == "admin"


async def test_files_by_variable(
    mutual_server: RunningServer,
    url: str,
    files: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WAII_URL", url)
    monkeypatch.setenv("WAII_API_KEY", mutual_server.admin_key)
    for name, path in files.items():
        monkeypatch.setenv(f"WAII_{name.upper()}", str(path))
    with Waii().initialize() as client:
        assert client.user.get_user_info(ME).id == "admin"
    async with await AsyncWaii().initialize() as async_client:
        assert (await async_client.user.get_user_info(ME)).id == "admin"
    # An argument wins.
    with pytest.raises(ValueError, match="tls_ca cannot be read"):
        Waii().initialize(tls_ca="nowhere.pem")


LOCAL = [
    "localhost:1",
    "LOCALHOST:1",
    "127.0.0.1:1",
    "127.1.2.3:1",
    "[::1]:1",
    "[0:0:0:0:0:0:0:1]:1",
    "[::ffff:127.0.0.1]:1",
    "dns:localhost:1",
    "dns:///localhost:1",
    "dns:///127.0.0.1:1",
    "grpc://localhost:1",
    "http://localhost/api/",
    "http://127.0.0.1:1",
    "unix:run/waii.sock",
    "unix:///run/waii.sock",
]
ELSEWHERE = [
    "waii.example:1",
    "localhost.example:1",
    "localhost.:1",
    "my.localhost:1",
    "127.0.0.1.nip.io:1",
    "127.0.0.256:1",
    "127.1:1",
    "2130706433:1",
    "0x7f000001:1",
    "0.0.0.0:1",
    "128.0.0.1:1",
    "[::]:1",
    "[::2]:1",
    "[::ffff:10.0.0.1]:1",
    "dns:///waii.example:1",
    "dns://192.0.2.1/localhost:1",
    "dns://127.0.0.1/waii.example:1",
    "grpc://waii.example:1",
    "http://waii.example/api/",
    "HTTP://waii.example",
    "http://waii.example/localhost:1",
]


@pytest.mark.parametrize("url", [*LOCAL, "https://waii.example/api/", "grpcs://192.0.2.1:1"])
async def test_what_needs_no_leave(url: str) -> None:
    Waii().initialize(url=url, api_key="waii_key").close()
    await (await AsyncWaii().initialize(url=url, api_key="waii_key")).close()


@pytest.mark.parametrize("url", ELSEWHERE)
async def test_a_key_goes_to_no_other_machine_in_plaintext(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = r"plaintext to another machine.*https:// or grpcs://.*insecure=True.*WAII_INSECURE=1"
    for no in (None, False):
        with pytest.raises(ValueError, match=told) as refused:
            Waii().initialize(url, "waii_S3cret", insecure=no)
        assert "S3cret" not in str(refused.value)
        with pytest.raises(ValueError, match=told):
            await AsyncWaii().initialize(url, "waii_S3cret", insecure=no)
    # Unless told to.
    Waii().initialize(url, "waii_key", insecure=True).close()
    await (await AsyncWaii().initialize(url, "waii_key", insecure=True)).close()
    monkeypatch.setenv("WAII_INSECURE", "1")
    Waii().initialize(url, "waii_key").close()
    with pytest.raises(ValueError, match=told):
        Waii().initialize(url, "waii_key", insecure=False)


@pytest.mark.parametrize("value", ["", "0", "no", "false", "11"])
def test_only_1_in_the_variable_is_leave(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAII_INSECURE", value)
    with pytest.raises(ValueError, match="WAII_INSECURE=1"):
        Waii().initialize("waii.example:1", "waii_key")


def test_a_key_for_this_machine_does_not_go_by_a_proxy(
    scripted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as proxy:
        monkeypatch.setenv("grpc_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        for name in ("no_proxy", "no_grpc_proxy"):
            monkeypatch.delenv(name, raising=False)
        port = scripted.address.rpartition(":")[2]
        for url in (scripted.address, f"localhost:{port}", f"dns:///localhost:{port}"):
            with Waii().initialize(url, "waii_key") as client:
                assert client.user.get_user_info(ME, timeout=5).id == "oneself"


@pytest.mark.parametrize("url", ["localhost:1", "http://localhost:1", "unix:s", "waii.example:1"])
@pytest.mark.parametrize("argument", ["tls_ca", "tls_cert", "tls_key"])
async def test_files_need_a_url_of_tls(
    url: str, argument: str, files: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "need a url of https:// or grpcs://"
    given = {argument: files[argument]}
    with pytest.raises(ValueError, match=told):
        Waii().initialize(url, "waii_key", insecure=True, **given)
    with pytest.raises(ValueError, match=told):
        await AsyncWaii().initialize(url, "waii_key", **given)
    monkeypatch.setenv(f"WAII_{argument.upper()}", str(files[argument]))
    with pytest.raises(ValueError, match=told):
        Waii().initialize(url, "waii_key")


PAIR = "tls_cert and tls_key are no certificate and its key"


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"tls_key": None}, "tls_cert and tls_key belong together"),
        ({"tls_cert": None}, "tls_cert and tls_key belong together"),
        ({"tls_ca": "missing"}, "tls_ca cannot be read: No such file or directory"),
        ({"tls_cert": "missing"}, "tls_cert cannot be read: No such file or directory"),
        ({"tls_key": "."}, "tls_key cannot be read: Is a directory"),
        ({"tls_key": "a\0b"}, "tls_key cannot be read: not a path"),
        ({"tls_ca": "client.key"}, "tls_ca is no file of certificates in PEM"),
        ({"tls_ca": "empty"}, "tls_ca is no file of certificates in PEM"),
        ({"tls_cert": "client.key"}, PAIR),
        ({"tls_key": "client.pem"}, PAIR),
        ({"tls_key": "server.key"}, PAIR),
        ({"tls_key": "encrypted.key"}, PAIR),
    ],
)
def test_files_that_are_not_what_they_should_be(
    directory: Path, files: dict[str, Any], changed: dict[str, str | None], problem: str
) -> None:
    (directory / "empty").touch()
    encrypted = private_pem(ec.generate_private_key(ec.SECP256R1()), b"password")
    (directory / "encrypted.key").write_bytes(encrypted)
    given = files | {
        name: None if value is None else directory / value for name, value in changed.items()
    }
    with pytest.raises(ValueError, match=problem) as refused:
        Waii().initialize("https://localhost:1", "waii_key", **given)
    assert "KEY" not in str(refused.value)
    assert os.fspath(directory) not in str(refused.value)


@pytest.mark.parametrize("argument", ["tls_ca", "tls_cert", "tls_key"])
def test_a_key_in_the_place_of_its_path_is_not_shown(files: dict[str, Any], argument: str) -> None:
    given = files | {argument: files["tls_key"].read_text()}
    with pytest.raises(ValueError, match=f"{argument} cannot be read") as refused:
        Waii().initialize("https://localhost:1", "waii_key", **given)
    assert "KEY" not in str(refused.value)


@pytest.mark.parametrize("given", [1, b"ca.pem", True])
def test_another_type(given: Any) -> None:
    with pytest.raises(TypeError, match="tls_ca must be the path of a file, not"):
        Waii().initialize("https://localhost:1", "waii_key", tls_ca=given)
