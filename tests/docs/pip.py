"""Stands in for pip where a page installs: says whether that is there, and installs nothing.

What the tests run in must not be changed by them; that it can be installed from nothing is shown by
`make`, in every new clone.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata, requires, version

from packaging.requirements import Requirement

PACKAGE = "waii-user-service"


def main(words: list[str]) -> None:
    """Ends with an error unless this is `install` of what is installed already."""
    command, *wanted = words
    if command != "install" or not wanted:
        sys.exit(f"nobody thought of `pip {command}`")
    for want in wanted:
        ours = re.fullmatch(r"\.(?:\[([a-z,]+)\])?", want)
        if ours is None:
            version(Requirement(want).name)
            continue
        for extra in (ours[1] or "").split(","):
            _installed(extra)


def _installed(extra: str) -> None:
    if extra and extra not in (metadata(PACKAGE).get_all("Provides-Extra") or ()):
        sys.exit(f"there is no extra {extra!r}")
    for requirement in map(Requirement, requires(PACKAGE) or ()):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            try:
                version(requirement.name)
            except PackageNotFoundError:
                sys.exit(f"the tests run without {requirement}")


if __name__ == "__main__":
    main(sys.argv[1:])
