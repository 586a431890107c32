"""`Waii` and `AsyncWaii`: a channel to the user service, an access key, and whom to act as."""

# ruff: noqa: ASYNC109 - a timeout is the deadline of an RPC, which the server is told.

from importlib.metadata import version
from threading import Lock
from types import TracebackType
from typing import Generic, Self, TypeVar

from waii_client._connection import AsyncConnection, Connection, Settings
from waii_client._endpoint import Endpoint
from waii_client._impersonation import Impersonation, ImpersonationBlock
from waii_client._operations import (
    AsyncAccessKeyOperations,
    AsyncAuditOperations,
    AsyncAuthorizationOperations,
    AsyncBatchOperations,
    AsyncSuspensionOperations,
    AsyncUserOperations,
    SyncAccessKeyOperations,
    SyncAuditOperations,
    SyncAuthorizationOperations,
    SyncBatchOperations,
    SyncSuspensionOperations,
    SyncUserOperations,
)
from waii_client._rpc import AsyncSession, Session
from waii_client._tls import PathLike

DEFAULT_TIMEOUT = 30.0
"""Seconds that a call may take unless told otherwise."""

C = TypeVar("C", Connection, AsyncConnection)


class _Client(Generic[C]):
    """What `Waii` and `AsyncWaii` share: the connection in force, and impersonation."""

    def __init__(self) -> None:
        self._connection: C | None = None
        self._impersonation = Impersonation()

    @staticmethod
    def version() -> str:
        """The version of this package."""
        return version("waii-user-service")

    def impersonate_user(self, user_id: str) -> ImpersonationBlock:
        """Act as another user within a `with` (or `async with`) block.

            with client.impersonate_user(user_id="ann"):
                ...

        The access key's own user needs `usage:impersonation`, may impersonate only within its own
        organization (a super-admin: everywhere), and nobody who may do more than itself. It is the
        calls in the block that fail with `PermissionDeniedError` where that does not hold.

        A block holds for the thread or asyncio task that runs it, and for tasks that are created in
        it (also `asyncio.to_thread`); a thread that is started in it does NOT inherit it. Blocks
        nest. Leaving the outermost one returns to the key's own user, for this thread or task, also
        where `set_impersonate_user` was in force before it.

        A generator that yields within a block leaves it in force for whoever asked for the item.

        Raises TypeError or ValueError where no user can have that id.
        """
        return self._impersonation.block(user_id)

    def set_impersonate_user(self, user_id: str) -> None:
        """Act as another user from now on, in all threads and tasks, outside of blocks.

        `impersonate_user` is the better choice: mixing the two, who acts as whom depends on which
        threads have left a block since. `initialize` and `""` clear it.
        """
        self._impersonation.set(user_id)

    def clear_impersonation(self) -> None:
        """Undo `set_impersonate_user`. Within a block, the block stays in force."""
        self._impersonation.clear()

    def _connected(self) -> C:
        connection = self._connection
        if connection is None:
            name = "WAII" if self is WAII else "client"
            initialize = f"{name}.initialize"
            if isinstance(self, AsyncWaii):
                initialize = f"await {initialize}"
            raise RuntimeError(
                f"the client is not connected: call `{initialize}(url=..., api_key=...)` first, "
                f"or `{initialize}()` where WAII_URL and WAII_API_KEY are set"
            )
        return connection

    def __repr__(self) -> str:
        connection = self._connection
        state = connection.settings.endpoint.target.address if connection else "not connected"
        return f"<{type(self).__name__} {state}>"


class _UserAttribute:
    """`client.user`; on the class, `Waii.user`, the specification means that of `WAII`."""

    def __get__(self, client: "Waii | None", owner: "type[Waii]") -> SyncUserOperations:
        return (WAII if client is None else client)._operations  # noqa: SLF001 - in this module


