"""The settings of the server, from flags and `WAII_SERVER_*` variables; passed in, never global."""

import os
import sys
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from waii_server.domain import validation
from waii_server.domain.roles import Role
from waii_server.services.sealed_keys import Reveal


class LogFormat(StrEnum):
    """How log lines are written."""

    JSON = "json"
    CONSOLE = "console"


_MAX_PORT = 65535
_KIB = 1024
_MIB = 1024 * 1024
_CALLS_PER_THREAD = 16
_MIN_RATE = 0.001  # a second


def _identifier(value: str) -> str:
    if broken := validation.identifier(value):
        raise ValueError(broken)
    return value


def _is_unix(address: str) -> bool:
    return address.startswith("unix:")


def _address(value: str) -> str:
    port = value.rpartition(":")[2]
    if not _is_unix(value) and (not port.isdecimal() or int(port) > _MAX_PORT):
        raise ValueError(f"must be HOST:PORT, with a port of 0-{_MAX_PORT}, or unix:PATH")
    return value


def _tcp_address(value: str) -> str:
    if _is_unix(value):
        raise ValueError("must be HOST:PORT")
    return _address(value)


def _is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches `host`: by its form alone, no name is looked up."""
    if host.lower() == "localhost":
        return True
    try:
        if not host.startswith("["):
            return IPv4Address(host).is_loopback
        address = IPv6Address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return (address.ipv4_mapped or address).is_loopback


def _rate(value: float) -> float:
    if value != 0 and not value >= _MIN_RATE:
        raise ValueError(f"must be 0, or at least {_MIN_RATE}")
    return value


def _file_name(value: Path) -> Path:
    text = str(value)
    if "\n" in text or text.lstrip().startswith(("{", "-----BEGIN")):
        # Complaints of a file show its name.
        raise ValueError("must be the name of a file, not what is in it")
    return value


FileName = Annotated[Path, AfterValidator(_file_name)]
Address = Annotated[str, AfterValidator(_address)]
TcpAddress = Annotated[str, AfterValidator(_tcp_address)]
Rate = Annotated[float, Field(le=1_000_000), AfterValidator(_rate)]
Identifier = Annotated[str, AfterValidator(_identifier)]


class Settings(BaseSettings):
    """What an operator can choose. A flag wins over a variable, a variable over a default."""

    model_config = SettingsConfigDict(env_prefix="WAII_SERVER_", frozen=True, extra="forbid")

    listen: Address = Field(
        default="127.0.0.1:50051",
        description="Address to serve on: HOST:PORT (port 0 picks a free one) or unix:PATH.",
    )
    tls_cert: FileName | None = Field(
        default=None,
        description="PEM file of the server's certificate, followed by those between it and its CA;"
        " read again when it changes.",
    )
    tls_key: FileName | None = Field(
        default=None, description="PEM file of the private key of that certificate."
    )
    tls_client_ca: FileName | None = Field(
        default=None,
        description="PEM file of the CAs whose certificates clients must have; "
        "default: clients need no certificate.",
    )
    insecure: bool = Field(
        default=False,
        description="Allow plaintext on an address that other machines reach.",
    )
    data_dir: Path = Field(
        default=Path("data"),
        description="Directory of the SQLite database, the key ring and the first admin's key.",
    )
    database_url: str = Field(
        default="",
        repr=False,  # may hold a password
        description="SQLAlchemy URL of the database; default: a SQLite file in the data directory.",
    )
    key_ring: FileName | None = Field(
        default=None,
        description="File of the keys that seal access keys, the same on every replica; "
        "default: keyring.json in the data directory.",
    )
    reveal_access_keys: Reveal = Field(
        default=Reveal.ALWAYS,
        description="Whether owners can read their keys again in the list, or once, at creation.",
    )
    default_role: Role = Field(
        default=Role.API_USER, description="Role of a user that is created without roles."
    )
    reflection: bool = Field(
        default=False, description="Serve gRPC server reflection, to anyone, without a key."
    )
    log_format: LogFormat | None = Field(
        default=None,
        description="How log lines are written to standard error; default: console on a terminal, "
        "json elsewhere.",
    )
    metrics_listen: TcpAddress | None = Field(
        default=None,
        description="Address to serve Prometheus metrics on, in plaintext, to anyone: HOST:PORT; "
        "default: nowhere.",
    )
    grace: float = Field(
        default=10.0,
        ge=0,
        description="Seconds that calls in flight have to end when the server stops.",
    )
    threads: int = Field(
        default=16,
        ge=1,
        le=1024,
        description="Calls that each process works on at the same time.",
    )
    database_connections: int | None = Field(
        default=None,
        ge=1,
        le=1024,
        description="Connections that each process opens to the database at most; "
        "default: as many as threads, and 2.",
    )
    workers: int | None = Field(
        default=None,
        ge=1,
        le=256,
        description="Processes that share the port; "
        "default: one for each core that may be used, and one on unix:PATH.",
    )
    auto_migrate: bool = Field(
        default=False,
        description="Bring PostgreSQL's tables up to date at the start; SQLite's always are.",
    )
    busy_timeout: float = Field(
        default=5.0,
        gt=0,
        description="Seconds that a call waits for the database before it is refused.",
    )
    audit_retention_days: int = Field(
        default=400,
        ge=1,
        le=36_500,
        description="Days that events are kept; `waii-server audit prune` deletes older ones.",
    )
    max_request_bytes: int = Field(
        default=4 * _MIB,
        ge=16 * _KIB,
        le=64 * _MIB,
        description="Bytes of a request at most.",
    )
    max_metadata_bytes: int = Field(
        default=16 * _KIB,
        ge=1 * _KIB,
        le=1 * _MIB,
        description="Bytes of the metadata of a call at most.",
    )
    max_streams: int = Field(
        default=128,
        ge=1,
        le=10_000,
        description="Calls under way on a connection at most; more wait on the client's side.",
    )
    page_bytes: int = Field(
        default=3 * _MIB,
        ge=64 * _KIB,  # the variables of one
        le=5 * _MIB,  # with all else of 1,000 users less than 8 MiB, which the stubs' READMEs allow
        description="A page of a list ends before its variables have more bytes than this.",
    )
    max_calls: int | None = Field(
        default=None,
        ge=1,
        le=100_000,
        description="Calls that each process has under way or waiting at most; more are refused; "
        f"default: {_CALLS_PER_THREAD} for each thread.",
    )
    max_deadline: float = Field(
        default=30.0,
        gt=0,
        le=3600,
        description="Seconds after which a call is not begun any more, also where its own deadline "
        "is later, or it has none.",
    )
    key_rate: Rate = Field(
        default=0.0,
        description="Calls a second that each process takes with one access key; 0: any number.",
    )
    key_burst: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        description="Calls with one access key at once, after a pause; default: those of a second.",
    )
    auth_failure_rate: Rate = Field(
        default=10.0,
        description="Failed attempts to authenticate a second that each process takes from one "
        "address; 0: any number.",
    )
    auth_failure_burst: int = Field(
        default=100,
        ge=1,
        le=1_000_000,
        description="Failed attempts from one address at once, after a pause.",
    )
    bootstrap_org_id: Identifier = Field(
        default="default-org", description="Organization that an empty SQLite database gets."
    )
    bootstrap_tenant_id: Identifier = Field(
        default="default-tenant", description="Tenant that an empty SQLite database gets."
    )
    bootstrap_user_id: Identifier = Field(
        default="admin", description="Super-admin that an empty SQLite database gets."
    )

    @field_validator("workers")
    @classmethod
    def _can_share(cls, workers: int | None, info: ValidationInfo) -> int | None:
        if workers is not None and workers > 1 and _is_unix(info.data.get("listen", "")):
            raise ValueError("processes cannot share a unix socket; it has one worker")
        return workers

    def require_secure_transport(self) -> None:
        """For a server that is about to listen; what does not listen may do without.

        Raises:
            ValueError: the settings of TLS are not complete, or others could read access keys.
        """
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("--tls-cert and --tls-key belong together: set both, or neither")
        if self.tls_cert is not None:
            return
        if self.tls_client_ca is not None:
            raise ValueError("--tls-client-ca needs --tls-cert and --tls-key")
        local = _is_unix(self.listen) or _is_loopback(self.listen.rpartition(":")[0])
        if not (local or self.insecure):
            raise ValueError(
                f"--listen {self.listen}: plaintext is for loopback (127.0.0.1, [::1], localhost) "
                "and unix:PATH; set --tls-cert and --tls-key, or --insecure on a trusted network"
            )

    @property
    def worker_count(self) -> int:
        """The number of processes that serve."""
        if self.workers is not None:
            return self.workers
        # Only Linux says which cores these are, and only there sharing a port shares the load.
        if _is_unix(self.listen) or sys.platform != "linux":
            return 1
        return len(os.sched_getaffinity(0))

    @property
    def call_count(self) -> int:
        """The number of calls that each process has at once."""
        return self.max_calls or self.threads * _CALLS_PER_THREAD

    @property
    def key_ring_file(self) -> Path:
        return self.key_ring or self.data_dir / "keyring.json"

    @property
    def admin_key_file(self) -> Path:
        """Where the key of the first admin goes when the server makes one by itself."""
        return self.data_dir / "admin.key"
