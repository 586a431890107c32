"""The command line of the server and its operator: `waii-server`."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError

from waii_server import logs, supervisor
from waii_server.app import (
    CannotServe,
    bootstrap_database,
    build_server,
    keep_memory,
    open_database,
    prune_audit,
    recover_admin,
    reseal_keys,
    write_secret,
)
from waii_server.domain.errors import DomainError
from waii_server.domain.validation import display_name
from waii_server.services.bootstrap import FirstAdmin
from waii_server.services.sealed_keys import Reveal
from waii_server.settings import LogFormat, Settings
from waii_server.storage.database import SchemaMismatch

cli = typer.Typer(
    name="waii-server",
    help="The Waii user service. Every option can be set as a variable WAII_SERVER_<OPTION> too.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

audit = typer.Typer(help="The log of who did what as whom.", no_args_is_help=True)
cli.add_typer(audit, name="audit")


def _option(name: str, *flags: str) -> Any:
    """An option of the command line whose help, default and rules are those of the setting."""
    field = Settings.model_fields[name]
    default = field.get_default()
    shown = "" if default is None else f" [default: {default!s}]"
    return typer.Option(*flags, help=f"{field.description}{shown}", show_default=False)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"waii-server {version('waii-user-service')}")
        raise typer.Exit


@cli.callback()
def _whole(
    _version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Takes what comes before the command."""


_FAILURES = (SchemaMismatch, DomainError, ValueError, OSError)
"""What a command tells in a line, and ends with 1."""

DatabaseUrl = Annotated[str | None, _option("database_url")]
DataDir = Annotated[Path | None, _option("data_dir")]
KeyRingFile = Annotated[Path | None, _option("key_ring")]
RevealKeys = Annotated[Reveal | None, _option("reveal_access_keys")]
KeyFile = Annotated[
    Path | None,
    typer.Option(help="Where the access key goes (mode 0600); default: standard output."),
]
AutoMigrate = Annotated[bool | None, _option("auto_migrate", "--auto-migrate/--no-auto-migrate")]
Logs = Annotated[LogFormat | None, _option("log_format")]


@cli.command()
def serve(
    listen: Annotated[str | None, _option("listen")] = None,
    tls_cert: Annotated[Path | None, _option("tls_cert")] = None,
    tls_key: Annotated[Path | None, _option("tls_key")] = None,
    tls_client_ca: Annotated[Path | None, _option("tls_client_ca")] = None,
    insecure: Annotated[bool | None, _option("insecure", "--insecure/--no-insecure")] = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    key_ring: KeyRingFile = None,
    reveal_access_keys: RevealKeys = None,
    default_role: Annotated[str | None, _option("default_role")] = None,
    reflection: Annotated[
        bool | None, _option("reflection", "--reflection/--no-reflection")
    ] = None,
    log_format: Logs = None,
    metrics_listen: Annotated[str | None, _option("metrics_listen")] = None,
    grace: Annotated[float | None, _option("grace")] = None,
    threads: Annotated[int | None, _option("threads")] = None,
    database_connections: Annotated[int | None, _option("database_connections")] = None,
    workers: Annotated[int | None, _option("workers")] = None,
    auto_migrate: AutoMigrate = None,
    busy_timeout: Annotated[float | None, _option("busy_timeout")] = None,
    max_request_bytes: Annotated[int | None, _option("max_request_bytes")] = None,
    max_metadata_bytes: Annotated[int | None, _option("max_metadata_bytes")] = None,
    max_streams: Annotated[int | None, _option("max_streams")] = None,
    page_bytes: Annotated[int | None, _option("page_bytes")] = None,
    max_calls: Annotated[int | None, _option("max_calls")] = None,
    max_deadline: Annotated[float | None, _option("max_deadline")] = None,
    key_rate: Annotated[float | None, _option("key_rate")] = None,
    key_burst: Annotated[int | None, _option("key_burst")] = None,
    auth_failure_rate: Annotated[float | None, _option("auth_failure_rate")] = None,
    auth_failure_burst: Annotated[int | None, _option("auth_failure_burst")] = None,
) -> None:
    """Serve until SIGTERM or SIGINT; then let calls in flight end, and exit with 0."""
    settings = _settings(
        listen=listen,
        tls_cert=tls_cert,
        tls_key=tls_key,
        tls_client_ca=tls_client_ca,
        insecure=insecure,
        database_url=database_url,
        data_dir=data_dir,
        key_ring=key_ring,
        reveal_access_keys=reveal_access_keys,
        default_role=default_role,
        reflection=reflection,
        log_format=log_format,
        metrics_listen=metrics_listen,
        grace=grace,
        threads=threads,
        database_connections=database_connections,
        workers=workers,
        auto_migrate=auto_migrate,
        busy_timeout=busy_timeout,
        max_request_bytes=max_request_bytes,
        max_metadata_bytes=max_metadata_bytes,
        max_streams=max_streams,
        page_bytes=page_bytes,
        max_calls=max_calls,
        max_deadline=max_deadline,
        key_rate=key_rate,
        key_burst=key_burst,
        auth_failure_rate=auth_failure_rate,
        auth_failure_burst=auth_failure_burst,
    )
    # Blocked before there is any thread, and waited for: a handler could run at the very moment
    # when the main thread goes to sleep, and be lost.
    signal.pthread_sigmask(signal.SIG_BLOCK, supervisor.STOP_SIGNALS)
    several = settings.worker_count > 1
    logs.configure(settings.log_format, with_pid=several)

    def announce(address: str, new_admin_key_file: Path | None) -> None:
        if new_admin_key_file is not None:
            typer.echo(
                f"created super-admin {settings.bootstrap_user_id!r}; "
                f"its access key is in {new_admin_key_file}"
            )
        typer.echo(f"listening on {address}")

    try:
        (supervisor.serve if several else _serve_alone)(settings, announce)
    except CannotServe as error:
        _fail(str(error))


