"""The only place that wires: from settings to a server that answers."""

import gc
import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog

from waii_server.domain import clock
from waii_server.domain.errors import DomainError
from waii_server.domain.rate_limit import RateLimit
from waii_server.instruments import Instruments
from waii_server.metrics import Endpoint, Metrics
from waii_server.services import bootstrap, recovery
from waii_server.services.access import Access
from waii_server.services.access_keys import AccessKeys
from waii_server.services.audit import AuditLog, AuditTrail, prune
from waii_server.services.authentication import Authentication
from waii_server.services.batches import Batches
from waii_server.services.bootstrap import FirstAdmin
from waii_server.services.key_ring import KeyRing
from waii_server.services.key_usage import KeyUsage
from waii_server.services.organizations import Organizations
from waii_server.services.pages import Pages
from waii_server.services.repetition import ExpiredRequests
from waii_server.services.sealed_keys import Reveal, SealedKeys, reseal
from waii_server.services.suspension import Suspension
from waii_server.services.tenants import Tenants
from waii_server.services.user_configs import UserConfigs
from waii_server.services.users import Users
from waii_server.settings import Settings
from waii_server.storage.database import Database, SchemaMismatch, sqlite_url
from waii_server.transport import (
    access_key_service,
    audit_service,
    authorization_service,
    batch_service,
    suspension_service,
    user_service,
)
from waii_server.transport.access_key_service import AccessKeyService
from waii_server.transport.audit_service import AuditService
from waii_server.transport.authorization_service import AuthorizationService
from waii_server.transport.batch_service import BatchService
from waii_server.transport.call_threads import CallThreads
from waii_server.transport.certificates import CertificateFiles
from waii_server.transport.chain import interceptors
from waii_server.transport.grpc_server import ConnectionLimits, add_service, new_server
from waii_server.transport.handlers import handlers
from waii_server.transport.health import Health
from waii_server.transport.methods import SERVICES
from waii_server.transport.patience import Patience
from waii_server.transport.reflection import add_reflection
from waii_server.transport.suspension_service import SuspensionService
from waii_server.transport.tls import Tls
from waii_server.transport.user_service import UserService

_REQUEST_SECONDS = 5.0
"""How long a call may take to send its request, once it has begun."""

_NOBODY = Instruments()
_log = structlog.get_logger()


class CannotServe(Exception):
    """The server cannot start; the text says why, for the operator."""


class Server:
    """A server that answers calls, until it is stopped. Use `build_server`.

    Attributes:
        address: what it listens on, with the port that it has got.
        new_admin_key_file: where the key of the first admin is, if this start has made one.
        endpoint: where its metrics are read, once it has started; None where nobody may, or where
            those of several processes are read together.
    """

    def __init__(
        self,
        settings: Settings,
        tls: Tls | None,
        database: Database,
        instruments: Instruments,
        *,
        share_port: bool,
    ) -> None:
        self._settings = settings
        self._database = database
        self.new_admin_key_file: Path | None = None
        self.endpoint: Endpoint | None = None
        self._instruments = instruments
        self._share_port = share_port
        self._threads = CallThreads(settings.threads, settings.call_count)
        limits = ConnectionLimits(
            settings.max_request_bytes, settings.max_metadata_bytes, settings.max_streams
        )
        self._server = new_server(self._threads, limits, share_port=share_port)
        self.address = self._bind(settings.listen, tls)

        ring = KeyRing.load_or_create(settings.key_ring_file)
        sealed_keys = SealedKeys(ring, settings.reveal_access_keys)
        pages = Pages(ring.derive("page tokens"), settings.page_bytes)
        self._key_usage = KeyUsage(self._database)
        self._trail = AuditTrail(self._database)
        self._expired_requests = ExpiredRequests(self._database)
        self._write_behind = (self._key_usage, self._trail, self._expired_requests)
        access_keys = AccessKeys(self._database, sealed_keys)
        organizations = Organizations(self._database, pages)
        tenants = Tenants(self._database, pages)
        users = Users(self._database, pages, sealed_keys, settings.default_role)
        user = UserService(
            access_keys=access_keys,
            organizations=organizations,
            tenants=tenants,
            user_configs=UserConfigs(self._database),
            users=users,
        )
        batch = BatchService(Batches(self._database, organizations, tenants, users))
        suspension = SuspensionService(Suspension(self._database))
        audit = AuditService(AuditLog(self._database, pages))
        authorization = AuthorizationService(Access(self._database, settings.default_role))
        self._patience = Patience(_REQUEST_SECONDS)
        chain = interceptors(
            Authentication(self._database, self._key_usage),
            self._trail,
            instruments.trace,
            instruments.measure,
            _rate_limit(settings.key_rate, settings.key_burst),
            _rate_limit(settings.auth_failure_rate, settings.auth_failure_burst),
        )
        self._health = Health(self._database.ping, SERVICES)
        for descriptor, service in (
            (user_service.DESCRIPTOR, user),
            (access_key_service.DESCRIPTOR, AccessKeyService(access_keys)),
            (audit_service.DESCRIPTOR, audit),
            (authorization_service.DESCRIPTOR, authorization),
            (batch_service.DESCRIPTOR, batch),
            (suspension_service.DESCRIPTOR, suspension),
        ):
            add_service(
                self._server,
                descriptor,
                handlers(descriptor, service),
                chain,
                self._threads,
                self._patience,
                settings.max_deadline,
                instruments.count_overload,
            )
        self._health.add_to(self._server, self._patience)
        if settings.reflection:
            add_reflection(self._server)

    def start(self) -> None:
        """Answers calls from now on.

        Raises:
            CannotServe: metrics are to be served, and cannot be.
        """
        metrics = self._instruments.metrics
        if metrics is not None and not self._share_port:
            self.endpoint = serve_metrics(self._settings, metrics)
        for writing in self._write_behind:
            writing.start()
        self._patience.start()
        self._health.start()
        self._server.start()

    def stop(self, grace: float | None = None) -> None:
        """Says NOT_SERVING, lets calls in flight end within the grace, and closes everything.

        Args:
            grace: seconds; the setting where it is None.
        """
        _log.info("stopping")
        self._health.stop()
        self._server.stop(self._settings.grace if grace is None else grace).wait()
        # Who was cut off may still be at work, a bounded time: not on a database that is closed.
        self._threads.shutdown()
        self._patience.stop()
        for writing in self._write_behind:
            writing.stop()
        self._database.close()
        self._instruments.stop()
        if self.endpoint is not None:
            self.endpoint.close()
        _log.info("stopped")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _bind(self, listen: str, tls: Tls | None) -> str:
        try:
            if tls is None:
                port = self._server.add_insecure_port(listen)
            else:
                port = self._server.add_secure_port(listen, tls.credentials())
        except RuntimeError:
            raise cannot_listen(listen) from None
        if listen.startswith("unix:"):
            return listen
        return f"{listen.rpartition(':')[0]}:{port}"


