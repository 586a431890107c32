"""What a long proof is: told how much to do, it says what it did and what was wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Task:
    """What a proof is to do.

    Attributes:
        size: how many of the proof's units; a proof stops when it has done these.
        engine: the database engine, where the proof runs on more than one.
        seed: where chance begins: the same seed makes the same choices.
        directory: an empty directory of the task's own.
        advance: to be called with how many units have been done since it was last called.
    """

    size: int
    engine: str
    seed: int
    directory: Path
    advance: Callable[[int], None]


@dataclass
class Result:
    """What a proof did.

    Attributes:
        done: how many units.
        figures: what else was counted, by its name.
        faults: what was wrong, each in words that let it be done again.
    """

    done: int = 0
    figures: dict[str, int | float | str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Proof:
    """A proof that `make torture` runs.

    Attributes:
        name: what the command line calls it.
        claim: the sentence that it tries to refute.
        units: what its size counts.
        whole: how many of these are a whole run.
        engines: the database engines that it runs on.
        run: does it.
    """

    name: str
    claim: str
    units: str
    whole: int
    engines: Sequence[str]
    run: Callable[[Task], Result]