def _serve_alone(settings: Settings, announce: supervisor.Announce) -> None:
    logs.write_in_background()
    server = build_server(settings)
    server.start()
    keep_memory()
    announce(server.address, server.new_admin_key_file)
    signal.sigwait(supervisor.STOP_SIGNALS)
    server.stop()


@cli.command("bootstrap")
def bootstrap_command(
    org_id: Annotated[str, typer.Option(help="Id of the first organization.")],
    tenant_id: Annotated[str, typer.Option(help="Id of the first tenant.")],
    user_id: Annotated[str, typer.Option(help="Id of the first user, a super-admin.")],
    user_name: Annotated[str, typer.Option(help="Display name of that user.")] = "",
    key_file: KeyFile = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    key_ring: KeyRingFile = None,
    reveal_access_keys: RevealKeys = None,
    auto_migrate: AutoMigrate = None,
    log_format: Logs = None,
) -> None:
    """Create the first organization, tenant and super-admin, and hand out the key, once.

    Exits with 1 and changes nothing where there is a super-admin already.
    """
    settings = _settings(
        database_url=database_url,
        data_dir=data_dir,
        key_ring=key_ring,
        reveal_access_keys=reveal_access_keys,
        auto_migrate=auto_migrate,
        log_format=log_format,
        bootstrap_org_id=org_id,
        bootstrap_tenant_id=tenant_id,
        bootstrap_user_id=user_id,
    )
    logs.configure(settings.log_format)

    if user_name and (broken := display_name(user_name)):
        typer.echo(f"waii-server: --user-name: {broken}", err=True)
        raise typer.Exit(2)
    with _handing_out(user_id, key_file) as hand_out:
        admin = FirstAdmin(org_id, tenant_id, user_id, user_name)
        if not bootstrap_database(settings, admin, hand_out):
            _fail("the database has a super-admin already; nothing was changed")


