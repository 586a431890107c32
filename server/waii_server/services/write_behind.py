"""What is stored now and then, and not by the call that it comes from."""

import logging
import threading
from abc import ABC, abstractmethod

from waii_server.domain.errors import DomainError

_log = logging.getLogger(__name__)


class WriteBehind(ABC):
    """A thread that stores what has come together, and once more when it is stopped.

    Args:
        what: is stored, in a few words for the log.
        interval: seconds between two times; what a crash loses is at most this much.
    """

    def __init__(self, what: str, interval: float) -> None:
        self._what = what
        self._interval = interval
        self._stopping = threading.Event()
        self._storing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=what.replace(" ", "-"), daemon=True)

    @abstractmethod
    def _store(self) -> None:
        """Stores what there is; keeps for the next time what cannot be stored.

        By one thread at a time. Whatever it raises is logged, and the next time comes.
        """

    def flush(self) -> None:
        """Stores what there is now; what cannot be stored waits. Raises nothing."""
        with self._storing:
            try:
                self._store()
            except Exception as error:  # noqa: BLE001  the thread must live on
                bug = not isinstance(error, DomainError)
                _log.warning("%s wait for the next time: %s", self._what, error, exc_info=bug)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stores what is left, and ends."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self.flush()

    def _run(self) -> None:
        while not self._stopping.wait(self._interval):
            self.flush()
