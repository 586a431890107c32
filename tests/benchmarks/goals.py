"""The goals, and how each is measured. README.md says why each comparison is fair."""

import json
import random
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial

from waii.user import v1 as pb

from benchmarks import memory, overload, seed
from benchmarks.bench import POSTGRESQL, SERVICE, SQLITE, Bench, Measured, Service, Side, answer_of
from benchmarks.load import NUMBER, Call
from benchmarks.processes import Process

_IN_FLIGHT = 64
_IN_FLIGHT_FASTAPI = 16
_IN_FLIGHT_LISTS = 8
_SMALL = 1000  # users
_HOT_KEYS = 64  # callers of the hot read: one for each call in flight
_CALLERS = 50_000  # while the memory is watched
_MIDDLE_PAGE = 100  # users
_STARTS = 5


@dataclass(frozen=True)
class Goal:
    """What is to be reached.

    Attributes:
        text: the subject / what it is compared with.
        limit: of the median, in `unit`.
        at_least: whether the median is to reach the limit, or to stay within it.
    """

    name: str
    text: str
    limit: float
    measure: Callable[[Bench], Measured]
    unit: str = ""
    at_least: bool = True

    def met(self, median: float) -> bool:
        return median >= self.limit if self.at_least else median <= self.limit


def _hot_read(engine: str, bench: Bench) -> Measured:
    return _beside_echo(engine, bench, _own_info(range(1, _HOT_KEYS + 1)), _IN_FLIGHT)


def _list_page(engine: str, bench: Bench) -> Measured:
    request = pb.ListUsersRequest(page_size=1000)
    return _beside_echo(engine, bench, [_list_users(request)], _IN_FLIGHT_LISTS)


def _beside_echo(engine: str, bench: Bench, calls: list[Call], in_flight: int) -> Measured:
    with bench.service(engine, _SMALL) as service, bench.echo(service, calls[0]) as echo:
        return bench.compare(
            bench.target("service", service.process.address, calls),
            bench.target("echo", echo.address, calls),
            in_flight,
            same_answers=True,
        )


def _impersonation(engine: str, bench: Bench) -> Measured:
    own = _own_info(range(1, _HOT_KEYS + 1))
    # The same users, hence the same answers, by the administrator's key.
    acting = [
        Call(
            call.method,
            call.payload,
            {**_bearer(seed.admin()), "x-waii-impersonate-user": seed.user(number).id},
        )
        for number, call in enumerate(own, start=1)
    ]
    with bench.service(engine, _SMALL) as service:
        address = service.process.address
        return bench.compare(
            bench.target("impersonating", address, acting),
            bench.target("own key", address, own),
            _IN_FLIGHT,
            same_answers=True,
        )


def _read_beside_fastapi(bench: Bench) -> Measured:
    people = [seed.user(number) for number in range(1, _HOT_KEYS + 1)]
    with bench.service(SQLITE, _SMALL) as service, bench.fastapi(service.database_url) as fastapi:
        return bench.compare(
            bench.target("service", service.process.address, _own_info(range(1, _HOT_KEYS + 1))),
            bench.target(
                "FastAPI",
                fastapi.address,
                [Call("GET", b"", _bearer(person), "/users/me") for person in people],
            ),
            _IN_FLIGHT_FASTAPI,
        )


def _create_beside_raw(engine: str, bench: Bench) -> Measured:
    with ExitStack() as stack:
        data_dir, url = stack.enter_context(bench.database(engine, _SMALL))
        database = str(data_dir / seed.DATABASE_FILE)
        if engine == POSTGRESQL:
            database = url.replace("+psycopg", "")
        raw = stack.enter_context(bench.reference(f"create_{engine}", database))
        return _creating(bench, stack.enter_context(bench.service(engine, _SMALL)), "raw", raw)


def _create_beside_fastapi(engine: str, bench: Bench) -> Measured:
    with ExitStack() as stack:
        _, url = stack.enter_context(bench.database(engine, _SMALL))
        fastapi = stack.enter_context(bench.fastapi(url))
        service = stack.enter_context(bench.service(engine, _SMALL))
        return _creating(bench, service, "FastAPI", fastapi)


def _creating(bench: Bench, service: Service, name: str, reference: Process) -> Measured:
    headers = _bearer(seed.admin())
    call = Call(f"{SERVICE}CreateUser", seed.create_user_request(f"new-{NUMBER}"), headers)
    other = call
    if name == "FastAPI":
        body = json.dumps(seed.new_user(f"new-{NUMBER}")).encode()
        other = Call("POST", body, {**headers, "content-type": "application/json"}, "/users")
    return bench.compare(
        bench.target("service", service.process.address, [call]),
        bench.target(name, reference.address, [other]),
        _IN_FLIGHT,
    )


