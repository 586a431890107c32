"""Which server to call, with whose key: flags go before the environment, that before a profile.

A profile that a flag names counts as a flag: it goes before the environment. And a profile is used
whole: where the url comes from elsewhere and is another one, neither its key nor its TLS files are
used, so that no key goes to a server that it is not for.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from waii_cli import api
from waii_cli.exits import Exit
from waii_cli.failures import CliError
from waii_cli.profiles import DEFAULT, Profile, Profiles, read_key

TIMEOUT = 30.0
"""Seconds that a call may take unless --timeout says otherwise."""


@dataclass(frozen=True)
class Flags:
    """What the command line says; None for what it does not."""

    profile: str | None = None
    url: str | None = None
    key_file: Path | None = None
    tls_ca: Path | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None
    insecure: bool | None = None
    timeout: float | None = None


@dataclass(frozen=True)
class Connection:
    """What a call needs."""

    url: str
    tls_ca: str
    tls_cert: str
    tls_key: str
    insecure: bool
    timeout: float
    profile_name: str
    key: str = field(repr=False)


def profile_name(flags: Flags, environment: Mapping[str, str], profiles: Profiles) -> str:
    """The profile that is meant; empty for none."""
    return flags.profile or environment.get("WAII_PROFILE", "") or profiles.current


def resolve(
    flags: Flags, environment: Mapping[str, str], profiles: Profiles, *, to_make: bool = False
) -> Connection:
    """What holds, of all that was said in three places; without a key where there is none.

    Args:
        to_make: there need not be such a profile yet.
    """
    name = profile_name(flags, environment, profiles)
    is_new = not name or (to_make and name not in profiles.names)
    profile = Profile() if is_new else profiles.get(name)
    of_environment = Profile(
        url=environment.get("WAII_URL", ""),
        tls_ca=environment.get("WAII_TLS_CA", ""),
        tls_cert=environment.get("WAII_TLS_CERT", ""),
        tls_key=environment.get("WAII_TLS_KEY", ""),
        insecure=environment.get("WAII_INSECURE") == "1",
    )
    key_of_environment = environment.get("WAII_API_KEY", "").strip()
    named = flags.profile is not None
    first, second = (profile, of_environment) if named else (of_environment, profile)
    url = flags.url or first.url or second.url
    if not url:
        raise CliError("which server? `waii login --url URL`, --url or WAII_URL says so")
    meant = profile.url == url
    if not meant:
        profile = Profile()
        first, second = (profile, of_environment) if named else (of_environment, profile)

    def key() -> str:
        if flags.key_file is not None:
            return read_key(flags.key_file)
        if key_of_environment and not (named and meant and profiles.has_key(name)):
            return key_of_environment
        return profiles.key(name) if name and meant else ""

    return Connection(
        url=url,
        tls_ca=str(flags.tls_ca or first.tls_ca or second.tls_ca),
        tls_cert=str(flags.tls_cert or first.tls_cert or second.tls_cert),
        tls_key=str(flags.tls_key or first.tls_key or second.tls_key),
        insecure=bool(flags.insecure or first.insecure or second.insecure),
        timeout=flags.timeout or TIMEOUT,
        profile_name=name or DEFAULT,
        key=key(),
    )


def require_key(connection: Connection, profiles: Profiles) -> Connection:
    """The connection; refused where it has no key."""
    if connection.key:
        return connection
    of_profile = connection.profile_name in profiles.names
    elsewhere = of_profile and profiles.get(connection.profile_name).url != connection.url
    because = (
        f"; that of profile {connection.profile_name!r} is for another url" if elsewhere else ""
    )
    raise CliError(
        f"no access key for {connection.url}{because}: `waii login`, WAII_API_KEY or --key-file",
        Exit.UNAUTHENTICATED,
    )


@contextmanager
def _nothing_else_said() -> Iterator[None]:
    """Without the variables that the client would read by itself: they have been read."""
    names = ("WAII_TLS_CA", "WAII_TLS_CERT", "WAII_TLS_KEY")
    taken = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(taken)


def connect(connection: Connection, *, verbose: bool = False) -> "api.Waii":
    """A client; nothing is sent yet."""

    try:
        with _nothing_else_said():
            return api.Waii().initialize(
                url=connection.url,
                api_key=connection.key,
                verbose=verbose,
                timeout=connection.timeout,
                tls_ca=connection.tls_ca or None,
                tls_cert=connection.tls_cert or None,
                tls_key=connection.tls_key or None,
                insecure=connection.insecure,
            )
    except ValueError as error:
        raise CliError(str(error)) from None
