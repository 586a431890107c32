"""What objects say of themselves, in a traceback, in a log line or at a prompt.

Every object of the server and of the client that is alive is asked, in the middle of calls: none
shows a secret. Nor does a message of the service, where `waii_client` is imported, nor what holds
one; but a message of another package in which it is packed, and what asks protobuf for a text, do.
"""

import asyncio
import gc
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import text_format
from google.protobuf.any_pb2 import Any as Any_
from google.protobuf.message import Message
from leaks import canaries
from leaks.canaries import Mark, Searcher
from support import databases
from support.messages import MESSAGES
from support.server import RunningServer, running_server
from support.waiting import soon
from waii.user import v1
from waii_client import AsyncWaii, UnauthenticatedError, Waii, _mistakes
from waii_client.access_key import RotateAccessKeyResponse
from waii_client.user import (
    AccessKey,
    CreateAccessKeyRequest,
    GetAccessKeyResponse,
    GetUserInfoRequest,
)
from waii_server.domain.errors import Unauthenticated
from waii_server.domain.principal import Principal
from waii_server.services.key_ring import KeyRing
from waii_server.services.sealed_keys import Reveal, SealedKeys
from waii_server.settings import Settings

KEY = canaries.key(1)
PASSWORD = "hunter2-LeakCan"
ME = GetUserInfoRequest()


