"""What storage needs of a database engine; `sqlite` and `postgresql` each make one."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, exc

from waii_server.storage.lookups import Lookups


@dataclass(frozen=True, slots=True)
class Backend:
    """The connections to one database, and what differs from engine to engine.

    Attributes:
        lookups: the reads that stand for themselves and have to be fast.
        reader: for transactions on one snapshot, which cannot write.
        writer: for transactions that write.
        migrator: for the one transaction that migrates; sees what was committed before it had the
            lock for it.
        embedded: whether the database belongs to one machine's server, which may then set it up
            without being told to.
        lock_for_migration: lets one process at a time migrate; held until the transaction ends.
        probe: raises what the driver raises where the database cannot be read.
        driver_error: the base of the driver's exceptions.
        lost_race: whether an error says that the same transaction may succeed if made again.
    """

    lookups: Lookups
    reader: Engine
    writer: Engine
    migrator: Engine
    embedded: bool
    lock_for_migration: Callable[[Connection], None]
    probe: Callable[[], None]
    driver_error: type[Exception]
    lost_race: Callable[[exc.DBAPIError], bool]

    def dispose(self) -> None:
        self.lookups.close()
        for engine in {self.reader, self.writer, self.migrator}:
            engine.dispose()
