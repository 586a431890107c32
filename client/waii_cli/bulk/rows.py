"""Rows of a file: organizations, tenants and users, as JSON Lines or as CSV.

A row has a `kind` and the fields of the proto message of that kind, by the names that they have
there; a user may have a `config` besides. `suspended` is what it says. A user whose roles are not
named gets the server's default role, one with an empty list of them none. In CSV, objects are JSON,
and roles stand one after the other, with a space between them; `-` stands for none.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from waii_client import to_dict
from waii_client.batch import BatchRow
from waii_client.user import Organization, Tenant, User

from waii_cli.bulk.formats import Format

Thing = Organization | Tenant | User

COLUMNS = (
    *("kind", "id", "name", "tenant_id", "org_id", "roles", "email", "variables", "config"),
    "suspended",
)
_NO_ROLE = "-"
_OBJECTS = ("variables", "config")
_KINDS: dict[str, type[Thing]] = {"organization": Organization, "tenant": Tenant, "user": User}


class BadRow(Exception):
    """A row cannot be read; the text says what is wrong with it, and not what is in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        number: the line on which it stands (in CSV: ends), from 1.
        config: what the user's config gets, empty for nothing.
        roleless: whether it is a user who is to have no role at all.
    """

    number: int
    kind: str
    thing: Thing
    config: Mapping[str, Any] = field(default_factory=dict)
    suspended: bool = False
    roleless: bool = False

    @property
    def of_batch(self) -> BatchRow:
        """What BatchCreate takes."""
        match self.thing:
            case Organization():
                return BatchRow(organization=self.thing)
            case Tenant():
                return BatchRow(tenant=self.thing)
            case User():
                return BatchRow(user=self.thing)


def read(file: TextIO, form: Format) -> Iterator[Row | tuple[int, BadRow]]:
    """The rows of a file; for one that cannot be read, where it stands and why."""
    lines = _csv(file) if form is Format.CSV else _json_lines(file)
    for number, values in lines:
        try:
            yield _row(number, values)
        except BadRow as bad:
            yield number, bad


def _json_lines(file: TextIO) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError:
                yield number, None


def _csv(file: TextIO) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(file, restkey="more than there are columns", strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, None
            continue
        try:
            values: dict[str, Any] = {
                name: json.loads(text) if name in _OBJECTS else text
                for name, text in cells.items()
                if text
            }
        except ValueError:
            yield reader.line_num, None
            continue
        if "roles" in values:
            roles = str(values["roles"]).split()
            values["roles"] = [] if roles == [_NO_ROLE] else roles
        if "suspended" in values:
            values["suspended"] = {"true": True, "false": False}.get(values["suspended"].lower())
        yield reader.line_num, values


def _row(number: int, values: Any) -> Row:
    if not isinstance(values, dict):
        raise BadRow("is no JSON object" if values is not None else "cannot be read")
    rest = dict(values)
    kind = rest.pop("kind", "user")
    if kind not in _KINDS:
        raise BadRow(f"kind must be one of {', '.join(_KINDS)}")
    config, suspended = rest.pop("config", {}), rest.pop("suspended", False)
    if not isinstance(config, dict) or (config and kind != "user"):
        raise BadRow("config must be an object, and of a user")
    if not isinstance(suspended, bool):
        raise BadRow("suspended must be true or false")
    thing = _KINDS[kind]()
    known = {one.name for one in thing.DESCRIPTOR.fields} - {"etag", "suspended"}
    if unknown := rest.keys() - known:
        raise BadRow(f"{kind} has no {', '.join(sorted(map(repr, unknown)))}")
    try:
        ParseDict(rest, thing)
    except ParseError as error:
        raise BadRow(str(error).partition(".")[0]) from None
    return Row(number, kind, thing, config, suspended, rest.get("roles") == [])


class Writer:
    """Writes rows to a file."""

    def __init__(self, file: TextIO, form: Format) -> None:
        self._file = file
        self._csv = None
        if form is Format.CSV:
            self._csv = csv.DictWriter(file, COLUMNS)
            self._csv.writeheader()

    def write(self, kind: str, thing: Thing, config: Mapping[str, Any] | None = None) -> None:
        values: dict[str, Any] = {"kind": kind}
        values |= MessageToDict(thing, preserving_proto_field_name=True)
        values.pop("etag", None)
        if isinstance(thing, User):
            values["roles"] = list(thing.roles)
            # What is shown where there is none is nothing that was set.
            for name in ("name", "email"):
                if values.get(name) == values["id"]:
                    del values[name]
        values.pop("variables", None)
        if variables := to_dict(thing.variables):
            values["variables"] = variables
        if config:
            values["config"] = dict(config)
        if self._csv is None:
            json.dump(values, self._file, ensure_ascii=False, separators=(",", ":"))
            self._file.write("\n")
            return
        self._csv.writerow(values | dict(_cells(values)))


def _cells(values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name in _OBJECTS:
        if name in values:
            yield name, json.dumps(values[name], ensure_ascii=False)
    if "roles" in values:
        yield "roles", " ".join(values["roles"]) or _NO_ROLE
    if "suspended" in values:
        yield "suspended", "true"