@pytest.fixture(scope="module")
def server(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server"), busy_timeout=20) as running:
        yield running


def _ours() -> Iterator[Any]:
    for one in gc.get_objects():
        with suppress(ReferenceError):  # a weak one to what is gone
            if str(type(one).__module__).startswith(("waii_server", "waii_client")):
                yield one


def _shown(one: Any) -> str:
    texts = [repr(one)]
    with suppress(KeyError):  # words of SQL that only an engine has
        texts += [str(one), f"{one}"]
    return " ".join(texts)


def test_no_object_of_ours_shows_a_secret_in_the_middle_of_a_call(server: RunningServer) -> None:
    secrets = [server.admin_key, PASSWORD]
    searcher = Searcher(Mark.NOWHERE, others=secrets)
    settings = Settings(
        database_url=f"postgresql+psycopg://u:{PASSWORD}@h/d", data_dir=Path("elsewhere")
    )
    seen: set[str] = set()
    shown: dict[str, str] = {}
    asynchronous = AsyncWaii()
    with (
        asyncio.Runner() as runner,
        ThreadPoolExecutor(3) as pool,
        Waii().initialize(url=server.address, api_key=server.admin_key) as client,
    ):
        runner.run(asynchronous.initialize(url=server.address, api_key=KEY))
        # Alive in it: calls, principals, transactions.
        with server.busy():
            made = [
                pool.submit(client.user.create_access_key, CreateAccessKeyRequest(name=f"{number}"))
                for number in range(3)
            ]
            assert soon(lambda: sum(isinstance(one, Principal) for one in _ours()) >= 3)
            for one in _ours():
                name = f"{type(one).__module__}.{type(one).__qualname__}"
                seen.add(name)
                if found := searcher.first(_shown(one)):
                    shown[name] = found
        for call in made:
            call.result()
        runner.run(asynchronous.close())
    assert not shown
    assert repr(settings).count(PASSWORD) == 0
    assert {
        "waii_client.client.Waii",
        "waii_client.client.AsyncWaii",
        "waii_client._connection.Settings",
        "waii_client._connection.Connection",
        "waii_server.settings.Settings",
        "waii_server.transport.call.Call",
        "waii_server.services.key_ring.KeyRing",
        "waii_server.services.pages.Pages",
        "waii_server.services.sealed_keys.SealedKeys",
        "waii_server.domain.principal.Principal",
    } <= seen


def test_a_new_key_does_not_show_itself(tmp_path: Path) -> None:
    sealed_keys = SealedKeys(KeyRing.load_or_create(tmp_path / "ring"), Reveal.ALWAYS)
    shown = sealed_keys.new("new", user_id="ann", org_id="acme")
    searcher = Searcher(others=[shown.text])
    kept = sealed_keys.kept_answer(sealed_keys.keep_answer(shown, "id"), "id")
    assert kept is not None
    assert kept.text == shown.text
    for one in (shown, kept, shown.key, kept.key, sealed_keys):
        assert not searcher.first(_shown(one))


def test_an_error_of_a_call_holds_nothing_of_the_key(server: RunningServer) -> None:
    searcher = Searcher(Mark.NOWHERE)
    with (
        Waii().initialize(url=server.address, api_key=KEY) as client,
        pytest.raises(UnauthenticatedError) as refused,
    ):
        client.user.get_user_info(ME)
    error = refused.value
    told = "".join(traceback.format_exception(error))
    assert "UNAUTHENTICATED" in told
    for text in (told, repr(error), str(error), repr(vars(error))):
        assert not searcher.first(text)
    # With all that it came from.
    assert not searcher.first(pickle.dumps(vars(error) | {"arguments": error.args}))
    assert not searcher.first(repr(error.__cause__))


def test_no_error_of_the_client_shows_what_it_was_given() -> None:
    searcher = Searcher(Mark.NOWHERE)
    for wrong in (f"{KEY}\n", f"{KEY} ", f"ä{KEY}", f"{KEY}\0"):
        with pytest.raises(ValueError, match="api_key") as refused:
            Waii().initialize(url="localhost:1", api_key=wrong)
        assert not searcher.first("".join(traceback.format_exception(refused.value)))
    with pytest.raises(ValueError, match="plaintext") as refused:
        Waii().initialize(url="example.com:1", api_key=KEY)
    assert not searcher.first("".join(traceback.format_exception(refused.value)))


def test_no_client_can_be_pickled_with_its_key() -> None:
    client = Waii().initialize(url="localhost:1", api_key=KEY)
    with pytest.raises(TypeError):
        pickle.dumps(client)
    client.close()


def test_an_error_of_the_server_has_no_place_for_a_key() -> None:
    assert not Searcher(Mark.NOWHERE).first(repr(vars(Unauthenticated())))


def _filled(cls: type[Message], *, deep: int = 3) -> Message:
    """One of each field, with a key wherever the protos say that there is a secret."""
    message = cls()
    for field in cls.DESCRIPTOR.fields:
        if field.GetOptions().debug_redact:
            setattr(message, field.name, KEY)
        elif field.message_type and field.message_type.file.package == "waii.user.v1" and deep:
            inner = _filled(getattr(v1, field.message_type.name), deep=deep - 1)
            held = getattr(message, field.name)
            if field.is_repeated:
                held.extend([inner, inner])
            else:
                held.CopyFrom(inner)
    return message


def test_no_message_shows_what_the_protos_say_is_secret() -> None:
    searcher = Searcher(Mark.NOWHERE)
    with_a_key = set()
    for cls in MESSAGES:
        name, message = cls.__name__, _filled(cls)
        if searcher.first(message.SerializeToString()):
            with_a_key.add(name)
        lists = [value for field, value in message.ListFields() if field.is_repeated]
        for one in (message, [message], {name: message}, *lists, *map(list, lists)):
            assert not searcher.first(_shown(one)), name
    assert with_a_key == {"AccessKey", "GetAccessKeyResponse", "RotateAccessKeyResponse"}


def test_an_answer_with_a_key_shows_none_in_a_log_or_a_traceback(
    server: RunningServer, caplog: pytest.LogCaptureFixture
) -> None:
    with Waii().initialize(url=server.address, api_key=server.admin_key) as client:
        answer = client.user.create_access_key(CreateAccessKeyRequest(name="logged"))
    key = answer.access_keys[0].access_key
    searcher = Searcher(others=[key])
    assert searcher.first(key)
    logging.getLogger("program").warning("made %s", answer)
    with pytest.raises(KeyError) as refused:
        raise KeyError(answer)
    told = traceback.TracebackException.from_exception(refused.value, capture_locals=True)
    for text in (caplog.text, "".join(told.format()), repr(refused.value)):
        assert "name='logged'" in text
        assert not searcher.first(text.replace(f"key = '{key}'", ""))


# As from a program that no type checker has seen.
make_key: Callable[..., Any] = AccessKey
MISTAKES: dict[str, Callable[[], object]] = {
    "another field": lambda: make_key(access_key=KEY, nam="x"),
    "no name": lambda: make_key(KEY),
    "another type": lambda: make_key(access_key=[KEY]),
    "no text": lambda: AccessKey(access_key=f"{KEY}\udcff"),
    "no text of another field": lambda: make_key(access_key=KEY, name="\ud800"),
    "another error": lambda: make_key(access_key=KEY, permissions=(1 // 0 for _ in "x")),
    "a string for a list": lambda: make_key(access_key=KEY, permissions="usage:api"),
    "a string for a list in a dict": lambda: RotateAccessKeyResponse(
        access_key={"access_key": KEY, "permissions": "usage:api"}
    ),
    "a string for a list in a list": lambda: GetAccessKeyResponse(
        access_keys=[{"access_key": KEY, "permissions": "usage:api"}]
    ),
    "another field in a list": lambda: GetAccessKeyResponse(
        access_keys=[{"access_key": KEY, "nam": "x"}]
    ),
    "another attribute": lambda: setattr(AccessKey(), "access_kye", KEY),
    "an attribute of another type": lambda: setattr(AccessKey(), "access_key", [KEY]),
    "an attribute of no text": lambda: setattr(AccessKey(), "access_key", f"{KEY}\udcff"),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_shows_no_key_in_a_traceback_with_locals(mistake: Callable[[], object]) -> None:
    searcher = Searcher(Mark.NOWHERE)
    assert searcher.first(KEY)
    with pytest.raises((ArithmeticError, AttributeError, TypeError, ValueError)) as refused:
        mistake()
    # From the call on: the test itself holds the error, and protobuf's own hold what is no text.
    frames = refused.tb.tb_next
    told = traceback.TracebackException(refused.type, refused.value, frames, capture_locals=True)
    assert any(frame.filename == _mistakes.__file__ and frame.locals for frame in told.stack)
    assert not searcher.first("".join(told.format()))


def test_what_protobuf_itself_is_asked_for_shows_all() -> None:
    """Not a promise: what is so, and has to be known."""
    message = AccessKey(access_key=KEY)
    packed = Any_()
    packed.Pack(message)
    for text in (repr(packed), text_format.MessageToString(message), repr(message.ListFields())):
        assert KEY in text


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", [databases.SQLITE], indirect=True, scope="module")
