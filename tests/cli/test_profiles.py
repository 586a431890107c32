"""Where the server and the key come from, and how they are kept."""

import json
import os
import stat
from pathlib import Path

import pytest
from cli.running import Waii
from support.certificates import Authority
from support.server import RunningServer, running_server
from support.world import World


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def login(nobody: Waii, server: RunningServer, key: str, *options: str) -> None:
    nobody("login", "--url", server.address, *options, stdin=key + "\n")


def test_login_keeps_the_key_in_a_file_of_its_own(
    nobody: Waii, server: RunningServer, home: Path
) -> None:
    ended = nobody("login", "--url", server.address, stdin=server.admin_key + "\n")
    assert ended.stdout == ""
    assert ended.stderr == f"logged in to {server.address} as admin; in use: profile default\n"
    assert nobody("whoami").lines[0] == ["user_id", "admin"]
    again = nobody("--as", "nobody", "login", stdin=server.admin_key)
    assert "as admin" in again.stderr
    (kept,) = (home / "keys").iterdir()
    assert kept.read_text().strip() == server.admin_key
    assert [mode(path) for path in (home, home / "keys", kept, home / "config.toml")] == [
        *(0o700, 0o700, 0o600, 0o600)
    ]
    assert server.admin_key not in (home / "config.toml").read_text()


def test_login_checks_the_key_before_it_keeps_it(
    nobody: Waii, server: RunningServer, home: Path
) -> None:
    wrong = server.admin_key[:-1] + "!"
    for text, code in ((wrong, 4), ("", 4), ("a b", 4), ("é", 4), ("x" * 5000, 4)):
        ended = nobody("login", "--url", server.address, stdin=text, code=code)
        assert not text or text not in ended.stderr
    nobody("login", stdin=server.admin_key, code=2)  # where?
    assert not home.exists()


def test_login_with_a_key_file_that_nobody_else_can_read(
    nobody: Waii, server: RunningServer, tmp_path: Path
) -> None:
    file = tmp_path / "admin.key"
    file.write_text(server.admin_key)
    login_ = ("login", "--url", server.address, "--key-file", str(file))
    for open_to_others in (0o644, 0o640, 0o602, 0o610):
        file.chmod(open_to_others)
        ended = nobody(*login_, code=1)
        assert f"mode {open_to_others:04o}" in ended.stderr
        assert server.admin_key not in ended.stderr
    file.chmod(0o400)
    nobody(*login_)
    assert nobody("whoami").lines[0] == ["user_id", "admin"]


def test_a_stored_key_that_others_can_read_is_not_used(
    nobody: Waii, server: RunningServer, home: Path
) -> None:
    login(nobody, server, server.admin_key)
    (home / "keys" / "default").chmod(0o644)
    assert "can be read by others" in nobody("whoami", code=1).stderr


def test_profiles_are_listed_used_and_deleted(
    nobody: Waii, server: RunningServer, world: World, home: Path
) -> None:
    assert "waii login" in nobody("profile", "list").stderr
    nobody("profile", "show", code=6)
    person = world.person()
    login(nobody, server, server.admin_key, "--profile", "prod")
    login(nobody, server, person.key, "--profile", "test.1")
    listed = json.loads(nobody("profile", "list", "-o", "json").stdout)
    assert [(p["name"], p["in_use"], p["key_stored"]) for p in listed] == [
        ("prod", False, True),
        ("test.1", True, True),
    ]
    assert nobody("whoami").lines[0] == ["user_id", person.id]
    nobody("profile", "use", "prod")
    assert nobody("whoami").lines[0] == ["user_id", "admin"]
    assert dict(nobody("profile", "show").lines)["url"] == server.address
    nobody("logout")
    nobody("logout")
    assert "waii login" in nobody("whoami", code=4).stderr
    assert dict(nobody("profile", "show", "prod").lines)["key_stored"] == "false"
    nobody("profile", "delete", "test.1")
    assert [path.name for path in (home / "keys").iterdir()] == []
    nobody("profile", "delete", "test.1", code=2)
    nobody("profile", "use", "nothing", code=2)
    nobody("profile", "use", "../../etc", code=2)


def test_flags_go_before_the_environment_and_that_before_a_profile(
    nobody: Waii, server: RunningServer, world: World, tmp_path: Path
) -> None:
    people = {name: world.person() for name in ("flag", "environment", "named", "current")}
    for name in ("named", "current"):
        login(nobody, server, people[name].key, "--profile", name)
    file = tmp_path / "flag.key"
    file.touch(mode=0o600)
    file.write_text(people["flag"].key)
    key_file = ("--key-file", str(file))
    named = ("--profile", "named")
    of_environment = {"WAII_API_KEY": people["environment"].key, "WAII_URL": server.address}

    def who(*options: str, **variables: str) -> str:
        user_id = Waii({**nobody.variables, **variables})(*options, "whoami").lines[0][1]
        return next(name for name, person in people.items() if person.id == user_id)

    assert who() == "current"
    assert who(WAII_PROFILE="named") == "named"
    assert who(*named) == "named"
    assert who(*named, WAII_PROFILE="nothing") == "named"
    assert who(**of_environment) == "environment"
    assert who(WAII_PROFILE="named", **of_environment) == "environment"
    assert who(*named, WAII_URL="localhost:1", WAII_API_KEY="waii_x") == "named"
    assert who(*key_file, *named, **of_environment) == "flag"
    assert who("--url", server.address, WAII_URL="localhost:1") == "current"

    nobody("logout", *named)
    assert who(*named, WAII_API_KEY=people["environment"].key) == "environment"


