"""An end to calls whose request does not come.

grpc hands a call to a thread when its headers are there, and the thread waits for the message for
as long as the client keeps it waiting: a few calls without one would hold every thread.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager

import grpc

from waii_server.domain.errors import FieldViolation, InvalidArgument, Reason
from waii_server.transport.status import caller_gone

_Waiting = dict[grpc.ServicerContext, float]


class _Wait(AbstractContextManager[None]):
    """In the path of every call: as a generator it would take three times as long."""

    __slots__ = ("_context", "_until", "_waiting")

    def __init__(self, waiting: _Waiting, context: grpc.ServicerContext, until: float) -> None:
        self._waiting = waiting
        self._context = context
        self._until = until

    def __enter__(self) -> None:
        self._waiting[self._context] = self._until

    def __exit__(self, *_: object) -> None:
        self._waiting.pop(self._context, None)


class Patience:
    """Waits for the messages of calls, a bounded time.

    One thread watches all calls that wait: a timer for each would cost more than most calls do.

    Args:
        seconds: after which a call is cancelled that has sent headers and no message.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: _Waiting = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="patience", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def first(self, messages: Iterator[bytes], context: grpc.ServicerContext) -> bytes:
        """The message of the call.

        Raises:
            InvalidArgument: the client says that it sends none.
            RpcFailure: it did not come in time, or the client is gone.
        """
        try:
            with self.bounded(context):
                return next(messages)
        except StopIteration:
            violation = FieldViolation("request", "is required")
            raise InvalidArgument([violation], Reason.REQUEST_MALFORMED) from None
        except grpc.RpcError:
            raise caller_gone("the request did not arrive") from None

    def bounded(self, context: grpc.ServicerContext) -> AbstractContextManager[None]:
        """A call that is still in this block when its time is over is cancelled."""
        return _Wait(self._waiting, context, time.monotonic() + self._seconds)

    def _run(self) -> None:
        while not self._stopping.wait(min(0.5, self._seconds / 4)):
            now = time.monotonic()
            for context, until in list(self._waiting.items()):
                if until < now:
                    context.cancel()
