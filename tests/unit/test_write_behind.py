"""What is stored now and then is stored once, whoever asks for it at the same time."""

from threading import Event, Thread

import pytest
from unit.house import House
from waii_server.domain.audit import by_operator
from waii_server.domain.errors import DomainError, Unavailable
from waii_server.services.audit import AuditTrail
from waii_server.services.write_behind import WriteBehind


class Things(WriteBehind):
    """Stored when it is let, by one at a time; before that goes wrong where there is a failure."""

    def __init__(self, failure: Exception | None = None) -> None:
        super().__init__("things", interval=60)
        self.begun, self.let = Event(), Event()
        self.failure = failure
        self.stored = 0

    def _store(self) -> None:
        failure, self.failure = self.failure, None
        if failure:
            raise failure
        if self.begun.is_set():
            return
        self.begun.set()
        assert self.let.wait(10)
        self.begun.clear()
        self.stored += 1


def test_two_do_not_store_at_the_same_time() -> None:
    things = Things()
    threads = [Thread(target=things.flush) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert things.begun.wait(10)
    threads[1].join(0.1)
    things.let.set()
    for thread in threads:
        thread.join()
    assert things.stored == 2


def test_an_event_is_stored_once_by_two_who_store(own_house: House) -> None:
    trail = AuditTrail(own_house.database)
    targets = [str(number) for number in range(10)]
    for target in targets:
        trail.add(by_operator("m", target, "org-m"))
    threads = [Thread(target=trail.flush) for _ in range(2)]
    with own_house.database.write():
        for thread in threads:
            thread.start()
        threads[1].join(0.1)
    for thread in threads:
        thread.join()
    assert [event.target for event in own_house.events()] == targets


@pytest.mark.parametrize("failure", [Unavailable(), KeyError("a bug")])
def test_what_goes_wrong_is_logged_and_the_next_time_comes(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    things = Things(failure)
    things.let.set()
    things.flush()
    (record,) = caplog.records
    assert record.getMessage() == f"things wait for the next time: {failure}"
    # Where it is from is told of what nobody expected.
    assert bool(record.exc_info) == (not isinstance(failure, DomainError))
    things.flush()
    assert things.stored == 1