def build_server(settings: Settings, *, one_of_many: bool = False) -> Server:
    """A server that is bound to its address and not yet started.

    Args:
        one_of_many: whether it is a process among several that share the address. What those do
            once, `prepare` has done for them.

    Raises:
        CannotServe: a setting does not work on this machine, or the database does not.
    """
    with _told_to_the_operator():
        tls = _tls(settings, warn=not one_of_many)
        instruments = Instruments.chosen(settings)
        # A process that takes another's place after a new version was installed would find that
        # version's migrations, and must not apply them below the others.
        opened = _connect if one_of_many else open_database
        database = opened(settings, instruments)
        try:
            server = Server(settings, tls, database, instruments, share_port=one_of_many)
            if not one_of_many:
                # Only now: what cannot be served is not set up either.
                server.new_admin_key_file = _make_first_admin(settings, database)
        except BaseException:
            database.close()
            raise
        return server


def prepare(settings: Settings) -> Path | None:
    """Does what is done once before any server is built, and leaves nothing open.

    The tables get the version of this program, an empty database its first admin. What is wrong
    with the certificates is said here, and not by each server.

    Returns:
        Where the key of the first admin is, if one was made.

    Raises:
        CannotServe: a setting does not work on this machine, or the database does not.
    """
    with _told_to_the_operator():
        _tls(settings, warn=True)
        with closing(open_database(settings)) as database:
            return _make_first_admin(settings, database)


