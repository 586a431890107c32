"""What `help`, `?` and completion show."""

import inspect
import pydoc
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from runpy import run_path

import pytest
from google.protobuf.message import Message
from support.messages import MESSAGES
from waii_client import WAII, AsyncWaii, Waii
from waii_client.user import CreateUserRequest, User

PROTOS = Path(__file__).parents[2] / "protos/waii/user/v1"


def helped(thing: object) -> str:
    return pydoc.plain(pydoc.render_doc(thing))


@pytest.mark.parametrize("client", [Waii(), AsyncWaii()], ids=["sync", "async"])
def test_an_operation(client: Waii | AsyncWaii) -> None:
    text = helped(client.user.create_user)
    assert "create_user(params: waii.user.v1.user_pb2.CreateUserRequest, *, timeout: " in text
    assert "\n    Creates a user. Its tenant and organization must exist.\n" in text
    assert "\n    Permission: `write:user`.\n" in text
    assert "\n    CreateUserRequest: The request of CreateUser.\n" in text
    assert "\n        user: User\n            The user to create. Required.\n" in text
    assert "\n        request_id: str\n            Makes the call safe to repeat" in text
    items = helped(client.user.iter_users)
    assert "one by one" in items
    assert "\n        lookup_org_id: str\n" in items


def test_the_operations() -> None:
    text = helped(WAII.user)
    assert "\n |  create_user: Creates a user.\n" in text
    for name, operation in inspect.getmembers(WAII.user, inspect.isfunction):
        (line,) = re.findall(rf"^ \|  {name}: (.+\.)$", text, re.MULTILINE)
        words = " ".join((operation.__doc__ or "").split())
        assert words.startswith(line)
    assert "rotate_access_key: Gives an access key" in helped(WAII.access_key)
    assert "iter_users: " in helped(AsyncWaii().user)


def test_completion_offers_operations_alone() -> None:
    for client in (Waii(), AsyncWaii()):
        offered = {name for name in dir(client.user) if not name.startswith("_")}
        assert offered == set(re.findall(r"\w+(?=[,>])", repr(client.user)))
        assert {"create_user", "iter_orgs"} <= offered
        assert {name for name in dir(client.batch) if not name.startswith("_")} == {"batch_create"}
    assert repr(WAII.audit) == "<SyncAuditOperations: list_audit_events, iter_audit_events>"


def test_a_message() -> None:
    text = helped(User)
    assert "User(*, id=None, name=None, tenant_id=None," in text
    assert "\n |  An account within a tenant.\n" in text
    assert "\n |      roles: list[str]\n |          At most 100 role names" in text
    assert "\n |      variables: Struct or dict\n" in text
    assert list(inspect.signature(CreateUserRequest).parameters) == [
        "user",
        "request_id",
        "validate_only",
    ]


def test_without_docstrings() -> None:
    """`python -OO` leaves those of the RPCs out; those of the messages are statements."""
    program = (
        "from waii_client import WAII\n"
        "print(WAII.user.create_user.__doc__, WAII.user.iter_users.__doc__, WAII.user.__doc__)\n"
    )
    run = subprocess.run(
        [sys.executable, "-OO", "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith("CreateUserRequest: The request of CreateUser.\n")
    assert "fetched page by page.\n\nListUsersRequest: " in run.stdout
    assert "None" not in run.stdout
    assert ": .\n" not in run.stdout


def test_a_list_in_a_comment_keeps_its_lines() -> None:
    plugin = run_path(str(PROTOS.parents[2] / "plugins/protoc_gen_python_package.py"))
    prose = " One line,\n another.\n"
    assert plugin["_wrapped"](prose, "  ") == "  One line, another."
    for items in ("- one,\n  and more\n- two", "1. one\n2. two"):
        comment = f"{prose}\n{textwrap.indent(items, ' ')}\n\n Then - 1. -\n more.\n"
        listed = textwrap.indent(items, "  ")
        expected = f"  One line, another.\n\n{listed}\n\n  Then - 1. - more."
        assert plugin["_wrapped"](comment, "  ") == expected


@pytest.mark.parametrize("cls", MESSAGES, ids=lambda cls: cls.__name__)
def test_every_message_has_the_comments_of_its_proto(cls: type[Message]) -> None:
    """Read here once more, in another way than the plugin reads them."""
    proto = (PROTOS.parents[2] / cls.DESCRIPTOR.file.name).read_text()
    pattern = rf"((?:^//[^\n]*\n)+)message {cls.__name__} {{(}}|\n.*?^}})\n"
    body = re.search(pattern, proto, re.MULTILINE | re.DOTALL)
    assert body
    documented = " ".join((cls.__doc__ or "").split())
    assert documented.startswith(_words(body[1]))
    pattern = r"((?:^ +//.*\n)+) +(?:repeated )?[\w.]+ (\w+) = \d+"
    fields = re.findall(pattern, body[2], re.MULTILINE)
    assert [name for _, name in fields] == [field.name for field in cls.DESCRIPTOR.fields]
    for comment, name in fields:
        assert re.search(rf" {name}: [\w\[\] ]+? {re.escape(_words(comment))}", documented)


def _words(comment: str) -> str:
    return " ".join(re.sub(r"^ *//", "", comment, flags=re.MULTILINE).split())
