"""One connection that writes, for all threads of a process: several transactions, one commit.

To make a commit durable takes as long as many small transactions. Threads take turns on the
connection, each in a savepoint of its own. Whoever ends while others wait leaves the database's
transaction open for the next one; the last one commits for all. A thread goes on only when what it
did is durable, or is undone; what one does wrong never touches what its neighbours did.
"""

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from waii_server.domain.errors import Unavailable
from waii_server.storage.file_lock import FileLock
from waii_server.storage.statements import Connection, Statement

_log = logging.getLogger(__name__)
_LARGEST_GROUP = 64
"""Transactions in one commit: more would keep the first of them waiting for too long."""


class _Group:
    """Transactions that become durable together, or not at all.

    Args:
        committed: called when they are durable, and before anybody else is told.
    """

    def __init__(self, committed: Callable[[], None]) -> None:
        self.committed = committed
        self.size = 0
        self.wrote = False
        self.error: Exception | None = None
        self.waiting: list[threading.Lock] = []  # each released when it is over


class GroupedWork:
    """One thread's transaction: a savepoint in that of its group."""

    def __init__(self, owner: "GroupCommit", connection: Connection, group: _Group) -> None:
        self.connection = connection
        self.ended = False
        self._owner = owner
        self._group = group

    def commit(self, last: Statement | None = None, **values: object) -> None:
        """Returns when the work is durable.

        Args:
            last: a statement to run before, with its values.

        Raises:
            Unavailable: it is undone.
        """
        if last is not None:
            self.connection.run(last, **values)
        self._end("RELEASE work", wrote=True)

    def roll_back(self) -> None:
        """Returns when what the work has seen is durable.

        Raises:
            Unavailable: that is undone.
        """
        self._end("ROLLBACK TO work", "RELEASE work", wrote=False)

    def _end(self, *commands: str, wrote: bool) -> None:
        self.ended = True
        try:
            for command in commands:
                self.connection.command(command)
        except sqlite3.Error as error:
            # After some errors, a full disk among them, the library undoes the whole transaction.
            self._group.error = error
        self._owner.end(self._group, wrote=wrote)


class GroupCommit:
    """Transactions that write, on one connection to a SQLite file.

    Args:
        connect: opens the connection, when it is first needed.
        begun: called when a transaction has begun, after which nobody else can commit; what it
            returns is called when it is committed.
        lock: held by the process whose transaction is open, so that commits and checkpoints of
            several processes do not overlap.
        timeout: seconds that a thread waits for its turn.
    """

    def __init__(
        self,
        connect: Callable[[], Connection],
        begun: Callable[[Connection], Callable[[], None]],
        lock: FileLock,
        timeout: float,
    ) -> None:
        self._connect = connect
        self._begun = begun
        self._lock = lock
        self._timeout = timeout
        self._turns = threading.Lock()  # guards the next two
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()
        # The rest belongs to the thread whose turn it is.
        self._connection: Connection | None = None
        self._group: _Group | None = None

    @contextmanager
    def writing(self) -> Iterator[GroupedWork]:
        """A transaction, undone when the block ends unless it was committed.

        Raises:
            Unavailable: the turn of this thread did not come in time, or what it saw is undone.
        """
        work = self._begin()
        try:
            yield work
        finally:
            if not work.ended:
                work.roll_back()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No transaction of this process, nor of another that uses the lock, is open in the block.

        Raises:
            Unavailable: the turn of this thread did not come in time.
        """
        self._take_turn()
        try:
            if self._group is not None:
                self._finish(self._group)
            self._acquire_lock()
            try:
                yield
            finally:
                self._lock.release()
        finally:
            self._pass_turn()

    def end(self, group: _Group, *, wrote: bool) -> None:
        """Ends the turn of this thread, and waits until the group is durable.

        Raises:
            Unavailable: it is undone.
        """
        group.size += 1
        group.wrote = group.wrote or wrote
        mine = threading.Lock()
        mine.acquire()
        group.waiting.append(mine)
        last = group.error is not None or group.size >= _LARGEST_GROUP
        if last or not self._hand_on():
            self._finish(group)
            self._pass_turn()
        else:
            mine.acquire()
        if group.error is not None:
            raise Unavailable from group.error

    def close(self) -> None:
        """Closes the connection; no transaction may be open."""
        if self._connection is not None:
            self._connection.driver.close()
        self._lock.close()

    def _begin(self) -> GroupedWork:
        self._take_turn()
        try:
            if self._connection is None:
                self._connection = self._connect()
            if self._group is None:
                self._acquire_lock()
                try:
                    self._connection.command("BEGIN IMMEDIATE")
                except BaseException:
                    self._lock.release()
                    raise
                self._group = _Group(self._begun(self._connection))
            self._connection.command("SAVEPOINT work")
        except BaseException:
            if self._group is not None:
                self._finish(self._group)
            self._pass_turn()
            raise
        return GroupedWork(self, self._connection, self._group)

    def _finish(self, group: _Group) -> None:
        """Commits for all in the group, and lets them go on."""
        connection = self._connection
        assert connection is not None  # noqa: S101  there is a group on it
        self._group = None
        try:
            if group.error is None:
                connection.command("COMMIT" if group.wrote else "ROLLBACK")
                group.committed()
        except sqlite3.Error as error:
            group.error = error
        if group.error is not None:
            _log.warning("a commit failed: %s", group.error)
            with suppress(sqlite3.Error):
                connection.command("ROLLBACK")
        self._lock.release()
        for one in group.waiting:
            one.release()

    def _acquire_lock(self) -> None:
        if not self._lock.acquire():
            _log.warning("another process holds the database for too long")
            raise Unavailable

    def _take_turn(self) -> None:
        with self._turns:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=self._timeout):
            return
        with self._turns:
            if mine in self._waiting:
                self._waiting.remove(mine)
                _log.warning("writers queue for too long")
                raise Unavailable
        # It came at the last moment.

    def _hand_on(self) -> bool:
        """Gives the turn to the thread that has waited longest; False where there is none."""
        with self._turns:
            if self._waiting:
                self._waiting.popleft().release()
                return True
            return False

    def _pass_turn(self) -> None:
        """Gives the turn to the next thread, or to whoever comes."""
        with self._turns:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
