"""Servers that `waii login` has stored, by name: `config.toml`, and a file for each access key.

The key of a profile is in `keys/<profile>`, which only its owner can read; `config.toml` holds no
secret. Both are written anew and renamed into place.
"""

import os
import re
import stat
import tempfile
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typer

from waii_cli.exits import Exit
from waii_cli.failures import CliError

DEFAULT = "default"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_MAX_KEY_BYTES = 4096
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def directory() -> Path:
    """Where all of it is: ~/.config/waii, below XDG_CONFIG_HOME, or as the platform has it."""
    return Path(typer.get_app_dir("waii"))


@dataclass(frozen=True)
class Profile:
    """How to reach a server."""

    url: str = ""
    tls_ca: str = ""
    tls_cert: str = ""
    tls_key: str = ""
    insecure: bool = False


class Profiles:
    """What there is on disk."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or directory()
        self._file = self._folder / "config.toml"
        self._document = self._read()

    def _read(self) -> dict[str, Any]:
        try:
            document = tomllib.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {"profiles": {}}
        except ValueError as error:
            raise CliError(f"{self._file}: {error}", Exit.FAILED) from None
        tables = document.setdefault("profiles", {})
        if not isinstance(tables, dict) or not all(isinstance(t, dict) for t in tables.values()):
            raise CliError(f"{self._file}: [profiles.NAME] must be tables", Exit.FAILED)
        return document

    @property
    def names(self) -> list[str]:
        return sorted(self._document["profiles"])

    @property
    def current(self) -> str:
        """The profile in use where none is named; empty for none."""
        current = self._document.get("current", "")
        return current if current in self._document["profiles"] else ""

    def get(self, name: str) -> Profile:
        try:
            table = self._document["profiles"][checked_name(name)]
        except KeyError:
            raise CliError(f"there is no profile {name!r}: see `waii profile list`") from None
        known = {field: table[field] for field in asdict(Profile()) if field in table}
        for field, value in known.items():
            if type(value) is not type(getattr(Profile(), field)):
                raise CliError(
                    f"{self._file}: profiles.{name}.{field} is no such value", Exit.FAILED
                )
        return Profile(**known)

    def put(self, name: str, profile: Profile, key: str) -> None:
        """Stores the profile with its key, and makes it the current one."""
        for folder in (self._folder, self._folder / "keys"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(self._key_file(checked_name(name)), key + "\n")
        table = {field: value for field, value in asdict(profile).items() if value}
        self._document["profiles"][name] = table
        self._document["current"] = name
        self._save()

    def use(self, name: str) -> None:
        self.get(name)
        self._document["current"] = name
        self._save()

    def delete(self, name: str) -> None:
        """Deletes the profile, and its key with it."""
        self.get(name)
        self.forget_key(name)
        del self._document["profiles"][name]
        if self._document.get("current") == name:
            del self._document["current"]
        self._save()

    def key(self, name: str) -> str:
        """The profile's access key; empty where it has none."""
        try:
            return read_key(self._key_file(checked_name(name)))
        except FileNotFoundError:
            return ""

    def has_key(self, name: str) -> bool:
        return self._key_file(checked_name(name)).exists()

    def forget_key(self, name: str) -> bool:
        """Deletes the profile's key; whether there was one."""
        try:
            self._key_file(checked_name(name)).unlink()
        except FileNotFoundError:
            return False
        return True

    def _key_file(self, name: str) -> Path:
        return self._folder / "keys" / name

    def _save(self) -> None:
        _write(self._file, _toml(self._document))


def checked_name(name: str) -> str:
    """The name of a profile; it is that of a file too."""
    if not _NAME.fullmatch(name):
        raise CliError(
            f"{name!r} is no name of a profile: letters, digits, `.`, `_` and `-`, at most 64"
        )
    return name


def read_key(file: Path) -> str:
    """The access key in a file that nobody else can read."""
    with file.open("rb") as opened:
        status = os.fstat(opened.fileno())
        if os.name == "posix" and status.st_mode & _OTHERS:
            raise CliError(
                f"{file} can be read by others (mode {stat.S_IMODE(status.st_mode):04o}), "
                f"and may be known to them: `chmod 600` it, or make a new key",
                Exit.FAILED,
            )
        return one_key(opened.read(_MAX_KEY_BYTES + 1), str(file))


def one_key(content: bytes, place: str) -> str:
    """The one word that `content` has to be; no message shows it."""
    words = content.decode("ascii", "replace").split()
    if len(words) != 1 or len(content) > _MAX_KEY_BYTES or not words[0].isascii():
        raise CliError(f"{place} holds no access key, or more than one", Exit.UNAUTHENTICATED)
    return words[0]


def _write(file: Path, text: str) -> None:
    """Writes a file that only its owner can read, all of it or nothing."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # of mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink()
        raise


def _toml(document: dict[str, Any], path: str = "") -> str:
    """The document in TOML: tables of strings, booleans and numbers, which is all that we write."""
    lines = []
    tables = []
    for name, value in document.items():
        if isinstance(value, dict):
            tables.append(_toml(value, f"{path}.{_quoted(name)}".removeprefix(".")))
        elif isinstance(value, str | bool | int | float):
            lines.append(f"{_quoted(name)} = {_scalar(value)}\n")
        else:
            problem = f"config.toml: cannot keep {name!r}: change the file by hand"
            raise CliError(problem, Exit.FAILED)
    head = f"\n[{path}]\n" if path and (lines or not tables) else ""
    return head + "".join(lines) + "".join(tables)


def _scalar(value: str | bool | float) -> str:
    if isinstance(value, str):
        return _quoted(value, always=True)
    return str(value).lower()


def _quoted(text: str, *, always: bool = False) -> str:
    if not always and re.fullmatch(r"[A-Za-z0-9_-]+", text):
        return text
    escaped = "".join(
        f"\\u{ord(c):04x}" if ord(c) < 0x20 or ord(c) == 0x7F else f"\\{c}" if c in '"\\' else c  # noqa: PLR2004 - ASCII's
        for c in text
    )
    return f'"{escaped}"'
