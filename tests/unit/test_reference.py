"""The API reference: nothing of the API is missing in it, and its links lead somewhere."""

import importlib.util
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import grpc
import pytest
import waii.user.v1
from google.protobuf import descriptor_pb2 as pb
from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest
from google.protobuf.descriptor import FileDescriptor, MethodDescriptor
from support.markdown import anchors
from waii_server.domain.roles import Permission
from waii_server.transport.methods import METHODS, TARGETS, Access

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "generated" / "docs"
PAGES = {path.name: path.read_text() for path in REFERENCE.iterdir()}
PARTS = ["Permission", "Target", "Errors", "Retry"]
PROTOS = sorted((ROOT / "protos" / "waii").rglob("*.proto"))


def _files() -> list[FileDescriptor]:
    names = [module.name for module in pkgutil.iter_modules(waii.user.v1.__path__)]
    modules = [
        importlib.import_module(f"waii.user.v1.{name}") for name in names if name.endswith("_pb2")
    ]
    return [module.DESCRIPTOR for module in modules]


FILES = _files()
SERVICES = [service for file in FILES for service in file.services_by_name.values()]
METHODS_SERVED = {
    f"{service.name}.{method.name}": method for service in SERVICES for method in service.methods
}
MESSAGES = {
    message.name: message for file in FILES for message in file.message_types_by_name.values()
}
ENUMS = [enum for file in FILES for enum in file.enum_types_by_name.values()]


@cache
def sections(page: str) -> list[tuple[str, str]]:
    """The headings of a page, and what stands below each."""
    pieces = re.split(r"^#+ (.+)$", PAGES[page], flags=re.MULTILINE)
    return list(zip(pieces[1::2], pieces[2::2], strict=True))


def section(page: str, heading: str) -> str:
    (found,) = {text for title, text in sections(page) if title == heading}
    return found


