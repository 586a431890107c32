"""Files that go, or cannot be written or read: it is said, and nothing acknowledged is lost."""

import random
import resource
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import grpc
import pytest
from crash.place import Place
from crash.serving import writing
from crash.stored import Checked, Stored, check, stored
from crash.story import Account, Story
from server.health import NOT_SERVING, SERVING
from server.health import check as health
from support.inspection import change, damage, dump, rows
from support.processes import ServerProcess, run
from support.raw import Outcome, RawClient
from support.waiting import soon
from waii.user import v1 as pb

OK, UNAVAILABLE = grpc.StatusCode.OK, grpc.StatusCode.UNAVAILABLE


class Writers:
    """Two stories on a server, and what they have done to it."""

    def __init__(self, place: Place, server: ServerProcess) -> None:
        server.address()
        self.account = Account()
        self.stories = [
            Story(f"s{number}", random.Random(number), self.account) for number in range(2)
        ]
        self._place, self._server = place, server
        self._first: Stored = stored(place.where)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Until the block ends; whatever is undecided, they go on."""
        over = threading.Event()
        with writing(self._place, self._server, self.stories, over, go_on=True):
            yield
            over.set()

    def have_done_more(self, than: int) -> bool:
        return len(self.account.done) > than

    def check(self) -> None:
        checked = Checked()
        for _ in range(2):
            check(self._place.where, self.stories, self.account, self._first, checked)
            with self._place.client(self._server) as client:
                for story in self.stories:
                    story.look(client)
        assert checked.faults == []


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "place")
    yield made
    made.close()


@contextmanager
def _files_that_cannot_grow(place: Place, server: ServerProcess) -> Iterator[None]:
    """Like a full disk, for anybody who may start a server."""
    size = (place.data / "waii.db-wal").stat().st_size
    _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def _full_disk(place: Place, _server: ServerProcess) -> Iterator[None]:
    filler = place.data / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    yield
    filler.unlink()


@pytest.fixture
def small_disk(place: Place) -> Iterator[None]:
    place.data.mkdir()
    mounted = ("mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "tmpfs", str(place.data))
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("only who may mount a file system can fill it")
    yield
    place.close()
    subprocess.run(("umount", str(place.data)), check=True)


@pytest.mark.usefixtures("small_disk")
def test_a_full_disk_is_told_and_the_server_goes_on_when_there_is_room(place: Place) -> None:
    _writes_are_refused_meanwhile(place, _full_disk)


def test_files_that_cannot_grow_are_told_and_the_server_goes_on_when_they_can(
    place: Place,
) -> None:
    _writes_are_refused_meanwhile(place, _files_that_cannot_grow)


def _writes_are_refused_meanwhile(
    place: Place, no_room: Callable[[Place, ServerProcess], AbstractContextManager[None]]
) -> None:
    server = place.start()
    writers = Writers(place, server)
    with writers.writing():
        assert soon(lambda: writers.have_done_more(20))
        with no_room(place, server):
            assert soon(lambda: all(story.pending for story in writers.stories))
            with place.client(server) as client:
                assert client.call("GetUserInfo", b"").code is OK  # reads go on
        done = len(writers.account.done)
        assert soon(lambda: writers.have_done_more(done + 10))
    writers.check()
    assert server.stop() == 0
    assert place.forget(server) == []


def test_a_database_that_was_moved_away_takes_no_write_until_it_is_back(place: Place) -> None:
    server = place.start()
    writers = Writers(place, server)
    file, aside = place.data / "waii.db", place.data / "aside.db"
    with writers.writing():
        assert soon(lambda: writers.have_done_more(20))
    file.rename(aside)
    with place.client(server) as client:
        assert _create(client, "while-away").code is UNAVAILABLE
    assert soon(lambda: _health(server) == NOT_SERVING)
    aside.rename(file)
    assert soon(lambda: _health(server) == SERVING)
    with writers.writing():
        done = len(writers.account.done)
        assert soon(lambda: writers.have_done_more(done + 10))
    writers.check()
    assert "waii.db is missing" in server.stderr
    assert place.forget(server) == []


def test_a_database_that_was_replaced_takes_no_write_until_the_server_is_restarted(
    place: Place,
) -> None:
    server = place.start()
    server.address()
    file = place.data / "waii.db"
    change(file, "VACUUM INTO ?", str(place.data / "copy.db"))
    (place.data / "copy.db").rename(file)
    for beside in ("waii.db-wal", "waii.db-shm"):
        (place.data / beside).unlink()
    before = dump(file)
    with place.client(server) as client:
        assert _create(client, "while-replaced").code is UNAVAILABLE
    assert soon(lambda: _health(server) == NOT_SERVING)
    assert "waii.db was replaced: restart the server" in server.stderr
    assert place.forget(server) == []
    server = place.start()
    with place.client(server) as client:
        assert dump(file) == before
        assert _create(client, "afterwards").code is OK
    assert damage(file) == []


@pytest.mark.parametrize("left", [0.0, 0.5])
def test_without_its_log_a_database_is_as_it_once_was(place: Place, left: float) -> None:
    """What only the log held is gone with it, and nothing of it is there by half."""
    server = place.start()
    with place.client(server) as client:
        for number in range(20):
            assert _create(client, f"o{number}").code is OK
    assert place.forget(server) == []
    log = place.data / "waii.db-wal"
    with log.open("r+b") as file:
        file.truncate(int(log.stat().st_size * left))
    if not left:
        log.unlink()
        (place.data / "waii.db-shm").unlink()
    server = place.start()
    server.address()
    assert damage(place.where) == []
    found = rows(place.where, "SELECT 'organizations/' || id FROM organizations WHERE id LIKE 'o%'")
    told = rows(place.where, "SELECT target FROM audit_events WHERE method LIKE '%/CreateOrg'")
    assert sorted(found) == sorted(told)
    assert [f"organizations/o{number}" for number in range(len(found))] == [
        target for (target,) in told
    ]
    with place.client(server) as client:
        assert _create(client, "afterwards").code is OK
    assert place.forget(server) == []


# Starts that say what is wrong


def _refused(place: Place, file: str) -> str:
    """What a start that is refused says, which names the file."""
    ended = run("serve", cwd=place.directory, variables=place.variables)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    (said,) = [line for line in ended.stderr.splitlines() if not line.startswith("{")]
    assert said.startswith("waii-server: ")
    assert file in said
    return said


def _broken_ring(ring: Path, how: str) -> None:
    content = ring.read_bytes()
    ring.unlink()
    if how == "a directory":
        ring.mkdir()
    else:
        ring.write_bytes(content[: 0 if how == "empty" else len(content) // 2])
        ring.chmod(0o600)


@pytest.mark.parametrize("how", ["empty", "half", "a directory"])
def test_a_key_ring_that_cannot_be_read_is_named_and_kept(place: Place, how: str) -> None:
    server = place.start()
    server.address()
    assert place.forget(server) == []
    ring = place.data / "keyring.json"
    _broken_ring(ring, how)
    before = dump(place.where)
    _refused(place, "keyring.json")
    assert dump(place.where) == before
    assert ring.is_dir() or b'"primary"' not in ring.read_bytes()[-20:]


def test_where_the_first_key_cannot_be_written_there_is_no_admin(place: Place) -> None:
    place.data.mkdir()
    (place.data / "admin.key").symlink_to("nowhere/admin.key")
    _refused(place, "admin.key")
    assert dump(place.where)["users"] == []
    (place.data / "admin.key").unlink()
    server = place.start()
    with place.client(server) as client:
        assert client.call("GetUserInfo", b"").code is OK
    assert len(dump(place.where)["users"]) == 1
    assert place.forget(server) == []


def _create(client: RawClient, id_: str) -> Outcome:
    request = pb.CreateOrganizationRequest(organization=pb.Organization(id=id_, name="O"))
    return client.call("CreateOrg", request)


def _health(server: ServerProcess) -> int:
    with grpc.insecure_channel(server.address()) as channel:
        return health(channel)
