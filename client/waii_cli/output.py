"""Data on standard output, in the form that is asked for; nothing else is ever written there.

A message is printed by its descriptor: JSON and YAML are its JSON mapping, with the names of the
protos; CSV has a column for each of its fields; tables and lines have those that a command names.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from waii_cli import api
from waii_cli.text import printable

if TYPE_CHECKING:
    from google.protobuf.message import Message
    from rich.console import Console

Record = Mapping[str, Any]

_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029]")


class Format(StrEnum):
    """What --output can be."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"
    CSV = "csv"


class Printer:
    """Prints in one format; without one, tables on a terminal and lines elsewhere."""

    def __init__(self, given: Format | None) -> None:
        self.given = given

    def one(self, message: "Message", columns: Iterable[str] = ()) -> None:
        """One thing."""
        names = field_names(type(message))
        self.record(to_record(message), names, columns or names)

    def each(
        self, messages: "Iterator[Message]", kind: "type[Message]", columns: Iterable[str]
    ) -> bool:
        """Many things, as they come; whether there was one."""
        return self.records((to_record(m) for m in messages), field_names(kind), columns)

    def record(self, record: Record, names: Iterable[str], columns: Iterable[str]) -> None:
        match self.given:
            case Format.JSON:
                _write(_json(record) + "\n")
            case Format.YAML:
                _write(_yaml(record))
            case Format.CSV:
                _csv([record], names)
            case Format.TABLE:
                _pairs(record, columns)
            case None if sys.stdout.isatty():
                _pairs(record, columns)
            case None:
                for name in columns:
                    _write(f"{name}\t{_line(record.get(name))}\n")

    def records(
        self, records: Iterable[Record], names: Iterable[str], columns: Iterable[str]
    ) -> bool:
        """Things with these names, those of `columns` for people; whether there was one."""
        counted = _Counted(records)
        match self.given:
            case Format.JSON:
                _json_array(counted)
            case Format.YAML:
                for record in counted:
                    _write(_yaml([record]))
                if not counted.count:
                    _write("[]\n")
            case Format.CSV:
                _csv(counted, names)
            case Format.TABLE:
                _table(counted, tuple(columns))
            case None if sys.stdout.isatty():
                _table(counted, tuple(columns))
            case None:
                columns = tuple(columns)
                for record in counted:
                    _write("\t".join(_line(record.get(name)) for name in columns) + "\n")
        return counted.count > 0

    def value(self, value: Any) -> None:
        """A JSON value that stands alone; a string as it is, unless JSON or YAML is asked for."""
        match self.given:
            case Format.JSON:
                _write(_json(value) + "\n")
            case Format.YAML:
                _write(_yaml(value))
            case _:
                text = value if isinstance(value, str) else _json(value)
                _write((printable(text) if sys.stdout.isatty() else text) + "\n")


class _Counted:
    """Things that are counted as they are taken."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = records
        self.count = 0

    def __iter__(self) -> Iterator[Record]:
        for record in self._records:
            self.count += 1
            yield record


def field_names(kind: "type[Message]") -> tuple[str, ...]:
    """The fields of a message, in the order of the protos."""
    return tuple(field.name for field in kind.DESCRIPTOR.fields)


def to_record(message: "Message") -> dict[str, Any]:
    """The JSON mapping of a message, with all fields that have a value by default."""
    from google.protobuf.json_format import MessageToDict  # noqa: PLC0415 - see `api`

    mapped = MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    return {
        name: _value(message, name, mapped[name])
        for name in field_names(type(message))
        if name in mapped
    }


def _value(message: "Message", name: str, mapped: Any) -> Any:
    """The value of a field; in an object of the caller's own, whole numbers stay such."""
    from google.protobuf.struct_pb2 import Struct  # noqa: PLC0415 - see `api`

    value = getattr(message, name)
    return in_order(api.to_dict(value)) if isinstance(value, Struct) else mapped


def in_order(value: Any) -> Any:
    """The same JSON, its names sorted: a Struct has no order of its own."""
    match value:
        case dict():
            return {name: in_order(value[name]) for name in sorted(value)}
        case list():
            return [in_order(item) for item in value]
        case _:
            return value


def _write(text: str) -> None:
    sys.stdout.write(text)


def _json(value: Any, indent: int | None = 2) -> str:
    """JSON in which no control character stands as it is; those below 32 never do."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _json_array(records: _Counted) -> None:
    for record in records:
        _write("[\n" if records.count == 1 else ",\n")
        _write("\n".join(f"  {line}" for line in _json(record).split("\n")))
    _write("\n]\n" if records.count else "[]\n")


def _yaml(value: Any) -> str:
    import yaml  # noqa: PLC0415 - only where it is asked for

    plain = value if isinstance(value, list | str | int | float | bool | None) else dict(value)
    text: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)
    return text.removesuffix("...\n")


def _csv(records: Iterable[Record], names: Iterable[str]) -> None:
    """A column for each name; what is no single value is JSON."""
    names = tuple(names)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for record in records:
        writer.writerow([_plain(record.get(name)) for name in names])


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case _:
            return _json(value, indent=None)


def _words(value: Any, between: str) -> str:
    """A value for people: a list of words without quotes."""
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return between.join(value)
    return _plain(value)


def _line(value: Any) -> str:
    return printable(_words(value, ","))


def _cell(name: str, value: Any) -> str:
    """A value in a column of a table, where room is scarce: what is known or empty is left out."""
    if isinstance(value, bool):
        return "yes" if value else ""
    text = printable(_words(value, ", "))
    if name.endswith(("_time", "_at")):
        return re.sub(r"(\.\d+)?Z$", "Z", text)
    if name == "method":
        return text.rpartition("/")[2]
    return text.removeprefix("ERROR_REASON_") if name == "reason" else text


def _console() -> "Console":
    from rich.console import Console  # noqa: PLC0415 - only where it is asked for

    terminal = sys.stdout.isatty()
    # Whatever the environment says, colours are for terminals; and nothing else folds lines.
    return Console(
        file=sys.stdout,
        force_terminal=terminal,
        width=None if terminal else 10_000,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=False,
    )


def _table(records: Iterable[Record], columns: Sequence[str]) -> None:
    """A table with a heading."""
    rows = [[_cell(name, record.get(name)) for name in columns] for record in records]
    if rows:
        _print_table(rows, heading=[name.replace("_", " ").upper() for name in columns])


def _pairs(record: Record, columns: Iterable[str]) -> None:
    """The fields of one thing, one below the other."""
    rows = [(name, record.get(name)) for name in columns]
    _print_table(
        [[name, "no" if value is False else _cell(name, value)] for name, value in rows],
        heading=None,
    )


def _print_table(rows: Iterable[Sequence[str]], heading: Sequence[str] | None) -> None:
    from rich.table import Table  # noqa: PLC0415 - only where it is asked for
    from rich.text import Text  # noqa: PLC0415

    table = Table(
        box=None,
        show_header=heading is not None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        header_style="bold",
    )
    for name in heading or ("", ""):
        # The first column is what is copied to the next command.
        table.add_column(name, overflow="fold", no_wrap=False)
    for first, *others in rows:
        table.add_row(Text(first, style="bold cyan"), *map(Text, others))
    console = _console()
    if console.is_terminal:
        console.print(table)
        return
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().rstrip("\n").split("\n"):
        _write(line.rstrip() + "\n")