def keep_memory() -> None:
    """For a process that does nothing but serve: what there is now stays until its end, and the
    collector need not look through it again and again.

    Nor through what is remembered for later calls: that holds no cycles, and to look through all of
    it stops every thread for a tenth of a second. What a call leaves behind is found while young.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 100)


def cannot_listen(address: str) -> CannotServe:
    return CannotServe(f"cannot listen on {address}: in use, or not an address")


def serve_metrics(settings: Settings, metrics: Metrics | None) -> Endpoint:
    """Serves metrics where the settings say.

    Args:
        metrics: those of this process; None for all processes that count together.

    Raises:
        CannotServe: that address cannot be listened on.
    """
    address = settings.metrics_listen or ""
    try:
        endpoint = Endpoint(address, metrics)
    except OSError:
        raise cannot_listen(address) from None
    _log.info("metrics", address=endpoint.address)
    return endpoint


def open_database(settings: Settings, instruments: Instruments = _NOBODY) -> Database:
    """The database of `settings`, with its tables at the version of this program.

    Args:
        instruments: who looks on.

    Raises:
        SchemaMismatch: they are not, and may not be brought there.
        Unavailable: the database cannot be reached.
    """
    database = _connect(settings, instruments)
    try:
        database.require_schema(migrate=settings.auto_migrate)
    except BaseException:
        database.close()
        raise
    return database


def bootstrap_database(
    settings: Settings, admin: FirstAdmin, hand_out: Callable[[str], None]
) -> bool:
    """Creates the first admin, unless there is a super-admin; returns whether it did.

    Args:
        hand_out: gets the key before anything is committed; where it fails, nothing is created.
    """
    with closing(open_database(settings)) as database:
        ring = KeyRing.load_or_create(settings.key_ring_file)
        sealed_keys = SealedKeys(ring, settings.reveal_access_keys)
        return bootstrap.bootstrap(database, sealed_keys, admin, hand_out)


def recover_admin(settings: Settings, user_id: str, hand_out: Callable[[str], None]) -> None:
    """Gives a super-admin a new key.

    Args:
        hand_out: gets the key before anything is committed; where it fails, nothing is changed.

    Raises:
        FileNotFoundError: there is no ring.
        ValueError: the user is no super-admin, or suspended.
    """
    ring = _existing_ring(settings)
    with closing(open_database(settings)) as database:
        sealed_keys = SealedKeys(ring, settings.reveal_access_keys)
        recovery.recover(database, sealed_keys, user_id, hand_out)


def prune_audit(settings: Settings) -> int:
    """Deletes the audit events that are older than they have to be kept; how many it were."""
    with closing(open_database(settings)) as database:
        kept = timedelta(days=settings.audit_retention_days) // timedelta(microseconds=1)
        return prune(database, before=clock.now() - kept)


def reseal_keys(settings: Settings) -> tuple[int, int]:
    """Seals the sealed keys with the primary key of the ring.

    Returns:
        How many are sealed with it now, and how many could not be opened.

    Raises:
        FileNotFoundError: there is no ring.
    """
    ring = _existing_ring(settings)
    with closing(open_database(settings)) as database:
        return reseal(database, SealedKeys(ring, Reveal.ALWAYS))


def _existing_ring(settings: Settings) -> KeyRing:
    """The ring of what is served already: a new one would be of no use to it.

    Raises:
        FileNotFoundError: there is none.
    """
    if not settings.key_ring_file.exists():
        raise FileNotFoundError(f"there is no key ring {settings.key_ring_file}")
    return KeyRing.load_or_create(settings.key_ring_file)


def write_secret(path: Path, secret: str) -> None:
    """Writes a file that only its owner can read.

    Raises:
        FileExistsError: it exists; nothing is overwritten.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())


def _tls(settings: Settings, *, warn: bool) -> Tls | None:
    """None for plaintext.

    Raises:
        ValueError: the settings do not allow to serve, or the certificates cannot be served.
    """
    settings.require_secure_transport()
    if settings.tls_cert is None or settings.tls_key is None:
        return None
    files = CertificateFiles(settings.tls_cert, settings.tls_key, settings.tls_client_ca)
    tls = Tls(files)
    if warn:
        tls.warn_of_dates()
    return tls


def _connect(settings: Settings, instruments: Instruments) -> Database:
    return Database(
        settings.database_url or sqlite_url(settings.data_dir / "waii.db"),
        # Besides those of calls: for health, and for the last uses of keys.
        connections=settings.database_connections or settings.threads + 2,
        busy_timeout=settings.busy_timeout,
        around=instruments.around,
    )


def _rate_limit(rate: float, burst: int | None) -> RateLimit | None:
    """A limit; none where the rate is 0. Without a burst, that of a second."""
    return RateLimit(rate, burst or math.ceil(rate)) if rate else None


@contextmanager
def _told_to_the_operator() -> Iterator[None]:
    try:
        yield
    except (SchemaMismatch, DomainError, ValueError, OSError) as error:
        raise CannotServe(str(error)) from error


def _make_first_admin(settings: Settings, database: Database) -> Path | None:
    """Makes the first admin of a database that is this server's own and has none.

    Returns:
        Where the key is, if one was made.
    """
    if bootstrap.has_super_admin(database):
        return None
    if not database.embedded:
        _log.warning("there is no super-admin: run 'waii-server bootstrap'")
        return None
    admin = FirstAdmin(
        settings.bootstrap_org_id, settings.bootstrap_tenant_id, settings.bootstrap_user_id
    )
    path = settings.admin_key_file

    def hand_out(key: str) -> None:
        if path.exists():
            # Of a start that was killed before it was done, or of another database.
            aside = path.with_name(f"{path.name}.{time.time_ns()}")
            path.rename(aside)
            _log.warning("an earlier key file was put aside", file=str(aside))
        write_secret(path, key)

    ring = KeyRing.load_or_create(settings.key_ring_file)
    sealed_keys = SealedKeys(ring, settings.reveal_access_keys)
    return path if bootstrap.bootstrap(database, sealed_keys, admin, hand_out) else None
