"""`waii whoami`, `waii login`, `waii logout`."""

import os
import sys
from dataclasses import replace
from getpass import getpass
from pathlib import Path

from waii_cli import api
from waii_cli.command import Session
from waii_cli.connection import profile_name, resolve
from waii_cli.exits import Exit
from waii_cli.failures import CliError
from waii_cli.profiles import DEFAULT, Profile, checked_name, one_key, read_key
from waii_cli.text import printable

COLUMNS = (
    *("user_id", "name", "email", "org_id", "tenant_id"),
    *("roles", "permissions", "actor_id"),
)


def whoami(session: Session) -> None:
    """Show who you are, to the server, and what you may do."""
    answer = session.client.authorization.get_principal(api.GetPrincipalRequest())
    session.show(answer, COLUMNS)


def login(session: Session) -> None:
    """Check an access key, and store it with its server as a profile, the one in use from now on.

    The key is asked for at the terminal, unseen; or it is what standard input holds, or --key-file.
    It never stands on a command line, where others could see it.
    """
    name = checked_name(profile_name(session.flags, os.environ, session.profiles) or DEFAULT)
    connection = resolve(
        replace(session.flags, key_file=None),
        {**os.environ, "WAII_API_KEY": ""},
        session.profiles,
        to_make=True,
    )
    connection = replace(connection, key=_key(session.flags.key_file, connection.url))
    client = session.open(connection)
    try:
        caller = client.user.get_user_info(api.GetUserInfoRequest())
    finally:
        client.close()
    profile = Profile(
        url=connection.url,
        tls_ca=_absolute(connection.tls_ca),
        tls_cert=_absolute(connection.tls_cert),
        tls_key=_absolute(connection.tls_key),
        insecure=connection.insecure,
    )
    session.profiles.put(name, profile, connection.key)
    session.note(f"logged in to {profile.url} as {caller.id}; in use: profile {name}")
    for variable in ("WAII_URL", "WAII_API_KEY", "WAII_PROFILE"):
        if os.environ.get(variable):
            session.note(
                f"note: the variable {variable} is set, and goes before the profile in use"
            )


def logout(session: Session) -> None:
    """Forget the access key of a profile. The key itself goes on to work: `waii key delete`."""
    name = profile_name(session.flags, os.environ, session.profiles)
    if not name:
        raise CliError("there is no profile in use: --profile says which one is meant")
    session.profiles.get(name)
    if session.profiles.forget_key(name):
        session.note(f"forgot the access key of profile {name}")
    else:
        session.note(f"profile {name} has no access key")


def _key(file: Path | None, url: str) -> str:
    if file is not None:
        return read_key(file)
    if not sys.stdin.isatty():
        return one_key(sys.stdin.buffer.read(), "standard input")
    try:
        # To the terminal itself, and only once the echo is off.
        typed = getpass(f"Access key for {printable(url)}: ")
    except EOFError:
        raise CliError("no key was given; nothing was stored", Exit.INTERRUPTED) from None
    return one_key(typed.encode(), "what was typed")


def _absolute(path: str) -> str:
    return str(Path(path).resolve()) if path else ""
