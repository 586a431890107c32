"""`python -m docs.record CLONE`: carries out the quick start in a new clone, and writes what a
terminal shows, with the time since the beginning, to `docs/first-ten-minutes.txt`."""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from docs.page import ROOT, Block, blocks
from docs.shell import Reader, alike

PAGE = ROOT / "docs" / "quick-start.md"
_HEAD = "# The quick start, in a new clone: minutes and seconds since the beginning.\n\n"
RECORD = ROOT / "docs" / "first-ten-minutes.txt"


def main(clone: Path) -> None:
    """Records; the clone must be of this project, and nothing installed in it."""
    with tempfile.TemporaryDirectory() as directory:
        variables = {
            "HOME": directory,
            "NO_COLOR": "1",
            "PATH": os.environ["PATH"],
            "TERM": "xterm",
        }
        reader = Reader(clone, Path(directory), variables, patience=600)
        try:
            shown = _HEAD + "".join(_typed(reader, time.monotonic()))
        finally:
            reader.leave()
    # Where the interpreter is, is of this machine.
    if python := shutil.which("python3.11"):
        shown = shown.replace(python, "python3.11")
    RECORD.write_text("".join(f"{line.rstrip()}\n" for line in shown.splitlines()))


def _typed(reader: Reader, began: float) -> list[str]:
    shown = []
    for block in blocks(PAGE):
        if block.file:
            reader.write(block.file, block.text)
            shown.append(f"# {block.file}:\n{_indented(block.text)}\n")
        elif block.language == "console":
            shown += [
                f"[{_since(began)}] $ {command}\n{_screen(reader, block, command, expected)}\n"
                for command, expected in block.commands()
            ]
    return shown


def _screen(reader: Reader, block: Block, command: str, expected: str) -> str:
    if block.serves:
        _, screen = reader.serve(command, lambda so_far: alike(expected, so_far))
    else:
        _, screen = reader.type(command)
    if not alike(expected, screen):
        sys.exit(f"{command}:\n{screen}")
    return screen


def _since(began: float) -> str:
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    return f"{minutes}:{seconds:02}"


def _indented(text: str) -> str:
    return "".join(f"    {line}".rstrip() + "\n" for line in text.splitlines())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
