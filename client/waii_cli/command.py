"""How a command runs: its options and those of all commands, its session, its failures.

A command is a function whose first parameter is a `Session`; the others are its options, as Typer
takes them. `command` gives it those that all commands have.
"""

import inspect
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import typer

from waii_cli import api
from waii_cli.connection import Connection, Flags, connect, require_key, resolve
from waii_cli.failures import CliError, told
from waii_cli.options import ANYWHERE, OF_CONNECTION
from waii_cli.output import Printer
from waii_cli.profiles import Profiles
from waii_cli.text import printable

if TYPE_CHECKING:
    from google.protobuf.message import Message

Function = TypeVar("Function", bound=Callable[..., None])


class Session:
    """One run of a command: what was said on the command line, the client, the output."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._as_user: str | None = given.get("as_user")
        self.quiet = bool(given.get("quiet"))
        self._verbose = bool(given.get("verbose"))
        self.flags = Flags(**{name: given.get(name) for name in Flags.__dataclass_fields__})
        self.output = Printer(given.get("output"))

    @cached_property
    def profiles(self) -> Profiles:
        return Profiles()

    @cached_property
    def client(self) -> "api.Waii":
        """A client of the server that is meant, acting as the user that is meant."""
        connection = resolve(self.flags, os.environ, self.profiles)
        client = self.open(require_key(connection, self.profiles))
        try:
            client.set_impersonate_user(self._as_user or "")
        except ValueError as error:
            raise CliError(f"--as: {error}") from None
        return client

    def open(self, connection: Connection) -> "api.Waii":
        """A client that acts as the key's own user."""
        if self._verbose:
            logger = logging.getLogger("waii_client")
            logger.handlers = [logging.StreamHandler(sys.stderr)]
            logger.setLevel(logging.INFO)
            self.note(f"server {connection.url}")
        return connect(connection, verbose=self._verbose)

    def note(self, text: str) -> None:
        """Says something that is no data."""
        if not self.quiet:
            typer.echo(printable(text), err=True)

    def done(self, what: str, *, dry_run: bool) -> None:
        """Says that something was changed, or would be; what it answered is printed by then."""
        sys.stdout.flush()
        self.note(f"{what} (dry run: nothing was changed)" if dry_run else what)

    def show(self, message: "Message", columns: Iterable[str] = ()) -> None:
        """Prints one thing."""
        self.output.one(message, columns)

    def show_each(
        self, messages: "Iterator[Message]", kind: "type[Message]", columns: Iterable[str]
    ) -> None:
        """Prints many things, each as it comes."""
        if not self.output.each(messages, kind, columns):
            self.note("there are none")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if "client" in vars(self):
            self.client.close()


def command(
    app: typer.Typer, name: str, *, options: Mapping[str, Any] = ANYWHERE
) -> Callable[[Function], Function]:
    """Makes the function below a command of `app`, with `options` beside its own."""

    def register(function: Function) -> Function:
        signature = inspect.signature(function)
        _, *own = signature.parameters.values()

        def run(ctx: typer.Context, **given: Any) -> None:
            with told(), Session(said(ctx)) as session:
                function(session, **{parameter.name: given[parameter.name] for parameter in own})

        context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
        parameters = [
            context,
            *(p.replace(kind=p.KEYWORD_ONLY) for p in own),
            *parameters_of(options),
        ]
        disguise(run, parameters, name=function.__name__, doc=function.__doc__)
        app.command(name)(run)
        return function

    return register


def parameters_of(options: Mapping[str, Any]) -> list[inspect.Parameter]:
    """Options as parameters of a function, each None where it is not given."""
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in options.items()
    ]


def disguise(
    function: Callable[..., None],
    parameters: list[inspect.Parameter],
    *,
    name: str,
    doc: str | None,
) -> None:
    """Makes the function look to Typer as if it had been written with these parameters."""
    function.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    function.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    function.__name__ = name
    function.__doc__ = doc


def said(ctx: typer.Context) -> dict[str, Any]:
    """What the command line says of the options of all commands; the last word holds."""
    given: dict[str, Any] = {}
    level: Any = ctx
    while level is not None:
        for name in (*ANYWHERE, *OF_CONNECTION):
            if level.params.get(name) is not None:
                given.setdefault(name, level.params[name])
        level = level.parent
    return given


def group(help_text: str) -> typer.Typer:
    """The commands of a noun."""
    return typer.Typer(help=help_text, no_args_is_help=True)
