"""What is stored now and then, and not by the call that it comes from."""

import threading
from abc import ABC, abstractmethod


class WriteBehind(ABC):
    """A thread that stores what has come together, and once more when it is stopped.

    Args:
        name: of the thread.
        interval: seconds between two times; what a crash loses is at most this much.
    """

    def __init__(self, name: str, interval: float) -> None:
        self._interval = interval
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @abstractmethod
    def flush(self) -> None:
        """Stores what there is; keeps for the next time what cannot be stored. Raises nothing."""

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