def _repeatable_create(engine: str, bench: Bench) -> Measured:
    headers = _bearer(seed.admin())
    plain = Call(f"{SERVICE}CreateUser", seed.create_user_request(f"new-{NUMBER}"), headers)
    request = pb.CreateUserRequest.FromString(seed.create_user_request(f"again-{NUMBER}"))
    request.request_id = f"00000000-0000-4000-8000-{NUMBER}"
    identified = Call(plain.method, request.SerializeToString(), headers)
    with bench.service(engine, _SMALL) as service:
        address = service.process.address
        return bench.compare(
            bench.target("with an id", address, [identified]),
            bench.target("without", address, [plain]),
            _IN_FLIGHT,
        )


def _growth_of_info(engine: str, bench: Bench) -> Measured:
    # As many callers in both: what differs is the database alone.
    return _growth(engine, bench, lambda _service, users: _distinct(users, _SMALL), _IN_FLIGHT)


def _growth_of_lists(engine: str, bench: Bench) -> Measured:
    def middle(service: Service, users: int) -> list[Call]:
        return [_list_users(_middle_page(service.process.address, users))]

    return _growth(engine, bench, middle, _IN_FLIGHT_LISTS)


def _growth(
    engine: str, bench: Bench, calls: Callable[[Service, int], list[Call]], in_flight: int
) -> Measured:
    large = bench.options.users
    with (
        bench.service(engine, large) as grown,
        bench.service(engine, _SMALL) as service,
    ):
        return bench.compare(
            bench.target(f"{large:,} users", grown.process.address, calls(grown, large)),
            bench.target(f"{_SMALL:,} users", service.process.address, calls(service, _SMALL)),
            in_flight,
            of_times=True,
        )


