"""Whether anything was committed to a SQLite file, asked without a system call.

In WAL mode the connections to a file share the index of its log, the file `<name>-shm`, which each
of their processes has mapped. Every commit, by any connection of any process, changes the header of
the index before it returns, and whoever begins to read compares that header with the one that it
remembers, to know whether its cache is still good (sqlite.org/walformat.html, section 2). So does
`WalIndex`. The documented question, `PRAGMA data_version`, costs a transaction, and hands the
interpreter's lock around: several times as much as all else in a look-up from memory.
"""

import ctypes
import sqlite3
import struct
from pathlib import Path

_MAPPINGS = Path("/proc/self/maps")
_HEADERS = ctypes.c_char * 96
"""Two copies of a header of 48 bytes: whoever meets a commit half way sees them differ."""
_VERSION = 3_007_000
"""Of the format; the first four bytes of the header."""


class WalIndex:
    """The header of the index of one file.

    It is read where the library itself has mapped it. To map the file once more would take a
    descriptor of it, and with any descriptor that it closes a process loses all of its locks.

    Args:
        path: of the database.
        keeper: a connection to it, which stays open until this is closed: the library keeps its
            mapping as long as there is one.

    Raises:
        OSError: there is no such mapping, or the header is of another format.
    """

    def __init__(self, path: Path, keeper: sqlite3.Connection) -> None:
        self._keeper = keeper
        keeper.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # maps it
        address = _address_of(path.with_name(path.name + "-shm"))
        self._headers = _HEADERS.from_address(address)
        (version,) = struct.unpack_from("=I", self.version())
        if version != _VERSION:
            raise OSError(f"the index of the log of {path} has format {version}")

    def version(self) -> bytes:
        """What every commit changes: bytes to compare, and nothing else."""
        return self._headers.raw

    def close(self) -> None:
        """`version` must not be called any more."""
        self._keeper.close()


def follows(version: bytes, earlier: bytes) -> bool:
    """Whether exactly one commit lies between two versions."""
    return _commits(version) == (_commits(earlier) + 1) % 2**32


def _commits(version: bytes) -> int:
    """The third number of the header: how many there were, since some beginning."""
    (count,) = struct.unpack_from("=8xI", version)
    return int(count)


def _address_of(path: Path) -> int:
    """Where the beginning of the file is mapped in this process."""
    inode = path.stat().st_ino
    for line in _MAPPINGS.read_text().splitlines():
        addresses, _, offset, _, number, *_ = line.split(maxsplit=5)
        if int(number) == inode and int(offset, 16) == 0:
            return int(addresses.partition("-")[0], 16)
    raise OSError(f"{path} is not mapped")
