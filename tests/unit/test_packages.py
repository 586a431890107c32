"""The packages of generated code: one version, and nothing in them that is not theirs."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "generated"
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def _read(path: str) -> str:
    return (ROOT / path).read_text()


VERSIONS = {
    "generated/typescript/package.json": r'"version": "(.+)"',
    "generated/java/pom.xml": r"<artifactId>waii-user</artifactId>\s*<version>(.+)</version>",
    "generated/rust/Cargo.toml": r'name = "waii-user"\nversion = "(.+)"',
    "generated/cpp/CMakeLists.txt": r"project\(waii_user VERSION (\S+) ",
    "tests/polyglot/go/go.mod": r"go\.waii\.ai/genproto v(\S+)",
    "tests/polyglot/java/client/pom.xml": r"<waii.version>(.+)</waii.version>",
    "tests/polyglot/typescript/package-lock.json": (
        r'"node_modules/@waii/user": {\s*"version": "(.+)"'
    ),
}
"""Where a version stands, and how it is found there."""


@pytest.mark.parametrize("path", VERSIONS)
def test_every_package_has_the_version_of_the_project(path: str) -> None:
    found = re.search(VERSIONS[path], _read(path))
    assert found is not None
    assert found[1] == VERSION


def test_no_package_ships_code_of_google_protobuf_or_google_rpc() -> None:
    ours = [
        path for path in GENERATED.rglob("*") if {"node_modules", "target"}.isdisjoint(path.parts)
    ]
    assert len(ours) > 100
    assert [path for path in ours if path.name == "google"] == []


@pytest.mark.parametrize(
    "lock",
    [
        "protos/plugins/package-lock.json",
        "protos/plugins/go.sum",
        "protos/packages/go/go.sum",
        "tests/polyglot/go/go.sum",
        "tests/polyglot/grpcurl/go.sum",
        "tests/polyglot/typescript/package-lock.json",
    ],
)
def test_lock_files_name_no_download_addresses(lock: str) -> None:
    text = _read(lock)
    assert text
    assert '"resolved"' not in text.replace('"resolved": "file:', "")
    assert not re.search(r"https?://(?!opencollective|github\.com/sponsors|www\.patreon)", text)


@pytest.mark.parametrize("language", ["cpp", "go", "java", "python", "rust", "typescript"])
def test_every_word_of_a_template_is_filled_in(language: str) -> None:
    for path in (GENERATED / language).rglob("*"):
        if path.suffix in {".md", ".toml", ".json", ".xml", ".txt", ".mod", ".h", ".java"}:
            assert not re.search(r"@(NAME|VERSION|SERVICE_CONFIG)@", path.read_text()), path