def part(method: MethodDescriptor, name: str) -> str:
    """What the section of an RPC says of one thing, in a line."""
    text = section(f"{method.containing_service.name}.md", method.name)
    found = re.search(rf"^- \*\*{name}:\*\*(.*?)(?=^- |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"{method.full_name} does not say: {name}"
    return " ".join(plain(found[1]).split())


def plain(markdown: str) -> str:
    """Without links, labels and escapes: as the comment said it."""
    text = re.sub(r"\[([^\]]+)\](\([^)]+\)|\[\])?", r"\1", markdown)
    return re.sub(r"\*\*([^*]+)\*\*", r"\1", text).replace("&lt;", "<")


def links() -> Iterator[tuple[str, str]]:
    for page, text in PAGES.items():
        for link in re.findall(r"\]\(([^)]+)\)|^\[.+\]: (\S+)$", text, re.MULTILINE):
            yield page, "".join(link)


def test_every_service_has_a_page_that_the_index_links() -> None:
    assert len(SERVICES) == 6
    for service in SERVICES:
        assert PAGES[f"{service.name}.md"].count(f"`{service.full_name}`") == 1
        assert f"| [{service.name}] | " in PAGES["README.md"]
        assert f"\n[{service.name}]: {service.name}.md\n" in PAGES["README.md"]


@pytest.mark.parametrize("name", METHODS_SERVED)
def test_every_rpc_has_a_section_with_its_request_and_its_response(name: str) -> None:
    method = METHODS_SERVED[name]
    page = f"{method.containing_service.name}.md"
    takes, answers = method.input_type, method.output_type
    signature = f"`rpc {method.name}({takes.name}) returns ({answers.name})`"
    assert signature in section(page, method.name)
    assert f"| [{method.name}] | " in PAGES[page]
    assert f"\n[{method.name}]: #{method.name.lower()}\n" in PAGES[page]
    headings = [heading for heading, _ in sections(page)]
    place = headings.index(method.name)
    assert headings[place : place + 3] == [method.name, takes.name, answers.name]


@pytest.mark.parametrize("name", MESSAGES)
def test_every_field_of_every_message_is_wherever_the_message_is(name: str) -> None:
    message = MESSAGES[name]
    found = [text for page in PAGES for heading, text in sections(page) if heading == name]
    assert found
    for text in found:
        fields = re.findall(r"^- \*\*`(\w+)`\*\*: (.+)$", text, re.MULTILINE)
        oneofs = {oneof.name for oneof in message.oneofs}
        assert [field for field, _ in fields if field not in oneofs] == [
            field.name for field in message.fields
        ]
        for field, facts in fields:
            if field not in oneofs:
                assert facts.startswith("repeated ") == message.fields_by_name[field].is_repeated
                json_name = message.fields_by_name[field].json_name
                assert (f"JSON `{json_name}`" in facts) == (json_name != field)


def test_every_value_of_every_enum_has_a_section_and_every_reason_is_in_the_index() -> None:
    assert [enum.name for enum in ENUMS] == ["ErrorReason"]
    for enum in ENUMS:
        for value in enum.values:
            assert f"Number {value.number}." in section(f"{enum.name}.md", value.name)
            assert (f"[`{value.name}`]" in PAGES["README.md"]) == (value.number > 0)


def test_every_link_leads_to_something() -> None:
    count = 0
    for page, link in links():
        path, _, anchor = link.partition("#")
        target = (REFERENCE / (path or page)).resolve()
        assert target.is_relative_to(ROOT), f"{page}: {link}"
        assert target.exists(), f"{page}: {link}"
        if anchor:
            assert anchor in anchors(title for title, _ in sections(target.name)), f"{page}: {link}"
        count += 1
    assert count > 150


@pytest.mark.parametrize("page", PAGES)
def test_what_is_in_brackets_is_a_link(page: str) -> None:
    defined = re.findall(r"^\[(.+)\]: \S+$", PAGES[page], re.MULTILINE)
    prose = re.sub(r"^\[.+\]: \S+$", "", PAGES[page], flags=re.MULTILINE)
    prose = re.sub(r"(\[?)`[^`]+`(\]?)", lambda code: code[0] if code[1] else "", prose)
    assert not re.search(r"[^\[]\]:", prose)  # it would be where a target is said
    mentioned = set(re.findall(r"\[([^\]]+)\](?!\()", prose))
    assert mentioned == set(defined)
    assert mentioned or page == "ErrorReason.md"
    # Markdown does not tell `[A]` from `[a]`: the first one would count.
    assert len({label.lower() for label in defined}) == len(defined)


def test_every_well_known_type_that_is_linked_is_explained() -> None:
    explained = re.findall(r"^\| (\w+) \| ", section("README.md", "Types"), re.MULTILINE)
    used = {name for text in PAGES.values() for name in re.findall(r"\[(\w+)\]: .*#types", text)}
    assert used == set(explained) - {"type"}


@pytest.mark.parametrize("proto", PROTOS, ids=lambda path: path.stem)
def test_no_line_of_a_comment_is_lost(proto: Path) -> None:
    said = {line.strip() for text in PAGES.values() for line in plain(text).splitlines()}
    said |= {line.removeprefix("- ") for line in said}
    comments = re.findall(r"^ *// ?(.*)$", proto.read_text(), re.MULTILINE)
    assert comments
    assert [line for line in comments if line.strip() not in said] == []


@pytest.mark.parametrize("name", METHODS_SERVED)
def test_every_rpc_says_the_permission_that_the_server_asks_for(name: str) -> None:
    method = METHODS_SERVED[name]
    needed = METHODS[f"/{method.containing_service.full_name}/{method.name}"]
    said = part(method, "Permission")
    if isinstance(needed, Permission):
        assert said == f"`{needed}`."
    else:
        assert needed is Access.AUTHENTICATED
        assert said.startswith(("none beyond `usage:api`", "that of CreateOrg"))


@pytest.mark.parametrize("name", METHODS_SERVED)
def test_every_rpc_says_what_it_checks_its_errors_and_what_a_repetition_does(name: str) -> None:
    method = METHODS_SERVED[name]
    for part_name in PARTS:
        assert part(method, part_name)
    codes = {code.name for code in grpc.StatusCode}
    reasons = {reason.removeprefix("ERROR_REASON_") for reason in ENUMS[0].values_by_name}
    named = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", part(method, "Errors")))
    assert named <= codes | reasons
    fields = method.input_type.fields_by_name
    assert ("REQUEST_ID_REUSED" in named) == ("request_id" in fields)
    assert ("ETAG_MISMATCH" in named) == ("etag" in fields or "update_mask" in fields)
    rule = TARGETS.get(f"/{method.containing_service.full_name}/{method.name}")
    assert rule is None or f"{rule.kind.upper()}_NOT_FOUND" in named


@cache
def plugin() -> ModuleType:
    path = ROOT / "protos" / "plugins" / "protoc_gen_docs.py"
    spec = importlib.util.spec_from_file_location("protoc_gen_docs", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _page_of(file: pb.FileDescriptorProto, comments: dict[tuple[int, ...], str], page: str) -> str:
    for path, comment in comments.items():
        file.source_code_info.location.add(path=path, leading_comments=comment)
    request = CodeGeneratorRequest(file_to_generate=[file.name], proto_file=[file])
    response = plugin().generate(request)
    (content,) = (made.content for made in response.file if made.name == page)
    assert isinstance(content, str)
    return content


def _message_file() -> pb.FileDescriptorProto:
    kinds = pb.FieldDescriptorProto
    shelf = pb.DescriptorProto(name="BookShelf", oneof_decl=[pb.OneofDescriptorProto(name="_name")])
    shelf.oneof_decl.add(name="place")
    shelf.field.add(
        name="name",
        json_name="name",
        type=kinds.TYPE_STRING,
        oneof_index=0,
        proto3_optional=True,
    )
    shelf.field.add(name="room", json_name="room", type=kinds.TYPE_INT32, oneof_index=1)
    shelf.field.add(name="old", json_name="old", type=kinds.TYPE_BOOL)
    shelf.field[2].options.deprecated = True
    shelf.field[2].options.debug_redact = True
    shelf.field.add(
        name="by_author",
        json_name="byAuthor",
        type=kinds.TYPE_MESSAGE,
        type_name=".a.BookShelf.Entry",
        label=kinds.LABEL_REPEATED,
    )
    entry = shelf.nested_type.add(name="Entry")
    entry.options.map_entry = True
    entry.field.add(name="key", type=kinds.TYPE_STRING)
    entry.field.add(name="value", type=kinds.TYPE_MESSAGE, type_name=".a.BookShelf")
    shelf.nested_type.add(name="Leaf")
    return pb.FileDescriptorProto(name="a.proto", package="a", message_type=[shelf])


def test_fields_say_what_they_are_and_where_they_are_not_to_be_used_or_seen() -> None:
    page = _page_of(_message_file(), {(4, 0, 8, 1): " Where it is.\n"}, "messages.md")
    assert re.findall(r"^- .*$", page, re.MULTILINE) == [
        "- **`name`**: optional string",
        "- **`place`**: one of the fields that name it",
        "- **`room`**: int32, one of `place`",
        "- **`old`**: bool, deprecated, redacted where a message is printed",
        "- **`by_author`**: map of string to [BookShelf], JSON `byAuthor`",
    ]
    assert "\n\n  Where it is.\n\n" in page
    assert re.findall(r"^## .*$", page, re.MULTILINE) == ["## BookShelf", "## BookShelf.Leaf"]


def test_a_comment_keeps_paragraphs_lists_and_code_and_gets_links_and_escapes() -> None:
    comment = " Of a BookShelf, `a <b> | c`: x < 2.\n\n - one\n - `BookShelf`\n   or two\n"
    page = _page_of(_message_file(), {(4, 0, 2, 0): comment}, "messages.md")
    assert (
        "\n\n  Of a [BookShelf], `a <b> | c`: x &lt; 2.\n\n"
        "  - one\n  - [`BookShelf`]\n    or two\n\n"
    ) in page
    assert page.endswith("\n\n[BookShelf]: #bookshelf\n[`BookShelf`]: #bookshelf\n")


def test_an_rpc_has_its_parts_as_a_list_and_a_cell_of_a_table_is_a_line() -> None:
    file = _message_file()
    method = file.service.add(name="A").method.add(
        name="Put", input_type=".a.BookShelf", output_type=".a.BookShelf", server_streaming=True
    )
    method.options.idempotency_level = pb.MethodOptions.IDEMPOTENT
    said = " Puts a|b\n there. And more.\n\n"
    parts = " Permission: `p`.\n Errors:\n - X\n   y\n Retry: safe.\n"
    page = _page_of(file, {(6, 0, 2, 0): said + parts}, "A.md")
    assert "| [Put] | `p` | Puts a\\|b there. |\n" in page
    assert (
        "\n\n`rpc Put(BookShelf) returns (stream BookShelf)`\n\nPuts a|b\nthere. And more.\n\n"
        "- **Permission:** `p`.\n- **Errors:**\n  - X\n    y\n- **Retry:** safe.\n"
        "- **Idempotency level:** `IDEMPOTENT`.\n\n"
    ) in page
