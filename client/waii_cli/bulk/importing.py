"""Creates what the rows of a file say, by batches: streamed, resumable, each row once."""

import hashlib
import itertools
import json
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import grpc
from waii_client import Waii, WaiiError
from waii_client.authorization import GetPrincipalRequest
from waii_client.batch import BatchCreateRequest, BatchRowResult
from waii_client.suspension import (
    SuspendOrganizationRequest,
    SuspendTenantRequest,
    SuspendUserRequest,
)
from waii_client.user import (
    ErrorReason,
    Organization,
    Tenant,
    UpdateConfigRequest,
    UpdateOrganizationRequest,
    UpdateTenantRequest,
    UpdateUserRequest,
    User,
)

from waii_cli.bulk.formats import Existing, Format
from waii_cli.bulk.rows import BadRow, Row, Thing, read

ROWS_OF_A_BATCH = 500
_BYTES_OF_A_BATCH = 2 * 1024 * 1024
_AT_ONCE = 4
_ALL = {"paths": ["*"]}
_CODES = {code.value[0]: code.name for code in grpc.StatusCode}

Line = Row | tuple[int, BadRow]


@dataclass(frozen=True, slots=True)
class Failure:
    """A row that was not created, or not as it says."""

    line: int
    kind: str
    id: str
    code: str
    reason: str
    message: str


@dataclass
class Imported:
    """What has become of the rows."""

    created: int = 0
    existing: int = 0
    updated: int = 0
    failed: int = 0
    suspended: int = 0


@dataclass
class Journal:
    """What an import has done so far, in a file beside the one that is imported.

    Attributes:
        id: of the import: the request ids of its batches follow from it.
        batches: how many of the first batches are done.
    """

    path: Path
    content: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    batches: int = 0

    @classmethod
    def of(cls, file: Path, options: str) -> "Journal":
        """That of an earlier import of the same file with the same options, or a new one."""
        digest = hashlib.sha256(options.encode())
        with file.open("rb") as content:
            while chunk := content.read(1 << 20):
                digest.update(chunk)
        journal = cls(file.with_name(f"{file.name}.progress"), digest.hexdigest())
        try:
            known = json.loads(journal.path.read_text())
            if known["content"] == journal.content:
                journal.id, journal.batches = known["id"], known["batches"]
        except (OSError, ValueError, KeyError):
            pass
        return journal

    def save(self) -> None:
        known = {"content": self.content, "id": self.id, "batches": self.batches}
        new = self.path.with_name(f"{self.path.name}.new")
        new.write_text(json.dumps(known))
        new.replace(self.path)

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)

    def request_id(self, batch: int) -> str:
        """The same for the same batch, whenever it is sent."""
        digest = hashlib.sha256(f"{self.id} {batch}".encode()).digest()
        return str(uuid.UUID(bytes=digest[:16], version=4))