class Waii(_Client[Connection]):
    """A synchronous client.

        client = Waii()
        client.initialize(url="localhost:50051", api_key="waii_...")
        client.user.list_users(ListUsersRequest())

    `user` holds the operations; `User`, `tenant` and `Tenant` are other names of it. `access_key`,
    `audit`, `authorization`, `batch` and `suspension` hold those of the services of these names.

    Threads may share a client. Processes may not: where a program forks, initialize in the child.
    As a context manager it closes its connection at the end:
    `with Waii().initialize(...) as client:`.
    """

    user = _UserAttribute()
    User = user
    tenant = user
    Tenant = user

    def __init__(self, initialize_legacy_fields: bool = False) -> None:
        """`initialize_legacy_fields` is accepted as in waii-sdk-py and changes nothing."""
        super().__init__()
        del initialize_legacy_fields
        self._replacing = Lock()
        self._operations = SyncUserOperations(self._begin)
        self.access_key = SyncAccessKeyOperations(self._begin)
        self.audit = SyncAuditOperations(self._begin)
        self.authorization = SyncAuthorizationOperations(self._begin)
        self.batch = SyncBatchOperations(self._begin)
        self.suspension = SyncSuspensionOperations(self._begin)

    def initialize(
        self,
        url: str = "",
        api_key: str = "",
        verbose: bool = False,
        *,
        timeout: float | None = DEFAULT_TIMEOUT,
        tls_ca: PathLike | None = None,
        tls_cert: PathLike | None = None,
        tls_key: PathLike | None = None,
        insecure: bool | None = None,
    ) -> Self:
        """Say where the service is and whose key to use; returns the client itself.

        Nothing is sent: the connection is made by the first call. An earlier connection is closed,
        which cancels its calls, and `set_impersonate_user` is undone.

        Args:
            url: `host:port`, `dns:///host:port`, `unix:path`, `grpc://host:port`,
                `http://host:port/any/path`, or `grpcs://` and `https://` for TLS. The path is
                ignored. Default: the environment variable WAII_URL.
            api_key: The access key. Default: the environment variable WAII_API_KEY.
            verbose: Log one line a call to the logger `waii_client`, level INFO.
            timeout: Seconds that a call may take unless it says otherwise; None for no limit.
            tls_ca: PEM file of the authorities whose certificate the server may have.
                Default: WAII_TLS_CA; without it, those that gRPC trusts.
            tls_cert: PEM file of the client's own certificate, where the server asks for one, and
                of those between it and its authority. Default: WAII_TLS_CERT.
            tls_key: PEM file of the private key of that certificate. Default: WAII_TLS_KEY.
                All three are read now; where they change, initialize again.
            insecure: Send the access key in plaintext to another machine than this one too.
                Default: whether WAII_INSECURE is 1.

        Raises:
            ValueError, TypeError: An argument is missing or malformed; the text does not show it.
        """
        endpoint = Endpoint.chosen(url, tls_ca, tls_cert, tls_key, insecure)
        connection = Connection(Settings.checked(endpoint, api_key, timeout, verbose=verbose))
        self._replace(connection)
        return self

    def close(self) -> None:
        """Close the connection, which cancels its calls. `initialize` opens the client again."""
        self._replace(None)

    def _replace(self, connection: Connection | None) -> None:
        with self._replacing:
            earlier, self._connection = self._connection, connection
        self._impersonation.clear()
        if earlier is not None:
            earlier.close()

    def _begin(self) -> Session:
        return Session(self._connected(), self._impersonation.current())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncWaii(_Client[AsyncConnection]):
    """A client for asyncio.

        client = AsyncWaii()
        await client.initialize(url="localhost:50051", api_key="waii_...")
        await client.user.list_users(ListUsersRequest())

    `user` holds the operations; `User`, `tenant` and `Tenant` are other names of it. `access_key`,
    `audit`, `authorization`, `batch` and `suspension` hold those of the services of these names.

    It may be made anywhere; it belongs to the event loop in which it is initialized. Tasks may
    share it. As a context manager it closes its connection at the end:
    `async with await AsyncWaii().initialize(...) as client:`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.user = AsyncUserOperations(self._begin)
        self.User = self.tenant = self.Tenant = self.user
        self.access_key = AsyncAccessKeyOperations(self._begin)
        self.audit = AsyncAuditOperations(self._begin)
        self.authorization = AsyncAuthorizationOperations(self._begin)
        self.batch = AsyncBatchOperations(self._begin)
        self.suspension = AsyncSuspensionOperations(self._begin)

    async def initialize(
        self,
        url: str = "",
        api_key: str = "",
        verbose: bool = False,
        *,
        timeout: float | None = DEFAULT_TIMEOUT,
        tls_ca: PathLike | None = None,
        tls_cert: PathLike | None = None,
        tls_key: PathLike | None = None,
        insecure: bool | None = None,
    ) -> Self:
        """Say where the service is and whose key to use; as `Waii.initialize`."""
        endpoint = Endpoint.chosen(url, tls_ca, tls_cert, tls_key, insecure)
        connection = AsyncConnection(Settings.checked(endpoint, api_key, timeout, verbose=verbose))
        await self._replace(connection)
        return self

    async def close(self) -> None:
        """Close the connection, which cancels its calls. `initialize` opens the client again."""
        await self._replace(None)

    async def _replace(self, connection: AsyncConnection | None) -> None:
        earlier, self._connection = self._connection, connection
        self._impersonation.clear()
        if earlier is not None:
            await earlier.close()

    def _begin(self) -> AsyncSession:
        return AsyncSession(self._connected(), self._impersonation.current())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


WAII = Waii(initialize_legacy_fields=True)
"""A ready instance, for programs that talk to one service with one key."""