@cli.command()
def recover(
    user_id: Annotated[str, typer.Option(help="Id of a super-admin who is not suspended.")],
    key_file: KeyFile = None,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    key_ring: KeyRingFile = None,
    reveal_access_keys: RevealKeys = None,
    log_format: Logs = None,
) -> None:
    """Give a super-admin whose keys are lost a new one, 'recovery'; servers may run meanwhile.

    It takes the place of an earlier key of that name. The other keys stay: delete what was lost.
    """
    settings = _settings(
        database_url=database_url,
        data_dir=data_dir,
        key_ring=key_ring,
        reveal_access_keys=reveal_access_keys,
        log_format=log_format,
        bootstrap_user_id=user_id,
    )
    logs.configure(settings.log_format)
    with _handing_out(user_id, key_file) as hand_out:
        recover_admin(settings, user_id, hand_out)


@cli.command()
def migrate(
    database_url: DatabaseUrl = None, data_dir: DataDir = None, log_format: Logs = None
) -> None:
    """Bring the tables to the version of this program; safe to repeat."""
    settings = _settings(
        database_url=database_url, data_dir=data_dir, log_format=log_format, auto_migrate=True
    )
    logs.configure(settings.log_format)
    with _failure_told():
        open_database(settings).close()
    typer.echo("the schema is up to date")


@cli.command("reseal")
def reseal_command(
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    key_ring: KeyRingFile = None,
    log_format: Logs = None,
) -> None:
    """Encrypt the keys that owners can list with the ring's primary key; servers may run meanwhile.

    Exits with 1 where some could not be opened; those are as they were.
    """
    settings = _settings(
        database_url=database_url, data_dir=data_dir, key_ring=key_ring, log_format=log_format
    )
    logs.configure(settings.log_format)
    with _failure_told():
        done, failed = reseal_keys(settings)
    typer.echo(f"{done} access key(s) are sealed with the primary key")
    if failed:
        _fail(f"{failed} access key(s) could not be opened with any key of the ring")


@audit.command("prune")
def audit_prune(
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
    audit_retention_days: Annotated[int | None, _option("audit_retention_days")] = None,
    log_format: Logs = None,
) -> None:
    """Delete the events that are older than they have to be kept; servers may run meanwhile."""
    settings = _settings(
        database_url=database_url,
        data_dir=data_dir,
        audit_retention_days=audit_retention_days,
        log_format=log_format,
    )
    logs.configure(settings.log_format)
    with _failure_told():
        deleted = prune_audit(settings)
    typer.echo(f"deleted {deleted} event(s) older than {settings.audit_retention_days} days")


@contextmanager
def _handing_out(user_id: str, key_file: Path | None) -> Iterator[Callable[[str], None]]:
    """What hands out the key of a user, to a file of its own or to standard output."""
    written = False

    def hand_out(key: str) -> None:
        nonlocal written
        if key_file is None:
            _print_now(key)
        else:
            write_secret(key_file, key)
            written = True

    with _failure_told():
        try:
            yield hand_out
        except FileExistsError as error:
            _fail(f"{error.filename} exists; it is not overwritten")
        except _FAILURES:
            if written and key_file is not None:
                key_file.unlink()  # the key that was not stored
            raise
    if written:
        typer.echo(f"access key of {user_id!r} written to {key_file}")


@contextmanager
def _failure_told() -> Iterator[None]:
    try:
        yield
    except _FAILURES as error:
        _fail(str(error))


def _print_now(text: str) -> None:
    """Prints `text`, or raises OSError; does not leave it to the end of the process."""
    try:
        typer.echo(text)
        sys.stdout.flush()
    except OSError:
        # Or the interpreter would try again when it ends, and change the exit code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def _settings(**flags: Any) -> Settings:
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        for broken in error.errors():
            name = str(broken["loc"][0])
            where = _flag(name) if name in given else f"WAII_SERVER_{name.upper()}"
            rule = broken["msg"].removeprefix("Value error, ")
            typer.echo(f"waii-server: {where}: {rule}", err=True)
        raise typer.Exit(2) from None


def _flag(setting: str) -> str:
    return "--" + setting.removeprefix("bootstrap_").replace("_", "-")


def _fail(text: str) -> NoReturn:
    typer.echo(f"waii-server: {text}", err=True)
    raise typer.Exit(1)