def test_a_key_is_never_sent_to_another_server_than_its_own(
    nobody: Waii, server: RunningServer
) -> None:
    login(nobody, server, server.admin_key)
    for options, variables in (
        (("--url", "localhost:1"), {}),
        ((), {"WAII_URL": "localhost:1"}),
        (("--profile", "default", "--url", "localhost:1"), {}),
    ):
        ended = Waii({**nobody.variables, **variables})(*options, "whoami", code=4)
        assert "is for another url" in ended.stderr


def test_login_says_what_of_the_environment_goes_before_it(
    nobody: Waii, server: RunningServer
) -> None:
    ended = nobody("login", stdin=server.admin_key, WAII_URL=server.address, WAII_API_KEY="waii_x")
    assert "WAII_API_KEY is set" in ended.stderr
    assert nobody("whoami").lines[0] == ["user_id", "admin"]


def test_tls_files_are_kept_with_the_profile(
    nobody: Waii, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority()
    of_server, of_client = authority.issue(), authority.issue("client")
    for name, content in (
        ("ca.pem", authority.pem),
        ("server.pem", of_server.cert),
        ("server.key", of_server.key),
        ("client.pem", of_client.cert),
        ("client.key", of_client.key),
    ):
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    files = {"tls_cert": tmp_path / "server.pem", "tls_key": tmp_path / "server.key"}
    (tmp_path / "data").mkdir()
    with running_server(tmp_path / "data", tls_client_ca=tmp_path / "ca.pem", **files) as server:
        url = f"https://localhost:{server.address.rpartition(':')[2]}"
        options = ("--tls-ca", "ca.pem", "--tls-cert", "client.pem", "--tls-key", "client.key")
        nobody("login", "--url", url, *options, stdin=server.admin_key)
        monkeypatch.chdir("/")
        assert nobody("whoami").lines[0] == ["user_id", "admin"]
        # What the environment says of TLS is not for a profile that a flag names.
        assert nobody("whoami", "--profile", "default", WAII_TLS_CA="/nothing").lines
        nobody("whoami", code=2, WAII_TLS_CA="/nothing")
    assert dict(nobody("profile", "show").lines)["tls_ca"] == str(tmp_path / "ca.pem")


def test_plaintext_to_another_machine_is_refused_unless_it_is_meant(nobody: Waii) -> None:
    ended = nobody("login", "--url", "192.0.2.1:50051", stdin="waii_x", code=2)
    assert "plaintext" in ended.stderr
    meant = ("--insecure", "--timeout", "0.1")
    nobody("login", "--url", "192.0.2.1:50051", *meant, stdin="waii_x", code=8)


@pytest.mark.parametrize(
    "text",
    [
        "current = [",
        "profiles = 1",
        "[profiles]\na = 1",
        'current = "a"\n[profiles.a]\nurl = 1',
        'current = "a"\n[profiles.a]\ninsecure = "yes"',
    ],
)
def test_a_config_file_that_is_broken(nobody: Waii, home: Path, text: str) -> None:
    home.mkdir(parents=True)
    (home / "config.toml").write_text(text)
    ended = nobody("whoami", code=1)
    assert "config.toml" in ended.stderr


def test_what_others_wrote_into_the_config_file_stays(
    nobody: Waii, server: RunningServer, home: Path
) -> None:
    home.mkdir(parents=True)
    odd = (
        'note = "a \\"b\\" \\u0007 \\\\ ✓"\nnumber = 1.5\n[profiles."x.y"]\nurl = "u"\nnew = true\n'
    )
    (home / "config.toml").write_text(odd)
    login(nobody, server, server.admin_key, "--profile", "x.z")
    text = (home / "config.toml").read_text()
    assert text.startswith(odd.partition("[")[0])
    assert '\n[profiles."x.y"]\nurl = "u"\nnew = true\n' in text
    assert nobody("whoami").lines[0] == ["user_id", "admin"]
    (home / "config.toml").write_text("a = [1]")
    assert (
        "cannot keep 'a'"
        in nobody("login", "--url", server.address, stdin=server.admin_key, code=1).stderr
    )


def test_a_profile_that_cannot_be_written_is_said(
    nobody: Waii, server: RunningServer, home: Path
) -> None:
    home.parent.mkdir(parents=True)
    home.write_text("a file where the directory has to be")
    ended = nobody("login", "--url", server.address, stdin=server.admin_key, code=1)
    assert str(home) in ended.stderr


def test_nothing_is_left_of_a_write_that_failed(
    nobody: Waii, server: RunningServer, home: Path
) -> None:
    login(nobody, server, server.admin_key)
    assert sorted(os.listdir(home)) == ["config.toml", "keys"]  # noqa: PTH208 - names alone
    assert os.listdir(home / "keys") == ["default"]  # noqa: PTH208
