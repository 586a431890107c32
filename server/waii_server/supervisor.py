"""Several processes that serve on one port, and the one that looks after them.

Neither gRPC nor a thread nor a connection outlives a fork. The parent has none of them, at any
time: the worker that takes another's place after months starts as clean as the first.
"""

import errno
import os
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import structlog

from waii_server import logs, metrics
from waii_server.app import (
    CannotServe,
    build_server,
    cannot_listen,
    keep_memory,
    prepare,
    serve_metrics,
)
from waii_server.settings import Settings

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
"""They have to be blocked where a server is served: they are waited for."""

Announce = Callable[[str, Path | None], None]
"""Gets the address, once it is served, and the file of the first admin's key, if one was made."""

_LOOK_SECONDS = 0.5
"""Between two looks at one another: of the parent at its workers, of a worker at its parent."""

_SETTLED_SECONDS = 10.0
"""A worker that ends sooner may well end again: the pauses before its successors grow."""

_LONGEST_PAUSE = 30.0

_STOP_MARGIN = 3.0
"""Seconds that the stop of a worker may take beside its grace and what it waits for the database:
calls that were cut off, and then the last uses of keys, once each."""

_NOT_HERE = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
_fork = get_context("fork")
_log = structlog.get_logger()


def serve(settings: Settings, announce: Announce) -> None:
    """Serves from `settings.worker_count` processes until SIGTERM or SIGINT; lets them drain.

    Raises:
        CannotServe: a worker could not start, or had to be killed in the end.
    """
    with closing(_Reservation(settings.listen)) as reservation, _counting_together(settings):
        new_admin_key_file = prepare(settings)
        workers = _Workers(settings, reservation)
        workers.start()
        announce(reservation.address, new_admin_key_file)
        workers.watch()
        workers.stop()


class _Workers:
    """The processes that serve, as their parent sees them."""

    def __init__(self, settings: Settings, reservation: "_Reservation") -> None:
        self._settings = settings.model_copy(update={"listen": reservation.address})
        self._reservation = reservation
        self._parent = os.getpid()
        self._places = [_Place(self._work, self._forget) for _ in range(settings.worker_count)]
        if settings.metrics_listen is not None:
            self._places.append(_Place(self._export))

    def start(self) -> None:
        """Returns when every worker answers.

        Raises:
            CannotServe: one does not.
        """
        # The end of a worker is waited for beside the signals that stop. Whoever started this
        # process may have chosen to ignore it, and then nobody would be told how a worker ended.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        try:
            for place in self._places:
                place.fill()
            for place in self._places:
                place.wait_until_it_answers()
        except (CannotServe, OSError) as error:
            with suppress(CannotServe):
                self.stop()
            raise CannotServe(str(error)) from error

    def watch(self) -> None:
        """Replaces workers that end, until this process is told to stop."""
        awaited = (*STOP_SIGNALS, signal.SIGCHLD)
        while True:
            received = signal.sigtimedwait(awaited, _LOOK_SECONDS)
            if received is not None and received.si_signo in STOP_SIGNALS:
                return
            for place in self._places:
                place.look()

    def stop(self) -> None:
        """Lets every worker drain, and waits until all are gone.

        Raises:
            CannotServe: one failed on the way, or took too long and was killed.
        """
        _log.info("stopping workers")
        for place in self._places:
            place.tell_to_stop()
        patience = self._settings.grace + 2 * self._settings.busy_timeout + _STOP_MARGIN
        deadline = time.monotonic() + patience
        clean = [place.empty(deadline) for place in self._places]
        if not all(clean):
            raise CannotServe("not every worker ended well; the log says how they ended")
        _log.info("stopped workers")

    def _work(self, report: Connection) -> None:
        """What a worker does, in its own process."""
        self._reservation.close()
        logs.write_in_background()
        try:
            server = build_server(self._settings, one_of_many=True)
            server.start()
        except CannotServe as error:
            _log.error("worker cannot serve", reason=str(error))
            logs.close()
            _tell(report, str(error))
            raise SystemExit(1) from None
        keep_memory()
        _tell(report, None)
        self._wait_for_the_end()
        server.stop()
        logs.close()

    def _export(self, report: Connection) -> None:
        """What the process does that serves the metrics of all workers."""
        self._reservation.close()
        try:
            endpoint = serve_metrics(self._settings, None)
        except CannotServe as error:
            _tell(report, str(error))
            raise SystemExit(1) from None
        _tell(report, None)
        self._wait_for_the_end()
        endpoint.close()

    def _wait_for_the_end(self) -> None:
        """Returns when this process is told to stop.

        Or without its parent: nobody could stop it, or knew that it holds the port.
        """
        while signal.sigtimedwait(STOP_SIGNALS, _LOOK_SECONDS) is None:
            if os.getppid() != self._parent:
                _log.warning("the parent is gone")
                return

    def _forget(self, pid: int) -> None:
        """What a worker had under way when it ended is no longer counted."""
        if self._settings.metrics_listen is not None:
            metrics.forget(pid)


