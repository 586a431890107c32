"""The changes that no test can notice: read one by one, and each explained."""

import functools
import tomllib
from pathlib import Path

FILE = Path(__file__).with_name("survivors.toml")


@functools.cache
def explained() -> dict[tuple[str, str, str], str]:
    """Why a change makes no difference; by the module, and by the lines before and after it."""
    return {
        (one["module"], one["was"].strip(), one["now"].strip()): one["because"]
        for one in tomllib.loads(FILE.read_text())["survivor"]
    }