def _middle_page(address: str, users: int) -> pb.ListUsersRequest:
    """A request of a page in the middle of the list: the pages before it are read on the way."""
    request = pb.ListUsersRequest(page_size=min(1000, users // 2))
    for _ in range(users // 2 // request.page_size):
        page = pb.ListUsersResponse.FromString(answer_of(address, _list_users(request)))
        request.page_token = page.next_page_token
    request.page_size = _MIDDLE_PAGE
    return request


@dataclass(frozen=True)
class _Watched:
    """Private MiB of the largest worker, and the runs that it was under."""

    early: float
    late: float
    peak: float
    load: Side


@cache
def _watched(bench: Bench) -> _Watched:
    users, calls = bench.options.users, bench.options.calls
    with bench.service(SQLITE, users) as service:
        pids = memory.workers(service.process.pid)
        database = service.data_dir / seed.DATABASE_FILE
        target = bench.target("service", service.process.address, _distinct(users, _CALLERS))
        with memory.peak(pids, database) as peak:
            begin = bench.load(target, _IN_FLIGHT, count=calls // 2)
            early = memory.largest_mib(pids, database)
            rest = bench.load(target, _IN_FLIGHT, count=calls - calls // 2)
            late = memory.largest_mib(pids, database)
    return _Watched(early, late, max(peak[0], early, late), Side("service", [begin, rest]))


def _memory(bench: Bench) -> Measured:
    watched = _watched(bench)
    return Measured([watched.peak], [watched.load])


def _memory_growth(bench: Bench) -> Measured:
    watched = _watched(bench)
    return Measured([watched.late - watched.early], [watched.load])


@cache
def _overloaded(bench: Bench) -> overload.Overload:
    with bench.service(SQLITE, _SMALL) as service:
        return overload.measure(bench, service, _own_info(range(1, _HOT_KEYS + 1)))


def _overload_answered(bench: Bench) -> Measured:
    found = _overloaded(bench)
    pairs = zip(found.overload.runs, found.carried.runs, strict=True)
    ratios = [much.rate / own.rate for much, own in pairs]
    return Measured(ratios, [found.overload, found.carried], found.notes)


def _overload_latency(bench: Bench) -> Measured:
    found = _overloaded(bench)
    return Measured([run.p99_ms for run in found.overload.runs], [found.overload, found.normal])


def _overload_health(bench: Bench) -> Measured:
    found = _overloaded(bench)
    return Measured(found.health_ms, [found.overload])


def _overload_memory(bench: Bench) -> Measured:
    found = _overloaded(bench)
    return Measured([found.memory_mib[-1] - found.memory_mib[0]], [found.overload])


def _start(engine: str, bench: Bench) -> Measured:
    call = _own_info(range(1, 2))[0]
    times = []
    with bench.database(engine, _SMALL) as (data_dir, url):
        for _ in range(_STARTS):
            begun = time.perf_counter()
            with bench.serving(data_dir, url) as service:
                answer_of(service.process.address, call)
                times.append(time.perf_counter() - begun)
    return Measured(times)


def _own_info(numbers: Iterable[int]) -> list[Call]:
    return [Call(f"{SERVICE}GetUserInfo", b"", _bearer(seed.user(n))) for n in numbers]


def _distinct(users: int, callers: int) -> list[Call]:
    """Users who ask who they are, chosen at random from all, the same in every run."""
    return _own_info(random.Random(1).sample(range(1, users + 1), min(users, callers)))


def _list_users(request: pb.ListUsersRequest) -> Call:
    return Call(f"{SERVICE}ListUsers", request.SerializeToString(), _bearer(seed.admin()))


def _bearer(person: seed.Person) -> dict[str, str]:
    return {"authorization": f"Bearer {person.key}"}


GOALS = (
    Goal(
        "hot_read_sqlite",
        "GetUserInfo under one's own key / echo of the same bytes",
        0.75,
        partial(_hot_read, SQLITE),
    ),
    Goal("hot_read_postgresql", "the same on PostgreSQL", 0.55, partial(_hot_read, POSTGRESQL)),
    Goal(
        "impersonation_sqlite",
        "GetUserInfo as another user / under that user's own key",
        0.85,
        partial(_impersonation, SQLITE),
    ),
    Goal(
        "impersonation_postgresql",
        "the same on PostgreSQL",
        0.85,
        partial(_impersonation, POSTGRESQL),
    ),
    Goal(
        "fastapi_read_sqlite",
        "GetUserInfo / FastAPI + SQLModel on the same file",
        10,
        _read_beside_fastapi,
    ),
    Goal(
        "create_user_sqlite",
        "CreateUser / raw sqlite3, a transaction a call, under a lock",
        2.5,
        partial(_create_beside_raw, SQLITE),
    ),
    Goal(
        "create_user_postgresql",
        "CreateUser / raw psycopg, a transaction a call",
        0.7,
        partial(_create_beside_raw, POSTGRESQL),
    ),
    Goal(
        "create_user_fastapi_sqlite",
        "CreateUser / FastAPI + SQLModel",
        5,
        partial(_create_beside_fastapi, SQLITE),
    ),
    Goal(
        "create_user_fastapi_postgresql",
        "the same on PostgreSQL",
        5,
        partial(_create_beside_fastapi, POSTGRESQL),
    ),
    Goal(
        "create_user_repeatable_sqlite",
        "CreateUser with a request_id / without",
        0.7,
        partial(_repeatable_create, SQLITE),
    ),
    Goal(
        "create_user_repeatable_postgresql",
        "the same on PostgreSQL",
        0.7,
        partial(_repeatable_create, POSTGRESQL),
    ),
    Goal(
        "list_page_sqlite",
        "a page of 1,000 users / echo of the same bytes",
        0.25,
        partial(_list_page, SQLITE),
    ),
    Goal("list_page_postgresql", "the same on PostgreSQL", 0.25, partial(_list_page, POSTGRESQL)),
    Goal(
        "growth_info_sqlite",
        "time of GetUserInfo of 1,000 callers, large / small database",
        1.2,
        partial(_growth_of_info, SQLITE),
        at_least=False,
    ),
    Goal(
        "growth_info_postgresql",
        "the same on PostgreSQL",
        1.2,
        partial(_growth_of_info, POSTGRESQL),
        at_least=False,
    ),
    Goal(
        "growth_list_sqlite",
        "time of a middle page of ListUsers, large / small database",
        1.2,
        partial(_growth_of_lists, SQLITE),
        at_least=False,
    ),
    Goal(
        "growth_list_postgresql",
        "the same on PostgreSQL",
        1.2,
        partial(_growth_of_lists, POSTGRESQL),
        at_least=False,
    ),
    Goal(
        "memory",
        "private memory of a worker, peak, large database",
        150,
        _memory,
        " MB",
        at_least=False,
    ),
    Goal(
        "memory_growth",
        "its growth over the second half of the calls",
        5,
        _memory_growth,
        " MB",
        at_least=False,
    ),
    Goal(
        "overload_answered",
        "calls answered under three times the load / at the load that is carried",
        0.5,
        _overload_answered,
    ),
    Goal(
        "overload_latency",
        "99th percentile of their times; calls/s beside: normal load",
        500,
        _overload_latency,
        " ms",
        at_least=False,
    ),
    Goal(
        "overload_health",
        "the longest health check meanwhile",
        200,
        _overload_health,
        " ms",
        at_least=False,
    ),
    Goal(
        "overload_memory",
        "growth of private memory from the first round to the last",
        20,
        _overload_memory,
        " MB",
        at_least=False,
    ),
    Goal(
        "start_sqlite",
        "from exec to the first answer, existing database",
        1.5,
        partial(_start, SQLITE),
        " s",
        at_least=False,
    ),
    Goal(
        "start_postgresql",
        "the same on PostgreSQL",
        1.5,
        partial(_start, POSTGRESQL),
        " s",
        at_least=False,
    ),
)