@contextmanager
def _counting_together(settings: Settings) -> Iterator[None]:
    """Processes that are forked in this block count their metrics together, if at all."""
    if settings.metrics_listen is None:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="waii-metrics-") as directory:
        metrics.count_together(directory)
        yield


def _tell(report: Connection, problem: str | None) -> None:
    with suppress(OSError):  # the parent is gone
        report.send(problem)


class _Place:
    """A place among the workers: a process, or the pause before the next one.

    Args:
        work: what the process runs. It sends None when it answers, or why it never will.
        ended: gets the id of a process that has ended and is to be replaced.
    """

    def __init__(
        self, work: Callable[[Connection], None], ended: Callable[[int], None] = lambda _: None
    ) -> None:
        self._work = work
        self._ended = ended
        self._process: ForkProcess | None = None
        self._report: Connection
        self._began = self._due = 0.0
        self._pause = 0.0

    def fill(self) -> None:
        """Starts a process, and does not wait for it."""
        self._report, report = _fork.Pipe(duplex=False)
        # Closed here: the end of the process is to be the end of the pipe.
        with report:
            process = _fork.Process(target=self._work, args=(report,), daemon=True)
            process.start()
        self._process = process
        self._began = time.monotonic()
        _log.info("worker started", worker=process.pid)

    def wait_until_it_answers(self) -> None:
        """
        Raises:
            CannotServe: it never will.
        """
        try:
            problem = self._report.recv()
        except EOFError:
            problem = "a worker ended before it answered"
        if problem is not None:
            raise CannotServe(problem)

    def look(self) -> None:
        """Notes the end of the process; starts the next one when it is time to."""
        now = time.monotonic()
        if self._process is not None and self._process.exitcode is not None:
            self._note_end(self._process)
            self._ended(self._process.pid or 0)
            self._process = None
            if now - self._began > _SETTLED_SECONDS:
                self._pause = 0.0
            self._postpone(now)
        if self._process is None and now >= self._due:
            try:
                self.fill()
            except OSError as error:  # the machine has no process, memory or file left for it
                _log.error("worker cannot be started", reason=str(error))
                self._postpone(now)

    def _postpone(self, now: float) -> None:
        self._due = now + self._pause
        self._pause = min(max(1.0, 2 * self._pause), _LONGEST_PAUSE)

    def tell_to_stop(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def empty(self, deadline: float) -> bool:
        """Waits for the end of the process, and kills it at the deadline; whether it ended well."""
        if self._process is None:
            return True
        self._process.join(max(0.0, deadline - time.monotonic()))
        if self._process.exitcode is None:
            _log.error("worker takes too long to stop", worker=self._process.pid)
            self._process.kill()
            self._process.join()
        if self._process.exitcode == 0:
            return True
        self._note_end(self._process)
        return False

    def _note_end(self, process: ForkProcess) -> None:
        """Logs how a process ended that should not have."""
        code = process.exitcode or 0
        _log.error(
            "worker ended",
            worker=process.pid,
            how=f"exit code {code}" if code >= 0 else f"signal {-code}",
        )


class _Reservation:
    """A port that only the workers can listen on: a second server gets "in use".

    The sockets are bound before they can be shared, which fails where the port is not free, and
    never accept a connection. Then the sockets of the workers, all of one user, may join them.

    Attributes:
        address: with the port that was reserved.

    Raises:
        CannotServe: the port is not free, or the address is none of this machine's.
    """

    def __init__(self, listen: str) -> None:
        host, _, wanted = listen.rpartition(":")
        port = int(wanted)
        self._sockets: list[socket.socket] = []
        try:
            found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise cannot_listen(listen) from None
        for family, address in dict.fromkeys((entry[0], entry[4]) for entry in found):
            try:
                reserved = _reserve(family, (address[0], port, *address[2:]))
            except OSError as error:
                if error.errno in _NOT_HERE:
                    continue  # of a name with several addresses, one will do
                self.close()
                raise cannot_listen(listen) from None
            self._sockets.append(reserved)
            port = reserved.getsockname()[1]
        if not self._sockets:
            raise cannot_listen(listen)
        self.address = f"{host}:{port}"

    def close(self) -> None:
        for reserved in self._sockets:
            reserved.close()


def _reserve(family: int, address: tuple[Any, ...]) -> socket.socket:
    """A socket that holds the port (any that is free, for 0), and that others may join from now on.

    Raises:
        OSError: the port is taken, or the address is none of this machine's.
    """
    reserved = socket.socket(family, socket.SOCK_STREAM)
    try:
        _, port, *_ = address
        if port:
            # So that what is left of an earlier server's connections is not in the way. Of two
            # that do this at once both can bind, and one can listen: that decides.
            reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(address)
        if port:
            reserved.listen()
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        if port:
            reserved.shutdown(socket.SHUT_RD)  # stays bound
    except BaseException:
        reserved.close()
        raise
    return reserved
