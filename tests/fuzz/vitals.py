"""What a process holds, as the kernel tells it."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Vitals:
    """At one moment.

    Attributes:
        memory: resident, in KiB.
        most_memory: that since the process began.
        descriptors: open files, sockets among them.
        connections: of these, sockets.
    """

    memory: int
    most_memory: int
    threads: int
    descriptors: int
    connections: int

    def holds_no_more_than(self, before: "Vitals", *, threads: int, files: int) -> bool:
        """Whether nothing was left open since `before`.

        Args:
            threads: so many may have come.
            files: so many descriptors may have come that are no sockets.
        """
        return (
            self.connections <= before.connections
            and self.threads <= before.threads + threads
            and self.descriptors <= before.descriptors + files
        )


def of(pid: int) -> Vitals:
    said = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    links: list[str] = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            links.append(str(descriptor.readlink()))
    return Vitals(
        memory=int(said["VmRSS"].split()[0]),
        most_memory=int(said["VmHWM"].split()[0]),
        threads=int(said["Threads"]),
        descriptors=len(links),
        connections=sum(link.startswith("socket:") for link in links),
    )
