"""A page of the documentation, as the blocks of code that it has.

What a block is, its language says:

- `sh`: commands, which must succeed.
- `console`: commands behind `$ `, as they are typed at a terminal, and what each of them shows.
- `python`: a cell of a notebook; all cells of a page share their names.
- `text`: what the block before it printed.
- `mermaid`: a drawing.
- Any other, or one of these, below a line that names a file: what that file holds.

`...` in what is shown stands for anything. Words for the runner stand in comments, which readers do
not see: `<!-- serves -->` before a block whose command goes on while the page does, and in a page's
first line, `<!-- begins with: a server -->`, what is there when it begins.
"""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md")

_BEGINS = re.compile(r"<!-- begins with: ([a-z ]+) -->\n")
_BLOCK = re.compile(
    r"(?:^`(?P<file>[^`\n]+)`:\n\n)?(?P<serves>^<!-- serves -->\n)?"
    r"^```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_COMMAND = re.compile(r"^\$ (.*(?:\n> .*)*)\n?((?:(?!\$ ).*\n?)*)", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of code, in which line of the page it begins, and what the page says of it."""

    language: str
    text: str
    line: int
    file: str
    serves: bool

    def commands(self) -> list[tuple[str, str]]:
        """Of a `console`: each command, and what it shows."""
        return [
            (typed.replace("\n> ", "\n"), shown) for typed, shown in _COMMAND.findall(self.text)
        ]


def blocks(page: Path) -> list[Block]:
    text = page.read_text()
    return [
        Block(
            found["language"],
            found["text"],
            text.count("\n", 0, found.start("language")) + 1,
            found["file"] or "",
            bool(found["serves"]),
        )
        for found in _BLOCK.finditer(text)
    ]


def begins_with(page: Path) -> str:
    """What is there when the page begins; empty: a clone, and nothing else."""
    found = _BEGINS.match(page.read_text())
    return found[1] if found else ""
