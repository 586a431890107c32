"""A way to a server on which the first answer gets lost."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

_FRAME_HEAD = 9
_HEADERS = 0x1


class LosesTheFirstAnswer:
    """Passes everything on, but for the first answer of the server: instead of that, the connection
    ends. What was asked for has been done by then.

    Attributes:
        address: where to call.
        lost: how many answers were lost.
    """

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self._server = host, int(port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.lost = 0
        self._connections: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept)

    def __enter__(self) -> Self:
        self._accepting.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Waits for the connections to end: close the client first."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listener.close()
        for connection in self._connections:
            connection.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                connection = threading.Thread(target=self._connect, args=(client,))
                self._connections.append(connection)
                connection.start()

    def _connect(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._server) as server:
            there = threading.Thread(target=_forward, args=(client, server))
            there.start()
            if self.lost:
                _forward(server, client)
            else:
                self._forward_until_an_answer(server, client)
            there.join()

    def _forward_until_an_answer(self, server: socket.socket, client: socket.socket) -> None:
        # An answer begins with headers, and nothing else of the server's does.
        received = b""
        with suppress(OSError):
            while chunk := server.recv(65536):
                received += chunk
                while len(received) >= _FRAME_HEAD:
                    end = _FRAME_HEAD + int.from_bytes(received[:3], "big")
                    if received[3] == _HEADERS:
                        self.lost += 1
                        _end(server, client)
                        return
                    if len(received) < end:
                        break
                    client.sendall(received[:end])
                    received = received[end:]
        _end(server, client)


def _forward(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(65536):
            sink.sendall(chunk)
    _end(source, sink)


def _end(*connected: socket.socket) -> None:
    for one in connected:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