class Import:
    """One import.

    Args:
        existing: what becomes of rows whose id is taken.
        dry_run: whether everything is checked and nothing changed.
        failed: gets each row that failed.
        advance: gets how many rows are done since.
    """

    def __init__(
        self,
        client: Waii,
        file: Path,
        form: Format,
        *,
        existing: Existing,
        dry_run: bool,
        failed: Callable[[Failure], None],
        advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._client = client
        self._file = file
        self._form = form
        self._existing = existing
        self._dry_run = dry_run
        self._failed = failed
        self._advance = advance
        self._journal = Journal.of(file, existing.value)
        self._counting = threading.Lock()
        self._organizations: set[str] = set()  # of the file, for a dry run, as are the tenants
        self._tenants: dict[str, str] = {}  # by their ids, the organization of each
        self.done = Imported()

    @property
    def resumed(self) -> int:
        """How many batches an import that was broken off has done."""
        return 0 if self._dry_run else self._journal.batches

    def run(self) -> Imported:
        """Creates the rows, then suspends those that are to be suspended.

        Raises:
            WaiiError: a batch was refused as a whole, or could not be sent; what was done is kept
                in the journal, and run again, the import goes on there.
        """
        if not self._dry_run:
            self._journal.save()  # before anything is sent: by its id, it is known when sent again
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            self._create(pool)
            if not self._dry_run:
                self._suspend(pool)
        if not self._dry_run:
            self._journal.forget()
        return self.done

    # Creating.

    def _create(self, pool: ThreadPoolExecutor) -> None:
        under_way: dict[Future[None], int] = {}
        finished: set[int] = set()

        def settle(*, all_of_them: bool) -> None:
            while under_way and (all_of_them or len(under_way) >= _AT_ONCE):
                over, _ = wait(under_way, return_when=FIRST_COMPLETED)
                for one in over:
                    number = under_way.pop(one)
                    one.result()
                    finished.add(number)
                    self._note(finished)

        try:
            last = ""
            for number, batch in enumerate(self._batches()):
                if batch.kind != last:
                    settle(all_of_them=True)  # what holds others is there before they come
                last = batch.kind
                if number < self.resumed:
                    self._advance(len(batch.lines))
                    continue
                under_way[pool.submit(self._send, number, batch.lines)] = number
                settle(all_of_them=False)
            settle(all_of_them=True)
        finally:
            for one in under_way:
                one.cancel()

    def _note(self, finished: set[int]) -> None:
        """Notes in the journal up to where all is done."""
        if self._dry_run:
            return
        before = self._journal.batches
        while self._journal.batches in finished:
            finished.discard(self._journal.batches)
            self._journal.batches += 1
        if self._journal.batches != before:
            self._journal.save()

    def _batches(self) -> Iterator["_Batch"]:
        with self._file.open(encoding="utf-8-sig", newline="") as file:
            yield from _batched(read(file, self._form))

    def _send(self, number: int, lines: list[Line]) -> None:
        rows = [line for line in lines if isinstance(line, Row)]
        for line in lines:
            if not isinstance(line, Row):
                place, bad = line
                self._fail(Failure(place, "", "", "INVALID_ARGUMENT", "", str(bad)))
        if rows:
            request = BatchCreateRequest(
                rows=[row.of_batch for row in rows],
                allow_partial=True,
                validate_only=self._dry_run,
                request_id=self._journal.request_id(number),
            )
            results = self._client.batch.batch_create(request).results
            for row, result in zip(rows, results, strict=True):
                self._settle(row, result)
        self._advance(len(lines))

    def _settle(self, row: Row, result: BatchRowResult) -> None:
        if result.code == grpc.StatusCode.ALREADY_EXISTS.value[0]:
            if self._existing is Existing.SKIP:
                self._count("existing")
                return
            if self._existing is Existing.UPDATE:
                if self._try(row, lambda: self._update(row)):
                    self._count("updated")
                return
        failure = _failure(row, result) if result.code else None
        if failure and self._dry_run and failure.code == "NOT_FOUND":
            failure = self._in_earnest(row, failure)
        if failure:
            self._fail(failure)
        elif self._dry_run:
            self._note_new(row.thing)
            self._count("created")
        elif self._try(row, lambda: self._complete(row)):
            self._count("created")

    def _note_new(self, thing: Thing) -> None:
        """Notes what a dry run would have created, for what stands in it: kinds are settled before
        the next kind is sent."""
        if isinstance(thing, Organization):
            self._organizations.add(thing.id)
        elif isinstance(thing, Tenant):
            self._tenants[thing.id] = thing.org_id or self._own_organization

    def _in_earnest(self, row: Row, failure: Failure) -> Failure | None:
        """What would become of a row that lacks, in a dry run, what another row may create."""
        thing = row.thing
        if isinstance(thing, Organization):
            return failure
        organization = thing.org_id or self._own_organization
        if isinstance(thing, Tenant):
            return None if organization in self._organizations else failure
        holder = self._tenants.get(thing.tenant_id)
        if holder == organization:
            return None
        if holder is not None:
            told = f"tenant {thing.tenant_id!r} is of organization {holder!r}, not {organization!r}"
            return replace(failure, code="INVALID_ARGUMENT", reason="", message=told)
        if organization not in self._organizations:
            return failure
        # It has no other tenants than those of the file.
        return replace(
            failure,
            reason="ERROR_REASON_TENANT_NOT_FOUND",
            message=f"tenant {thing.tenant_id!r} does not exist, and no row creates it",
        )

    @cached_property
    def _own_organization(self) -> str:
        """That of the caller, which is meant where a row names none."""
        return self._client.authorization.get_principal(GetPrincipalRequest()).org_id

    def _update(self, row: Row) -> None:
        user, checked = self._client.user, self._dry_run
        thing = row.thing
        if isinstance(thing, Organization):
            user.update_org(
                UpdateOrganizationRequest(
                    organization=thing, update_mask=_ALL, validate_only=checked
                )
            )
        elif isinstance(thing, Tenant):
            paths = {"paths": ["name", "variables"]}
            user.update_tenant(
                UpdateTenantRequest(tenant=thing, update_mask=paths, validate_only=checked)
            )
        else:
            # Roles that are named to be none go last, in `_complete`: without them, nobody acts as
            # this user to set the config.
            named = (name for name in ("tenant_id", "org_id", "roles") if getattr(thing, name))
            paths = {"paths": ["name", "email", "variables", *named]}
            user.update_user(
                UpdateUserRequest(user=thing, update_mask=paths, validate_only=checked)
            )
            if not checked:
                self._complete(row)

    def _complete(self, row: Row) -> None:
        """What the create of a user does not do."""
        if row.config:
            with self._client.impersonate_user(row.thing.id):
                self._client.user.update_config(UpdateConfigRequest(updated=dict(row.config)))
        if row.roleless:
            self._client.user.update_user(
                UpdateUserRequest(user=User(id=row.thing.id), update_mask={"paths": ["roles"]})
            )

    # Suspending: at the end, since nobody acts as who is suspended.

    def _suspend(self, pool: ThreadPoolExecutor) -> None:
        with self._file.open(encoding="utf-8-sig", newline="") as file:
            rows = (line for line in read(file, self._form) if isinstance(line, Row))
            suspended = (row for row in rows if row.suspended)
            while some := list(itertools.islice(suspended, ROWS_OF_A_BATCH)):
                done = pool.map(lambda row: self._try(row, lambda: self._suspend_one(row)), some)
                self.done.suspended += sum(done)

    def _suspend_one(self, row: Row) -> None:
        suspension = self._client.suspension
        if isinstance(row.thing, Organization):
            suspension.suspend_org(SuspendOrganizationRequest(id=row.thing.id))
        elif isinstance(row.thing, Tenant):
            suspension.suspend_tenant(SuspendTenantRequest(id=row.thing.id))
        else:
            suspension.suspend_user(SuspendUserRequest(id=row.thing.id))

    def _try(self, row: Row, call: Callable[[], None]) -> bool:
        """Makes a call about one row; whether it succeeded."""
        try:
            call()
        except WaiiError as error:
            if _of_the_service(error):
                raise
            self._fail(
                Failure(
                    *(row.number, row.kind, row.thing.id, error.code.name),
                    *(error.reason, error.message),
                )
            )
            return False
        return True

    def _fail(self, failure: Failure) -> None:
        self._count("failed")
        self._failed(failure)

    def _count(self, what: str) -> None:
        with self._counting:
            setattr(self.done, what, getattr(self.done, what) + 1)


def _of_the_service(error: WaiiError) -> bool:
    """Whether it is no use to go on with other rows."""
    if error.code is grpc.StatusCode.RESOURCE_EXHAUSTED:
        return error.retry_delay is not None  # else a config is too large, say
    return error.code in {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.UNAUTHENTICATED,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.INTERNAL,
    }


def _failure(row: Row, result: BatchRowResult) -> Failure:
    reason = ErrorReason.Name(result.reason)
    return Failure(
        *(row.number, row.kind, row.thing.id, _CODES[result.code]), reason, result.message
    )


@dataclass
class _Batch:
    kind: str
    lines: list[Line]


def _batched(lines: Iterable[Line]) -> Iterator[_Batch]:
    """Rows of one kind, as they stand one after the other: not too many, and not too large."""
    batch: _Batch | None = None
    size = 0
    for line in lines:
        kind = line.kind if isinstance(line, Row) else (batch.kind if batch else "")
        bytes_of_it = line.thing.ByteSize() if isinstance(line, Row) else 0
        if batch is not None and (
            kind != batch.kind
            or len(batch.lines) >= ROWS_OF_A_BATCH
            or size + bytes_of_it > _BYTES_OF_A_BATCH
        ):
            yield batch
            batch = None
        if batch is None:
            batch, size = _Batch(kind, []), 0
        batch.lines.append(line)
        size += bytes_of_it
    if batch is not None:
        yield batch
