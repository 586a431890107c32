"""The operations of a client, declared once for the synchronous and the asyncio client.

A declaration is a descriptor. On an object that is a `Caller` it is a function, on one that is an
`AsyncCaller` a coroutine function, with the name, the documentation and the annotations of the RPC:
`inspect.signature`, `help` and type checkers see what they would see of functions written out.
"""

# ruff: noqa: ASYNC109 - a timeout is the deadline of an RPC, which the server is told.

import copy
import inspect
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import Parameter
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Generic,
    Protocol,
    Self,
    TypeVar,
    cast,
    overload,
)

from google.protobuf.message import Message

from waii_client._connection import AsyncConnection, Connection
from waii_client._mistakes import did_you_mean
from waii_client.audit import ListAuditEventsRequest, ListAuditEventsResponse
from waii_client.user import (
    ListOrganizationsRequest,
    ListOrganizationsResponse,
    ListTenantsRequest,
    ListTenantsResponse,
    ListUsersRequest,
    ListUsersResponse,
)

Req = TypeVar("Req", bound=Message)
Resp = TypeVar("Resp", bound=Message)
ListReq = TypeVar(
    "ListReq",
    bound=ListUsersRequest | ListTenantsRequest | ListOrganizationsRequest | ListAuditEventsRequest,
)
ListResp = TypeVar(
    "ListResp",
    bound=ListUsersResponse
    | ListTenantsResponse
    | ListOrganizationsResponse
    | ListAuditEventsResponse,
)
Item = TypeVar("Item", bound=Message)
Request_contra = TypeVar("Request_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)
Result = TypeVar("Result")
AsyncResult = TypeVar("AsyncResult")


class Operation(Protocol[Request_contra, Result_co]):
    """A bound operation."""

    __name__: str

    def __call__(self, params: Request_contra, *, timeout: float | None = None) -> Result_co:
        """Sends `params`; `timeout` in seconds, None for the client's own."""


@dataclass(frozen=True, slots=True)
class Session:
    """What stays the same from the start of an operation to its last page."""

    connection: Connection
    impersonate: str | None

    def call(self, rpc: "Rpc[Req, Resp]", params: Req, timeout: float | None) -> Resp:
        response: Resp = self.connection.call(
            rpc.service, rpc.method, params, impersonate=self.impersonate, timeout=timeout
        )
        return response


@dataclass(frozen=True, slots=True)
class AsyncSession:
    """The same over asyncio."""

    connection: AsyncConnection
    impersonate: str | None

    async def call(self, rpc: "Rpc[Req, Resp]", params: Req, timeout: float | None) -> Resp:
        response: Resp = await self.connection.call(
            rpc.service, rpc.method, params, impersonate=self.impersonate, timeout=timeout
        )
        return response


class Operations:
    """What holds operations, of either kind of client: it lists them, and knows them by name."""

    _declared: ClassVar[Mapping[str, "_Declaration[Any, Any, Any]"]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = {name: item for name, item in vars(cls).items() if isinstance(item, _Declaration)}
        cls._declared = {**cls._declared, **own}
        # `help` shows it on top, before all that it knows of the class.
        lines = (f"    {name}: {item.summary}" for name, item in cls._declared.items())
        cls.__doc__ = "\n".join([inspect.cleandoc(cls.__doc__ or ""), "", *lines, ""])

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {', '.join(self._declared)}>"

    if not TYPE_CHECKING:  # to a type checker, every name would be there

        def __getattr__(self, name: str) -> Any:
            # At its own prompt, Python suggests a name too: here it would be the second time, so it
            # is not told of the object.
            meant = did_you_mean(name, self._declared)
            raise AttributeError(
                f"{type(self).__name__} has no operation {name!r}.{meant}", name=name, obj=None
            )


class Caller:
    """An object whose operations run over the session that `begin` gives, synchronously."""

    def __init__(self, begin: Callable[[], Session]) -> None:
        self._begin = begin


class AsyncCaller:
    """An object whose operations run over the session that `begin` gives, in asyncio."""

    def __init__(self, begin: Callable[[], AsyncSession]) -> None:
        self._begin = begin


class _Declaration(Generic[Req, Result, AsyncResult]):
    """What all kinds of operations share: the descriptor."""

    name: str
    doc: str | None

    def __init__(self, request: type[Req]) -> None:
        self.request = request

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, caller: None, owner: type) -> Self: ...
    @overload
    def __get__(self, caller: Caller, owner: type) -> Operation[Req, Result]: ...
    @overload
    def __get__(self, caller: AsyncCaller, owner: type) -> Operation[Req, AsyncResult]: ...
    def __get__(
        self, caller: Caller | AsyncCaller | None, owner: type
    ) -> Self | Operation[Req, Result] | Operation[Req, AsyncResult]:
        if caller is None:
            return self
        begin = caller._begin  # noqa: SLF001 - hidden from completion alone
        if isinstance(caller, Caller):
            function, result = self._function(begin, self.run), self.result()
        else:
            function, result = self._function(begin, self.run_async), self.async_result()
        function.__name__ = self.name
        function.__qualname__ = f"{owner.__name__}.{self.name}"
        function.__module__ = owner.__module__
        function.__doc__ = _paragraphs(self.doc, f"{self.request.__name__}: {self.request.__doc__}")
        function.__annotations__ = {
            "params": self.request,
            "timeout": float | None,
            "return": result,
        }
        function.__signature__ = inspect.Signature(
            [
                Parameter("params", Parameter.POSITIONAL_OR_KEYWORD, annotation=self.request),
                Parameter("timeout", Parameter.KEYWORD_ONLY, default=None, annotation=float | None),
            ],
            return_annotation=result,
        )
        # From now on the attribute is found on the object, without coming here.
        vars(caller)[self.name] = function
        return cast("Operation[Req, Result]", function)

    def _function(self, begin: Callable[[], Any], run: Callable[[Any, Req, Any], Any]) -> Any:
        """What checks the arguments, and runs; a coroutine function where `run` is one."""

        def function(
            params: Req | None = None, *, timeout: float | None = None, **others: object
        ) -> Any:
            request = self.checked(params, others)
            return run(begin(), request, timeout)

        async def coroutine_function(
            params: Req | None = None, *, timeout: float | None = None, **others: object
        ) -> Any:
            request = self.checked(params, others)
            return await run(begin(), request, timeout)

        return coroutine_function if inspect.iscoroutinefunction(run) else function

    def run(self, session: Session, request: Req, timeout: float | None) -> Result:
        raise NotImplementedError

    def run_async(self, session: AsyncSession, request: Req, timeout: float | None) -> AsyncResult:
        raise NotImplementedError

    def result(self) -> object:
        raise NotImplementedError

    def async_result(self) -> object:
        return self.result()

    def __repr__(self) -> str:
        # What `help` shows of the class.
        return f"{self.name}({self.request.__name__})"

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        words = " ".join((self.doc or "").partition("\n\n")[0].split())
        return words and words.partition(". ")[0].rstrip(".") + "."

    def checked(self, params: Any, others: Mapping[str, object]) -> Req:
        """The request, where it is one and all that was given.

        Raises:
            TypeError: otherwise; it says how the operation is called.
        """
        if others or not isinstance(params, self.request):
            raise TypeError(self._wrong_use(params, others))
        return params

    def _wrong_use(self, params: object, others: Mapping[str, object]) -> str:
        request = self.request.__name__
        fields = self.request.DESCRIPTOR.fields_by_name
        takes = f"{self.name} takes a {request}"
        if isinstance(params, self.request):
            return f"{takes} and a timeout, not {', '.join(others)}"
        if others:
            given, known = ", not keyword arguments", [name for name in others if name in fields]
        elif isinstance(params, Message):
            given = f", not {params.DESCRIPTOR.name}"
            known = [
                name for name, field in fields.items() if field.message_type is params.DESCRIPTOR
            ]
        else:
            given, known = f", not {_described(params)}", []
        example = ", ".join(f"{name}=..." for name in known) or ("..." if fields else "")
        return f"{takes}{given}: {self.name}({request}({example}))"


def _paragraphs(*texts: str | None) -> str:
    """Joins what there is: under `python -OO` there are no docstrings."""
    return "\n\n".join(filter(None, texts))


def _described(given: object) -> str:
    return f"the class {given.__name__}" if isinstance(given, type) else type(given).__name__


class Rpc(_Declaration[Req, Resp, Coroutine[Any, Any, Resp]], Generic[Req, Resp]):
    """An RPC of a service: one request, one response.

    The class that declares it names the service: `_SERVICER`, as it is generated.
    """

    def __init__(self, request: type[Req], response: type[Resp]) -> None:
        super().__init__(request)
        self.response = response
        self._has_id = "request_id" in request.DESCRIPTOR.fields_by_name

    def __set_name__(self, owner: type, name: str) -> None:
        super().__set_name__(owner, name)
        servicer: type = vars(owner)["_SERVICER"]
        self.service = servicer.__name__.removesuffix("Servicer")
        self.method = name.title().replace("_", "")
        # The comment in the proto is the only place that documents an RPC.
        self.doc = inspect.getdoc(getattr(servicer, self.method))

    def run(self, session: Session, request: Req, timeout: float | None) -> Resp:
        return session.call(self, self.repeatable(request), timeout)

    async def run_async(self, session: AsyncSession, request: Req, timeout: float | None) -> Resp:
        return await session.call(self, self.repeatable(request), timeout)

    def repeatable(self, params: Req) -> Req:
        """The same request, with an id that makes it safe to repeat where it can have one."""
        if not self._has_id or params.request_id:  # type: ignore[attr-defined]
            return params
        identified = copy.deepcopy(params)
        identified.request_id = str(uuid.uuid4())  # type: ignore[attr-defined]
        return identified

    def result(self) -> object:
        return self.response


class ListRpc(Rpc[ListReq, ListResp]):
    """A list, which the service gives in pages: they are followed, and joined into one response.

    The first request asks for the page that the caller asks for, by default the first one;
    `page_size` is how many are fetched at a time, and `timeout` holds for each page.
    """

    def run(self, session: Session, request: ListReq, timeout: float | None) -> ListResp:
        return self._joined(self.pages(session, request, timeout))

    async def run_async(
        self, session: AsyncSession, request: ListReq, timeout: float | None
    ) -> ListResp:
        return self._joined([page async for page in self.async_pages(session, request, timeout)])

    def pages(self, session: Session, params: ListReq, timeout: float | None) -> Iterator[ListResp]:
        request: ListReq | None = params
        while request is not None:
            page = session.call(self, request, timeout)
            request = self._next(request, page)
            yield page

    async def async_pages(
        self, session: AsyncSession, params: ListReq, timeout: float | None
    ) -> AsyncIterator[ListResp]:
        request: ListReq | None = params
        while request is not None:
            page = await session.call(self, request, timeout)
            request = self._next(request, page)
            yield page

    def _next(self, request: ListReq, page: ListResp) -> ListReq | None:
        """The request for the page after `page`: a new one, the caller's own stays as it is."""
        if not page.next_page_token:
            return None
        following = copy.deepcopy(request)
        following.page_token = page.next_page_token
        return following

    def _joined(self, pages: Iterable[ListResp]) -> ListResp:
        first, *others = pages
        whole: Message = first
        for page in others:
            whole.MergeFrom(page)
        whole.ClearField("next_page_token")
        return first


class Each(
    _Declaration[ListReq, Iterator[Item], AsyncIterator[Item]], Generic[ListReq, ListResp, Item]
):
    """The items of a list one by one; each page is fetched when its first item is asked for.

    Whom the client impersonates is settled when the iterator is made and holds for all its pages,
    even where they are fetched after the block has ended. So does the request as it is then.
    """

    def __init__(
        self,
        rpc: ListRpc[ListReq, ListResp],
        item: type[Item],
        items: Callable[[ListResp], Iterable[Item]],
    ) -> None:
        super().__init__(rpc.request)
        self._rpc = rpc
        self._item = item
        self._items = items

    def __set_name__(self, owner: type, name: str) -> None:
        super().__set_name__(owner, name)
        rpc = self._rpc
        self.doc = _paragraphs(
            f"The items of `{rpc.name}` one by one, fetched page by page.", rpc.doc
        )

    def run(self, session: Session, request: ListReq, timeout: float | None) -> Iterator[Item]:
        pages = self._rpc.pages(session, copy.deepcopy(request), timeout)
        return (item for page in pages for item in self._items(page))

    def run_async(
        self, session: AsyncSession, request: ListReq, timeout: float | None
    ) -> AsyncIterator[Item]:
        pages = self._rpc.async_pages(session, copy.deepcopy(request), timeout)
        return (item async for page in pages for item in self._items(page))

    def result(self) -> object:
        return Iterator[self._item]  # type: ignore[name-defined]

    def async_result(self) -> object:
        return AsyncIterator[self._item]  # type: ignore[name-defined]
